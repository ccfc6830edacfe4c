"""Answer 5: where on a numeric fact the verdict tips."""

from __future__ import annotations

from fractions import Fraction

from vetter.facts.states import FactState
from vetter.language.domains import Interval, Options
from vetter.scenarios.cells import Span
from vetter.whatif.case import Case
from vetter.whatif.results import Fact, Stretch, Tipping, TippingPoints
from vetter.whatif.spoken import ends_of, rises, span_words
from vetter.whatif.variants import Piece, Sweep, can_vary


def tipping(case: Case) -> TippingPoints:
    """Return the answer for a project.

    Every interval shown has a value that the forward engine was run on.
    """
    tips: list[Tipping] = []
    steady: list[Fact] = []
    states = case.project.states
    varied = case.variants.sweeps(path for path, state in states.items() if can_vary(state))
    for path, swept in varied.items():
        verdicts = {piece.variant.verdict for piece in swept.pieces if not piece.variant.breaks}
        if swept.exact and verdicts <= {case.shown}:
            steady.append(case.fact(path))
        else:
            tips.append(
                Tipping(case.fact(path), swept.exact, _stretches(case, states[path], swept))
            )
    return TippingPoints(tuple(tips), tuple(steady))


def _stretches(case: Case, state: FactState, swept: Sweep) -> tuple[Stretch, ...]:
    found = []
    for piece in swept.pieces:
        case.variants.confirm(piece.variant)
        found.append(_stretch(case, state, swept, piece))
    return tuple(found if rises(state) else reversed(found))


def _stretch(case: Case, state: FactState, swept: Sweep, piece: Piece) -> Stretch:
    measures = case.rulebook.vocabulary.measures
    low, low_in, high, high_in = ends_of(piece.span, swept.range, state, measures)
    return Stretch(
        low,
        low_in,
        high,
        high_in,
        span_words(piece.span, swept.range, state, measures),
        piece.variant.verdict,
        piece.variant.breaks,
        _lies_in(state, piece.span),
    )


def _lies_in(state: FactState, span: Span) -> bool:
    """Return whether the present value, or one of those that it can be, lies in a span."""
    domain = state.domain
    if isinstance(domain, Options):
        numbers = [Fraction(one) for one in domain.values if isinstance(one, int | Fraction)]
        return any(span.holds(one) for one in numbers)
    if isinstance(domain, Interval):
        starts = span.low < domain.high or (span.low == domain.high and span.with_low)
        ends = span.high > domain.low or (span.high == domain.low and span.with_high)
        return starts and ends
    return False
