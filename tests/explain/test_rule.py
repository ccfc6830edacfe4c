"""Explaining a rule: fired, silent, pending, open; values, lines, distances; what hangs on it."""

from __future__ import annotations

import textwrap

import pytest

from tests.packs import book_of, rule, vetted
from vetter.assessment.model import Assessment
from vetter.base.layout import unpainted
from vetter.explain.project import Explainer

STEADY = rule(
    "steady",
    "The labels cost too much",
    """
    when:
      all:
        - quality.metric is accuracy
        - quality.target > $near_perfect
        - data.owners is known
        - any:
            - labels.origin is manual
            - none:
                - team.experience is courses only
                - labels.supply is scarce
    unless:
      any:
        - data.access is agreed
    then:
      - concern: high
        cause: labelling
        because: text
        advice: text
        who: data lead
        softened:
          - when: {all: [data.owners <= $few_owners]}
            to: medium
            because: they are few
      - conclude: cost.data is high
      - condition: Ask all {{ data.owners }}.
        who: sponsor
    """,
    """
    - fires:
        {quality.metric: accuracy, quality.target: 99.1%, data.owners: 4, labels.origin: manual}
    - silent:
        {quality.metric: accuracy, quality.target: 99%, data.owners: 3, labels.origin: manual}
    - fires:
        {quality.metric: accuracy, quality.target: 99.1%, data.owners: 3, labels.origin: manual}
      as: medium
    """,
)
BOOK = book_of(STEADY)
FACTS = """\
quality:
  metric: accuracy
  target: {target}
data:
  owners: {owners}
  access: {access}
labels:
  origin: {origin}
  supply: {supply}
team:
  experience: {experience}
"""
GIVEN = {
    "target": "99.5%",
    "owners": "2",
    "access": "open",
    "origin": "from records",
    "supply": "ample",
    "experience": "built models",
}


def _assess(**changed: str) -> Assessment:
    return vetted(BOOK, FACTS.format(**{**GIVEN, **changed}))


def _explained(columns: int = 90, **changed: str) -> str:
    said = BOOK.rule("steady")
    assert said is not None
    return unpainted(Explainer(_assess(**changed), columns).rule(said))


def test_a_rule_that_fires_shows_value_line_and_distance_of_each_condition() -> None:
    assert _explained() == textwrap.dedent("""\
        Fires (firm): The labels cost too much                             rules/house/steady.yaml

          ✓ IF      measure of quality is accuracy         accuracy      line 2
          ✓ AND     target is better than 99%              99.5%         line 3   0.5 points above
          ✓ AND     number of data owners is known         2 owners      line 5
          ✓ AND     any of these
          ✗           origin of the labels is manual       from records  line 8
          ✓ OR        none of these
          ✗             experience of the team is courses
                        only                               built models  line 11
          ✗ NOR         supply of labels is scarce         ample         line 9
          ✗ UNLESS  access to the data is agreed           open          line 6
            THEN    a medium concern (Data labelling), softened from high
                    softened to medium
                    ✓ if      number of data owners is at most 3
                              owners                               2 owners  line 5  1 owner below
            THEN    cost of data is high
            THEN    a condition on the sponsor: Ask all 2 owners.

          It raises cost of data to high.
          Without it the verdict rules would still say go.
        """)


def test_on_a_narrow_screen_values_stand_below_their_sentence() -> None:
    assert _explained(60, target="99%").split("\n")[2:6] == [
        "  ✓ IF      measure of quality is accuracy",
        "            accuracy · line 2",
        "  ✗ AND     target is better than 99%",
        "            99% · line 3 · exactly at it",
    ]


@pytest.mark.parametrize(
    ("target", "distance"),
    [("92%", "7 points below"), ("99%", "exactly at it"), ("98%", "1 point below")],
)
def test_a_silent_rule_tells_how_far_its_number_is(target: str, distance: str) -> None:
    said = _explained(target=target)
    assert said.startswith("Silent: The labels cost too much")
    assert "  ✗ AND     target is better than 99%   " in said
    assert distance in said
    assert "It does not fire: one of four conditions does not hold." in said
    assert "THEN" not in said
    assert "Without it" not in said


def test_a_rule_held_back_by_its_exception_says_so() -> None:
    said = _explained(access="agreed")
    assert said.startswith("Silent: ")
    assert "  ✓ UNLESS  access to the data is agreed " in said
    assert said.endswith("\n  It does not fire: its exception holds.\n")


def test_several_failing_conditions_are_counted() -> None:
    said = _explained(target="90%", supply="scarce")
    assert "It does not fire: two of four conditions do not hold." in said


def test_a_pending_rule_says_what_it_waits_for_and_whom_to_ask() -> None:
    said = _explained(target="{unknown: true, between: [98%, 99.9%]}")
    assert said.startswith("Pending: The labels cost too much")
    assert "  ? AND     target is better than 99%   " in said
    assert "between 98% and 99.9% (open)" in said
    assert "    WOULD   a medium concern" in said
    ends = "That depends on target (quality.target; product owner)."
    assert " ".join(said.split()).endswith(f"It does not fire, but still could. {ends}")


def test_an_open_firing_says_what_could_withdraw_it() -> None:
    said = _explained(access="unknown")
    assert said.startswith("Fires (open): The labels cost too much")
    assert "  ? UNLESS  access to the data is agreed " in said
    assert (
        "  Open: it could fall, depending on access to the data (data.access; data owner).\n"
        in said
    )


def test_without_it_tells_the_verdict_that_would_be_left() -> None:
    said = _explained(owners="9")
    assert "    THEN    a high concern (Data labelling)\n" in said
    assert "not softened to medium\n" in said
    assert "  The verdict go with conditions rests on it (high-concerns-mean-conditions).\n" in said
    assert said.endswith(
        "  Without it the verdict rules would say go in place of go with conditions.\n"
    )


def test_a_fact_that_does_not_apply_is_marked() -> None:
    book = book_of(
        rule(
            "classes-only", "Few classes",
            "when:\n  all:\n    - goal.forms is known\n    - classes.number is known\nthen:\n"
            "  - strength: yes\n    cause: goal\n    because: text",
            "- fires: {goal.forms: [classify], classes.number: 3}\n- silent: {goal.forms: [alert]}",
        )
    )  # fmt: skip
    said = book.rule("classes-only")
    assert said is not None
    shown = unpainted(Explainer(vetted(book, "goal: {forms: [alert]}")).rule(said))
    assert "number of classes is known  not applicable" in shown
    assert "one of two conditions does not hold" in shown
