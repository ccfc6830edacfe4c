"""On complete projects the formula says of every rule, level and counter what the engines say."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.generators.cases import cases
from tests.generators.completions import completion
from tests.solver.held import TIMES, tries
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate as by_reading
from vetter.facts.states import Status
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.complete import evaluate
from vetter.solver.results import Proof
from vetter.solver.solve import Solver


def agree(case, tried=None):
    forward = Forward(case.rulebook)
    solver = Solver(forward)
    for file in case.files:
        whole = completion(file, case.rulebook, case.random)
        if whole is None:
            continue
        states = whole.project.states
        said = evaluate(solver, whole.project)
        assert said is not None, whole.text
        assert said.applies == {
            path for path, one in states.items() if one.status is not Status.NOT_APPLICABLE
        }, whole.text
        for run in (forward.run(states), by_reading(case.rulebook, states)):
            fired = {rule_id for rule_id, one in run.states.items() if one.status.fires}
            assert said.fires == fired, whole.text
            for rule_id in fired:
                standing = tuple(one.standing for one in run.states[rule_id].severities)
                assert said.severities[rule_id] == standing, (rule_id, whole.text)
            standing = {path: one.standing for path, one in run.readings.items()}
            assert said.derived == standing, whole.text
            assert said.verdict == VERDICTS[run.readings[VERDICT].standing]
        # Nothing is left open in the formula either: it has this verdict and no other.
        reachable = solver.reachable(whole.project)
        assert reachable.proved == reachable.possible == (said.verdict,), whole.text
        settled = solver.settled(whole.project)
        assert (settled.settled, settled.always) == (Proof.YES, said.verdict)
        if tried is not None:
            tried.update([said.verdict], projects=1, rules=len(said.fires))


@tries(12)
@given(case=cases(files=3))
def test_formula_and_engines_agree(case):
    agree(case)


@pytest.mark.slow
def test_formula_and_engines_agree_on_five_hundred_projects():
    tried = Counter()

    @tries(120)
    @given(case=cases(files=5))
    def holds(case):
        agree(case, tried)

    holds()
    assert tried["projects"] >= 500 * TIMES
    assert min(tried[verdict] for verdict in VERDICTS) >= 20
    assert tried["rules"] > 3 * tried["projects"]
