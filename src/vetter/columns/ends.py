"""Conditions on partly known projects lowered to expressions: where each can, and where it must.

The set of outcomes of a condition is never built. Where `all` can be true every part can, where it
is bound to be every part is; it can be false where a part can, and is bound to be where a part is.
`any` is the other way round and `none` is `any` turned round. So four expressions say what rules
ask, and what is stuck shows in neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple, Protocol

from vetter.columns.asked import CAN_FAIL, CAN_HOLD, CAN_STICK, ONLY_FAILS, ONLY_HOLDS, Questions
from vetter.columns.graph import ALWAYS, NEVER, Graph
from vetter.language.conditions import Condition, Group, Operand, Test, facts_of
from vetter.language.operators import UNKNOWN_TESTS
from vetter.rulebook.vocabulary import FactSpec


class Look(NamedTuple):
    """How to look at a project.

    `over` names the range of derived facts. With `answers_may_come`, `is known` of an open fact
    counts as undecided. `shut`: what only a pilot can answer stays as it is.
    """

    over: str
    answers_may_come: bool = False
    shut: bool = False


class Ranges(Protocol):
    """What a condition must know of derived facts."""

    @property
    def highest(self) -> Mapping[str, int]:
        """The highest value that each derived fact can have."""

    def within(self, path: str, over: str, low: int, high: int) -> int:
        """Return the node that is true where a range has a value from `low` to `high`."""

    def several(self, path: str, over: str) -> int:
        """Return the node that is true where a range has more than one value."""


class Ends:
    """Makes the expressions of conditions, each once."""

    def __init__(
        self, graph: Graph, questions: Questions, facts: Mapping[str, FactSpec], ranges: Ranges
    ) -> None:
        """Add expressions to `graph` and ask `questions`; `facts` are the base facts."""
        self.graph, self.questions = graph, questions
        self.facts, self.ranges = facts, ranges
        self._made: dict[tuple[int, Look, bool, bool], int] = {}
        self._tests: dict[tuple[object, ...], int] = {}
        self._shut: dict[str, int] = {}
        self._by_others: dict[str, int] = {}

    def can(self, condition: Condition, look: Look, value: bool = True) -> int:
        """Return where a condition can end true, or false."""
        return self._end(condition, look, value, False)

    def must(self, condition: Condition, look: Look, value: bool = True) -> int:
        """Return where a condition can only end true, or only false."""
        return self._end(condition, look, value, True)

    def undecided(self, condition: Condition, look: Look) -> int:
        """Return where a condition has several outcomes."""
        ends = (self.can(condition, look), self.can(condition, look, value=False))
        bound = (self.must(condition, look), self.must(condition, look, value=False))
        return self.graph.without(self.graph.any_of(ends), self.graph.any_of(bound))

    def by_others(self, path: str) -> int:
        """Return where an open fact that decides what `path` is can be answered without a pilot.

        That is the fact itself, what it is computed of or measured in, or what it applies by.
        """
        found = self._by_others.get(path)
        if found is None:
            spec = self.facts[path]
            parts = [self.by_others(one) for one in spec.computed.inputs] if spec.computed else []
            if spec.computed is None and not spec.by_pilot:
                parts.append(self.questions.of_state(path, "to be answered"))
            if spec.type.metric_of:
                stated = self.questions.of_state(spec.type.metric_of, "known")
                parts.append(self.graph.without(self.by_others(spec.type.metric_of), stated))
            if spec.applies_when is not None:
                others = [self.by_others(one) for one in facts_of(spec.applies_when)]
                hangs = self.questions.of_state(path, "may not apply")
                parts.append(self.graph.all_of((hangs, self.graph.any_of(others))))
            found = self._by_others[path] = self.graph.any_of(parts)
        return found

    def _end(self, condition: Condition, look: Look, value: bool, bound: bool) -> int:
        key = (id(condition), look, value, bound)  # the rulebook keeps its conditions
        found = self._made.get(key)
        if found is None:
            if isinstance(condition, Test):
                found = self._test(condition, look, value, bound)
            else:
                assert isinstance(condition, Group)
                if condition.kind == "none":
                    value = not value
                parts = [self._end(part, look, value, bound) for part in condition.parts]
                every = (condition.kind == "all") == value
                found = self.graph.all_of(parts) if every else self.graph.any_of(parts)
            self._made[key] = found
        return found

    def _test(self, test: Test, look: Look, value: bool, bound: bool) -> int:
        words = (test.fact, test.operator.sign, *(one.text for one in test.operands))
        key = (*words, look, value, bound)
        found = self._tests.get(key)
        if found is None:
            made = self._knowledge if test.asks_knowledge else self._comparison
            found = self._tests[key] = made(test, look, value, bound)
        return found

    def _knowledge(self, test: Test, look: Look, value: bool, bound: bool) -> int:
        """`is known` or `is unknown`: never stuck, and an answer can turn it."""
        if bound:
            opposite = self._test(test, look, not value, False)
            return self.graph.without(self._test(test, look, value, False), opposite)
        path, of_state = test.fact, self.questions.of_state
        asks_unknown = test.operator.sign in UNKNOWN_TESTS
        is_open = of_state(path, "open")
        now = is_open if asks_unknown else of_state(path, "known")
        now = now if value else self.graph.opposite(now)
        if not look.answers_may_come:
            return now
        may_turn = is_open
        if look.shut:
            stays = self.shut(path)
            if asks_unknown:  # not applicable it would be neither
                stays = self.graph.without(stays, of_state(path, "may not apply"))
            may_turn = self.graph.without(is_open, stays)
        return self.graph.any_of((now, may_turn))

    def _comparison(self, test: Test, look: Look, value: bool, bound: bool) -> int:
        if bound:
            return self._only(test, look, value)
        can = self._can(test, look.over, value)
        return self.graph.without(can, self._stays(test, look.over)) if look.shut else can

    def _only(self, test: Test, look: Look, value: bool) -> int:
        """Where a comparison has one end; to shut a fact changes those alone that have several."""
        if all(path in self.facts for path in _paths(test)):
            return self.questions.of_test(test, None, ONLY_HOLDS if value else ONLY_FAILS)
        opposite = self._can(test, look.over, not value)
        only = self.graph.without(self._can(test, look.over, value), opposite)
        if not any(path in self.facts for path in _paths(test)):
            return only
        # Whether it is stuck hangs on the base facts alone.
        some = next(self._with_values(test))[0]
        level = None if test.fact in self.facts else 0
        return self.graph.without(only, self.questions.of_test(some, level, CAN_STICK))

    def _can(self, test: Test, over: str, value: bool) -> int:
        """Where a comparison can end so with every open fact as it is."""
        parts = []
        for fixed, levels in self._with_values(test):
            inside = [self.ranges.within(path, over, level, level) for path, level in levels]
            parts.append(self.graph.all_of((*inside, self._can_left(fixed, over, value))))
        return self.graph.any_of(parts)

    def _with_values(self, test: Test) -> Iterator[tuple[Test, list[tuple[str, int]]]]:
        """Yield a sentence with each value of the derived facts among its operands put in."""
        derived = [at for at, one in enumerate(test.operands) if self._is_derived(one.fact)]
        paths = [test.operands[at].fact for at in derived]
        for values in product(*(range(self.ranges.highest[path] + 1) for path in paths)):
            operands = list(test.operands)
            for at, level in zip(derived, values, strict=True):
                operands[at] = Operand("", level)
            fixed = test._replace(operands=tuple(operands)) if derived else test
            yield fixed, list(zip(paths, values, strict=True))

    def _can_left(self, test: Test, over: str, value: bool) -> int:
        wanted = CAN_HOLD if value else CAN_FAIL
        if not self._is_derived(test.fact):
            return self.questions.of_test(test, None, wanted)
        every = range(self.ranges.highest[test.fact] + 1)
        if any(one.fact for one in test.operands):
            return self.graph.any_of(
                self.graph.all_of(
                    (
                        self.ranges.within(test.fact, over, level, level),
                        self.questions.of_test(test, level, wanted),
                    )
                )
                for level in every
            )
        values = tuple(one.value for one in test.operands)
        levels = [level for level in every if test.operator.holds(level, values) == value]
        return self.graph.any_of(
            self.ranges.within(test.fact, over, low, high) for low, high in _runs(levels)
        )

    def _is_derived(self, path: str) -> bool:
        return bool(path) and path not in self.facts

    def shut(self, path: str) -> int:
        """Return where a fact is open and only a pilot can answer it, or what it is computed of."""
        found = self._shut.get(path)
        if found is None:
            spec = self.facts[path]
            if spec.computed is not None:
                waits = self.graph.any_of(self.shut(one) for one in spec.computed.inputs)
            else:
                waits = ALWAYS if spec.by_pilot else NEVER
            if waits != NEVER:
                mine = self.questions.of_state(path, "to be answered")
                waits = self.graph.all_of((waits, mine))
            found = self._shut[path] = waits
        return found

    def _stays(self, test: Test, over: str) -> int:
        """Where an undecided sentence stays so for good, for a fact in it is shut."""
        base = [path for path in _paths(test) if path in self.facts]
        derived = [path for path in _paths(test) if path not in self.facts]
        shut = {path: self.shut(path) for path in base}
        some = self.graph.any_of(shut.values())
        if some == NEVER:
            return NEVER
        both = (self._can(test, over, True), self._can(test, over, False))
        of_state = self.questions.of_state
        nothing = self.graph.any_of(
            self.graph.all_of((shut[path], of_state(path, "of which nothing is known")))
            for path in base
        )
        others_move = self.graph.any_of(
            [
                *(
                    self.graph.without(of_state(path, "could be several"), shut[path])
                    for path in base
                ),
                *(self.ranges.several(path, over) for path in derived),
            ]
        )
        stays = self.graph.any_of((nothing, self.graph.opposite(others_move)))
        return self.graph.all_of((*both, some, stays))


def _paths(test: Test) -> tuple[str, ...]:
    named = (test.fact, *(one.fact for one in test.operands))
    return tuple(dict.fromkeys(path for path in named if path))


def _runs(values: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for value in values:
        if runs and runs[-1][1] == value - 1:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    return runs
