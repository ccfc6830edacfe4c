"""Programs: plans for tables of complete projects, with what their leaves ask of the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vetter.columns.graph import Graph
from vetter.columns.lower import Among, Order
from vetter.columns.plan import Plan, Plane
from vetter.columns.table import Column, Shape, Table, narrow
from vetter.scenarios.cells import Cell

_RUNS = 4
"""The most runs of neighbouring places that are compared; of more, the answers are looked up."""
_ORDER: dict[str, Callable[..., Any]] = {
    "is": np.equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
}


class Program:
    """Computes the bits of some nodes for tables of one shape; rows are in the order of `asked`.

    `asks` has for each leaf that is needed what it asks of a table's columns.
    """

    def __init__(self, graph: Graph, asked: Iterable[int], shape: Shape) -> None:
        """Plan the steps, and how each leaf is asked."""
        self._shape = shape
        self._ranks: dict[tuple[str, str], tuple[Column, Column] | None] = {}
        self._plan = Plan(graph, asked)
        self.rows = self._plan.rows
        self.asks = {node: self._ask(graph.nodes[node].leaf) for node in self._plan.leaves}

    @property
    def steps(self) -> int:
        """The number of operations, the questions to the facts among them."""
        return len(self._plan.steps)

    def run(self, table: Table) -> Plane:
        """Return the bits of the asked nodes, one row each; bits behind the last scenario are void.

        Raises `ValueError` if the table has another shape.
        """
        if table.shape is not self._shape:
            message = "the table has another shape than the program was compiled for"
            raise ValueError(message)

        def bits_of(leaf: int) -> Plane:
            found = self.asks[leaf](table.columns, table.size)
            return np.packbits(found, bitorder="little")

        return self._plan.run((table.size + 7) // 8, bits_of)

    def _ask(self, leaf: object) -> Callable[[Mapping[str, Column], int], NDArray[np.bool_]]:
        if isinstance(leaf, Among):
            return _among(leaf, len(self._shape.cells[leaf.fact]))
        assert isinstance(leaf, Order)
        compare, left, right = _ORDER[leaf.sign], leaf.left, leaf.right
        if (left, right) not in self._ranks:
            cells = self._shape.cells[left], self._shape.cells[right]
            self._ranks[left, right] = None if _in_order(*cells) else _ranks(*cells)
        ranks = self._ranks[left, right]
        if ranks is None:
            return lambda columns, size: compare(columns[left], columns[right])
        of_left, of_right = ranks

        def ask(columns: Mapping[str, Column], size: int) -> NDArray[np.bool_]:
            found: NDArray[np.bool_] = compare(
                _look_up(of_left, columns[left]), _look_up(of_right, columns[right])
            )
            return found

        return ask


def _among(leaf: Among, count: int) -> Callable[[Mapping[str, Column], int], NDArray[np.bool_]]:
    path, places = leaf
    runs = _runs(places)
    rest = _runs(tuple(sorted(set(range(count)) - set(places))))
    if min(len(runs), len(rest)) > _RUNS:
        lookup = np.zeros(count, dtype=np.bool_)
        lookup[list(places)] = True
        return lambda columns, size: _look_up(lookup, columns[path])
    turned = len(rest) < len(runs)
    tests = [_run(*run, count) for run in (rest if turned else runs)]

    def ask(columns: Mapping[str, Column], size: int) -> NDArray[np.bool_]:
        column = columns[path]
        found = tests[0](column)
        for test in tests[1:]:
            np.logical_or(found, test(column), out=found)
        return np.logical_not(found, out=found) if turned else found

    return ask


def _runs(places: tuple[int, ...]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _run(low: int, high: int, count: int) -> Callable[[Column], NDArray[np.bool_]]:
    """Return the test that a place lies between two, with as few comparisons as can be."""
    if low == high:
        return lambda column: np.equal(column, low)
    if high == count - 1:
        return lambda column: np.greater_equal(column, low)
    if low == 0:
        return lambda column: np.less_equal(column, high)
    # Unsigned: what is below `low` comes out as very large.
    return lambda column: np.less_equal(np.subtract(column, column.dtype.type(low)), high - low)


def _look_up(table: NDArray[Any], column: Column) -> NDArray[Any]:
    """Return what a table has at the places of a column."""
    if column.itemsize > 1 or table.itemsize > 1:
        return np.take(table, column)
    # Python does this for bytes in a third of the time.
    every = table.tobytes().ljust(256, b"\0")
    return np.frombuffer(column.tobytes().translate(every), dtype=table.dtype)


def _in_order(left: tuple[Cell, ...], right: tuple[Cell, ...]) -> bool:
    """Return whether the places of two facts compare as their values do.

    They do when both have the same cells, rising in each metric: one sentence compares facts in one
    metric only. Where a fact does not apply the sentence is stuck, whatever is found here.
    """
    if [(one.value, one.metric) for one in left] != [(one.value, one.metric) for one in right]:
        return False
    rising: dict[str, list[Any]] = {}
    for cell in left:
        if cell.applies:
            rising.setdefault(cell.metric, []).append(cell.value)
    return all(one < other for values in rising.values() for one, other in pairwise(values))


def _ranks(left: tuple[Cell, ...], right: tuple[Cell, ...]) -> tuple[Column, Column]:
    """Return numbers for the places of two facts that are in the order of their exact values."""
    values = {cell.value for cell in (*left, *right) if cell.value is not None}
    rank = {value: place for place, value in enumerate(sorted(values))}
    of_left, of_right = (
        np.array([0 if cell.value is None else rank[cell.value] for cell in cells]).astype(
            narrow(len(rank))
        )
        for cells in (left, right)
    )
    return of_left, of_right
