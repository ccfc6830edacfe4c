"""A margin says how much better one quality is than another, in the direction of the metric."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.engine.small import concern, project, rule, rulebook
from vetter.assessment.words import render_text, value_words
from vetter.base.problems import InvalidPack
from vetter.engine.reference import evaluate
from vetter.engine.results import RuleStatus
from vetter.facts.states import Status

FACTS = {"quality.metric": {}, "quality.target": {}, "quality.floor": {}, "made.margin": {}}
BOOK = rulebook(
    FACTS,
    rule("better", {"all": ["made.margin > $no_margin"]}, concern("low")),
    rule("far-better", {"all": ["made.margin >= $some_margin"]}, concern("low")),
)


def margin(metric, target, floor):
    answers = {"quality.metric": metric, "quality.target": target, "quality.floor": floor}
    return project(BOOK, {path: answer for path, answer in answers.items() if answer})


@pytest.mark.parametrize(
    ("metric", "target", "floor", "value", "shown"),
    [
        ("accuracy", "93%", "90%", Fraction(3, 100), "3 points"),
        ("accuracy", "90%", "91%", Fraction(-1, 100), "-1 point"),
        ("accuracy", "90.5%", "90%", Fraction(5, 1000), "0.5 points"),
        ("word error rate", "5%", "9%", Fraction(4, 100), "4 points"),
        ("word error rate", "9%", "5%", Fraction(-4, 100), "-4 points"),
        ("absolute error", "8", "10.5", Fraction(5, 2), "2.5"),
        ("lift", "3", "1", Fraction(2), "2"),
        ("lift", "3", "3", Fraction(0), "0"),
    ],
)
def test_a_margin_is_positive_where_the_first_quality_is_better(
    metric, target, floor, value, shown
):
    state = margin(metric, target, floor).states["made.margin"]
    assert (state.status, state.value, state.shown) == (Status.KNOWN, value, shown)
    assert state.metric.name == metric


@pytest.mark.parametrize(
    ("metric", "target", "floor", "fires"),
    [
        ("accuracy", "93%", "90%", ["better", "far-better"]),
        ("accuracy", "92.9%", "90%", ["better"]),
        ("accuracy", "90%", "90%", []),
        ("word error rate", "2%", "5%", ["better", "far-better"]),
        ("word error rate", "5%", "2%", []),
        # Points are of a share: such a threshold says nothing in another scale, nothing is nothing.
        ("absolute error", "1", "10", ["better"]),
        ("lift", "9", "1", ["better"]),
    ],
)
def test_a_threshold_in_points_holds_in_shares_only(metric, target, floor, fires):
    run = evaluate(BOOK, margin(metric, target, floor).states)
    assert [path for path, state in run.states.items() if state.status.fires] == fires


def test_a_margin_in_a_metric_of_another_scale_is_stuck_and_not_pending():
    run = evaluate(BOOK, margin("lift", "9", None).states)
    assert run.states["far-better"].status is RuleStatus.SILENT
    assert run.states["better"].status is RuleStatus.PENDING


@pytest.mark.parametrize(
    ("metric", "target", "floor", "shown"),
    [
        ("accuracy", {"between": ["92%", "96%"]}, "91%", "between 1 and 5 points"),
        ("accuracy", "96%", {"one of": ["90%", "91%", "95%"]}, "between 1 and 6 points"),
        ("word error rate", {"between": ["4%", "6%"]}, "9%", "between 3 and 5 points"),
        ("accuracy", {"between": ["92%", "96%"]}, {"between": ["90%", "93%"]},
         "between -1 and 6 points"),
        ("absolute error", {"between": ["4", "6"]}, "9", "between 3 and 5"),
        ("accuracy", {"between": ["92%", "96%"]}, None, "(made margin)"),
        (None, {"between": ["92%", "96%"]}, "91%", "(made margin)"),
    ],
)  # fmt: skip
def test_a_margin_of_what_is_known_in_part_is_open_and_shown_as_a_range(
    metric, target, floor, shown
):
    states = margin(metric, target, floor).states
    assert states["made.margin"].status is Status.UNANSWERED
    assert states["made.margin"].domain is None
    assert value_words("made.margin", BOOK.vocabulary, states, {}) == shown


def texted(*when):
    said = {**concern("low"), "because": "it is {{ made.margin }} better"}
    return rulebook(FACTS, rule("said", {"all": list(when)}, said))


def test_a_text_may_name_the_margin_of_what_it_may_name():
    book = texted("quality.target >= quality.floor")
    answers = {"quality.metric": "accuracy", "quality.target": {"between": ["92%", "96%"]}}
    states = project(book, {**answers, "quality.floor": "91%"}).states
    run = evaluate(book, states)
    assert run.states["said"].status.fires, "a sentence decides on a range"
    said = render_text(book.rule("said").findings[0].because, book.vocabulary, states, {})
    assert said == "it is between 1 and 5 points better"


def test_a_text_may_not_name_the_margin_of_what_may_be_open():
    with pytest.raises(InvalidPack) as caught:
        texted("quality.target is known")
    assert [problem.code for problem in caught.value.problems] == ["may-be-open"]
