"""Values of facts, written for people: with unit, sign of percent, or name."""

from __future__ import annotations

from fractions import Fraction

from vetter.base.suggest import listed
from vetter.language.numbers import format_number
from vetter.language.types import (
    DURATION,
    INTEGER,
    LEVEL,
    MARGIN,
    MONEY,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    FactType,
    Measures,
    Metric,
    Unit,
    Value,
)
from vetter.language.values import goodness


def format_value(
    value: Value, kind: FactType, measures: Measures, metric: Metric | None = None
) -> str:
    """Return a value as people read it: with its unit, sign of percent, or name."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, frozenset):
        order = {name: place for place, name in enumerate(kind.names)}
        named = sorted(value, key=lambda name: order.get(name, 0))
        return listed(named, len(named), "and") or "none"
    if kind.kind == LEVEL:
        return kind.names[int(value)]
    number = Fraction(value)
    if kind.kind in (DURATION, PERSON_TIME):
        return _format_time(number, measures.units[kind.kind])
    if kind.kind == MONEY:
        return f"{_format_money(number)} {measures.currency}"
    if kind.kind == PROPORTION:
        return f"{format_number(number * 100)}%"
    if kind.kind == MARGIN:
        return format_margin(number, metric)
    if kind.kind == QUALITY:
        assert metric is not None, "a quality is written in a stated metric"
        number = goodness(number, metric)
        return (
            f"{format_number(number * 100)}%"
            if metric.scale == "proportion"
            else format_number(number)
        )
    return (
        f"{format_number(number)} {kind.unit}"
        if kind.unit and kind.kind != INTEGER
        else (f"{format_number(number)} {_plural(kind.unit, number)}".strip())
    )


def format_margin(number: Fraction, metric: Metric | None) -> str:
    """Write how much better one quality is than another: in points of a proportion."""
    if metric is None or metric.scale != "proportion":
        return format_number(number)
    return f"{format_number(number * 100)} point{'' if abs(number * 100) == 1 else 's'}"


def _plural(unit: str, number: Fraction) -> str:
    return unit[:-1] if number == 1 and unit.endswith("s") and not unit.endswith("ss") else unit


def _format_money(number: Fraction) -> str:
    """Write an amount with two decimals unless it is whole."""
    written = format_number(number, 2)
    point = written.rfind(".")
    tenths = 0 <= point == len(written) - 2 and "e" not in written
    return f"{written}0" if tenths else written


def _format_time(number: Fraction, table: dict[str, Unit]) -> str:
    """Write a time in the largest unit that keeps it at one or more.

    A smaller unit in which it is whole is preferred while the number has two digits at most. No
    time at all is written in the middle one of the units.
    """
    units = sorted(table.values(), key=lambda unit: unit.factor, reverse=True)
    fitting = [unit for unit in units if number >= unit.factor] or [units[-1]]
    whole = [unit for unit in fitting if (number / unit.factor).denominator == 1]
    unit = whole[0] if whole and number / whole[0].factor < 100 else fitting[0]
    if not number:
        unit = units[len(units) // 2]
    amount = format_number(number / unit.factor, 1)
    return f"{amount} {unit.one if amount == '1' else unit.name}"
