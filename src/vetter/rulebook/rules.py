"""Rules as data: conditions, entries under `then`, examples; the one form all back-ends read."""

from __future__ import annotations

from vetter.base.nodes import Mapping
from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.language.conditions import Condition, facts_of
from vetter.language.texts import Text
from vetter.rulebook.vocabulary import PartChange


class Softening(NamedTuple):
    """What lowers a concern to a milder severity, and why."""

    when: Condition
    to: str
    because: Text
    location: Location


class Finding(NamedTuple):
    """An entry that states a concern of some severity, or a strength, under one cause."""

    severity: str
    cause: str
    because: Text
    advice: Text | None
    who: str
    softened: tuple[Softening, ...]
    location: Location


class Conclusion(NamedTuple):
    """An entry that concludes a level of a derived fact; the verdict is one of them."""

    fact: str
    level: int
    because: Text | None
    location: Location


class Requirement(NamedTuple):
    """An entry that makes something a condition: what must be done, by whom, when."""

    text: Text
    who: str
    by: Text | None
    location: Location


class Step(NamedTuple):
    """An entry that adds a step to the pilot plan, in one of its stages."""

    text: Text
    stage: str
    who: str
    location: Location


Outcome = Finding | Conclusion | Requirement | Step


class Example(NamedTuple):
    """A small project that shows a rule firing, staying silent, or waiting for an answer."""

    expects: str
    facts: Mapping
    softened_to: str
    why: str
    location: Location


ACTIVE, DRAFT, DEPRECATED = "active", "draft", "deprecated"
STATUSES = (DRAFT, ACTIVE, DEPRECATED)
"""What a rule can be: tried out, in force, or given up."""


class Rule(NamedTuple):
    """A heuristic: if `when` and not `unless`, then its entries.

    A `locked` rule is changed by no pack above its own. `replaced_by` is the rule that stands in
    place of a deprecated one, empty where none does.
    """

    id: str
    title: Text
    cites: tuple[str, ...]
    house: str
    when: Condition
    unless: Condition | None
    then: tuple[Outcome, ...]
    examples: tuple[Example, ...]
    location: Location
    status: str = ACTIVE
    replaced_by: str = ""
    locked: bool = False
    pack: str = ""
    changes: tuple[PartChange, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The entries that state findings."""
        return tuple(entry for entry in self.then if type(entry) is Finding)

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """The entries that conclude levels."""
        return tuple(entry for entry in self.then if type(entry) is Conclusion)

    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the rule: when, unless, and those of its softenings."""
        softened = [soft.when for finding in self.findings for soft in finding.softened]
        return tuple(part for part in (self.when, self.unless, *softened) if part is not None)

    def reads(self) -> frozenset[str]:
        """The paths of all facts that decide what this rule does."""
        return frozenset(path for part in self.conditions() for path in facts_of(part))
