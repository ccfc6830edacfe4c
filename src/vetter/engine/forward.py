"""The forward engine: a rulebook compiled to experta rules, run on one project at a time.

A rule becomes one pattern on the `Project` fact, with a typed predicate for each sentence on a
single fact, and where it reads derived facts one more on the `Readings` of its stratum. Strata are
saliences: when the agenda holds no more rules of a stratum, a rule of lower salience declares the
readings for the next. Rules declare and never retract, so the result is the perfect model of a
stratified program and no order of rules or facts changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from vetter.engine.compile import CAN_HOLD, NOW, SHOWN, Compiler, Sight
from vetter.engine.experta_home import (
    Concluded,
    Predicate,
    Project,
    Readings,
    make_engine,
    make_rule,
)
from vetter.engine.record import Record
from vetter.engine.results import Run
from vetter.facts.states import FactState
from vetter.language.conditions import Condition, Group, Test
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule


class Forward:
    """A rulebook ready to run. The network is built on first use and kept for the next project."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Prepare to run `rulebook`."""
        self.rulebook = rulebook
        self._compiler = Compiler(frozenset(rulebook.vocabulary.derived))
        self._predicates: dict[object, Any] = {}
        self._strata: list[list[Rule]] = [[] for _ in range(rulebook.depth)]
        for rule in rulebook.rules:
            self._strata[rulebook.strata[rule.id]].append(rule)
        self._engine: Any = None
        self._lock = Lock()

    def run(self, states: Mapping[str, FactState]) -> Run:
        """Return what the rulebook says of the states of a project's facts."""
        with self._lock:
            record = Record(self.rulebook, self._compiler, states)
            engine, self._engine = self._engine or self._build(), None
            engine.record = record
            engine.reset()
            engine.declare(Project(view=record.sight, **states))
            engine.run(steps=len(self.rulebook.rules) + len(self._strata))
            engine.record = None
            self._engine = engine  # an engine that raised is not kept
            return record.result()

    def _build(self) -> Any:
        rules: dict[str, Any] = {}
        for rule in self.rulebook.rules:
            ordinal = len(rules)
            stratum = self.rulebook.strata[rule.id]
            patterns = self._patterns(rule, stratum)
            rules[f"rule_{ordinal}"] = make_rule(
                patterns, _fire(rule), self._salience(stratum), ordinal
            )
        for stratum, members in enumerate(self._strata):
            patterns = (
                [Project()] if stratum == 0 else [Readings(stratum=self._is_stratum(stratum))]
            )
            closing = _close(stratum, members, len(self._strata))
            rules[f"close_{stratum}"] = make_rule(
                patterns, closing, self._salience(stratum) - 1, len(rules)
            )
        return make_engine(rules)

    def _salience(self, stratum: int) -> int:
        return 2 * (len(self._strata) - stratum)

    def _patterns(self, rule: Rule, stratum: int) -> list[Any]:
        """Return the patterns of a rule: its conjuncts, and that no exception is shown."""
        of_facts: dict[str, list[Any]] = {}
        of_project: list[Callable[[Sight], bool]] = []
        of_readings: list[Callable[[Sight], bool]] = []
        for condition in _conjuncts(rule.when):
            if isinstance(condition, Test):
                alone = self._of_state(condition)
                if alone is not None:
                    of_facts.setdefault(condition.fact, []).append(alone)
                    continue
            holds = self._holds(condition)
            (of_readings if stratum else of_project).append(holds)
        if rule.unless is not None:
            (of_readings if stratum else of_project).append(self._not_shown(rule.unless))
        keys: dict[str, Any] = {}
        for path, predicates in of_facts.items():
            keys[path] = predicates[0]
            for predicate in predicates[1:]:
                keys[path] = keys[path] & predicate
        if of_project:
            keys["view"] = _both(of_project)
        patterns = [Project(**keys)]
        if stratum:
            more = {"view": _both(of_readings)} if of_readings else {}
            patterns.append(Readings(stratum=self._is_stratum(stratum), **more))
        return patterns

    def _of_state(self, test: Test) -> Any:
        """Return the predicate of a sentence on one base fact, one object for the same words."""
        mask_of = self._compiler.of_state(test, NOW)
        if mask_of is None:
            return None
        found = self._predicates.get(test.sentence)
        if found is None:
            found = Predicate(lambda state: mask_of(state) == CAN_HOLD)
            self._predicates[test.sentence] = found
        return found

    def _holds(self, condition: Condition) -> Callable[[Sight], bool]:
        mask_of = self._compiler.compile(condition, NOW)
        return lambda sight: mask_of(sight) == CAN_HOLD

    def _not_shown(self, unless: Condition) -> Callable[[Sight], bool]:
        mask_of = self._compiler.compile(unless, SHOWN)
        return lambda sight: mask_of(sight) != CAN_HOLD

    def _is_stratum(self, stratum: int) -> Any:
        found = self._predicates.get(stratum)
        if found is None:
            found = self._predicates[stratum] = Predicate(lambda number: number == stratum)
        return found


def _conjuncts(condition: Condition) -> list[Condition]:
    """Return parts that must all hold; `all` within `all` is one list."""
    if isinstance(condition, Group) and condition.kind == "all":
        return [inner for part in condition.parts for inner in _conjuncts(part)]
    return [condition]


def _both(predicates: list[Callable[[Sight], bool]]) -> Any:
    if len(predicates) == 1:
        return Predicate(predicates[0])
    return Predicate(lambda sight: all(predicate(sight) for predicate in predicates))


def _fire(rule: Rule) -> Callable[[Any], None]:
    def action(engine: Any) -> None:
        engine.record.fire(rule)
        engine.declare(Concluded(rule=rule.id))

    return action


def _close(stratum: int, members: list[Rule], depth: int) -> Callable[[Any], None]:
    def action(engine: Any) -> None:
        sight = engine.record.close(members)
        if stratum + 1 < depth:
            engine.declare(Readings(stratum=stratum + 1, view=sight))

    return action
