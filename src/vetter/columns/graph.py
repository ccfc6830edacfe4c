"""Boolean expressions over scenarios, each once: equal ones are one node, constants fold away."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import NamedTuple

NEVER, ALWAYS = 0, 1
"""The nodes of what is false and what is true in every scenario."""
LEAF, AND, OR, XOR, NOT = "leaf", "and", "or", "xor", "not"


class Node(NamedTuple):
    """An operation on nodes, or a leaf with what it asks of the facts."""

    operation: str
    parts: tuple[int, ...]
    leaf: Hashable = None


class Graph:
    """Makes nodes and names them by numbers; a part always has a lower number than the whole."""

    def __init__(self) -> None:
        """Begin with the two constants."""
        self.nodes = [Node(LEAF, (), False), Node(LEAF, (), True)]
        self._known: dict[Node, int] = {}

    def leaf(self, asks: Hashable) -> int:
        """Return the node of a question to the facts."""
        return self._node(Node(LEAF, (), asks))

    def all_of(self, parts: Iterable[int]) -> int:
        """Return the node that is true where all parts are."""
        return self._joined(AND, parts, ALWAYS, NEVER)

    def any_of(self, parts: Iterable[int]) -> int:
        """Return the node that is true where a part is."""
        return self._joined(OR, parts, NEVER, ALWAYS)

    def opposite(self, node: int) -> int:
        """Return the node that is true where another is not."""
        if node in (NEVER, ALWAYS):
            return ALWAYS - node
        if self.nodes[node].operation == NOT:
            return self.nodes[node].parts[0]
        return self._node(Node(NOT, (node,)))

    def either(self, one: int, other: int) -> int:
        """Return the node that is true where one of two is and the other is not."""
        if one == other:
            return NEVER
        if NEVER in (one, other):
            return one + other
        if ALWAYS in (one, other):
            return self.opposite(other if one == ALWAYS else one)
        return self._node(Node(XOR, (min(one, other), max(one, other))))

    def without(self, node: int, other: int) -> int:
        """Return the node that is true where one is and another is not."""
        return self.all_of((node, self.opposite(other)))

    def count(self, parts: Iterable[int]) -> tuple[int, ...]:
        """Return the binary digits, the lowest first, of how many parts are true."""
        columns: list[list[int]] = [[part for part in parts if part != NEVER]]
        digits = []
        place = 0
        while place < len(columns):
            column = columns[place]
            carried: list[int] = []
            while len(column) > 1:
                one, other = column.pop(), column.pop()
                third = column.pop() if column else NEVER
                half = self.either(one, other)
                column.insert(0, self.either(half, third))
                both = (self.all_of((one, other)), self.all_of((half, third)))
                carried.append(self.any_of(both))
            carried = [one for one in carried if one != NEVER]
            if carried:
                columns.append(carried)
            digits.append(column[0] if column else NEVER)
            place += 1
        return tuple(digits)

    def at_least(self, digits: tuple[int, ...], number: int) -> int:
        """Return the node that is true where a number in binary digits is `number` or more."""
        if number >= 2 ** len(digits):
            return NEVER
        result = ALWAYS
        for place, digit in enumerate(digits):
            join = self.all_of if number >> place & 1 else self.any_of
            result = join((digit, result))
        return result

    def _joined(self, operation: str, parts: Iterable[int], empty: int, decided: int) -> int:
        found = set(parts)
        if decided in found:
            return decided
        found.discard(empty)
        if not found:
            return empty
        if len(found) == 1:
            return found.pop()
        if any(
            self.nodes[one].operation == NOT and self.nodes[one].parts[0] in found for one in found
        ):
            return decided
        return self._node(Node(operation, tuple(sorted(found))))

    def _node(self, node: Node) -> int:
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = len(self.nodes)
            self.nodes.append(node)
        return known
