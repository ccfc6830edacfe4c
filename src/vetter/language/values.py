"""Values of facts, read from the text that stands in a file."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from vetter.base.characters import quote
from vetter.base.suggest import did_you_mean, listed
from vetter.language.amounts import (
    BadValue,
    duration,
    integer,
    money,
    number_of,
    plain_number,
    proportion,
    share,
)
from vetter.language.numbers import split_amount
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
    Value,
)

__all__ = ["BadValue", "goodness", "parse_value"]

YES = frozenset({"yes", "true"})
NO = frozenset({"no", "false"})


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
        return goodness(share(text, most_is_whole=metric.higher_is_better), metric)
    if text.endswith("%"):
        raise BadValue(
            "wrong-unit",
            f"{quote(text)} is a proportion, and {metric.name} is not measured in one",
            f"Write the number itself, in the {_scale_words(metric)}.",
        )
    number = number_of(text, f"a number in the {_scale_words(metric)}")
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
    return number_of(number, "a number of points", " points") / 100


def _scale_words(metric: Metric) -> str:
    return "unit of the predicted quantity" if metric.scale == "unit of the target" else "metric"


def _text(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    return text


def _several(text: str, kind: FactType, measures: Measures, metric: Metric | None) -> Value:
    return str(_name(text, kind, measures, metric))


_PARSERS: dict[str, Callable[[str, FactType, Measures, Metric | None], Value]] = {
    BOOLEAN: _boolean,
    INTEGER: integer,
    NUMBER: plain_number,
    PROPORTION: proportion,
    DURATION: duration,
    PERSON_TIME: duration,
    MONEY: money,
    CHOICE: _name,
    CHOICES: _several,
    METRIC: _name,
    LEVEL: _level,
    QUALITY: _quality,
    MARGIN: _margin,
    TEXT: _text,
}
