"""Names cut: choices, levels, booleans, metrics and sets of choices, merged where no test tells."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from vetter.language.conditions import Test
from vetter.language.domains import Domain, Options
from vetter.language.types import BOOLEAN, CHOICES, LEVEL, METRIC, TEXT, FactType, Value
from vetter.scenarios.cells import Cell, Inexact

SUBSETS_LIMIT = 13
"""The most names of a list of choices whose every combination is tried."""
SOME_TEXT = "stated"


def values_of(kind: FactType, metrics: Sequence[str], domain: Domain) -> tuple[Value, ...]:
    """Return every value of a type that is no number and no set, as far as a domain admits it."""
    every: Sequence[Value]
    if kind.kind == BOOLEAN:
        every = (False, True)
    elif kind.kind == LEVEL:
        every = range(len(kind.names))
    elif kind.kind == TEXT:
        every = (SOME_TEXT,)
    else:
        every = metrics if kind.kind == METRIC else kind.names
    if domain is None:
        return tuple(every)
    assert isinstance(domain, Options)
    if kind.kind == TEXT:
        return tuple(domain.values)
    return tuple(value for value in every if value in domain.values)


def cut_names(
    kind: FactType,
    values: Sequence[Value],
    tests: Iterable[Test],
    linked: bool,
    in_play: Mapping[str, Hashable] | None = None,
) -> tuple[Cell, ...]:
    """Return the cells of a fact with names: those that no test tells apart are one.

    `linked`: it is compared with other facts, so that every name matters. `in_play` says
    of metrics in which thresholds hold what tells them from others.
    """
    asked = tuple(tests)
    merged: dict[Hashable, list[Value]] = {}
    before: Hashable = None
    run = 0
    for value in values:
        ends = tuple(_holds(test, value) for test in asked)
        key: Hashable = (*ends, None if in_play is None else in_play.get(str(value)))
        if linked:
            key = value
        if kind.kind == LEVEL:  # a cell of levels has no hole
            run += key != before
            before, key = key, (key, run)
        merged.setdefault(key, []).append(value)
    return tuple(Cell(among[0], among=tuple(among)) for among in merged.values())


def cut_sets(
    path: str, kind: FactType, domain: Domain, tests: Iterable[Test]
) -> tuple[tuple[Cell, ...], Inexact | None]:
    """Return the cells of a list of choices: sets of names that no test tells apart are one.

    Where more names matter than all combinations of which are tried, the sets are those of at most
    two names and those that lack at most two, and that is said.
    """
    assert kind.kind == CHOICES
    asked = tuple(tests)
    inexact = None
    if domain is not None:
        assert isinstance(domain, Options)
        sets: Iterable[Value] = domain.values
    else:
        alike: dict[tuple[bool, ...], str] = {}
        for name in kind.names:
            listed = tuple(any(one.value == name for one in test.operands) for test in asked)
            if any(listed):
                alike.setdefault(listed, name)
        names = tuple(alike.values())
        sizes: Iterable[int] = range(len(names) + 1)
        if len(names) > SUBSETS_LIMIT:
            inexact = Inexact((path,), f"its {len(names)} names have too many combinations")
            sizes = (0, 1, 2, len(names) - 2, len(names) - 1, len(names))
        sets = (frozenset(some) for size in sizes for some in combinations(names, size))
    merged: dict[tuple[bool, ...], Value] = {}
    for some in sets:
        merged.setdefault(tuple(_holds(test, some) for test in asked), some)
    return tuple(Cell(some) for some in merged.values()), inexact


def _holds(test: Test, value: Value) -> bool:
    return test.operator.holds(value, tuple(operand.value for operand in test.operands))
