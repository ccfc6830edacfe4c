"""The order of rules, facts, answers and of what stands in a list changes nothing."""

from __future__ import annotations

import re

from hypothesis import given

from tests.engine.held import ByReference, assessed, same, tries
from tests.generators.cases import cases
from tests.generators.projects import read
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.language.conditions import Group
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of


def shuffled(items, random):
    items = list(items)
    random.shuffle(items)
    return items


@tries(25)
@given(case=cases(files=3))
def test_order_of_rules(case):
    book = case.rulebook
    other = book._replace(rules=tuple(shuffled(book.rules, case.random)))
    engine, turned = Forward(book), Forward(other)
    for file in case.files:
        run = engine.run(file.project.states)
        assert same(run, turned.run(file.project.states))
        assert same(run, evaluate(other, file.project.states))


def turned_round(condition, random):
    """The same condition with the parts of every group in another order."""
    if not isinstance(condition, Group):
        return condition
    parts = [turned_round(part, random) for part in condition.parts]
    return condition._replace(parts=tuple(shuffled(parts, random)))


@tries(25)
@given(case=cases(files=3))
def test_order_within_a_condition(case):
    rules = tuple(
        rule._replace(
            when=turned_round(rule.when, case.random),
            unless=rule.unless and turned_round(rule.unless, case.random),
        )
        for rule in case.rulebook.rules
    )
    other = case.rulebook._replace(rules=rules)
    engine, turned = Forward(case.rulebook), Forward(other)
    for file in case.files:
        assert same(engine.run(file.project.states), turned.run(file.project.states))


@tries(25)
@given(case=cases(files=3))
def test_order_of_facts(case):
    """As the engine gets them, as the vocabulary lists them, and as the fact file states them."""
    vocabulary = {
        name: _facts_turned(text, case.random) if name.startswith("knowledge/facts/") else text
        for name, text in shuffled(case.texts.items(), case.random)
    }
    book = rulebook_of(pack_of_texts(vocabulary))
    engine, turned = Forward(case.rulebook), Forward(book)
    for file in case.files:
        run = engine.run(file.project.states)
        assert same(run, engine.run(dict(shuffled(file.project.states.items(), case.random))))
        again = read(dict(shuffled(file.answers.items(), case.random)), book)
        assert same(run, turned.run(again.project.states))
        one = assessed(ByReference(case.rulebook), file.project)
        other = assessed(ByReference(book), again.project)
        assert one.verdict == other.verdict
        for ours, theirs in zip(one.findings, other.findings, strict=True):
            assert _said(ours) == _said(theirs)


def _facts_turned(text, random):
    """The facts of a file of the vocabulary in another order."""
    head, facts = text.split("facts:\n")
    entries = re.split(r"^(?=  \S)", facts, flags=re.MULTILINE)
    return f"{head}facts:\n{''.join(shuffled(entries, random))}"


def _said(finding):
    """What a finding says, leaving out the lines of the file and what is listed in its order."""
    parts = finding._asdict()
    return {**parts, "proof": parts["proof"].outcome, "location": None}


def test_facts_of_a_vocabulary_are_turned():
    from random import Random

    text = "group: plan\ntitle: plan\nfacts:\n  ready:\n    type: a\n  items:\n    type: b\n"
    turned = {_facts_turned(text, Random(seed)) for seed in range(9)}
    assert len(turned) == 2
    assert all(len(one) == len(text) for one in turned)
