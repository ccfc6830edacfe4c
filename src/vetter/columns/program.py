"""Programs: expressions as a list of operations on bits, eight scenarios in a byte.

Every node that is needed becomes one step. A step writes to a row of the result, if the node is
asked for, or to a spare plane that is given back after its last use, so that what is at hand stays
small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vetter.columns.graph import ALWAYS, AND, LEAF, NEVER, NOT, OR, XOR, Graph
from vetter.columns.lower import Among, Order
from vetter.columns.table import Column, Shape, Table, narrow
from vetter.scenarios.cells import Cell

Plane = NDArray[np.uint8]
_RUNS = 4
"""The most runs of neighbouring places that are compared; of more, the answers are looked up."""
_JOIN: dict[str, Callable[..., Any]] = {
    AND: np.bitwise_and,
    OR: np.bitwise_or,
    XOR: np.bitwise_xor,
}
_ORDER: dict[str, Callable[..., Any]] = {
    "is": np.equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
}


class Step(NamedTuple):
    """One operation: what it does, the planes that it reads, and the plane that it writes."""

    operation: str
    inputs: tuple[int, ...]
    output: int
    ask: Callable[[Mapping[str, Column], int], NDArray[np.bool_]] | None


class Program:
    """Computes the bits of some nodes for tables of one shape; rows are in the order of `asked`."""

    def __init__(self, graph: Graph, asked: Iterable[int], shape: Shape) -> None:
        """Plan the steps."""
        self._shape = shape
        self._ranks: dict[tuple[str, str], tuple[Column, Column] | None] = {}
        self.rows: dict[int, int] = {}
        for node in asked:
            self.rows.setdefault(node, len(self.rows))
        self._steps, self._planes = self._plan(graph)

    def run(self, table: Table) -> Plane:
        """Return the bits of the asked nodes, one row each; bits behind the last scenario are void.

        Raises `ValueError` if the table has another shape.
        """
        if table.shape is not self._shape:
            message = "the table has another shape than the program was compiled for"
            raise ValueError(message)
        width = (table.size + 7) // 8
        result = np.empty((len(self.rows), width), dtype=np.uint8)
        spare = np.empty((self._planes - len(self.rows), width), dtype=np.uint8)
        planes: list[Plane] = [*result, *spare]
        for operation, inputs, output, ask in self._steps:
            if ask is not None:
                bits = np.packbits(ask(table.columns, table.size), bitorder="little")
                if output < len(self.rows):
                    planes[output][:] = bits
                else:
                    planes[output] = bits
                continue
            target = planes[output]
            if operation == NOT:
                np.bitwise_not(planes[inputs[0]], out=target)
                continue
            join = _JOIN[operation]
            join(planes[inputs[0]], planes[inputs[1]], out=target)
            for other in inputs[2:]:
                join(target, planes[other], out=target)
        for node, value in ((NEVER, 0), (ALWAYS, 255)):
            if node in self.rows:
                result[self.rows[node]] = value
        return result

    def _plan(self, graph: Graph) -> tuple[list[Step], int]:
        order = _needed(graph, self.rows)
        uses = dict.fromkeys(order, 0)
        for node in order:
            for part in graph.nodes[node].parts:
                uses[part] += 1
        planes: dict[int, int] = dict(self.rows)
        free: list[int] = []
        count = len(self.rows)
        steps = []
        for node in order:
            operation, parts, leaf = graph.nodes[node]
            inputs = tuple(planes[part] for part in parts)
            if node not in planes:
                planes[node] = free.pop() if free else count
                count = max(count, planes[node] + 1)
            for part in parts:
                uses[part] -= 1
                if not uses[part] and part not in self.rows:
                    free.append(planes[part])
            ask = self._ask(leaf) if operation == LEAF else None
            steps.append(Step(operation, inputs, planes[node], ask))
        return steps, count

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


def _needed(graph: Graph, asked: Iterable[int]) -> list[int]:
    """Return the nodes that are needed, each after its parts and as late as can be."""
    order: list[int] = []
    done = {NEVER, ALWAYS}
    for root in asked:
        stack = [root]
        while stack:
            node = stack[-1]
            if node in done:
                stack.pop()
                continue
            missing = [part for part in graph.nodes[node].parts if part not in done]
            if missing:
                stack.extend(missing)
                continue
            stack.pop()
            done.add(node)
            order.append(node)
    return order


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
