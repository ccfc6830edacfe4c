"""The cheapest change on the shipped rulebook: sensible, and replayed as its reader would."""

from __future__ import annotations

import pytest

from tests.packs import EXAMPLES, built_in, example
from tests.whatif.by_hand import CHANGED_KINDS
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.solver.results import Proof
from vetter.solver.solve import Solver
from vetter.whatif.case import Case
from vetter.whatif.change import ORDER, change
from vetter.whatif.restate import restate

SECONDS = 30.0
CHANGED = frozenset(CHANGED_KINDS)


def asked(name, seconds=10.0):
    assessment = example(name)
    forward = Forward(built_in().rulebook)
    case = Case(forward, Solver(forward, seconds), assessment, seconds)
    return case, change(case)


def is_sound(case, answer):
    """Every plan shown is replayed as its reader would follow it: by stating it in the file."""
    facts = case.rulebook.vocabulary.facts
    for one in answer:
        assert ORDER.index(one.goal) < ORDER.index(case.shown)
        sets = [{move.value.path for move in plan.moves} for plan in one.plans]
        assert not any(a <= b for a in sets for b in sets if a is not b)
        for plan in one.plans:
            assert ORDER.index(plan.verdict) <= ORDER.index(one.goal)
            weights = case.rulebook.vocabulary.efforts
            assert plan.cost == sum(weights[move.effort].weight for move in plan.moves)
            for move in plan.moves:
                assert facts[move.value.path].changeable.effort == move.effort
                known = case.project.states[move.value.path].known
                assert not (move.decided and known)
                assert move.value.before or move.decided
            for need in plan.needs:
                assert facts[need.path].changeable is None or need.before
            told = restate(case.project, case.rulebook)
            told |= {value.path: value.written for value in (m.value for m in plan.moves)}
            told |= {value.path: value.written for value in plan.needs}
            written = plan.witness.mapping()
            told |= {fact.path: written[fact.path] for fact in plan.to_answer}
            assert case.verdict_of(project_of_mapping(told, case.rulebook)) == plan.verdict
        if one.possible is Proof.NO:
            assert all(fact.shown for fact in one.core)


def words(answer):
    return [
        (plan.cost, [f"{m.value.path}: {m.value.before} -> {m.value.shown}" for m in plan.moves])
        for one in answer
        for plan in one.plans
    ]


def test_what_an_ml_lead_would_find_sensible():
    case, answer = asked("invoice-extraction")
    assert words(answer) == [(1, ["organisation.feedback: no -> yes"])]
    is_sound(case, answer)
    case, answer = asked("film-recommendations")
    assert words(answer) == [(5, ["goal.stakeholders: conflicting -> balanced"])]
    case, answer = asked("cat-door")
    assert [fact.path for fact in answer[0].core] == ["data.drift"]


def test_a_go_needs_no_change():
    assert asked("museum-photos")[1] == ()


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("name", EXAMPLES)
def test_plans_of_examples_hold(name):
    is_sound(*asked(name))
