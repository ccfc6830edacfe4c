"""Tables of partly known projects: for each fact the distinct states met, and a column of codes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from vetter.columns.table import Column, narrow
from vetter.facts.states import FactState, Status


class StateTable(NamedTuple):
    """`size` projects: of each fact the states met, and for each project the place of its own.

    A fact that has one state everywhere has no column.
    """

    size: int
    states: Mapping[str, tuple[FactState, ...]]
    columns: Mapping[str, Column]


def state_key(state: FactState) -> Hashable:
    """Return what rules can see of a state: two states with equal keys are alike to all of them."""
    status, metric = state.status, state.metric
    if status is Status.KNOWN:
        return state.value if metric is None else (state.value, metric.name)
    if status is Status.NOT_APPLICABLE:
        return None
    number = 0 if status is Status.UNANSWERED else 1 if status is Status.UNKNOWN else 2
    name = "" if metric is None else metric.name
    return (number, state.domain, state.may_not_apply, name, state.metrics)


def table_of_states(
    facts: Iterable[str], projects: Sequence[Mapping[str, FactState]]
) -> StateTable:
    """Return a table of settled projects, of which each has a state for every fact."""
    every: list[tuple[str, dict[int, int], dict[Hashable, int], list[FactState], list[int]]] = [
        (path, {}, {}, [], []) for path in facts
    ]
    # Project by project, for the states of one project lie together in memory. Projects that were
    # read one after another share states.
    for project in projects:
        for path, seen, places, met, codes in every:
            state = project[path]
            place = seen.get(id(state))
            if place is None:
                place = seen[id(state)] = places.setdefault(state_key(state), len(met))
                if place == len(met):
                    met.append(state)
            codes.append(place)
    states = {path: tuple(met) for path, _, _, met, _ in every}
    columns = {
        path: np.array(codes, dtype=narrow(len(met)))
        for path, _, _, met, codes in every
        if len(met) > 1
    }
    return StateTable(len(projects), states, columns)


def table_of_changes(
    project: Mapping[str, FactState], changes: Sequence[Mapping[str, FactState]]
) -> StateTable:
    """Return a table of one project with, for each row, some facts in another state."""
    states = {path: [state] for path, state in project.items()}
    places: dict[str, dict[Hashable, int]] = {}
    rows: dict[str, tuple[list[int], list[int]]] = {}
    for row, change in enumerate(changes):
        for path, state in change.items():
            known = places.get(path)
            if known is None:
                known = places[path] = {state_key(project[path]): 0}
                rows[path] = ([], [])
            key = state_key(state)
            place = known.get(key)
            if place is None:
                place = known[key] = len(states[path])
                states[path].append(state)
            if place:
                rows[path][0].append(row)
                rows[path][1].append(place)
    columns = {}
    for path, (at, code) in rows.items():
        if at:
            column = np.zeros(len(changes), dtype=narrow(len(states[path])))
            column[at] = code
            columns[path] = column
    return StateTable(len(changes), {path: tuple(met) for path, met in states.items()}, columns)
