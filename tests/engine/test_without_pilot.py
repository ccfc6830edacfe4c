"""That a verdict says `undecided` for what a whole second run without a pilot would say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.generators.cases import Case, cases
from tests.packs import book_of, rule, vetted
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


@settings(max_examples=100, deadline=None)
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


UNKNOWN_OUTCOME = """\
        softened:
          - when:
              all:
                - plan.pilot_solved is unknown
            to: high
            because: the pilot is still to come"""


@pytest.mark.parametrize(("softened", "undecided"), [("", ["slow"]), (UNKNOWN_OUTCOME, [])])
def test_a_severity_that_hangs_on_a_pilot_is_looked_at_in_a_second_run(
    softened: str, undecided: list[str]
) -> None:
    body = f"""
    when:
      all:
        - labels.origin is manual
    then:
      - concern: blocker
        cause: labelling
        because: labels are slow
        advice: count them
        who: data lead
{softened}
    """
    examples = """
      - fires: {labels.origin: manual}
      - silent: {labels.origin: automatic}
    """
    book = book_of(rule("slow", "Slow", body, examples))
    verdict = vetted(book, "plan:\n  pilot: slice\n").verdict
    assert [one for one in verdict.undecided_by if one == "slow"] == undecided
