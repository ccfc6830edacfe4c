"""The forward engine and the reference evaluator agree on everything, on every case."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.engine.held import TIMES, ByReference, assessed, same, tries
from tests.generators.cases import cases
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate


def agree(case):
    engine, reference = Forward(case.rulebook), ByReference(case.rulebook)
    for file in case.files:
        states = file.project.states
        by_experta, by_reading = engine.run(states), evaluate(case.rulebook, states)
        for rule_id, state in by_reading.states.items():
            assert by_experta.states[rule_id] == state, (rule_id, file.text)
        assert by_experta.readings == by_reading.readings, file.text
        assert same(by_experta, by_reading)
        one, other = assessed(engine, file.project), assessed(reference, file.project)
        assert one.verdict == other.verdict, file.text
        assert one._replace(run=other.run) == other


@tries(15)
@given(case=cases(files=5))
def test_forward_and_reference_agree(case):
    agree(case)


@pytest.mark.slow
def test_forward_and_reference_agree_on_two_thousand_projects():
    tried = Counter()

    @tries(200)
    @given(case=cases(files=10))
    def holds(case):
        agree(case)
        tried.update(rulebooks=1, projects=len(case.files), rules=len(case.rulebook.rules))

    holds()
    assert tried["rulebooks"] >= 200 * TIMES
    assert tried["projects"] >= 2_000 * TIMES
    assert tried["rules"] >= 8 * tried["rulebooks"]
