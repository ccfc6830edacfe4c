"""Breakers of a verdict: single known facts that would change it, by the smallest change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from vetter.facts.states import FactState
from vetter.language.formats import format_value
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, LEVEL
from vetter.language.types import Value as Worth
from vetter.language.writing import write_value
from vetter.scenarios.cells import Span
from vetter.scenarios.points import within
from vetter.solver.questions import Deadline
from vetter.whatif.case import Case
from vetter.whatif.heard import facts_heard
from vetter.whatif.results import Value
from vetter.whatif.spoken import number_words
from vetter.whatif.variants import can_vary

Breaker = tuple[Value, str]
"""A fact with another value, and the verdict shown then."""

JUST_BEYOND = Fraction(1, 100)
"""How far past an end that does not belong to an interval a value may lie, as a share of it."""
NUMBERS, STEPS, NAMES = range(3)
"""Kinds of changes, in the order in which they are shown."""


class _Found(NamedTuple):
    """A breaker and how large its change is: of numbers a share, of levels steps."""

    kind: int
    size: Fraction
    breaker: Breaker


def breakers(case: Case, deadline: Deadline) -> tuple[tuple[Breaker, ...], bool]:
    """Return the known facts that change the verdict shown alone, and whether all were tried.

    Each comes with one value: the nearest on the worse side, or where none does there on the other.
    A metric is left out, for all figures of quality would be read anew. Numbers come first, those
    that change least before the others, then levels, then names. The forward engine was run on each
    value shown.
    """
    reach = facts_heard(case.rulebook)
    states = [case.project.states[path] for path in case.known if path in reach]
    names = [(one.path, value) for one in states for _, value in _others(case, one)]
    case.variants.sweeps([one.path for one in states if can_vary(one)], names)
    found: list[_Found] = []
    for state in states:
        if deadline.left <= 0:
            return _sorted(found), False
        breaker = _number(case, state) if can_vary(state) else _name(case, state)
        if breaker is not None:
            found.append(breaker)
    return _sorted(found), True


def _sorted(found: list[_Found]) -> tuple[Breaker, ...]:
    return tuple(one.breaker for one in sorted(found, key=lambda one: (one.kind, one.size)))


def _breaks(case: Case, path: str, value: Worth) -> str:
    """Return the other verdict that is shown with another value, empty if there is none."""
    variant = case.variants.of(path, value)
    if variant.breaks or variant.verdict == case.shown:
        return ""
    case.variants.confirm(variant)
    return variant.verdict


def _said(case: Case, state: FactState, value: Worth, shown: str) -> Value:
    spec = state.spec
    written = write_value(value, spec.type, case.rulebook.vocabulary.measures, state.metric)
    assert written is not None
    now = case.fact(state.path)
    return Value(state.path, now.label, now.shown, shown, written)


# --- names ------------------------------------------------------------------------------------


def _name(case: Case, state: FactState) -> _Found | None:
    for size, value in _others(case, state):
        verdict = _breaks(case, state.path, value)
        if verdict:
            kind = STEPS if state.spec.type.kind == LEVEL else NAMES
            shown = format_value(value, state.spec.type, case.rulebook.vocabulary.measures)
            return _Found(kind, Fraction(size), (_said(case, state, value, shown), verdict))
    return None


def _others(case: Case, state: FactState) -> Iterator[tuple[int, Worth]]:
    """Yield other values of a fact, the nearest first, each with how far it is."""
    kind, value = state.spec.type, state.value
    if kind.kind == BOOLEAN:
        yield 1, not value
    elif kind.kind == CHOICE:
        for name in kind.names:
            if name != value:
                yield 1, name
    elif kind.kind == LEVEL:
        assert isinstance(value, int)
        down = -1 if _falls(state) else 1
        for worse in (down, -down):
            rank = value + worse
            while 0 <= rank < len(kind.names):
                yield abs(rank - value), rank
                rank += worse
    elif kind.kind == CHOICES:
        assert isinstance(value, frozenset)
        yield from _other_sets(case, state, value)


def _other_sets(case: Case, state: FactState, names: frozenset[str]) -> Iterator[tuple[int, Worth]]:
    """Yield lists with one name more or less, then one of each kind that rules tell apart."""
    every = state.spec.type.names
    for name in every:
        yield 1, names ^ {name}
    cells = case.quick.columns.cells(case.project, state.path).cells
    others = [cell.value for cell in cells if isinstance(cell.value, frozenset)]
    far = sorted(others, key=lambda one: (len(one ^ names), [name not in one for name in every]))
    for one in far:
        if len(one ^ names) > 1:
            yield len(one ^ names), one


def _falls(state: FactState) -> bool:
    """Whether lower is worse; of a fact of which the vocabulary says nothing that is supposed."""
    better = state.spec.better
    names = state.spec.type.names
    if better in names:
        return bool(names.index(better))
    return better != "lower"


# --- numbers ----------------------------------------------------------------------------------


def _number(case: Case, state: FactState) -> _Found | None:
    assert isinstance(state.value, (int, Fraction))
    here, measures = Fraction(state.value), case.rulebook.vocabulary.measures
    falling = _falls(state)
    spans = [
        piece.span
        for piece in case.variants.sweep(state.path).pieces
        if not piece.variant.breaks and piece.variant.verdict != case.shown
    ]
    below = [span for span in reversed(spans) if span.high <= here]
    above = [span for span in spans if span.low >= here]
    for span in (*below, *above) if falling else (*above, *below):
        for value in _nearest(span, here, state.spec.type.integral):
            if write_value(value, state.spec.type, measures, state.metric) is None:
                continue
            verdict = _breaks(case, state.path, value)
            if verdict:
                size = abs(value - here) / max(abs(value), abs(here))
                said = _said(case, state, value, number_words(value, state, measures))
                return _Found(NUMBERS, size, (said, verdict))
    return None


def _nearest(span: Span, here: Fraction, integral: bool) -> Iterator[Fraction]:
    """Yield numbers of a span near to another number, the nearest first if there is one."""
    upward = span.low >= here
    end, inside = (span.low, span.with_low) if upward else (span.high, span.with_high)
    far = span.high if upward else span.low
    if inside and (not integral or end.denominator == 1):
        yield end
    if integral:
        nearest = floor(end) + 1 if upward else ceil(end) - 1
        if span.holds(Fraction(nearest)):
            yield Fraction(nearest)
        return
    beyond = max(abs(end), abs(here)) * JUST_BEYOND
    near = min(far, end + beyond) if upward else max(far, end - beyond)
    low, high = sorted((end, near))
    if low < high:
        yield within(low, high, 1)[0]
    elif span.holds(far):
        yield far
