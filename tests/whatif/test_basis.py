"""What a verdict rests on, and what would break it: held to subsets, scenarios and other values."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given

from tests.engine.small import project, rule, rulebook, verdict
from tests.generators.cases import cases
from tests.generators.completions import completion
from tests.packs import EXAMPLES, example
from tests.solver.held import TIMES, keeps, tries, whole
from tests.whatif.proved import Desk, scenario_verdicts, small_case
from tests.whatif.retold import BREAKS, plain_numbers, tipping_case, verdict_retold
from tests.whatif.test_verdicts import desk
from vetter.facts.resettle import Resettler
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, LEVEL, NUMERIC
from vetter.language.values import parse_value
from vetter.rulebook.vocabulary import GO, VERDICTS
from vetter.solver.questions import NO_TIME
from vetter.solver.results import Proof
from vetter.whatif.basis import basis

CAP = 400
"""The most scenarios that a test looks at."""


def asked(desk, project):
    """Ask what a verdict rests on, and see that what is said goes together."""
    case = desk.case(project)
    answer = basis(case)
    standing = case.assessment.verdict.standing
    assert answer.verdict == standing
    counted = {GO} if standing == GO else set(VERDICTS[VERDICTS.index(standing) :])
    if answer.otherwise is not None:
        assert answer.forced is Proof.NO
        assert answer.otherwise.verdict not in counted
        assert keeps(whole(answer.otherwise, desk.rulebook), project, project.states)
    else:
        assert answer.forced is not Proof.NO
    assert bool(answer.why_open) == (answer.forced is Proof.OPEN)
    paths = [one.fact.path for one in answer.grounds]
    for ground in answer.grounds:
        if ground.without is None:
            assert not answer.minimal
            continue
        assert ground.without.verdict not in counted
        others = [path for path in paths if path != ground.fact.path]
        assert keeps(whole(ground.without, desk.rulebook), project, others)
    return case, answer, counted


def stated(project):
    """Return the facts that a project states, wholly or in part, and that a rule can read."""
    return [
        path
        for path, state in project.states.items()
        if state.domain is not None
        and state.spec.computed is None
        and state.spec.type.kind != "text"
    ]


def grounds_hold(desk, files, random, tried):
    rulebook = desk.rulebook
    for file in files:
        start = completion(file, rulebook, random)
        for whose in filter(None, (file, start)):
            _, answer, counted = asked(desk, whose.project)
            if answer.verdict == GO:
                assert answer.grounds == ()
                continue
            if answer.forced is not Proof.YES:
                continue
            assert answer.minimal, whose.text
            paths = [one.fact.path for one in answer.grounds]
            states = whose.project.states
            metrics = {states[path].spec.type.metric_of for path in paths} - {""}
            if metrics <= set(paths):
                found = scenario_verdicts(rulebook, whose.project, paths, CAP)
                if found is not None:
                    assert found <= counted, (paths, whose.text)
                    tried.update(enough=1)
            tried.update(forced=1, several=len(paths) > 1)
            if answer.smallest is Proof.YES and paths:
                none_smaller(rulebook, whose, len(paths) - 1, counted, tried)


def none_smaller(rulebook, file, size, counted, tried):
    for some in combinations(stated(file.project), size):
        found = scenario_verdicts(rulebook, file.project, some, CAP)
        if found is not None:
            assert not found <= counted, (some, file.text)
            tried.update(subsets=1, subsets_of_some=bool(some))


@tries(6)
@given(case=cases(files=2))
def test_grounds_are_enough_and_none_is_too_much(case):
    grounds_hold(Desk(case.rulebook), case.files, case.random, Counter())


def test_no_fewer_facts_force_a_verdict_than_the_grounds_that_are_called_fewest():
    tried = Counter()
    for seed in range(6):
        rulebook, files, random = small_case(seed, files=2)
        grounds_hold(Desk(rulebook), files, random, tried)
    assert tried["several"] >= 5
    assert tried["enough"] >= 5
    assert tried["subsets_of_some"] >= 10


@pytest.mark.nightly
def test_no_fewer_facts_force_a_verdict_on_many_cases():
    tried = Counter()
    for seed in range(100, 100 + 40 * TIMES):
        rulebook, files, random = small_case(seed, files=3)
        grounds_hold(Desk(rulebook), files, random, tried)
    assert tried["several"] >= 20 * TIMES
    assert tried["enough"] >= 20 * TIMES
    assert tried["subsets_of_some"] >= 40 * TIMES


# --- breakers -------------------------------------------------------------------------------------


def other_values(state, rulebook):
    """Return other values of a known fact: all that there are, of numbers plain ones."""
    kind, value = state.spec.type, state.value
    if kind.kind in NUMERIC:
        every = sorted(plain_numbers(state, rulebook))
    elif kind.kind == BOOLEAN:
        every = [False, True]
    elif kind.kind == CHOICE:
        every = list(kind.names)
    elif kind.kind == LEVEL:
        every = list(range(len(kind.names)))
    elif kind.kind == CHOICES:
        names = kind.names
        every = [frozenset(some) for size in range(4) for some in combinations(names, size)]
    else:
        every = []
    return [one for one in every if one != value]


def is_worse(state, value):
    """Return whether a number or a rank is on the worse side of the present one."""
    return value > state.value if state.spec.better == "lower" else value < state.value


def breakers_hold(desk, file, tried):
    rulebook = desk.rulebook
    case, answer, _ = asked(desk, file.project)
    tried.update([case.shown])
    if case.shown != GO:
        assert answer.breakers == ()
        return
    assert answer.all_breakers
    broken = {one.path: (one, verdict) for one, verdict in answer.breakers}
    assert len(broken) == len(answer.breakers)
    for path in case.known:
        state = file.project.states[path]
        told = {
            value: verdict_retold(file, path, value, rulebook)
            for value in other_values(state, rulebook)
        }
        breaking = [one for one, end in told.items() if end not in (None, BREAKS, GO)]
        if path not in broken:
            assert not breaking, (path, breaking, file.text)
            continue
        said, then = broken[path]
        assert said.before == state.shown
        value = written_value(said, state, rulebook)
        assert verdict_retold(file, path, value, rulebook) == then != GO, (path, file.text)
        tried.update(breakers=1, numbers=state.spec.type.kind in NUMERIC)
        if state.spec.type.kind in NUMERIC | {LEVEL}:
            nothing_nearer(state, value, breaking, file)


def written_value(said, state, rulebook):
    measures = rulebook.vocabulary.measures
    if isinstance(said.written, list):
        return frozenset(said.written)
    return parse_value(said.written, state.spec.type, measures, state.metric)


def nothing_nearer(state, value, breaking, file):
    """See that no value on its side is nearer, and none on the worse side if it is on the other.

    Of an interval without its end no value is the nearest: one within a hundredth of it will do.
    """
    slack = max(abs(value), abs(state.value)) / 50
    for other in breaking:
        if is_worse(state, other) == is_worse(state, value):
            assert abs(other - state.value) >= abs(value - state.value) - slack, (other, file.text)
        else:
            assert is_worse(state, value), (other, value, file.text)


def test_breakers_are_the_facts_that_break_a_go_and_the_nearest_values():
    tried = Counter()
    for seed in range(25):
        rulebook, files, _ = tipping_case(seed, files=2)
        for file in files:
            breakers_hold(Desk(rulebook), file, tried)
    for seed in range(8):
        rulebook, files, random = small_case(seed, files=3)
        for file in files:
            start = completion(file, rulebook, random)
            breakers_hold(Desk(rulebook), start or file, tried)
    assert tried["breakers"] >= 8
    assert tried["numbers"] >= 3
    assert tried[GO] >= 12


@pytest.mark.nightly
def test_breakers_are_the_facts_that_break_a_go_on_many_cases():
    tried = Counter()
    for seed in range(1000, 1000 + 120 * TIMES):
        rulebook, files, _ = tipping_case(seed, files=2)
        for file in files:
            breakers_hold(Desk(rulebook), file, tried)
    assert tried["breakers"] >= 25 * TIMES
    assert tried["numbers"] >= 15 * TIMES


# --- single cases ---------------------------------------------------------------------------------


def test_fewer_facts_are_found_than_a_first_proof_has():
    """Two of one chain of reasons are fewer than three of another."""
    three = ["plan.ready is yes", "plan.urgent is yes", "plan.color is red"]
    book = rulebook(
        {"plan.ready": {}, "plan.urgent": {}, "plan.color": {}, "plan.items": {}, "plan.spare": {}},
        rule("long", {"all": three}, verdict("no-go")),
        rule("short", {"all": ["plan.items > plan.spare"]}, verdict("no-go")),
    )
    said = {"plan.ready": "yes", "plan.urgent": "yes", "plan.color": "red"}
    here = project(book, {**said, "plan.items": "3", "plan.spare": "2"})
    answer = basis(Desk(book).case(here))
    assert [one.fact.path for one in answer.grounds] == ["plan.items", "plan.spare"]
    assert (answer.minimal, answer.smallest) == (True, Proof.YES)


@pytest.mark.parametrize(
    ("better", "items", "fear"), [("lower", "5", "wild"), ("higher", "1", "calm")]
)
def test_a_breaker_lies_on_the_worse_side_though_the_other_is_nearer(better, items, fear):
    bad = ["plan.items > $many_items", "plan.items < $few_items"]
    bad += ["plan.fear is wild", "plan.fear is calm"]
    sides = {"plan.items": {"better": better}, "plan.fear": {"better": better}}
    book = rulebook(sides, rule("bad", {"any": bad}, verdict("no-go")))
    for here in ("2", "4"):
        said = project(book, {"plan.items": here, "plan.fear": "tense"})
        answer = basis(Desk(book).case(said))
        assert [(one.written, end) for one, end in answer.breakers] == [
            (items, "no-go"), (fear, "no-go"),
        ]  # fmt: skip


def test_a_breaker_is_just_beyond_an_end_that_does_not_break():
    book = rulebook(
        {"plan.ratio": {"better": "lower"}},
        rule("bad", {"all": ["plan.ratio > $high_ratio"]}, verdict("no-go")),
    )
    answer = basis(Desk(book).case(project(book, {"plan.ratio": "1"})))
    [(one, end)] = answer.breakers
    assert 2.5 < float(one.written) <= 2.5 * 1.01
    assert (one.before, end) == ("1", "no-go")


def test_what_is_not_proved_in_time_says_so():
    book = rulebook(
        {"plan.ready": {}}, rule("bad", {"all": ["plan.ready is yes"]}, verdict("no-go"))
    )
    answer = basis(Desk(book, seconds=0).case(project(book, {"plan.ready": "yes"})))
    assert (answer.forced, answer.grounds, answer.why_open) == (Proof.OPEN, (), NO_TIME)
    assert answer.smallest is Proof.OPEN
    go = basis(Desk(book, seconds=0).case(project(book, {"plan.ready": "no"})))
    assert (go.forced, go.all_breakers) == (Proof.YES, False)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_an_example_rests_on_forces_it(name):
    here = example(name).project
    case, answer, counted = asked(desk(), here)
    assert answer.forced is not Proof.OPEN
    if answer.grounds:
        assert answer.minimal
        paths = {one.fact.path for one in answer.grounds}
        away = dict.fromkeys(set(stated(here)) - paths)
        bare = Resettler(desk().rulebook, here).changed(away)
        metrics = {here.states[path].spec.type.metric_of for path in paths} - {""}
        if metrics <= paths:
            assert set(desk().solver.reachable(bare).possible) <= counted
    for said, then in answer.breakers:
        value = written_value(said, here.states[said.path], desk().rulebook)
        changed = Resettler(desk().rulebook, here).changed({said.path: value})
        assert case.verdict_of(changed) == then != GO
