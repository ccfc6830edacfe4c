"""Boolean formulas as the peers write them: few kinds, negation at the leaves, constants folded.

They are made from the conditions of rules and share nothing with `vetter.columns`, whose answers
they are held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Among(NamedTuple):
    """The input of a fact is one of some codes, of `count` that there are."""

    fact: str
    codes: tuple[int, ...]
    count: int


class Order(NamedTuple):
    """The ranks of two facts are as a sign says."""

    sign: str
    left: str
    right: str


class Level(NamedTuple):
    """A derived fact or counter has one of some values; the highest it can have is `highest`."""

    path: str
    values: tuple[int, ...]
    highest: int


class Join(NamedTuple):
    """`and` or `or` of at least two parts."""

    kind: str
    parts: tuple[Formula, ...]


Formula = bool | Among | Order | Level | Join
_OPPOSITE = {"is": "is not", "is not": "is", ">": "<=", "<=": ">", ">=": "<", "<": ">="}
_OTHER = {"and": "or", "or": "and"}


def join(kind: str, parts: Iterable[Formula]) -> Formula:
    """Return `and` or `or` of parts: flat, each part once, constants folded away."""
    neutral = kind == "and"
    flat: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, bool):
            if part is not neutral:
                return part
            continue
        some = part.parts if isinstance(part, Join) and part.kind == kind else (part,)
        flat |= dict.fromkeys(some)
    if not flat:
        return neutral
    return next(iter(flat)) if len(flat) == 1 else Join(kind, tuple(flat))


def opposite(formula: Formula) -> Formula:
    """Return the formula that is true where another is not."""
    if isinstance(formula, bool):
        return not formula
    if isinstance(formula, Order):
        return formula._replace(sign=_OPPOSITE[formula.sign])
    if isinstance(formula, Among):
        rest = set(range(formula.count)) - set(formula.codes)
        return formula._replace(codes=tuple(sorted(rest)))
    if isinstance(formula, Level):
        rest = set(range(formula.highest + 1)) - set(formula.values)
        return formula._replace(values=tuple(sorted(rest)))
    return join(_OTHER[formula.kind], map(opposite, formula.parts))


def leaves(formula: Formula) -> Iterator[Among | Order | Level]:
    """Yield every leaf."""
    if isinstance(formula, Join):
        for part in formula.parts:
            yield from leaves(part)
    elif not isinstance(formula, bool):
        yield formula


def conjuncts(formula: Formula) -> tuple[Formula, ...]:
    """Return the formulas that must all be true."""
    if formula is True:
        return ()
    return formula.parts if isinstance(formula, Join) and formula.kind == "and" else (formula,)


def runs(values: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbouring numbers."""
    found: list[tuple[int, int]] = []
    for value in sorted(values):
        if found and found[-1][1] == value - 1:
            found[-1] = (found[-1][0], value)
        else:
            found.append((value, value))
    return found
