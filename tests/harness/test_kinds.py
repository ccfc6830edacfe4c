"""Every kind of mutant, unnoticed and noticed; every kind of point, lacking and shown."""

from __future__ import annotations

from functools import cache

import pytest

from tests.harness.room import found_of
from vetter.harness import results
from vetter.harness.coverage import OUTCOME, SENTENCE, THRESHOLD
from vetter.harness.mutants import (
    DROPPED,
    EXCEPTION,
    GROUP,
    KINDS,
    LISTED,
    NEGATED,
    OPERATOR,
    SEVERITY,
    SOFTENING,
)
from vetter.harness.mutants import THRESHOLD as MOVED

BODY = """
when:
  all:
    - data.owners >= $few_owners
    - labels.origin is one of manual, semi-automatic
unless:
  any:
    - plan.pilot_solved is yes
    - team.hiring is no
then:
  - concern: high
    cause: support
    because: It takes long.
    advice: Plan a pilot.
    who: data lead
    softened:
      - when:
          any:
            - organisation.support is full
        to: medium
        because: they mean it
"""
FEW = """
  - fires: {data.owners: 9, labels.origin: manual}
  - silent: {data.owners: 1, labels.origin: automatic, plan.pilot_solved: yes}
"""
OWNERS = "`data.owners >= $few_owners`"
NOTICED = [
    (OPERATOR, f"{OWNERS} read as `data.owners > $few_owners`",
     "fires: {data.owners: 3, labels.origin: manual}"),
    (MOVED, f"{OWNERS} with `$few_owners` taken as 4 owners",
     "fires: {data.owners: 3, labels.origin: manual}"),
    (MOVED, f"{OWNERS} with `$few_owners` taken as 2 owners",
     "silent: {data.owners: 2, labels.origin: manual}"),
    (LISTED, "`labels.origin is one of manual, semi-automatic` without `semi-automatic`",
     "fires: {data.owners: 9, labels.origin: semi-automatic}"),
    (DROPPED, f"{OWNERS} left out", "silent: {data.owners: 1, labels.origin: manual}"),
    (NEGATED, "`team.hiring is no` negated",
     "silent: {data.owners: 9, labels.origin: manual, team.hiring: no}"),
    (GROUP, "`all` read as `any`", "silent: {data.owners: 1, labels.origin: manual}"),
    (EXCEPTION, "the exception (`unless`) left out",
     "silent: {data.owners: 9, labels.origin: manual, plan.pilot_solved: yes}"),
    (SOFTENING, "the softening to `medium` left out",
     "fires: {data.owners: 9, labels.origin: manual, organisation.support: full}\n    as: medium"),
    (SEVERITY, "the concern `high` made `blocker`",
     "fires: {data.owners: 8, labels.origin: manual}\n    as: high"),
]  # fmt: skip


@cache
def _few() -> results.Tested:
    return found_of(BODY, FEW)


@pytest.mark.parametrize(("kind", "words", "example"), NOTICED)
def test_a_mutant_of_each_kind_lives_until_noticed(kind: str, words: str, example: str) -> None:
    before = {(one.kind, one.words) for one in _few().survivors}
    after = found_of(BODY, f"{FEW.rstrip()}\n  - {example}\n")
    assert (kind, words) in before
    assert after.failures == ()
    assert (kind, words) not in {(one.kind, one.words) for one in after.survivors}


def test_no_kind_is_left_untried() -> None:
    assert {kind for kind, _, _ in NOTICED} == set(KINDS)


SHOWN = [
    (THRESHOLD, f"{OWNERS} is tested just below 3 owners in no example",
     "silent: {data.owners: 2, labels.origin: manual}"),
    (THRESHOLD, f"{OWNERS} is tested at 3 owners in no example",
     "fires: {data.owners: 3, labels.origin: manual}"),
    (THRESHOLD, f"{OWNERS} is tested just above 3 owners in no example",
     "fires: {data.owners: 4, labels.origin: manual}"),
    (SENTENCE, "`team.hiring is no` decides no example",
     "silent: {data.owners: 9, labels.origin: manual, team.hiring: no}"),
    (EXCEPTION, "no example shows the exception",
     "silent: {data.owners: 9, labels.origin: manual, plan.pilot_solved: yes}"),
    (SOFTENING, "no example shows the softening to `medium` (line 19)",
     "fires: {data.owners: 9, labels.origin: manual, organisation.support: full}\n    as: medium"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "words", "example"), SHOWN)
def test_a_point_of_each_kind_lacks_until_shown(kind: str, words: str, example: str) -> None:
    before = {(one.kind, one.words) for one in _few().gaps}
    after = found_of(BODY, f"{FEW.rstrip()}\n  - {example}\n")
    assert (kind, words) in before
    assert after.failures == ()
    assert (kind, words) not in {(one.kind, one.words) for one in after.gaps}


def test_firing_and_silence_are_points_of_their_own() -> None:
    """An example that fails shows nothing, so that a rule can be left without one of the two."""
    wrong = FEW.replace("data.owners: 9", "data.owners: 1")
    found = found_of(BODY, wrong)
    assert len(found.failures) == 1
    assert (OUTCOME, "the rule fires in no example") in {
        (one.kind, one.words) for one in found.gaps
    }
    wrong = FEW.replace("data.owners: 1, labels.origin: automatic, plan.pilot_solved: yes",
                        "data.owners: 9, labels.origin: manual")  # fmt: skip
    found = found_of(BODY, wrong)
    assert len(found.failures) == 1
    lacks = {(one.kind, one.words) for one in found.gaps}
    assert (OUTCOME, "the rule stays silent in no example") in lacks
