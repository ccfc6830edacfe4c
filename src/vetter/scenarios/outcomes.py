"""What a condition ends in on a complete project: false < stuck < true, as numbers 0, 1, 2."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from vetter.language.conditions import Condition, Group, Test
from vetter.language.operators import UNKNOWN_TESTS
from vetter.scenarios.cells import Cell

FALSE, STUCK, TRUE = 0, 1, 2
ANY_END = frozenset((FALSE, STUCK, TRUE))
_MANY = 4096
"""The most combinations of cells that are tried to learn what a test can end in."""


def base_facts(test: Test) -> tuple[str, ...]:
    """Return the facts that a sentence reads, each once, its own first."""
    return tuple(dict.fromkeys((test.fact, *(one.fact for one in test.operands if one.fact))))


def test_outcome(test: Test, cells: Mapping[str, Cell]) -> int:
    """Return what a sentence ends in, given the cell of every fact that it reads."""
    here = cells[test.fact]
    if test.asks_knowledge:
        return TRUE if here.applies and test.operator.sign not in UNKNOWN_TESTS else FALSE
    values = []
    for operand in test.operands:
        if operand.fact:
            other = cells[operand.fact]
            if not other.applies:
                return STUCK
            values.append(other.value)
        else:
            if operand.metrics and here.metric not in operand.metrics:
                return STUCK
            values.append(operand.value)
    if not here.applies:
        return STUCK
    return TRUE if test.operator.holds(here.value, tuple(values)) else FALSE


def combine(kind: str, ends: Iterable[int]) -> int:
    """Return what `all`, `any` or `none` makes of the outcomes of its parts."""
    if kind == "all":
        return min(ends)
    return max(ends) if kind == "any" else TRUE - max(ends)


class Outcomes:
    """Outcomes of conditions on base facts, given for each fact the place of its cell in a list.

    `cells` may grow behind what is there; outcomes once found are kept.
    """

    def __init__(self, cells: Mapping[str, Sequence[Cell]]) -> None:
        """Look cells up in `cells`."""
        self._cells = cells
        self._found: dict[tuple[object, ...], int] = {}

    def of_test(self, test: Test, places: Mapping[str, int]) -> int:
        """Return what a sentence ends in."""
        facts = base_facts(test)
        key = (id(test), *(places[path] for path in facts))
        found = self._found.get(key)
        if found is None:
            cells = {path: self._cells[path][places[path]] for path in facts}
            found = self._found[key] = test_outcome(test, cells)
        return found

    def of(self, condition: Condition, places: Mapping[str, int]) -> int:
        """Return what a condition ends in."""
        if isinstance(condition, Test):
            return self.of_test(condition, places)
        assert isinstance(condition, Group)
        return combine(condition.kind, [self.of(part, places) for part in condition.parts])

    def possible(self, condition: Condition, places: Mapping[str, Sequence[int]]) -> frozenset[int]:
        """Return a set that holds every outcome over the given places, parts independent."""
        if isinstance(condition, Test):
            facts = base_facts(condition)
            size = 1
            for path in facts:
                size *= len(places[path])
            if size > _MANY or any(not places[path] for path in facts):
                return ANY_END
            return frozenset(
                self.of_test(condition, dict(zip(facts, chosen, strict=True)))
                for chosen in product(*(places[path] for path in facts))
            )
        assert isinstance(condition, Group)
        pick: Callable[[int, int], int] = min if condition.kind == "all" else max
        parts = [self.possible(part, places) for part in condition.parts]
        ends = parts[0]
        for more in parts[1:]:
            ends = frozenset(pick(one, other) for one in ends for other in more)
        return frozenset(TRUE - end for end in ends) if condition.kind == "none" else ends
