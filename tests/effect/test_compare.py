"""Comparison: what is proved of all projects, held to all projects that a small rulebook has."""

from __future__ import annotations

import json
from functools import cache

import pytest

import vetter
from tests.effect.room import FEW_PEOPLE, changing, every_project, side, texts
from vetter.base.problems import InvalidInput
from vetter.effect.both import BETTER, WORSE
from vetter.effect.compare import compare
from vetter.effect.prove import standing, turned
from vetter.effect.results import Comparison
from vetter.effect.sides import Side
from vetter.effect.tell_compare import render_comparison
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project
from vetter.solver.results import Proof

CHANGES = {
    "threshold up": "thresholds: {many_labels: {value: 2000, because: b}}",
    "threshold down": "thresholds: {many_labels: {value: 500, because: b}}",
    "threshold of time": "thresholds: {long_wait: {value: 1 month, because: b}}",
    "blocker": "rules: {few-people: {severity: blocker, because: b}}",
    "high": "rules: {few-people: {severity: high, because: b}}",
    "low": "rules: {few-people: {severity: low, because: b}}",
    "off": "rules: {many-labels: {off: yes, because: b}}",
    "verdict off": "rules: {blocked: {off: yes, because: b}}",
    "unless": "rules: {many-labels: {unless: {any: [plan.people >= $long_team]}, because: b}}",
    "unless at the verdict": "rules: {verdict: {unless: {any: [plan.solved is no]}, because: b}}",
    "softened": "rules: {many-labels: {softened: [{when: {any: [plan.people >= $long_team]}, "
    "to: low, because: c}], because: b}}",
    "advice": "rules: {many-labels: {advice: D., because: b}}",
    "two that cancel out": "rules: {many-labels: {off: yes, because: b}, "
    "verdict: {off: yes, because: b}}",
    "blocker that is excused": "rules: {few-people: {severity: blocker, "
    "unless: {any: [plan.people >= $nobody]}, because: b}}",
    "both ways": "rules: {few-people: {severity: blocker, because: b}, "
    "many-labels: {off: yes, because: b}}",
    "two together": "rules: {few-people: {severity: high, unless: {any: [plan.solved is yes]}, "
    "because: b}, many-labels: {severity: blocker, because: b}}",
}  # fmt: skip


@cache
def projects() -> tuple[Project, ...]:
    """Every project that a rule could tell from another, complete and free of contradictions."""
    book = side(texts()).rulebook
    found = tuple(project_of_mapping(one, book) for one in every_project())
    assert not any(one.warnings or one.open_facts() for one in found)
    return found


def brute_force(old: Side, new: Side) -> dict[str, bool]:
    """Return whether some project gets a worse verdict, or a better one."""
    engines = Forward(old.rulebook), Forward(new.rulebook)
    turns = set()
    for one in projects():
        old_verdict = standing(engines[0], one)
        # The facts are the same in both rulebooks, so the states are too.
        new_verdict = standing(engines[1], one)
        turns |= {way for way in (WORSE, BETTER) if turned((old_verdict, new_verdict), way)}
    return {way: way in turns for way in (WORSE, BETTER)}


def held_up(found: Comparison, old: Side, new: Side) -> None:
    """Vet every project shown with both engines, and without each of its facts."""
    engines = Forward(old.rulebook), Forward(new.rulebook)
    for group in found.groups:
        for shown in group.projects:
            whole = [
                project_of_mapping(facts, engine.rulebook)
                for facts, engine in zip((shown.whole.old, shown.whole.new), engines, strict=True)
            ]
            assert not any(one.open_facts() for one in whole)
            verdicts = [standing(one, facts) for one, facts in zip(engines, whole, strict=True)]
            assert tuple(verdicts) == shown.whole.verdicts
            assert verdicts[0] != verdicts[1]
            small = []
            for name, engine, full in zip(("old", "new"), engines, shown.whole, strict=False):
                facts = {one.path: one.written for one in shown.facts if one.only in ("", name)}
                assert facts.items() <= full.items()
                some = facts or {"quality.metric": "unknown"}
                small.append(standing(engine, project_of_mapping(some, engine.rulebook)))
            assert small == [shown.before, shown.after]
            assert small[0] != small[1]
            assert shown.minimal


