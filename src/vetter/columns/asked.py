"""What is asked of the states of facts, as leaves of expressions, and the answers as bits.

A question gives for the states of its facts the set of outcomes that a sentence could have, or
whether something is so. A leaf asks for one thing of that set. Questions are put to each distinct
state once; the rows of a table then only look the answers up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vetter.columns.graph import Graph
from vetter.columns.plan import Plane
from vetter.columns.states import StateTable
from vetter.columns.table import Column
from vetter.facts.meaning import Outcome, View, test_outcomes
from vetter.facts.states import FactState, Status
from vetter.language.conditions import Test
from vetter.language.domains import Options

FALSE, STUCK, TRUE = 1, 2, 4
"""Bits of an answer: the outcomes that are possible."""
_BITS = {Outcome.FALSE: FALSE, Outcome.STUCK: STUCK, Outcome.TRUE: TRUE}
CAN_FAIL, CAN_STICK, CAN_HOLD, ONLY_FAILS, ONLY_HOLDS = range(5)
"""What a leaf can ask of an answer."""
_WANTED: tuple[Callable[[int], bool], ...] = (
    lambda mask: bool(mask & FALSE),
    lambda mask: bool(mask & STUCK),
    lambda mask: bool(mask & TRUE),
    lambda mask: mask == FALSE,
    lambda mask: mask == TRUE,
)
_ANSWERS = np.array([[wanted(mask) for mask in range(8)] for wanted in _WANTED], dtype=np.bool_)

Answer = Callable[..., int]
"""The bits for the states of the facts of a question, in their order."""


class Ask(NamedTuple):
    """A leaf: what is wanted of the answer to a question about some facts."""

    facts: tuple[str, ...]
    question: Hashable
    wanted: int


class Questions:
    """The questions that the leaves of a graph ask."""

    def __init__(self, graph: Graph) -> None:
        """Add leaves to `graph`."""
        self.graph = graph
        self.answers: dict[Hashable, Answer] = {}

    def of_state(self, path: str, name: str) -> int:
        """Return the node of one of `STATES`, which are known by their names."""
        self.answers[name] = STATES[name]
        return self.graph.leaf(Ask((path,), name, CAN_HOLD))

    def of_test(self, test: Test, level: int | None, wanted: int) -> int:
        """Return the node of a sentence; `level` is the value of the derived fact on its left."""
        named = (test.fact, *(one.fact for one in test.operands))
        facts = tuple(dict.fromkeys(path for path in named if path))
        readings: dict[str, Options] = {}
        if level is not None:
            facts = facts[1:]
            readings = {test.fact: Options(frozenset((level,)))}
        # A derived fact among the operands has been replaced by a value, which has no text.
        words = (one.text or one.value for one in test.operands)
        key = (test.fact, level, test.operator.sign, *words)
        if key not in self.answers:
            self.answers[key] = _answer(test, facts, readings)
        return self.graph.leaf(Ask(facts, key, wanted))


def _is(holds: Callable[[FactState], bool]) -> Answer:
    return lambda state: TRUE if holds(state) else FALSE


def _held(state: FactState) -> bool:
    return state.status is Status.UNANSWERED and state.domain is not None


STATES: dict[str, Answer] = {
    "open": _is(lambda state: state.status.is_open),
    "known": _is(lambda state: state.known),
    "may not apply": _is(lambda state: state.may_not_apply),
    "of which nothing is known": _is(lambda state: state.domain is None),
    "could be several": _is(lambda state: state.domain is None or not state.domain.single),
    "to be answered": _is(lambda state: state.status.is_open and not _held(state)),
}
"""What is asked of a fact itself, by its name."""


def _fits(state: FactState, metrics: list[tuple[str, ...]]) -> bool:
    """Return whether thresholds that hold in these metrics hold in that of a fact."""
    return state.metric is not None and all(state.metric.name in one for one in metrics)


def _answer(test: Test, facts: tuple[str, ...], readings: dict[str, Options]) -> Answer:
    """Return what answers a sentence, with shorter ways to what stands there most often."""
    holds = test.operator.holds
    metrics = [one.metrics for one in test.operands if one.metrics]
    place = {path: at for at, path in enumerate(facts)}

    def answer(*states: FactState) -> int:
        view = View(dict(zip(facts, states, strict=True)), readings)
        return sum(_BITS[outcome] for outcome in test_outcomes(test, view))

    def answer_linked(*states: FactState) -> int:
        known = True
        for state in states:
            if state.status is Status.NOT_APPLICABLE:
                return STUCK
            known = known and state.status is Status.KNOWN
        if not known or metrics:
            return answer(*states)
        right = (states[place[one.fact]].value if one.fact else one.value for one in test.operands)
        return TRUE if holds(states[place[test.fact]].value, tuple(right)) else FALSE

    if readings:
        return answer
    if len(facts) > 1 or any(one.fact for one in test.operands):
        return answer_linked
    values = tuple(one.value for one in test.operands)

    def answer_alone(state: FactState) -> int:
        if state.status is Status.KNOWN:
            if metrics and not _fits(state, metrics):
                return STUCK
            return TRUE if holds(state.value, values) else FALSE
        if state.status is Status.NOT_APPLICABLE:
            return STUCK
        if state.domain is None and not metrics:
            return TRUE | FALSE | (STUCK if state.may_not_apply else 0)
        return answer(state)

    return answer_alone


class Leaves:
    """The leaves that a plan needs, put to tables."""

    def __init__(self, questions: Questions, nodes: Iterable[int]) -> None:
        """Sort the leaves at these nodes by the facts that they ask."""
        self._answers = questions.answers
        self.rows: dict[int, int] = {}
        self._asked: dict[tuple[str, ...], list[tuple[int, Ask]]] = {}
        for row, node in enumerate(nodes):
            ask = questions.graph.nodes[node].leaf
            assert isinstance(ask, Ask)
            self.rows[node] = row
            self._asked.setdefault(ask.facts, []).append((row, ask))

    def bits(self, table: StateTable) -> Plane:
        """Return the bits of every leaf, one row each."""
        result = np.empty((len(self.rows), (table.size + 7) // 8), dtype=np.uint8)
        for facts, asked in self._asked.items():
            rows = [row for row, _ in asked]
            met, codes = _met(table, facts)
            questions = {one.question: place for place, (_, one) in enumerate(asked)}
            masks = np.zeros((len(asked), len(met)), dtype=np.uint8)
            for question, place in questions.items():
                answer = self._answers[question]
                masks[place] = [answer(*states) for states in met]
            wanted = np.array([one.wanted for _, one in asked], dtype=np.intp)
            mine = masks[[questions[one.question] for _, one in asked]]
            answers = _ANSWERS[wanted[:, None], mine]
            if codes is None:
                result[rows] = np.where(answers, 255, 0)
            else:
                result[rows] = np.packbits(answers[:, codes], axis=1, bitorder="little")
        return result


def _met(
    table: StateTable, facts: tuple[str, ...]
) -> tuple[list[tuple[FactState, ...]], NDArray[np.intp] | Column | None]:
    """Return the distinct states of some facts that stand together, and the place of each row."""
    if len(facts) == 1:
        (path,) = facts
        return [(state,) for state in table.states[path]], table.columns.get(path)
    varying = [path for path in facts if path in table.columns]
    if not varying:
        return [tuple(table.states[path][0] for path in facts)], None
    codes = np.zeros(table.size, dtype=np.intp)
    first = codes[:1]
    for path in varying:
        number = codes * len(table.states[path]) + table.columns[path]
        _, first, codes = np.unique(number, return_index=True, return_inverse=True)
    met = []
    for row in first.tolist():
        places = [int(table.columns[path][row]) if path in table.columns else 0 for path in facts]
        met.append(
            tuple(table.states[path][place] for path, place in zip(facts, places, strict=True))
        )
    return met, codes
