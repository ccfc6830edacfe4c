"""What a condition can end in, on what is known so far; written to be read, not to be fast.

On a complete project a condition ends true, false or stuck (a test on a fact that does not apply).
In the order false < stuck < true, `all` is the least of its parts and `any` the greatest; `none` is
`any` turned round. Before a project is complete a condition has the set of outcomes that it could
still end in, its parts taken independently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from vetter.base.records import NamedTuple
from vetter.facts.states import FactState, Status
from vetter.language.conditions import Condition, Group, Operand, Test
from vetter.language.domains import Domain, Options
from vetter.language.operators import UNKNOWN_TESTS, possible_ends


class Outcome(IntEnum):
    """How a condition can end; the order is the one that `all` and `any` use."""

    FALSE = 0
    STUCK = 1
    TRUE = 2


Outcomes = frozenset[Outcome]
FALSE, STUCK, TRUE = Outcome.FALSE, Outcome.STUCK, Outcome.TRUE
ONLY_TRUE: Outcomes = frozenset({TRUE})
_EITHER: Outcomes = frozenset({TRUE, FALSE})


class View(NamedTuple):
    """What a condition looks at: base facts, the readings of derived facts, and how strictly.

    With `answers_may_come`, `is known` and `is unknown` of an open fact count as undecided, for an
    answer would turn them.
    """

    states: Mapping[str, FactState]
    readings: Mapping[str, Options]
    answers_may_come: bool = False


def outcomes(condition: Condition, view: View) -> Outcomes:
    """Return every outcome that a condition could still have."""
    if isinstance(condition, Test):
        return test_outcomes(condition, view)
    assert isinstance(condition, Group)
    return group_outcomes(condition.kind, [outcomes(part, view) for part in condition.parts])


def group_outcomes(kind: str, parts: Sequence[Outcomes]) -> Outcomes:
    """Return every outcome that `all`, `any` or `none` could have over parts with these."""
    pick = min if kind == "all" else max
    ends = parts[0]
    for more in parts[1:]:
        ends = frozenset(pick(one, other) for one in ends for other in more)
    if kind == "none":
        return frozenset(Outcome(TRUE - end) for end in ends)
    return ends


def test_outcomes(test: Test, view: View) -> Outcomes:
    """Return every outcome that one sentence could still have."""
    if test.fact in view.readings:
        can_hold, can_fail = possible_ends(
            test.operator, view.readings[test.fact], _domains(test, view)
        )
        return _ends(can_hold, can_fail)
    state = view.states[test.fact]
    if test.asks_knowledge:
        return _knowledge(test, state, view)
    involved = [state, *(view.states[one.fact] for one in test.operands if one.fact in view.states)]
    if any(one.status is Status.NOT_APPLICABLE for one in involved):
        return frozenset({STUCK})
    metrics = [_metric_fits(state, operand) for operand in test.operands if operand.metric]
    if False in metrics:
        return frozenset({STUCK})
    can_hold, can_fail = possible_ends(test.operator, state.domain, _domains(test, view))
    ends = _ends(can_hold, can_fail)
    if len(ends) > 1 and any(one.shut for one in involved):
        return frozenset({STUCK})
    if None in metrics or any(one.may_not_apply for one in involved):
        return ends | {STUCK}
    return ends


def _knowledge(test: Test, state: FactState, view: View) -> Outcomes:
    if state.status is Status.NOT_APPLICABLE:
        return frozenset({FALSE})
    if state.status.is_open and view.answers_may_come and not state.shut:
        return _EITHER
    asks_unknown = test.operator.sign in UNKNOWN_TESTS
    return frozenset({TRUE if asks_unknown == state.status.is_open else FALSE})


def _metric_fits(state: FactState, operand: Operand) -> bool | None:
    """Return whether a threshold is in the project's metric, None while that is open."""
    if state.metric is not None:
        return state.metric.name == operand.metric
    return None if not state.metrics or operand.metric in state.metrics else False


def _domains(test: Test, view: View) -> tuple[Domain, ...]:
    found: list[Domain] = []
    for operand in test.operands:
        if operand.fact in view.readings:
            found.append(view.readings[operand.fact])
        elif operand.fact:
            found.append(view.states[operand.fact].domain)
        else:
            found.append(operand.domain)
    return tuple(found)


def _ends(can_hold: bool, can_fail: bool) -> Outcomes:
    if can_hold and can_fail:
        return _EITHER
    return frozenset({TRUE if can_hold else FALSE})
