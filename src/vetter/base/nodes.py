"""Nodes: the parts of a YAML file as plain text with places, whatever made them."""

from __future__ import annotations

from typing import Any

from vetter.base.problems import Problem
from vetter.base.records import NamedTuple


class Node:
    """A part of a file: scalar, list or mapping; places count from 1, and are 0 if it has none."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Mark(NamedTuple):
    """A place as libyaml counts it, from 0."""

    line: int
    column: int


class Scalar(Node):
    """Text. `style` is empty for a plain one, else its quote or block mark.

    `end` is where it ends, as `Mark` or libyaml's own object with the same parts: few are asked.
    """

    __slots__ = ("end", "style", "text")

    def __init__(self, text: str, line: int = 0, column: int = 0, style: str = "") -> None:
        """Make a scalar on one line."""
        self.text, self.line, self.column, self.style = text, line, column, style
        self.end: Any = Mark(line - 1, column + len(text) - 1)

    @property
    def end_line(self) -> int:
        """The line that the text ends in."""
        return self.end.line + 1  # type: ignore[no-any-return]

    @property
    def end_column(self) -> int:
        """The column behind the text."""
        return self.end.column + 1  # type: ignore[no-any-return]

    @property
    def plain(self) -> bool:
        """Whether the text stands without quotes or block marks."""
        return not self.style


class Sequence(Node):
    """A list; `flow` is True for one in brackets."""

    __slots__ = ("flow", "items")

    def __init__(
        self, items: list[Node], line: int = 0, column: int = 0, flow: bool = False
    ) -> None:
        """Make a list."""
        self.items, self.line, self.column, self.flow = items, line, column, flow


class Mapping(Node):
    """Pairs in the order of the file; duplicates are kept for the reader to report."""

    __slots__ = ("flow", "pairs")

    def __init__(
        self, pairs: list[tuple[Scalar, Node]], line: int = 0, column: int = 0, flow: bool = False
    ) -> None:
        """Make a mapping."""
        self.pairs, self.line, self.column, self.flow = pairs, line, column, flow

    def get(self, key: str) -> Node | None:
        """Return the value of the first pair with this key."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None


class Composed(NamedTuple):
    """What a source holds: its top node, or the problems that kept it from being read."""

    root: Node | None
    problems: tuple[Problem, ...] = ()


def kind_of(node: Node) -> str:
    """Return what a node is, in words."""
    if type(node) is Mapping:
        return "a mapping"
    if type(node) is Sequence:
        return "a list"
    assert type(node) is Scalar
    return "a text" if node.text.strip() else "empty"
