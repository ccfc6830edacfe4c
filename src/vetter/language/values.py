"""Values of facts, read from the text that stands in a file."""

from __future__ import annotations

import re
from collections.abc import Callable
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
    BOOLEAN,
    CHOICE,
    CHOICES,
    DURATION,
    INTEGER,
    LEVEL,
    MARGIN,
    METRIC,
    MONEY,
    NUMBER,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    TEXT,
    FactType,
    Measures,
    Metric,
    Unit,
    Value,
)

YES = frozenset({"yes", "true"})
NO = frozenset({"no", "false"})
_NOT_FINITE = r"[+-]?\.?s?(?:nan|inf|infinity)"
_THOUSANDS = r"[+-]?\d{1,3}(?:[,_' ]\d{3})+(?:\.\d+)?"
_DECIMAL_COMMA = r"\d{1,15},\d{1,2}"


class BadValue(ValueError):
    """A text that is no value of the type; `code` is a slug, `help` says what to write."""

    def __init__(self, code: str, message: str, help: str) -> None:
        """Keep what was expected and what to do."""
        super().__init__(message)
        self.code, self.help = code, help


def parse_value(
    text: str, kind: FactType, measures: Measures, metric: Metric | None = None
) -> Value:
    """Read one value of a type; qualities need the stated metric, and come out as goodness.

    Goodness is the number itself where higher is better, its negative where lower is, so that
    above always means better. Raises `BadValue`.
    """
    return _PARSERS[kind.kind](text.strip(), kind, measures, metric)


def goodness(number: Fraction, metric: Metric) -> Fraction:
    """Return a quality as a number of which more is better."""
    return number if metric.higher_is_better else -number


def _number(text: str, expected: str, behind: str = "") -> Fraction:
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


