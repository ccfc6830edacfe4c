"""Problems as values: what was read, where, what was expected, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EXCERPT_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; `line` and `column` count from 1, or are 0 where there is none."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `path:line:column`, shorter where line or column is not known."""
        if not self.line:
            return self.path
        if not self.column:
            return f"{self.path}:{self.line}"
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake of a person's file.

    `code` is a permanent slug that tests and scripts can rely on; `excerpt` is the line of the file
    as it stands there; `help` says what to do. A `warning` never stops the work.
    """

    code: str
    message: str
    location: Location
    help: str = ""
    excerpt: str = ""
    warning: bool = False

    def render(self) -> str:
        """Return the problem as people read it: message, excerpt with a caret, help."""
        kind = "warning" if self.warning else "error"
        lines = [f"{_safe(str(self.location))}: {kind}[{self.code}]: {_safe(self.message)}"]
        if self.excerpt and self.location.line:
            excerpt, column = _window(_safe(self.excerpt), self.location.column)
            number = str(self.location.line)
            lines.append(f"  {number} | {excerpt}")
            if column:
                lines.append(f"  {' ' * len(number)} | {' ' * (column - 1)}^")
        if self.help:
            lines.append(f"  help: {_safe(self.help)}")
        return "\n".join(lines)


class InvalidInput(Exception):
    """Everything that is wrong with one person's input; never raised for a rule that fires."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places."""
        unique = dict.fromkeys(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(unique, key=_order))
        super().__init__("\n".join(problem.render() for problem in self.problems))


class InvalidFactFile(InvalidInput):
    """A fact file that cannot be read or does not fit the vocabulary."""

    exit_code = 3


class InvalidPack(InvalidInput):
    """A rulebook or its knowledge that cannot be read or contradicts itself."""

    exit_code = 2


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.location
    return (place.path, place.line, place.column, problem.code, problem.message)


def _safe(text: str) -> str:
    """Replace what could steer a terminal, so that a message shows a file's text and obeys none."""
    return "".join(char if char.isprintable() else _visible(char) for char in text)


def _visible(char: str) -> str:
    return " " if char in "\t\n\r" else f"\\x{ord(char):02x}"


def _window(excerpt: str, column: int) -> tuple[str, int]:
    """Cut a long line around the column so that excerpt and caret stay on one screen line."""
    if len(excerpt) <= EXCERPT_WIDTH:
        return excerpt.rstrip(), column
    start = max(0, column - EXCERPT_WIDTH // 2)
    cut = excerpt[start : start + EXCERPT_WIDTH].rstrip()
    if start:
        return f"…{cut}…", column - start + 1
    return f"{cut}…", column
