"""The meaning of a rule, corner by corner: what becomes of it, readings, softening, counters.

Each case runs on both engines.
"""

from __future__ import annotations

import pytest

from tests.engine.held import ByReference, assessed, same
from tests.engine.small import concern, conclude, project, rule, rulebook, verdict
from tests.generators.yaml_text import Flow
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate

PILOT = {"answered by": "pilot"}
READY = {"all": ["plan.ready is yes"]}
URGENT = {"any": ["plan.urgent is yes"]}
PART = {"between": Flow(["1", "3"])}


def run(book, answers=None):
    states = project(book, answers).states
    found = Forward(book).run(states)
    assert same(found, evaluate(book, states))
    return found


def statuses(book, answers=None):
    return {rule_id: state.status.value for rule_id, state in run(book, answers).states.items()}


def reading(book, path, answers=None):
    found = run(book, answers).readings[path]
    return found.standing, found.sure, sorted(found.firing.values), sorted(found.sound.values)


class TestWhatBecomesOfARule:
    book = rulebook(
        {"plan.ready": {}, "plan.urgent": {}, "plan.items": {}},
        rule("plain", READY, concern("low")),
        rule("excepted", READY, concern("low"), unless=URGENT),
        rule("asking", {"all": ["plan.items is unknown"]}, concern("low")),
        rule("many", {"all": ["plan.items > $few_items"]}, concern("low")),
    )

    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            ({}, ["pending", "pending", "open", "pending"]),
            ({"plan.ready": "no"}, ["silent", "silent", "open", "pending"]),
            ({"plan.ready": "yes"}, ["firm", "open", "open", "pending"]),
            ({"plan.ready": "yes", "plan.urgent": "no"}, ["firm", "firm", "open", "pending"]),
            ({"plan.ready": "yes", "plan.urgent": "yes"}, ["firm", "silent", "open", "pending"]),
            ({"plan.urgent": "yes"}, ["pending", "silent", "open", "pending"]),
            ({"plan.items": "unknown"}, ["pending", "pending", "open", "pending"]),
            ({"plan.items": PART}, ["pending", "pending", "open", "pending"]),
            ({"plan.items": {"between": Flow(["3", "5"])}}, ["pending", "pending", "open", "firm"]),
            ({"plan.items": "2"}, ["pending", "pending", "silent", "silent"]),
            ({"plan.items": "3"}, ["pending", "pending", "silent", "firm"]),
        ],
    )
    def test_status(self, answers, expected):
        found = statuses(self.book, answers)
        assert [found[name] for name in ("plain", "excepted", "asking", "many")] == expected


class TestReadingsOfALevel:
    book = rulebook(
        {"plan.ready": {}, "plan.urgent": {}, "plan.items": {}},
        rule("surely", READY, conclude("seen.load", "lower")),
        rule("openly", READY, conclude("seen.load", "upper"), unless=URGENT),
        rule("perhaps", {"all": ["plan.items > $few_items"]}, conclude("seen.load", "top")),
        rule("reads-top", {"all": ["seen.load is top"]}, concern("low")),
        rule("reads-upper", {"all": ["seen.load >= upper"]}, concern("low")),
        rule("reads-lower", {"all": ["seen.load >= lower"]}, concern("low")),
        rule("held-back", READY, concern("low"), unless={"all": ["seen.load >= upper"]}),
    )

    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            # standing, sure, firing range, sound range; levels by rank, 0 the bottom
            ({}, (0, 0, [0, 1, 2, 3], [0, 1, 2, 3])),
            ({"plan.ready": "no", "plan.items": "1"}, (0, 0, [0], [0])),
            ({"plan.ready": "yes"}, (2, 1, [2, 3], [1, 2, 3])),
            ({"plan.ready": "yes", "plan.items": "1"}, (2, 1, [2], [1, 2])),
            ({"plan.ready": "yes", "plan.urgent": "no"}, (2, 2, [2, 3], [2, 3])),
            ({"plan.ready": "yes", "plan.urgent": "yes"}, (1, 1, [1, 3], [1, 3])),
            ({"plan.items": "5"}, (3, 3, [3], [3])),
        ],
    )
    def test_highest_stands_and_ranges_reach_up_from_it(self, answers, expected):
        assert reading(self.book, "seen.load", answers) == expected

    def test_a_premise_looks_at_the_firing_range_and_is_firm_over_the_sound_one(self):
        found = statuses(self.book, {"plan.ready": "yes"})
        assert found["reads-lower"] == "firm"
        assert found["reads-upper"] == "open"
        assert found["reads-top"] == "pending"

    def test_an_exception_must_be_shown_over_the_sound_range(self):
        assert statuses(self.book, {"plan.ready": "yes"})["held-back"] == "open"
        firm = {"plan.ready": "yes", "plan.urgent": "no"}
        assert statuses(self.book, firm)["held-back"] == "silent"
        never = {"plan.ready": "yes", "plan.urgent": "yes", "plan.items": "1"}
        assert statuses(self.book, never)["held-back"] == "firm"


