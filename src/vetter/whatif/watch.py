"""Answer 3: what to watch, facts whose turn for the worse would worsen the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from vetter.assessment.model import VERDICT_ORDER
from vetter.facts.states import FactState
from vetter.language.formats import format_value
from vetter.language.types import BOOLEAN, CHOICE, LEVEL, NUMERIC, Measures, Value
from vetter.whatif.case import Case
from vetter.whatif.results import Turn, Watch
from vetter.whatif.spoken import span_words
from vetter.whatif.variants import Sweep, Variant

HIGHER, LOWER, YES = "higher", "lower", "yes"


class _Worse(NamedTuple):
    """Values of a fact that are worse than the present one, in words, and the project with one."""

    shown: str
    variant: Variant


def watch(case: Case) -> Watch:
    """Return the answer for a project.

    Every turn shown has a value that the forward engine was run on.
    """
    turns = []
    tried = 0
    for path, every in _worse(case).items():
        worse = [one for one in every if not one.variant.breaks]
        tried += bool(worse)
        graver = [one for one in worse if _graver(one.variant.verdict, case.shown)]
        for one in graver:
            case.variants.confirm(one.variant)
        if graver:
            shown = tuple((one.shown, one.variant.verdict) for one in graver)
            turns.append(Turn(case.fact(path), shown))
    return Watch(case.shown, tuple(turns), tried)


def _graver(verdict: str, than: str) -> bool:
    return VERDICT_ORDER.index(verdict) > VERDICT_ORDER.index(than)


def _worse(case: Case) -> dict[str, list[_Worse]]:
    """Return what is worse than the present value of each known fact, the nearest first."""
    states = [case.project.states[path] for path in case.known]
    directed = [state for state in states if state.spec.better]
    numeric = [state for state in directed if state.spec.type.kind in NUMERIC]
    names = {state.path: _worse_names(state) for state in directed if state not in numeric}
    wanted = [(path, value) for path, values in names.items() for value in values]
    swept = case.variants.sweeps([state.path for state in numeric], wanted)
    told = dict(zip(wanted, case.variants.of_all(wanted), strict=True))
    measures = case.rulebook.vocabulary.measures
    found: dict[str, list[_Worse]] = {}
    for state in directed:
        path, kind = state.path, state.spec.type
        if path in swept:
            found[path] = list(_worse_numbers(state, swept[path], measures))
        else:
            found[path] = [
                _Worse(format_value(value, kind, measures), told[path, value])
                for value in names[path]
            ]
    return found


def _worse_names(state: FactState) -> list[Value]:
    spec = state.spec
    kind, value = spec.type, state.value
    if kind.kind == BOOLEAN:
        best = spec.better == YES
        return [not best] if value == best else []
    if kind.kind == LEVEL and spec.better in (HIGHER, LOWER):
        assert isinstance(value, int)
        rank = int(value)
        if spec.better == HIGHER:
            return list(range(rank - 1, -1, -1))
        return list(range(rank + 1, len(kind.names)))
    if kind.kind in (CHOICE, LEVEL):
        # The vocabulary names the best one and does not order the others.
        present = kind.names[int(value)] if isinstance(value, int) else value
        if present != spec.better:
            return []
        others = [name for name in kind.names if name != spec.better]
        return [kind.rank(name) if kind.kind == LEVEL else name for name in others]
    return []


def _worse_numbers(state: FactState, swept: Sweep, measures: Measures) -> Iterator[_Worse]:
    """Yield the intervals on the worse side of a number; a quality is held as goodness."""
    assert isinstance(state.value, int | Fraction)
    number = Fraction(state.value)
    falling = state.spec.better == HIGHER
    present = next(place for place, one in enumerate(swept.pieces) if one.span.holds(number))
    pieces = swept.pieces[present::-1] if falling else swept.pieces[present:]
    step = 1 if swept.range.integral else 0
    for piece in pieces:
        span, variant = piece.span, piece.variant
        # Of the interval in which the fact stands only what is beyond its value is worse.
        if span.holds(number):
            if number == (span.low if falling else span.high):
                continue
            if falling:
                span = span._replace(high=number - step, with_high=bool(step))
            else:
                span = span._replace(low=number + step, with_low=bool(step))
        yield _Worse(span_words(span, swept.range, state, measures), variant)
