"""What a rulebook claims of itself: held to all projects by `vetter rules check --prove`."""

from __future__ import annotations

from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.language.conditions import Condition


class Opposites(NamedTuple):
    """What rules never conclude of one project together, and why."""

    id: str
    never: Condition
    because: str
    location: Location


class Order(NamedTuple):
    """Thresholds by name that stand in order, the lowest first."""

    id: str
    names: tuple[str, ...]
    location: Location


class Accepted(NamedTuple):
    """A fault that stands with a reason: its kind, and the rule, fact or threshold it is about."""

    id: str
    fault: str
    about: str
    because: str
    location: Location


class Claims(NamedTuple):
    """All claims of all packs."""

    opposites: tuple[Opposites, ...] = ()
    orders: tuple[Order, ...] = ()
    accepted: tuple[Accepted, ...] = ()
