"""What is found of a rulebook, as plain frozen data."""

from __future__ import annotations

from typing import NamedTuple

from vetter.base.problems import Location

KINDS = {
    "never-fires": "rules that can fire",
    "subsumed": "rules that say something no other says",
    "exception": "exceptions and softenings that make a difference",
    "opposites": "opposites never concluded together",
    "unused": "facts that something reads",
    "alike": "facts of which each choice is told from its neighbour",
    "order": "thresholds in order",
    "worsens": "facts that never worsen the verdict by becoming better",
}
"""The kinds of faults, each with what is counted where there is none."""


Stated = tuple[tuple[str, str | tuple[str, ...]], ...]
"""A project as its facts, each as a fact file states it."""


class Fault(NamedTuple):
    """One fault: what it is about, what was seen, what to do, and the projects that show it.

    `about` is the id of a rule or pair, the path of a fact or the name of a threshold. `projects`
    are fact files as mappings, replayed by the forward engine; there are none where a proof says
    that no project does something. `because` is the reason where the rulebook lets the fault stand.
    """

    kind: str
    about: str
    message: str
    help: str
    location: Location
    projects: tuple[Stated, ...] = ()
    because: str = ""


class Count(NamedTuple):
    """How many of a kind were looked at, found sound, found at fault, and not proved in time."""

    kind: str
    sound: int
    faults: int
    open: tuple[str, ...]


class Report(NamedTuple):
    """All that was found. `needless` are reasons that stand for no fault any more."""

    faults: tuple[Fault, ...]
    counts: tuple[Count, ...]
    needless: tuple[Fault, ...] = ()

    @property
    def standing(self) -> tuple[Fault, ...]:
        """The faults that nobody gave a reason for."""
        return tuple(one for one in self.faults if not one.because)
