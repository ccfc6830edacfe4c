"""What if: variants of one project with a fact given another value, and the verdict on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vetter.columns.partial import SHOWN_VERDICTS, Partial, Said
from vetter.columns.states import table_of_changes
from vetter.facts.resettle import Changes, Hanging, resettled
from vetter.facts.states import Project
from vetter.language.types import Value
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.alone import Alone, Around
from vetter.scenarios.cells import Cell, Span


class Variant(NamedTuple):
    """A project with one fact in a cell, the rest as it is: the verdict that would be shown.

    `broken` are the constraints that it is bound to break: then there is no such project.
    """

    path: str
    cell: Cell
    verdict: str
    broken: tuple[str, ...]


class Stretch(NamedTuple):
    """Neighbouring numbers of a fact with one verdict shown; see `Variant` for `broken`."""

    span: Span
    verdict: str
    broken: tuple[str, ...]


class Sweep:
    """A rulebook ready to say what other values of facts would make of projects."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile `rulebook`, once for all projects."""
        self.rulebook = rulebook
        self.partial = Partial(rulebook)
        self._around = Around(rulebook)
        self.hanging = Hanging(rulebook)

    def cells(self, project: Project, path: str, within: bool = False) -> Alone:
        """Return the cells of a fact, see `Around.cells`. Raises `ValueError` if it is computed."""
        return self._around.cells(project.states, path, within)

    def changes(
        self, project: Project, paths: Iterable[str] | None = None
    ) -> list[tuple[str, Cell]]:
        """Return for known facts, all unless some are named, every cell but that of their value.

        They come in the order of the vocabulary, or of `paths`. Facts that are not known, or are
        computed, have none.
        """
        found = []
        for path in project.states if paths is None else paths:
            state = project.states[path]
            if state.known and state.spec.computed is None:
                others = self._around.others(project.states, path)
                found += [(path, cell) for cell in others.cells]
        return found

    def said(self, project: Project, changes: Sequence[Changes]) -> Said:
        """Return what the rulebook says of a project under each of several changes.

        A change gives some base facts other values; none leaves the project as it is. What is
        settled how is told at `resettled`. Raises `ValueError` for a computed fact.
        """
        changed = [resettled(self.hanging, project.states, one) if one else {} for one in changes]
        return self.partial.run(table_of_changes(project.states, changed))

    def variants(
        self, project: Project, changes: Sequence[tuple[str, Cell]] | None = None
    ) -> tuple[Variant, ...]:
        """Return the verdict shown under each change, by default under all of `changes(project)`.

        Raises `ValueError` for a computed fact, and for the cell that a fact does not apply.
        """
        asked = self.changes(project) if changes is None else changes
        said = self.said(project, [_values(path, cell) for path, cell in asked])
        shown = said.shown.tolist()
        impossible = said.impossible.tolist()
        broken = {
            constraint.id: said.broken(constraint.id).tolist()
            for constraint in self.rulebook.constraints
        }
        return tuple(
            Variant(
                path,
                cell,
                SHOWN_VERDICTS[shown[row]],
                tuple(one for one, rows in broken.items() if rows[row]) if impossible[row] else (),
            )
            for row, (path, cell) in enumerate(asked)
        )

    def along(self, project: Project, path: str) -> tuple[Stretch, ...]:
        """Return the verdict shown over all numbers that a fact could be given, in rising order.

        Neighbours that are alike are one; a quality is in goodness. Of what has no numbers there
        is nothing. Raises `ValueError` for a computed fact.
        """
        changes = [(path, cell) for cell in self.cells(project, path).cells if cell.span]
        stretches: list[Stretch] = []
        for _, cell, verdict, broken in self.variants(project, changes):
            assert cell.span is not None
            mine = Stretch(cell.span, verdict, broken)
            if stretches and stretches[-1][1:] == mine[1:]:
                first = stretches.pop().span
                span = first._replace(high=cell.span.high, with_high=cell.span.with_high)
                mine = mine._replace(span=span)
            stretches.append(mine)
        return tuple(stretches)


def _values(path: str, cell: Cell) -> dict[str, Value]:
    if cell.value is None:
        message = f"`{path}` cannot be told not to apply; that hangs on other facts"
        raise ValueError(message)
    return {path: cell.value}
