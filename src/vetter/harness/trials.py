"""Trials: small projects near the examples of a rule, in search of one that shows something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from vetter.base.nodes import Node, Scalar
from vetter.base.nodes import Sequence as Items
from vetter.base.sources import Source
from vetter.facts.states import FactState
from vetter.harness.cases import Case, Desk, Given
from vetter.harness.nearby import in_range, step
from vetter.language.conditions import tests_of
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    LEVEL,
    METRIC,
    NUMERIC,
    QUALITY,
    FactType,
    Metric,
)
from vetter.rulebook.rules import Rule
from vetter.solver.writing import write_value

MOST = 1500
"""The most small projects that are tried for one rule."""
ABSENT = None
"""The change that takes a fact out of an example."""
Change = tuple[tuple[str, Node | None], ...]


class Trials:
    """The small projects that are tried for a rule: its examples, with one or two facts changed."""

    def __init__(
        self, desk: Desk, rule: Rule, cases: list[Case], source: Source, in_pairs: bool = True
    ) -> None:
        """Make ready for one rule. Not `in_pairs` only one fact is changed at a time."""
        self.in_pairs = in_pairs
        self.desk, self.rule, self.source = desk, rule, source
        self.vocabulary = desk.rulebook.vocabulary
        self.cases = cases
        self.tests = [test for part in rule.conditions() for test in tests_of(part)]

    def __iter__(self) -> Iterator[Case]:
        """Yield the trials, those nearest to the examples first."""
        yield from self.cases
        seen = {_key(case.given) for case in self.cases}
        tried = 0
        for pairs in (False, True) if self.in_pairs else (False,):
            for case in self.cases:
                single = list(self._changes(case))
                changes: Iterator[Change] = (
                    iter((one,) for one in single)
                    if not pairs
                    else ((*one, *other) for one, other in combinations(_grouped(single), 2))
                )
                for change in changes:
                    given = _changed(case.given, change)
                    key = _key(given)
                    if key in seen:
                        continue
                    seen.add(key)
                    tried += 1
                    if tried > MOST:
                        return
                    made = self.desk.settled(self.rule, given, self.source)
                    if isinstance(made, Case):
                        yield made

    def _changes(self, case: Case) -> Iterator[tuple[str, Node | None]]:
        for path in sorted(self.rule.reads()):
            yield from self._of_fact(path, case)

    def _of_fact(self, path: str, case: Case) -> Iterator[tuple[str, Node | None]]:
        derived = self.vocabulary.derived.get(path)
        if derived is not None:
            texts = (
                [str(number) for number in self._counts(path)]
                if derived.counter
                else list(derived.type.names)
            )
            for text in texts:
                yield path, Scalar(text)
            return
        spec = self.vocabulary.facts[path]
        if spec.computed is not None:
            for target in self._numbers(path, spec.type, case.states):
                yield from self._inputs(path, target, case.states)
            for one in spec.computed.inputs:
                if one in case.given:
                    yield one, ABSENT
            return
        yield from self._values(path, spec.type, case)
        if path in case.given:
            yield path, ABSENT
        else:
            yield path, Scalar("unknown")

    def _counts(self, path: str) -> list[int]:
        found = {0, 1}
        for value in self._thresholds(path):
            found |= {int(value) - 1, int(value), int(value) + 1}
        return sorted(one for one in found if one >= 0)

    def _thresholds(self, path: str) -> list[Fraction]:
        return [
            Fraction(operand.value)  # type: ignore[arg-type]
            for test in self.tests
            if test.fact == path
            for operand in test.operands
            if operand.threshold
        ]

    def _values(self, path: str, kind: FactType, case: Case) -> Iterator[tuple[str, Node]]:
        if kind.kind == BOOLEAN:
            names: tuple[str, ...] = ("yes", "no")
        elif kind.kind in (CHOICE, LEVEL):
            names = kind.names
        elif kind.kind == METRIC:
            names = tuple(self.vocabulary.measures.metrics)
        elif kind.kind == CHOICES:
            for name in kind.names:
                yield path, Items([Scalar(name)])
            wanted = [one for test in self.tests if test.fact == path for one in test.operands]
            for one, other in combinations(dict.fromkeys(str(each.value) for each in wanted), 2):
                yield path, Items([Scalar(one), Scalar(other)])
            return
        elif kind.kind in NUMERIC:
            for value in self._numbers(path, kind, case.states):
                text = self._text(path, kind, value, case.states)
                if text:
                    yield path, Scalar(text)
            return
        else:
            names = ("stated",)
        for name in names:
            yield path, Scalar(name)

    def _numbers(
        self, path: str, kind: FactType, states: Mapping[str, FactState]
    ) -> list[Fraction]:
        """Return the numbers around all that a fact is compared with."""
        measures, found = self.vocabulary.measures, []
        for test in self.tests:
            for operand in test.operands:
                if test.fact == path and operand.threshold:
                    threshold = self.vocabulary.thresholds[operand.threshold].type
                    value = Fraction(operand.value)  # type: ignore[arg-type]
                    near = step(value, threshold, measures)
                    found += [value, value - near, value + near]
                    found += [value - near / 2, value + near / 2]
                elif operand.fact and path in (test.fact, operand.fact):
                    other = states.get(operand.fact if path == test.fact else test.fact)
                    if other is not None and other.known:
                        value = Fraction(other.value)  # type: ignore[arg-type]
                        found += [value, value * 99 / 100, value * 101 / 100]
                        found += [value - 1, value + 1]
        if not found:
            found = [Fraction(1), Fraction(1, 2), Fraction(10)]
        allowed = [
            one for one in dict.fromkeys(found)
            if in_range(one, kind, measures) and not (kind.integral and one.denominator != 1)
        ]  # fmt: skip
        return allowed

    def _text(
        self, path: str, kind: FactType, value: Fraction, states: Mapping[str, FactState]
    ) -> str:
        metric: Metric | None = None
        if kind.kind == QUALITY:
            metric = states[path].metric
            if metric is None:
                return ""
        written = write_value(value, kind, self.vocabulary.measures, metric)
        return written if isinstance(written, str) else ""

    def _inputs(
        self, path: str, target: Fraction, states: Mapping[str, FactState]
    ) -> Iterator[tuple[str, Node]]:
        """Yield values of one input that bring a computed fact to a number."""
        computed = self.vocabulary.facts[path].computed
        assert computed is not None
        for place, one in enumerate(computed.inputs):
            others = [states[other] for at, other in enumerate(computed.inputs) if at != place]
            if not all(state.known for state in others):
                continue
            numbers = [Fraction(state.value) for state in others]  # type: ignore[arg-type]
            value = _solved(computed.function, place, target, numbers)
            spec = self.vocabulary.facts[one]
            if value is None or not in_range(value, spec.type, self.vocabulary.measures):
                continue
            if spec.computed is not None:
                yield from self._inputs(one, value, states)
                continue
            if spec.type.integral and value.denominator != 1:
                continue
            text = self._text(one, spec.type, value, states)
            if text:
                yield one, Scalar(text)


def _solved(function: str, place: int, target: Fraction, others: list[Fraction]) -> Fraction | None:
    """Return the input of a computed fact that gives a result, None where none does."""
    if function == "sum":
        return target - sum(others)
    if function == "one more than":
        return target - 1
    if function == "margin":
        return target + others[0] if place == 0 else others[0] - target
    if function == "product":
        product = Fraction(1)
        for number in others:
            product *= number
        return target / product if product else None
    if function == "quotient":
        if place == 0:
            return target * others[0]
        return others[0] / target if target else None
    return None


def _grouped(single: list[tuple[str, Node | None]]) -> list[Change]:
    return [(one,) for one in single]


def _changed(given: Given, change: Change) -> Given:
    made = dict(given)
    for path, node in change:
        if node is None:
            made.pop(path, None)
        else:
            made[path] = node
    return made


def _key(given: Given) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((path, written(node)) for path, node in given.items()))


def written(node: Node) -> str:
    """Return a node as it stands in the braces of an example."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return f"[{', '.join(written(item) for item in node.items)}]"
    pairs = [f"{key.text}: {written(value)}" for key, value in node.pairs]  # type: ignore[attr-defined]
    return f"{{{', '.join(pairs)}}}"


def paste(given: Given) -> str:
    """Return facts as they stand behind `fires:`."""
    return f"{{{', '.join(f'{path}: {written(node)}' for path, node in given.items())}}}"
