"""What answers can and cannot do: firm firings stay, silent rules stay so, and settled verdicts.

`completion` answers everything that is open, `answer_some` a few facts, wholly or in part.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.engine.held import ByReference, assessed, tries
from tests.generators.cases import cases
from tests.generators.completions import answer_some, completion
from vetter.engine.reference import evaluate
from vetter.engine.results import RuleStatus
from vetter.rulebook.vocabulary import VERDICT, VERDICTS

# The reference evaluator stands for both engines here: they agree, as test_agreement holds them to.


def never_worse(before, after, rulebook):
    """Hold a run against the one before: what could be only shrinks, and what is sure stays."""
    for rule in rulebook.rules:
        old, new = before.states[rule.id], after.states[rule.id]
        if old.status is RuleStatus.FIRM:
            assert new.status is RuleStatus.FIRM, f"{rule.id} was withdrawn"
        if old.status is RuleStatus.SILENT:
            assert new.status is RuleStatus.SILENT, f"{rule.id} woke"
        if new.status.may_speak:
            for was, seen in zip(old.severities, new.severities, strict=True):
                assert seen.possible <= was.possible, rule.id
    for path, reading in after.readings.items():
        assert reading.sound.values <= before.readings[path].sound.values, path


def answers_take_nothing_back(case, steps):
    for first in case.files:
        file, before = first, evaluate(case.rulebook, first.project.states)
        for _ in range(steps):
            answered = answer_some(file, case.rulebook, case.random)
            if answered is None:
                break
            after = evaluate(case.rulebook, answered.project.states)
            never_worse(before, after, case.rulebook)
            file, before = answered, after


def completions_stay_within(case, each):
    for file in case.files:
        before = evaluate(case.rulebook, file.project.states)
        for _ in range(each):
            whole = completion(file, case.rulebook, case.random)
            if whole is None:
                continue
            after = evaluate(case.rulebook, whole.project.states)
            never_worse(before, after, case.rulebook)
            for rule in case.rulebook.rules:
                if after.states[rule.id].status.fires:
                    assert before.states[rule.id].status is not RuleStatus.SILENT, rule.id
                elif before.states[rule.id].status.fires:
                    assert before.states[rule.id].status is RuleStatus.OPEN, rule.id


@tries(40)
@given(case=cases(files=3))
def test_an_answer_withdraws_no_firm_firing_and_wakes_no_silent_rule(case):
    answers_take_nothing_back(case, steps=4)


@tries(40)
@given(case=cases(files=3))
def test_a_rule_that_a_completion_fires_is_not_silent_before(case):
    completions_stay_within(case, each=3)


@pytest.mark.nightly
@tries(300)
@given(case=cases(files=4))
def test_answers_and_completions_on_many_cases(case):
    answers_take_nothing_back(case, steps=3)
    completions_stay_within(case, each=2)


def blockers(run):
    return {
        rule_id
        for rule_id, state in run.states.items()
        if state.status.fires and any(one.standing == "blocker" for one in state.severities)
    }


def undecided_tells_of_blockers(case, each):
    """Unless it says undecided, no answers without a pilot make a blocker fire that had not."""
    engine = ByReference(case.rulebook)
    for file in case.files:
        assessment = assessed(engine, file.project)
        verdict = assessment.verdict
        assert (verdict.level == "undecided") == bool(verdict.undecided_by)
        assert bool(verdict.undecided_by) == bool(verdict.undecided_facts)
        if verdict.level in ("undecided", "no-go"):
            continue
        had_fired = {one for one, state in assessment.run.states.items() if state.status.fires}
        for _ in range(each):
            answered = completion(file, case.rulebook, case.random, leave_to_pilot=True)
            if answered is not None:
                came = blockers(evaluate(case.rulebook, answered.project.states)) - had_fired
                assert not came, answered.text


def settled_is_settled(case, each):
    """No answer changes a settled verdict; any other stays within what is called reachable."""
    engine = ByReference(case.rulebook)
    for file in case.files:
        verdict = assessed(engine, file.project).verdict
        for _ in range(each):
            whole = completion(file, case.rulebook, case.random)
            if whole is not None:
                then = assessed(engine, whole.project).verdict
                assert then.settled
                assert then.level in verdict.reachable
                assert not verdict.settled or then.level == verdict.level, whole.text
            part = answer_some(file, case.rulebook, case.random)
            if part is not None and verdict.settled:
                then = assessed(engine, part.project).verdict
                assert then.settled, part.text
                assert then.level == verdict.level, part.text


@tries(25)
@given(case=cases(files=3))
def test_undecided_and_settled_keep_their_word(case):
    undecided_tells_of_blockers(case, each=3)
    settled_is_settled(case, each=2)


@pytest.mark.nightly
def test_undecided_and_settled_on_many_cases():
    seen = Counter()

    @tries(150)
    @given(case=cases(files=4))
    def holds(case):
        undecided_tells_of_blockers(case, each=4)
        settled_is_settled(case, each=2)
        for file in case.files:
            verdict = assessed(ByReference(case.rulebook), file.project).verdict
            seen[verdict.level, verdict.settled] += 1

    holds()
    tried = {(level, settled) for level in VERDICTS for settled in (True, False)}
    assert {one for one in seen if seen[one]} == {*tried, ("undecided", False)}


@tries(25)
@given(case=cases(files=3))
def test_standing_never_falls_below_what_is_sure(case):
    for file in case.files:
        for path, reading in evaluate(case.rulebook, file.project.states).readings.items():
            assert reading.sure <= reading.standing, path
            assert reading.standing in reading.sound.values, path
            assert reading.firing.values <= reading.sound.values, path
            assert path != VERDICT or reading.standing < len(VERDICTS)
