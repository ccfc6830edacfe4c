"""The one table of operators: parser, checker, evaluators, explanations and documents read it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

from vetter.base.records import NamedTuple
from vetter.language.domains import Domain, Interval, Options
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    KINDS,
    LEVEL,
    METRIC,
    NUMERIC,
    ORDERED,
    Value,
)

NO_OPERAND, ONE, LIST, PAIR = "none", "one", "list", "pair"
SCALAR_KINDS = frozenset({BOOLEAN, CHOICE, METRIC, LEVEL}) | NUMERIC
LISTED_KINDS = frozenset({CHOICE, METRIC, LEVEL}) | NUMERIC


class Operator(NamedTuple):
    """An operator of the sentence language.

    `sign` is how sentences write it; `words` and `negated` how explanations read it aloud. `kinds`
    are the kinds of facts that it can test, `operands` its shape. `holds` decides on one value and
    the values of the operands; the two interval functions decide whether a range of numbers can
    end true, and can end false.
    """

    sign: str
    words: str
    operands: str
    kinds: frozenset[str]
    meaning: str
    holds: Callable[[Any, tuple[Any, ...]], bool]
    can_hold: Callable[[Interval, list[Interval]], bool] | None = None
    can_fail: Callable[[Interval, list[Interval]], bool] | None = None


def _misses_all(left: Interval, right: list[Interval]) -> bool:
    """Whether a number of `left` can differ from every one of the others."""
    fixed = {one.low for one in right if one.single and left.meets(one.low, one.low)}
    if left.integral:
        return math.floor(left.high) - math.ceil(left.low) + 1 > len(fixed)
    return not (left.single and fixed)


def _meets_any(left: Interval, right: list[Interval]) -> bool:
    return any(left.meets(one.low, one.high) for one in right)


_TABLE = (
    Operator(
        "is not one of", "is none of", LIST, LISTED_KINDS,
        "the value is none of those listed",
        lambda value, listed: value not in listed,
        _misses_all,
        _meets_any,
    ),
    Operator(
        "is one of", "is one of", LIST, LISTED_KINDS,
        "the value is one of those listed",
        lambda value, listed: value in listed,
        _meets_any,
        _misses_all,
    ),
    Operator(
        "is not known", "is not known", NO_OPERAND, frozenset(KINDS),
        "the same as `is unknown`",
        lambda value, _: False,
    ),
    Operator(
        "is unknown", "is not known", NO_OPERAND, frozenset(KINDS),
        "nobody has stated one value: unknown, unanswered or known only in part",
        lambda value, _: False,
    ),
    Operator(
        "is known", "is known", NO_OPERAND, frozenset(KINDS),
        "the file states one value",
        lambda value, _: True,
    ),
    Operator(
        "is not", "is not", ONE, SCALAR_KINDS,
        "the value is another one",
        lambda value, other: value != other[0],
        _misses_all,
        _meets_any,
    ),
    Operator(
        "is", "is", ONE, SCALAR_KINDS,
        "the value is exactly this one",
        lambda value, other: value == other[0],
        _meets_any,
        _misses_all,
    ),
    Operator(
        ">=", "is at least", ONE, ORDERED,
        "the value is this one or above; a quality is as good or better in its metric",
        lambda value, other: value >= other[0],
        lambda left, right: left.high >= right[0].low,
        lambda left, right: left.low < right[0].high,
    ),
    Operator(
        "<=", "is at most", ONE, ORDERED,
        "the value is this one or below; a quality is as good or worse in its metric",
        lambda value, other: value <= other[0],
        lambda left, right: left.low <= right[0].high,
        lambda left, right: left.high > right[0].low,
    ),
    Operator(
        ">", "is above", ONE, ORDERED,
        "the value is strictly above; a quality is strictly better in its metric",
        lambda value, other: value > other[0],
        lambda left, right: left.high > right[0].low,
        lambda left, right: left.low <= right[0].high,
    ),
    Operator(
        "<", "is below", ONE, ORDERED,
        "the value is strictly below; a quality is strictly worse in its metric",
        lambda value, other: value < other[0],
        lambda left, right: left.low < right[0].high,
        lambda left, right: left.high >= right[0].low,
    ),
    Operator(
        "between", "is between", PAIR, ORDERED,
        "the value lies between the two, both included",
        lambda value, ends: bool(ends[0] <= value <= ends[1]),
        lambda left, right: left.meets(right[0].low, right[1].high),
        lambda left, right: left.low < right[0].high or left.high > right[1].low,
    ),
    Operator(
        "has any of", "has any of", LIST, frozenset({CHOICES}),
        "the list holds at least one of those named",
        lambda value, listed: any(one in value for one in listed),
    ),
    Operator(
        "has", "has", ONE, frozenset({CHOICES}),
        "the list holds this one",
        lambda value, other: other[0] in value,
    ),
    Operator(
        "lacks", "lacks", ONE, frozenset({CHOICES}),
        "the list does not hold this one",
        lambda value, other: other[0] not in value,
    ),
)  # fmt: skip

OPERATORS: dict[str, Operator] = {operator.sign: operator for operator in _TABLE}
"""Operators by sign, a longer sign before one that begins it."""

KNOWN_TESTS = frozenset({"is known", "is unknown", "is not known"})
UNKNOWN_TESTS = frozenset({"is unknown", "is not known"})


def possible_ends(operator: Operator, left: Domain, right: tuple[Domain, ...]) -> tuple[bool, bool]:
    """Return whether a test can end true and whether it can end false.

    `left` and `right` are the values that the fact and the operands can still take, taken
    independently of one another. Of a domain of None anything can come.
    """
    if left is None or any(domain is None for domain in right):
        return True, True
    if type(left) is Options and all(type(domain) is Options for domain in right):
        return _by_values(operator, left, right)
    if operator.can_hold is None or operator.can_fail is None:
        return True, True
    can_hold = can_fail = False
    for here, *others in product(_pieces(left), *(_pieces(domain) for domain in right)):
        can_hold = can_hold or operator.can_hold(here, others)
        can_fail = can_fail or operator.can_fail(here, others)
    return can_hold, can_fail


def _by_values(operator: Operator, left: Options, right: tuple[Domain, ...]) -> tuple[bool, bool]:
    holds = operator.holds
    can_hold = can_fail = False
    pools: list[frozenset[Value]] = [domain.values for domain in right if type(domain) is Options]
    for operands in product(*pools):
        for value in left.values:
            if holds(value, operands):
                can_hold = True
            else:
                can_fail = True
    return can_hold, can_fail


def _pieces(domain: Domain) -> list[Interval]:
    """Return a domain of numbers as intervals; between two options there is nothing."""
    if type(domain) is Interval:
        return [domain]
    assert type(domain) is Options
    numbers = (Fraction(one) for one in domain.values if not isinstance(one, (str, frozenset)))
    return [Interval(number, number) for number in numbers]
