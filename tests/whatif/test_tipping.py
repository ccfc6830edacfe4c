"""Tipping points: intervals held to fact files told anew, value by value."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given

from tests.generators.cases import cases
from tests.generators.projects import read
from tests.generators.vocabulary import CAUSES, FIXED
from tests.generators.yaml_text import Flow, block
from tests.solver.held import TIMES, tries
from tests.whatif.retold import (
    BREAKS,
    case_of,
    plain_numbers,
    tipping_case,
    used,
    verdict_retold,
)
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.whatif.tipping import tipping
from vetter.whatif.variants import can_vary

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


def held_to_retelling(rulebook, file, random, tried):
    asked = case_of(file.project, rulebook)
    answer = tipping(asked)
    shown = {one.fact.path: one for one in answer.tipping}
    steady = {one.path for one in answer.steady}
    for path, state in file.project.states.items():
        assert (path in shown) + (path in steady) == can_vary(state)
        if not can_vary(state):
            continue
        swept = asked.variants.sweeps([path])[path]
        covers(swept)
        verdicts = {one.variant.verdict for one in swept.pieces} - {BREAKS}
        assert path in shown or verdicts <= {asked.shown}
        told = said_alike(shown[path], swept, state) if path in shown else []
        tried.update(facts=1, exact=swept.exact, tipping=len(verdicts) > 1)
        for number in probes(state, swept, random, rulebook):
            verdict = verdict_retold(file, path, number, rulebook)
            if verdict is None or not swept.exact:
                continue
            (piece,) = (one for one in swept.pieces if one.span.holds(number))
            assert piece.variant.verdict == verdict, (path, number, file.text)
            if state.known and number == state.value:
                assert all(span.holds(number) == stretch.here for span, stretch in told)
            tried.update(probed=1, breaks=verdict == BREAKS)


def said_alike(tipping, swept, state):
    """See that the answer says what the pieces are, from the lowest as numbers are written."""
    falls = state.metric is not None and not state.metric.higher_is_better
    pieces = swept.pieces[::-1] if falls else swept.pieces
    assert len(pieces) == len(tipping.stretches)
    for piece, stretch in zip(pieces, tipping.stretches, strict=True):
        assert (stretch.verdict, stretch.breaks) == (piece.variant.verdict, piece.variant.breaks)
        ends = (piece.span.with_low, piece.span.with_high)
        assert (stretch.low_in, stretch.high_in) == (ends[::-1] if falls else ends)
    if state.known:
        assert [stretch.here for stretch in tipping.stretches].count(True) == 1
    if state.domain is None:
        assert not any(stretch.here for stretch in tipping.stretches)
    return [(piece.span, stretch) for piece, stretch in zip(pieces, tipping.stretches, strict=True)]


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


@tries(10)
@given(case=cases(files=2))
def test_every_value_has_the_verdict_of_its_interval(case):
    for file in case.files:
        held_to_retelling(case.rulebook, used(file, case.rulebook), case.random, Counter())


def held_on_tipping_rules(seeds, tried):
    for seed in seeds:
        rulebook, files, random = tipping_case(seed, files=2)
        for file in files:
            held_to_retelling(rulebook, file, random, tried)


def test_every_value_has_the_verdict_of_its_interval_where_verdicts_tip():
    tried = Counter()
    held_on_tipping_rules(range(25), tried)
    assert tried["tipping"] >= 25
    assert tried["breaks"] >= 10
    assert tried["exact"] == tried["facts"]


@pytest.mark.nightly
def test_every_value_has_the_verdict_of_its_interval_on_many_cases():
    tried = Counter()
    held_on_tipping_rules(range(100, 100 + 250 * TIMES), tried)
    assert tried["tipping"] >= 250 * TIMES
    assert tried["breaks"] >= 100 * TIMES


def test_a_range_is_bounded_by_both_operands_of_a_sentence():
    """Of a partly known fact a sentence can hold from where its operands meet."""
    rulebook = small_book(
        "plan.price between $low_price and plan.budget",
        {"plan.price": "money", "plan.budget": "money"},
    )
    price = {"between": Flow(["50 EUR", "600 EUR"])}
    file = read({"plan.price": price, "plan.budget": "1000 EUR"}, rulebook)
    swept = case_of(file.project, rulebook).variants.sweep("plan.budget")
    # Below the threshold of 100 EUR no price lies between the two.
    assert [piece.span.low for piece in swept.pieces] == [0, 100]
    held_to_retelling(rulebook, file, Random(0), Counter())


def small_book(sentence, kinds):
    """Return a rulebook with numbers of these kinds and a blocker on a sentence."""
    facts = {
        path.partition(".")[2]: {"type": kind, "question": "What is it", "answered by": "lead"}
        for path, kind in kinds.items()
    }
    blocker = {"concern": "blocker", "cause": CAUSES[0], "because": "it matters"}
    texts = {
        **FIXED,
        "knowledge/facts/plan.yaml": block({"group": "plan", "title": "plan", "facts": facts}),
        "knowledge/metrics.yaml": block(
            {"metrics": {"accuracy": {"better": "higher", "scale": "proportion"}}}
        ),
        "knowledge/thresholds.yaml": block(
            {
                "thresholds": {
                    "low_price": {
                        "value": "100 EUR", "type": "money", "meaning": "a limit",
                        "house": "for the test",
                    }
                }
            }
        ),
        "rules/rule.yaml": block(
            {
                "id": "rule", "title": "A rule", "house": "for the test",
                "when": {"all": [sentence]},
                "then": [{**blocker, "advice": "mind it", "who": "lead"}],
                "examples": [{"fires": {}}, {"silent": {}}],
            }
        ),
    }  # fmt: skip
    return rulebook_of(pack_of_texts(texts))
