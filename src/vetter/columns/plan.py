"""Plans: expressions as a list of operations on bits, eight rows of a table in a byte.

Every node that is needed becomes one step. A step writes to a row of the result, if the node is
asked for, or to a spare plane that is given back after its last use, so that what is at hand stays
small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vetter.columns.graph import ALWAYS, AND, LEAF, NEVER, NOT, OR, XOR, Graph

Plane = NDArray[np.uint8]
_JOIN: dict[str, Callable[..., Any]] = {
    AND: np.bitwise_and,
    OR: np.bitwise_or,
    XOR: np.bitwise_xor,
}


class Step(NamedTuple):
    """One operation: what it does, the planes that it reads, and the plane that it writes.

    `leaf` is the node of a question to the facts, -1 where bits are joined.
    """

    operation: str
    inputs: tuple[int, ...]
    output: int
    leaf: int


class Plan:
    """Computes the bits of some nodes from those of the leaves.

    `rows` says in which row of the result a node is, in the order of `asked`; `leaves` are the
    leaves that are needed.
    """

    def __init__(self, graph: Graph, asked: Iterable[int]) -> None:
        """Plan the steps."""
        self.rows: dict[int, int] = {}
        for node in asked:
            self.rows.setdefault(node, len(self.rows))
        self.steps, self._planes = self._plan(graph)
        self.leaves = tuple(step.leaf for step in self.steps if step.leaf >= 0)

    def run(self, width: int, bits_of: Callable[[int], Plane]) -> Plane:
        """Return the bits of the asked nodes, one row each, in `width` bytes.

        `bits_of` gives those of a leaf, and is asked once for each; the plan may write over them.
        """
        result = np.empty((len(self.rows), width), dtype=np.uint8)
        spare = np.empty((self._planes - len(self.rows), width), dtype=np.uint8)
        planes: list[Plane] = [*result, *spare]
        for operation, inputs, output, leaf in self.steps:
            if leaf >= 0:
                bits = bits_of(leaf)
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
            operation, parts, _ = graph.nodes[node]
            inputs = tuple(planes[part] for part in parts)
            if node not in planes:
                planes[node] = free.pop() if free else count
                count = max(count, planes[node] + 1)
            for part in parts:
                uses[part] -= 1
                if not uses[part] and part not in self.rows:
                    free.append(planes[part])
            steps.append(Step(operation, inputs, planes[node], node if operation == LEAF else -1))
        return steps, count


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
