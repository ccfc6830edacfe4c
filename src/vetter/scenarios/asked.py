"""What is asked of open numbers: sentences as comparisons of terms, and the cells that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from vetter.language.conditions import Operand, Test
from vetter.language.types import MARGIN, Metric
from vetter.rulebook.vocabulary import FactSpec
from vetter.scenarios.cells import Cell, Inexact, Span
from vetter.scenarios.numbers import Comparison, Cut, cut_numbers
from vetter.scenarios.outcomes import base_facts
from vetter.scenarios.points import Range
from vetter.scenarios.reads import Reads
from vetter.scenarios.terms import Term, computed, constant, variable


class OpenNumbers:
    """The numbers of one cut, amounts or qualities in one metric, and all that is asked of them."""

    def __init__(
        self,
        facts: Mapping[str, FactSpec],
        reads: Reads,
        ranges: Mapping[str, Range],
        metric: Metric | None,
    ) -> None:
        """Reduce what the facts are and what is computed of them to terms in what is open.

        `ranges` are the numbers that each fact can be, those left out never apply; `metric` is that
        of qualities.
        """
        self.facts, self.reads, self.metric = facts, reads, metric
        self.ranges = ranges
        self.open = {path: among for path, among in ranges.items() if among.single is None}
        self.terms = self._terms({})
        read = {path for test in self._tests() for path in base_facts(test)} | reads.asked
        self.read = {path: term for path, term in self.terms.items() if path in read and term}
        self.unsure = frozenset(
            name for term in self.read.values() if not term.readable for name in term.variables
        )

    def cut(self) -> Cut:
        """Return the points of the open numbers."""
        asked = list(self._comparisons(self.terms))
        first = cut_numbers(self.open, asked, self._defined())
        if not self.unsure:
            return first
        # What hangs on several open numbers cannot be cut exactly. Each is cut once more where it
        # turns when the others stand somewhere in their middle, so that both sides are seen.
        fixed = {
            name: [one.number for one in points if one.number][len(points) // 2 - 1 :][:1]
            for name, points in first.points.items()
        }
        more = []
        for name in sorted(self.unsure):
            others = {path: at[0] for path, at in fixed.items() if path != name and at}
            sliced = self._terms(others)
            more += [
                one
                for one in self._comparisons(sliced)
                if one.left.variables | one.right.variables == {name}
                and one.left.readable
                and one.right.readable
            ]
        cut = cut_numbers(self.open, [*asked, *more], self._defined())
        divided = [
            Inexact((path,), "it is divided by what is computed of several open facts")
            for path, term in self.read.items()
            if not term.readable
            and self.facts[path].computed
            and self.facts[path].computed.function == "quotient"  # type: ignore[union-attr]
        ]
        return cut._replace(inexact=(*cut.inexact, *divided))

    def _defined(self) -> list[Term]:
        return list(self.read.values())

    def _terms(self, fixed: Mapping[str, Fraction]) -> dict[str, Term | None]:
        found: dict[str, Term | None] = {}

        def term(path: str) -> Term | None:
            if path in found:
                return found[path]
            spec = self.facts[path]
            if path not in self.ranges and spec.computed is None:
                made = None  # it never applies
            elif spec.computed is not None:
                made = computed(spec.computed.function, [term(one) for one in spec.computed.inputs])
            else:
                value = self.ranges[path].single if path not in fixed else fixed[path]
                made = variable(path) if value is None else constant(value)
            found[path] = made
            return made

        for path, spec in self.facts.items():
            here = (spec.type.kind == MARGIN) == (self.metric is not None)
            if path in self.ranges or (spec.computed is not None and here):
                term(path)
        return found

    def _tests(self) -> Iterator[Test]:
        for path in self.terms:
            yield from self.reads.alone.get(path, ())
        for test in self.reads.linked:
            if any(path in self.terms for path in base_facts(test)):
                yield test

    def _comparisons(self, terms: Mapping[str, Term | None]) -> Iterator[Comparison]:
        for test in self._tests():
            yield from self._of_test(test, terms)

    def _of_test(self, test: Test, terms: Mapping[str, Term | None]) -> Iterator[Comparison]:
        facts, mine = base_facts(test), self.metric.name if self.metric else ""
        for operand in test.operands:
            if operand.metrics and mine not in operand.metrics:
                continue
            for left in self._of(test.fact, terms):
                for right in self._of_operand(operand, terms):
                    yield Comparison(left, right, facts)

    def _of(self, path: str, terms: Mapping[str, Term | None]) -> list[Term]:
        if path in self.reads.highest:
            return [constant(Fraction(one)) for one in range(self.reads.highest[path] + 1)]
        found = terms.get(path)
        return [] if found is None else [found]

    def _of_operand(self, operand: Operand, terms: Mapping[str, Term | None]) -> list[Term]:
        if operand.fact:
            return self._of(operand.fact, terms)
        assert isinstance(operand.value, int | Fraction)
        return [constant(Fraction(operand.value))]

    def cells(self, path: str, cut: Cut) -> tuple[Cell, ...]:
        """Return the cells of one open number: neighbours that no test tells apart are one."""
        name = self.metric.name if self.metric else ""
        points = cut.points[path]
        if path in cut.linked or path in self.unsure:
            return tuple(Cell(one.number, name, one.span) for one in points)
        mine = {path}
        asked = [
            one
            for one in self._comparisons(self.terms)
            if one.left.variables | one.right.variables == mine
        ]
        # On one number alone what counts is the test; against another fact it is the order.
        alone = [
            test
            for one, term in self.terms.items()
            if term is not None and term.variables == mine
            for test in self.reads.alone.get(one, ())
        ]
        of_links = [one for one in asked if len(one.facts) > 1]
        defined = [term for term in self.read.values() if term.variables == mine]

        def told(number: Fraction) -> tuple[object, ...]:
            return (
                *(self._end(test, number) for test in alone),
                *(_order(one, number) for one in of_links),
                *(term.at(number) is None for term in defined),
            )

        merged: list[tuple[tuple[object, ...], list[int]]] = []
        for place, point in enumerate(points):
            signs = told(point.number)
            if merged and merged[-1][0] == signs:
                merged[-1][1].append(place)
            else:
                merged.append((signs, [place]))
        among = self.open[path]
        cells = []
        for _, places in merged:
            first, last = points[places[0]].span, points[places[-1]].span
            span = Span(first.low, last.high, first.with_low, last.with_high)
            some = tuple(points[place].number for place in places) if among.only else ()
            middle = points[places[len(places) // 2]].number
            cells.append(Cell(middle, name, span, some))
        return tuple(cells)

    def _end(self, test: Test, number: Fraction) -> object:
        term = self.terms[test.fact]
        assert term is not None
        value = term.at(number)
        mine = self.metric.name if self.metric else ""
        if value is None or any(one.metrics and mine not in one.metrics for one in test.operands):
            return None
        return test.operator.holds(value, tuple(one.value for one in test.operands))


def _order(comparison: Comparison, number: Fraction) -> int | None:
    left, right = comparison.left.at(number), comparison.right.at(number)
    if left is None or right is None:
        return None
    return (left > right) - (left < right)
