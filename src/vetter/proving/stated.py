"""Faults in what is written: facts that nothing reads, choices told by nothing, thresholds."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.language.conditions import Condition, Test, tests_of
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, LEVEL
from vetter.proving.looked import Looked
from vetter.proving.results import Fault
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Requirement, Step
from vetter.rulebook.vocabulary import FactSpec


def conditions_of(rulebook: Rulebook) -> Iterator[Condition]:
    """Yield every condition that decides something: of rules, constraints, and what applies."""
    for rule in rulebook.rules:
        yield from rule.conditions()
    for constraint in rulebook.constraints:
        yield constraint.never
    for spec in rulebook.vocabulary.facts.values():
        if spec.applies_when is not None:
            yield spec.applies_when


def unused(rulebook: Rulebook) -> Looked:
    """Look for facts that are asked and that nothing reads: no condition, figure or text."""
    facts = rulebook.vocabulary.facts
    read = {path for condition in conditions_of(rulebook) for path in _facts_of(condition)}
    read.update(_in_texts(rulebook))
    read.add(rulebook.pack.named_by)
    for path in reversed(rulebook.fact_order):  # what a fact is made of comes before it
        spec = facts[path]
        if path in read and spec.computed is not None:
            read.update(spec.computed.inputs)
        if path in read and spec.type.metric_of:
            read.add(spec.type.metric_of)
    looked = Looked("unused")
    for path in facts:
        if path in read:
            looked.settle(path, proved=True)
        else:
            looked.fault(
                Fault(
                    "unused", path,
                    f"the fact is {'asked' if facts[path].computed is None else 'computed'}, "
                    "and no rule, constraint or text reads it",
                    "Write a rule that does, or remove the fact.", facts[path].location,
                )
            )  # fmt: skip
    return looked


def _facts_of(condition: Condition) -> Iterator[str]:
    for test in tests_of(condition):
        yield test.fact
        yield from (operand.fact for operand in test.operands if operand.fact)


def _in_texts(rulebook: Rulebook) -> Iterator[str]:
    for rule in rulebook.rules:
        texts = [rule.title]
        for entry in rule.then:
            if type(entry) is Finding:
                texts += [entry.because, *([entry.advice] if entry.advice else [])]
                texts += [soft.because for soft in entry.softened]
            elif type(entry) is Requirement:
                texts += [entry.text, *([entry.by] if entry.by else [])]
            elif type(entry) is Step:
                texts.append(entry.text)
            elif entry.because is not None:  # type: ignore[union-attr]
                texts.append(entry.because)  # type: ignore[union-attr]
        for text in texts:
            yield from (slot.name for slot in text.slots if not slot.is_threshold)


def alike(rulebook: Rulebook) -> Looked:
    """Look for neighbouring choices that no sentence tells apart."""
    tests: dict[str, list[Test]] = {}
    for condition in conditions_of(rulebook):
        for test in tests_of(condition):
            for path in dict.fromkeys(
                (test.fact, *(one.fact for one in test.operands if one.fact))
            ):
                tests.setdefault(path, []).append(test)
    looked = Looked("alike")
    for path, spec in rulebook.vocabulary.facts.items():
        if spec.computed is not None or spec.type.kind not in (CHOICE, CHOICES, LEVEL, BOOLEAN):
            continue
        same = list(_same(spec, tests.get(path, [])))
        if not same:
            looked.settle(path, proved=True)
            continue
        said = "; ".join(", ".join(f"`{name}`" for name in group) for group in same)
        looked.fault(
            Fault(
                "alike", path, f"no rule tells these choices from one another: {said}",
                "Join them, write a rule that tells them apart, or say why proposers need them.",
                spec.location,
            )
        )  # fmt: skip
    return looked


def _same(spec: FactSpec, tests: list[Test]) -> Iterator[tuple[str, ...]]:
    """Yield groups of two or more choices of which every sentence says the same."""
    kind = spec.type
    names = ("yes", "no") if kind.kind == BOOLEAN else kind.names
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in names:
        told = tuple(_says(spec, name, test) for test in tests if not test.asks_knowledge)
        groups.setdefault(told, []).append(name)
    yield from (tuple(group) for group in groups.values() if len(group) > 1)


def _says(spec: FactSpec, name: str, test: Test) -> object:
    """Return what a sentence says of a choice; compared with another fact it tells all apart."""
    if test.fact != spec.path or any(operand.fact for operand in test.operands):
        return name
    kind = spec.type.kind
    if kind == CHOICES:
        return any(operand.value == name for operand in test.operands) or test.operator.sign
    value: object = name
    if kind == BOOLEAN:
        value = name == "yes"
    elif kind == LEVEL:
        value = spec.type.rank(name)
    return test.operator.holds(value, tuple(one.value for one in test.operands))


def in_order(rulebook: Rulebook) -> Looked:
    """Look for thresholds that do not stand in the order that the rulebook claims."""
    thresholds = rulebook.vocabulary.thresholds
    looked = Looked("order")
    for order in rulebook.claims.orders:
        for lower, higher in zip(order.names, order.names[1:], strict=False):
            one, other = thresholds[lower], thresholds[higher]
            if one.value < other.value:  # type: ignore[operator]
                looked.settle(f"{lower}, {higher}", proved=True)
                continue
            looked.fault(
                Fault(
                    "order", lower,
                    f"`{lower}` is {one.written} and shall lie below `{higher}`, which is "
                    f"{other.written}",
                    f"Correct one of them, or the order `{order.id}`.", one.location,
                )
            )  # fmt: skip
    return looked
