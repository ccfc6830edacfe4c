"""When a waiver does not stand: its days are over, or what it was granted for has changed."""

from __future__ import annotations

from collections.abc import Collection

from vetter.base.suggest import listed
from vetter.facts.states import FactState, Project, Status
from vetter.waivers.model import Waiver


def why_lapsed(waiver: Waiver, project: Project, grounds: Collection[str], as_of: str) -> str:
    """Return why a waiver does not stand for a project on a day, empty where it does.

    `grounds` are the base facts that the finding rests on. The waiver must have been granted for
    every one of them that applies.
    """
    if as_of > waiver.expires:
        return f"it expired on {waiver.expires}"
    if as_of < waiver.created:
        return f"it does not stand before {waiver.created}"
    changed = [
        f"{path} was {words_of(then)} and is {words_of(project.states[path])}"
        for path, then in waiver.granted.items()
        if not _same(then, project.states[path])
    ]
    if changed:
        return f"what it was granted for has changed: {listed(changed, joiner='and')}"
    others = [
        path
        for path in grounds
        if path not in waiver.granted and project.states[path].status is not Status.NOT_APPLICABLE
    ]
    if others:
        said = listed(others, joiner="and")
        return f"the finding rests on what it was not granted for: {said}"
    return ""


def words_of(state: FactState) -> str:
    """Return how a fact stands, in words."""
    if state.domain is not None:
        return state.shown
    return Status.NOT_APPLICABLE.value if state.status is Status.NOT_APPLICABLE else "open"


def _same(one: FactState, other: FactState) -> bool:
    """Whether two states say the same of a fact; of an open one nothing is said."""
    apply = [state.status is not Status.NOT_APPLICABLE for state in (one, other)]
    # Goodness of another metric is another value, although the numbers may be equal.
    return apply[0] == apply[1] and (one.value, one.domain, _metric(one)) == (
        other.value,
        other.domain,
        _metric(other),
    )


def _metric(state: FactState) -> str:
    return state.metric.name if state.metric is not None and state.domain is not None else ""
