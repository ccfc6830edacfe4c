"""`vetter rules fmt`: one layout, remarks kept, and never another meaning."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.authoring.editor import shipped
from tests.badinput.tables import pack_cases
from tests.cli.desk import process
from tests.packs import ROOT
from vetter.authoring.layout import laid_out
from vetter.authoring.remarks import remarks_of
from vetter.base.nodes import Mapping, Node, Scalar
from vetter.base.nodes import Sequence as Listed
from vetter.base.problems import InvalidPack, Location, Problem
from vetter.base.sources import Source
from vetter.base.yaml_home import compose
from vetter.rulebook.read_rules import RuleReader
from vetter.rulebook.rules import Rule

FILES = sorted((ROOT / "rules").rglob("*.yaml"))
HERE = Location("here")
CASUAL = """\
# About this rule.
# It is old.

then:
  # the concern
  - cause: cost   # whose money
    who: "data lead"
    concern: high # grave
    because: >-   # why
       Labels cost
         {{ $single_label }} or more,
       and somebody pays, #1 in every survey they make and they make a lot of them all the time.
    advice: 'Ask for fewer: that''s all'
    softened: [{to: low, because: it is so, when: {any: [labels.origin is automatic]}}]
    # a thought below the advice
# about examples
examples:
  - {why: so it is, fires: {labels.origin: manual,   # inside
      labels.needed: {value: 1000, grade: guess}}}
  - silent:
      labels.origin: "unknown"
    # behind the second
  # before the third
  - pending: {}
id: many
house: '- our own, and: good'
when:   # the condition
    all:
    - labels.origin is manual   # by hand
    # between sentences
    - any: [labels.needed > $single_label]
title: "Many labels"
# the end
"""
NEAT = """\
# About this rule.
# It is old.
id: many
title: Many labels
house: '- our own, and: good'
when:  # the condition
  all:
    - labels.origin is manual  # by hand
    # between sentences
    - any:
        - labels.needed > $single_label
then:
  # the concern
  - concern: high  # grave
    cause: cost  # whose money
    because: >  # why
      Labels cost {{ $single_label }} or more, and somebody pays, #1 in every survey they make and
      they make a lot of them all the time.
    advice: 'Ask for fewer: that''s all'
    who: data lead
    softened:
      - when:
          any:
            - labels.origin is automatic
        to: low
        because: it is so
    # a thought below the advice
# about examples
examples:
  - fires: {labels.origin: manual, labels.needed: {value: 1000, grade: guess}}  # inside
    why: so it is
  - silent: {labels.origin: 'unknown'}
    # behind the second
  # before the third
  - pending: {}
# the end
"""


def bare(part: object) -> object:
    """Return a part of a rule without places, for two layouts have others."""
    if isinstance(part, (Location, Node)):
        return facts(part) if isinstance(part, Node) else HERE
    if isinstance(part, tuple):
        return (type(part).__name__, *map(bare, part))
    return part


def facts(node: Node) -> object:
    if isinstance(node, Mapping):
        return [(key.text, facts(value)) for key, value in node.pairs]
    if isinstance(node, Listed):
        return [facts(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text, node.plain


def rule_of(source: Source) -> tuple[Rule | None, list[Problem]]:
    problems: list[Problem] = []
    return RuleReader(source, shipped().vocabulary, problems, {}).read(), problems


def remarks(text: str) -> list[str]:
    source = Source("a.yaml", text)
    root = compose(source).root
    assert root is not None
    return sorted(one.text for one in remarks_of(source, root).every)


def test_every_shipped_rule_says_the_same_and_stays_as_it_then_is() -> None:
    for path in FILES:
        source = Source(path.as_posix(), path.read_text("utf-8"))
        text = laid_out(source)
        again = Source(source.path, text)
        before, after = rule_of(source), rule_of(again)
        assert before[1] == after[1] == []
        assert bare(before[0]) == bare(after[0])
        assert laid_out(again) == text, path
        assert remarks(source.text) == remarks(text)
        long = [line for line in text.split("\n") if len(line) > 100 and "{{" not in line]
        assert all(
            re.match(r"  - (?:fires|silent|pending|conclude): |cites: |\s+- ", one) for one in long
        )


def test_a_casual_file_becomes_neat() -> None:
    text = laid_out(Source("many.yaml", CASUAL))
    assert text == NEAT
    assert laid_out(Source("many.yaml", NEAT)) == NEAT
    assert remarks(CASUAL) == remarks(NEAT)


@pytest.mark.parametrize("seed", range(4))
def test_remarks_anywhere_are_kept(seed: int) -> None:
    chance = random.Random(seed)
    for path in FILES[seed::20]:
        lines = path.read_text("utf-8").split("\n")
        strewn = []
        in_text = False
        for number, line in enumerate(lines):
            in_text = line.endswith(">") or (in_text and line.startswith("      "))
            if not in_text and line and chance.random() < 0.4:
                strewn.append(" " * chance.choice((0, 2, 4, 6)) + f"# alone {number}")
            behind = line and not in_text and not line.endswith(":") and chance.random() < 0.3
            strewn.append(f"{line}  # behind {number}" if behind else line)
        source = Source(path.as_posix(), "\n".join(strewn))
        if compose(source).problems or rule_of(source)[1]:
            continue
        text = laid_out(source)
        assert remarks(source.text) == remarks(text)
        assert laid_out(Source(source.path, text)) == text
        assert bare(rule_of(source)[0]) == bare(rule_of(Source(source.path, text))[0])


def test_bad_files_keep_their_mistakes_or_are_left_alone() -> None:
    """A layout neither hides what is wrong with a rule nor brings in another mistake."""
    kept = 0
    for case in pack_cases():
        text = case.texts().get(case.file, "")
        if not case.file.startswith("rules/"):
            continue
        source = Source(case.file, text)
        try:
            again = laid_out(source)
        except InvalidPack:
            continue
        found = sorted(one.code for one in rule_of(source)[1])
        assert sorted(one.code for one in rule_of(Source(case.file, again))[1]) == found, case.name
        kept += 1
    assert kept >= 60


def casual(folder: Path) -> Path:
    path = folder / "house" / "rules" / "many.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(CASUAL, "utf-8")
    (folder / "house" / "pack.yaml").write_text("name: x\n", "utf-8")
    (folder / "house" / "facts.yaml").write_text("- no: rule\n", "utf-8")
    return path


def test_the_command_changes_files_and_says_which(tmp_path: Path) -> None:
    path = casual(tmp_path)
    done = process("rules", "fmt", "--check", "house", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "house/rules/many.yaml\n")
    assert path.read_text("utf-8") == CASUAL
    done = process("rules", "fmt", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "house/rules/many.yaml\n", "")
    assert path.read_text("utf-8") == NEAT
    done = process("rules", "fmt", "--check", "house/rules/many.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_one_bad_file_leaves_all_as_they_are(tmp_path: Path) -> None:
    path = casual(tmp_path)
    (path.parent / "bad.yaml").write_text("id: [\n", "utf-8")
    done = process("rules", "fmt", "house", cwd=tmp_path)
    assert done.returncode == 2
    assert "house/rules/bad.yaml:1:6: error[yaml-bracket]" in done.stderr
    assert path.read_text("utf-8") == CASUAL


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("house/pack.yaml", "error[no-rule]: this is no rule file"),
        ("nowhere", "nowhere: error["),
        ("empty", "empty: error[no-rule]"),
    ],
)
def test_what_is_no_rule_is_told(tmp_path: Path, place: str, said: str) -> None:
    casual(tmp_path)
    (tmp_path / "empty").mkdir()
    done = process("rules", "fmt", place, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
