"""Points: numbers that stand for what lies between two others, as plain as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple


class Range(NamedTuple):
    """The numbers that a fact can be: from `low` to `high`, or only some of them."""

    low: Fraction
    high: Fraction
    integral: bool = False
    only: tuple[Fraction, ...] = ()

    def admits(self, number: Fraction) -> bool:
        """Return whether a number is one of them."""
        if self.only:
            return number in self.only
        whole = not self.integral or number.denominator == 1
        return whole and self.low <= number <= self.high

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """The numbers at which being one of them can change."""
        return self.only or (self.low, self.high)

    @property
    def single(self) -> Fraction | None:
        """The one number that there is, if there is one."""
        if self.only:
            return self.only[0] if len(self.only) == 1 else None
        if self.integral:
            low, high = ceil(self.low), floor(self.high)
            return Fraction(low) if low == high else None
        return self.low if self.low == self.high else None


def gaps(cuts: list[Fraction]) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """Yield what lies before, between and behind sorted cuts; None is no end."""
    if not cuts:
        yield None, None
        return
    yield None, cuts[0]
    yield from pairwise(cuts)
    yield cuts[-1], None


def within(low: Fraction | None, high: Fraction | None, count: int) -> list[Fraction]:
    """Return `count` numbers strictly between two others, with as few digits as may be."""
    low, high = _near(low, high)
    step = Fraction(1)
    while True:
        first, last = floor(low / step) + 1, ceil(high / step) - 1
        found = last - first + 1
        if found >= count:
            return [first * step + (found * at // (count + 1)) * step for at in range(1, count + 1)]
        step /= 10


def whole_within(low: Fraction | None, high: Fraction | None, count: int) -> list[Fraction]:
    """Return up to `count` whole numbers strictly between two others: all if there are no more."""
    low, high = _near(low, high, count)
    first, last = floor(low) + 1, ceil(high) - 1
    found = last - first + 1
    if found <= count:
        return [Fraction(number) for number in range(first, last + 1)]
    return [Fraction(first + found * at // (count + 1)) for at in range(1, count + 1)]


def _near(low: Fraction | None, high: Fraction | None, room: int = 1) -> tuple[Fraction, Fraction]:
    """Bring an end that is far away or missing near to the other, so that the plain are found."""
    if low is None and high is None:
        return Fraction(-room - 1), Fraction(room + 1)
    if low is None or (high is not None and high <= 0 and low < 3 * high - 2 * room - 2):
        assert high is not None
        return high - 2 * max(abs(high), Fraction(room + 1)), high
    if high is None or (low >= 0 and high > 3 * low + 2 * room + 2):
        return low, low + 2 * max(abs(low), Fraction(room + 1))
    if low < 0 < high:
        return max(low, Fraction(-room - 1)), min(high, Fraction(room + 1))
    return low, high
