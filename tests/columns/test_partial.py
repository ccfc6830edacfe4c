"""On partly known projects columns, forward, reference and the assessment agree."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.columns.agree_partly import assert_same_runs, shown, verdict_of
from tests.columns.drawn_partly import Drawer
from tests.engine.small import concern, project, rule, rulebook
from tests.generators.completions import answer_some, completion
from tests.scenarios.drawn import TIMES, drawn
from vetter.assessment.model import UNDECIDED, VERDICT_ORDER
from vetter.columns.partial import SHOWN_VERDICTS, Partial
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.engine.results import RuleStatus
from vetter.facts.factfile import read_project
from vetter.rulebook.rulebook import load_rulebook

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


def assert_agree(rulebook, projects, size=8_192):
    """Hold columns to both engines, and the verdicts shown to those of the assessment."""
    forward = Forward(rulebook)
    runs = [forward.run(project.states) for project in projects]
    expected = [verdict_of(rulebook, *pair) for pair in zip(projects, runs, strict=True)]
    said = list(Partial(rulebook).vet([project.states for project in projects], size))
    at = 0
    for part in said:
        end = at + part.size
        assert_same_runs(rulebook, part, runs[at:end])
        some = projects[at:end][:60]
        if len(some) == part.size:
            assert_same_runs(rulebook, part, [evaluate(rulebook, one.states) for one in some])
        assert shown(part) == expected[at:end]
        assert not part.impossible.any()
        at = end
    assert at == len(projects)
    return runs, expected


def of_one_rulebook(seed):
    """A drawn rulebook with a fact file, more known of it, and all known of it."""
    case = drawn(seed)
    files = [case.files[0]]
    for _ in range(6):
        files.append(answer_some(files[-1], case.rulebook, case.random))
        if files[-1] is None:
            files.pop()
            break
    files.append(completion(files[0], case.rulebook, case.random))
    return case.rulebook, [one.project for one in files if one is not None]


def test_the_verdicts_are_those_of_the_assessment():
    assert SHOWN_VERDICTS == VERDICT_ORDER


def seen_of(seeds):
    statuses, verdicts, count = set(), set(), 0
    for seed in seeds:
        rulebook, projects = of_one_rulebook(seed)
        runs, expected = assert_agree(rulebook, projects)
        count += len(projects)
        verdicts.update(expected)
        statuses.update(state.status.value for run in runs for state in run.states.values())
    return statuses, verdicts, count


def test_generated_projects():
    statuses, verdicts, count = seen_of(range(40))
    assert count >= 120
    assert statuses == {"firm", "open", "pending", "silent"}
    assert verdicts == set(VERDICT_ORDER)


@pytest.mark.slow
def test_many_generated_projects():
    seeds = range(1_000, 1_000 + 200 * TIMES)
    assert seen_of(seeds)[2] >= 2 * len(seeds)


def test_the_examples():
    rulebook = load_rulebook()
    projects = [read_project(str(path), rulebook) for path in EXAMPLES]
    _, verdicts = assert_agree(rulebook, projects)
    assert set(verdicts) == set(VERDICT_ORDER)


def test_a_firm_finding_of_open_severity_keeps_a_counted_blocker_undecided():
    book = rulebook(
        {"plan.ready": {"answered by": "lead"}, "plan.urgent": {"answered by": "lead"}},
        rule(
            "softened",
            {"all": ["plan.ready is yes"]},
            concern("high", softened={"low": {"all": ["plan.urgent is yes"]}}),
        ),
        rule("counting", {"all": ["findings.low > $no_findings"]}, concern("blocker")),
    )
    answers = {"plan.ready": "yes"}
    projects = [project(book, {**answers, "plan.urgent": one}) for one in ("unknown", "no", "yes")]
    runs, verdicts = assert_agree(book, projects)
    assert runs[0].states["softened"].status is RuleStatus.FIRM
    assert verdicts == [UNDECIDED, "go", "go"]


@pytest.mark.slow
def test_five_hundred_partly_known_projects_of_the_shipped_rulebook():
    rulebook = load_rulebook()
    drawer = Drawer(rulebook, Random(11))
    for _ in range(TIMES):
        projects = [drawer.project() for _ in range(500)]
        runs, verdicts = assert_agree(rulebook, projects, size=203)
        assert {"go with conditions", UNDECIDED, "no-go"} <= set(verdicts)
        (some,) = Partial(rulebook).vet([one.states for one in projects[:60]])
        assert_same_runs(rulebook, some, [evaluate(rulebook, one.states) for one in projects[:60]])
        met = {state.status.value for run in runs for state in run.states.values()}
        assert met == {"firm", "open", "pending", "silent"}
