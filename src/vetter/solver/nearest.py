"""The values of a plan, brought as near to what they are now as the verdict allows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from vetter.language.domains import Domain, Interval, Options, exactly
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, LEVEL, Value
from vetter.rulebook.vocabulary import FactSpec
from vetter.scenarios.cells import Span
from vetter.scenarios.cutting import cut_facts
from vetter.scenarios.points import within
from vetter.solver.changes import Changes
from vetter.solver.free import Guess, NotFoundError
from vetter.solver.z3_home import Term

MOST_SETS = 64
"""How many lists of choices are tried before the one found is good enough."""
FINE = Fraction(1, 1000)
"""Where the search for a small step begins."""


def nearest(changes: Changes, guess: Guess, paths: Collection[str]) -> Guess:
    """Return a guess with the same changes, these values tried from the present ones outwards.

    Of what is open now what the vocabulary calls better comes first, or what asks for least.
    """
    fixed: dict[str, Value] = {}
    more: list[Term] = []
    try:
        spoken = changes.forced(guess, {}, [changes.worth_saying()])
        if spoken is not None:
            guess, more = spoken, [changes.worth_saying()]
        for path in paths:
            for value in _nearer(changes, guess, path):
                found = changes.forced(guess, {**fixed, path: value}, more)
                if found is not None:
                    guess = found
                    break
            fixed[path] = guess.values[path]
    except NotFoundError:
        return guess  # as near as there was time for
    return guess


def _nearer(changes: Changes, guess: Guess, path: str) -> Iterator[Value]:
    """Yield values that a fact could rather have, the best first, before the one it has."""
    spec = changes.formula.rulebook.vocabulary.facts[path]
    here = guess.values[path]
    for value in _tried(changes, guess, spec):
        if value == here:
            return
        yield value


def _tried(changes: Changes, guess: Guess, spec: FactSpec) -> Iterator[Value]:
    path, kind = spec.path, spec.type
    present = changes.reach.movable.get(path)
    domain = changes.reach.decidable.get(path)
    if present is not None:
        domain = changes.reach.freed.states[path].domain
    if kind.kind == BOOLEAN:
        return
    if kind.kind == CHOICE:
        names = sorted(kind.names, key=lambda name: name != spec.better)
        yield from (name for name in names if name != present and _admits(domain, name))
    elif kind.kind == LEVEL:
        yield from (rank for rank in _ranks(spec, present) if _admits(domain, rank))
    elif kind.kind == CHOICES:
        yield from _sets(spec, present, domain)
    elif present is not None:
        yield from _numbers(changes, guess, path)


def _admits(domain: Domain, value: Value) -> bool:
    return not isinstance(domain, Options) or value in domain.values


def _ranks(spec: FactSpec, present: Value | None) -> list[int]:
    ranks = list(range(len(spec.type.names)))
    if present is not None:
        assert isinstance(present, int)
        here = present
        return sorted((rank for rank in ranks if rank != here), key=lambda rank: abs(rank - here))
    only = spec.changeable.only if spec.changeable is not None else ""
    falls = (only or spec.better) == "lower"
    return ranks[::-1] if falls else ranks


def _sets(spec: FactSpec, present: Value | None, domain: Domain) -> Iterator[frozenset[str]]:
    names = spec.type.names
    can = spec.changeable
    if present is None:
        if can is not None and can.to:
            yield from (frozenset((str(name),)) for name in can.to)
        return
    assert isinstance(present, frozenset)
    tried = 0
    for size in range(1, len(names) + 1):
        for turned in combinations(names, size):
            value = present ^ frozenset(turned)
            if value and _admits(domain, value):
                yield value
            tried += 1
            if tried > MOST_SETS:
                return


def _numbers(changes: Changes, guess: Guess, path: str) -> Iterator[Fraction]:
    """Yield the nearest number of each cell between the present one and the one found."""
    rulebook = changes.formula.rulebook
    now, then = changes.reach.movable[path], guess.values[path]
    assert isinstance(now, (int, Fraction))
    assert isinstance(then, (int, Fraction))
    present, found = Fraction(now), Fraction(then)
    domains: dict[str, Domain] = {
        one: state.domain
        for one, state in changes.origin.states.items()
        if state.spec.computed is None
    }
    domains |= {one: exactly(guess.values[one]) for one in guess.changed if one in guess.values}
    low, high = min(present, found), max(present, found)
    domains[path] = Interval(low, high, rulebook.vocabulary.facts[path].type.integral)
    numbers = set()
    for cell in cut_facts(rulebook, domains).of[path]:
        if cell.value is None:
            continue
        assert isinstance(cell.value, (int, Fraction))
        numbers.add(Fraction(cell.value))
        if cell.span is not None:
            integral = rulebook.vocabulary.facts[path].type.integral
            numbers.add(near(cell.span, present, integral))
    yield from sorted(
        (one for one in numbers if one != present), key=lambda one: (abs(one - present), one)
    )


def near(span: Span, present: Fraction, integral: bool) -> Fraction:
    """Return the number of a span that is nearest to another, or close to an end left out."""
    end, closed = (span.high, span.with_high)
    if present <= span.low:
        end, closed = (span.low, span.with_low)
    inwards = -1 if end == span.high else 1
    step = Fraction(1) if integral else _small(end)
    if span.low == span.high or (closed and _has_an_end(end)):
        return end
    number = floor(end / step) * step if inwards < 0 else ceil(end / step) * step
    if number == end:
        number += inwards * step
    return number if span.holds(number) else within(span.low, span.high, 1)[0]


def _has_an_end(number: Fraction) -> bool:
    """Return whether a number can be written in decimals."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _small(number: Fraction) -> Fraction:
    """Return the power of ten that is the third digit of a number."""
    size, step = abs(number), FINE
    if not size:
        return step
    while step * 100 > size:
        step /= 10
    while step * 1000 <= size:
        step *= 10
    return step
