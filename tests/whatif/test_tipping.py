"""Tipping points: intervals held to fact files told anew, value by value."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given

from tests.generators.cases import cases
from tests.solver.held import TIMES, tries
from tests.whatif.retold import (
    BREAKS,
    case_of,
    plain_numbers,
    used,
    verdict_retold,
)
from vetter.whatif.intervals import can_vary
from vetter.whatif.tipping import tipping

NEAR = Fraction(1, 10**6)


def probes(state, swept, random, rulebook):
    """Return numbers at, just below and above every end, between two ends, and plain ones."""
    step = Fraction(1) if swept.range.integral else NEAR
    found = set(plain_numbers(state, rulebook))
    for piece in swept.pieces:
        low, high = piece.span.low, piece.span.high
        between = low + (high - low) * Fraction(random.randrange(1, 1000), 1000)
        found.update((low - step, low, low + step, high - step, high, high + step, between))
        found.add(low + min(high - low, Fraction(10)) * Fraction(random.randrange(1, 100), 100))
    if swept.range.integral:
        found |= {Fraction(round(one)) for one in found}
    return sorted(one for one in found if swept.range.admits(one))


def held_to_retelling(case, tried):
    for file in case.files:
        file = used(file, case.rulebook)
        asked = case_of(file.project, case.rulebook)
        answer = tipping(asked)
        shown = {one.fact.path: one for one in answer.tipping}
        steady = {one.path for one in answer.steady}
        for path, state in file.project.states.items():
            if not can_vary(state):
                assert path not in shown and path not in steady
                continue
            swept = asked.variants.sweeps([path])[path]
            covers(swept)
            assert (path in shown) != (path in steady)
            verdicts = {one.variant.verdict for one in swept.pieces} - {BREAKS}
            assert path in shown or verdicts <= {asked.shown}
            tried.update(facts=1, exact=swept.exact, tipping=len(verdicts) > 1)
            for number in probes(state, swept, case.random, case.rulebook):
                verdict = verdict_retold(file, path, number, case.rulebook)
                if verdict is None or not swept.exact:
                    continue
                (piece,) = (one for one in swept.pieces if one.span.holds(number))
                assert piece.variant.verdict == verdict, (path, number, file.text)
                tried.update(probed=1, breaks=verdict == BREAKS)


def covers(swept):
    """See that pieces follow one another without gap or overlap, with another verdict each."""
    first, last = swept.pieces[0].span, swept.pieces[-1].span
    step = 1 if swept.range.integral else 0
    assert (first.low, first.with_low) == (swept.range.low, True)
    assert (last.high, last.with_high) == (swept.range.high, True)
    for before, after in zip(swept.pieces, swept.pieces[1:], strict=False):
        assert before.span.high + step == after.span.low
        assert step or before.span.with_high != after.span.with_low
        assert before.variant.verdict != after.variant.verdict


@tries(30)
@given(case=cases(files=2))
def test_every_value_has_the_verdict_of_its_interval(case):
    held_to_retelling(case, Counter())


@pytest.mark.slow
def test_every_value_has_the_verdict_of_its_interval_on_many_cases():
    tried = Counter()

    @tries(300)
    @given(case=cases(files=4))
    def holds(case):
        held_to_retelling(case, tried)

    holds()
    print(tried)
    assert tried["facts"] >= 3000 * TIMES
    assert tried["exact"] >= tried["facts"] * 0.9
    assert tried["tipping"] >= 300 * TIMES
    assert tried["breaks"] >= 1000 * TIMES
    assert tried["probed"] >= 50000 * TIMES
