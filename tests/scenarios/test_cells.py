"""Cells miss no outcome: what a project of any values gives, some scenario gives too."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from tests.generators.completions import completion
from tests.generators.projects import read
from tests.scenarios.drawn import TIMES, drawn, drawn_numbers
from tests.scenarios.outcomes import Sentences
from tests.scenarios.refill import FINITE, any_answer, every_answer, refilled
from vetter.base.problems import InvalidFactFile
from vetter.language.types import TEXT
from vetter.scenarios.space import Space, domains_of

MOST = 200
BRUTE = 100


def reopened(case, finite):
    """A complete project and one to three of its facts that are opened again, or None."""
    whole = completion(case.files[0], case.rulebook, case.random)
    if whole is None or whole.project.open_facts():
        return None
    facts = case.rulebook.vocabulary.facts
    kinds = FINITE if finite else {spec.type.kind for spec in facts.values()} - {TEXT}
    states = whole.project.states
    # What is said of a fact that does not apply is no part of what a project says.
    answers = {path: answer for path, answer in whole.answers.items() if states[path].known}
    whole = replace(whole, answers=answers)
    known = [path for path in answers if facts[path].type.kind in kinds]
    if not known:
        return None
    opened = frozenset(case.random.sample(known, min(len(known), case.random.randint(1, 3))))
    return whole, opened


def scenario_vectors(sentences, space):
    return {sentences.vector(space.states(one)) for one in space.scenarios()}


def misses_nothing(case, tried):
    """Random values for what is opened: their outcomes are those of some scenario."""
    found = reopened(case, finite=False)
    if found is None:
        return
    whole, opened = found
    sentences = Sentences(case.rulebook)
    space = Space(case.rulebook, domains_of(whole.project.states, opened))
    if space.count is None or space.count > MOST:
        tried["large"] += 1
        return
    if not space.exact:
        tried["inexact"] += 1
        return
    tried["exact"] += 1
    have = scenario_vectors(sentences, space)
    for _ in range(12):
        file = refilled(case.rulebook, whole.answers, opened, case.random)
        if file is not None:
            tried["projects"] += 1
            assert sentences.vector(file.project.states) in have, (sorted(opened), file.text)


def equals_brute_force(case, tried):
    """Every value of what is opened, one by one: the same outcomes as the scenarios have."""
    found = reopened(case, finite=True)
    if found is None:
        return
    whole, opened = found
    sentences = Sentences(case.rulebook)
    facts = case.rulebook.vocabulary.facts
    order = sorted(opened)
    every = {path: every_answer(facts[path]) for path in order}
    for path in order:
        every[path] = every[path] or list(case.rulebook.vocabulary.measures.metrics)
    size = 1
    for values in every.values():
        size *= len(values)
    if size > BRUTE:
        return
    brute = set()
    for values in product(*every.values()):
        answers = {**whole.answers, **dict(zip(order, values, strict=True))}
        try:
            project = read(answers, case.rulebook).project
        except InvalidFactFile as error:
            if any(one.code not in ("constraint", "not-applicable") for one in error.problems):
                return  # a quality that cannot be read in another metric
            continue
        if project.open_facts():
            return  # what did not apply does now, and has values without number
        brute.add(sentences.vector(project.states))
    space = Space(case.rulebook, domains_of(whole.project.states, opened))
    if space.count is None or space.count > MOST:
        tried["large"] += 1
        return
    have = scenario_vectors(sentences, space)
    assert have <= brute, sorted(opened)
    tried["brute"] += 1
    if space.exact:
        tried["brute and exact"] += 1
        assert have == brute, sorted(opened)


def holds_on(draw, seeds):
    tried = Counter()
    for seed in seeds:
        case = draw(seed)
        for _ in range(2):
            misses_nothing(case, tried)
            equals_brute_force(case, tried)
    return tried


@pytest.mark.parametrize("draw", [drawn, drawn_numbers])
def test_cells_miss_no_outcome(draw):
    tried = holds_on(draw, range(25))
    assert tried["exact"] >= 10
    assert tried["brute and exact"] >= 10


@pytest.mark.slow
@pytest.mark.parametrize("draw", [drawn, drawn_numbers])
def test_cells_miss_no_outcome_of_many_rulebooks(draw):
    tried = holds_on(draw, range(100, 100 + 80 * TIMES))
    assert tried["exact"] >= 80
    assert tried["projects"] >= 800
    assert tried["brute and exact"] >= 40


def test_values_of_one_cell_are_alike():
    tried = Counter()
    for seed in range(40):
        alike_in_cells(drawn(seed), tried)
    assert tried["cells"] >= 300


def alike_in_cells(case, tried):
    """One fact opened: any value in a cell's span has the outcomes of the value that stands in."""
    found = reopened(case, finite=False)
    if found is None:
        return
    whole, opened = found
    sentences = Sentences(case.rulebook)
    path = min(opened)
    spec = case.rulebook.vocabulary.facts[path]
    space = Space(case.rulebook, domains_of(whole.project.states, frozenset((path,))))
    if space.count is None or space.count > MOST or not space.exact:
        return
    by_cell = {}
    for scenario in space.scenarios():
        by_cell.setdefault(scenario[path], []).append(scenario)
    for _ in range(20):
        answer = any_answer(spec, case.rulebook, whole.answers, case.random)
        try:
            project = read({**whole.answers, path: answer}, case.rulebook).project
        except InvalidFactFile:
            continue
        state = project.states[path]
        metric = state.metric.name if state.metric else ""
        mine = [
            place
            for place, cell in enumerate(space.cells(path))
            if state.known
            and cell.applies
            and cell.metric == metric
            and (
                cell.span.holds(state.value)
                if cell.span
                else state.value in (cell.value, *cell.among)
            )
        ]
        if project.open_facts() or not mine:
            continue
        have = {sentences.vector(space.states(one)) for place in mine for one in by_cell[place]}
        tried["cells"] += 1
        assert sentences.vector(project.states) in have, (path, answer)
