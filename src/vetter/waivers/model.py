"""Waivers as plain frozen data."""

from __future__ import annotations

from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.facts.states import FactState

WAIVER_DAYS = 180
"""How long a waiver may run, unless a working folder says otherwise."""


class Waiver(NamedTuple):
    """What is agreed: the findings of one rule do not count for one project.

    `created` and `expires` are ISO dates, and on the day of `expires` it still stands. `granted`
    holds the facts that it was granted for, each as it then stood.
    """

    rule: str
    project: str
    reason: str
    owner: str
    approved_by: str
    created: str
    expires: str
    granted: dict[str, FactState]
    location: Location


class Waivers(NamedTuple):
    """The waivers of a file in its order, with the hash of its text."""

    path: str
    sha256: str
    entries: tuple[Waiver, ...]

    def of(self, project: str) -> tuple[Waiver, ...]:
        """Return the waivers that name a project."""
        return tuple(one for one in self.entries if one.project == project)
