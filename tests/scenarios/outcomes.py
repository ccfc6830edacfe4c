"""What every sentence of a rulebook ends in on a complete project, defined once more, plainly."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from vetter.facts.states import FactState, Status
from vetter.language.conditions import Test, tests_of
from vetter.language.operators import UNKNOWN_TESTS
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.outcomes import base_facts
from vetter.scenarios.reads import conditions_of, reads_of

Vector = tuple[object, ...]


class Sentences:
    """Every sentence of a rulebook that reads a base fact, for every value of derived facts."""

    def __init__(self, rulebook: Rulebook) -> None:
        facts, highest = rulebook.vocabulary.facts, reads_of(rulebook).highest
        found: dict[tuple[object, ...], tuple[Test, dict[str, int]]] = {}
        for condition in conditions_of(rulebook):
            for test in tests_of(condition):
                if not any(path in facts for path in base_facts(test)):
                    continue
                derived = [path for path in base_facts(test) if path in highest]
                for values in product(*(range(highest[path] + 1) for path in derived)):
                    readings = dict(zip(derived, values, strict=True))
                    found[(test.sentence, *values)] = test, readings
        self._asked = list(found.values())
        read = {path for test, _ in self._asked for path in base_facts(test)}
        self._read = [path for path in facts if path in read]

    def vector(self, states: Mapping[str, FactState]) -> Vector:
        """Return which facts that are read apply, and what every sentence ends in."""
        found: list[object] = [states[path].status is Status.NOT_APPLICABLE for path in self._read]
        for test, readings in self._asked:
            found.append(_end(test, states, readings))
        return tuple(found)


def _end(test: Test, states: Mapping[str, FactState], readings: Mapping[str, int]) -> object:
    if test.asks_knowledge:
        return states[test.fact].known and test.operator.sign not in UNKNOWN_TESTS
    involved = [states[path] for path in base_facts(test) if path in states]
    metrics = {state.metric.name for state in involved if state.metric}
    if not all(state.known for state in involved):
        assert all(state.known or not state.status.is_open for state in involved)
        return "stuck"
    if any(not metrics & set(one.metrics) for one in test.operands if one.metrics):
        return "stuck"

    def value(path: str) -> object:
        return readings[path] if path in readings else states[path].value

    values = tuple(value(one.fact) if one.fact else one.value for one in test.operands)
    return test.operator.holds(value(test.fact), values)
