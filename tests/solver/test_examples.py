"""The shipped examples: every verdict proved one way or the other, and within the sound range."""

from __future__ import annotations

from functools import cache

import pytest

from tests.packs import EXAMPLES, built_in, example
from tests.solver.held import keeps, whole
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.language.domains import Options
from vetter.language.writing import write_value
from vetter.rulebook.vocabulary import CONDITIONAL, NO_GO, VERDICTS
from vetter.solver.results import Proof
from vetter.solver.solve import Solver


@cache
def solver():
    return Solver(Forward(built_in().rulebook))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_reaches_what_its_assessment_holds_possible(name):
    assessment = example(name)
    project, verdict = assessment.project, assessment.verdict
    reachable = solver().reachable(project)
    assert reachable.proved == reachable.possible
    assert reachable.proved, "some completion there is"
    assert set(reachable.proved) <= set(verdict.reachable)
    for one in reachable.verdicts:
        if one.witness is not None:
            assert keeps(whole(one.witness, built_in().rulebook), project, project.states)
    settled = solver().settled(project)
    assert settled.standing == verdict.standing
    if verdict.settled:
        assert settled.settled is Proof.YES


def written(state):
    """Return what a fact file states of a fact, known wholly or in part."""
    measures, domain = built_in().rulebook.vocabulary.measures, state.domain
    if state.known:
        return write_value(state.value, state.spec.type, measures, state.metric)
    key, ends = (
        ("one of", sorted(domain.values))
        if isinstance(domain, Options)
        else ("between", [domain.low, domain.high])
    )
    texts = [write_value(one, state.spec.type, measures, state.metric) for one in ends]
    falling = state.metric is not None and not state.metric.higher_is_better
    return {"unknown": "true", key: texts[::-1] if falling else texts}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_an_example_rests_on_is_minimal(name):
    project = example(name).project
    for verdict in (CONDITIONAL, NO_GO):
        rests = solver().rests_on(project, verdict, or_graver=True)
        assert rests.forced is not Proof.OPEN
        if rests.forced is Proof.YES:
            assert rests.minimal
            kept = {path: written(project.states[path]) for path in rests.paths}
            bare = solver().reachable(project_of_mapping(kept, built_in().rulebook))
            assert set(bare.possible) <= set(VERDICTS[VERDICTS.index(verdict) :])
            for support in rests.supports:
                assert VERDICTS.index(support.without.verdict) < VERDICTS.index(verdict)
            assert all(project.states[path].shown for path in rests.paths)
