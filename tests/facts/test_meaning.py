"""What a condition can end in: the tables of all, any and none, and sentences on facts that are
open, in part known, or do not apply."""

from __future__ import annotations

from itertools import product

import pytest

from tests.engine.small import project, rulebook
from tests.generators.yaml_text import Flow
from vetter.base.problems import Location
from vetter.engine.compile import CAN_FAIL, CAN_HOLD, CAN_STICK, NOW, Compiler, Sight
from vetter.facts.meaning import FALSE, STUCK, TRUE, View, outcomes
from vetter.language.conditions import Condition, Group
from vetter.language.domains import Options
from vetter.rulebook.typing import resolve

HERE = Location("here")
T, S, F = TRUE, STUCK, FALSE

ALL = {
    (T, T): T, (T, S): S, (T, F): F,
    (S, T): S, (S, S): S, (S, F): F,
    (F, T): F, (F, S): F, (F, F): F,
}  # fmt: skip
ANY = {
    (T, T): T, (T, S): T, (T, F): T,
    (S, T): T, (S, S): S, (S, F): S,
    (F, T): T, (F, S): S, (F, F): F,
}  # fmt: skip
OPPOSITE = {T: F, S: S, F: T}
"""The tables of the condition language, written out."""

HANGING = {"applies when": {"all": ["plan.urgent is yes"]}}
WEARY = {"applies when": {"all": ["plan.ready is no"]}}
BOOK = rulebook(
    {
        "plan.ready": {},
        "plan.urgent": {},
        "plan.items": {},
        "plan.spare": {},
        "plan.color": HANGING,
        "plan.support": HANGING,
        "plan.share": WEARY,
        "plan.parts": {},
        "quality.metric": {},
        "quality.target": {},
        "quality.floor": {},
    }
)
ANSWERS = {
    "plan.ready": "yes",
    "plan.spare": {"between": Flow(["3", "5"])},
    "plan.color": "red",
    "plan.share": "20%",
    "plan.parts": Flow(["axle"]),
    "quality.metric": "accuracy",
    "quality.target": "95%",
    "quality.floor": {"one of": Flow(["0.9", "95%"])},
}
STATES = project(BOOK, ANSWERS).states
LEVELS = {"seen.load": Options(frozenset({1, 2})), "findings.high": Options(frozenset({0}))}
VIEW = View(STATES, LEVELS)
SENTENCES = {
    frozenset({T}): "plan.ready is yes",
    frozenset({F}): "plan.ready is no",
    frozenset({S}): "plan.share < $large_share",
    frozenset({T, F}): "plan.items > $few_items",
    frozenset({T, S}): "plan.color is red",
    frozenset({F, S}): "plan.color is green",
    frozenset({T, S, F}): "plan.support is top",
}
"""A sentence for each set of outcomes that one can have."""


def sentence(text: str) -> Condition:
    return resolve(text, BOOK.vocabulary, HERE)


def group(kind: str, parts: list[Condition]) -> Group:
    return Group(kind, tuple(parts), HERE)


@pytest.mark.parametrize(
    "ends", SENTENCES, ids=lambda ends: "/".join(sorted(end.name for end in ends))
)
def test_every_set_of_outcomes_has_a_sentence(ends):
    assert outcomes(sentence(SENTENCES[ends]), VIEW) == ends


def by_table(kind: str, ends: tuple) -> object:
    table = ALL if kind == "all" else ANY
    found = ends[0]
    for end in ends[1:]:
        found = table[found, end]
    return OPPOSITE[found] if kind == "none" else found


@pytest.mark.parametrize("kind", ["all", "any", "none"])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_groups_follow_the_tables_on_every_combination(kind, length):
    """On sets too: each outcome of each part is combined with each of the others."""
    for sets in product(SENTENCES, repeat=length):
        condition = group(kind, [sentence(SENTENCES[ends]) for ends in sets])
        expected = {by_table(kind, ends) for ends in product(*sets)}
        assert outcomes(condition, VIEW) == expected, [sorted(ends) for ends in sets]


BITS = {F: CAN_FAIL, S: CAN_STICK, T: CAN_HOLD}


@pytest.mark.parametrize("kind", ["all", "any", "none"])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_compiled_masks_follow_the_tables_too(kind, length):
    sight = Sight(STATES, LEVELS, LEVELS)
    for sets in product(SENTENCES, repeat=length):
        condition = group(kind, [sentence(SENTENCES[ends]) for ends in sets])
        expected = sum(BITS[end] for end in {by_table(kind, ends) for ends in product(*sets)})
        compiler = Compiler(frozenset(BOOK.vocabulary.derived))
        assert compiler.compile(condition, NOW)(sight) == expected, [sorted(ends) for ends in sets]


@pytest.mark.parametrize("kind", ["all", "any", "none"])
@pytest.mark.parametrize("inner", ["all", "any", "none"])
def test_groups_nest(kind, inner):
    words = list(SENTENCES)
    for first, second, third in product(words, repeat=3):
        parts = [sentence(SENTENCES[ends]) for ends in (first, second, third)]
        condition = group(kind, [parts[0], group(inner, parts[1:])])
        expected = {
            by_table(kind, (one, by_table(inner, (two, three))))
            for one, two, three in product(first, second, third)
        }
        assert outcomes(condition, VIEW) == expected