class TestSoftening:
    book = rulebook(
        {"plan.ready": {}, "plan.urgent": {}, "plan.share": {}},
        rule(
            "softened",
            READY,
            concern(
                "blocker",
                softened={
                    "high": {"all": ["plan.urgent is yes"]},
                    "low": {"all": ["plan.share < $large_share"]},
                },
            ),
        ),
    )

    @pytest.mark.parametrize(
        ("answers", "standing", "possible"),
        [
            ({}, "blocker", {"blocker", "high", "low"}),
            ({"plan.urgent": "no"}, "blocker", {"blocker", "low"}),
            ({"plan.urgent": "yes"}, "high", {"high", "low"}),
            ({"plan.share": "20%"}, "low", {"low"}),
            ({"plan.urgent": "yes", "plan.share": "20%"}, "low", {"low"}),
            ({"plan.urgent": "yes", "plan.share": "50%"}, "high", {"high"}),
            ({"plan.urgent": "no", "plan.share": "50%"}, "blocker", {"blocker"}),
        ],
    )
    def test_must_be_shown_and_the_mildest_counts(self, answers, standing, possible):
        (severity,) = run(self.book, {"plan.ready": "yes", **answers}).states["softened"].severities
        assert severity.standing == standing
        assert severity.possible == possible

    def test_softened_finding_counts_at_the_severity_at_which_it_stands(self):
        answers = {"plan.ready": "yes", "plan.urgent": "yes", "plan.share": "50%"}
        assert reading(self.book, "findings.high", answers) == (1, 1, [1], [1])
        assert reading(self.book, "findings.blocker", answers) == (0, 0, [0], [0])

    def test_open_softening_counts_under_each_severity_that_it_could_have(self):
        answers = {"plan.ready": "yes", "plan.urgent": "yes"}
        assert reading(self.book, "findings.high", answers) == (1, 0, [1], [0, 1])
        assert reading(self.book, "findings.low", answers) == (0, 0, [0, 1], [0, 1])

    def test_softening_by_what_is_unknown_is_withdrawn_by_an_answer(self):
        book = rulebook(
            {"plan.items": {}},
            rule(
                "softened",
                {"all": ["plan.items is not $many_items"]},
                concern("high", softened={"low": {"all": ["plan.items is unknown"]}}),
            ),
        )
        part = {"plan.items": PART}
        (severity,) = run(book, part).states["softened"].severities
        assert (severity.standing, severity.possible) == ("low", {"low", "high"})


class TestCounters:
    book = rulebook(
        {"plan.ready": {}, "plan.urgent": {}, "plan.items": {}},
        rule("one", READY, concern("high", "talent")),
        rule("two", READY, concern("high", "support"), concern("high", "talent")),
        rule("open", READY, concern("high", "labelling"), unless=URGENT),
        rule("more", {"all": ["plan.items > $few_items"]}, concern("high", "support")),
    )

    @pytest.mark.parametrize(
        ("answers", "findings", "causes"),
        [
            (
                {},
                (0, 0, [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]),
                (0, 0, [0, 1, 2, 3], [0, 1, 2, 3]),
            ),
            ({"plan.ready": "yes"}, (4, 3, [4, 5], [3, 4, 5]), (3, 2, [3], [2, 3])),
            (
                {"plan.ready": "yes", "plan.urgent": "yes", "plan.items": "1"},
                (3, 3, [3], [3]),
                (2, 2, [2], [2]),
            ),
            ({"plan.ready": "no"}, (0, 0, [0, 1], [0, 1]), (0, 0, [0, 1], [0, 1])),
        ],
    )
    def test_findings_one_by_one_and_causes_once(self, answers, findings, causes):
        assert reading(self.book, "findings.high", answers) == findings
        assert reading(self.book, "findings.causes_with_high", answers) == causes


