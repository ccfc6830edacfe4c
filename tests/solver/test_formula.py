"""Corners of the formula, each with the smallest rulebook that has it."""

from __future__ import annotations

import pytest

from tests.engine.small import concern, project, rule, rulebook, texts, verdict
from tests.generators.yaml_text import block
from vetter.engine.forward import Forward
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.solver.complete import evaluate
from vetter.solver.results import Proof
from vetter.solver.solve import Solver

READY = {"all": ["plan.ready is yes"]}
URGENT = {"all": ["plan.urgent is yes"]}


@pytest.mark.parametrize(
    ("ready", "urgent", "severity"),
    [
        ("no", "no", "blocker"),
        ("yes", "no", "medium"),
        ("no", "yes", "low"),
        ("yes", "yes", "low"),
    ],
)
def test_of_several_softenings_the_mildest_counts(ready, urgent, severity):
    softened = {"medium": READY, "low": URGENT}
    book = rulebook(
        {"plan.ready": {}, "plan.urgent": {}, "plan.items": {}},
        rule("soft", {"all": ["plan.items > $few_items"]}, concern("blocker", softened=softened)),
    )
    here = project(book, {"plan.ready": ready, "plan.urgent": urgent, "plan.items": "3"})
    said = evaluate(Solver(Forward(book)), here)
    assert said.severities == {"soft": (severity,)}
    for counted in ("low", "medium", "high", "blocker"):
        assert said.derived[f"findings.{counted}"] == (counted == severity)


def test_an_exception_that_is_stuck_does_not_hold_back():
    facts = {"plan.ready": {}, "plan.urgent": {}, "plan.items": {"applies when": READY}}
    unless = {"all": ["plan.items > $few_items"]}
    book = rulebook(facts, rule("held", URGENT, verdict("no-go"), unless=unless))
    here = project(book, {"plan.ready": "no", "plan.urgent": "yes"})
    assert Solver(Forward(book)).reachable(here).possible == ("no-go",)


PART = {"plan.price": {}, "plan.budget": {}, "made.part": {}}


@pytest.mark.parametrize(
    ("budget", "verdicts"),
    [
        ("0 EUR", ("go",)),
        ("50 EUR", ("no-go",)),
        ("100 EUR", ("go",)),
        ("unknown", ("go", "no-go")),
    ],
)
def test_a_quotient_is_exact_and_nothing_by_zero(budget, verdicts):
    book = rulebook(PART, rule("dear", {"all": ["made.part > $low_ratio"]}, verdict("no-go")))
    here = project(book, {"plan.price": "100 EUR", "plan.budget": budget})
    reachable = Solver(Forward(book)).reachable(here)
    assert reachable.proved == reachable.possible == verdicts


@pytest.mark.parametrize("budget", ["0 EUR", "100 EUR", "unknown"])
def test_a_quotient_beside_another_fact_is_an_equation(budget):
    """The rate is above the part, in every project where there is a part."""
    facts = {**PART, "plan.rate": {}}
    book = rulebook(facts, rule("cheap", {"all": ["plan.rate > made.part"]}, verdict("no-go")))
    here = project(book, {"plan.price": "100 EUR", "plan.budget": budget, "plan.rate": "2"})
    reachable = Solver(Forward(book)).reachable(here)
    both = {"0 EUR": ("go",), "100 EUR": ("no-go",), "unknown": ("go", "no-go")}
    assert reachable.proved == reachable.possible == both[budget]


@pytest.mark.parametrize(
    ("dividend", "divisor", "verdicts"),
    [
        ("4", "-2", ("go",)),
        ("-4", "-2", ("no-go",)),
        ("-4", "2", ("go",)),
        ("-2", "-2", ("go",)),
        ("-4", {"between": ["-5", "-4.5"]}, ("go",)),
        ("-4", {"between": ["-5", "-3"]}, ("go", "no-go")),
    ],
)
def test_a_negative_divisor_turns_the_comparison(dividend, divisor, verdicts):
    files = texts({}, rule("above", {"all": ["made.part > $low_ratio"]}, verdict("no-go")))
    number = {"type": "number", "question": "What is it"}
    signed = {**number, "range": ["-10", "10"]}
    plan = {"group": "plan", "title": "plan", "facts": {"up": signed, "down": signed}}
    computed = {"function": "quotient", "of": ["plan.up", "plan.down"]}
    made = {"group": "made", "title": "made", "facts": {"part": {**number, "computed": computed}}}
    files["knowledge/facts/plan.yaml"] = block(plan)
    files["knowledge/facts/made.yaml"] = block(made)
    book = rulebook_of(pack_of_texts(files))
    here = project(book, {"plan.up": dividend, "plan.down": divisor})
    reachable = Solver(Forward(book)).reachable(here)
    assert reachable.proved == reachable.possible == verdicts


MARGIN = {"quality.metric": {}, "quality.target": {}, "quality.floor": {}, "made.margin": {}}
CLOSE = {"between": ["90%", "92%"]}
WIDE = {"between": ["90%", "95%"]}


@pytest.mark.parametrize(
    ("metric", "target", "floor", "verdicts"),
    [
        ("accuracy", "93%", "90%", ("no-go",)),
        ("accuracy", "92%", "90%", ("go",)),
        ("word error rate", "2%", "5%", ("no-go",)),
        ("word error rate", "5%", "2%", ("go",)),
        ("absolute error", "1", "9", ("go",)),
        ("lift", "unknown", "unknown", ("go",)),
        ("accuracy", CLOSE, "90%", ("go",)),
        ("accuracy", WIDE, "90%", ("go", "no-go")),
        ("accuracy", "unknown", "98%", ("go",)),
        ("accuracy", "unknown", "unknown", ("go", "no-go")),
        ("unknown", "unknown", "unknown", ("go", "no-go")),
        ({"one of": ["lift", "absolute error"]}, "unknown", "unknown", ("go",)),
    ],
)
def test_a_margin_is_linear_and_holds_in_its_metric(metric, target, floor, verdicts):
    book = rulebook(MARGIN, rule("far", {"all": ["made.margin >= $some_margin"]}, verdict("no-go")))
    answers = {"quality.metric": metric, "quality.target": target, "quality.floor": floor}
    reachable = Solver(Forward(book)).reachable(project(book, answers))
    assert reachable.proved == reachable.possible == verdicts


def test_what_facts_are_linked_by_is_reckoned_with():
    """Price above budget and budget above price: the engine takes parts as independent."""
    never = {"all": ["plan.price > plan.budget", "plan.budget > plan.price"]}
    book = rulebook({"plan.price": {}, "plan.budget": {}}, rule("both", never, verdict("no-go")))
    here = project(book)
    solver = Solver(Forward(book))
    assert solver.reachable(here).possible == ("go",)
    assert solver.settled(here).settled is Proof.YES


def test_a_constant_answer_is_the_same_whatever_was_asked_before():
    facts = {"plan.price": {}, "plan.budget": {}, "plan.items": {}}
    when = {"any": ["plan.price > plan.budget", "plan.items > $few_items"]}
    book = rulebook(facts, rule("either", when, verdict("no-go")))
    solver, here = Solver(Forward(book)), project(book)
    first = solver.reachable(here)
    solver.reachable(project(book, {"plan.items": "1"}))
    solver.rests_on(project(book, {"plan.items": "4"}), "no-go")
    assert solver.reachable(here) == first == Solver(Forward(book)).reachable(here)
