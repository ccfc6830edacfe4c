"""Impact: whose verdict, findings and conditions change, and what is told as the cause."""

from __future__ import annotations

import json

import pytest

from tests.effect.room import REST, changing, side, texts
from vetter.effect.impact import impact
from vetter.effect.results import Impact, ProjectEffect
from vetter.effect.tell_impact import render_impact

MANY = {**REST, "labels.origin": "manual", "labels.needed": "1500", "plan.solved": "no"}
BASE = {**MANY, "plan.horizon": "1 month", "plan.people": "3"}
LONG = {**BASE, "plan.horizon": "5 months"}


def effect(change: str, *facts: dict[str, object]) -> Impact:
    return impact(side(texts(), asked="current"), side(texts(), changing(change)), facts)


def only(found: Impact) -> ProjectEffect:
    (one,) = found.projects
    return one


def names(causes: tuple) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in causes]


def test_a_threshold_moves_a_finding_and_with_it_the_verdict() -> None:
    found = effect("thresholds: {many_labels: {value: 2000, because: b}}", BASE)
    one = only(found)
    assert [(each.rule, each.before, each.after) for each in one.findings] == [
        ("many-labels", "high", "")
    ]
    assert names(one.findings[0].causes) == [("threshold", "many_labels")]
    assert (one.before, one.after) == ("go with conditions", "go")
    assert names(one.causes) == [("threshold", "many_labels")]
    assert [(each.rule, each.new) for each in one.conditions] == [("verdict", False)]
    assert names(one.conditions[0].causes) == [("threshold", "many_labels")]
    (part,) = found.differing[0].parts
    assert (part.name, part.before, part.after, part.pack) == ("value", "1000", "2000", "over")
    assert part.location.path == "over/changes.yaml"


def test_a_severity_is_traced_through_the_counter_to_the_verdict() -> None:
    one = only(
        effect("rules: {few-people: {severity: blocker, because: b}}", {**BASE, "plan.people": "1"})
    )
    assert (one.before, one.after) == ("go with conditions", "no-go")
    assert names(one.causes) == [("rule", "few-people")]
    assert [part.name for part in one.causes[0].parts] == ["severity"]
    assert one.because == ("a blocker stands",)


def test_a_rule_switched_off() -> None:
    one = only(effect("rules: {many-labels: {off: yes, because: b}}", BASE))
    (part,) = one.causes[0].parts
    assert (part.name, part.before, part.after) == ("status", "in force", "off")
    assert (one.before, one.after) == ("go with conditions", "go")


def test_an_exception_and_a_softening_are_named() -> None:
    unless = "rules: {few-people: {unless: {any: [plan.solved is no]}, because: b}}"
    one = only(effect(unless, {**BASE, "plan.people": "1"}))
    assert one.changes == "findings"
    assert [part.name for part in one.findings[0].causes[0].parts] == ["exception"]
    soft = (
        "rules: {few-people: {softened: [{when: {any: [plan.solved is no]}, to: low, "
        "because: c}], because: b}}"
    )
    one = only(effect(soft, {**BASE, "plan.people": "1"}))
    assert (one.findings[0].before, one.findings[0].after) == ("medium", "low")
    assert [part.name for part in one.findings[0].causes[0].parts] == ["softening"]


def test_advice_is_a_finding_in_other_words_and_no_cause_of_more() -> None:
    change = "rules: {few-people: {advice: Find two more., because: b}}"
    one = only(effect(change, {**BASE, "plan.people": "1"}))
    assert one.changes == "findings"
    assert (one.findings[0].before, one.findings[0].after) == ("medium", "medium")
    assert [part.name for part in one.findings[0].causes[0].parts] == ["advice"]


def test_nothing_is_listed_that_stays_the_same() -> None:
    change = "rules: {few-people: {severity: blocker, because: b}}"
    found = effect(change, BASE, {**BASE, "plan.people": "1"}, BASE)
    assert [one.path for one in found.projects] == ["facts 2"]
    assert found.vetted == 3


def test_the_gravest_stand_first() -> None:
    change = (
        "rules:\n  few-people: {severity: blocker, because: b}\n"
        "  late: {off: yes, because: b}\n"
        "thresholds: {many_labels: {value: 2000, because: b}}\n"
    )
    found = effect(
        change,
        {**LONG, "labels.origin": "automatic"},  # loses a strength
        BASE,  # go with conditions to go
        {**BASE, "plan.people": "1"},  # to no-go
    )
    turns = [(one.before, one.after) for one in found.projects]
    assert turns == [("go with conditions", "no-go"), ("go with conditions", "go"), ("go", "go")]


def test_what_one_rulebook_refuses_is_told_and_the_rest_goes_on() -> None:
    more = {
        "knowledge/facts/goal.yaml": "group: goal\nfacts:\n"
        "  risk: {type: boolean, question: Is it?}\n",
    }
    before, after = side(texts()), side(texts(), more)
    found = impact(before, after, [{**BASE, "goal.risk": "yes"}, BASE, {**BASE, "no.such": "1"}])
    assert [(one.path, one.under) for one in found.unvetted] == [
        ("facts 1", ("before",)),
        ("facts 3", ("before", "after")),
    ]
    assert found.vetted == 1
    assert "there is no fact `goal.risk`" in found.unvetted[0].problems[0].message


def test_a_rule_that_asks_what_is_unknown_holds_a_verdict_open() -> None:
    asks = (
        "id: asks\ntitle: It asks\nhouse: a\nwhen:\n  all: [team.second_round is yes]\nthen:\n"
        "  - concern: blocker\n    cause: team\n    because: B.\n    advice: C.\n    who: sponsor\n"
        "examples:\n  - fires: {team.second_round: yes}\n    as: blocker\n"
        "  - silent: {team.second_round: no}\n"
    )
    open_one = {path: value for path, value in BASE.items() if path != "team.second_round"}
    found = impact(side(texts()), side(texts(), {"rules/asks.yaml": asks}), [open_one])
    one = only(found)
    assert (one.before, one.after) == ("go with conditions", "undecided")
    assert one.waits_for == ("team.second_round",)
    assert names(one.causes) == [("rule", "asks")]


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_every_format_tells_who_changes_and_why(form: str) -> None:
    found = effect("thresholds: {many_labels: {value: 2000, because: we have time}}", BASE)
    said = render_impact(found, form)
    assert "we have time" in said
    assert "many" in said
    if form == "json":
        document = json.loads(said)
        assert document["summary"] == {"verdict": 1, "findings": 0, "conditions": 0, "same": 0}
        assert document["projects"][0]["causes"] == [{"kind": "threshold", "name": "many_labels"}]
    else:
        assert "Of one project one changes verdict (go with conditions → go: 1)." in said


def test_the_same_rulebook_twice_changes_nothing() -> None:
    found = impact(side(texts()), side(texts()), [BASE, LONG])
    assert (found.differing, found.projects, found.vetted) == ((), (), 2)
    assert "The two say the same, word for word." in render_impact(found, "text")
