"""Every constraint of the rulebook refuses the contradiction that it names, and only that."""

from __future__ import annotations

import pytest

import vetter
from tests.docs.pages import ROOT
from vetter.base.problems import InvalidFactFile
from vetter.base.sources import Source
from vetter.facts.factfile import project_of

BOOK = vetter.load().rulebook

BREAKING = {
    "floor-below-target": (
        "quality.metric: accuracy, quality.target: 90%, quality.lowest_acceptable: 91%"
    ),
    "none-fits-alone": "goal.forms: [none fits, classify]",
    "pilot-classes-fewer": (
        "goal.forms: [classify], classes.number: 10, "
        "plan.pilot: fewer classes, plan.pilot_classes: 10"
    ),
    "pilot-classes-to-pick": "goal.forms: [classify], classes.number: 2, plan.pilot: fewer classes",
    "fewer-classes-need-classes": "goal.forms: [quantify], plan.pilot: fewer classes",
    "balanced-without-rare-class": (
        "goal.forms: [classify], classes.number: 2, classes.balance: balanced, classes.rarest: 0.9%"
    ),
    "balanced-means-even": (
        "goal.forms: [classify], classes.balance: balanced, classes.rarest: 51%"
    ),
    "alike-alone": "data.differences: [alike, formats]",
    "single-source-is-alike": "data.sources: 1, data.differences: [formats]",
    "good-terms-alone": "data.friction: [good terms, mistrust]",
    "strangers-are-several": "data.owners: 1, data.friction: [strangers]",
    "works-well-alone": (
        "impact.replaces_complex: yes, impact.complex_signs: [works well, frustration]"
    ),
    "all-together-alone": (
        "team.separate_teams: yes, organisation.broken_pairs: [all together, science with tools]"
    ),
    "dispatching-is-a-form": "goal.forms: [none fits], impact.automation: yes",
    "dispatcher-catches": (
        "impact.automation: yes, impact.failure_visible: yes, impact.people_behind: yes, "
        "impact.error_catch: nothing"
    ),
    "alert-reaches-a-person": "goal.forms: [alert], goal.user_benefit: without user",
    "whoever-looks-is-a-user": "impact.error_catch: person, goal.user_benefit: without user",
    "words-to-count": "goal.forms: [classify], quality.metric: word error rate",
    "classes-to-average": "goal.forms: [quantify], quality.metric: balanced accuracy",
    "records-are-in-hand": "labels.origin: from records, labels.in_hand: 0",
    "labels-from-somewhere": "labels.origin: manual, labels.in_hand: 0, labels.needed: 0",
    "scarce-labels-are-missing": "labels.origin: manual, labels.supply: scarce, labels.needed: 0",
    "curve-needs-labels": "labels.origin: manual, labels.basis: learning curve, labels.in_hand: 0",
    "labels-by-comparison": (
        "labels.origin: manual, labels.basis: similar project, comparable.known: no"
    ),
    "labels-multiplied-over-classes": (
        "goal.forms: [quantify], labels.origin: manual, labels.basis: multiplication"
    ),
    "labels-multiplied-from-few": (
        "goal.forms: [classify], classes.number: 2, labels.origin: manual, "
        "labels.basis: multiplication"
    ),
    "labelling-firm-counts": (
        "labels.origin: manual, labels.makers: outside firm, organisation.vendors: 0"
    ),
    "labelling-experts-exist": (
        "labels.origin: manual, labels.makers: domain experts, team.domain_experts: unavailable"
    ),
    "effort-by-comparison": "plan.extrapolation: by comparison, comparable.known: no",
    "effort-from-pilot": "plan.extrapolation: multiplication, plan.pilot: without pilot",
    "first-means-no-own": (
        "organisation.first_project: yes, comparable.known: yes, comparable.origin: own"
    ),
    "ready-needs-no-design": "difficulty.library: ready, difficulty.model_kind: special",
    "large-takes-power": (
        "difficulty.model_size: large, difficulty.training_compute: ordinary, "
        "difficulty.serving_compute: ordinary"
    ),
    "understanding-needs-words": (
        "organisation.understanding: mutual, team.engineers_knowledge: nothing yet"
    ),
}
"""For each constraint the shortest facts that break it, as a proposer would write them."""


def broken_by(facts: str) -> list[str]:
    """Return the constraints that facts break, as the messages name them."""
    try:
        project_of(Source("facts.yaml", f"{{{facts}}}"), BOOK)
    except InvalidFactFile as error:
        problems = [problem for problem in error.problems if not problem.warning]
        return [
            constraint.id if problem.code == "constraint" else problem.code
            for problem in problems
            for constraint in BOOK.constraints
            if problem.code != "constraint" or f"`{constraint.id}`" in problem.help
        ]
    return []


def test_every_constraint_has_its_case() -> None:
    assert set(BREAKING) == {constraint.id for constraint in BOOK.constraints}
    assert len(BREAKING) >= 25


@pytest.mark.parametrize("name", BREAKING)
def test_a_contradiction_is_refused_by_its_constraint_alone(name: str) -> None:
    assert broken_by(BREAKING[name]) == [name]


@pytest.mark.parametrize("name", BREAKING)
def test_each_of_the_facts_is_needed_for_the_contradiction(name: str) -> None:
    facts = _parts(BREAKING[name])
    for left_out in facts:
        rest = ", ".join(fact for fact in facts if fact != left_out)
        assert name not in broken_by(rest or "project.name: x")


def _parts(facts: str) -> list[str]:
    """Split `a: 1, b: [c, d]` at the commas outside of brackets."""
    parts, depth, begin = [], 0, 0
    for place, char in enumerate(facts):
        depth += (char == "[") - (char == "]")
        if char == "," and not depth:
            parts.append(facts[begin:place].strip())
            begin = place + 1
    return [*parts, facts[begin:].strip()]


def test_no_example_breaks_a_constraint() -> None:
    engine = vetter.load()
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        engine.vet(path)
