"""The cheapest change: held to brute force on small rulebooks, and read on the shipped one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.generators.cases import cases
from tests.generators.completions import completion
from tests.generators.projects import read
from tests.solver.held import TIMES, TooManyError, opened, tries, verdict_by_reference
from tests.whatif.by_hand import CHANGED_KINDS, NotListedError, Table, without_partly_known
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.results import Proof
from vetter.solver.solve import Solver

SECONDS = 30.0
CHANGED = frozenset(CHANGED_KINDS)


# --- by brute force ---------------------------------------------------------------------------


def brute_force(case, tried):
    solver = Solver(Forward(case.rulebook))
    for file in case.files:
        start = completion(file, case.rulebook, case.random)
        if start is None or verdict_by_reference(start.project, case.rulebook) == VERDICTS[0]:
            continue
        little = opened(start, case.rulebook, case.random, most=2)
        little = without_partly_known(little, case.rulebook)
        try:
            table = Table(little, case.rulebook, cap=300)
        except (TooManyError, NotListedError):
            continue
        if len(table.can) > 7:
            continue
        for rank, verdict in enumerate(VERDICTS[:2]):
            found = solver.plans(little.project, verdict, SECONDS)
            held(case, little, table, rank, found, tried)


def held(case, file, table, rank, found, tried):
    by_hand = table.plans(rank)
    first = next(by_hand, None)
    assert found.possible is (Proof.NO if first is None else Proof.YES), file.text
    tried.update(projects=1, none=first is None)
    if first is None:
        core_holds(case, file, table, rank, found, tried)
        return
    assert found.why_open == "", (found.why_open, file.text)
    least, before = first[0], []
    for plan in found.plans:
        changed = frozenset(path for path, _ in (*plan.moved, *plan.decided))
        assert plan.minimal
        assert plan.cost == least == sum(table.weights[path] for path in changed), file.text
        is_a_plan(file, table, rank, plan, changed)
        before.append(changed)
        later = (cost for cost, one in table.plans(rank) if not any(old <= one for old in before))
        least = next(later, None)
        tried.update(plans=1, moves=bool(plan.moved), decides=bool(plan.decided))
        tried.update(needs=bool(plan.needs), wide=any(not one.single for _, one in plan.needs))
    assert least is None or len(found.plans) == 3, file.text


def is_a_plan(file, table, rank, plan, changed):
    """Its values are within reach, and with its needs it forces the verdict; none is too much."""
    for path, value in (*plan.moved, *plan.decided):
        assert path in table.can
        assert table.becomes(path, value), (path, value, file.text)
    for path, value in plan.moved:
        assert value != table.known[path]
    assert all(path in table.open for path, _ in plan.decided)
    assert all(path in table.open and path not in table.can for path, _ in plan.needs)
    fixed = {path: value for path, value in table.known.items() if path not in changed}
    fixed |= dict(plan.moved) | dict(plan.decided)
    needs = {
        path: domain.values if hasattr(domain, "values") else domain for path, domain in plan.needs
    }
    assert forces(table, rank, fixed, needs), file.text
    assert plan.needs_minimal
    for path in needs:
        fewer = {one: values for one, values in needs.items() if one != path}
        assert not forces(table, rank, fixed, fewer), (path, file.text)
    whole = project_of_mapping(plan.witness.mapping(), table.rulebook)
    assert whole.open_facts() == []
    for path, value in fixed.items():
        assert whole.states[path].value in (None, value), (path, file.text)


def forces(table, rank, fixed, needs):
    def comes_out(path, row):
        value = row.values.get(path)
        among = needs[path]
        if value is None:
            return True
        return value in among if isinstance(among, frozenset) else among.low <= value <= among.high

    return all(
        row.rank <= rank
        for row in table.rows
        if all(row.values.get(path, value) == value for path, value in fixed.items())
        and all(comes_out(path, row) for path in needs)
    )


def core_holds(case, file, table, rank, found, tried):
    """No project that keeps the core has the verdict; without one of its facts some can."""
    assert found.plans == ()
    assert found.core_minimal
    kept = {path: said for path, said in file.answers.items() if path in found.core}
    verdict = VERDICTS[rank]
    solver = Solver(Forward(case.rulebook))
    bare = read(kept, case.rulebook)
    metrics = {file.project.states[path].spec.type.metric_of for path in found.core} - {""}
    if not metrics <= set(found.core):
        return  # a figure counts as open in a file that states no metric
    assert solver.plans(bare.project, verdict, SECONDS).possible is Proof.NO, file.text
    if all(can.to is None for can in table.can.values()):
        for path in found.core:
            fewer = read({one: said for one, said in kept.items() if one != path}, case.rulebook)
            possible = solver.plans(fewer.project, verdict, SECONDS).possible
            assert possible is Proof.YES or path in metrics | set(table.can), (path, file.text)
            tried.update(fewer=possible is Proof.YES)
    tried.update(cores=bool(found.core))


@tries(10)
@given(case=cases(files=2, changeable=CHANGED))
def test_plans_are_the_cheapest_there_are(case):
    brute_force(case, Counter())


@pytest.mark.slow
def test_plans_are_the_cheapest_there_are_in_many_cases():
    tried = Counter()

    @tries(150)
    @given(case=cases(files=2, changeable=CHANGED))
    def holds(case):
        brute_force(case, tried)

    holds()
    for what, least in {"plans": 100, "moves": 40, "decides": 20, "needs": 5, "none": 10}.items():
        assert tried[what] >= least * TIMES, tried
