"""Numbers with their units, read from the text that stands in a file."""

from __future__ import annotations

import re
from fractions import Fraction

from vetter.base.characters import quote
from vetter.base.suggest import did_you_mean, listed
from vetter.language.numbers import (
    DIGITS_LIMIT,
    LARGEST,
    SMALLEST,
    exact_text,
    format_number,
    is_overlong,
    parse_number,
    split_amount,
)
from vetter.language.types import (
    PERSON_TIME,
    FactType,
    Measures,
    Metric,
    Unit,
    Value,
)

_NOT_FINITE = r"[+-]?\.?s?(?:nan|inf|infinity)"
_THOUSANDS = r"[+-]?\d{1,3}(?:[,_' ]\d{3})+(?:\.\d+)?"
_DECIMAL_COMMA = r"\d{1,15},\d{1,2}"


class BadValue(ValueError):
    """A text that is no value of the type; `code` is a slug, `help` says what to write."""

    def __init__(self, code: str, message: str, help: str) -> None:
        """Keep what was expected and what to do."""
        super().__init__(message)
        self.code, self.help = code, help


def number_of(text: str, expected: str, behind: str = "") -> Fraction:
    """Read a number; `behind` is what followed it, for the corrected text in the help."""
    if re.fullmatch(_NOT_FINITE, text, re.IGNORECASE):
        raise BadValue(
            "not-finite", f"{quote(text)} is not a number", f"Write {expected}, or `unknown`."
        )
    if is_overlong(text):
        raise BadValue(
            "overlong",
            f"{quote(text)} has more digits than are read",
            f"Write {expected}, with at most {DIGITS_LIMIT} digits, two of them in an exponent.",
        )
    number = parse_number(text)
    if number is not None and (abs(number) > LARGEST or 0 < abs(number) < SMALLEST):
        size = "larger" if abs(number) > LARGEST else "smaller"
        raise BadValue(
            "out-of-range",
            f"{quote(text)} is {size} than any figure of a project",
            "Check the number of zeros and the exponent.",
        )
    if number is not None:
        return number
    joined = re.sub(r"[,_' ]", "", text)
    if re.fullmatch(_THOUSANDS, text) and parse_number(joined) is not None:
        raise BadValue(
            "thousands",
            f"{quote(text)} is written with separators",
            f"Write the digits only: `{joined}{behind}`.",
        )
    if re.fullmatch(_DECIMAL_COMMA, text):
        raise BadValue(
            "decimal-comma",
            f"{quote(text)} is written with a comma",
            f"Write a point: `{text.replace(',', '.')}{behind}`.",
        )
    raise BadValue(
        "wrong-type",
        f"{quote(text + behind)} is not {expected}",
        f"Write {expected}, or `unknown`.",
    )


def _in_range(number: Fraction, text: str, kind: FactType) -> Fraction:
    below = kind.low is not None and number < kind.low
    above = kind.high is not None and number > kind.high
    if below or above:
        assert kind.low is not None and kind.high is not None
        low, high = format_number(kind.low), format_number(kind.high)
        unit = f" {kind.unit}" if kind.unit else ""
        raise BadValue(
            "out-of-range",
            f"{quote(text)} is out of range",
            f"Expected between {low} and {high}{unit}, both included.",
        )
    return number


