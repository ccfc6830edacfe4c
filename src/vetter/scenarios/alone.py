"""The cells of one fact of a project, the rest of it as it is, open facts staying open.

A space cuts all open facts at once, for it looks at complete projects. Here one fact takes every
value while the others keep what is known of them, little or much. So a number is cut where a
sentence turns on it: at thresholds, at the known values of facts that it is compared with, at both
ends where these are only partly known, and for computed facts where they reach such a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product
from typing import NamedTuple

from vetter.facts.states import FactState
from vetter.language.conditions import Operand, Test
from vetter.language.domains import Domain, Interval, Options, exactly
from vetter.language.operators import possible_ends
from vetter.language.types import CHOICES, METRIC, NUMERIC, TEXT, Value
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.cells import Cell, Inexact, Span
from vetter.scenarios.cutting import range_of
from vetter.scenarios.names import cut_names, cut_sets, values_of
from vetter.scenarios.numbers import Point, points_between
from vetter.scenarios.outcomes import base_facts
from vetter.scenarios.reads import Reads, reads_of
from vetter.scenarios.terms import Term, computed, constant, crossings, roots, variable

States = Mapping[str, FactState]


class Alone(NamedTuple):
    """The cells of one fact: no sentence tells the values of a cell apart, the rest as it is.

    Those of a number are in rising order, and adjoin one another over its whole range. `inexact`
    is where that is not so: a cell may have an end that is no exact number, and is not cut there.
    """

    cells: tuple[Cell, ...]
    inexact: tuple[Inexact, ...] = ()


class Around:
    """Cuts one fact after another of projects; what a rulebook asks is found once."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Learn what `rulebook` asks of each fact."""
        self.rulebook = rulebook
        self.facts = rulebook.vocabulary.facts
        self.metrics = rulebook.vocabulary.measures.metrics
        self.reads: Reads = reads_of(rulebook)
        self._linked = {path for test in self.reads.linked for path in base_facts(test)}
        self._made: dict[str, tuple[str, ...]] = {}

    def cells(self, states: States, path: str, within: bool = False) -> Alone:
        """Return the cells of all values that a base fact can be given in a settled project.

        With `within` they are only those that what is known of the fact admits. A quality of which
        the metric is open has none, nor has a fact that does not apply. The value that a known fact
        has is in a cell of its kind like all others. Raises `ValueError` for a computed fact.
        """
        spec, state = self.facts[path], states[path]
        if spec.computed is not None:
            message = f"`{path}` is computed and has no values of its own"
            raise ValueError(message)
        if not (state.status.is_open or state.known):
            return Alone(())
        domain = state.domain if within else None
        kind = spec.type.kind
        if kind in NUMERIC:
            if spec.type.metric_of and state.metric is None:
                return Alone(())
            return _Numbers(self, states, path, domain).cut()
        tests = self.reads.alone.get(path, ())
        if kind == CHOICES:
            sets, inexact = cut_sets(path, spec.type, domain, tests)
            return Alone(sets, (inexact,) if inexact else ())
        if kind == TEXT and state.value is not None:
            domain = state.domain
        values = values_of(spec.type, tuple(self.metrics), domain)
        linked = path in self._linked or kind == METRIC
        return Alone(cut_names(spec.type, values, tests, linked))

    def others(self, states: States, path: str) -> Alone:
        """Return the cells of a fact that do not hold the value that it has."""
        found = self.cells(states, path)
        value = states[path].value
        if value is None or not found.cells:
            return found
        mine = self._place(found.cells, path, value)
        return found._replace(cells=tuple(one for at, one in enumerate(found.cells) if at != mine))

    def _place(self, cells: tuple[Cell, ...], path: str, value: Value) -> int | None:
        tests = self.reads.alone.get(path, ())
        ends = [_holds(test, value) for test in tests]
        for at, cell in enumerate(cells):
            if cell.span is not None:
                if isinstance(value, int | Fraction) and cell.span.holds(Fraction(value)):
                    return at
            elif cell.among:
                if value in cell.among:
                    return at
            elif cell.value == value or (
                isinstance(value, frozenset) and [_holds(one, cell.value) for one in tests] == ends
            ):
                return at
        return None

    def made_of(self, path: str) -> tuple[str, ...]:
        """Return a fact and all that is computed of it."""
        found = self._made.get(path)
        if found is None:
            made = {path}
            for one in self.rulebook.fact_order:
                spec = self.facts[one]
                if spec.computed is not None and made & set(spec.computed.inputs):
                    made.add(one)
            found = tuple(one for one in self.rulebook.fact_order if one in made)
            self._made[path] = found
        return found


def _holds(test: Test, value: Value | None) -> bool:
    return test.operator.holds(value, tuple(operand.value for operand in test.operands))


