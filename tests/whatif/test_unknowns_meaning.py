"""What hangs on an open question, each point with the smallest rulebook that has it."""

from __future__ import annotations

from tests.engine.small import project, rule, rulebook, texts, verdict
from tests.generators.yaml_text import block
from tests.whatif.test_unknowns import register_of
from vetter.engine.forward import Forward
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.solver.solve import Solver

READY, URGENT = "plan.ready is yes", "plan.urgent is yes"
LATE = {"all": ["plan.ready is no"]}


def told(book, answers, **more):
    """Return the register, and for each fact what it weighs and what its answers leave."""
    register = register_of(Solver(Forward(book)), project(book, answers), **more)
    return register, {
        one.fact.path: (one.weight, [(out.shown, *out.left) for out in one.outcomes])
        for one in register.ranked
    }


def two(*rules, more=(), **beside):
    return rulebook({"plan.ready": beside, "plan.urgent": {}, **{one: {} for one in more}}, *rules)


def test_of_two_that_must_both_hold_either_decides_alone():
    book = two(rule("both", {"all": [READY, URGENT]}, verdict("no-go")), more=("plan.color",))
    register, facts = told(book, {})
    alone = ("alone", [("no", "go"), ("yes", "go", "no-go")])
    assert facts["plan.ready"] == facts["plan.urgent"] == alone
    assert facts["plan.color"] == ("irrelevant", [("any answer", "go", "no-go")])
    assert [one.fact.path for one in register.ranked][-1] == "plan.color"
    assert register.ask_next == "plan.ready"


def test_of_two_that_must_differ_neither_decides_alone():
    book = two(
        rule("both", {"all": [READY, URGENT]}, verdict("no-go")),
        rule("none", {"none": [READY, URGENT]}, verdict("no-go")),
    )
    _, facts = told(book, {})
    with_others = ("with others", [("any answer", "go", "no-go")])
    assert facts == {"plan.ready": with_others, "plan.urgent": with_others}


def test_what_is_named_by_a_rule_that_adds_nothing_is_irrelevant():
    late = {"all": [URGENT, {"any": ["plan.color is red", "plan.items > $few_items"]}]}
    book = two(
        rule("urgent", {"all": [URGENT]}, verdict("no-go")),
        rule("more", late, verdict("no-go")),
        more=("plan.color", "plan.items"),
    )
    _, facts = told(book, {})
    assert facts["plan.urgent"] == ("alone", [("no", "go"), ("yes", "no-go")])
    for path in ("plan.color", "plan.items", "plan.ready"):
        assert facts[path] == ("irrelevant", [("any answer", "go", "no-go")])


def test_what_is_settled_makes_every_question_irrelevant():
    book = two(rule("both", {"all": [READY, URGENT]}, verdict("no-go")))
    register, facts = told(book, {"plan.ready": "no"})
    assert facts == {"plan.urgent": ("irrelevant", [("any answer", "go")])}
    assert register.ask_next == ""
    assert register.reachable == ("go",)


def test_an_answer_that_turns_nothing_can_still_exclude_a_verdict():
    """No rule reads the shade, but a constraint tells the colour from it."""
    files = texts(
        {"plan.color": {}, "plan.shade": {}, "plan.urgent": {}},
        rule("red", {"all": ["plan.color is red"]}, verdict("go with conditions")),
        rule("urgent", {"all": [URGENT]}, verdict("no-go")),
    )
    never = {"all": ["plan.color is red", "plan.shade is green"]}
    files["knowledge/constraints.yaml"] = block(
        {"constraints": {"this": {"never": never, "because": "it cannot be"}}}
    )
    _, facts = told(rulebook_of(pack_of_texts(files)), {})
    weight, outcomes = facts["plan.shade"]
    assert weight == "with others"
    assert ("green", "go", "no-go") in outcomes
    assert ("red or light blue", "go", "go with conditions", "no-go") in outcomes
    assert facts["plan.urgent"][0] == "alone"


def test_an_answer_that_no_completion_has_is_no_answer():
    files = texts(
        {"plan.color": {}, "plan.urgent": {}},
        rule("red", {"all": ["plan.color is red"]}, verdict("no-go")),
    )
    files["knowledge/constraints.yaml"] = block(
        {"constraints": {"this": {"never": {"all": ["plan.color is red"]}, "because": "no"}}}
    )
    register, facts = told(rulebook_of(pack_of_texts(files)), {})
    assert register.reachable == ("go",)
    assert {weight for weight, _ in facts.values()} == {"irrelevant"}


