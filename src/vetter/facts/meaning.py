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
_ONLY_STUCK: Outcomes = frozenset({STUCK})
_ONLY_FALSE: Outcomes = frozenset({FALSE})
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
    named = (test.fact, *[operand.fact for operand in test.operands if operand.fact])
    involved = [view.states[path] for path in named if path in view.states]
    if test.asks_knowledge:
        return _knowledge(test, involved[0], view)
    if Status.NOT_APPLICABLE in [state.status for state in involved]:
        return _ONLY_STUCK
    # Only what is measured in a metric has such a threshold, and it is no derived fact.
    metrics = [_metric_fits(involved[0], operand) for operand in test.operands if operand.metrics]
    if False in metrics:
        return _ONLY_STUCK
    right = tuple(_domain(one.fact, view) if one.fact else one.domain for one in test.operands)
    ends = _ends(*possible_ends(test.operator, _domain(test.fact, view), right))
    if len(ends) > 1 and any(state.shut for state in involved):
        return _ONLY_STUCK if _stays_open(named, view) else ends | {STUCK}
    if None in metrics or any(state.may_not_apply for state in involved):
        return ends | {STUCK}
    return ends


def _knowledge(test: Test, state: FactState, view: View) -> Outcomes:
    if state.status is Status.NOT_APPLICABLE:
        return _ONLY_FALSE
    asks_unknown = test.operator.sign in UNKNOWN_TESTS
    may_turn = not state.shut or (asks_unknown and state.may_not_apply)
    if state.status.is_open and view.answers_may_come and may_turn:
        return _EITHER
    return frozenset({TRUE if asks_unknown == state.status.is_open else FALSE})


def _stays_open(paths: tuple[str, ...], view: View) -> bool:
    """Return whether an undecided test on shut facts stays so, whatever the others turn out as."""
    others_may_move = False
    for path in paths:
        state = view.states.get(path)
        if state is not None and state.shut:
            if state.domain is None:
                return True
        elif path:
            domain = _domain(path, view)
            others_may_move = others_may_move or domain is None or not domain.single
    return not others_may_move


def _metric_fits(state: FactState, operand: Operand) -> bool | None:
    """Return whether a threshold holds in the project's metric, None while that is open."""
    if state.metric is not None:
        return state.metric.name in operand.metrics
    if not state.metrics or state.metrics & set(operand.metrics):
        return None
    return False


def _domain(path: str, view: View) -> Domain:
    return view.readings[path] if path in view.readings else view.states[path].domain


def _ends(can_hold: bool, can_fail: bool) -> Outcomes:
    if can_hold and can_fail:
        return _EITHER
    return ONLY_TRUE if can_hold else _ONLY_FALSE
