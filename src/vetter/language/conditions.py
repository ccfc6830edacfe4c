"""Conditions: sentences about facts under all, any and none, as every back-end reads them."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.language.domains import Options
from vetter.language.operators import KNOWN_TESTS, Operator
from vetter.language.types import Value


class Operand(NamedTuple):
    """What a fact is compared with: exactly one of a value, a threshold's value, or another fact.

    `text` is how the rule writes it. `metrics` are those in which a threshold holds, none where
    it holds in all.
    """

    text: str
    value: Value | None = None
    fact: str = ""
    threshold: str = ""
    metrics: tuple[str, ...] = ()

    @property
    def domain(self) -> Options:
        """The single value of a literal or threshold."""
        assert self.value is not None
        return Options(frozenset((self.value,)))


class Test(NamedTuple):
    """One sentence: a fact, an operator, its operands."""

    fact: str
    operator: Operator
    operands: tuple[Operand, ...]
    sentence: str
    location: Location

    @property
    def asks_knowledge(self) -> bool:
        """Whether this asks only if the fact is known."""
        return self.operator.sign in KNOWN_TESTS


class Group(NamedTuple):
    """Conditions under `all`, `any` or `none`."""

    kind: str
    parts: tuple[Condition, ...]
    location: Location


Condition = Test | Group


def tests_of(condition: Condition | None) -> Iterator[Test]:
    """Yield every sentence of a condition in the order of the file."""
    if condition is None:
        return
    if type(condition) is Test:
        yield condition
        return
    assert type(condition) is Group
    for part in condition.parts:
        yield from tests_of(part)


def facts_of(condition: Condition | None) -> Iterator[str]:
    """Yield the path of every fact that a condition reads, as often as it does."""
    for test in tests_of(condition):
        yield test.fact
        for operand in test.operands:
            if operand.fact:
                yield operand.fact


def sure_facts(condition: Condition | None, holds: bool = True) -> frozenset[str]:
    """Return the facts of which something is known whenever a condition can only end `holds`.

    A test on a fact of which nothing is known could end either way, so one that can only be true
    (or only false) vouches for its facts; `is unknown` vouches for nothing.
    """
    if condition is None:
        return frozenset()
    if type(condition) is Test:
        if condition.asks_knowledge:
            vouched = holds and condition.operator.sign == "is known"
            return frozenset((condition.fact,)) if vouched else frozenset()
        return frozenset(facts_of(condition))
    assert type(condition) is Group
    parts = [
        sure_facts(part, holds=(not holds if condition.kind == "none" else holds))
        for part in condition.parts
    ]
    every = (condition.kind == "any") != holds
    merged = parts[0]
    for part in parts[1:]:
        merged = merged | part if every else merged & part
    return merged
