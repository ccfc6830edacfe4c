"""What an engine returns: the status of every rule and the reading of every derived fact."""

from __future__ import annotations

from enum import Enum

from vetter.base.records import NamedTuple
from vetter.language.domains import Options


class RuleStatus(Enum):
    """What became of a rule on what is known so far."""

    FIRM = "firm"
    OPEN = "open"
    PENDING = "pending"
    SILENT = "silent"

    @property
    def fires(self) -> bool:
        """Whether the rule fired."""
        return self in (RuleStatus.FIRM, RuleStatus.OPEN)

    @property
    def may_speak(self) -> bool:
        """Whether the rule fired or still could."""
        return self is not RuleStatus.SILENT


class SeverityState(NamedTuple):
    """The severity of one finding: as it stands after softening, and all that it could be."""

    standing: str
    possible: frozenset[str]


class RuleState(NamedTuple):
    """The status of a rule, and the severities of its findings in the order of the file."""

    rule_id: str
    status: RuleStatus
    severities: tuple[SeverityState, ...] = ()


class Reading(NamedTuple):
    """A derived fact or counter: how it stands, what is sure, and what could be concluded.

    Levels are ranks, 0 for the bottom; a counter is its number.
    """

    standing: int
    sure: int
    possible: frozenset[int]

    @property
    def firing(self) -> Options:
        """The values that a firing reckons with: standing, and what is possible above it."""
        return self._from(self.standing)

    @property
    def sound(self) -> Options:
        """The values that completions can reach: sure, and what is possible above it."""
        return self._from(self.sure)

    def _from(self, least: int) -> Options:
        above = (value for value in self.possible if value > least)
        return Options(frozenset((least, *above)))


class Run(NamedTuple):
    """The result of an engine: rule states by id, readings by path, ids in order of firing."""

    states: dict[str, RuleState]
    readings: dict[str, Reading]
    fired: tuple[str, ...]
