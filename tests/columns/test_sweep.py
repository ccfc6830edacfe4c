"""Variants are what changed fact files would be; nothing tells the values of a cell apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from tests.columns.agree_partly import assert_same_runs, shown, verdict_of
from tests.columns.drawn_partly import Drawer
from tests.columns.test_partial import EXAMPLES
from tests.generators.projects import read
from tests.generators.yaml_text import Flow
from tests.scenarios.drawn import TIMES, drawn, drawn_numbers
from vetter.base.problems import InvalidFactFile
from vetter.columns.states import state_key
from vetter.columns.sweep import Sweep
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping, read_project
from vetter.facts.resettle import Hanging, resettled
from vetter.facts.states import Status
from vetter.language.writing import write_value
from vetter.rulebook.rulebook import load_rulebook


def answers_of(project, rulebook):
    """What a mapping says to state a project as it is, answers left out that count for nothing."""
    found = {}
    for path, state in project.states.items():
        if state.spec.computed is not None:
            continue
        if state.value is not None:
            found[path] = written(state.value, state.spec, state.metric, rulebook)
        elif state.domain is not None:
            found[path] = partly_written(state, rulebook)
        elif state.status is Status.UNKNOWN:
            found[path] = "unknown"
    return found


def written(value, spec, metric, rulebook):
    return write_value(value, spec.type, rulebook.vocabulary.measures, metric)


def partly_written(state, rulebook):
    domain = state.domain
    interval = hasattr(domain, "low")
    values = (domain.low, domain.high) if interval else sorted(domain.values)
    words = [written(value, state.spec, state.metric, rulebook) for value in values]
    if interval and state.metric is not None and not state.metric.higher_is_better:
        words.reverse()
    return {"between" if interval else "one of": words}


def changed_answers(project, rulebook, path, value, answers):
    """The answers with one changed; figures of quality hold in their metric only."""
    spec, state = project.states[path].spec, project.states[path]
    mine = written(value, spec, state.metric, rulebook)
    if mine is None:
        return None
    kept = {
        one: answer
        for one, answer in answers.items()
        if rulebook.vocabulary.facts[one].type.metric_of != path
        or answer == "unknown"
        or state.value == value
    }
    return {**kept, path: mine}


def some_changes(sweep, project, random, most):
    """Cells of facts, known or not, a few of all."""
    found = []
    for path, state in project.states.items():
        if state.spec.computed is None:
            found += [(path, cell) for cell in sweep.cells(project, path).cells]
    return random.sample(found, min(most, len(found)))


def variants_agree(rulebook, project, random, read_answers, most=12):
    """Hold variants to the projects that changed answers state, fact by fact and rule by rule."""
    sweep, forward = Sweep(rulebook), Forward(rulebook)
    answers = answers_of(project, rulebook)
    again = read_answers(answers)
    for path, state in project.states.items():
        assert state_key(again.states[path]) == state_key(state), path
    changes = some_changes(sweep, project, random, most)
    variants = sweep.variants(project, changes)
    settled, runs, at, broke = [], [], [], 0
    for place, (variant, (path, cell)) in enumerate(zip(variants, changes, strict=True)):
        assert (variant.path, variant.cell) == (path, cell)
        mapping = changed_answers(project, rulebook, path, cell.value, answers)
        if mapping is None:
            continue
        try:
            expected = read_answers(mapping)
        except InvalidFactFile as error:
            wrong = [one for one in error.problems if not one.warning]
            if {one.code for one in wrong} != {"constraint"}:
                raise
            broken = [one.id for one in rulebook.constraints if any(_names(x, one) for x in wrong)]
            assert list(variant.broken) == broken, (path, cell)
            broke += 1
            continue
        assert variant.broken == ()
        changed = resettled(Hanging(rulebook), project.states, {path: cell.value})
        for one, state in expected.states.items():
            mine = changed.get(one, project.states[one])
            assert state_key(mine) == state_key(state), (path, cell, one)
        settled.append(expected)
        runs.append(forward.run(expected.states))
        at.append(place)
    said = sweep.said(project, [{changes[one][0]: changes[one][1].value} for one in at])
    if at:
        assert_same_runs(rulebook, said, runs)
        verdicts = [verdict_of(rulebook, *pair) for pair in zip(settled, runs, strict=True)]
        assert shown(said) == verdicts == [variants[one].verdict for one in at]
    return len(at) + broke


def _names(problem, constraint):
    return f"(constraint `{constraint.id}`)" in problem.help


def of_yaml(rulebook):
    def read_answers(answers):
        flowing = {path: _flow(answer) for path, answer in answers.items()}
        return read(flowing, rulebook).project

    return read_answers


def _flow(answer):
    if isinstance(answer, dict):
        return {key: _flow(part) for key, part in answer.items()}
    return Flow(answer) if isinstance(answer, list) else answer


def generated_agree(seeds):
    count = 0
    for seed in seeds:
        case = drawn(seed)
        project = case.files[0].project
        count += variants_agree(case.rulebook, project, case.random, of_yaml(case.rulebook))
    return count


def test_variants_of_generated_projects():
    assert generated_agree(range(60)) >= 250


@pytest.mark.slow
def test_many_variants_of_generated_projects():
    seeds = range(2_000, 2_000 + 150 * TIMES)
    assert generated_agree(seeds) >= 4 * len(seeds)


def shipped_agree(projects, random, most):
    rulebook = load_rulebook()
    return sum(
        variants_agree(
            rulebook, project, random, lambda mapping: project_of_mapping(mapping, rulebook), most
        )
        for project in projects
    )


@pytest.mark.slow
def test_variants_of_examples_and_drawn_projects():
    rulebook, random = load_rulebook(), Random(5)
    projects = [read_project(str(path), rulebook) for path in EXAMPLES]
    assert shipped_agree(projects, random, 12) >= 300
    drawer = Drawer(rulebook, random)
    projects = [drawer.project() for _ in range(20 * TIMES)]
    assert shipped_agree(projects, random, 12) >= 100 * TIMES


def one_like_all(case, random):
    """Numbers drawn from a cell do what the one that stands for it does, to every rule."""
    project, sweep = case.files[0].project, Sweep(case.rulebook)
    count = 0
    for path, state in project.states.items():
        if state.spec.computed is not None:
            continue
        for within in (False, True):
            found = sweep.cells(project, path, within)
            spans = [cell.span for cell in found.cells if cell.span]
            for one, other in pairwise(spans):
                assert one.high < other.low or one.high == other.low
                assert not (one.with_high and other.with_low and one.high == other.low)
            changes, first = [], []
            for cell in found.cells:
                first += [len(changes)] * (1 + len(values := drawn_from(cell, state, random)))
                changes += [{path: cell.value}, *({path: value} for value in values)]
                count += len(values)
            said = sweep.said(project, changes)
            if found.inexact:
                continue
            for rule in case.rulebook.rules:
                status = said.status(rule.id).tolist()
                assert status == [status[at] for at in first], (path, rule.id)
            broken = said.impossible.tolist()
            assert broken == [broken[at] for at in first]
            verdicts = shown(said)
            assert verdicts == [verdicts[at] for at in first]
    return count


def drawn_from(cell, state, random):
    """Values of a cell: some of what lies in a span, its ends if they are in it, every name."""
    if cell.span is None:
        return [value for value in cell.among if value is not None]
    span = cell.span
    found = [
        end for end, inside in ((span.low, span.with_low), (span.high, span.with_high)) if inside
    ]
    width = span.high - span.low
    found += [span.low + width * Fraction(random.randint(1, 99), 100) for _ in range(2)]
    found += [span.low + width / 10**9, span.high - width / 10**9]
    if state.spec.type.integral:
        found = [Fraction(one.__floor__()) for one in found]
    if cell.among:
        found = list(cell.among)
    return [one for one in found if span.holds(one)]


def test_values_of_a_cell_are_alike():
    random = Random(8)
    assert sum(one_like_all(drawn(seed), random) for seed in range(30)) >= 500
    assert sum(one_like_all(drawn_numbers(seed), random) for seed in range(15)) >= 200


@pytest.mark.slow
def test_values_of_many_cells_are_alike():
    random = Random(9)
    for seed in range(3_000, 3_000 + 60 * TIMES):
        assert one_like_all(drawn(seed), random) >= 0
        assert one_like_all(drawn_numbers(seed), random) > 0
