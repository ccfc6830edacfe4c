"""Margins and thresholds in metrics, beside other facts in one sentence: columns agree here too."""

from __future__ import annotations

from itertools import product

from tests.columns.agree import assert_same
from tests.columns.agree_partly import assert_same_runs
from tests.engine.small import concern, project, rule, rulebook
from vetter.columns.columns import Columns
from vetter.columns.partial import Partial
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.scenarios.space import Space, domains_of

FACTS = {"quality.metric": {}, "quality.target": {}, "quality.floor": {}, "made.margin": {}}
SENTENCES = {
    "better": "made.margin > $no_margin",
    "far-better": "made.margin >= $some_margin",
    "exactly": "made.margin is $some_margin",
    "between-target": "quality.target between $poor_accuracy and quality.floor",
    "between-floor": "quality.floor between quality.target and $good_accuracy",
    "listed": "quality.target is one of $poor_words, quality.floor",
}
BOOK = rulebook(
    FACTS,
    *(rule(name, {"all": [said]}, concern("low")) for name, said in SENTENCES.items()),
    *(rule(f"not-{name}", {"none": [said]}, concern("low")) for name, said in SENTENCES.items()),
)
VALUES = {
    "accuracy": ("90%", "91%", "93%", "99%"),
    "word error rate": ("20%", "18%", "17%", "5%"),
    "absolute error": ("10", "9.97", "2"),
    "lift": ("1", "1.03", "2"),
}


def test_every_margin_in_every_metric():
    whole = [
        project(
            BOOK, {"quality.metric": metric, "quality.target": target, "quality.floor": floor}
        ).states
        for metric, values in VALUES.items()
        for target, floor in product(values, repeat=2)
    ]
    forward, columns = Forward(BOOK), Columns(BOOK)
    (findings,) = columns.vet(whole)
    assert_same(BOOK, findings, [forward.run(states) for states in whole])
    assert_same(BOOK, findings, [evaluate(BOOK, states) for states in whole])


def test_the_space_of_an_open_margin_has_both_sides_in_every_metric():
    for metric, (first, *_) in VALUES.items():
        states = project(BOOK, {"quality.metric": metric, "quality.floor": first}).states
        space = Space(BOOK, domains_of(states))
        assert space.exact, "with one open quality a margin is exact"
        fired = set()
        for scenario in space.scenarios():
            run = evaluate(BOOK, space.states(scenario))
            fired.add(tuple(name for name in SENTENCES if run.states[name].status.fires))
        share = metric in ("accuracy", "word error rate")
        assert any("better" in names for names in fired)
        assert any("better" not in names for names in fired)
        assert any("far-better" in names for names in fired) == share
        assert any("exactly" in names for names in fired) == share


def test_the_space_of_two_open_qualities_says_that_it_is_not_exact():
    states = project(BOOK, {"quality.metric": "accuracy"}).states
    space = Space(BOOK, domains_of(states))
    assert not space.exact
    assert any("made.margin" in one.facts for one in space.inexact)


def test_metrics_are_told_apart_by_scale_and_by_the_thresholds_that_hold_in_them():
    far = rule("far-better", {"all": ["made.margin >= $some_margin"]}, concern("low"))
    book = rulebook(FACTS, far)
    space = Space(book, domains_of(project(book, {"quality.metric": "unknown"}).states))
    among = [cell.among for cell in space.cells("quality.metric") if cell.applies]
    assert among == [("accuracy",), ("word error rate",), ("absolute error", "lift")]


def test_what_is_partly_known_of_a_margin():
    answers = []
    for metric, (first, second, *rest) in VALUES.items():
        known = [first, second, rest[-1]]
        answers += [(metric, *pair) for pair in product([*known, "unknown", ""], repeat=2)]
        ends = sorted((first, rest[-1]), key=lambda one: float(one.rstrip("%")))
        answers += [(metric, {"between": ends}, one) for one in known]
    answers += [
        (metric, "unknown", "")
        for metric in ("unknown", {"one of": ["accuracy", "lift"]}, {"one of": list(VALUES)[2:]})
    ]
    paths = ("quality.metric", "quality.target", "quality.floor")
    projects = [project(BOOK, dict(zip(paths, one, strict=True))) for one in answers]
    states = [one.states for one in projects]
    (said,) = Partial(BOOK).vet(states, len(states))
    assert_same_runs(BOOK, said, [Forward(BOOK).run(one) for one in states])
    assert_same_runs(BOOK, said, [evaluate(BOOK, one) for one in states])
