"""Cutting: the cells of every base fact of a rulebook, as far as a project leaves it open."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import NamedTuple

from vetter.language.conditions import Test
from vetter.language.domains import Domain, Interval, Options
from vetter.language.numbers import LARGEST
from vetter.language.types import CHOICES, MEASURED, METRIC, NUMERIC, PROPORTION, Metric
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec
from vetter.scenarios.applies import never_apply
from vetter.scenarios.asked import OpenNumbers
from vetter.scenarios.cells import NOT_APPLICABLE, Cell, Inexact
from vetter.scenarios.names import cut_names, cut_sets, values_of
from vetter.scenarios.outcomes import base_facts
from vetter.scenarios.points import Range
from vetter.scenarios.reads import Reads, reads_of

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

    def _in_play(self, metric_fact: str) -> dict[str, Hashable]:
        """Return what tells a metric from others: the thresholds that hold in it, and its scale."""
        every = [
            *self.reads.linked,
            *(test for tests in self.reads.alone.values() for test in tests),
        ]
        sets = {
            operand.metrics
            for test in every
            for operand in test.operands
            if operand.metrics and self.facts[test.fact].type.metric_of == metric_fact
        }
        return {
            name: (tuple(sorted(one for one in sets if name in one)), _range_in(metric))
            for name, metric in self.metrics.items()
            if any(name in one for one in sets)
        }

    def _amounts(self) -> None:
        """Cut the numbers that are no qualities, computed ones through their inputs."""
        ranges = {
            path: self._range(spec, None)
            for path, spec in self.facts.items()
            if path not in self.never
            and spec.computed is None
            and spec.type.kind in NUMERIC - MEASURED
        }
        self._numbers(ranges, None)

    def _qualities(self, metric_fact: str) -> None:
        """Cut the qualities that are measured in one metric, for each that it can be."""
        measured = [
            path
            for path, spec in self.facts.items()
            if spec.type.metric_of == metric_fact
            and spec.computed is None
            and path not in self.never
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
        units = self.rulebook.vocabulary.measures.units.get(spec.type.kind, {})
        largest = max((unit.factor for unit in units.values()), default=Fraction(1))
        return range_of(spec, self.domains[spec.path] if known else None, metric, largest)

    def _numbers(self, ranges: Mapping[str, Range], metric: Metric | None) -> None:
        numbers = OpenNumbers(self.facts, self.reads, ranges, metric)
        cut = numbers.cut()
        self.inexact += cut.inexact
        for path, among in ranges.items():
            value = among.single
            if value is not None:
                cells: tuple[Cell, ...] = (Cell(value, metric.name if metric else ""),)
            else:
                cells = numbers.cells(path, cut)
            self.cells[path] = (*self.cells.get(path, ()), *cells)


def range_of(
    spec: FactSpec, domain: Domain, metric: Metric | None, largest: Fraction = Fraction(1)
) -> Range:
    """Return the numbers that a fact can be, given what is known of it and its metric.

    `largest` is the largest unit that an answer can be written in.
    """
    kind = spec.type
    if isinstance(domain, Options):
        only = sorted(
            Fraction(one) for one in domain.values if not isinstance(one, str | frozenset)
        )
        return Range(only[0], only[-1], kind.integral, tuple(only))
    if isinstance(domain, Interval):
        return Range(domain.low, domain.high, kind.integral)
    if metric is not None:
        return _range_in(metric)
    if kind.kind == PROPORTION:
        return Range(Fraction(0), Fraction(1))
    least = Fraction(0) if kind.low is None else kind.low
    most = LARGEST * largest if kind.high is None else kind.high
    return Range(least, most, kind.integral)


def _range_in(metric: Metric) -> Range:
    """Return the goodness that a quality can have in a metric."""
    nothing = Fraction(0)
    if metric.scale == "proportion" and metric.higher_is_better:
        return Range(nothing, Fraction(1))
    if not metric.higher_is_better:
        return Range(-LARGEST, nothing)
    return Range(-LARGEST if metric.scale == "unit of the target" else nothing, LARGEST)
