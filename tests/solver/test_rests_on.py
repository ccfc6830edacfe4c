"""What a verdict rests on: enough facts to force it, and none too many."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.generators.cases import cases
from tests.generators.completions import completion
from tests.generators.projects import read
from tests.solver.held import TIMES, keeps, tries, verdict_by_reference, whole
from vetter.engine.forward import Forward
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.results import Proof
from vetter.solver.solve import Solver


def holds_up(case, tried):
    solver = Solver(Forward(case.rulebook))
    for file in case.files:
        start = completion(file, case.rulebook, case.random)
        if start is None:
            continue
        standing = verdict_by_reference(start.project, case.rulebook)
        for whose, or_graver in ((file, False), (start, False), (start, True)):
            counted = VERDICTS[VERDICTS.index(standing) :] if or_graver else (standing,)
            rests = solver.rests_on(whose.project, standing, or_graver)
            if rests.forced is not Proof.YES:
                assert whose is file, whose.text
                if rests.forced is Proof.NO:
                    seen = whole(rests.otherwise, case.rulebook)
                    assert rests.otherwise.verdict not in counted
                    assert keeps(seen, whose.project, whose.project.states)
                continue
            is_enough(case, solver, whose, rests, counted)
            is_not_too_much(case, whose, rests, counted)
            tried.update(forced=1, by_facts=bool(rests.supports), minimal=rests.minimal)


def is_enough(case, solver, file, rests, counted):
    kept = {path: said for path, said in file.answers.items() if path in rests.paths}
    bare = read(kept, case.rulebook)
    metrics = {file.project.states[path].spec.type.metric_of for path in rests.paths} - {""}
    if metrics <= set(rests.paths):  # a figure counts as open in a file that states no metric
        assert set(solver.reachable(bare.project).possible) <= set(counted), bare.text
    for _ in range(6):
        some = completion(bare, case.rulebook, case.random)
        if some is not None:
            verdict = verdict_by_reference(some.project, case.rulebook)
            assert verdict in counted, (rests.paths, file.text, some.text)


def is_not_too_much(case, file, rests, counted):
    for support in rests.supports:
        if support.without is None:
            assert not rests.minimal
            continue
        assert support.without.verdict not in counted
        others = [path for path in rests.paths if path != support.path]
        assert keeps(whole(support.without, case.rulebook), file.project, others), file.text


@tries(8)
@given(case=cases(files=2))
def test_supports_are_enough_and_none_is_too_much(case):
    holds_up(case, Counter())


@pytest.mark.nightly
def test_supports_are_enough_and_none_is_too_much_on_many_cases():
    tried = Counter()

    @tries(60)
    @given(case=cases(files=3))
    def holds(case):
        holds_up(case, tried)

    holds()
    assert tried["forced"] >= 150 * TIMES
    assert tried["by_facts"] >= 50 * TIMES
    assert tried["minimal"] >= 0.98 * tried["forced"]
