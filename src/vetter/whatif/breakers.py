"""Breakers of a verdict: single known facts that would change it, by the smallest change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from vetter.facts.states import FactState
from vetter.language.formats import format_value
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, LEVEL, NUMERIC
from vetter.language.types import Value as Worth
from vetter.scenarios.cells import Span
from vetter.scenarios.points import within
from vetter.solver.questions import Deadline
from vetter.solver.writing import write_value
from vetter.whatif.case import Case
from vetter.whatif.heard import facts_heard
from vetter.whatif.results import Value
from vetter.whatif.spoken import number_words

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
    that change least before the others, then levels, then names.
    """
    found: list[_Found] = []
    reach = facts_heard(case.rulebook)
    every = True
    for path in case.known:
        if path not in reach:
            continue
        if deadline.left <= 0:
            every = False
            break
        state = case.project.states[path]
        numeric = state.spec.type.kind in NUMERIC
        breaker = _number(case, state) if numeric else _name(case, state)
        if breaker is not None:
            found.append(breaker)
    found.sort(key=lambda one: (one.kind, one.size))
    return tuple(one.breaker for one in found), every


# --- names ------------------------------------------------------------------------------------


def _name(case: Case, state: FactState) -> _Found | None:
    for size, value in _others(state):
        variant = case.variants.of(state.path, value)
        if not variant.breaks and variant.verdict != case.shown:
            kind = STEPS if state.spec.type.kind == LEVEL else NAMES
            shown = format_value(value, state.spec.type, case.rulebook.vocabulary.measures)
            return _breaker(case, state, value, shown, kind, Fraction(size))
    return None


def _others(state: FactState) -> Iterator[tuple[int, Worth]]:
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
        for name in kind.names:
            yield 1, value ^ {name}


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
            variant = case.variants.of(state.path, value)
            written = write_value(value, state.spec.type, measures, state.metric)
            if written is not None and not variant.breaks and variant.verdict != case.shown:
                size = abs(value - here) / max(abs(value), abs(here))
                shown = number_words(value, state, measures)
                return _breaker(case, state, value, shown, NUMBERS, size)
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


def _breaker(
    case: Case, state: FactState, value: Worth, shown: str, kind: int, size: Fraction
) -> _Found | None:
    variant = case.variants.of(state.path, value)
    case.variants.confirm(variant)
    spec = state.spec
    written = write_value(value, spec.type, case.rulebook.vocabulary.measures, state.metric)
    assert written is not None
    now = case.fact(state.path)
    said = Value(state.path, now.label, now.shown, shown, written)
    return _Found(kind, size, (said, variant.verdict))
