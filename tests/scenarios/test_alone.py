"""One fact of a project cut, the rest as it is: exact intervals with their ends."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.engine.small import project, rule, rulebook
from tests.generators.yaml_text import Flow
from vetter.facts.resettle import Hanging, resettled
from vetter.language.numbers import LARGEST
from vetter.scenarios.alone import Around

STEP = {"step": "try something", "stage": "scope", "who": "lead"}


def around(facts, *sentences):
    rules = [rule(f"rule-{at}", {"all": [one]}, STEP) for at, one in enumerate(sentences)]
    book = rulebook(facts, *rules)
    return book, Around(book)


def spans(found):
    """The intervals as people write them: `[` with the end, `(` without."""
    assert found.inexact == ()
    return [
        f"{'[' if one.with_low else '('}{one.low}, {one.high}{']' if one.with_high else ')'}"
        for one in (cell.span for cell in found.cells)
    ]


def cut(book, cutter, path, within=False, **answers):
    stated = {name.replace("__", "."): answer for name, answer in answers.items()}
    return cutter.cells(project(book, stated).states, path, within)


def test_a_threshold_belongs_to_the_side_that_its_sentence_puts_it():
    book, cutter = around({"plan.ratio": {}}, "plan.ratio > $high_ratio")
    assert spans(cut(book, cutter, "plan.ratio")) == ["[0, 5/2]", "(5/2, 4]"]
    book, cutter = around({"plan.ratio": {}}, "plan.ratio >= $high_ratio")
    assert spans(cut(book, cutter, "plan.ratio")) == ["[0, 5/2)", "[5/2, 4]"]
    book, cutter = around({"plan.ratio": {}}, "plan.ratio is $low_ratio")
    assert spans(cut(book, cutter, "plan.ratio")) == ["[0, 1)", "[1, 1]", "(1, 4]"]


def test_what_is_known_of_a_linked_fact_cuts():
    book, cutter = around({"plan.ratio": {}, "plan.rate": {}}, "plan.ratio >= plan.rate")

    def of(rate):
        return spans(cut(book, cutter, "plan.ratio", plan__rate=rate))

    assert of("unknown") == ["[0, 4]"]
    assert of("1.5") == ["[0, 3/2)", "[3/2, 4]"]
    assert of({"between": Flow(["1", "3"])}) == ["[0, 1)", "[1, 3)", "[3, 4]"]
    assert of({"one of": Flow(["3", "1", "2"])}) == ["[0, 1)", "[1, 3)", "[3, 4]"]


def test_a_computed_fact_cuts_where_it_reaches_what_it_is_compared_with():
    book, cutter = around(
        {"plan.price": {}, "plan.budget": {}, "made.part": {}}, "made.part > $low_ratio"
    )
    known = cut(book, cutter, "plan.budget", plan__price="100 EUR", plan__budget="7 EUR")
    assert spans(known) == ["[0, 0]", "(0, 100)", f"[100, {LARGEST}]"]
    assert spans(cut(book, cutter, "plan.budget", plan__budget="7 EUR")) == [f"[0, {LARGEST}]"]


def test_where_a_computed_fact_comes_to_nothing_within_the_range():
    wide = {"range": Flow(["-4", "4"])}
    made = {"computed": {"function": "quotient", "of": Flow(["plan.ratio", "plan.rate"])}}
    book, cutter = around(
        {"plan.ratio": wide, "plan.rate": wide, "made.part": made}, "made.part is known"
    )
    found = cut(book, cutter, "plan.rate", plan__ratio="1", plan__rate="2")
    assert spans(found) == ["[-4, 0)", "[0, 0]", "(0, 4]"]


def test_a_held_value_cuts_for_it_may_come_to_count():
    hangs = {"applies when": {"all": ["plan.budget > $low_price"]}}
    book, cutter = around(
        {"plan.price": hangs, "plan.budget": {}, "made.part": {}}, "made.part > $low_ratio"
    )
    answers = {
        "plan__price": "150 EUR",
        "plan__budget": {"between": Flow(["50 EUR", "300 EUR"])},
    }
    whole = cut(book, cutter, "plan.budget", **answers)
    assert spans(whole)[-2:] == ["(100, 150)", f"[150, {LARGEST}]"]
    inside = cut(book, cutter, "plan.budget", within=True, **answers)
    assert spans(inside) == ["[50, 100]", "(100, 150)", "[150, 300]"]


def test_whole_numbers_have_cells_where_one_lies():
    book, cutter = around({"plan.items": {}}, "plan.items between $few_items and $many_items")
    found = cut(book, cutter, "plan.items")
    assert [cell.value for cell in found.cells if cell.span.holds(Fraction(2))] == [3]
    assert spans(found) == ["[0, 2)", "[2, 4]", "(4, 6]"]


def test_other_cells_leave_out_the_one_of_the_value():
    book, cutter = around({"plan.ratio": {}}, "plan.ratio > $high_ratio")
    states = project(book, {"plan.ratio": "2.5"}).states
    assert spans(cutter.others(states, "plan.ratio")) == ["(5/2, 4]"]


def test_facts_without_values_of_their_own():
    facts = {
        "quality.metric": {},
        "quality.target": {},
        "plan.urgent": {},
        "plan.ratio": {"applies when": {"all": ["plan.urgent is yes"]}},
        "plan.items": {},
        "plan.price": {},
        "made.total": {},
    }
    book, cutter = around(facts, "quality.target > $good_accuracy", "plan.ratio > $low_ratio")
    assert cut(book, cutter, "quality.target").cells == ()
    assert cut(book, cutter, "plan.ratio", plan__urgent="no").cells == ()
    with pytest.raises(ValueError, match="computed"):
        cut(book, cutter, "made.total")
    with pytest.raises(ValueError, match="computed"):
        resettled(Hanging(book), project(book, {}).states, {"made.total": Fraction(1)})
    found = cut(book, cutter, "quality.target", quality__metric="accuracy")
    assert spans(found) == ["[0, 99/100]", "(99/100, 1]"]
    assert {cell.metric for cell in found.cells} == {"accuracy"}