@pytest.mark.parametrize("name", CHANGES)
def test_a_comparison_is_right_of_every_project(name: str) -> None:
    old, new = side(texts(), asked="old"), side(texts(), changing(CHANGES[name]), asked="new")
    truth = brute_force(old, new)
    found = compare(old, new, 60)
    assert found.changes is (Proof.YES if any(truth.values()) else Proof.NO)
    assert found.traced
    for way in (WORSE, BETTER):
        told = [getattr(one, way) for one in found.groups]
        assert (Proof.YES in told) == truth[way]
        assert Proof.OPEN not in told
    held_up(found, old, new)


def test_the_changes_tried_have_every_outcome() -> None:
    found = [
        tuple(brute_force(side(texts()), side(texts(), changing(one))).values())
        for one in CHANGES.values()
    ]
    assert {*found} >= {(True, False), (False, True), (False, False), (True, True)}


def test_a_small_project_states_what_the_difference_takes_and_no_more() -> None:
    old = side(texts())
    new = side(texts(), changing(CHANGES["blocker"]))
    (group,) = compare(old, new, 60).groups
    assert group.rules == ("few-people",)
    (shown,) = group.projects
    assert [one.path for one in shown.facts] == ["plan.people"]
    assert (shown.before, shown.after) == ("go", "no-go")


def test_a_change_of_a_verdict_rule_needs_the_finding_that_it_counts() -> None:
    found = compare(side(texts()), side(texts(), changing(CHANGES["unless at the verdict"])), 60)
    (group,) = found.groups
    (shown,) = group.projects
    assert (shown.before, shown.after, group.worse) == ("go with conditions", "go", Proof.NO)
    stated = [one.path for one in shown.facts]
    assert "plan.solved" in stated
    assert "labels.needed" in stated


def test_rules_that_change_a_verdict_only_together_are_one_group() -> None:
    # The new rule concludes a blocker only where the other one has concluded a level.
    alarm = FEW_PEOPLE.replace("id: few-people", "id: alarm").replace(
        "    - plan.people < $long_team", "    - cost.alarm is yes\n    - plan.people < $long_team"
    ).replace("concern: medium", "concern: blocker").replace(
        "fires: {plan.people: 1}\n    as: medium", "fires: {cost.alarm: yes, plan.people: 1}"
    ).replace("silent: {plan.people: 2}", "silent: {cost.alarm: no, plan.people: 1}")  # fmt: skip
    bell = (
        "id: bell\ntitle: It rings\nhouse: a\nwhen:\n  all: [plan.solved is no]\nthen:\n"
        "  - conclude: cost.alarm is yes\nexamples:\n  - fires: {plan.solved: no}\n"
        "  - silent: {plan.solved: yes}\n"
    )
    level = "derived:\n  cost.alarm:\n    title: alarm\n    levels: [no, yes]\n"
    more = {
        "rules/alarm.yaml": alarm, "rules/bell.yaml": bell, "knowledge/derived.yaml": level
    }  # fmt: skip
    found = compare(side(texts()), side(texts(), more), 60)
    assert [one.rules for one in found.groups] == [("alarm", "bell")]
    assert found.quiet == ("alarm", "bell")
    assert found.traced
    (shown,) = found.groups[0].projects
    assert sorted(one.path for one in shown.facts) == ["plan.people", "plan.solved"]
    assert (shown.before, shown.after) == ("go", "no-go")


RISK = "group: goal\nfacts:\n  risk: {type: boolean, question: Is it?}\n"
RISKY = (
    "id: risky\ntitle: It is risky\nhouse: a\nwhen:\n  all: [goal.risk is yes]\nthen:\n"
    "  - concern: blocker\n    cause: team\n    because: B.\n    advice: C.\n    who: sponsor\n"
    "examples:\n  - fires: {goal.risk: yes}\n    as: blocker\n  - silent: {goal.risk: no}\n"
)


