"""Values as a fact file states them: the exact inverse of reading, where there is one."""

from __future__ import annotations

from fractions import Fraction

from vetter.language.numbers import exact_text
from vetter.language.types import (
    BOOLEAN,
    CHOICES,
    DURATION,
    LEVEL,
    MONEY,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    FactType,
    Measures,
    Metric,
    Value,
)
from vetter.language.values import BadValue, goodness, parse_value

Written = str | list[str]
"""A value as it stands in a fact file."""


def write_value(
    value: Value, kind: FactType, measures: Measures, metric: Metric | None
) -> Written | None:
    """Return a text that is read back as this very value, None when no text is.

    A third, for one, has no end in decimals.
    """
    if isinstance(value, frozenset):
        return [name for name in kind.names if name in value]
    for text in _texts(value, kind, measures, metric):
        try:
            if parse_value(text, kind, measures, metric) == value:
                return text
        except BadValue:
            continue
    return None


def _texts(value: Value, kind: FactType, measures: Measures, metric: Metric | None) -> list[str]:
    """Return texts that may say a value, the shortest first."""
    assert kind.kind != CHOICES
    if isinstance(value, str):
        return [value]
    if kind.kind == BOOLEAN:
        return ["yes" if value else "no"]
    if kind.kind == LEVEL:
        return [kind.names[int(value)]] if not isinstance(value, frozenset) else []
    assert isinstance(value, (int, Fraction))
    number = Fraction(value)
    if kind.kind in (DURATION, PERSON_TIME):
        units = sorted(measures.units[kind.kind].values(), key=lambda unit: -unit.factor)
        amounts = [(exact_text(number / unit.factor), unit.name) for unit in units]
        return [f"{amount} {unit}" for amount, unit in sorted(amounts, key=lambda one: len(one[0]))]
    if kind.kind == MONEY:
        return [f"{exact_text(number)} {measures.currency}"]
    if kind.kind == PROPORTION:
        return [f"{exact_text(number * 100)}%"]
    if kind.kind == QUALITY:
        assert metric is not None
        number = goodness(number, metric)
        return [
            f"{exact_text(number * 100)}%" if metric.scale == "proportion" else exact_text(number)
        ]
    return [exact_text(number)]


def round_value(value: Value, kind: FactType, digits: int) -> Value:
    """Return a number rounded to so many significant digits; whatever is no number stays."""
    if kind.kind == LEVEL or isinstance(value, (bool, str, frozenset)) or not value:
        return value
    number = Fraction(value)
    power, size = 0, abs(number)
    while size >= 10**digits:
        size, power = size / 10, power + 1
    while size < 10 ** (digits - 1):
        size, power = size * 10, power - 1
    rounded = Fraction(round(number / Fraction(10) ** power)) * Fraction(10) ** power
    return Fraction(round(rounded)) if kind.integral else rounded
