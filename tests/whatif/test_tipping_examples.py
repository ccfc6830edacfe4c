"""Tipping points and turns of the examples, held to `vetter.vet` on changed fact files."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.columns.test_sweep import answers_of
from tests.packs import EXAMPLES, built_in, example
from tests.whatif.retold import BREAKS, case_of, value_written
from vetter.base.problems import InvalidFactFile
from vetter.language.types import NUMERIC
from vetter.whatif.spoken import span_words
from vetter.whatif.tipping import tipping
from vetter.whatif.variants import NotConfirmed, Variant, can_vary
from vetter.whatif.watch import watch

TINY = Fraction(1, 10**9)


@cache
def asked(name):
    return case_of(example(name).project, built_in().rulebook)


@cache
def answers(name):
    return answers_of(example(name).project, built_in().rulebook)


def vetted(name, path, number):
    """Vet an example with another value; None for one that no fact file can state."""
    said = value_written(example(name).project.states[path], number, built_in().rulebook)
    if said is None:
        return None
    try:
        return built_in().vet({**answers(name), path: said}).verdict.level
    except InvalidFactFile as error:
        if {one.code for one in error.problems if not one.warning} != {"constraint"}:
            raise
        return BREAKS


def near_ends(swept):
    """Return the numbers at, just below and just above each end of an interval."""
    step = Fraction(1) if swept.range.integral else TINY
    ends = {end for piece in swept.pieces for end in (piece.span.low, piece.span.high)}
    every = {end + aside for end in ends for aside in (-step, 0, step)}
    return sorted(one for one in every if swept.range.admits(one))


def piece_of(swept, number):
    (found,) = (piece for piece in swept.pieces if piece.span.holds(number))
    return found


@settings(max_examples=40)
@given(data=st.data())
def test_a_random_value_has_the_verdict_of_its_interval(data):
    name = data.draw(st.sampled_from(EXAMPLES))
    states = example(name).project.states
    path = data.draw(st.sampled_from([path for path, one in states.items() if can_vary(one)]))
    swept = asked(name).variants.sweep(path)
    piece = data.draw(st.sampled_from(swept.pieces))
    low, high = piece.span.low, piece.span.high
    share = Fraction(data.draw(st.integers(0, 10**6)), 10**6) ** data.draw(st.integers(1, 12))
    number = low + (high - low) * share
    if swept.range.integral:
        number = Fraction(round(number))
    verdict = vetted(name, path, number)
    assert swept.exact
    if verdict is not None:
        assert piece_of(swept, number).variant.verdict == verdict


@pytest.mark.slow
def test_the_verdict_tips_at_the_ends_and_nowhere_else():
    tried = 0
    for name in EXAMPLES:
        for one in tipping(asked(name)).tipping:
            path = one.fact.path
            swept = asked(name).variants.sweep(path)
            assert one.exact
            for number in near_ends(swept):
                verdict = vetted(name, path, number)
                tried += verdict is not None
                if verdict is not None:
                    assert piece_of(swept, number).variant.verdict == verdict, (name, path, number)
    assert tried >= 500


@pytest.mark.slow
def test_what_is_steady_is_steady():
    random = Random(4)
    for name in EXAMPLES[::3]:
        case = asked(name)
        for one in tipping(case).steady:
            for piece in case.variants.sweep(one.path).pieces:
                low, high = piece.span.low, piece.span.high
                number = Fraction(round(low + (high - low) * Fraction(random.randrange(100), 99)))
                if piece.span.holds(number):
                    verdict = vetted(name, one.path, number)
                    assert verdict in (None, BREAKS if piece.variant.breaks else case.shown)


@pytest.mark.parametrize("name", EXAMPLES[::9])
def test_a_turn_of_a_number_is_the_end_of_an_interval(name):
    case = asked(name)
    for turn in watch(case).turns:
        state = case.project.states[turn.fact.path]
        if state.spec.type.kind in NUMERIC:
            swept = case.variants.sweep(state.path)
            measures = case.rulebook.vocabulary.measures
            told = {
                (span_words(one.span, swept.range, state, measures), one.variant.verdict)
                for one in swept.pieces
            }
            assert set(turn.turns) <= told


def test_a_verdict_that_the_forward_engine_does_not_give_is_no_answer():
    case = asked(EXAMPLES[0])
    variant = next(
        piece.variant
        for path in ("quality.target", "quality.expected")
        for piece in case.variants.sweep(path).pieces
        if not piece.variant.breaks
    )
    wrong = "go" if variant.verdict == "no-go" else "no-go"
    with pytest.raises(NotConfirmed, match="the forward engine gives"):
        case.variants.confirm(Variant(variant.project, wrong))
    with pytest.raises(NotConfirmed, match="a broken constraint"):
        case.variants.confirm(Variant(variant.project, BREAKS))
