"""Limits of the solver: products of open facts, time, numbers without end, what has no formula."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from threading import Thread

import pytest
import z3

from tests.engine.small import concern, project, rule, rulebook, texts, verdict
from tests.generators.yaml_text import block
from tests.solver.held import whole
from vetter.engine.forward import Forward
from vetter.rulebook import functions
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.limits import BeyondSolver
from vetter.solver.questions import NO_DECIMALS, NO_TIME, NOT_LINEAR
from vetter.solver.replay import NotReplayed
from vetter.solver.results import Proof
from vetter.solver.solve import Solver
from vetter.solver.z3_home import Logic, Store

ITEMS = {"plan.items": {}, "plan.price": {}, "made.total": {}}
DEAR = rule("dear", {"all": ["made.total > $high_price"]}, verdict("no-go"))


def solver_of(book, seconds=10.0):
    return Solver(Forward(book), seconds)


def test_a_product_of_two_open_facts_is_reached_and_replayed():
    book = rulebook(ITEMS, DEAR)
    solver = solver_of(book)
    assert solver.not_linear == ("made.total",)
    reachable = solver.reachable(project(book))
    assert reachable.proved == ("go", "no-go")
    items, price = (
        whole(reachable.of("no-go").witness, book).states[path].value
        for path in ("plan.items", "plan.price")
    )
    assert items * price > 1000


def test_a_product_of_two_bounded_facts_is_proved_unreachable():
    """At most 6 items of at most 150 cost 900: linear arithmetic alone cannot tell."""
    book = rulebook(ITEMS, DEAR)
    here = project(book, {"plan.price": {"between": ["100 EUR", "150 EUR"]}})
    reachable = solver_of(book).reachable(here)
    assert reachable.proved == ("go",)
    assert reachable.possible == ("go",)


def test_a_product_with_one_open_fact_is_exact():
    book = rulebook(ITEMS, DEAR)
    here = project(book, {"plan.items": "3"})
    solver = solver_of(book)
    assert solver.reachable(here).proved == ("go", "no-go")
    here = project(book, {"plan.items": "3", "plan.price": {"one of": ["100 EUR", "333 EUR"]}})
    assert solver.reachable(here).possible == ("go",)
    assert solver.settled(here).settled is Proof.YES


PRIME = 10**12 + 39
"""No two whole numbers from 2 on have it as their product, which takes long to prove."""


def hard():
    files = texts(ITEMS, rule("hit", {"all": ["made.all is $goal"]}, verdict("no-go")))
    number = {"type": "integer", "unit": "items", "question": "What is it"}
    wide = {**number, "range": ["2", str(10**13)]}
    facts = {"left": wide, "right": wide}
    product = {"function": "product", "of": ["plan.left", "plan.right"]}
    plan = {"group": "plan", "title": "plan", "facts": facts}
    made = {"group": "made", "title": "made", "facts": {"all": {**number, "computed": product}}}
    files["knowledge/facts/plan.yaml"] = block(plan)
    files["knowledge/facts/made.yaml"] = block(made)
    limit = {"value": str(PRIME), "type": "integer", "unit": "items"}
    limits = {"goal": {**limit, "meaning": "a limit", "house": "for the test"}}
    files["knowledge/thresholds.yaml"] = block({"thresholds": limits})
    return files


@pytest.mark.parametrize("seconds", [0.2, 1.0])
def test_what_is_not_proved_in_time_says_so(seconds):
    book = rulebook_of(pack_of_texts(hard()))
    solver, here = solver_of(book, seconds), project(book)
    reachable = solver.reachable(here)
    no_go = reachable.of("no-go")
    assert (no_go.reachable, no_go.why_open) == (Proof.OPEN, NOT_LINEAR)
    assert reachable.of("go").reachable is Proof.YES
    assert reachable.of("go with conditions").reachable is Proof.NO
    assert solver.settled(here).settled is Proof.OPEN
    assert solver.rests_on(here, "go").forced is Proof.OPEN


def test_no_time_at_all_proves_nothing():
    book = rulebook(ITEMS, DEAR)
    reachable = solver_of(book, seconds=0).reachable(project(book))
    assert [one.why_open for one in reachable.verdicts] == [NO_TIME] * 3
    assert reachable.proved == ()
    assert reachable.possible == VERDICTS


def test_a_solver_that_does_not_stop_by_itself_is_interrupted(monkeypatch):
    """Two cubes that make a third, with z3's own clock switched off."""
    logic = Logic()
    store = Store(logic)
    one, other, third = (logic.number(name, integral=True) for name in "abc")
    cubes = [logic.product([term, term, term]) for term in (one, other, third)]
    store.state(*(logic.compare(">", term, Fraction(1)) for term in (one, other, third)))
    store.state(logic.compare("is", logic.total(cubes[:2]), cubes[2]))
    monkeypatch.setattr(z3.Solver, "set", lambda *_: None)
    assert store.ask([], 0.5) is None  # without the interrupt it would never come back


