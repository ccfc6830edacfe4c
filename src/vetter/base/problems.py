"""Problems as values: what was read, where, what was expected, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from vetter.base.characters import visible, width
from vetter.base.records import NamedTuple

EXCERPT_WIDTH = 96
PROBLEM_LIMIT = 100
TOO_MANY = "too-many"


class Location(NamedTuple):
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


class Problem(NamedTuple):
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
        lines = [f"{visible(str(self.location))}: {kind}[{self.code}]: {visible(self.message)}"]
        if self.excerpt.strip() and self.location.line:
            before, behind = _window(self.excerpt, self.location.column)
            number = str(self.location.line)
            lines.append(f"  {number} | {before}{behind}".rstrip())
            if self.location.column:
                lines.append(f"  {' ' * len(number)} | {' ' * width(before)}^")
        if self.help:
            lines.append(f"  help: {visible(self.help)}")
        return "\n".join(lines)


class InvalidInput(Exception):
    """Everything that is wrong with one person's input; never raised for a rule that fires."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = in_order(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return all the problems as people read them."""
        return "\n".join(problem.render() for problem in self.problems)


class InvalidFactFile(InvalidInput):
    """A fact file that cannot be read or does not fit the vocabulary."""

    exit_code = 3


class InvalidPack(InvalidInput):
    """A rulebook or its knowledge that cannot be read or contradicts itself."""

    exit_code = 2


class TooManyProblems(Exception):
    """Ends the reading of a file in which nearly everything is wrong: nobody reads a list so long.

    It also keeps the time bounded, for looking up what a word may have meant takes a while.
    """


class Problems(list[Problem]):
    """Problems in the order of their finding, without those of codes that are left out.

    What draws on a part that has faults itself would only repeat them in other words.
    """

    left_out: frozenset[str] = frozenset()

    def append(self, problem: Problem) -> None:
        """Add a problem, unless its code is left out."""
        if problem.code not in self.left_out:
            super().append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems, except those whose codes are left out."""
        super().extend(problem for problem in problems if problem.code not in self.left_out)


def add(problems: list[Problem], problem: Problem) -> None:
    """Add a problem to a list. Raises `TooManyProblems` when that is enough of them."""
    problems.append(problem)
    if len(problems) >= PROBLEM_LIMIT:
        place = Location(problem.location.path)
        problems.append(
            Problem(
                TOO_MANY,
                f"more than {PROBLEM_LIMIT - 1} problems; reading ended there",
                place,
                "Mend the first ones: the others often go with them.",
            )
        )
        raise TooManyProblems


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by their places, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=_order))


def _order(problem: Problem) -> tuple[str, bool, int, int, str, str]:
    place = problem.location
    at_end = problem.code == TOO_MANY
    return (place.path, at_end, place.line, place.column, problem.code, problem.message)


def _window(excerpt: str, column: int) -> tuple[str, str]:
    """Return what to show of a line before and from the column on, cut to one line of a screen."""
    start = min(max(column - 1, 0), len(excerpt))
    end = len(excerpt)
    left = right = ""
    if len(excerpt) > EXCERPT_WIDTH:
        begin = max(0, start - EXCERPT_WIDTH // 2)
        end = min(end, begin + EXCERPT_WIDTH)
        left, right = "…" if begin else "", "…" if end < len(excerpt) else ""
    else:
        begin = 0
    before, behind = visible(excerpt[begin:start]), visible(excerpt[start:end])
    return f"{left}{before}", f"{behind.rstrip()}{right}"