def integer(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    """Read a whole number, with its unit behind it or not. Raises `BadValue`."""
    expected = f"a whole number of {kind.unit}" if kind.unit else "a whole number"
    number = number_of(_without_unit(text, kind), expected)
    if number.denominator != 1:
        raise BadValue("not-whole", f"{quote(text)} is not a whole number", f"Write {expected}.")
    return _in_range(number, text, kind)


def plain_number(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    """Read a number, with its unit behind it or not. Raises `BadValue`."""
    expected = f"a number of {kind.unit}" if kind.unit else "a number"
    return _in_range(number_of(_without_unit(text, kind), expected), text, kind)


def _without_unit(text: str, kind: FactType) -> str:
    """Drop the fact's own unit behind a number; another unit is refused."""
    digits, rest = split_amount(text)
    if not kind.unit or not digits or not rest:
        return text
    if rest.casefold() in {kind.unit.casefold(), kind.unit.rstrip("s").casefold()}:
        return digits
    if re.fullmatch(r"[A-Za-z%€$£ -]+", rest):
        raise BadValue(
            "wrong-unit",
            f"{quote(text)} is not in {kind.unit}",
            f"Write the number of {kind.unit}.",
        )
    return text


def proportion(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    """Read a share of a whole. Raises `BadValue`."""
    return share(text, most_is_whole=True)


def share(text: str, most_is_whole: bool) -> Fraction:
    """Read a share, more than the whole where that is allowed. Raises `BadValue`."""
    expected = "a proportion such as `95%` or `0.95`"
    if text.endswith("%"):
        number = number_of(text[:-1].strip(), expected, "%") / 100
        if number < 0 or (most_is_whole and number > 1):
            raise _noshare(text, most_is_whole)
        return number
    number = number_of(text, expected)
    if 0 < number < 1:
        return number
    if number < 0 or (most_is_whole and number > 100):
        raise _noshare(text, most_is_whole)
    other = "100%" if number == 1 else exact_text(number / 100) if number else ""
    raise BadValue(
        "bare-proportion",
        f"{quote(text)} could mean two things",
        f"Write it with a percent sign: `{text}%`" + (f", or `{other}`." if other else "."),
    )


def _noshare(text: str, most_is_whole: bool) -> BadValue:
    help = "Expected between 0% and 100%." if most_is_whole else "Expected 0% or more."
    return BadValue("out-of-range", f"{quote(text)} is out of range", help)


def duration(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    """Read a time with its unit, in the base unit. Raises `BadValue`."""
    table = measures.units[kind.kind]
    digits, rest = split_amount(text)
    example = next(iter(reversed(table)), "days")
    expected = f"a number and a unit such as `3 {example}`"
    if not digits or not rest[:1].isalpha():
        number_of(text, expected)
        raise BadValue(
            "wrong-unit", f"{quote(text)} has no unit", f"Write it with one of {listed(table)}."
        )
    unit = _find_unit(rest, table)
    if unit is None:
        names = [name for unit in table.values() for name in (unit.name, unit.one, *unit.aliases)]
        raise BadValue(
            "wrong-unit",
            f"{quote(rest)} is no unit of {_family(kind.kind)}",
            did_you_mean(rest, names, f"Write one of {listed(table)}."),
        )
    number = number_of(digits, expected, f" {rest}")
    if number < 0:
        raise BadValue(
            "out-of-range", f"{quote(text)} is out of range", "A time cannot be negative."
        )
    return number * unit.factor


def _family(kind: str) -> str:
    return "person-time" if kind == PERSON_TIME else "calendar time"


def _find_unit(word: str, table: dict[str, Unit]) -> Unit | None:
    """Return the unit that people write as `word`: its name, its singular or an alias."""
    folded = word.casefold()
    for unit in table.values():
        if folded in {unit.name, unit.one} or folded in unit.aliases:
            return unit
    return None


def money(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    """Read an amount in the currency of the rulebook. Raises `BadValue`."""
    currency = measures.currency
    expected = f"an amount such as `1000 {currency}`"
    digits, rest = split_amount(text)
    if not digits or (rest and not re.fullmatch(r"[A-Za-z€$£¥]{1,4}", rest)):
        number = number_of(text, expected)
    elif rest and rest.upper() != currency:
        raise BadValue(
            "wrong-unit",
            f"{quote(text)} is not in {currency}",
            f"The rulebook reckons in {currency}: convert the amount and write it so.",
        )
    else:
        number = number_of(digits, expected, f" {currency}")
    if not rest:
        raise BadValue(
            "wrong-unit", f"{quote(text)} has no currency", f"Write `{digits} {currency}`."
        )
    if number < 0:
        raise BadValue(
            "out-of-range", f"{quote(text)} is out of range", "An amount cannot be negative."
        )
    return number