def test_facts_that_no_project_can_have_together_reach_nothing():
    files = texts({"plan.items": {}, "plan.spare": {}}, DEAR_ITEMS)
    files["knowledge/constraints.yaml"] = block(
        {
            "constraints": {
                "ends": {"never": {"any": ["plan.items > plan.spare"]}, "because": "it cannot be"},
                "even": {"never": {"any": ["plan.items < plan.spare"]}, "because": "it cannot be"},
                "one": {"never": {"any": ["plan.items is $few_items"]}, "because": "it cannot be"},
            }
        }
    )
    book = rulebook_of(pack_of_texts(files))
    partly = {"plan.items": {"between": ["1", "2"]}, "plan.spare": {"between": ["2", "3"]}}
    reachable = solver_of(book).reachable(project(book, partly))
    assert reachable.possible == ()
    assert solver_of(book).settled(project(book, partly)).always == ""


DEAR_ITEMS = rule("many", {"all": ["plan.items > $few_items"]}, verdict("no-go"))


def test_a_verdict_that_only_a_third_gives_is_not_proved():
    """Three times a number is one: a third has no end in decimals, so no fact file states it."""
    facts = {"plan.ratio": {}, "plan.rate": {}, "plan.items": {}}
    files = texts(facts, rule("third", {"all": ["made.whole is $low_ratio"]}, verdict("no-go")))
    made = {"type": "number", "question": "What is it"}
    product = {"function": "product", "of": ["plan.items", "plan.ratio"]}
    files["knowledge/facts/made.yaml"] = block(
        {"group": "made", "title": "made", "facts": {"whole": {**made, "computed": product}}}
    )
    book = rulebook_of(pack_of_texts(files))
    here = project(book, {"plan.items": "3"})
    no_go = solver_of(book).reachable(here).of("no-go")
    assert (no_go.reachable, no_go.why_open) == (Proof.OPEN, NO_DECIMALS)
    here = project(book, {"plan.items": "4"})
    assert solver_of(book).reachable(here).of("no-go").reachable is Proof.YES


def test_a_computed_fact_that_has_no_formula_is_named(monkeypatch):
    most = functions.Function("the greatest", lambda kinds: kinds[0], max)
    monkeypatch.setitem(functions.FUNCTIONS, "most of", most)
    files = texts({"plan.items": {}, "plan.spare": {}}, DEAR_ITEMS)
    made = {"type": "integer", "unit": "items", "question": "What is it"}
    computed = {"function": "most of", "of": ["plan.items", "plan.spare"]}
    files["knowledge/facts/made.yaml"] = block(
        {"group": "made", "title": "made", "facts": {"most": {**made, "computed": computed}}}
    )
    book = rulebook_of(pack_of_texts(files))
    with pytest.raises(BeyondSolver) as caught:
        solver_of(book)
    assert caught.value.reasons == ("`made.most` is computed by `most of`",)


def test_an_operator_that_has_no_formula_is_named():
    book = rulebook({"plan.items": {}}, DEAR_ITEMS)
    first = book.rules[0]
    part = first.when.parts[0]
    odd = part._replace(operator=part.operator._replace(sign="is near"))
    when = first.when._replace(parts=(odd,))
    with pytest.raises(BeyondSolver, match="the rule `many` uses the operator `is near`"):
        solver_of(book._replace(rules=(first._replace(when=when),)))


def test_a_witness_that_the_engine_does_not_confirm_is_never_shown():
    """The formula of one rulebook with the engine of another that has the same facts."""
    book = rulebook({"plan.items": {}}, DEAR_ITEMS)
    other = rulebook({"plan.items": {}}, rule("many", {"all": ["plan.items > $many_items"]},
                                              concern("low")))  # fmt: skip
    solver = solver_of(book)
    solver.replayer.forward = Forward(other)
    with pytest.raises(NotReplayed):
        solver.reachable(project(book))


def test_two_threads_can_ask_one_solver():
    book = rulebook(ITEMS, DEAR)
    solver, found = solver_of(book), []
    here = [project(book, {"plan.items": str(number)}) for number in range(7)]
    alone = [solver.reachable(one) for one in here]
    threads = [Thread(target=lambda: found.append([solver.reachable(one) for one in here]))
               for _ in range(3)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[one.proved for one in each] for each in found] == [[one.proved for one in alone]] * 3


def test_vetting_does_not_load_z3():
    code = (
        "import sys, vetter; vetter.vet({'project.name': 'a'}); "
        "assert 'vetter.solver' not in sys.modules; assert 'z3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