def test_a_fact_that_one_rulebook_knows_is_free_and_said_to_be() -> None:
    more = {"knowledge/facts/goal.yaml": RISK, "rules/risky.yaml": RISKY}
    found = compare(side(texts()), side(texts(), more), 60)
    assert found.one_sided == ("goal.risk",)
    (group,) = found.groups
    (shown,) = group.projects
    assert [(one.path, one.written, one.only) for one in shown.facts] == [
        ("goal.risk", "yes", "new")
    ]
    assert "goal.risk" not in shown.whole.old
    assert shown.whole.new["goal.risk"] == "yes"


def test_projects_that_one_rulebook_refuses_are_left_out_and_named() -> None:
    never = (
        "constraints:\n  enough-people:\n    never:\n      all: [plan.people < $long_team]\n"
        "    because: it must be two\n"
    )
    more = {**changing(CHANGES["blocker"]), "knowledge/constraints.yaml": never}
    old, new = side(texts()), side(texts(), more)
    found = compare(old, new, 60)
    # Only projects with few people could tell the two, and the new rulebook refuses these.
    assert found.changes is Proof.NO
    assert found.left_out == (
        "that only the new rulebook refuses, by the constraint `enough-people`",
    )
    choices = "facts: {labels.origin: {add choices: {bought: somebody sells them}, because: b}}"
    found = compare(old, side(texts(), changing(f"{choices}\n{CHANGES['blocker']}")), 60)
    assert found.left_out == ("with `labels.origin: bought`, which only the new rulebook knows",)
    assert found.changes is Proof.YES


def test_a_fact_of_another_type_is_two_facts() -> None:
    changed = dict(texts())
    path = "knowledge/facts/team.yaml"
    head, was = (
        "  second_round:\n    type: ",
        "boolean\n    question: May the project start over?\n",
    )
    free = "    changeable: {effort: easily, to: yes}\n"
    assert head + was + free in changed[path]
    levels = "level\n    levels: [never, perhaps, always]\n    question: May it?\n"
    changed[path] = changed[path].replace(head + was + free, head + levels)
    asks = RISKY.replace("goal.risk", "team.second_round")
    old = side({**texts(), "rules/risky.yaml": asks})
    new = side(
        {**changed, "rules/risky.yaml": asks.replace("yes", "always").replace("no}", "never}")}
    )
    found = compare(old, new, 60)
    assert found.apart == ("team.second_round",)
    assert found.changes is Proof.YES
    said = render_comparison(found, "text")
    assert "take for different things" in " ".join(said.split())


def test_a_question_without_time_is_not_proved() -> None:
    found = compare(side(texts()), side(texts(), changing(CHANGES["blocker"])), 0)
    assert found.changes is Proof.OPEN
    assert not found.traced
    said = " ".join(render_comparison(found, "text").split())
    assert "Whether any project changes verdict was not proved" in said


def test_rules_that_ask_what_is_unknown_are_named() -> None:
    asks = RISKY.replace("goal.risk is yes", "goal.risk is unknown").replace(
        "fires: {goal.risk: yes}", "fires: {goal.risk: unknown}"
    )
    more = {"knowledge/facts/goal.yaml": RISK, "rules/risky.yaml": asks}
    found = compare(side(texts()), side(texts(), more), 60)
    assert (found.changes, found.unheard) == (Proof.NO, ("risky",))
    assert "These ask whether something is unknown" in render_comparison(found, "text")


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_every_format_tells_the_project_and_the_rule(form: str) -> None:
    old, new = side(texts(), asked="old"), side(texts(), changing(CHANGES["blocker"]), asked="new")
    said = render_comparison(compare(old, new, 60), form)
    assert "few-people" in said
    assert "plan" in said
    if form == "json":
        document = json.loads(said)
        assert document["changes"] == "proved"
        assert document["groups"][0]["projects"][0]["facts"][0]["path"] == "plan.people"


