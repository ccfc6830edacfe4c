"""On complete projects columns, the forward engine and the reference evaluator agree."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from tests.columns.agree import assert_same
from tests.generators.completions import completion
from tests.scenarios.drawn import TIMES, drawn, drawn_numbers
from vetter.columns.columns import Columns
from vetter.columns.table import table_of_scenarios
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.rulebook.rulebook import load_rulebook
from vetter.scenarios.space import Space, domains_of


def completions_agree(case):
    """Completions of a fact file, put in columns as they are."""
    found = [completion(case.files[0], case.rulebook, case.random) for _ in range(6)]
    whole = [one.project.states for one in found if one and not one.project.open_facts()]
    columns, forward = Columns(case.rulebook), Forward(case.rulebook)
    for findings in columns.vet(whole):
        assert_same(case.rulebook, findings, [forward.run(states) for states in whole])
        assert_same(case.rulebook, findings, [evaluate(case.rulebook, states) for states in whole])
    return len(whole)


def scenarios_agree(case):
    """Scenarios of what a fact file leaves open, the first ones and some drawn."""
    space = Space(case.rulebook, domains_of(case.files[0].project.states))
    scenarios = list(islice(space.scenarios(), 12))
    scenarios += [one for _ in range(12) if (one := space.draw(case.random)) is not None]
    if not scenarios:
        return 0
    states = [space.states(one) for one in scenarios]
    table = table_of_scenarios(space, scenarios)
    assert [table.places(at) for at in range(table.size)] == scenarios
    findings = Columns(case.rulebook).run(table)
    forward = Forward(case.rulebook)
    assert_same(case.rulebook, findings, [forward.run(one) for one in states])
    assert_same(case.rulebook, findings, [evaluate(case.rulebook, one) for one in states])
    return len(scenarios)


def test_generated_projects():
    assert sum(completions_agree(drawn(seed)) for seed in range(30)) >= 60


def test_scenarios_of_generated_projects():
    assert sum(scenarios_agree(drawn(seed)) for seed in range(20)) >= 150


def test_scenarios_of_linked_numbers():
    assert sum(scenarios_agree(drawn_numbers(seed)) for seed in range(10)) >= 10


@pytest.mark.slow
def test_many_generated_projects():
    seeds = range(1_000, 1_000 + 40 * TIMES)
    assert sum(completions_agree(drawn(seed)) for seed in seeds) >= 2 * len(seeds)
    assert sum(scenarios_agree(drawn(seed)) for seed in seeds) >= 5 * len(seeds)


@pytest.mark.slow
def test_five_hundred_projects_of_the_shipped_rulebook():
    rulebook = load_rulebook()
    facts = rulebook.vocabulary.facts
    space = Space(rulebook, {path: None for path, spec in facts.items() if not spec.computed})
    random, forward, columns = Random(4), Forward(rulebook), Columns(rulebook)
    for _ in range(TIMES):
        scenarios = [space.draw(random) for _ in range(500)]
        states = [space.states(one) for one in scenarios]
        runs = [forward.run(one) for one in states]
        for findings in columns.vet(states):
            assert_same(rulebook, findings, runs)
        drawn_ones = columns.run(table_of_scenarios(space, scenarios))
        assert_same(rulebook, drawn_ones, runs)
        assert len(set(drawn_ones.verdict.tolist())) >= 2
        some = columns.run(table_of_scenarios(space, scenarios[:60]))
        assert_same(rulebook, some, [evaluate(rulebook, one) for one in states[:60]])
