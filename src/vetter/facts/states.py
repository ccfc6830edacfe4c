"""States of facts: known, partly known, unknown, unanswered, not applicable."""

from __future__ import annotations

from enum import Enum

from vetter.base.problems import Location, Problem
from vetter.base.records import NamedTuple
from vetter.language.domains import Domain
from vetter.language.types import Metric, Value
from vetter.rulebook.vocabulary import FactSpec


class Status(Enum):
    """What is known of a fact."""

    KNOWN = "known"
    PARTLY = "partly known"
    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not applicable"

    @property
    def is_open(self) -> bool:
        """Whether an answer could still come."""
        return self in _OPEN


_OPEN = frozenset({Status.PARTLY, Status.UNKNOWN, Status.UNANSWERED})
GRADES = ("measured", "documented", "expert", "guess")
CLAIMED = "claimed"


class Evidence(NamedTuple):
    """What an answer rests on; a bare value is claimed."""

    grade: str = CLAIMED
    source: str = ""
    by: str = ""
    date: str = ""
    note: str = ""


NO_EVIDENCE = Evidence()


class FactState(NamedTuple):
    """One fact of one project; two states are the same only if they are one object.

    `value` is set when the fact is known. `domain` holds the values it can still take, None for
    any. `may_not_apply` says that its applicability hangs on an open fact. `shut` marks a fact that
    nobody answers, in the second look that asks what answers without a pilot can do.
    `metric` is the stated metric of a quality, None while that is open. `shown` is the value as
    people read it.
    """

    spec: FactSpec
    status: Status
    value: Value | None = None
    domain: Domain = None
    may_not_apply: bool = False
    shut: bool = False
    metric: Metric | None = None
    metrics: frozenset[str] = frozenset()
    shown: str = ""
    evidence: Evidence = NO_EVIDENCE
    location: Location | None = None

    def __eq__(self, other: object) -> bool:
        """Return whether both are one object."""
        return self is other

    def __ne__(self, other: object) -> bool:
        """Return whether they are two objects."""
        return self is not other

    def __hash__(self) -> int:
        """Return a hash of the object, not of what it holds."""
        return id(self)

    @property
    def path(self) -> str:
        """The path of the fact."""
        return self.spec.path

    @property
    def known(self) -> bool:
        """Whether the file states one value that applies."""
        return self.status is Status.KNOWN


def held(state: FactState) -> FactState:
    """Return a state whose answer counts only if the fact turns out to apply."""
    status = Status.UNANSWERED if state.status is Status.KNOWN else state.status
    return state._replace(status=status, may_not_apply=True)


class Project(NamedTuple):
    """Every fact of the vocabulary with its state; where it came from; warnings about the file."""

    path: str
    states: dict[str, FactState]
    sha256: str
    warnings: tuple[Problem, ...] = ()
    named_by: str = ""
    """The fact that gives a project its name."""

    @property
    def name(self) -> str:
        """The project's name, or the name of its file when it states none."""
        state = self.states.get(self.named_by)
        return str(state.value) if state is not None and state.known else self.path

    def open_facts(self) -> list[FactState]:
        """Return the facts that an answer could still come for, computed ones left out."""
        return [
            state
            for state in self.states.values()
            if state.status.is_open and not state.spec.computed
        ]

    def without_pilot(self) -> Project:
        """Return the project as it stays until a pilot has run: what only it can answer is shut."""
        states = dict(self.states)
        for path, state in self.states.items():
            if state.status.is_open and _waits_for_pilot(state, self.states):
                states[path] = state._replace(shut=True)
        return self._replace(states=states)


def _waits_for_pilot(state: FactState, states: dict[str, FactState]) -> bool:
    if state.status is Status.UNANSWERED and state.domain is not None:
        return False  # a held answer waits for what its fact hangs on
    if state.spec.computed is None:
        return state.spec.by_pilot
    inputs = (states[path] for path in state.spec.computed.inputs)
    return any(one.status.is_open and _waits_for_pilot(one, states) for one in inputs)
