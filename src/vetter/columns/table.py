"""Tables: many complete projects, one small column of places of cells for each fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vetter.facts.states import FactState, Status
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.cells import NOT_APPLICABLE, Cell
from vetter.scenarios.space import Space

Column = NDArray[np.unsignedinteger[Any]]
Spread = NDArray[np.intp] | None
CHUNK = 65_536
"""How many scenarios a table holds unless another number is asked for."""


class NotComplete(ValueError):
    """A project in which a fact that applies is not known; `path` is the fact."""

    def __init__(self, path: str) -> None:
        """Name the fact."""
        super().__init__(f"`{path}` is open, and only complete projects can be put in columns")
        self.path = path


class Shape(NamedTuple):
    """What tables of one kind share: the cells of each fact, and the place of what never varies.

    Programs are compiled for a shape; two shapes are the same only if they are one object.
    """

    cells: Mapping[str, tuple[Cell, ...]]
    fixed: Mapping[str, int]

    def __eq__(self, other: object) -> bool:
        """Return whether both are one object."""
        return self is other

    def __ne__(self, other: object) -> bool:
        """Return whether they are two objects."""
        return self is not other

    def __hash__(self) -> int:
        """Return a hash of the object, not of what it holds."""
        return id(self)


class Table(NamedTuple):
    """`size` scenarios: a column for each fact of the shape that varies."""

    shape: Shape
    size: int
    columns: Mapping[str, Column]

    def places(self, scenario: int) -> dict[str, int]:
        """Return one scenario: the place of the cell of each fact."""
        varying = {path: int(column[scenario]) for path, column in self.columns.items()}
        return {**self.shape.fixed, **varying}


def tables_of_space(space: Space, size: int = CHUNK) -> Iterator[Table]:
    """Yield all scenarios of a space, `size` at a time, in the order in which the space has them.

    Where the space is counted they are reckoned from their numbers; else they are walked through.
    """
    if space.count is None:
        for chunk in space.chunks(size):
            yield table_of_scenarios(space, chunk)
        return
    yield from CountedTables(space).all(size)


class CountedTables:
    """The scenarios of a space that is counted, by their numbers."""

    def __init__(self, space: Space) -> None:
        """Lay out the rows of the blocks. Raises `ValueError` if the space is not counted."""
        if space.count is None:
            message = "the space is too large to be counted"
            raise ValueError(message)
        self.count = space.count
        cells = {path: space.cells(path) for path in space.facts}
        blocks = [block for block in space.blocks if block.facts]
        rows = [
            np.array(block.rows, dtype=np.intp).reshape(-1, len(block.facts)) for block in blocks
        ]
        self.shape = Shape(cells, dict(space.fixed))
        self._blocks: list[tuple[int, int, list[tuple[str, Column]]]] = []
        stride = 1
        for block, matrix in zip(reversed(blocks), reversed(rows), strict=True):
            columns = [
                (path, np.ascontiguousarray(matrix[:, at]).astype(narrow(len(cells[path]))))
                for at, path in enumerate(block.facts)
            ]
            self._blocks.append((stride, len(matrix), columns))
            stride *= len(matrix)

    def all(self, size: int = CHUNK) -> Iterator[Table]:
        """Yield all scenarios."""
        for start in range(0, self.count, size):
            yield self.table(start, min(size, self.count - start))

    def table(self, start: int, size: int) -> Table:
        """Return the scenarios with `size` numbers from `start` on."""
        columns = {}
        for stride, length, parts in self._blocks:
            rows, times = _digits(start, size, stride, length)
            for path, column in parts:
                some = np.take(column, rows)
                columns[path] = some if times is None else np.repeat(some, times)
        return Table(self.shape, size, columns)


def _digits(start: int, size: int, stride: int, length: int) -> tuple[NDArray[np.intp], Spread]:
    """Return the rows of one block for `size` numbers from `start` on: `number // stride % length`.

    They come as the rows in turn and how often each stands. The numbers themselves may have more
    digits than a column holds.
    """
    first, skipped = divmod(start, stride)
    steps = (skipped + size - 1) // stride + 1
    rows = (np.arange(steps, dtype=np.intp) + first % length) % length
    if stride == 1:
        return rows, None
    times = np.full(steps, min(stride, size), dtype=np.intp)
    times[0] = min(stride - skipped, size)
    times[-1] -= times.sum() - size
    return rows, times


def table_of_scenarios(space: Space, scenarios: Sequence[Mapping[str, int]]) -> Table:
    """Return a table of given scenarios of a space."""
    shape = Shape({path: space.cells(path) for path in space.facts}, dict(space.fixed))
    columns = {
        path: np.fromiter(
            (one[path] for one in scenarios), narrow(len(shape.cells[path])), len(scenarios)
        )
        for path in space.facts
        if path not in space.fixed
    }
    return Table(shape, len(scenarios), columns)


def table_of_projects(rulebook: Rulebook, projects: Sequence[Mapping[str, FactState]]) -> Table:
    """Return a table of given projects. Raises `NotComplete` if a fact of one is open."""
    cells: dict[str, tuple[Cell, ...]] = {}
    columns = {}
    fixed = {}
    for path in rulebook.vocabulary.facts:
        known: dict[tuple[object, str], int] = {}
        mine = [NOT_APPLICABLE]
        places = []
        for states in projects:
            state = states[path]
            if state.status is Status.NOT_APPLICABLE:
                places.append(0)
                continue
            if state.status is not Status.KNOWN:
                raise NotComplete(path)
            metric = state.metric.name if state.metric else ""
            place = known.get((state.value, metric))
            if place is None:
                place = known[state.value, metric] = len(mine)
                mine.append(Cell(state.value, metric))
            places.append(place)
        cells[path] = tuple(mine)
        if len(set(places)) == 1:
            fixed[path] = places[0]
        else:
            columns[path] = np.array(places, dtype=narrow(len(mine)))
    return Table(Shape(cells, fixed), len(projects), columns)


def narrow(count: int) -> type[np.unsignedinteger[Any]]:
    """Return the narrowest type that holds the places of so many cells."""
    return np.uint8 if count <= 2**8 else np.uint16 if count <= 2**16 else np.uint32
