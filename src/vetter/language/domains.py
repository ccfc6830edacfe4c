"""Domains: the values that a fact can still take, as tests see them."""

from __future__ import annotations

import math
from fractions import Fraction

from vetter.base.records import NamedTuple
from vetter.language.types import Value


class Interval(NamedTuple):
    """All numbers from `low` to `high`, both included; whole numbers only when `integral`."""

    low: Fraction
    high: Fraction
    integral: bool = False

    @property
    def single(self) -> bool:
        """Whether one number is all there is."""
        return self.low == self.high

    def meets(self, low: Fraction, high: Fraction) -> bool:
        """Return whether a number of this interval lies between `low` and `high`, ends included."""
        least, most = max(self.low, low), min(self.high, high)
        if self.integral:
            return math.ceil(least) <= math.floor(most)
        return least <= most


class Options(NamedTuple):
    """A closed set of values."""

    values: frozenset[Value]

    @property
    def single(self) -> bool:
        """Whether one value is all there is."""
        return len(self.values) == 1


Domain = Interval | Options | None
"""Admissible values; None is any value of the type, of which nothing is known."""


def exactly(value: Value) -> Options:
    """Return the domain of one known value."""
    return Options(frozenset((value,)))
