"""Intervals in words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.packs import built_in, example
from vetter.scenarios.cells import Span
from vetter.whatif.spoken import span_words
from vetter.whatif.variants import range_in

LABELS, PRICE, TARGET = (
    "labels.needed", "labels.price_each",
    "quality.target",
)  # fmt: skip
ALL = None


@pytest.mark.parametrize(
    ("path", "low", "high", "ends", "words"),
    [
        (LABELS, ALL, ALL, "[]", "any value"),
        (LABELS, 12000, 12000, "[]", "exactly 12,000 labels"),
        (LABELS, 0, 0, "[]", "exactly 0 labels"),
        (LABELS, ALL, 1, "[]", "1 label or less"),
        (LABELS, 2, 12000, "[]", "2 to 12,000 labels"),
        (LABELS, 12001, ALL, "[]", "12,001 labels or more"),
        (TARGET, Fraction(99, 100), ALL, "(]", "above 99%"),
        (TARGET, Fraction(99, 100), ALL, "[]", "99% or more"),
        (TARGET, ALL, Fraction(99, 100), "[)", "below 99%"),
        (TARGET, Fraction(4, 5), Fraction(9, 10), "[]", "80% to 90%"),
        (TARGET, Fraction(4, 5), Fraction(9, 10), "[)", "80% or more, but below 90%"),
        (TARGET, Fraction(4, 5), Fraction(9, 10), "(]", "above 80%, up to 90%"),
        (TARGET, Fraction(4, 5), Fraction(9, 10), "()", "above 80% and below 90%"),
        # More decimals than are shown are written out, and what has no end is said to be rounded.
        (TARGET, Fraction(9912345678, 10**10), ALL, "(]", "above 99.12345678%"),
        (PRICE, Fraction(32, 75) * 10, ALL, "(]", "above about 4.27 EUR"),
        (PRICE, Fraction(1, 3), Fraction(2), "(]", "above about 0.33 EUR, up to 2 EUR"),
        (PRICE, Fraction(1), Fraction(2), "[]", "1 to 2 EUR"),
    ],
)
def test_words(path, low, high, ends, words):
    state = example("letter-sorting").project.states[path]
    among = range_in(state)
    span = Span(
        among.low if low is ALL else Fraction(low),
        among.high if high is ALL else Fraction(high),
        ends[0] == "[",
        ends[1] == "]",
    )
    assert span_words(span, among, state, built_in().rulebook.vocabulary.measures) == words


def test_less_is_better_in_words():
    """A word error rate is held with its sign turned, and said as it is written."""
    state = example("call-centre-transcripts").project.states[TARGET]
    assert not state.metric.higher_is_better
    among, measures = range_in(state), built_in().rulebook.vocabulary.measures
    better = Span(Fraction(-6, 100), among.high, False, True)
    worse = Span(among.low, Fraction(-19, 100), True, True)
    between = Span(Fraction(-19, 100), Fraction(-6, 100), False, True)
    assert span_words(better, among, state, measures) == "below 6%"
    assert span_words(worse, among, state, measures) == "19% or more"
    assert span_words(between, among, state, measures) == "6% or more, but below 19%"
