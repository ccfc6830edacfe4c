"""`vetter rules` and `vetter facts`: lists, sheets, checks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, Call
from tests.packs import built_in

BOOK = built_in().rulebook


def test_the_list_of_rules_has_every_rule_once(call: Call) -> None:
    out = call("rules", "list").out
    named = re.findall(r"^  (\S+) +(\w+) +\S", out, re.MULTILINE)
    assert sorted(name for name, _ in named) == [rule.id for rule in BOOK.rules]
    for name, kind in named:
        rule = BOOK.rule(name)
        assert rule is not None
        if rule.findings:
            assert kind == rule.findings[0].severity
    assert f"{len(BOOK.rules)} rules. `vetter rules show RULE-ID` shows one." in out


def test_the_list_can_be_cut_to_a_section(call: Call) -> None:
    out = call("rules", "list", "--cites", "2.2.1").out
    for name in re.findall(r"^  (\S+) ", out, re.MULTILINE):
        rule = BOOK.rule(name)
        assert rule is not None
        assert any(cite.startswith("2.2.1") for cite in rule.cites)
    assert call("rules", "list", "--cites", "9.9").out == (
        "No rule cites a heuristic that begins with 9.9.\n"
    )


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_is_shown_as_a_sentence(call: Call, rule: object) -> None:
    from vetter.rulebook.rules import Rule

    assert isinstance(rule, Rule)
    out = call("rules", "show", rule.id).out
    assert re.search(r"^  IF ", out, re.MULTILINE)
    assert ("\n  UNLESS" in out) == (rule.unless is not None)
    assert out.count("\n  THEN ") == len(rule.then)
    assert "\n  From\n" in out
    for cite in rule.cites:
        assert cite in out
    assert len(re.findall(r"^    (?:fires|silent|pending)\b", out, re.MULTILINE)) == len(
        rule.examples
    )
    # A reader sees words and numbers, not names of the rulebook's inside.
    said = out.partition("\n  From")[0].partition("\n  Thresholds")[0].partition("\n")[2]
    assert "$" not in said
    assert "{{" not in out.partition("\n  Examples")[0]


def test_thresholds_are_shown_with_value_meaning_and_source(call: Call) -> None:
    said = " ".join(call("rules", "show", "data-silos").out.split())
    for name in ("several_owners", "few_owners"):
        threshold = BOOK.vocabulary.thresholds[name]
        assert f"${name} {threshold.written}" in said
        assert threshold.meaning in said


def test_the_list_of_facts_has_every_fact_and_question(call: Call) -> None:
    out = call("facts", "list").out
    facts = BOOK.vocabulary.facts
    grouped = [
        path for group in BOOK.vocabulary.groups for path in facts if path.startswith(f"{group}.")
    ]
    listed = re.findall(r"^  ([a-z_.]+) ", out, re.MULTILINE)
    assert listed == [*grouped, *BOOK.vocabulary.derived]
    assert len(grouped) == len(facts)
    said = " ".join(out.split())
    for spec in BOOK.vocabulary.facts.values():
        assert spec.question in said
    group = call("facts", "list", "team").out
    assert set(re.findall(r"^  (\S+) ", group, re.MULTILINE)) == {
        path for path in BOOK.vocabulary.facts if path.startswith("team.")
    }


@pytest.mark.parametrize("path", [*BOOK.vocabulary.facts, *BOOK.vocabulary.derived])
def test_a_fact_is_shown_with_all_that_uses_it(call: Call, path: str) -> None:
    out = call("facts", "show", path).out
    assert out.startswith(path)
    said = " ".join(out.split())
    spec = BOOK.vocabulary.facts.get(path)
    if spec is not None:
        assert spec.question in said
        for name, _ in spec.choices:
            assert re.search(rf"^    {re.escape(name)} ", out, re.MULTILINE), name
    readers = [rule.id for rule in BOOK.rules if path in rule.reads()]
    for reader in readers:
        assert reader in said
    assert ("Rules none" in said) == (not readers)


def test_several_sheets_stand_apart(call: Call) -> None:
    out = call("rules", "show", "data-silos", "thin-team").out
    first, second = call("rules", "show", "data-silos").out, call("rules", "show", "thin-team").out
    assert out == f"{first}\n{second}"


def test_check_counts_and_runs_every_example(call: Call) -> None:
    said = call("rules", "check")
    examples = sum(len(rule.examples) for rule in BOOK.rules)
    assert said.code == 0
    assert said.err == ""
    assert f"{len(BOOK.rules)} rules in" in said.out
    assert f"All {examples} examples hold." in said.out


def test_check_tells_the_example_that_does_not_hold(call: Call, tmp_path: Path) -> None:
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pack.yaml", tmp_path)
    rule = next((tmp_path / "rules").rglob("data-silos.yaml"))
    text = rule.read_text("utf-8")
    assert text.count("- silent:") > 1
    rule.write_text(text.replace("- silent:", "- fires:", 1), "utf-8")
    said = call("rules", "check", str(tmp_path))
    assert said.code == 2
    assert said.out == ""
    assert f"{rule}:" in said.err
    assert "error[example]" in said.err


def test_a_rulebook_whose_name_fact_is_gone_is_told(call: Call, tmp_path: Path) -> None:
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, tmp_path / name)
    pack = (ROOT / "pack.yaml").read_text("utf-8")
    (tmp_path / "pack.yaml").write_text(pack.replace("project.name", "project.nmae"), "utf-8")
    said = call("rules", "check", str(tmp_path))
    assert said.code == 2
    assert "pack.yaml:4:24: error[unknown-fact]: there is no fact `project.nmae`" in said.err
    assert "Did you mean `project.name`?" in said.err
