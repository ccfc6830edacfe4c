"""Plans by brute force: all complete projects that a project can become, in one table.

Written apart from the solver: only the evaluator that is written to be read gives verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import NamedTuple

from tests.generators.projects import FactFile, read
from tests.solver.held import FINITE, every_completion, verdict_by_reference
from vetter.base.problems import InvalidFactFile
from vetter.facts.states import Status
from vetter.language.types import CHOICES, METRIC, TEXT
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import VERDICTS

CHANGED_KINDS = FINITE - {METRIC, TEXT}
"""Kinds of facts that are changed here, of which all values can be listed."""


class NotListedError(Exception):
    """The projects cannot all be listed."""


class Row(NamedTuple):
    """A complete project: the values of what applies, and the rank of its verdict."""

    values: dict[str, object]
    rank: int


class Table:
    """All complete projects that a project can become by any changes and findings."""

    def __init__(self, file: FactFile, rulebook: Rulebook, cap: int) -> None:
        """List them. Raises `NotListedError` or `TooManyError`."""
        self.rulebook = rulebook
        facts = rulebook.vocabulary.facts
        states = file.project.states
        self.known: dict[str, object] = {}
        self.open: list[str] = []
        for path, state in states.items():
            if state.spec.computed is not None or state.spec.type.kind == TEXT:
                continue
            domain = state.domain
            if domain is not None and not domain.single:
                raise NotListedError
            if domain is None:
                self.open.append(path)
            else:
                (self.known[path],) = domain.values
        can = {path: facts[path].changeable for path in (*self.known, *self.open)}
        self.can = {path: one for path, one in can.items() if one is not None}
        self.weights = {
            path: rulebook.vocabulary.efforts[one.effort].weight for path, one in self.can.items()
        }
        answers = {
            path: said
            for path, said in file.answers.items()
            if path not in self.can and states[path].status is not Status.NOT_APPLICABLE
        }
        rows, all_there = every_completion(read(answers, rulebook), rulebook, cap)
        if not all_there:
            raise NotListedError
        self.names = {path: facts[path].type.names for path in self.can}
        self.several = {path for path in self.can if facts[path].type.kind == CHOICES}
        self.rows = []
        for one in rows:
            values = {
                path: state.value
                for path, state in one.project.states.items()
                if state.known and state.spec.computed is None and state.spec.type.kind != TEXT
            }
            rank = VERDICTS.index(verdict_by_reference(one.project, rulebook))
            self.rows.append(Row(values, rank))

    def becomes(self, path: str, value: object) -> bool:
        """Return whether a changeable fact can have a value after a change or a decision."""
        can, now = self.can[path], self.known.get(path)
        if value == frozenset() and value != now:
            return False  # nobody is told to strike out a whole list
        if path not in self.known:
            return can.to is None or path in self.several or value in can.to
        if path in self.several:
            gained, lost = value - now, now - value
            against = {"more": lost, "fewer": gained}.get(can.only, frozenset())
            return not against and (can.to is None or gained <= set(can.to))
        if can.to is not None:
            return value == now or value in can.to
        if can.only == "higher":
            return value >= now
        return value <= now if can.only == "lower" else True

    def sets(self) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield all sets of changes with their costs, the cheapest first."""
        paths = list(self.can)
        every = chain.from_iterable(combinations(paths, size) for size in range(len(paths) + 1))
        costed = [(sum(self.weights[path] for path in some), some) for some in every]
        yield from (
            (cost, frozenset(some)) for cost, some in sorted(costed, key=lambda one: one[0])
        )

    def starts(self, changed: frozenset[str], rank: int) -> Iterator[Row]:
        """Yield projects with the verdict that change no more than these facts, as they can be."""
        for row in self.rows:
            if row.rank > rank:
                continue
            kept = all(
                row.values.get(path, value) == value
                for path, value in self.known.items()
                if path not in changed
            )
            able = all(
                path not in row.values or self.becomes(path, row.values[path]) for path in self.can
            )
            there = all(path in row.values and row.values[path] != frozenset() for path in changed)
            if kept and able and there:
                yield row

    def fixed(self, row: Row, changed: frozenset[str], needs: frozenset[str]) -> dict[str, object]:
        """Return what a plan fixes: what it changes and keeps, and what is found out."""
        kept = {path: value for path, value in self.known.items() if path not in changed}
        return kept | {path: row.values[path] for path in (*changed, *needs) if path in row.values}

    def forces(self, fixed: dict[str, object], rank: int) -> bool:
        """Return whether all projects with these values have this verdict or a better one."""
        return all(
            row.rank <= rank
            for row in self.rows
            if all(row.values.get(path, value) == value for path, value in fixed.items())
        )

    def plans(self, rank: int) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield the sets of changes that some plan has, the cheapest first."""
        found_out = frozenset(path for path in self.open if path not in self.can)
        for cost, changed in self.sets():
            if any(
                self.forces(self.fixed(row, changed, found_out), rank)
                for row in self.starts(changed, rank)
            ):
                yield cost, changed


def without_partly_known(file: FactFile, rulebook: Rulebook) -> FactFile | None:
    """Return a fact file with what is partly known taken away, None if that makes it invalid."""
    partly = {
        path
        for path, state in file.project.states.items()
        if state.domain is not None and not state.domain.single
    }
    try:
        return read(
            {path: said for path, said in file.answers.items() if path not in partly}, rulebook
        )
    except InvalidFactFile:
        return None
