"""Where a number of a project can turn its verdict: exact cuts, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, floor
from typing import NamedTuple

from vetter.facts.states import FactState
from vetter.language.conditions import Test
from vetter.language.domains import Domain, Interval, Options
from vetter.language.numbers import LARGEST
from vetter.language.types import NUMERIC, PROPORTION, QUALITY
from vetter.rulebook.vocabulary import FactSpec
from vetter.scenarios.cells import Span
from vetter.scenarios.cutting import range_in
from vetter.scenarios.points import Range, within
from vetter.scenarios.reads import Reads
from vetter.scenarios.terms import Term, computed, constant, crossings, roots, variable


def range_of(state: FactState) -> Range:
    """Return all numbers that a fact can be, in the metric that is stated."""
    kind = state.spec.type
    if state.metric is not None:
        return range_in(state.metric)
    if kind.kind == PROPORTION:
        return Range(Fraction(0), Fraction(1))
    least = Fraction(0) if kind.low is None else kind.low
    most = LARGEST if kind.high is None else kind.high
    return Range(least, most, kind.integral)


def can_vary(state: FactState) -> bool:
    """Return whether a fact is a number that applies, or may apply, and could be another one."""
    spec = state.spec
    return (
        spec.type.kind in NUMERIC
        and spec.computed is None
        and (state.status.is_open or state.known)
        and (spec.type.kind != QUALITY or state.metric is not None)
    )


class Spans(NamedTuple):
    """All numbers that a fact can be, from the lowest, cut where a sentence can turn.

    Each span comes with a number of it. Where not `exact` a cut may be missing.
    """

    range: Range
    exact: bool
    spans: tuple[tuple[Span, Fraction], ...]


def spans_of(path: str, states: Mapping[str, FactState], reads: Reads) -> Spans:
    """Return the numbers of a fact cut, all the rest as it is; in goodness for a quality."""
    among = range_of(states[path])
    cuts, exact = _Cuts(path, states, reads).found()
    inside = sorted({among.low, among.high, *(one for one in cuts if among.low < one < among.high)})
    return Spans(among, exact, tuple(_spans(inside, among.integral)))


def _spans(cuts: list[Fraction], integral: bool) -> Iterator[tuple[Span, Fraction]]:
    """Yield each cut and what lies between two, with a number of it."""
    yield from _at(cuts[0], integral)
    for low, high in pairwise(cuts):
        if not integral:
            yield Span(low, high, False, False), within(low, high, 1)[0]
        elif floor(low) + 1 <= ceil(high) - 1:
            first, last = Fraction(floor(low) + 1), Fraction(ceil(high) - 1)
            yield Span(first, last, True, True), first
        yield from _at(high, integral)


def _at(cut: Fraction, integral: bool) -> Iterator[tuple[Span, Fraction]]:
    if not integral or cut.denominator == 1:
        yield Span(cut, cut, True, True), cut


class _Cuts:
    """The numbers at which a sentence of the rulebook can turn on one fact.

    All other facts stand as they are, so that what is computed of them is a number, or open, and
    then open whatever the fact in question is.
    """

    def __init__(self, path: str, states: Mapping[str, FactState], reads: Reads) -> None:
        self.path, self.states, self.reads = path, states, reads
        self.terms: dict[str, Term | None] = {}
        self.exact = True

    def found(self) -> tuple[frozenset[Fraction], bool]:
        """Return the cuts, and whether they are all exact numbers."""
        cuts: set[Fraction] = set()
        touched = [one for one in self.states if self._moves(self._term(one))]
        for path in touched:
            term = self._term(path)
            assert term is not None
            for polynomial in term.undefined:
                cuts.update(self._exactly(roots(polynomial)))
            if not term.readable:
                self.exact = False
        mine = set(touched)
        tests = [test for one in touched for test in self.reads.alone.get(one, ())]
        tests += [
            test
            for test in self.reads.linked
            if mine & {test.fact, *(one.fact for one in test.operands)}
        ]
        for test in tests:
            for left, right in combinations(self._sides(test), 2):
                for one in left:
                    for other in right:
                        if (
                            one.readable
                            and other.readable
                            and (self._moves(one) or self._moves(other))
                        ):
                            cuts.update(self._exactly(crossings(one, other)))
        return frozenset(cuts), self.exact

    def _exactly(self, places: tuple[Fraction, ...] | None) -> tuple[Fraction, ...]:
        if places is None:
            self.exact = False
            return ()
        return places

    def _moves(self, term: Term | None) -> bool:
        return term is not None and bool(term.variables)

    def _term(self, path: str) -> Term | None:
        """Return what a number comes to, None for one that is open, or no number."""
        if path not in self.terms:
            self.terms[path] = self._made(self.states[path])
        return self.terms[path]

    def _made(self, state: FactState) -> Term | None:
        spec: FactSpec = state.spec
        if state.path == self.path:
            return variable(self.path)
        if spec.type.kind not in NUMERIC:
            return None
        if spec.computed is not None:
            return computed(
                spec.computed.function, [self._term(one) for one in spec.computed.inputs]
            )
        numbers = _ends(state.domain)
        return constant(numbers[0]) if len(numbers) == 1 else None

    def _sides(self, test: Test) -> list[list[Term]]:
        """Return for each side of a comparison the numbers at which it begins or ends."""
        sides = [self._of_fact(test.fact)]
        for operand in test.operands:
            if operand.fact:
                sides.append(self._of_fact(operand.fact))
            elif not operand.metric or self._fits(test.fact, operand.metric):
                sides.append([constant(one) for one in _ends(operand.domain)])
        return sides

    def _fits(self, path: str, metric: str) -> bool:
        stated = self.states[path].metric
        return stated is None or stated.name == metric

    def _of_fact(self, path: str) -> list[Term]:
        if path in self.reads.highest:
            return [constant(Fraction(one)) for one in range(self.reads.highest[path] + 1)]
        term = self._term(path)
        if term is not None:
            return [term]
        return [constant(one) for one in _ends(self.states[path].domain)]


def _ends(domain: Domain) -> list[Fraction]:
    """Return the numbers at which a domain begins or ends; every option is one."""
    if isinstance(domain, Interval):
        return [domain.low, domain.high]
    if isinstance(domain, Options):
        numbers = (Fraction(one) for one in domain.values if isinstance(one, int | Fraction))
        return sorted(set(numbers))
    return []