def test_the_same_question_gets_the_same_answer() -> None:
    def asked() -> str:
        new = side(texts(), changing(CHANGES["two together"]), asked="new")
        return render_comparison(compare(side(texts(), asked="old"), new, 60), "json")

    assert asked() == asked()


def test_a_small_project_keeps_other_rules_that_differ_out_of_it() -> None:
    asks = RISKY.replace("goal.risk is yes", "team.second_round is unknown").replace(
        "fires: {goal.risk: yes}", "fires: {team.second_round: unknown}"
    ).replace("silent: {goal.risk: no}", "silent: {team.second_round: no}")  # fmt: skip
    more = {**changing(CHANGES["blocker"]), "rules/risky.yaml": asks}
    found = compare(side(texts()), side(texts(), more), 60)
    (group,) = found.groups
    assert group.rules == ("few-people",)
    # With nothing stated the other rule would bring the no-go: the question must be answered.
    (shown,) = group.projects
    assert sorted(one.path for one in shown.facts) == ["plan.people", "team.second_round"]


def test_one_of_several_choices_that_one_rulebook_lacks_is_left_out() -> None:
    choices = "facts: {goal.forms: {add choices: {sort: it sorts}, because: b}}"
    sorts = RISKY.replace("goal.risk is yes", "goal.forms has sort").replace(
        "fires: {goal.risk: yes}", "fires: {goal.forms: [sort]}"
    ).replace("silent: {goal.risk: no}", "silent: {goal.forms: [classify]}")  # fmt: skip
    more = {**changing(choices), "rules/risky.yaml": sorts}
    found = compare(side(texts()), side(texts(), more), 60)
    assert (found.changes, found.quiet) == (Proof.NO, ("risky",))
    assert found.left_out == ("with `goal.forms: sort`, which only the new rulebook knows",)


def test_a_fact_with_other_units_is_two_facts() -> None:
    months = "knowledge/units.yaml"
    long = RISKY.replace("goal.risk is yes", "plan.horizon > $long_wait").replace(
        "fires: {goal.risk: yes}", "fires: {plan.horizon: 4 months}"
    ).replace("silent: {goal.risk: no}", "silent: {plan.horizon: 3 months}")  # fmt: skip
    was = {**texts(), "rules/risky.yaml": long}
    changed = {**was, months: was[months].replace("factor: 730", "factor: 720")}
    assert changed[months] != was[months]
    found = compare(side(was), side(changed), 60)
    assert "plan.horizon" in found.apart
    assert [one.name for one in found.differing if one.kind == "unit"] == ["duration"]
    assert found.changes is Proof.YES


def test_products_of_open_facts_come_out_in_what_is_shown() -> None:
    dear = RISKY.replace("goal.risk is yes", "labels.cost > team.budget").replace(
        "fires: {goal.risk: yes}",
        "fires: {labels.needed: 3, labels.price_each: 2 EUR, team.budget: 5 EUR}",
    ).replace("silent: {goal.risk: no}", "silent: {labels.needed: 2, "
              "labels.price_each: 2 EUR, team.budget: 5 EUR}")  # fmt: skip
    was = {**texts(), "rules/risky.yaml": dear}
    old, new = side(was), side(was, changing("rules: {risky: {severity: low, because: b}}"))
    found = compare(old, new, 60)
    (group,) = found.groups
    assert (group.worse, group.better, found.traced) == (Proof.NO, Proof.YES, True)
    (shown,) = group.projects
    assert {"labels.needed", "labels.price_each", "team.budget"} <= {
        one.path for one in shown.facts
    }
    held_up(found, old, new)


def test_without_the_library_for_proofs_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vetter.whatif.limits.find_spec", lambda name: None)
    with pytest.raises(InvalidInput) as refused:
        vetter.rules_diff("current", "current")
    (problem,) = refused.value.problems
    assert problem.message == "z3 is not installed, which proofs need"