EITHER = {T, F}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        # known, open and in part known
        ("plan.items is unknown", {T}),
        ("plan.items is not known", {T}),
        ("plan.items is known", {F}),
        ("plan.spare is known", {F}),
        ("plan.spare > $few_items", {T}),
        ("plan.spare > $many_items", EITHER),
        ("plan.spare <= $few_items", {F}),
        ("plan.spare is plan.items", EITHER),
        ("plan.parts has axle", {T}),
        ("plan.parts lacks axle", {F}),
        # does not apply, or perhaps not
        ("plan.share is known", {F}),
        ("plan.share is unknown", {F}),
        ("plan.color is known", {F}),
        ("plan.color is unknown", {T}),
        # qualities: thresholds in the project's metric and in another
        ("quality.target > $poor_accuracy", {T}),
        ("quality.target > $poor_words", {S}),
        ("quality.target is one of $poor_accuracy, $good_lift", {S}),
        ("quality.floor >= $poor_accuracy", {T}),
        ("quality.floor > $poor_accuracy", EITHER),
        ("quality.floor < quality.target", EITHER),
        ("quality.floor <= quality.target", {T}),
        # derived facts and counters
        ("seen.load > bottom", {T}),
        ("seen.load is lower", EITHER),
        ("seen.load is top", {F}),
        ("findings.high > $no_findings", {F}),
        # a derived fact against base facts
        ("seen.load > plan.support", {T, F, S}),
        ("plan.support < seen.load", {T, F, S}),
    ],
)
def test_sentences(text, ends):
    assert outcomes(sentence(text), VIEW) == ends


@pytest.mark.parametrize(
    "text", ["seen.load is one of plan.support, top", "plan.support < seen.load"]
)
def test_a_derived_fact_compared_with_one_that_does_not_apply_is_stuck(text):
    states = project(BOOK, {"plan.urgent": "no"}).states
    assert outcomes(sentence(text), View(states, LEVELS)) == {S}
    sight = Sight(states, LEVELS, LEVELS)
    compiler = Compiler(frozenset(BOOK.vocabulary.derived))
    assert compiler.compile(sentence(text), NOW)(sight) == CAN_STICK


@pytest.mark.parametrize(
    "text", ["plan.items is known", "plan.items is unknown", "plan.spare is known"]
)
def test_an_answer_that_may_come_would_turn_what_asks_for_knowledge(text):
    assert outcomes(sentence(text), VIEW._replace(answers_may_come=True)) == EITHER


@pytest.mark.parametrize("text", ["plan.ready is known", "plan.share is known"])
def test_no_answer_comes_to_what_is_known_or_does_not_apply(text):
    assert outcomes(sentence(text), VIEW._replace(answers_may_come=True)) == outcomes(
        sentence(text), VIEW
    )


PILOT = {"answered by": "pilot"}
PART = {"between": Flow(["1", "3"])}


class TestWithoutPilot:
    """Facts that only a pilot can answer are shut: what is undecided about them is stuck."""

    book = rulebook(
        {
            "plan.ready": {},
            "plan.items": PILOT,
            "plan.spare": {},
            "plan.rate": {**PILOT, "applies when": {"all": ["plan.ready is yes"]}},
            "plan.ratio": {},
        }
    )

    def ends(self, text, answers):
        states = project(self.book, answers).without_pilot().states
        view = View(states, LEVELS, answers_may_come=True)
        return outcomes(resolve(text, self.book.vocabulary, HERE), view)

    @pytest.mark.parametrize(
        ("text", "answers", "expected"),
        [
            ("plan.items > $few_items", {}, {S}),
            ("plan.items > $few_items", {"plan.items": PART}, {S}),
            ("plan.items < $many_items", {"plan.items": PART}, {T}),
            ("plan.items is unknown", {}, {T}),
            ("plan.items is known", {"plan.items": PART}, {F}),
            ("plan.spare > $few_items", {}, EITHER),
            ("plan.spare is known", {}, EITHER),
            # with nothing known of the one, nothing decides the comparison
            ("plan.spare > plan.items", {}, {S}),
            # with a part known, an answer to the other may
            ("plan.spare > plan.items", {"plan.items": PART}, {T, S, F}),
            ("plan.spare > plan.items", {"plan.items": PART, "plan.spare": "2"}, {S}),
            ("plan.spare > plan.items", {"plan.items": PART, "plan.spare": "6"}, {T}),
            # others can find out that it does not apply
            ("plan.rate is unknown", {}, EITHER),
            ("plan.rate is known", {}, {F}),
            # a held answer waits for others, not for the pilot
            ("plan.rate is known", {"plan.rate": "1"}, EITHER),
            ("plan.rate is $low_ratio", {"plan.rate": "1"}, {T, S}),
        ],
    )
    def test_what_others_can_bring_about(self, text, answers, expected):
        assert self.ends(text, answers) == expected
