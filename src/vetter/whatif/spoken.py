"""Intervals and values in words, as people read them, never rounded without saying so."""

from __future__ import annotations

from fractions import Fraction

from vetter.facts.states import FactState
from vetter.language.formats import format_value
from vetter.language.types import Measures
from vetter.language.values import BadValue, parse_value
from vetter.language.writing import write_value
from vetter.scenarios.cells import Span
from vetter.scenarios.points import Range

ANY = "any value"


def number_words(number: Fraction, state: FactState, measures: Measures) -> str:
    """Return a number of a fact as people read it; one that had to be rounded is `about` so much.

    A quality is given as goodness in the metric of the state.
    """
    kind, metric = state.spec.type, state.metric
    shown = format_value(number, kind, measures, metric)
    try:
        if parse_value(shown.replace(",", ""), kind, measures, metric) == number:
            return shown
    except BadValue:
        pass  # it was rounded to what no fact file can state
    written = write_value(number, kind, measures, metric)
    return f"about {shown}" if written is None else str(written)


def rises(state: FactState) -> bool:
    """Return whether a greater number of a fact is written as a greater number."""
    return state.metric is None or state.metric.higher_is_better


def ends_of(
    span: Span, among: Range, state: FactState, measures: Measures
) -> tuple[str, bool, str, bool]:
    """Return the ends of a span in the order in which they are written, and whether each is in it.

    An end at which the range of the fact ends is empty.
    """
    at_low = span.with_low and span.low <= among.low
    at_high = span.with_high and span.high >= among.high
    low = "" if at_low else number_words(span.low, state, measures)
    high = "" if at_high else number_words(span.high, state, measures)
    if rises(state):
        return low, span.with_low, high, span.with_high
    return high, span.with_high, low, span.with_low


def span_words(span: Span, among: Range, state: FactState, measures: Measures) -> str:
    """Return a span in words, such as `above 99%`, `80% to 90%` or `exactly 12,000`."""
    if span.low == span.high:
        return f"exactly {number_words(span.low, state, measures)}"
    low, low_in, high, high_in = ends_of(span, among, state, measures)
    if not low and not high:
        return ANY
    if not low:
        return f"{high} or less" if high_in else f"below {high}"
    if not high:
        return f"{low} or more" if low_in else f"above {low}"
    if low_in and high_in:
        return f"{_without_unit(low, high)} to {high}"
    return (
        f"{low} or more, but below {high}"
        if low_in
        else (f"above {low}, up to {high}" if high_in else f"above {low} and below {high}")
    )


def _without_unit(low: str, high: str) -> str:
    """Leave a unit out that the other end bears too: `3 to 5 owners`."""
    amount, _, unit = low.rpartition(" ")
    other = high.rpartition(" ")[2]
    same = amount and unit in (other, other.removesuffix("s")) and not amount.startswith("about")
    return amount if same else low
