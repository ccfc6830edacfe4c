"""What to watch: turns for the worse, held to fact files told anew, value by value."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given

from tests.generators.cases import cases
from tests.solver.held import TIMES, tries
from tests.whatif.retold import BREAKS, case_of, directed, tipping_case, used, verdict_retold
from tests.whatif.test_tipping import NEAR, probes
from vetter.assessment.model import VERDICT_ORDER
from vetter.language.formats import format_value
from vetter.language.types import BOOLEAN, CHOICE, LEVEL, NUMERIC
from vetter.whatif.watch import watch


def worse_values(asked, state, random):
    """Return the values of a known fact that are worse than its own, the nearest first."""
    kind, better, value = state.spec.type, state.spec.better, state.value
    if kind.kind in NUMERIC and better:
        swept = asked.variants.sweeps([state.path])[state.path]
        near = {state.value + step for step in (-1, -NEAR, NEAR, 1)}
        near = {one for one in near if swept.range.admits(one)}
        numbers = sorted(near.union(probes(state, swept, random, asked.rulebook)))
        if better == "higher":
            return [one for one in reversed(numbers) if one < value]
        return [one for one in numbers if one > value]
    if kind.kind == BOOLEAN and better:
        return [not value] if value == (better == "yes") else []
    if kind.kind == CHOICE and better:
        return [one for one in kind.names if one != better] if value == better else []
    if kind.kind == LEVEL and better:
        ranks = range(len(kind.names))
        if better == "higher":
            return [rank for rank in reversed(ranks) if rank < value]
        return [rank for rank in ranks if rank > value]
    return []


def graver(verdict, shown):
    return verdict != BREAKS and VERDICT_ORDER.index(verdict) > VERDICT_ORDER.index(shown)


def held_to_retelling(rulebook, file, random, tried):
    asked = case_of(file.project, rulebook)
    answer = watch(asked)
    assert answer.shown == asked.shown
    turns = {turn.fact.path: turn.turns for turn in answer.turns}
    can_turn = 0
    for path in asked.known:
        state = file.project.states[path]
        values = worse_values(asked, state, random)
        told = [(one, verdict_retold(file, path, one, rulebook)) for one in values]
        told = [(one, verdict) for one, verdict in told if verdict is not None]
        can_turn += any(verdict != BREAKS for _, verdict in told)
        found = turns.pop(path, ())
        tried.update(facts=1, turning=bool(found))
        if state.spec.type.kind in NUMERIC:
            # Neighbours with one verdict are one interval.
            expected = [verdict for verdict, _ in groupby(told, key=lambda one: one[1])]
            expected = [one for one in expected if graver(one, asked.shown)]
            assert [verdict for _, verdict in found] == expected, (path, told, file.text)
            tried.update(numbers=bool(found))
        else:
            kind, measures = state.spec.type, rulebook.vocabulary.measures
            expected = [
                (format_value(one, kind, measures), verdict)
                for one, verdict in told
                if graver(verdict, asked.shown)
            ]
            assert list(found) == expected, (path, told, file.text)
    assert not turns
    assert answer.tried == can_turn, file.text
    tried.update([asked.shown])


@tries(10)
@given(case=cases(files=2))
def test_a_turn_is_shown_when_it_worsens_the_verdict_and_only_then(case):
    rulebook = directed(case.rulebook, case.random)
    for file in case.files:
        # The same answers, read by the rulebook with directions.
        held_to_retelling(rulebook, used(file, rulebook), case.random, Counter())


def held_on_tipping_rules(seeds, tried):
    for seed in seeds:
        rulebook, files, random = tipping_case(seed, files=2)
        for file in files:
            held_to_retelling(rulebook, file, random, tried)


def test_a_turn_is_shown_where_verdicts_tip():
    tried = Counter()
    held_on_tipping_rules(range(90), tried)
    assert tried["turning"] >= 10
    assert tried["numbers"] >= 5
    assert min(tried[shown] for shown in VERDICT_ORDER) >= 5


@pytest.mark.nightly
def test_a_turn_is_shown_on_many_cases():
    tried = Counter()
    held_on_tipping_rules(range(100, 100 + 250 * TIMES), tried)
    assert tried["turning"] >= 40 * TIMES
    assert tried["numbers"] >= 25 * TIMES
