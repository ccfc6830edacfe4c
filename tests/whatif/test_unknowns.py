"""The register of unknowns: held against all completions where these are few."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.small import rule, texts, verdict
from tests.generators.cases import cases
from tests.generators.completions import completion
from tests.generators.pick import Pick
from tests.generators.projects import read
from tests.generators.yaml_text import block
from tests.packs import DAY, EXAMPLES, built_in, example
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
from vetter.assessment.assess import assess
from vetter.base.problems import InvalidFactFile
from vetter.engine.forward import Forward
from vetter.language.types import BOOLEAN, CHOICES, INTEGER, NUMERIC, QUALITY, TEXT
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.rulebook.vocabulary import PILOT, VERDICTS
from vetter.solver.narrowed import Narrowed
from vetter.solver.replay import Goal
from vetter.solver.solve import Solver
from vetter.whatif.case import Case
from vetter.whatif.unknowns import WEIGHTS, unknowns

SECONDS = 200.0
"""More than any of these takes, so that no busy machine changes what is told."""


def register_of(solver, project, seconds=SECONDS):
    assessment = assess(solver.forward, project, DAY.isoformat(), "0.0.0")
    return unknowns(Case(solver.forward, solver, assessment, seconds))


# --- all completions of a small project -----------------------------------------------------------


def applied(states, path):
    return states[path].value if states[path].known else None


def differ_only_in(path, one, other, asked):
    """Whether two completions answer one question differently, and every other one alike."""
    if one[path].value == other[path].value:
        return False
    for fact in asked:
        if fact == path or not (one[fact].known and other[fact].known):
            continue
        if one[fact].metric is other[fact].metric and one[fact].value != other[fact].value:
            return False
    return True


def turned(path, found, asked):
    """Whether two completions that differ in this answer alone have different verdicts."""
    there = [(states, verdict) for states, verdict in found if states[path].known]
    return any(
        one[1] != other[1] and differ_only_in(path, one[0], other[0], asked)
        for one, other in combinations(there, 2)
    )


def left_after(path, holds, found):
    """Return the verdicts of completions with such an answer, or in which nobody needs one."""
    left = {
        verdict for states, verdict in found if not states[path].known or holds(states[path].value)
    }
    return tuple(one for one in VERDICTS if one in left)


def said_by(state, shown, rulebook):
    """Return what the words for an answer say of a value: read anew, by their own grammar."""
    kind = state.spec.type
    if shown == "any answer":
        return lambda _: True
    if kind.kind == CHOICES:
        word, _, name = shown.partition(" ")
        if word in ("with", "without") and name in kind.names:
            return lambda value: (name in value) == (word == "with")
        return None
    if kind.kind in NUMERIC:
        return said_of_numbers(shown) if kind.kind == INTEGER else None
    names = re.split(r", | or ", shown)
    if kind.kind == BOOLEAN:
        return lambda value: ("yes" if value else "no") in names
    if kind.names and isinstance(kind.rank(kind.names[0]), int) and kind.integral:
        return lambda value: kind.names[value] in names
    return lambda value: value in names


def said_of_numbers(shown):
    numbers = [Fraction(one) for one in re.findall(r"\d+", shown)]
    if shown.startswith("at most"):
        return lambda value: value <= numbers[0]
    if shown.startswith("at least"):
        return lambda value: value >= numbers[0]
    if len(numbers) == 2:
        return lambda value: numbers[0] <= value <= numbers[1]
    return lambda value: value == numbers[0]


# --- what is held against them --------------------------------------------------------------------


def brute_force(case, tried):
    solver = Solver(Forward(case.rulebook))
    for file in case.files:
        start = completion(file, case.rulebook, case.random)
        if start is not None:
            little = opened(start, case.rulebook, case.random, most=6)
            held_to_all(solver, little, case.rulebook, tried)


def held_to_all(solver, little, book, tried):
    try:
        files, all_there = every_completion(little, book, cap=400)
    except TooManyError:
        return
    found = [(one.project.states, verdict_by_reference(one.project, book)) for one in files]
    register = register_of(solver, little.project)
    asked = [one.path for one in little.project.open_facts()]
    told = {one.fact.path: one for one in register.ranked}
    states = little.project.states
    assert set(told) == {path for path in asked if states[path].spec.type.kind != TEXT}
    in_order(register)
    for path, one in told.items():
        where = f"{path}\n{one}\n{little.text}"
        of_one(states[path], one, register, found, asked, all_there, book, where)
        tried[one.weight] += 1
        tried["exact"] += all_there
        tried["several outcomes", one.weight] += len(one.outcomes) > 1


def of_one(state, one, register, found, asked, all_there, rulebook, where):
    path, reached = state.path, register.reachable
    turns = turned(path, found, asked)
    values = {states[path].value for states, _ in found if states[path].known}
    unread = state.spec.type.kind == QUALITY and state.metric is None
    lefts = {
        value: reached if unread else left_after(path, value.__eq__, found) for value in values
    }
    assert one.weight in set(WEIGHTS) - {"not proved"}, where
    assert {verdict for _, verdict in found} <= set(reached), where
    if one.weight == "irrelevant":
        assert not turns or len(reached) < 2, where
    if all_there:
        assert {verdict for _, verdict in found} == set(reached), where
        settles = len(reached) > 1 and any(len(left) == 1 for left in lefts.values())
        narrows = len(reached) > 1 and any(left != reached for left in lefts.values())
        whole_numbers = state.spec.type.kind == INTEGER
        if one.weight == "alone":
            assert settles, where
        elif not whole_numbers:  # of several whole numbers that are told as one each may settle
            assert not settles, where
        if one.weight == "irrelevant" and not whole_numbers:
            assert not narrows, where
        if one.weight == "with others":
            assert turns or narrows, where
    covered = []
    for outcome in one.outcomes:
        assert outcome.proved, where
        holds = said_by(state, outcome.shown, rulebook)
        if holds is None:
            continue
        left = reached if unread else left_after(path, holds, found)
        covered += [value for value in values if holds(value)]
        assert set(left) <= set(outcome.left), where
        if all_there:
            assert left == outcome.left, where
    if all(said_by(state, outcome.shown, rulebook) for outcome in one.outcomes):
        assert set(covered) == values, where
        assert len(covered) == len(set(covered)), where


def in_order(register):
    def first(one):
        many = [len(outcome.left) for outcome in one.outcomes] or [len(register.reachable)]
        return WEIGHTS.index(one.weight), max(many), Fraction(sum(many), len(many))

    keys = [first(one) for one in register.ranked]
    assert keys == sorted(keys)
    matter = [one for one in register.ranked if one.weight != "irrelevant"]
    assert register.why
    assert bool(register.ask_next) <= bool(matter)
    if register.ask_next:
        told = next(one for one in register.ranked if one.fact.path == register.ask_next)
        assert told.weight != "irrelevant"
        assert told.answered_by != PILOT


@tries(15)
@given(case=cases(files=2))
def test_what_hangs_on_a_question_is_what_all_completions_say(case):
    brute_force(case, Counter())


@pytest.mark.nightly
def test_what_hangs_on_a_question_is_what_all_completions_say_on_many_cases():
    tried = Counter()

    @tries(60)
    @given(case=cases(files=4))
    def holds(case):
        brute_force(case, tried)

    holds()
    assert tried["alone"] >= 20 * TIMES
    assert tried["irrelevant"] >= 200 * TIMES
    assert tried["exact"] >= 200 * TIMES
    assert not tried["several outcomes", "irrelevant"]


SENTENCES = (
    "plan.ready is yes", "plan.ready is no", "plan.urgent is yes", "plan.urgent is no",
    "plan.color is red", "plan.color is one of red, green", "plan.color is not green",
    "plan.shade is red", "plan.items > $few_items", "plan.items <= $many_items",
    "plan.support >= upper", "plan.parts has wheel", "plan.parts lacks axle",
)  # fmt: skip


def drawn_condition(pick, depth=2):
    parts = [
        pick.of(SENTENCES) if depth == 1 or pick.chance(50) else drawn_condition(pick, depth - 1)
        for _ in range(2)
    ]
    return {pick.of(("all", "any", "none")): parts}


@st.composite
def tangles(draw):
    """A rulebook whose verdict rules tangle a few facts, with little known of them."""
    pick = Pick.from_hypothesis(draw)
    facts = {path: {} for path in ("plan.ready", "plan.urgent", "plan.color", "plan.support")}
    facts["plan.items"] = {"applies when": {"all": ["plan.ready is yes"]}}
    facts["plan.parts"] = {"applies when": {"any": ["plan.urgent is no", "plan.color is red"]}}
    facts["plan.shade"] = {}
    rules = [
        rule(f"rule-{place}", drawn_condition(pick), verdict(pick.of(VERDICTS[1:])))
        for place in range(4)
    ]
    files = texts(facts, *rules)
    if pick.chance(60):
        never = {"never": {"all": [drawn_condition(pick)]}, "because": "it cannot be"}
        files["knowledge/constraints.yaml"] = block({"constraints": {"this": never}})
    known = {"plan.ready": "yes", "plan.urgent": "no", "plan.color": "green", "plan.items": "3"}
    known |= {"plan.support": "upper", "plan.parts": ["axle"], "plan.shade": "red"}
    kept = pick.some(tuple(known), 3, 5)
    return files, {path: known[path] for path in kept}


def tangle_holds(tangle, tried):
    files, answers = tangle
    book = rulebook_of(pack_of_texts(files))
    try:
        little = read(answers, book)
    except InvalidFactFile:
        return
    held_to_all(Solver(Forward(book)), little, book, tried)


@tries(25)
@given(tangle=tangles())
def test_what_hangs_on_tangled_questions_is_what_all_completions_say(tangle):
    tangle_holds(tangle, Counter())


@pytest.mark.nightly
def test_what_hangs_on_tangled_questions_is_what_all_completions_say_on_many_cases():
    tried = Counter()

    @tries(300)
    @given(tangle=tangles())
    def holds(tangle):
        tangle_holds(tangle, tried)

    holds()
    for weight in ("alone", "with others", "irrelevant"):
        assert tried[weight] >= 50 * TIMES
    assert tried["several outcomes", "with others"] >= 20 * TIMES


# --- the shipped examples -------------------------------------------------------------------------


@cache
def solver():
    return Solver(Forward(built_in().rulebook))


FEW = ("game-balancing", "support-ticket-dispatcher", "till-receipts")


def same_twice(name):
    project = example(name).project
    first = register_of(solver(), project)
    again = register_of(Solver(Forward(built_in().rulebook)), project)
    assert repr(first) == repr(again)
    in_order(first)
    assert first.reachable == solver().reachable(project).proved
    for one in first.ranked:
        assert one.weight != "not proved"
        assert all(outcome.proved for outcome in one.outcomes)
        assert all(set(outcome.left) <= set(first.reachable) for outcome in one.outcomes)
    if len(first.reachable) == 1:
        assert {one.weight for one in first.ranked} <= {"irrelevant"}
        assert not first.ask_next


@pytest.mark.parametrize("name", FEW)
def test_an_example_is_told_the_same_twice(name):
    same_twice(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - set(FEW)))
def test_every_example_is_told_the_same_twice(name):
    same_twice(name)


@pytest.mark.parametrize("name", FEW)
def test_completions_of_the_pool_are_completions(name, monkeypatch):
    from vetter.whatif import unknowns as module

    pools = []

    class Kept(module.Pool):
        def __init__(self, *given):
            super().__init__(*given)
            pools.append(self)

    monkeypatch.setattr(module, "Pool", Kept)
    project = example(name).project
    register_of(solver(), project)
    (pool,) = pools
    assert {one.verdict for one in pool.witnesses} == set(solver().reachable(project).proved)
    for witness in pool.witnesses:
        assert keeps(whole(witness, built_in().rulebook), project, project.states)


def test_without_time_nothing_is_proved():
    project = example("support-ticket-dispatcher").project
    register = register_of(solver(), project, seconds=0)
    assert {one.weight for one in register.ranked} <= {"not proved", "irrelevant"}
    assert "not proved" in {one.weight for one in register.ranked}


@pytest.mark.parametrize("name", FEW)
def test_a_narrowed_formula_reaches_what_the_whole_one_does(name):
    project = example(name).project
    narrowed = Narrowed(solver().replayer, project, SECONDS)
    proved = solver().reachable(project).proved
    for level in VERDICTS:
        found = narrowed.ask([narrowed.goal(level)])
        assert found.no == (level not in proved)
        if found.model is not None:
            replay = narrowed.replay(found.model, Goal(level, frozenset((level,))))
            assert replay.witness is not None
            assert replay.witness.verdict == level
