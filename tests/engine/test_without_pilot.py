"""That a verdict says `undecided` for what a whole second run without a pilot would say."""

from __future__ import annotations

from hypothesis import given, settings

from tests.generators.cases import Case, cases
from vetter.assessment.assess import assess
from vetter.assessment.verdict import BLOCKER
from vetter.engine.forward import Forward
from vetter.engine.results import RuleStatus, Run
from vetter.rulebook.vocabulary import NO_GO, VERDICT, VERDICTS


def _pending(run: Run) -> list[str]:
    return [
        rule_id
        for rule_id, state in sorted(run.states.items())
        if state.status is RuleStatus.PENDING
        and any(BLOCKER in severity.possible for severity in state.severities)
    ]


@settings(max_examples=150, deadline=None)
@given(cases(files=4))
def test_looking_at_blockers_alone_finds_what_a_second_run_finds(case: Case) -> None:
    forward = Forward(case.rulebook)
    for file in case.files:
        run = forward.run(file.project.states)
        without = forward.run(file.project.without_pilot().states)
        expected = [rule_id for rule_id in _pending(without) if rule_id in _pending(run)]
        if VERDICTS[run.readings[VERDICT].standing] == NO_GO:
            expected = []
        verdict = assess(forward, file.project, "2026-10-02", "0").verdict
        assert list(verdict.undecided_by) == expected
