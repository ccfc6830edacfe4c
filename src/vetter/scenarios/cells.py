"""Cells: the values of a fact that no test of the rulebook tells apart, and one that stands in."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from vetter.language.types import Value


class Span(NamedTuple):
    """The numbers of a cell: all between two ends, each of which is in it or not."""

    low: Fraction
    high: Fraction
    with_low: bool
    with_high: bool

    def holds(self, number: Fraction) -> bool:
        """Return whether a number lies in the span."""
        above = number > self.low or (self.with_low and number == self.low)
        below = number < self.high or (self.with_high and number == self.high)
        return above and below


class Cell(NamedTuple):
    """Values of a fact with one value that stands for all; None where the fact does not apply.

    `metric` is the metric of a quality, in which `value` is its goodness. `span` are the numbers of
    the cell, `among` its names or sets of names, where it holds more than its value. The values of
    a cell are alike one by one; where facts are compared with one another, several cells can share
    one span, so that every order of the compared facts has its scenario.
    """

    value: Value | None
    metric: str = ""
    span: Span | None = None
    among: tuple[Value, ...] = ()

    @property
    def applies(self) -> bool:
        """Whether the fact applies."""
        return self.value is not None


NOT_APPLICABLE = Cell(None)


class Inexact(NamedTuple):
    """Facts whose cells may miss an outcome, and why."""

    facts: tuple[str, ...]
    because: str
