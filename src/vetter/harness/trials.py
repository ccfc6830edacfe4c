"""Trials: small projects near the examples of a rule, in search of one that shows something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    CHOICES,
    METRIC,
    NUMERIC,
    PROPORTION,
    QUALITY,
    FactType,
    Metric,
)
from vetter.language.writing import write_value
from vetter.rulebook.rules import Rule

MOST = 1500
"""The most small projects that are tried for one rule."""
ABSENT = None
"""The change that takes a fact out of an example."""
_COMMON, _COMMON_SHARE = Fraction(100), Fraction(1, 2)
"""What an open input of a computed fact is given, so that another can be solved for."""
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
                changes: Iterable[Change] = single
                if pairs:
                    changes = ((*one, *other) for one, other in combinations(single, 2))
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

    def _changes(self, case: Case) -> Iterator[Change]:
        for path in sorted(self.rule.reads()):
            spec = self.vocabulary.facts.get(path)
            if spec is None or spec.computed is None:
                for node in self._of_fact(path, case):
                    yield ((path, node),)
                continue
            for target in self._numbers(path, spec.type, case.states):
                yield from self._inputs(path, target, case.states)
            for one in spec.computed.inputs:
                if one in case.given:
                    yield ((one, ABSENT),)

    def _of_fact(self, path: str, case: Case) -> Iterator[Node | None]:
        derived = self.vocabulary.derived.get(path)
        if derived is not None:
            counts = self._counts(path) if derived.counter else []
            for text in [str(count) for count in counts] or derived.type.names:
                yield Scalar(text)
            return
        yield from self._values(path, self.vocabulary.facts[path].type, case)
        yield ABSENT if path in case.given else Scalar("unknown")

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

    def _values(self, path: str, kind: FactType, case: Case) -> Iterator[Node]:
        if kind.kind == CHOICES:
            yield from self._several(path, kind)
            return
        if kind.kind in NUMERIC:
            numbers = self._numbers(path, kind, case.states)
            names = tuple(self._text(path, kind, value, case.states) for value in numbers)
        elif kind.kind == BOOLEAN:
            names = ("yes", "no")
        elif kind.kind == METRIC:
            names = tuple(self.vocabulary.measures.metrics)
        else:
            names = kind.names or ("stated",)
        for name in names:
            if name:
                yield Scalar(name)

    def _several(self, path: str, kind: FactType) -> Iterator[Node]:
        for name in kind.names:
            yield Items([Scalar(name)])
        wanted = [one for test in self.tests if test.fact == path for one in test.operands]
        for pair in combinations(dict.fromkeys(str(each.value) for each in wanted), 2):
            yield Items([Scalar(name) for name in pair])

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
    ) -> Iterator[Change]:
        """Yield changes of inputs that bring a computed fact to a number.

        One input is solved for; of the others those that are open get a common amount.
        """
        computed = self.vocabulary.facts[path].computed
        assert computed is not None
        for place, one in enumerate(computed.inputs):
            others = [other for at, other in enumerate(computed.inputs) if at != place]
            filled = [self._filled(other, states) for other in others]
            found = [each for each in filled if each is not None]
            if len(found) < len(filled):
                continue
            value = _solved(computed.function, place, target, [number for number, _ in found])
            spec = self.vocabulary.facts[one]
            if value is None or not in_range(value, spec.type, self.vocabulary.measures):
                continue
            beside = tuple(pair for _, change in found for pair in change)
            if spec.computed is not None:
                for change in self._inputs(one, value, states):
                    yield (*beside, *change)
                continue
            if spec.type.integral and value.denominator != 1:
                continue
            text = self._text(one, spec.type, value, states)
            if text:
                yield (*beside, (one, Scalar(text)))

    def _filled(self, path: str, states: Mapping[str, FactState]) -> tuple[Fraction, Change] | None:
        """Return the number that an input has, or one to give it, None where none will do."""
        if states[path].known:
            return Fraction(states[path].value), ()  # type: ignore[arg-type]
        spec = self.vocabulary.facts[path]
        if spec.computed is not None:
            return None
        number = _COMMON_SHARE if spec.type.kind == PROPORTION else _COMMON
        text = self._text(path, spec.type, number, states)
        return (number, ((path, Scalar(text)),)) if text else None


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
