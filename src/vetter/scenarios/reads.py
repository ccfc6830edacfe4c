"""What a rulebook asks of its base facts: every sentence once, by the facts that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vetter.language.conditions import Condition, Test, tests_of
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Rule
from vetter.rulebook.vocabulary import DerivedSpec


class Reads(NamedTuple):
    """The sentences of a rulebook that read base facts.

    `alone` are those on the value of one fact and constants, by fact; `linked` those that compare a
    base fact with another fact, base or derived; `asked` the facts that are asked to be known.
    `highest` is the highest value that a derived fact can have.
    """

    alone: dict[str, tuple[Test, ...]]
    linked: tuple[Test, ...]
    asked: frozenset[str]
    highest: dict[str, int]


def reads_of(rulebook: Rulebook) -> Reads:
    """Return what a rulebook asks: in its rules, in what applies when, in its constraints."""
    alone: dict[str, dict[tuple[object, ...], Test]] = {}
    linked: dict[tuple[object, ...], Test] = {}
    asked = set()
    facts = rulebook.vocabulary.facts
    for condition in conditions_of(rulebook):
        for test in tests_of(condition):
            key = (test.fact, test.operator.sign, *(one.text for one in test.operands))
            others = [one.fact for one in test.operands if one.fact]
            if test.asks_knowledge:
                asked.add(test.fact)
            elif others and any(path in facts for path in (test.fact, *others)):
                linked.setdefault(key, test)
            elif test.fact in facts:
                alone.setdefault(test.fact, {}).setdefault(key, test)
    highest = {
        path: highest_value(spec, rulebook.rules)
        for path, spec in rulebook.vocabulary.derived.items()
    }
    return Reads(
        {path: tuple(tests.values()) for path, tests in alone.items()},
        tuple(linked.values()),
        frozenset(asked),
        highest,
    )


def conditions_of(rulebook: Rulebook) -> Iterator[Condition]:
    """Yield every condition of a rulebook that something hangs on."""
    for rule in rulebook.rules:
        yield from rule.conditions()
    for spec in rulebook.vocabulary.facts.values():
        if spec.applies_when is not None:
            yield spec.applies_when
    for constraint in rulebook.constraints:
        yield constraint.never


def highest_value(spec: DerivedSpec, rules: tuple[Rule, ...]) -> int:
    """Return the highest rank of a level, or the most that a counter can count."""
    if spec.counter is None:
        return len(spec.type.names) - 1
    severity, by_cause = spec.counter
    counted = [
        finding.cause if by_cause else (rule.id, place)
        for rule in rules
        for place, finding in enumerate(rule.findings)
        if severity in severities_of(finding)
    ]
    return len(set(counted))


def severities_of(finding: Finding) -> frozenset[str]:
    """Return the severities at which a finding could stand."""
    return frozenset((finding.severity, *(soft.to for soft in finding.softened)))
