"""On a complete project nothing is open, and the result is that of the third definition."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.engine.held import ByReference, assessed, same, tries
from tests.engine.third import Plain
from tests.generators.cases import cases
from tests.generators.completions import completion
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.engine.results import RuleStatus
from vetter.rulebook.vocabulary import VERDICT, VERDICTS


def is_plain_chaining(case, engine):
    for file in case.files:
        whole = completion(file, case.rulebook, case.random)
        if whole is None:
            continue
        assert whole.project.open_facts() == []
        run = engine.run(whole.project.states)
        plain = Plain(case.rulebook, whole.project)
        for rule in case.rulebook.rules:
            status = RuleStatus.FIRM if plain.fires(rule.id) else RuleStatus.SILENT
            state = run.states[rule.id]
            assert state.status is status, (rule.id, whole.text)
            if status is RuleStatus.FIRM:
                severities = plain.severities(rule)
                assert [one.standing for one in state.severities] == severities, whole.text
                assert all(one.possible == {one.standing} for one in state.severities)
        for path, reading in run.readings.items():
            value = plain.value(path)
            assert (reading.standing, reading.sure) == (value, value), (path, whole.text)
            assert reading.sound.values == {value}, (path, whole.text)
        assert same(run, evaluate(case.rulebook, whole.project.states))
        verdict = assessed(ByReference(case.rulebook), whole.project).verdict
        assert verdict.level == VERDICTS[plain.value(VERDICT)]
        assert verdict.settled


@tries(30)
@given(case=cases(files=4))
def test_complete_project_is_plain_chaining(case):
    is_plain_chaining(case, Forward(case.rulebook))


@pytest.mark.nightly
@tries(300)
@given(case=cases(files=5))
def test_complete_projects_are_plain_chaining_on_many_cases(case):
    is_plain_chaining(case, ByReference(case.rulebook))
