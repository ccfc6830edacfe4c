"""Values: what is written for people can be read again and means the same."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.badinput.tables import PACK
from vetter.language.formats import format_value
from vetter.language.types import KINDS, NAMED, NUMERIC, FactType, Metric, Value
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.rulebook import load_rulebook

VOCABULARY = load_rulebook(PACK).vocabulary
MEASURES = VOCABULARY.measures
METRICS = list(MEASURES.metrics.values())
TYPES = {spec.type.kind: spec.type for spec in VOCABULARY.facts.values()}


def test_the_small_pack_has_every_type() -> None:
    assert set(TYPES) == set(KINDS)


def again(value: Value, kind: FactType, metric: Metric | None = None) -> Value:
    """Return what the written form of a value is read as."""
    shown = format_value(value, kind, MEASURES, metric)
    return parse_value(shown.replace(",", ""), kind, MEASURES, metric)


@pytest.mark.parametrize("kind", sorted(set(NAMED) | {"boolean", "text"}))
def test_names_and_texts(kind: str) -> None:
    made = TYPES[kind]
    values: list[Value] = {
        "boolean": [True, False],
        "text": ["some words"],
        "metric": list(MEASURES.metrics),
        "level": list(range(len(made.names))),
    }.get(kind, list(made.names))
    for value in values:
        assert again(value, made) == value


@given(st.integers(1, 100))
def test_whole_numbers_with_their_unit(number: int) -> None:
    assert again(Fraction(number), TYPES["integer"]) == number


@given(st.integers(0, 1000 * 10**4))
def test_numbers_of_four_places(number: int) -> None:
    assert again(Fraction(number, 10**4), TYPES["number"]) == Fraction(number, 10**4)


@given(st.integers(0, 10**6))
def test_proportions_of_six_places(number: int) -> None:
    assert again(Fraction(number, 10**6), TYPES["proportion"]) == Fraction(number, 10**6)


@given(st.integers(0, 10**12))
def test_money_to_the_cent(number: int) -> None:
    assert again(Fraction(number, 100), TYPES["money"]) == Fraction(number, 100)


@given(st.sampled_from(["duration", "person-time"]), st.integers(0, 10**6), st.data())
def test_times(kind: str, number: int, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted(MEASURES.units[kind])))
    written = f"{number} {unit}"
    value = parse_value(written, TYPES[kind], MEASURES)
    shown = parse_value(
        format_value(value, TYPES[kind], MEASURES).replace(",", ""), TYPES[kind], MEASURES
    )
    assert isinstance(value, Fraction)
    assert isinstance(shown, Fraction)
    assert abs(shown - value) <= value / 20  # one decimal of at least one unit


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "0"), ("5", "5"), ("5.5", "5.50"), ("10", "10"), ("0.35", "0.35"), ("1200", "1,200")],
)
def test_money_has_two_decimals_unless_it_is_whole(amount: str, shown: str) -> None:
    value = parse_value(f"{amount} EUR", TYPES["money"], MEASURES)
    assert format_value(value, TYPES["money"], MEASURES) == f"{shown} EUR"


@given(st.sampled_from(METRICS), st.integers(0, 10**4))
def test_qualities_in_every_metric(metric: Metric, number: int) -> None:
    kind = TYPES["quality"]
    share = metric.scale == "proportion"
    written = f"{Fraction(number, 100).numerator}%" if share else str(number)
    if share and number > 100 * 100:
        return
    try:
        value = parse_value(written, kind, MEASURES, metric)
    except BadValue as error:
        assert error.code == "out-of-range"  # noqa: PT017 -- the other end of the property
        return
    assert again(value, kind, metric) == value


@given(st.sampled_from(METRICS), st.integers(1, 99), st.integers(1, 99))
def test_a_better_quality_is_a_greater_value(metric: Metric, one: int, other: int) -> None:
    kind = TYPES["quality"]
    sign = "%" if metric.scale == "proportion" else ""
    values = [parse_value(f"{number}{sign}", kind, MEASURES, metric) for number in (one, other)]
    assert (values[0] > values[1]) == ((one > other) == metric.higher_is_better and one != other)  # type: ignore[operator]


NASTY = [
    "", " ", "x" * 10_000, "9" * 10_000, "1" + ",000" * 3_000, " ".join("1" * 5_000), "." * 10_000,
    "1e" * 5_000, "%" * 10_000, "1%" * 5_000, "-" * 10_000, "1 " + "months " * 1_500, "\x00", "\n",
    "1" + " " * 10_000 + "x", "$" * 5_000, "1_" * 5_000, "'" * 10_000, "1,5" * 3_000, "٣" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"text"}))
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_texts_are_refused_soon_and_shortly(kind: str, text: str) -> None:
    start = time.perf_counter()
    metrics = METRICS if kind == "quality" else [None]
    for metric in metrics:
        with pytest.raises(BadValue) as refused:
            parse_value(text, TYPES[kind], MEASURES, metric)
        assert len(f"{refused.value}{refused.value.help}") < 700
    assert time.perf_counter() - start < 1


@given(st.text(max_size=60), st.sampled_from(sorted(set(KINDS) - {"text"})))
def test_any_text_is_a_value_or_refused_with_code_and_help(text: str, kind: str) -> None:
    metric = METRICS[0] if kind == "quality" else None
    try:
        value = parse_value(text, TYPES[kind], MEASURES, metric)
    except BadValue as error:
        told = (error.code, str(error), error.help)
    else:
        told = ("ok", format_value(value, TYPES[kind], MEASURES, metric), "ok")
        assert kind not in NUMERIC or isinstance(value, Fraction)
    assert all(told)