class _Numbers:
    """Cuts one number."""

    def __init__(self, around: Around, states: States, path: str, domain: Domain) -> None:
        self.around, self.states, self.path = around, states, path
        spec = around.facts[path]
        self.metric = states[path].metric
        self.range = range_of(spec, domain, self.metric)
        self.made = around.made_of(path)
        self.terms: dict[str, Term | None] = {}
        reads = around.reads
        self.tests = [
            *(test for one in self.made for test in reads.alone.get(one, ())),
            *(test for test in reads.linked if set(base_facts(test)) & set(self.made)),
        ]

    def cut(self) -> Alone:
        name = self.metric.name if self.metric else ""
        if self.range.single is not None:
            return Alone((Cell(self.range.single, name),))
        read = {one for test in self.tests for one in base_facts(test)} | self.around.reads.asked
        defined = [
            term for one in self.made if one in read and (term := self._term(one)) is not None
        ]
        cuts, inexact = self._cuts(defined)
        merged: list[tuple[object, list[Point]]] = []
        for point in points_between(self.range, cuts):
            seen = self._seen(point.number, defined)
            if merged and merged[-1][0] == seen:
                merged[-1][1].append(point)
            else:
                merged.append((seen, [point]))
        cells = []
        for _, points in merged:
            first, last = points[0].span, points[-1].span
            span = Span(first.low, last.high, first.with_low, last.with_high)
            some = tuple(one.number for one in points) if self.range.only else ()
            cells.append(Cell(points[len(points) // 2].number, name, span, some))
        return Alone(tuple(cells), inexact)

    def _cuts(self, defined: list[Term]) -> tuple[set[Fraction], tuple[Inexact, ...]]:
        """Return where a sentence can turn, or something computed comes to nothing."""
        cuts: set[Fraction] = set()
        inexact: dict[tuple[str, ...], None] = {}
        for test in self.tests:
            for left, right in self._comparisons(test):
                if not (left.readable and right.readable):
                    inexact[base_facts(test)] = None
                    continue
                places = _crossings(left, right)
                if places is None:
                    inexact[base_facts(test)] = None
                else:
                    cuts.update(places)
        for term in defined:
            for polynomial in term.undefined:
                places = roots(polynomial)
                if places is None:
                    inexact[(self.path,)] = None
                else:
                    cuts.update(places)
        because = "what it comes to turns at a number that is not exact"
        return cuts, tuple(Inexact(facts, because) for facts in sorted(inexact))

    def _term(self, path: str) -> Term | None:
        """Return what a number comes to; None while that is open, or when it is nothing."""
        if path not in self.terms:
            spec, state = self.around.facts[path], self.states[path]
            made: Term | None = None
            if path == self.path:
                made = variable(path)
            elif spec.computed is not None:
                inputs = [self._term(one) for one in spec.computed.inputs]
                made = computed(spec.computed.function, inputs)
            elif isinstance(state.value, int | Fraction):  # known, or held until it applies
                made = constant(Fraction(state.value))
            self.terms[path] = made
        return self.terms[path]

    def _ends(self, path: str) -> list[Term]:
        """Return where what is known of a fact begins and ends, its single value or every option.

        A derived fact has each of its values.
        """
        highest = self.around.reads.highest.get(path)
        if highest is not None:
            return [constant(Fraction(one)) for one in range(highest + 1)]
        term = self._term(path)
        if term is not None:
            return [term]
        domain = self.states[path].domain
        numbers: list[Fraction] = []
        if type(domain) is Interval:
            numbers = [domain.low, domain.high]
        elif type(domain) is Options:
            numbers = sorted(
                Fraction(one) for one in domain.values if isinstance(one, int | Fraction)
            )
        return [constant(one) for one in numbers]

    def _holds_here(self, operand: Operand) -> bool:
        """Return whether a threshold holds in the metric of this cut; what is none always does."""
        name = self.metric.name if self.metric else ""
        return not operand.metrics or name in operand.metrics

    def _comparisons(self, test: Test) -> Iterator[tuple[Term, Term]]:
        """Yield what a sentence compares; its operands too, for together they bound a range."""
        sides = [self._ends(test.fact)]
        for operand in test.operands:
            if not self._holds_here(operand):
                continue
            if operand.fact:
                sides.append(self._ends(operand.fact))
            else:
                assert isinstance(operand.value, int | Fraction)
                sides.append([constant(Fraction(operand.value))])
        for left, right in combinations(sides, 2):
            yield from product(left, right)

    def _seen(self, number: Fraction, defined: list[Term]) -> object:
        """Return what every sentence can end in, and what comes to nothing, at a number."""
        ends = [self._possible(test, number) for test in self.tests]
        return ends, [term.readable and term.at(number) is None for term in defined]

    def _possible(self, test: Test, number: Fraction) -> object:
        if not all(self._holds_here(one) for one in test.operands):
            return None
        sides = [self._domains(test.fact, number)]
        sides += [self._of_operand(one, number) for one in test.operands]
        if not all(sides):
            return None
        return [
            possible_ends(test.operator, left, tuple(right)) for left, *right in product(*sides)
        ]

    def _of_operand(self, operand: Operand, number: Fraction) -> list[Domain]:
        return self._domains(operand.fact, number) if operand.fact else [operand.domain]

    def _domains(self, path: str, number: Fraction) -> list[Domain]:
        """Return what a fact can be at a number, a derived one each value; empty for nothing."""
        highest = self.around.reads.highest.get(path)
        if highest is not None:
            return [exactly(value) for value in range(highest + 1)]
        term = self._term(path)
        if term is None or not term.readable:
            return [None if term is not None else self.states[path].domain]
        if term.constant:
            return [Options(frozenset(term.top or (Fraction(0),)))]
        value = number if path == self.path else term.at(number)
        return [] if value is None else [exactly(value)]


def _crossings(left: Term, right: Term) -> tuple[Fraction, ...] | None:
    """Return where two terms are equal; nowhere if both are the same everywhere."""
    if left.identity and right.constant:
        return right.top or (Fraction(0),)
    if left.constant and right.constant:
        return ()
    return crossings(left, right)
