"""What a fact can become by a change: the values that it can be brought to from where it is."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from vetter.facts.states import FactState, Project, Status
from vetter.language.domains import Domain, Interval, Options
from vetter.language.numbers import LARGEST
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, LEVEL, METRIC, NUMERIC, Value

FAR = LARGEST * LARGEST
"""Beyond every number that a fact file can state, in any unit."""
_DECIDED = frozenset({BOOLEAN, CHOICE, CHOICES, LEVEL}) | NUMERIC


class Reach(NamedTuple):
    """A project as far as it can be changed.

    `freed` is the project with what each changeable fact can become in place of what it is.
    `movable` are the facts that have a value and can be changed, with their values; `decidable`
    those that are open, or could come to apply, and that are decided, with the values that they can
    be given (None is any); `found_out` are all others that are or could become open, and those that
    are known in part.
    """

    freed: Project
    movable: dict[str, Value]
    decidable: dict[str, Domain]
    found_out: tuple[str, ...]


def reach_of(project: Project) -> Reach:
    """Return what of a project can be changed, and whereto."""
    states = dict(project.states)
    movable: dict[str, Value] = {}
    decidable: dict[str, Domain] = {}
    found_out = []
    for path, state in project.states.items():
        kind = state.spec.type.kind
        if state.spec.computed is not None or kind not in _DECIDED | {METRIC}:
            continue
        value = _only_value(state)
        if value is not None:
            if state.spec.changeable is not None:
                movable[path] = value
                states[path] = state._replace(
                    status=Status.PARTLY, value=None, domain=_becomes(state, value)
                )
            continue
        able = state.spec.changeable is not None
        decided = _decided(state) if able else None
        if able and not (isinstance(decided, Options) and not decided.values):
            decidable[path] = decided
            if state.domain is not None:
                states[path] = state._replace(domain=_either(state.domain, decided))
                found_out.append(path)
        else:
            found_out.append(path)
    return Reach(project._replace(states=states), movable, decidable, tuple(found_out))


def _only_value(state: FactState) -> Value | None:
    if isinstance(state.domain, Options) and state.domain.single:
        (value,) = state.domain.values
        return value
    return None


def _becomes(state: FactState, value: Value) -> Domain:
    """Return what a fact with a value can be after a change, its present value included."""
    can = state.spec.changeable
    assert can is not None
    kind = state.spec.type
    if isinstance(value, frozenset):
        return _sets(value, kind.names, can.only, can.to)
    if can.to is not None:
        return Options(frozenset((value, *can.to)))
    if not can.only:
        return None
    assert isinstance(value, (int, Fraction))
    higher = can.only == "higher"
    if kind.kind == LEVEL:
        ranks = range(int(value), len(kind.names)) if higher else range(int(value) + 1)
        return Options(frozenset(ranks))
    here = Fraction(value)
    return Interval(here, FAR, kind.integral) if higher else Interval(-FAR, here, kind.integral)


def _sets(
    value: frozenset[str], names: Iterable[str], only: str, to: tuple[Value, ...] | None
) -> Domain:
    if not only and to is None:
        return None
    gained = [] if only == "fewer" else [name for name in names if to is None or name in to]
    lost = frozenset() if only == "more" else value
    loose = [name for name in names if name in lost or (name in gained and name not in value)]
    fixed = value - lost
    return Options(
        frozenset(
            fixed | frozenset(some)
            for size in range(len(loose) + 1)
            for some in combinations(loose, size)
        )
    )


def _decided(state: FactState) -> Domain:
    """Return what an open fact can be decided to be.

    If something is known of it, it can be brought there from wherever it may be.
    """
    can, kind = state.spec.changeable, state.spec.type
    assert can is not None
    if can.to is not None and kind.kind != CHOICES:
        return Options(frozenset(can.to))
    if state.domain is None or not can.only:
        return None
    numbers = _ends(state.domain)
    if kind.kind == LEVEL:
        low, high = int(numbers[-1]), int(numbers[0])
        ranks = range(low, len(kind.names)) if can.only == "higher" else range(high + 1)
        return Options(frozenset(ranks))
    if can.only == "higher":
        return Interval(numbers[-1], FAR, kind.integral)
    return Interval(-FAR, numbers[0], kind.integral)


def _ends(domain: Interval | Options) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest number of a domain."""
    if isinstance(domain, Interval):
        return domain.low, domain.high
    numbers = [Fraction(one) for one in domain.values if isinstance(one, (int, Fraction))]
    return min(numbers), max(numbers)


def _either(one: Interval | Options, other: Domain) -> Domain:
    """Return the values of both domains, for numbers those between them too."""
    if other is None:
        return None
    if isinstance(one, Options) and isinstance(other, Options):
        return Options(one.values | other.values)
    assert isinstance(other, Interval)
    (low, high), integral = _ends(one), other.integral
    return Interval(min(low, other.low), max(high, other.high), integral)
