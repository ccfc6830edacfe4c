"""Files of packs and of changes, each with one mistake that a schema must see."""

from __future__ import annotations

PACK = (
    "name: our house\nversion: 1.0\ntitle: Rules of our house\npurpose: for us\nneeds: [chapter]\n"
)
CHANGES = """\
thresholds:
  near_perfect: {value: 98%, because: we are held to more}
rules:
  accuracy-above-99:
    severity: blocker
    because: we are held to more
    unless: {any: [labels.origin is automatic]}
    softened:
      - when: {all: [labels.effort > $long_labelling]}
        to: medium
        because: it is known
    examples:
      - silent: {quality.metric: F1}
facts:
  data.friction:
    add choices: {old quarrels: they remember one another}
    changeable: {effort: hardly, to: mistrust}
    because: we know them
"""
PACKS = (
    ("name: our house\n", ""),
    ("version: 1.0\n", ""),
    ("title: Rules of our house\n", ""),
    ("name:", "Name:"),
    ("name:", "nme:"),
    ("version:", "versions:"),
    ("version:", "Version:"),
    ("title:", "titel:"),
    ("title:", "headline:"),
    ("purpose:", "aim:"),
    ("purpose:", "purposes:"),
    ("needs:", "need:"),
    ("needs:", "requires:"),
    ("our house", ""),
    ("our house", "[our house]"),
    ("our house", "{our: house}"),
    ("our house", "''"),
    ("our house", "' '"),
    ("1.0", ""),
    ("1.0", "[1, 0]"),
    ("1.0", "{major: 1}"),
    ("1.0", "''"),
    ("Rules of our house", ""),
    ("Rules of our house", "[Rules]"),
    ("Rules of our house", "{en: Rules}"),
    ("for us", ""),
    ("for us", "[for us]"),
    ("for us", "{is: us}"),
    ("[chapter]", "chapter"),
    ("[chapter]", "[]"),
    ("[chapter]", "{chapter: 1.0}"),
    ("[chapter]", "[[chapter]]"),
    ("[chapter]", "[{name: chapter}]"),
    ("[chapter]", "['']"),
    ("[chapter]", ""),
    ("purpose: for us", "source: []"),
    ("purpose: for us", "source: {book: one}"),
    ("purpose: for us", "projects are named by: project.nme"),
    ("purpose: for us", "projects are named by: [project.name]"),
    ("purpose: for us", "projects are named by: verdict"),
    ("purpose: for us", "rules: rules/"),
    ("purpose: for us", "locked: yes"),
    (PACK, "- name: our house\n"),
    (PACK, "our house\n"),
)
"""Words of `PACK`, and those in their place."""
OF_CHANGES = (
    ("thresholds:", "threshold:"),
    ("thresholds:", "Thresholds:"),
    ("rules:", "rule:"),
    ("facts:", "fact:"),
    ("facts:", "roles:"),
    ("near_perfect", "nearly_perfect"),
    ("near_perfect", "$near_perfect"),
    ("value: 98%", "values: 98%"),
    ("value: 98%", "value: much"),
    ("value: 98%", "value: [98%]"),
    ("value: 98%", "value: {value: 98%}"),
    ("value: 98%, ", ""),
    (", because: we are held", ", why: we are held"),
    (", because: we are held to more", ""),
    ("{value: 98%, because: we are held to more}", "98%"),
    ("accuracy-above-99", "accuracy-above-98"),
    ("accuracy-above-99", "accuracy above 99"),
    ("severity: blocker", "severity: grave"),
    ("severity: blocker", "severity: Blocker"),
    ("severity: blocker", "severity: strength"),
    ("severity: blocker", "concern: blocker"),
    ("severity: blocker", "off: maybe"),
    ("severity: blocker", "off: [yes]"),
    ("severity: blocker", "advice: [Ask]"),
    ("severity: blocker", "advice: Ask 3 people"),
    ("severity: blocker", "advice: Ask {{ nobody }}"),
    ("severity: blocker", "advice: Ask {% if x %}"),
    ("severity: blocker", "title: Another"),
    ("severity: blocker", "then: []"),
    ("severity: blocker", "when: {all: [labels.origin is automatic]}"),
    ("    because: we are held to more\n", ""),
    ("{any: [labels.origin is automatic]}", "[labels.origin is automatic]"),
    ("{any: [labels.origin is automatic]}", "labels.origin is automatic"),
    ("{any: [labels", "{either: [labels"),
    ("is automatic", "is automatik"),
    ("is automatic", "= automatic"),
    ("> $long_labelling", "> 5000"),
    ("> $long_labelling", "> $no_labels"),
    ("> $long_labelling", "> $near_perfect"),
    ("to: medium", "to: blocker"),
    ("to: medium", "too: medium"),
    ("        because: it is known\n", ""),
    ("silent:", "quiet:"),
    ("metric: F1", "metric: F2"),
    ("data.friction", "data.frictions"),
    ("data.friction", "friction"),
    ("add choices", "choices"),
    ("{old quarrels: they remember one another}", "old quarrels"),
    ("{old quarrels: they remember one another}", "[]"),
    ("effort: hardly", "effort: never"),
    ("effort: hardly, ", ""),
    ("to: mistrust", "to: mistrusts"),
    ("to: mistrust", "only: higher"),
    ("    because: we know them\n", ""),
    (CHANGES, "- rules\n"),
)
"""Words of `CHANGES`, and those in their place."""
