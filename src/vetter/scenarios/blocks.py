"""Blocks: facts that hang on one another, and every way in which they can go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from random import Random
from typing import Protocol

from vetter.language.conditions import Condition, facts_of

ROWS_LIMIT = 50_000
"""The most rows of a block that are kept; a larger block is walked through when it is asked for."""
TRIES = 4
"""How many steps for each of its facts the first walk in a drawn order takes."""
LOST = (-1,)
"""What a walk gives in place of a row when its steps are used up."""
Places = dict[str, int]
"""A scenario, or a part of one: for each fact the place of its cell; 0 is not applicable."""


class Rules(Protocol):
    """What a block must know of its space: what is fixed, what can come next, what cannot be."""

    fixed: Places

    def places(self, path: str, before: Mapping[str, int]) -> tuple[int, ...]:
        """Return the places that a fact can have once all that it hangs on has one."""

    def breaks(self, never: Condition, places: Mapping[str, int]) -> bool:
        """Return whether a scenario breaks a constraint."""


class Block:
    """Facts that hang on one another, and every way in which they can go together."""

    def __init__(self, space: Rules, facts: tuple[str, ...], never: tuple[Condition, ...]) -> None:
        """Hold the facts of a block in an order in which each comes after what it hangs on."""
        self.space, self.facts = space, facts
        self._ends: dict[int, list[Condition]] = {}
        for one in never:
            last = max((facts.index(path) for path in facts_of(one) if path in facts), default=-1)
            self._ends.setdefault(last, []).append(one)

    @cached_property
    def rows(self) -> tuple[tuple[int, ...], ...] | None:
        """Every row: the places of the facts; None if there are more than are kept."""
        found = tuple(islice(self._walk(), ROWS_LIMIT + 1))
        return None if len(found) > ROWS_LIMIT else found

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Yield every row."""
        return iter(self.rows) if self.rows is not None else self._walk()

    def draw(self, random: Random) -> tuple[int, ...] | None:
        """Return a row drawn by `random`: the first that a walk in a drawn order comes to.

        A walk that went wrong early can be lost for ages, so each gets half as many steps again as
        the one before. One is long enough at last to have looked everywhere.
        """
        steps = TRIES * (len(self.facts) + 1)
        while True:
            found = next(self._walk(random, steps), None)
            if found != LOST:
                return found
            steps += steps // 2

    def _walk(
        self, random: Random | None = None, steps: int | None = None
    ) -> Iterator[tuple[int, ...]]:
        """Yield rows depth first, without recursion; `LOST` once `steps` are taken."""
        places = dict(self.space.fixed)
        if any(self.space.breaks(one, places) for one in self._ends.get(-1, ())):
            return
        if not self.facts:
            yield ()
            return
        depth = len(self.facts)
        stack = [iter(self._choices(0, places, random))]
        while stack:
            if steps is not None:
                steps -= 1
                if steps < 0:
                    yield LOST
                    return
            at = len(stack) - 1
            place = next(stack[-1], None)
            if place is None:
                stack.pop()
                continue
            places[self.facts[at]] = place
            if any(self.space.breaks(one, places) for one in self._ends.get(at, ())):
                continue
            if at + 1 == depth:
                yield tuple(places[path] for path in self.facts)
            else:
                stack.append(iter(self._choices(at + 1, places, random)))

    def _choices(self, at: int, places: Places, random: Random | None) -> tuple[int, ...]:
        found = self.space.places(self.facts[at], places)
        if random is None or len(found) < 2:
            return found
        return tuple(random.sample(found, len(found)))


def joined(links: list[set[str]]) -> list[set[str]]:
    """Return the links joined where they share a fact, in the order of the first of each."""
    groups: list[set[str]] = []
    for link in links:
        if not link:
            continue
        mine = [group for group in groups if group & link]
        rest = [group for group in groups if not group & link]
        if mine:
            first = groups.index(mine[0])
            groups = [*rest[:first], set(link).union(*mine), *rest[first:]]
        else:
            groups = [*rest, set(link)]
    return groups
