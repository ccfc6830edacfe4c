"""Values that an example can try, written as fact files write them."""

from __future__ import annotations

from fractions import Fraction

from vetter.language.conditions import Operand, Test
from vetter.language.numbers import exact_text
from vetter.language.types import (
    BOOLEAN,
    CHOICES,
    DURATION,
    INTEGER,
    LEVEL,
    MARGIN,
    METRIC,
    MONEY,
    NAMED,
    NUMERIC,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    FactType,
    Metric,
)
from vetter.rulebook.vocabulary import Vocabulary

Facts = dict[str, str]
"""Facts by path, each as a fact file writes it."""
_ROUND, _PART = Fraction(1000), Fraction(1, 2)
_GOOD = Fraction(4, 5)
"""A quality from which another can be some points away on both sides."""


class Values:
    """Tells how a fact comes to have a value, in a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Write values for facts of `vocabulary`."""
        self.vocabulary, self.measures = vocabulary, vocabulary.measures

    def names(self, path: str, extra: tuple[str, ...] = ()) -> list[str]:
        """Return what a fact with names can be, the names in `extra` first."""
        kind = self._kind(path)
        if kind.kind == BOOLEAN:
            return ["yes", "no"]
        pool = tuple(self.measures.metrics) if kind.kind == METRIC else kind.names
        ordered = [*(name for name in extra if name in pool), *pool]
        found = list(dict.fromkeys(ordered))
        if kind.kind == CHOICES:
            return [*(f"[{name}]" for name in found), f"[{', '.join(found)}]"]
        return found

    def _kind(self, path: str) -> FactType:
        kind = self.vocabulary.type_of(path)
        assert kind is not None
        return kind

    def around(self, path: str, value: Fraction) -> tuple[Fraction, Fraction, Fraction]:
        """Return a value just below a figure, the figure, and one just above."""
        step = self._step(self._kind(path), value)
        return value - step, value, value + step

    def _step(self, kind: FactType, value: Fraction) -> Fraction:
        size = abs(value)
        if kind.integral:
            return Fraction(1)
        if kind.kind in (DURATION, PERSON_TIME):
            factors = [unit.factor for unit in self.measures.units[kind.kind].values()]
            return max((one for one in factors if one < size), default=min(factors))
        if kind.kind == MARGIN:
            return Fraction(1, 100)
        room = min(size, abs(1 - size)) if kind.kind in (PROPORTION, QUALITY) and size < 1 else size
        step = Fraction(1)
        while room and step >= room:
            step /= 10
        return step / 10 if kind.kind == QUALITY and step >= Fraction(1, 100) else step

    def usual(self, path: str) -> list[Fraction]:
        """Return figures that a fact can well have, the middle one first."""
        kind = self._kind(path)
        if kind.kind in (PROPORTION, QUALITY):
            return [_GOOD, _GOOD + Fraction(1, 10), _GOOD - Fraction(1, 10)]
        least = kind.low if kind.low is not None else Fraction(0)
        if kind.high is not None and kind.high < least + 30:
            middle = (least + kind.high) / 2
            middle = Fraction(middle.numerator // middle.denominator) if kind.integral else middle
            return list(dict.fromkeys((middle, kind.high, least)))
        return [least + 20, least + 30, least + 10]

    def give(self, path: str, value: Fraction, metric: Metric | None) -> Facts | None:
        """Return facts that bring a fact to a figure, None where none are found.

        A quality's figure is its goodness in `metric`.
        """
        spec = self.vocabulary.facts.get(path)
        if spec is None or spec.computed is None:
            text = self._write(self._kind(path), value, metric)
            return None if text is None else {path: text}
        inputs = spec.computed.inputs
        wanted = {inputs[0]: value}
        function = spec.computed.function
        if function == "one more than":
            wanted[inputs[0]] = value - 1
        elif function == "margin":
            bottom = _GOOD if metric is None or metric.higher_is_better else -_GOOD / 4
            wanted = {inputs[0]: bottom + value, inputs[1]: bottom}
        elif function == "quotient":
            wanted = {inputs[0]: value * _ROUND, inputs[1]: _ROUND}
        elif function == "sum":
            wanted.update(dict.fromkeys(inputs[1:], Fraction(0)))
        else:
            main = next((one for one in inputs if self._kind(one).kind == INTEGER), inputs[0])
            others = [one for one in inputs if one != main]
            wanted = {one: self._one(one) for one in others}
            whole = value
            for one in others:
                whole /= wanted[one]
            if self._kind(main).integral and whole.denominator != 1:
                main, wanted = others[0], {main: Fraction(1)}
                whole = value
            wanted[main] = whole
        return self._all(wanted, metric)

    def _all(self, wanted: dict[str, Fraction], metric: Metric | None) -> Facts | None:
        found: Facts = {}
        for path, value in wanted.items():
            facts = self.give(path, value, metric)
            if facts is None or any(found.get(one, text) != text for one, text in facts.items()):
                return None
            found |= facts
        return found

    def _one(self, path: str) -> Fraction:
        """Return a plain figure of a fact that others are multiplied with."""
        return _PART if self._kind(path).kind == PROPORTION else Fraction(1)

    def _write(self, kind: FactType, value: Fraction, metric: Metric | None) -> str | None:
        if kind.kind == LEVEL:
            fits = value.denominator == 1 and 0 <= value < len(kind.names)
            return kind.names[int(value)] if fits else None
        if kind.kind == QUALITY:
            if metric is None:
                return None
            figure = value if metric.higher_is_better else -value
            share = metric.scale == "proportion"
            return f"{exact_text(figure * 100)}%" if share else exact_text(figure)
        if kind.kind == PROPORTION:
            return f"{exact_text(value * 100)}%"
        if kind.kind == MONEY:
            return f"{exact_text(value)} {self.measures.currency}"
        if kind.kind in (DURATION, PERSON_TIME):
            return self._time(kind.kind, value)
        return None if kind.integral and value.denominator != 1 else exact_text(value)

    def _time(self, family: str, value: Fraction) -> str:
        """Return a time in the largest unit in which it is a whole number."""
        units = sorted(self.measures.units[family].values(), key=lambda one: -one.factor)
        fitting = (one for one in units if value and (value / one.factor).denominator == 1)
        unit = next(fitting, units[-1])
        number = value / unit.factor
        return f"{exact_text(number)} {unit.one if number == 1 else unit.name}"


def is_figure(kind: FactType) -> bool:
    """Return whether a fact is tested at figures, just below and just above them."""
    return kind.kind in NUMERIC


def has_names(kind: FactType) -> bool:
    """Return whether a fact is one or several of a list of names, or yes or no."""
    return kind.kind in NAMED or kind.kind == BOOLEAN


def figures(test: Test) -> list[tuple[Operand, Fraction]]:
    """Return the thresholds that a test compares with, and their values."""
    found = []
    for operand in test.operands:
        if operand.threshold and operand.value is not None:
            assert not isinstance(operand.value, (str, frozenset))
            found.append((operand, Fraction(operand.value)))
    return found
