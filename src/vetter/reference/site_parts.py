"""What the pages of the browsable rulebook hold: each part as a mapping for its template."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.assessment.words import plain_text, severity_words, threshold_words
from vetter.base.escape import Safe, html
from vetter.explain.lists import rule_kind
from vetter.explain.sheets import (
    example_facts,
    expected_words,
    fact_rows,
    runs_words,
    thresholds_of,
)
from vetter.language.conditions import facts_of, tests_of
from vetter.memo.findings import Document
from vetter.reference.fragments import (
    condition_html,
    fact_link,
    joined,
    nested,
    rule_link,
    threshold_link,
)
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import ACTIVE, Conclusion, Finding, Outcome, Requirement, Rule
from vetter.rulebook.vocabulary import (
    DerivedSpec,
    FactSpec,
    PartChange,
    Threshold,
    Vocabulary,
)


def rule_part(rule: Rule, rulebook: Rulebook) -> Document:
    """Return what the page of a rule says."""
    vocabulary = rulebook.vocabulary
    order = (*vocabulary.facts, *vocabulary.derived)
    reads = rule.reads()
    facts = [path for path in order if path in reads]
    return {
        "id": rule.id,
        "title": plain_text(rule.title, vocabulary),
        "kind": kind_of(rule, rulebook),
        "status": "" if rule.status == ACTIVE else rule.status,
        "locked": rule.locked,
        "runs": runs_words(rule, rulebook),
        "replaced_by": rule_link(rule.replaced_by) if rule.replaced_by else "",
        "when": condition_html(rule.when, vocabulary),
        "unless": nested(rule.unless, vocabulary),
        "then": [_outcome(entry, vocabulary) for entry in rule.then],
        "cites": [_cited(name, vocabulary) for name in rule.cites],
        "house": rule.house,
        "limits": _limits(rule, facts, vocabulary),
        "examples": [
            {
                "expects": expected_words(one),
                "state": one.expects,
                "facts": [(_known(path, vocabulary), value) for path, value in example_facts(one)],
                "why": one.why,
            }
            for one in rule.examples
        ],
        "facts": [(fact_link(path, vocabulary), _words(path, vocabulary)) for path in facts],
        "thresholds": [
            (threshold_link(name), threshold_words(one, vocabulary), one.meaning)
            for name in thresholds_of(rule)
            for one in [vocabulary.thresholds[name]]
        ],
        "feeds": _feeds(rule, rulebook),
        "origin": _origin("the rule", rule.pack, rule.location.path, rule.locked),
        "changes": [
            *_changes("", rule.changes),
            *(
                change
                for name in thresholds_of(rule)
                for change in _changes(f"${name}, ", vocabulary.thresholds[name].changes)
            ),
        ],
    }


def kind_of(rule: Rule, rulebook: Rulebook) -> str:
    """Return the weightiest thing that a rule states in one word, or why it is not in force."""
    return "off" if rule in rulebook.off else rule_kind(rule)


def _known(path: str, vocabulary: Vocabulary) -> Safe:
    known = path in vocabulary.facts or path in vocabulary.derived
    return fact_link(path, vocabulary) if known else html(path)


def _labelled(path: str, vocabulary: Vocabulary) -> Safe:
    return fact_link(path, vocabulary, vocabulary.label(path), "fact")


def _words(path: str, vocabulary: Vocabulary) -> str:
    spec = vocabulary.facts.get(path)
    return spec.question if spec else vocabulary.derived[path].title


def _outcome(entry: Outcome, vocabulary: Vocabulary) -> Document:
    if isinstance(entry, Finding):
        return {
            "kind": entry.severity,
            "head": severity_words(entry.severity),
            "about": vocabulary.causes[entry.cause].get("title"),
            "text": plain_text(entry.because, vocabulary),
            "who": entry.who,
            "advice": plain_text(entry.advice, vocabulary) if entry.advice else "",
            "softened": [
                {
                    "to": soft.to,
                    "because": plain_text(soft.because, vocabulary),
                    "when": condition_html(soft.when, vocabulary),
                }
                for soft in entry.softened
            ],
        }
    plain = {"kind": "conclusion", "about": "", "who": "", "advice": "", "softened": []}
    if isinstance(entry, Conclusion):
        spec = vocabulary.derived[entry.fact]
        text = plain_text(entry.because, vocabulary) if entry.because else ""
        head = Safe(
            f"{fact_link(entry.fact, vocabulary, spec.title)} is "
            f"<strong>{html(spec.type.names[entry.level])}</strong>"
        )
        return {**plain, "head": head, "text": text}
    text = plain_text(entry.text, vocabulary)
    if isinstance(entry, Requirement):
        by = f", {plain_text(entry.by, vocabulary)}" if entry.by else ""
        return {**plain, "head": f"a condition on the {entry.who}{by}", "text": text}
    return {**plain, "head": f"a step of the pilot: {entry.stage}", "text": text}


def _cited(name: str, vocabulary: Vocabulary) -> Document:
    entry = vocabulary.heuristics[name]
    return {"name": name, "section": entry.get("section"), "says": entry.get("says")}


def _limits(rule: Rule, facts: Sequence[str], vocabulary: Vocabulary) -> Document:
    """Return what bounds a rule: where it holds back, does not apply, or rests on judgement."""
    found = [vocabulary.thresholds[name] for name in thresholds_of(rule)]
    bounded = []
    for path in facts:
        spec = vocabulary.facts.get(path)
        if spec is not None and spec.applies_when is not None:
            words = condition_html(spec.applies_when, vocabulary)
            bounded.append((_labelled(path, vocabulary), words))
    return {
        "applies": bounded,
        "pilot": [
            _labelled(path, vocabulary)
            for path in facts
            if path in vocabulary.facts and vocabulary.facts[path].by_pilot
        ],
        "house": [(threshold_link(one.name), one.house) for one in found if one.house],
        "uncited": not rule.cites,
    }


def _feeds(rule: Rule, rulebook: Rulebook) -> list[tuple[Safe, str, Safe]]:
    """Return what a rule feeds, how, and which rules read that."""
    vocabulary = rulebook.vocabulary
    found: dict[tuple[str, str], None] = {}
    for one in rule.conclusions:
        found[one.fact, vocabulary.derived[one.fact].type.names[one.level]] = None
    for finding in rule.findings:
        found[f"findings.{finding.severity}", "counts one"] = None
        for soft in finding.softened:
            found[f"findings.{soft.to}", "counts one, if softened"] = None
    return [
        (
            _labelled(path, vocabulary),
            how,
            joined(rule_link(one.id) for one in rulebook.rules if path in one.reads()),
        )
        for path, how in found
    ]


def _origin(part: str, pack: str, path: str, locked: bool = False) -> Document:
    return {"part": part, "pack": pack, "path": path, "locked": locked}


def _changes(lead: str, changes: Sequence[PartChange]) -> list[Document]:
    return [
        {
            "part": f"{lead}{one.part}",
            "before": one.before,
            "after": one.after,
            "pack": one.pack,
            "because": one.because,
            "path": one.location.path,
        }
        for one in changes
    ]


def fact_part(spec: FactSpec, rulebook: Rulebook) -> Document:
    """Return what the page of a fact says."""
    vocabulary = rulebook.vocabulary
    others = [
        path
        for path, other in vocabulary.facts.items()
        if spec.path in facts_of(other.applies_when)
        or (other.computed is not None and spec.path in other.computed.inputs)
    ]
    rows = fact_rows(spec, vocabulary)
    if spec.better:
        rows.append(("Better is", spec.better))
    return {
        "path": spec.path,
        "label": vocabulary.label(spec.path),
        "question": spec.question,
        "help": spec.help,
        "rows": rows,
        "choices": spec.choices,
        "applies": nested(spec.applies_when, vocabulary),
        "computed": joined(
            fact_link(path, vocabulary) for path in (spec.computed.inputs if spec.computed else ())
        ),
        "rules": _rules(spec.path, rulebook),
        "others": joined(fact_link(path, vocabulary) for path in others),
        "constraints": [
            (one.id, one.because.source, condition_html(one.never, vocabulary))
            for one in rulebook.constraints
            if spec.path in facts_of(one.never)
        ],
        "origin": _origin("the fact", spec.pack, spec.location.path),
        "changes": _changes("", spec.changes),
    }


def _rules(path: str, rulebook: Rulebook) -> list[tuple[Safe, str, str]]:
    return [row(rule, rulebook) for rule in rulebook.rules if path in rule.reads()]


def row(rule: Rule, rulebook: Rulebook) -> tuple[Safe, str, str]:
    """Return a rule as a row of a table: link, kind, title."""
    title = plain_text(rule.title, rulebook.vocabulary)
    return rule_link(rule.id), kind_of(rule, rulebook), title


def threshold_part(one: Threshold, rulebook: Rulebook) -> Document:
    """Return what the page of a threshold says."""
    vocabulary = rulebook.vocabulary
    return {
        "name": one.name,
        "value": threshold_words(one, vocabulary),
        "meaning": one.meaning,
        "cited": _cited(one.source, vocabulary) if one.source else None,
        "house": one.house,
        "metrics": ", ".join(one.type.metrics),
        "rules": [
            row(rule, rulebook) for rule in rulebook.rules if one.name in thresholds_of(rule)
        ],
        "constraints": [
            (other.id, other.because.source, condition_html(other.never, vocabulary))
            for other in rulebook.constraints
            if any(
                operand.threshold == one.name
                for test in tests_of(other.never)
                for operand in test.operands
            )
        ],
        "origin": _origin("the threshold", one.pack, one.location.path, one.locked),
        "changes": _changes("", one.changes),
    }


def conclusion_part(spec: DerivedSpec, rulebook: Rulebook) -> Document:
    """Return what the page of something concluded says."""
    levels = [
        {
            "name": name,
            "rules": [
                row(rule, rulebook)
                for rule in rulebook.rules
                if any(one.fact == spec.path and one.level == level for one in rule.conclusions)
            ],
        }
        for level, name in enumerate(spec.type.names)
    ]
    severity = spec.counter[0] if spec.counter else ""
    return {
        "path": spec.path,
        "title": spec.title,
        "meaning": spec.meaning,
        "levels": levels,
        "counter": severity,
        "causes": bool(spec.counter and spec.counter[1]),
        "counted": [
            row(rule, rulebook)
            for rule in rulebook.rules
            if any(
                severity in (one.severity, *(soft.to for soft in one.softened))
                for one in rule.findings
            )
        ],
        "rules": _rules(spec.path, rulebook),
    }
