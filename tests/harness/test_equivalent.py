"""Mutants left out as equivalent: proofs that are right, and projects where there is no proof."""

from __future__ import annotations

import pytest

from tests.harness.room import NAME, pack_with, rule_of
from vetter.harness import run
from vetter.harness.equivalent import Sameness
from vetter.rulebook.rulebook import rulebook_of
from vetter.rulebook.rules import Rule

THEN = """
then:
  - concern: high
    cause: support
    because: It takes long.
    advice: Plan a pilot.
    who: data lead
"""
EXAMPLES = """
  - fires: {data.owners: 9}
  - silent: {data.owners: 9}
"""


def _rule(condition: str) -> Rule:
    lines = "\n".join(f"    - {one}" for one in condition.split(" | "))
    return rule_of(pack_with(f"when:\n  all:\n{lines}\n{THEN.strip()}", EXAMPLES))


@pytest.fixture(scope="module")
def sameness() -> Sameness:
    return Sameness(rulebook_of(pack_with()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("data.drift is alike", "data.drift >= alike"),
        ("cost.data is very high", "cost.data >= very high"),
        ("data.owners > $few_owners", "data.owners > $few_owners | data.owners is known"),
        (
            "quality.metric is accuracy | quality.target > $near_perfect",
            "quality.target > $near_perfect",
        ),
        ("labels.origin is manual", "labels.origin is one of manual"),
        (
            "goal.input is unknown",
            "goal.input is not known",
        ),
    ],
)
def test_what_says_the_same_is_proved_so(one: str, other: str, sameness: Sameness) -> None:
    assert sameness.same(_rule(one), _rule(other))
    assert sameness.same(_rule(other), _rule(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("data.drift is drifting", "data.drift >= drifting"),
        ("cost.data is high", "cost.data >= high"),
        ("data.owners > $few_owners", "data.owners >= $few_owners"),
        ("labels.effort > $long_labelling", "labels.effort >= $long_labelling"),
        ("findings.strength >= $single_finding", "findings.strength > $single_finding"),
        ("goal.input is unknown", "goal.output is unknown"),
        ("goal.input is unknown | data.owners > $few_owners", "goal.input is unknown"),
        ("quality.target is known | quality.metric is known", "quality.metric is known"),
    ],
)
def test_what_some_project_tells_apart_is_not(one: str, other: str, sameness: Sameness) -> None:
    assert not sameness.same(_rule(one), _rule(other))


def test_a_constraint_can_make_two_rules_the_same() -> None:
    from tests.packs import knowledge, rule
    from vetter.rulebook.pack import pack_of_texts

    never = (
        "\n  never-for-a-test:\n    never:\n      all:\n        - data.owners > $few_owners\n"
        "        - data.drift is alike\n    because: it is so in this test\n"
    )
    texts = {
        **knowledge(),
        **rule(NAME, "A rule", f"when:\n  all:\n    - data.drift is alike\n{THEN}", EXAMPLES),
    }
    one, other = (
        _rule("data.drift is alike"),
        _rule("data.drift is alike | data.owners <= $few_owners"),
    )
    assert not Sameness(rulebook_of(pack_of_texts(texts))).same(one, other)
    constraints = texts["knowledge/constraints.yaml"].rstrip("\n") + never
    book = rulebook_of(pack_of_texts({**texts, "knowledge/constraints.yaml": constraints}))
    gone = _rule("data.drift is alike | data.owners > $few_owners")
    nothing = _rule("data.drift is alike | data.owners > $few_owners | data.owners is known")
    assert Sameness(book).same(gone, nothing)
    never_fires = _rule("data.drift is alike | data.owners > $few_owners | goal.input is known")
    assert Sameness(book).same(gone, never_fires)


def test_without_z3_nothing_is_left_out_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run.run_tests([pack_with()], only=[NAME]).equivalent == 1
    monkeypatch.setattr(run, "find_spec", lambda name: None)
    results = run.run_tests([pack_with()], only=[NAME])
    assert results.equivalent == 0
    assert results.unproved == run.NO_SOLVER
    words = "`value.impact is high` read as `value.impact >= high`"
    (survivor,) = [one for one in results.rules[0].survivors if one.words == words]
    assert survivor.proposal is None
