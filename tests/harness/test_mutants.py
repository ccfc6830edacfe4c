"""Mutants: which there are, that each differs, and that examples notice what they should."""

from __future__ import annotations

from tests.harness.room import BODY, found_of, pack_with, results_of, rule_of
from vetter.harness.mutants import KINDS, mutants_of
from vetter.rulebook.rulebook import rulebook_of

EVERYTHING = """
when:
  all:
    - quality.metric is accuracy
    - quality.target between $hard_accuracy and $near_perfect
    - data.owners >= $few_owners
    - organisation.support is lukewarm
    - any:
        - labels.origin is one of manual, semi-automatic
        - goal.output is unknown
then:
  - concern: high
    cause: support
    because: It takes long.
    advice: Plan a pilot.
    who: data lead
"""


def _words(body: str) -> list[str]:
    pack = pack_with(body)
    return [one.words for one in mutants_of(rule_of(pack), rulebook_of(pack).vocabulary)]


def test_every_mutant_of_a_rule_is_made() -> None:
    assert _words(BODY) == [
        "`all` read as `any`",
        "`labels.effort > $long_labelling` left out",
        "`labels.effort > $long_labelling` negated",
        "`labels.effort > $long_labelling` read as `labels.effort >= $long_labelling`",
        "`labels.effort > $long_labelling` with `$long_labelling` taken as 9.9 person-months",
        "`labels.effort > $long_labelling` with `$long_labelling` taken as 1.1 person-years",
        "`organisation.support <= lukewarm` left out",
        "`organisation.support <= lukewarm` negated",
        "`organisation.support <= lukewarm` read as `organisation.support < lukewarm`",
        "`plan.pilot_solved is yes` negated",
        "the exception (`unless`) left out",
        "the concern `high` made `blocker`",
        "the concern `high` made `medium`",
        "the softening to `medium` left out",
        "the softening to `medium` made one to `low`",
        "`value.impact is high` negated",
        "`value.impact is high` read as `value.impact >= high`",
        "`value.impact is high` read as `value.impact <= high`",
    ]


def test_operators_lists_and_thresholds_each_have_their_mutants() -> None:
    words = _words(EVERYTHING)
    owners = "`data.owners >= $few_owners`"
    assert f"{owners} with `$few_owners` taken as 2 owners" in words
    assert f"{owners} with `$few_owners` taken as 4 owners" in words
    between = "`quality.target between $hard_accuracy and $near_perfect`"
    assert (
        f"{between} read as `quality.target > $hard_accuracy` and `quality.target <= $near_perfect`"
    ) in words
    assert f"{between} with `$near_perfect` taken as 99.2%" in words
    assert "`organisation.support is lukewarm` read as `organisation.support >= lukewarm`" in words
    assert "`labels.origin is one of manual, semi-automatic` without `manual`" in words
    assert "`any` read as `all`" in words
    assert "`goal.output is unknown` negated" in words


def test_every_mutant_is_another_rule_and_of_a_known_kind() -> None:
    for body in (BODY, EVERYTHING):
        pack = pack_with(body)
        rule = rule_of(pack)
        made = mutants_of(rule, rulebook_of(pack).vocabulary)
        assert len({one.words for one in made}) == len(made)
        for one in made:
            assert one.rule != rule
            assert one.rule.id == rule.id
            assert one.kind in KINDS
            assert one.location.line > 1


def test_a_mutant_lives_until_an_example_notices_it() -> None:
    before = {one.words for one in found_of().survivors}
    strict = "`labels.effort > $long_labelling` read as `labels.effort >= $long_labelling`"
    assert strict in before
    at = """
  - fires: {labels.needed: 5000, labels.time_each: 1 person-hour, organisation.support: lukewarm}
  - silent: {labels.needed: 1760, labels.time_each: 1 person-hour, organisation.support: lukewarm}
"""
    assert strict not in {one.words for one in found_of(examples=at).survivors}


def test_a_severity_is_noticed_only_where_an_example_names_it() -> None:
    made = "the concern `high` made `medium`"
    assert made in {one.words for one in found_of().survivors}
    named = """
  - fires: {labels.needed: 5000, labels.time_each: 1 person-hour, organisation.support: lukewarm}
    as: high
  - silent: {labels.needed: 5000, labels.time_each: 1 person-hour, organisation.support: full}
"""
    assert made not in {one.words for one in found_of(examples=named).survivors}


def test_the_score_counts_what_is_noticed_of_what_differs() -> None:
    results = results_of()
    (found,) = results.rules
    assert results.mutants == found.mutants - found.equivalent
    assert results.killed == results.mutants - len(found.survivors)
    assert results.score == 1000 * results.killed // results.mutants
    assert 0 < results.score < 1000
