"""The plain Python functions that are measured beside columns say what the engines say."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from benchmarks.generate import ROOT
from benchmarks.peers.plan import plan
from benchmarks.peers.straight import compiled
from tests.scenarios.drawn import drawn
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.facts.factfile import read_project
from vetter.rulebook.rulebook import Rulebook, load_rulebook
from vetter.scenarios.space import Space, domains_of


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


def cells_of(space: Space) -> dict:
    return {path: space.cells(path) for path in space.facts}


def assert_same(rulebook: Rulebook, found: tuple, run, derived: tuple[str, ...]) -> None:
    fired, values = found
    assert len(fired) == len(set(fired))
    assert {rulebook.rules[place].id for place in fired} == {
        rule_id for rule_id, state in run.states.items() if state.status.fires
    }
    assert values == tuple(run.readings[path].standing for path in derived)
    assert set(derived) == set(run.readings)


def test_the_shipped_rulebook_as_one_function(rulebook):
    facts = rulebook.vocabulary.facts
    space = Space(rulebook, {path: None for path, spec in facts.items() if not spec.computed})
    random = Random(8)
    scenarios = [space.draw(random) for _ in range(12)]
    made = plan(rulebook, cells_of(space), space.fixed)
    found = compiled(made)(made.row(one) for one in scenarios)
    forward = Forward(rulebook)
    for one, result in zip(scenarios, found, strict=True):
        assert_same(rulebook, result, forward.run(space.states(one)), made.derived)


def test_what_an_example_leaves_open_with_the_rest_folded_away(rulebook):
    project = read_project(str(ROOT / "examples" / "churn-everything.yaml"), rulebook)
    space = Space(rulebook, domains_of(project.states))
    assert space.count  # counting meets every scenario, and so every cell of computed facts
    made, rows = plan(rulebook, cells_of(space), space.fixed).over(space)
    assert len(made.inputs) < 40
    found = compiled(made)(islice(rows(), 0, 4_000, 400))
    scenarios = list(islice(space.scenarios(), 0, 4_000, 400))
    assert len(found) == len(scenarios) == 10
    assert len({values for _, values in found}) > 1
    for one, result in zip(scenarios, found, strict=True):
        assert_same(rulebook, result, evaluate(rulebook, space.states(one)), made.derived)


@pytest.mark.parametrize("seed", range(6))
def test_generated_rulebooks(seed):
    case = drawn(seed)
    space = Space(case.rulebook, domains_of(case.files[0].project.states))
    scenarios = [one for _ in range(6) if (one := space.draw(case.random)) is not None]
    made = plan(case.rulebook, cells_of(space), space.fixed)
    for one, result in zip(scenarios, compiled(made)(map(made.row, scenarios)), strict=True):
        assert_same(case.rulebook, result, evaluate(case.rulebook, space.states(one)), made.derived)
