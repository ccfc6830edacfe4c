"""Cutting: the cells of every base fact of a rulebook, as far as a project leaves it open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from vetter.language.conditions import Operand, Test
from vetter.language.domains import Domain, Interval, Options
from vetter.language.numbers import LARGEST
from vetter.language.types import CHOICES, METRIC, NUMERIC, PROPORTION, QUALITY, Metric
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec
from vetter.scenarios.applies import never_apply
from vetter.scenarios.cells import NOT_APPLICABLE, Cell, Inexact, Span
from vetter.scenarios.names import cut_names, cut_sets, values_of
from vetter.scenarios.numbers import Comparison, Cut, cut_numbers
from vetter.scenarios.outcomes import base_facts
from vetter.scenarios.points import Range
from vetter.scenarios.reads import Reads, reads_of
from vetter.scenarios.terms import Term, computed, constant, variable

Domains = Mapping[str, Domain]
"""What is known of each base fact that is not computed; None is nothing."""


class Cells(NamedTuple):
    """The cells of every base fact; the first of each is that it does not apply.

    Computed facts have no other cell: what they come to follows from those of their inputs.
    """

    of: dict[str, tuple[Cell, ...]]
    inexact: tuple[Inexact, ...]


def cut_facts(rulebook: Rulebook, domains: Domains) -> Cells:
    """Return the cells of all base facts, given what is known of them."""
    return _Cutting(rulebook, domains).cut()


class _Cutting:
    def __init__(self, rulebook: Rulebook, domains: Domains) -> None:
        self.rulebook, self.domains = rulebook, domains
        self.facts = rulebook.vocabulary.facts
        self.metrics = rulebook.vocabulary.measures.metrics
        self.reads: Reads = reads_of(rulebook)
        self.never = never_apply(rulebook, domains)
        self.cells: dict[str, tuple[Cell, ...]] = {}
        self.inexact: list[Inexact] = []

    def cut(self) -> Cells:
        linked = {path for test in self.reads.linked for path in base_facts(test)}
        for path, spec in self.facts.items():
            kind = spec.type.kind
            if spec.computed is not None or path in self.never:
                self.cells[path] = ()
            elif kind == CHOICES:
                cells, inexact = cut_sets(path, spec.type, self.domains[path], self._alone(path))
                self.cells[path] = cells
                self.inexact += [inexact] if inexact else []
            elif kind not in NUMERIC:
                values = values_of(spec.type, tuple(self.metrics), self.domains[path])
                in_play = self._in_play(path) if kind == METRIC else None
                self.cells[path] = cut_names(
                    spec.type, values, self._alone(path), path in linked, in_play
                )
        self._amounts()
        for path, spec in self.facts.items():
            if spec.type.kind == METRIC:
                self._qualities(path)
        of = {path: (NOT_APPLICABLE, *self.cells[path]) for path in self.facts}
        named = {(one.facts, one.because): one for one in self.inexact}
        return Cells(of, tuple(named[key] for key in sorted(named)))

    def _alone(self, path: str) -> tuple[Test, ...]:
        return self.reads.alone.get(path, ())

    def _in_play(self, metric_fact: str) -> frozenset[str]:
        every = [
            *self.reads.linked,
            *(test for tests in self.reads.alone.values() for test in tests),
        ]
        return frozenset(
            operand.metric
            for test in every
            for operand in test.operands
            if operand.metric and self.facts[test.fact].type.metric_of == metric_fact
        )

    def _amounts(self) -> None:
        """Cut the numbers that are no qualities, computed ones through their inputs."""
        ranges = {
            path: self._range(spec, None)
            for path, spec in self.facts.items()
            if path not in self.never
            and spec.computed is None
            and spec.type.kind in NUMERIC - {QUALITY}
        }
        self._numbers(ranges, None)

    def _qualities(self, metric_fact: str) -> None:
        """Cut the qualities that are measured in one metric, for each that it can be."""
        measured = [
            path
            for path, spec in self.facts.items()
            if spec.type.metric_of == metric_fact and path not in self.never
        ]
        for path in measured:
            self.cells[path] = ()
        names = self.cells[metric_fact]
        for name in names:
            metric = self.metrics[str(name.value)]
            known = len(names) == 1 and len(name.among) <= 1
            ranges = {path: self._range(self.facts[path], metric, known) for path in measured}
            self._numbers(ranges, metric)

    def _range(self, spec: FactSpec, metric: Metric | None, known: bool = True) -> Range:
        """Return the numbers that a fact can be; a quality is open before its metric is known."""
        kind, domain = spec.type, self.domains[spec.path]
        if known and isinstance(domain, Options):
            only = sorted(
                Fraction(one) for one in domain.values if not isinstance(one, str | frozenset)
            )
            return Range(only[0], only[-1], kind.integral, tuple(only))
        if known and isinstance(domain, Interval):
            return Range(domain.low, domain.high, kind.integral)
        if metric is not None:
            return _range_in(metric)
        if kind.kind == PROPORTION:
            return Range(Fraction(0), Fraction(1))
        least = Fraction(0) if kind.low is None else kind.low
        most = LARGEST if kind.high is None else kind.high
        return Range(least, most, kind.integral)

    def _numbers(self, ranges: Mapping[str, Range], metric: Metric | None) -> None:
        numbers = _Numbers(self.facts, self.reads, ranges, metric)
        cut = numbers.cut()
        self.inexact += cut.inexact
        for path, among in ranges.items():
            value = among.single
            if value is not None:
                cells: tuple[Cell, ...] = (Cell(value, metric.name if metric else ""),)
            else:
                cells = numbers.cells(path, cut)
            self.cells[path] = (*self.cells.get(path, ()), *cells)


class _Numbers:
    """The numbers of one cut: amounts, or the qualities in one metric."""

    def __init__(
        self,
        facts: Mapping[str, FactSpec],
        reads: Reads,
        ranges: Mapping[str, Range],
        metric: Metric | None,
    ) -> None:
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
            if path in self.ranges or (spec.computed is not None and self.metric is None):
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
        facts = base_facts(test)
        for operand in test.operands:
            if operand.metric and (self.metric is None or operand.metric != self.metric.name):
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
        if value is None or any(one.metric and one.metric != mine for one in test.operands):
            return None
        return test.operator.holds(value, tuple(one.value for one in test.operands))


def _order(comparison: Comparison, number: Fraction) -> int | None:
    left, right = comparison.left.at(number), comparison.right.at(number)
    if left is None or right is None:
        return None
    return (left > right) - (left < right)


def _range_in(metric: Metric) -> Range:
    """Return the goodness that a quality can have in a metric."""
    nothing = Fraction(0)
    if metric.scale == "proportion" and metric.higher_is_better:
        return Range(nothing, Fraction(1))
    if not metric.higher_is_better:
        return Range(-LARGEST, nothing)
    return Range(-LARGEST if metric.scale == "unit of the target" else nothing, LARGEST)