class TestUndecided:
    """A verdict is undecided while answers without a pilot could make a blocker fire."""

    stop = rule("stop", {"all": ["findings.blocker > $no_findings"]}, verdict("no-go"))

    def level(self, book, answers=None):
        found = assessed(Forward(book), project(book, answers)).verdict
        assert found == assessed(ByReference(book), project(book, answers)).verdict
        return found.level, found.undecided_facts

    def test_a_pending_blocker_that_the_proposer_can_answer(self):
        book = rulebook({"plan.ready": {}}, rule("block", READY, concern("blocker")), self.stop)
        assert self.level(book) == ("undecided", ("plan.ready",))
        assert self.level(book, {"plan.ready": "no"}) == ("go", ())
        assert self.level(book, {"plan.ready": "yes"}) == ("no-go", ())

    def test_a_pending_blocker_that_only_a_pilot_can_answer(self):
        book = rulebook({"plan.ready": PILOT}, rule("block", READY, concern("blocker")), self.stop)
        assert self.level(book) == ("go", ())

    def test_a_milder_concern_that_is_pending_leaves_the_verdict(self):
        book = rulebook({"plan.ready": {}}, rule("worry", READY, concern("high")), self.stop)
        assert self.level(book) == ("go", ())

    def test_a_chain_that_only_a_pilot_can_begin(self):
        book = rulebook(
            {"plan.items": PILOT, "plan.ready": {}},
            rule("first", {"all": ["plan.items > $few_items"]}, conclude("seen.risk", "wild")),
            rule("block", {"all": ["seen.risk is wild", "plan.ready is yes"]}, concern("blocker")),
            self.stop,
        )
        assert self.level(book) == ("go", ())
        assert self.level(book, {"plan.items": "5"}) == ("undecided", ("plan.ready",))

    def test_a_part_known_that_an_answer_of_another_decides(self):
        """A comparison with a fact of which the pilot will tell the rest."""
        book = rulebook(
            {"plan.items": PILOT, "plan.spare": {}},
            rule("block", {"all": ["plan.spare > plan.items"]}, concern("blocker")),
            self.stop,
        )
        assert self.level(book, {"plan.items": PART}) == ("undecided", ("plan.spare",))
        assert self.level(book, {"plan.items": PART, "plan.spare": "6"}) == ("no-go", ())
        assert self.level(book) == ("go", ())

    def test_a_conclusion_that_others_can_rule_out_before_the_pilot(self):
        book = rulebook(
            {"plan.items": PILOT, "plan.ready": {}},
            rule(
                "first",
                {"all": ["plan.items > $few_items", "plan.ready is yes"]},
                conclude("seen.risk", "wild"),
            ),
            rule("block", {"all": ["seen.risk is calm"]}, concern("blocker")),
            self.stop,
        )
        assert self.level(book) == ("undecided", ("plan.ready",))
        assert self.level(book, {"plan.ready": "no"}) == ("no-go", ())
        assert self.level(book, {"plan.ready": "yes"}) == ("go", ())

    def test_an_exception_that_only_a_pilot_could_show(self):
        book = rulebook(
            {"plan.items": PILOT, "plan.ready": {}},
            rule("first", {"all": ["plan.items > $few_items"]}, conclude("seen.risk", "wild")),
            rule("block", READY, concern("blocker"), unless={"all": ["seen.risk is calm"]}),
            self.stop,
        )
        assert self.level(book) == ("undecided", ("plan.ready",))
        assert self.level(book, {"plan.ready": "yes"}) == ("no-go", ())

    def test_an_answer_to_a_pilots_fact_that_waits_for_whether_it_applies(self):
        book = rulebook(
            {"plan.ready": {}, "plan.items": {**PILOT, "applies when": READY}},
            rule("block", {"all": ["plan.items is known"]}, concern("blocker")),
            self.stop,
        )
        assert self.level(book, {"plan.items": "3"}) == ("undecided", ("plan.ready",))

    def test_a_pilots_fact_of_which_others_may_find_that_it_does_not_apply(self):
        book = rulebook(
            {"plan.ready": {}, "plan.items": {**PILOT, "applies when": READY}},
            rule("block", {"none": ["plan.items is unknown"]}, concern("blocker")),
            self.stop,
        )
        assert self.level(book) == ("undecided", ("plan.ready",))
        assert self.level(book, {"plan.ready": "no"}) == ("no-go", ())

    def test_facts_that_an_applicability_compares_with_are_named_too(self):
        applies = {"applies when": {"all": ["plan.urgent is plan.ready"]}}
        book = rulebook(
            {"plan.urgent": {}, "plan.ready": {}, "plan.items": applies},
            rule("block", {"all": ["plan.items is $few_items"]}, concern("blocker")),
            self.stop,
        )
        answers = {"plan.urgent": "yes", "plan.items": "2"}
        assert self.level(book, answers) == ("undecided", ("plan.ready",))


class TestSettled:
    def settled(self, book, answers=None):
        found = assessed(Forward(book), project(book, answers)).verdict
        return found.level, found.settled

    def test_when_nothing_can_reach_another_level(self):
        book = rulebook(
            {"plan.ready": {}, "plan.urgent": {}},
            rule("worry", READY, verdict("go with conditions")),
            rule("stop", URGENT, verdict("no-go")),
        )
        assert self.settled(book) == ("go", False)
        assert self.settled(book, {"plan.ready": "yes"}) == ("go with conditions", False)
        assert self.settled(book, {"plan.urgent": "no"}) == ("go", False)
        assert self.settled(book, {"plan.urgent": "yes"}) == ("no-go", True)
        assert self.settled(book, {"plan.ready": "no", "plan.urgent": "no"}) == ("go", True)

    def test_not_while_a_pilots_answer_could_make_it_undecided(self):
        """Its first answer leaves the blocker to the proposer, though no verdict rule reads it."""
        book = rulebook(
            {"plan.ready": {}, "plan.items": PILOT},
            rule(
                "block",
                {"all": ["plan.items > $few_items", "plan.ready is yes"]},
                concern("blocker"),
            ),
        )
        assert self.settled(book) == ("go", False)
        assert self.settled(book, {"plan.items": "5"}) == ("undecided", False)
        assert assessed(Forward(book), project(book)).verdict.reachable == ("go", "undecided")
