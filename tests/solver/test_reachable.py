"""Verdicts that completions reach: held against all completions, or as many as can be drawn."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.generators.cases import cases
from tests.generators.completions import completion
from tests.solver.held import (
    TIMES,
    TooManyError,
    every_completion,
    keeps,
    opened,
    tries,
    verdict_by_reference,
    whole,
)
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.results import Proof
from vetter.solver.solve import Solver


def answer_of(solver, project):
    """Ask what is reachable, and see that every witness is a completion with its verdict."""
    reachable = solver.reachable(project)
    assert [one.verdict for one in reachable.verdicts] == list(VERDICTS)
    for one in reachable.verdicts:
        assert (one.witness is not None) == (one.reachable is Proof.YES)
        assert bool(one.why_open) == (one.reachable is Proof.OPEN)
        if one.witness is not None:
            assert one.witness.verdict == one.verdict
            assert keeps(whole(one.witness, solver.formula.rulebook), project, project.states)
    return reachable


def brute_force(case, tried):
    solver = Solver(Forward(case.rulebook))
    for file in case.files:
        start = completion(file, case.rulebook, case.random)
        if start is None:
            continue
        little = opened(start, case.rulebook, case.random, most=3)
        try:
            found, all_there = every_completion(little, case.rulebook, cap=150)
        except TooManyError:
            continue
        verdicts = {verdict_by_reference(one.project, case.rulebook) for one in found}
        reachable = answer_of(solver, little.project)
        assert verdicts <= set(reachable.possible), little.text
        assert Proof.OPEN not in {one.reachable for one in reachable.verdicts}, little.text
        if all_there:
            assert verdicts == set(reachable.proved), little.text
        tried.update(projects=1, exact=all_there, several=len(verdicts) > 1)


def drawn(case, tried):
    solver = Solver(Forward(case.rulebook))
    for file in case.files:
        project = file.project
        reachable = answer_of(solver, project)
        sound = evaluate(case.rulebook, project.states).readings[VERDICT].sound.values
        assert {VERDICTS.index(one) for one in reachable.proved} <= set(sound), file.text
        verdicts = set()
        for _ in range(8):
            some = completion(file, case.rulebook, case.random)
            if some is not None:
                verdicts.add(verdict_by_reference(some.project, case.rulebook))
        assert verdicts <= set(reachable.possible), file.text
        settled = solver.settled(project)
        if settled.settled is Proof.YES:
            assert verdicts <= {settled.standing}
        if settled.always:
            assert verdicts <= {settled.always}
        if settled.settled is Proof.NO:
            assert settled.otherwise is not None
            assert settled.otherwise.verdict != settled.standing
        for one in reachable.verdicts:
            tried.update([one.reachable])


@tries(10)
@given(case=cases(files=2))
def test_what_is_reachable_is_what_some_completion_gives(case):
    brute_force(case, Counter())


@pytest.mark.nightly
def test_what_is_reachable_is_what_some_completion_gives_on_many_cases():
    tried = Counter()

    @tries(100)
    @given(case=cases(files=4))
    def holds(case):
        brute_force(case, tried)

    holds()
    assert tried["projects"] >= 150 * TIMES
    assert tried["exact"] >= 80 * TIMES
    assert tried["several"] >= 20 * TIMES


@tries(10)
@given(case=cases(files=2))
def test_no_drawn_completion_escapes(case):
    drawn(case, Counter())


@pytest.mark.nightly
def test_no_drawn_completion_escapes_on_many_cases():
    tried = Counter()

    @tries(80)
    @given(case=cases(files=4))
    def holds(case):
        drawn(case, tried)

    holds()
    assert tried[Proof.YES] >= 300 * TIMES
    assert tried[Proof.NO] >= 100 * TIMES
    assert tried[Proof.OPEN] * 50 <= tried[Proof.YES]