def test_an_answer_matters_only_where_its_fact_comes_to_apply():
    book = rulebook(
        {
            "plan.ready": {},
            "plan.items": {"applies when": {"all": [READY]}},
            "plan.urgent": {},
        },
        rule("many", {"all": ["plan.items > $few_items"]}, verdict("no-go")),
        rule("late", LATE, verdict("go with conditions")),
        rule("hurry", {"all": [URGENT]}, verdict("go with conditions")),
    )
    _, facts = told(book, {})
    assert facts["plan.items"] == (
        "with others",
        [
            ("at most 2 items", "go", "go with conditions"),
            ("at least 3 items", "go with conditions", "no-go"),
        ],
    )
    assert facts["plan.ready"] == (
        "alone",
        [("no", "go with conditions"), ("yes", "go", "go with conditions", "no-go")],
    )
    _, facts = told(book, {"plan.ready": "yes"})
    assert facts["plan.items"][0] == "alone"
    assert ("at least 3 items", "no-go") in facts["plan.items"][1]


def test_a_held_answer_is_no_question_that_matters():
    book = rulebook(
        {"plan.ready": {}, "plan.items": {"applies when": {"all": [READY]}}},
        rule("many", {"all": ["plan.items > $few_items"]}, verdict("no-go")),
    )
    _, facts = told(book, {"plan.items": "5"})
    assert facts["plan.items"] == ("irrelevant", [("any answer", "go", "no-go")])
    assert facts["plan.ready"] == ("alone", [("no", "go"), ("yes", "no-go")])


def test_numbers_that_are_multiplied_are_weighed_too():
    book = rulebook(
        {"plan.items": {}, "plan.price": {}, "made.total": {}},
        rule("dear", {"all": ["made.total > $high_price"]}, verdict("no-go")),
    )
    register, facts = told(book, {})
    assert register.reachable == ("go", "no-go")
    assert facts["plan.items"][0] == "alone"
    assert ("0 items", "go") in facts["plan.items"][1]
    assert facts["plan.price"][0] == "alone"
    assert facts["plan.price"][1][0] == ("0 EUR", "go")


def test_numbers_that_are_compared_with_one_another_weigh_together():
    book = rulebook(
        {"plan.price": {}, "plan.budget": {}},
        rule("dear", {"all": ["plan.price > plan.budget"]}, verdict("no-go")),
    )
    _, facts = told(book, {})
    with_others = ("with others", [("any answer", "go", "no-go")])
    assert facts == {"plan.price": with_others, "plan.budget": with_others}
    _, facts = told(book, {"plan.budget": "10 EUR"})
    assert facts["plan.price"] == (
        "alone",
        [("at most 10 EUR", "go"), ("more than 10 EUR", "no-go")],
    )


def test_a_quality_says_nothing_before_its_metric_does():
    book = rulebook(
        {"quality.metric": {}, "quality.target": {}, "plan.note": {}},
        rule("high", {"all": ["quality.target > $good_accuracy"]}, verdict("no-go")),
    )
    register, facts = told(book, {})
    assert facts["quality.target"] == ("with others", [("any answer", "go", "no-go")])
    assert facts["quality.metric"][0] == "alone"
    assert register.ask_next == "quality.metric"
    _, facts = told(book, {"quality.metric": "accuracy"})
    assert facts["quality.target"] == (
        "alone",
        [("at most 99%", "go"), ("more than 99%", "no-go")],
    )


def test_where_less_is_better_the_intervals_read_as_people_write_them():
    book = rulebook(
        {"quality.metric": {}, "quality.target": {}},
        rule("high", {"all": ["quality.target > $good_words"]}, verdict("no-go")),
    )
    _, facts = told(book, {"quality.metric": "word error rate"})
    assert facts["quality.target"][1] == [("less than 5%", "no-go"), ("at least 5%", "go")]


def test_lists_of_choices_are_told_by_the_name_that_counts():
    book = rulebook(
        {"plan.parts": {}, "plan.urgent": {}},
        rule("wheel", {"all": ["plan.parts has wheel"]}, verdict("no-go")),
    )
    _, facts = told(book, {})
    assert facts["plan.parts"][0] == "alone"
    assert set(facts["plan.parts"][1]) == {("with wheel", "no-go"), ("without wheel", "go")}


def test_what_only_a_pilot_can_answer_is_not_asked_next():
    rules = (rule("both", {"all": [READY, URGENT]}, verdict("no-go")),)
    book = two(*rules, **{"answered by": "pilot"})
    register, _ = told(book, {})
    assert register.ask_next == "plan.urgent"
    register, facts = told(book, {"plan.urgent": "yes"})
    assert facts["plan.ready"][0] == "alone"
    assert register.ask_next == ""
    assert register.why
