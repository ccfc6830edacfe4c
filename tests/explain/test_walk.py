"""Explaining a verdict down to the file, and where a fact is used."""

from __future__ import annotations

import re

import pytest

from tests.packs import EXAMPLES, built_in, example, vetted
from vetter.base.characters import width
from vetter.base.layout import unpainted
from vetter.explain.project import Explainer

BOOK = built_in().rulebook
SOME = EXAMPLES[::8]
"""Enough to see everything explained; each rule and fact is explained for each of them."""


def _verdict(name: str, columns: int = 100) -> str:
    return unpainted(Explainer(example(name), columns).verdict())


def _fact(name: str, path: str) -> str:
    return unpainted(Explainer(example(name)).fact(path))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_verdict_is_walked_down_to_the_lines_of_the_file(name: str) -> None:
    assessment = example(name)
    said = _verdict(name)
    first = said.partition("\n")[0]
    assert first.startswith(f"{assessment.verdict.level.upper()}: {assessment.project.name}")
    assert f"examples/{name}.yaml\n" in said
    told = {
        int(one)
        for part in re.findall(r"\blines? (\d+(?:, \d+)*)", said)
        for one in part.split(", ")
    }
    for reason in assessment.verdict.reasons:
        if reason.verdict != assessment.verdict.standing:
            continue
        assert f"({reason.rule_id})" in said
        for rule_id in reason.findings:
            finding = assessment.finding(rule_id)
            assert finding is not None
            assert finding.title in " ".join(said.split())
            lines = [
                state.location.line
                for path in finding.facts
                if (state := assessment.project.states[path]).location is not None
            ]
            assert {line for line in lines if line} <= told, rule_id


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("name", SOME)
def test_every_rule_and_fact_is_explained_within_the_screen(name: str, columns: int) -> None:
    explainer = Explainer(example(name), columns)
    shown = [explainer.verdict(), *(explainer.rule(rule) for rule in BOOK.rules)]
    shown += [explainer.fact(path) for path in (*BOOK.vocabulary.facts, *BOOK.vocabulary.derived)]
    for text in map(unpainted, shown):
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "\n\n\n" not in text
        for line in text.split("\n"):
            assert line == line.rstrip(), line
            assert width(line) <= columns or " " not in line.strip(), line


def test_a_verdict_that_is_settled_says_so() -> None:
    assert _verdict("churn-everything").endswith(
        "  Settled: no answer to an open question can change this verdict.\n"
    )
    assert _verdict("support-ticket-dispatcher").endswith(
        "  Not settled: answers to open questions could still bring go or no-go.\n"
    )


def test_an_undecided_verdict_begins_with_what_could_stop_it() -> None:
    said = _verdict("monday-morning")
    assert said.index("A blocker could still come:") < said.index("(high-concerns-mean-conditions)")
    assert "Pending: Production cannot make the inputs of the model" in said
    ends = " ".join(said.rpartition("\n\n")[2].split())
    assert ends == (
        "Undecided while this is open: supply of inputs in production (data.serving; data "
        "engineer) and support of the leadership (organisation.support; sponsor)."
    )


def test_a_verdict_that_nothing_speaks_against_is_explained_too() -> None:
    said = "Nothing in the rulebook speaks against it, and nothing essential is open."
    assert f"\n  {said}\n" in _verdict("speech-notes")


def test_a_verdict_that_rests_on_a_missing_part_is_walked_to_the_fact() -> None:
    said = _verdict("one-sentence").partition("(open-essentials-mean-conditions)")[2]
    assert "Fires (open): The output is not stated" in said
    assert "IF      output of the model is not known  unanswered" in said


def test_a_severity_that_hangs_on_an_answer_is_told() -> None:
    rule = BOOK.rule("attainability-not-shown")
    assert rule is not None
    said = unpainted(Explainer(example("support-ticket-dispatcher")).rule(rule))
    assert "could be softened to medium" in said
    hangs = (
        "depending on success of the pilot (plan.pilot_solved; pilot) and expected quality "
        "(quality.expected; pilot)."
    )
    assert f"Open: it could fall, {hangs}" in " ".join(said.split())


@pytest.mark.parametrize("path", [*BOOK.vocabulary.facts, *BOOK.vocabulary.derived])
def test_a_fact_lists_every_rule_that_reads_it_with_its_status(path: str) -> None:
    said = _fact("monday-morning", path)
    run = example("monday-morning").run
    for rule in BOOK.rules:
        assert (f" {rule.id}\n" in said) == (path in rule.reads()), rule.id
    stated = re.findall(r"^  (firm|open|pending|silent) ", said, re.MULTILINE)
    order = ["firm", "open", "pending", "silent"]
    assert stated == sorted(stated, key=order.index)
    wanted = [run.states[rule.id].status.value for rule in BOOK.rules if path in rule.reads()]
    assert sorted(stated) == sorted(wanted)


def test_a_fact_shows_value_place_evidence_and_distance() -> None:
    said = _fact("support-ticket-dispatcher", "quality.human_level")
    assert said.startswith("quality.human_level = 93%  ")
    assert "examples/support-ticket-dispatcher.yaml:25\n" in said
    assert "  measured, two agents on the same 300 tickets, help desk, 2026-10-19\n" in said
    target = _fact("support-ticket-dispatcher", "quality.target")
    assert "claimed, without evidence" in target
    assert "✗ target is better than 99% (9 points below)" in target


def test_an_open_fact_says_who_can_answer() -> None:
    assert "  Ask the sponsor.\n" in _fact("monday-morning", "organisation.support")
    assert "  Only a pilot can tell.\n" in _fact("monday-morning", "plan.pilot_solved")
    assert "Ask" not in _fact("support-ticket-dispatcher", "quality.target")


def test_a_sentence_of_a_rule_is_shown_once() -> None:
    said = _fact("support-ticket-dispatcher", "comparable.quality")
    for block in re.split(r"^  (?=firm|open|pending|silent)", said, flags=re.MULTILINE)[1:]:
        lines = block.split("\n")[1:]
        assert len(set(lines)) == len(lines)


def test_a_computed_fact_is_named_where_its_inputs_are_explained() -> None:
    facts = "labels: {origin: manual, needed: 100, price_each: 2 EUR}"
    said = unpainted(Explainer(vetted(BOOK, facts)).fact("labels.needed"))
    assert "  labels.cost is computed from it: 200 EUR\n" in said


def test_a_fact_that_others_hang_on_says_so() -> None:
    said = _fact("support-ticket-dispatcher", "goal.forms")
    assert "  classes.number hangs on it, and applies\n" in said
    open_forms = unpainted(Explainer(vetted(BOOK, "project: {name: x}")).fact("goal.forms"))
    assert "  classes.number hangs on it, and may apply\n" in open_forms


def test_a_derived_fact_names_the_rules_behind_it() -> None:
    said = _fact("churn-everything", "cost.difficulty")
    assert said.startswith("cost.difficulty = high\n")
    assert "By library-missing." in said


@pytest.mark.parametrize("name", SOME)
def test_no_word_is_said_twice_in_a_row(name: str) -> None:
    explainer = Explainer(example(name), 400)
    shown = [explainer.verdict(), *(explainer.rule(rule) for rule in BOOK.rules)]
    shown += [explainer.fact(path) for path in (*BOOK.vocabulary.facts, *BOOK.vocabulary.derived)]
    for text in map(unpainted, shown):
        assert not re.search(r"\b([A-Za-z]+) \1\b", text), text
