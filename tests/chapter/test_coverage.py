"""The whole chapter is in the rulebook, and the examples show all of it."""

from __future__ import annotations

from functools import cache

import pytest

import vetter
from tests.docs.pages import ROOT
from vetter.assessment.model import VERDICT_ORDER, Assessment
from vetter.language import conditions
from vetter.language.conditions import facts_of

ENGINE = vetter.load()
BOOK = ENGINE.rulebook
VOCABULARY = BOOK.vocabulary
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


@cache
def assessed(name: str) -> Assessment:
    return ENGINE.vet(ROOT / "examples" / name)


@cache
def fired() -> dict[str, tuple[str, ...]]:
    """The examples in which each rule fires."""
    found: dict[str, list[str]] = {rule.id: [] for rule in BOOK.rules}
    for path in EXAMPLES:
        for rule_id, state in assessed(path.name).run.states.items():
            if state.status.fires:
                found[rule_id].append(path.name)
    return {rule_id: tuple(names) for rule_id, names in found.items()}


@pytest.mark.parametrize("heuristic", VOCABULARY.heuristics)
def test_every_heuristic_is_cited_by_a_rule_that_an_example_fires(heuristic: str) -> None:
    citing = [rule.id for rule in BOOK.rules if heuristic in rule.cites]
    assert citing, "no rule cites it"
    assert any(fired()[rule_id] for rule_id in citing), f"no example fires {citing}"


@pytest.mark.parametrize("rule_id", [rule.id for rule in BOOK.rules])
def test_every_rule_fires_in_an_example(rule_id: str) -> None:
    assert fired()[rule_id]


def _read_facts() -> set[str]:
    """All facts that a rule reads, also through a computed fact or a metric."""
    found = {path for rule in BOOK.rules for path in rule.reads() if path in VOCABULARY.facts}
    found |= {
        slot.name
        for rule in BOOK.rules
        for entry in rule.then
        for text in (getattr(entry, "because", None), getattr(entry, "text", None))
        if text is not None
        for slot in text.slots
        if not slot.is_threshold
    }
    for path in list(found):
        spec = VOCABULARY.facts.get(path)
        if spec is not None and spec.computed is not None:
            found.update(spec.computed.inputs)
    for spec in VOCABULARY.facts.values():
        if spec.type.metric_of:
            found.add(spec.type.metric_of)
    return found


@pytest.mark.parametrize("path", VOCABULARY.facts)
def test_every_fact_earns_its_place_by_a_rule(path: str) -> None:
    # The name is what a memo is headed with; no rule can learn anything from it.
    assert path in _read_facts() | {"project.name"}


@pytest.mark.parametrize("path", [p for p, s in VOCABULARY.derived.items() if not s.counter])
def test_every_level_of_a_derived_fact_is_concluded(path: str) -> None:
    concluded = {
        entry.level for rule in BOOK.rules for entry in rule.conclusions if entry.fact == path
    }
    assert concluded == set(range(1, len(VOCABULARY.derived[path].type.names)))


@pytest.mark.parametrize("path", [p for p, s in VOCABULARY.derived.items() if not s.counter])
def test_every_derived_fact_but_the_verdict_is_read(path: str) -> None:
    read = {name for rule in BOOK.rules for part in rule.conditions() for name in facts_of(part)}
    assert path in read | {"verdict"}


def test_every_threshold_is_used_in_a_condition() -> None:
    everywhere = [part for rule in BOOK.rules for part in rule.conditions()]
    everywhere += [one.never for one in BOOK.constraints]
    used = {
        operand.threshold
        for condition in everywhere
        for test in conditions.tests_of(condition)
        for operand in test.operands
    }
    assert set(VOCABULARY.thresholds) <= used


def test_the_examples_reach_every_verdict() -> None:
    found = {assessed(path.name).verdict.level for path in EXAMPLES}
    assert found == set(VERDICT_ORDER)


def test_there_are_enough_examples_in_many_measures_and_forms() -> None:
    assert len(EXAMPLES) >= 24
    metrics = {assessed(path.name).project.states["quality.metric"].value for path in EXAMPLES}
    assert {"accuracy", "word error rate", "mean absolute percentage error"} <= metrics
    forms = set()
    for path in EXAMPLES:
        value = assessed(path.name).project.states["goal.forms"].value
        forms |= set(value) if isinstance(value, frozenset) else set()
    assert forms == set(VOCABULARY.facts["goal.forms"].type.names)


def test_a_plain_go_has_no_high_concern() -> None:
    sound = [path.name for path in EXAMPLES if assessed(path.name).verdict.level == "go"]
    assert sound
    for name in sound:
        assert not assessed(name).of_severity("high")
        assert not assessed(name).of_severity("blocker")


def test_one_example_answers_every_fact_that_applies() -> None:
    assert any(not assessed(path.name).project.open_facts() for path in EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_read_without_a_warning(path: object) -> None:
    assert not assessed(path.name).project.warnings  # type: ignore[attr-defined]
