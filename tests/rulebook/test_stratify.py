"""The strata of rules: each after all that can change what it reads; circles are named."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.engine.held import tries
from tests.engine.small import concern, conclude, rule, rulebook
from tests.generators.cases import cases
from vetter.base.problems import InvalidPack
from vetter.rulebook.checks import concluded_by
from vetter.rulebook.strata import circles, depths

FACTS = {"plan.ready": {}}
READY = {"all": ["plan.ready is yes"]}


def test_long_chains_need_no_recursion():
    chain = {str(node): {str(node - 1)} if node else set() for node in range(5_000)}
    assert depths(chain)["4999"] == 4_999
    assert circles({**chain, "0": {"4999"}}) == [sorted(chain)]


def test_a_rule_runs_after_all_that_it_reads():
    book = rulebook(
        FACTS,
        rule("base", READY, conclude("seen.risk", "wild")),
        rule("reads-level", {"all": ["seen.risk is wild"]}, concern("high")),
        rule("reads-counter", {"all": ["findings.high > $no_findings"]}, concern("low")),
        rule(
            "reads-both",
            {"all": ["seen.risk is wild", "findings.low > $no_findings"]},
            concern("medium"),
        ),
        rule("reads-nothing-concluded", {"all": ["seen.sound is yes"]}, concern("blocker")),
    )
    assert book.strata == {
        "base": 0,
        "reads-level": 1,
        "reads-counter": 2,
        "reads-both": 3,
        "reads-nothing-concluded": 1,
    }
    assert book.depth == 4


def test_a_softening_makes_a_rule_count_under_the_milder_severity():
    softened = concern("high", softened={"low": {"all": ["seen.risk is wild"]}})
    book = rulebook(
        FACTS,
        rule("base", READY, conclude("seen.risk", "wild")),
        rule("softened", READY, softened),
        rule("counts", {"all": ["findings.low > $no_findings"]}, concern("medium")),
    )
    assert book.strata == {"base": 0, "softened": 1, "counts": 2}


WILD, CALM = {"all": ["seen.risk is wild"]}, {"all": ["seen.risk is calm"]}
ANY_LOW = {"all": ["findings.low > $no_findings"]}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            [
                rule("one", WILD, conclude("seen.sound", "yes")),
                rule("two", {"all": ["seen.sound is yes"]}, conclude("seen.risk", "wild")),
            ],
            "one → two → one",
        ),
        ([rule("tail", ANY_LOW, concern("low"))], "tail → tail"),
        ([rule("soft", READY, concern("high", softened={"low": ANY_LOW}))], "soft → soft"),
        ([rule("not", READY, conclude("seen.risk", "wild"), unless=CALM)], "not → not"),
    ],
)
def test_a_circle_is_an_error_of_the_rulebook(rules, said):
    with pytest.raises(InvalidPack) as raised:
        rulebook(FACTS, *rules)
    (problem,) = raised.value.problems
    assert problem.code == "circle"
    assert said in problem.message


@tries(60)
@given(case=cases(files=0))
def test_strata_of_drawn_rulebooks(case):
    book = case.rulebook
    changed_by = {rule.id: concluded_by(rule, book.vocabulary) for rule in book.rules}
    for one in book.rules:
        reads = {path for path in one.reads() if path in book.vocabulary.derived}
        assert (book.strata[one.id] > 0) == bool(reads)
        for other in book.rules:
            if reads & changed_by[other.id]:
                assert book.strata[one.id] > book.strata[other.id]
    # And none waits longer than it must.
    for one in book.rules:
        reads = {path for path in one.reads() if path in book.vocabulary.derived}
        before = [book.strata[other.id] for other in book.rules if reads & changed_by[other.id]]
        assert book.strata[one.id] <= max([0, *before]) + 1