def _integer(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    expected = f"a whole number of {kind.unit}" if kind.unit else "a whole number"
    number = _number(_without_unit(text, kind), expected)
    if number.denominator != 1:
        raise BadValue("not-whole", f"{quote(text)} is not a whole number", f"Write {expected}.")
    return _in_range(number, text, kind)


def _plain_number(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    expected = f"a number of {kind.unit}" if kind.unit else "a number"
    return _in_range(_number(_without_unit(text, kind), expected), text, kind)


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


def _proportion(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    return _share(text, most_is_whole=True)


def _share(text: str, most_is_whole: bool) -> Fraction:
    expected = "a proportion such as `95%` or `0.95`"
    if text.endswith("%"):
        number = _number(text[:-1].strip(), expected, "%") / 100
        if number < 0 or (most_is_whole and number > 1):
            raise _no_share(text, most_is_whole)
        return number
    number = _number(text, expected)
    if 0 < number < 1:
        return number
    if number < 0 or (most_is_whole and number > 100):
        raise _no_share(text, most_is_whole)
    other = "100%" if number == 1 else exact_text(number / 100) if number else ""
    raise BadValue(
        "bare-proportion",
        f"{quote(text)} could mean two things",
        f"Write it with a percent sign: `{text}%`" + (f", or `{other}`." if other else "."),
    )


def _no_share(text: str, most_is_whole: bool) -> BadValue:
    help = "Expected between 0% and 100%." if most_is_whole else "Expected 0% or more."
    return BadValue("out-of-range", f"{quote(text)} is out of range", help)


def _duration(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    table = measures.units[kind.kind]
    digits, rest = split_amount(text)
    example = next(iter(reversed(table)), "days")
    expected = f"a number and a unit such as `3 {example}`"
    if not digits or not rest[:1].isalpha():
        _number(text, expected)
        raise BadValue(
            "wrong-unit", f"{quote(text)} has no unit", f"Write it with one of {listed(table)}."
        )
    unit = find_unit(rest, table)
    if unit is None:
        names = [name for unit in table.values() for name in (unit.name, unit.one, *unit.aliases)]
        raise BadValue(
            "wrong-unit",
            f"{quote(rest)} is no unit of {_family(kind.kind)}",
            did_you_mean(rest, names, f"Write one of {listed(table)}."),
        )
    number = _number(digits, expected, f" {rest}")
    if number < 0:
        raise BadValue(
            "out-of-range", f"{quote(text)} is out of range", "A time cannot be negative."
        )
    return number * unit.factor


def _family(kind: str) -> str:
    return "person-time" if kind == PERSON_TIME else "calendar time"


def find_unit(word: str, table: dict[str, Unit]) -> Unit | None:
    """Return the unit that people write as `word`: its name, its singular or an alias."""
    folded = word.casefold()
    for unit in table.values():
        if folded in {unit.name, unit.one} or folded in unit.aliases:
            return unit
    return None


def _money(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    currency = measures.currency
    expected = f"an amount such as `1000 {currency}`"
    digits, rest = split_amount(text)
    if not digits or (rest and not re.fullmatch(r"[A-Za-z€$£¥]{1,4}", rest)):
        number = _number(text, expected)
    elif rest and rest.upper() != currency:
        raise BadValue(
            "wrong-unit",
            f"{quote(text)} is not in {currency}",
            f"The rulebook reckons in {currency}: convert the amount and write it so.",
        )
    else:
        number = _number(digits, expected, f" {currency}")
    if not rest:
        raise BadValue(
            "wrong-unit", f"{quote(text)} has no currency", f"Write `{digits} {currency}`."
        )
    if number < 0:
        raise BadValue(
            "out-of-range", f"{quote(text)} is out of range", "An amount cannot be negative."
        )
    return number


def _boolean(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    folded = text.casefold()
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise BadValue(
        "wrong-type", f"{quote(text)} is not yes or no", "Write `yes`, `no` or `unknown`."
    )


def _name(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    names = tuple(measures.metrics) if kind.kind == METRIC else kind.names
    folded = " ".join(text.casefold().split())
    for name in names:
        if name.casefold() == folded:
            return name
    what = "metric" if kind.kind == METRIC else "level" if kind.kind == LEVEL else "choice"
    raise BadValue(
        "unknown-choice",
        f"{quote(text)} is no {what} here",
        did_you_mean(text, names, f"Write one of: {listed(names, 20)}."),
    )


def _level(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    return kind.rank(str(_name(text, kind, measures, metric)))


def _quality(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    assert metric is not None, "a quality is read in a stated metric"
    if metric.scale == "proportion":
        return goodness(_share(text, most_is_whole=metric.higher_is_better), metric)
    if text.endswith("%"):
        raise BadValue(
            "wrong-unit",
            f"{quote(text)} is a proportion, and {metric.name} is not measured in one",
            f"Write the number itself, in the {_scale_words(metric)}.",
        )
    number = _number(text, f"a number in the {_scale_words(metric)}")
    if number < 0 and not (metric.scale == "unit of the target" and metric.higher_is_better):
        raise BadValue("out-of-range", f"{quote(text)} is out of range", "It cannot be negative.")
    return goodness(number, metric)


def _margin(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    number, points = split_amount(text)
    if text == "0":
        return Fraction(0)
    if points not in ("point", "points"):
        raise BadValue(
            "wrong-unit",
            f"{quote(text)} is no margin",
            "Write `3 points`, of a quality in percent, or `0` for any.",
        )
    return _number(number, "a number of points", " points") / 100


def _scale_words(metric: Metric) -> str:
    return "unit of the predicted quantity" if metric.scale == "unit of the target" else "metric"


def _text(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    return text


def _several(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    return str(_name(text, kind, measures, metric))


_PARSERS: dict[str, Callable[[str, FactType, Measures, Metric | None], Value]] = {
    BOOLEAN: _boolean,
    INTEGER: _integer,
    NUMBER: _plain_number,
    PROPORTION: _proportion,
    DURATION: _duration,
    PERSON_TIME: _duration,
    MONEY: _money,
    CHOICE: _name,
    CHOICES: _several,
    METRIC: _name,
    LEVEL: _level,
    QUALITY: _quality,
    MARGIN: _margin,
    TEXT: _text,
}
