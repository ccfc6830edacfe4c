"""The cheapest change, written out: efforts, directions, limits, what comes to apply."""

from __future__ import annotations

from fractions import Fraction

from tests.engine.small import project, rule, rulebook, texts, verdict
from tests.generators.yaml_text import Flow, block
from tests.whatif.by_hand import CHANGED_KINDS
from vetter.engine.forward import Forward
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.solver.questions import NO_TIME
from vetter.solver.results import Proof
from vetter.solver.solve import Solver

SECONDS = 30.0
CHANGED = frozenset(CHANGED_KINDS)


EASY = {"changeable": "easily"}
HARD = {"changeable": "hardly"}


def plans(book, answers, goal="go", seconds=SECONDS):
    return Solver(Forward(book), seconds).plans(project(book, answers), goal, seconds)


def test_two_easy_changes_are_cheaper_than_a_hard_one():
    book = rulebook(
        {"plan.ready": EASY, "plan.urgent": EASY, "plan.color": HARD},
        rule("one", {"all": ["plan.ready is no", "plan.color is red"]}, verdict("no-go")),
        rule("two", {"all": ["plan.urgent is no", "plan.color is red"]}, verdict("no-go")),
    )
    answers = {"plan.ready": "no", "plan.urgent": "no", "plan.color": "red"}
    first, second = plans(book, answers).plans
    assert (first.cost, dict(first.moved)) == (2, {"plan.ready": True, "plan.urgent": True})
    assert (second.cost, [path for path, _ in second.moved]) == (8, ["plan.color"])


def test_a_target_goes_down_to_the_limit_and_no_further():
    book = rulebook(
        {
            "quality.metric": {},
            "quality.target": {"changeable": {"effort": "easily", "only": "lower"}},
        },
        rule("high", {"all": ["quality.target >= $good_accuracy"]}, verdict("no-go")),
        rule("fair", {"all": ["quality.target > $poor_accuracy"]}, verdict("go with conditions")),
    )
    answers = {"quality.metric": "accuracy", "quality.target": "99.5%"}
    (to_go,) = plans(book, answers).plans
    assert dict(to_go.moved) == {"quality.target": Fraction(90, 100)}
    (to_conditions,) = plans(book, answers, "go with conditions").plans
    assert dict(to_conditions.moved) == {"quality.target": Fraction(989, 1000)}


def test_a_change_against_its_direction_is_no_plan_but_part_of_the_reason():
    up = {"changeable": {"effort": "easily", "only": "higher"}}
    book = rulebook(
        {"plan.items": up, "plan.ready": {}},
        rule("many", {"all": ["plan.items > $few_items", "plan.ready is no"]}, verdict("no-go")),
    )
    found = plans(book, {"plan.items": "5", "plan.ready": "no"})
    assert (found.possible, found.core, found.core_minimal) == (
        Proof.NO, ("plan.items", "plan.ready"), True,
    )  # fmt: skip


def test_no_plan_breaks_a_constraint():
    files = texts(
        {
            "plan.items": {"changeable": {"effort": "easily", "only": "lower"}},
            "plan.spare": {"changeable": {"effort": "hardly", "only": "lower"}},
        },
        rule("many", {"all": ["plan.items > $few_items"]}, verdict("no-go")),
    )
    never = {"never": {"all": ["plan.items < plan.spare"]}, "because": "it cannot be"}
    files["knowledge/constraints.yaml"] = block({"constraints": {"floor": never}})
    book = rulebook_of(pack_of_texts(files))
    (plan,) = plans(book, {"plan.items": "6", "plan.spare": "4"}).plans
    assert dict(plan.moved) == {"plan.items": 2, "plan.spare": 2}


def test_what_comes_to_apply_by_a_move_is_decided_or_found_out():
    fits = {"applies when": {"any": ["plan.ready is yes"]}}
    book = rulebook(
        {"plan.ready": EASY, "plan.urgent": {**EASY, **fits}, "plan.fear": fits},
        rule("late", {"all": ["plan.ready is no"]}, verdict("no-go")),
        rule("hurry", {"all": ["plan.urgent is yes"]}, verdict("no-go")),
        rule("fear", {"all": ["plan.fear > calm"]}, verdict("no-go")),
    )
    (plan,) = plans(book, {"plan.ready": "no"}).plans
    assert dict(plan.moved) == {"plan.ready": True}
    assert dict(plan.decided) == {"plan.urgent": False}
    assert [(path, domain.values) for path, domain in plan.needs] == [("plan.fear", {0})]


def test_what_is_found_out_is_told_as_widely_as_will_do():
    book = rulebook(
        {"plan.support": {}, "plan.price": {}, "plan.color": {}},
        rule("weak", {"any": ["plan.support <= lower", "plan.color is red"]}, verdict("no-go")),
        rule("dear", {"all": ["plan.price > $high_price"]}, verdict("no-go")),
    )
    (plan,) = plans(book, {}).plans
    needs = dict(plan.needs)
    assert needs["plan.support"].values == {2, 3}
    assert needs["plan.color"].values == {"green", "light blue"}
    assert needs["plan.price"].high == 1000
    assert needs["plan.price"].low < 0


def test_products_of_what_is_open_are_bounded():
    book = rulebook(
        {"plan.items": EASY, "plan.price": {}, "made.total": {}},
        rule("dear", {"all": ["made.total > $high_price"]}, verdict("no-go")),
    )
    (plan,) = plans(book, {"plan.items": "6"}).plans
    assert (plan.cost, plan.needs[0][0]) == (0, "plan.price")
    found = plans(book, {"plan.items": "6", "plan.price": "400 EUR"})
    assert dict(found.plans[0].moved) == {"plan.items": 2}


def test_what_is_known_in_part_is_changed_from_wherever_it_may_be():
    book = rulebook(
        {
            "plan.color": {"changeable": {"effort": "hardly", "to": "green"}},
            "plan.support": {"changeable": {"effort": "easily", "only": "higher"}},
        },
        rule("red", {"all": ["plan.color is one of red, light blue"]}, verdict("no-go")),
        rule("weak", {"all": ["plan.support <= lower"]}, verdict("no-go")),
    )
    among = {"one of": Flow(["red", "light blue"])}
    (plan,) = plans(book, {"plan.color": among, "plan.support": "top"}).plans
    assert (plan.cost, dict(plan.decided)) == (8, {"plan.color": "green"})
    weak = {"between": Flow(["bottom", "lower"])}
    (plan,) = plans(book, {"plan.color": "green", "plan.support": weak}).plans
    assert dict(plan.decided) == {"plan.support": 2}


def test_what_is_known_in_part_may_turn_out_well_without_a_change():
    book = rulebook(
        {"plan.support": {"changeable": {"effort": "easily", "only": "higher"}}},
        rule("strong", {"all": ["plan.support >= upper"]}, verdict("no-go")),
    )
    (plan,) = plans(book, {"plan.support": {"between": Flow(["bottom", "upper"])}}).plans
    assert (plan.cost, plan.moved, plan.decided) == (0, (), ())
    assert [(path, domain.values) for path, domain in plan.needs] == [("plan.support", {0, 1})]


def test_no_time_proves_nothing():
    book = rulebook(
        {"plan.ready": EASY}, rule("a", {"all": ["plan.ready is no"]}, verdict("no-go"))
    )
    found = plans(book, {"plan.ready": "no"}, seconds=0)
    assert (found.possible, found.plans, found.why_open) == (Proof.OPEN, (), NO_TIME)
