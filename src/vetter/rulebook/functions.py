"""The named functions of computed facts: how units combine, and the exact result."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod

from vetter.base.records import NamedTuple
from vetter.language.types import (
    DURATION,
    INTEGER,
    MARGIN,
    MONEY,
    NUMBER,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
)

_MEASURED = (MONEY, DURATION, PERSON_TIME)
_COUNTS = (INTEGER, NUMBER, PROPORTION)
SUMMED = (*_COUNTS, *_MEASURED)


class Function(NamedTuple):
    """A function that a vocabulary can name.

    `result_kind` gives the kind of the result for the kinds of the inputs, None where they do not
    combine; `compute` gives the result, None where there is none.
    """

    meaning: str
    result_kind: Callable[[tuple[str, ...]], str | None]
    compute: Callable[[list[Fraction]], Fraction | None]


def _product_kind(kinds: tuple[str, ...]) -> str | None:
    measured = [kind for kind in kinds if kind in _MEASURED]
    if len(kinds) < 2 or len(measured) > 1 or not all(kind in SUMMED for kind in kinds):
        return None
    if measured:
        return measured[0]
    return INTEGER if all(kind == INTEGER for kind in kinds) else NUMBER


def _quotient_kind(kinds: tuple[str, ...]) -> str | None:
    if len(kinds) != 2 or not all(kind in SUMMED for kind in kinds):
        return None
    alike = kinds[0] == kinds[1] or all(kind in _COUNTS for kind in kinds)
    return NUMBER if alike else None


def _sum_kind(kinds: tuple[str, ...]) -> str | None:
    return kinds[0] if len(kinds) > 1 and len(set(kinds)) == 1 and kinds[0] in SUMMED else None


def _one_more_kind(kinds: tuple[str, ...]) -> str | None:
    return INTEGER if kinds == (INTEGER,) else None


def _quotient(values: list[Fraction]) -> Fraction | None:
    return values[0] / values[1] if values[1] else None


def _margin_kind(kinds: tuple[str, ...]) -> str | None:
    return MARGIN if kinds == (QUALITY, QUALITY) else None


FUNCTIONS: dict[str, Function] = {
    "product": Function(
        "the inputs multiplied", _product_kind, lambda values: prod(values, start=Fraction(1))
    ),
    "quotient": Function(
        "the first divided by the second; nothing when that is zero", _quotient_kind, _quotient
    ),
    "sum": Function("the inputs added", _sum_kind, lambda values: sum(values, start=Fraction(0))),
    "margin": Function(
        "how much better the first quality is than the second",
        _margin_kind,
        lambda values: values[0] - values[1],
    ),
    "one more than": Function("the input and one", _one_more_kind, lambda values: values[0] + 1),
}
"""Functions by the name that a vocabulary writes under `computed`."""
