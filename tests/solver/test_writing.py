"""Values written as a fact file states them are read back as the same values."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.generators.vocabulary import QUALITY_VALUES, VALUES
from tests.packs import built_in
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    DURATION,
    INTEGER,
    LEVEL,
    METRIC,
    MONEY,
    NUMBER,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    FactType,
    Measures,
    Metric,
    Unit,
)
from vetter.language.values import parse_value
from vetter.language.writing import round_value, write_value

UNITS = {
    DURATION: {
        "hours": Unit("hours", "hour", Fraction(1)),
        "days": Unit("days", "day", Fraction(24)),
        "weeks": Unit("weeks", "week", Fraction(168)),
    },
    PERSON_TIME: {
        "person-hours": Unit("person-hours", "person-hour", Fraction(1)),
        "person-days": Unit("person-days", "person-day", Fraction(8)),
    },
}
METRICS = {
    "accuracy": Metric("accuracy", True, "proportion"),
    "word error rate": Metric("word error rate", False, "proportion"),
    "absolute error": Metric("absolute error", False, "unit of the target"),
    "lift": Metric("lift", True, "positive number"),
}
MEASURES = Measures(METRICS, UNITS, "EUR")
NAMES = {
    CHOICE: ("red", "green", "light blue"),
    CHOICES: ("wheel", "axle", "left door"),
    LEVEL: ("bottom", "lower", "upper", "top"),
}
RANGE = (Fraction(0), Fraction(10**6))


def kind_of(kind):
    return FactType(kind, low=RANGE[0], high=RANGE[1], names=NAMES.get(kind, ()))


SCALARS = [
    (kind, text)
    for kind in (
        BOOLEAN, INTEGER, NUMBER, PROPORTION, DURATION, PERSON_TIME, MONEY, CHOICE, LEVEL, METRIC,
    )
    for text in (NAMES.get(kind) or VALUES[kind])
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), SCALARS)
def test_a_value_is_read_back(kind, text):
    value = parse_value(text, kind_of(kind), MEASURES)
    written = write_value(value, kind_of(kind), MEASURES, None)
    assert parse_value(written, kind_of(kind), MEASURES) == value


@pytest.mark.parametrize(
    ("metric", "text"), [(name, text) for name in METRICS for text in QUALITY_VALUES[name]]
)
def test_a_quality_is_read_back_in_its_metric(metric, text):
    kind = FactType(QUALITY)
    value = parse_value(text, kind, MEASURES, METRICS[metric])
    written = write_value(value, kind, MEASURES, METRICS[metric])
    assert parse_value(written, kind, MEASURES, METRICS[metric]) == value


def test_several_choices_come_in_the_order_of_the_vocabulary():
    some = frozenset({"left door", "wheel"})
    assert write_value(some, kind_of(CHOICES), MEASURES, None) == ["wheel", "left door"]
    assert write_value(frozenset(), kind_of(CHOICES), MEASURES, None) == []


def test_a_time_is_written_in_the_unit_that_makes_it_short():
    assert write_value(Fraction(336), kind_of(DURATION), MEASURES, None) == "2 weeks"
    assert write_value(Fraction(30), kind_of(DURATION), MEASURES, None) == "30 hours"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (NUMBER, Fraction(1, 3)),
        (PROPORTION, Fraction(2, 7)),
        (MONEY, Fraction(1, 3)),
        (NUMBER, Fraction(10**7)),
        (INTEGER, Fraction(1, 2)),
        (PROPORTION, Fraction(1, 10**30)),
    ],
)
def test_what_no_fact_file_can_state_is_not_written(kind, value):
    assert write_value(value, kind_of(kind), MEASURES, None) is None


def test_a_third_of_a_day_is_written_in_hours():
    assert write_value(Fraction(8), kind_of(DURATION), MEASURES, None) == "8 hours"


@pytest.mark.parametrize(
    ("kind", "value", "digits", "rounded"),
    [
        (NUMBER, Fraction(1, 3), 2, Fraction(33, 100)),
        (NUMBER, Fraction(123456), 2, Fraction(120000)),
        (NUMBER, Fraction(-2, 3), 3, Fraction(-667, 1000)),
        (INTEGER, Fraction(1234), 2, Fraction(1200)),
        (INTEGER, Fraction(7), 3, Fraction(7)),
        (NUMBER, Fraction(0), 2, Fraction(0)),
        (LEVEL, 2, 2, 2),
        (BOOLEAN, True, 2, True),
        (CHOICE, "red", 2, "red"),
    ],
)
def test_numbers_are_rounded_and_nothing_else_is(kind, value, digits, rounded):
    assert round_value(value, kind_of(kind), digits) == rounded


def test_every_value_of_the_examples_is_written_and_read_back():
    from tests.packs import EXAMPLES, example

    measures, seen = built_in().rulebook.vocabulary.measures, 0
    for name in EXAMPLES:
        for state in example(name).project.states.values():
            kind = state.spec.type
            if not state.known or state.spec.computed or kind.kind == "text":
                continue
            written = write_value(state.value, kind, measures, state.metric)
            if isinstance(written, list):
                assert frozenset(written) == state.value
            else:
                assert parse_value(written, kind, measures, state.metric) == state.value
            seen += 1
    assert seen > 20 * len(EXAMPLES)
