"""Domains: what an interval holds, whole numbers and dense ones."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vetter.language.domains import Interval, Options, exactly


def interval(low, high, integral=False):
    return Interval(Fraction(low), Fraction(high), integral)


@pytest.mark.parametrize(
    ("here", "low", "high", "expected"),
    [
        (interval(1, 3), "3", "9", True),
        (interval(1, 3), "3.01", "9", False),
        (interval(1, 3), "0", "1", True),
        (interval(1, 3), "0", "0.99", False),
        (interval(1, 3), "1.2", "1.8", True),
        (interval(1, 3, integral=True), "1.2", "1.8", False),
        (interval(1, 3, integral=True), "1.2", "2", True),
        (interval(2, 2), "2", "2", True),
        (interval(1, 3), "2.5", "2", False),
    ],
)
def test_an_interval_meets_what_shares_a_number_with_it(here, low, high, expected):
    assert here.meets(Fraction(low), Fraction(high)) is expected


def test_single_domains_hold_one_value():
    assert interval(2, 2).single
    assert not interval(2, 3).single
    assert exactly("red").single
    assert not Options(frozenset({"red", "green"})).single
