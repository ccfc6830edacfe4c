"""Rules to test: the built-in vocabulary with a rule of the test's own."""

from __future__ import annotations

from tests.packs import knowledge, rule
from vetter.harness.results import Proposal, Results, Tested
from vetter.harness.run import run_tests
from vetter.rulebook.pack import Pack, pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.rulebook.rules import Rule

NAME = "slow-start"
BODY = """
when:
  all:
    - labels.effort > $long_labelling
    - organisation.support <= lukewarm
unless:
  any:
    - plan.pilot_solved is yes
then:
  - concern: high
    cause: support
    because: It takes long.
    advice: Plan a pilot.
    who: data lead
    softened:
      - when:
          any:
            - value.impact is high
        to: medium
        because: people wait for it
"""
FEW = """
  - fires: {labels.needed: 5000, labels.time_each: 1 person-hour, organisation.support: lukewarm}
  - silent: {labels.needed: 5000, labels.time_each: 1 person-hour, organisation.support: full}
"""


def pack_with(body: str = BODY, examples: str = FEW) -> Pack:
    """Return the built-in pack's knowledge with one rule."""
    return pack_of_texts({**knowledge(), **rule(NAME, "A rule", body, examples)})


def rule_of(pack: Pack) -> Rule:
    """Return the rule of a pack."""
    found = rulebook_of(pack).rule(NAME)
    assert found is not None
    return found


def results_of(body: str = BODY, examples: str = FEW) -> Results:
    """Test one rule."""
    return run_tests([pack_with(body, examples)], only=[NAME])


def found_of(body: str = BODY, examples: str = FEW) -> Tested:
    """Return what a test finds of one rule."""
    (found,) = results_of(body, examples).rules
    return found


def proposals(found: Tested) -> list[Proposal]:
    """Return all examples proposed for a rule, each once."""
    lacks = [one.proposal for one in (*found.gaps, *found.survivors)]
    return list(dict.fromkeys(one for one in lacks if one is not None))


def pasted(examples: str, found: list[Proposal], first_line: int) -> str:
    """Return examples with those proposed put where a person would put them.

    `first_line` is the line of the file in which the examples begin.
    """
    lines = examples.strip("\n").split("\n")
    news = [f"  {line}" for one in found if not one.beside for line in one.lines]
    named = {one.beside: one.severity for one in found if one.beside}
    for line in sorted(named, reverse=True):
        lines.insert(line - first_line + 1, f"    as: {named[line]}")
    return "\n".join([*lines, *news]) + "\n"
