"""Conditions compiled to predicates for the forward engine: closures over bit masks.

Independent of `vetter.facts.meaning` on purpose: the two must agree, and tests hold them to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vetter.base.records import NamedTuple
from vetter.facts.states import FactState, Status
from vetter.language.conditions import Condition, Group, Operand, Test
from vetter.language.domains import Domain, Options
from vetter.language.operators import UNKNOWN_TESTS, possible_ends

CAN_FAIL, CAN_STICK, CAN_HOLD = 1, 2, 4
"""Bits of a mask: the outcomes that a condition could still have, in the order of the outcomes."""

Mask = int
Ranges = Mapping[str, Options]


class Sight:
    """What a predicate looks at: base facts, and derived facts over the firing and sound ranges."""

    __slots__ = ("firing", "sound", "states")

    def __init__(self, states: Mapping[str, FactState], firing: Ranges, sound: Ranges) -> None:
        """See `states`, and the ranges of the derived facts that are settled."""
        self.states, self.firing, self.sound = states, firing, sound


class Mode(NamedTuple):
    """How to look: over the firing or the sound range, and whether answers may still come."""

    sound: bool
    answers_may_come: bool


NOW = Mode(sound=False, answers_may_come=False)
SHOWN = Mode(sound=True, answers_may_come=False)
EVER = Mode(sound=True, answers_may_come=True)

Evaluate = Callable[[Sight], Mask]
EvaluateState = Callable[[FactState], Mask]


class Compiler:
    """Compiles conditions, each once for each mode; rules share what the same words become."""

    def __init__(self, derived: frozenset[str]) -> None:
        """Compile for a vocabulary with these derived facts."""
        self.derived = derived
        self._made: dict[tuple[int, Mode], Evaluate] = {}
        self._alone: dict[tuple[str, bool], EvaluateState] = {}

    def compile(self, condition: Condition, mode: Mode) -> Evaluate:
        """Return the function that gives the mask of a condition."""
        key = (id(condition), mode)
        made = self._made.get(key)
        if made is None:
            if isinstance(condition, Test):
                made = self._test(condition, mode)
            else:
                assert isinstance(condition, Group)
                made = self._group(condition, mode)
            self._made[key] = made
        return made

    def of_state(self, test: Test, mode: Mode) -> EvaluateState | None:
        """Return the mask of a test as a function of its one base fact, if it reads no other."""
        if test.fact in self.derived or any(operand.fact for operand in test.operands):
            return None
        key = (test.sentence, test.asks_knowledge and mode.answers_may_come)
        made = self._alone.get(key)
        if made is None:
            made = _knowledge(test, mode) if test.asks_knowledge else _value_test(test)
            self._alone[key] = made
        return made

    def _group(self, group: Group, mode: Mode) -> Evaluate:
        parts = [self.compile(part, mode) for part in group.parts]
        if group.kind == "all":
            return lambda sight: _least([part(sight) for part in parts])
        if group.kind == "any":
            return lambda sight: _greatest([part(sight) for part in parts])
        return lambda sight: _turned(_greatest([part(sight) for part in parts]))

    def _test(self, test: Test, mode: Mode) -> Evaluate:
        path = test.fact
        alone = self.of_state(test, mode)
        if alone is not None:
            return lambda sight: alone(sight.states[path])
        if {path, *(operand.fact for operand in test.operands if operand.fact)} <= self.derived:
            return _derived_test(test, mode)
        return self._linked_test(test, mode)

    def _linked_test(self, test: Test, mode: Mode) -> Evaluate:
        """A test that compares a base fact with other facts, base or derived."""
        path, operator, over_sound = test.fact, test.operator, mode.sound
        operands: tuple[Operand, ...] = test.operands
        metrics = _metrics(test)
        linked = (path, *(operand.fact for operand in operands if operand.fact))
        base = tuple(fact for fact in linked if fact not in self.derived)

        def evaluate(sight: Sight) -> Mask:
            ranges = sight.sound if over_sound else sight.firing
            states = [sight.states[fact] for fact in base]
            if any(state.status is Status.NOT_APPLICABLE for state in states):
                return CAN_STICK
            stick = CAN_STICK if any(state.may_not_apply for state in states) else 0
            if metrics:  # only what is measured in one has such a threshold, and it is base
                unfit = _unfit(states[0], metrics)
                if unfit == CAN_STICK:
                    return CAN_STICK
                stick |= unfit & CAN_STICK

            def domain(fact: str) -> Domain:
                return sight.states[fact].domain if fact in sight.states else ranges[fact]

            others = tuple(domain(one.fact) if one.fact else one.domain for one in operands)
            return _mask(*possible_ends(operator, domain(path), others)) | stick

        return evaluate


def _derived_test(test: Test, mode: Mode) -> Evaluate:
    """A test that reads derived facts only."""
    path, operator, over_sound = test.fact, test.operator, mode.sound
    operands = test.operands

    def evaluate(sight: Sight) -> Mask:
        ranges = sight.sound if over_sound else sight.firing
        domains = tuple(ranges[one.fact] if one.fact else one.domain for one in operands)
        return _mask(*possible_ends(operator, ranges[path], domains))

    return evaluate


def _least(masks: list[Mask]) -> Mask:
    """Combine under `all`: false if one can be, true only if every one can."""
    union = common = masks[0]
    for mask in masks[1:]:
        union |= mask
        common &= mask
    result = union & CAN_FAIL
    if common & CAN_HOLD:
        result |= CAN_HOLD
    if union & CAN_STICK and all(mask & (CAN_STICK | CAN_HOLD) for mask in masks):
        result |= CAN_STICK
    return result


def _greatest(masks: list[Mask]) -> Mask:
    return _turned(_least([_turned(mask) for mask in masks]))


def _turned(mask: Mask) -> Mask:
    return (mask & CAN_STICK) | ((mask & CAN_FAIL) << 2) | ((mask & CAN_HOLD) >> 2)


def _mask(can_hold: bool, can_fail: bool) -> Mask:
    return (CAN_HOLD if can_hold else 0) | (CAN_FAIL if can_fail else 0)


def _knowledge(test: Test, mode: Mode) -> EvaluateState:
    asks_unknown = test.operator.sign in UNKNOWN_TESTS
    may_turn = mode.answers_may_come

    def evaluate(state: FactState) -> Mask:
        status = state.status
        if status is Status.NOT_APPLICABLE:
            return CAN_FAIL
        if status is Status.KNOWN:
            return CAN_FAIL if asks_unknown else CAN_HOLD
        if may_turn:
            return CAN_FAIL | CAN_HOLD
        return CAN_HOLD if asks_unknown else CAN_FAIL

    return evaluate


def _value_test(test: Test) -> EvaluateState:
    operator = test.operator
    domains = tuple(operand.domain for operand in test.operands)
    values = tuple(operand.value for operand in test.operands)
    metrics = _metrics(test)
    holds = operator.holds

    def evaluate(state: FactState) -> Mask:
        if state.status is Status.KNOWN and not metrics:
            return CAN_HOLD if holds(state.value, values) else CAN_FAIL
        if state.status is Status.NOT_APPLICABLE:
            return CAN_STICK
        stick = CAN_STICK if state.may_not_apply else 0
        if metrics:
            unfit = _unfit(state, metrics)
            if unfit == CAN_STICK:
                return CAN_STICK
            stick |= unfit & CAN_STICK
        return _mask(*possible_ends(operator, state.domain, domains)) | stick

    return evaluate


def _metrics(test: Test) -> tuple[tuple[str, ...], ...]:
    """Return the metrics in which each threshold of a test holds, but for those in all."""
    return tuple(operand.metrics for operand in test.operands if operand.metrics)


def _unfit(state: FactState, metrics: tuple[tuple[str, ...], ...]) -> Mask:
    """Return whether thresholds in these metrics stick: never (0), surely, perhaps (with more)."""
    found = 0
    for fitting in metrics:
        if state.metric is not None:
            if state.metric.name not in fitting:
                return CAN_STICK
        elif state.metrics and not any(name in state.metrics for name in fitting):
            return CAN_STICK
        else:
            found = CAN_STICK | CAN_HOLD
    return found
