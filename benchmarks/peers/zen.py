"""The peer in zen-engine: a decision graph with two expression nodes for each stratum.

The first says which rules fire, the second what derived facts and counters have come to. Every rule
can be written so. As a row of a decision table only those can whose conditions are a list of tests
on one fact each; `rows` counts them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import zen

from benchmarks.peers.formula import (
    Among,
    Formula,
    Join,
    Level,
    Order,
    conjuncts,
    join,
    opposite,
    runs,
)
from benchmarks.peers.plan import RANK, Plan, RulePlan

_SIGN = {"is": "==", "is not": "!="}
Expressions = list[tuple[str, str]]


class Zen:
    """A rulebook loaded into zen-engine."""

    def __init__(self, plan: Plan) -> None:
        """Write the rulebook and load it."""
        self.plan = plan
        # Content that was read before is twice as quick as a decision made from its text.
        content = zen.ZenDecisionContent(json.dumps(graph(plan)))
        self._engine = zen.ZenEngine({"loader": lambda key: content})
        self._rules = [rule for stratum in plan.strata for rule in stratum]

    def context(self, row: tuple[int, ...]) -> dict[str, int]:
        """Return a row of inputs as the input of the decision."""
        return {f"i{place}": value for place, value in enumerate(row)}

    def run(self, context: Mapping[str, int]) -> dict[str, Any]:
        """Evaluate; return what the graph puts out."""
        result: dict[str, Any] = self._engine.evaluate("rulebook", context)["result"]
        return result

    def found(self, result: Mapping[str, Any]) -> tuple[list[int], tuple[int, ...]]:
        """Return the rules that fired, and all derived facts and counters."""
        fired = [rule.place for rule in self._rules if result[f"r{rule.place}"]]
        return fired, tuple(int(result[f"d{at}"]) for at in range(len(self.plan.derived)))


def rows(plan: Plan) -> int:
    """Return how many rules could be a row of a decision table."""
    return sum(
        all(isinstance(part, Among | Level) for part in conjuncts(rule.fires))
        for stratum in plan.strata
        for rule in stratum
    )


def graph(plan: Plan) -> dict[str, Any]:
    """Return the decision graph of a rulebook."""
    writer = _Writer(plan)
    nodes = [{"id": "in", "type": "inputNode", "name": "project", "position": {"x": 0, "y": 0}}]
    last = len(plan.strata)
    for stratum, rules in enumerate(plan.strata):
        nodes.append(_node(f"fires {stratum}", [writer.fires(rule) for rule in rules]))
        read = plan.derived if stratum + 1 == last else plan.read_in(stratum + 1)
        nodes.append(_node(f"derived {stratum}", list(writer.derived(read, stratum))))
    nodes.append({"id": "out", "type": "outputNode", "name": "said", "position": {"x": 0, "y": 0}})
    edges = [
        {"id": f"edge {at}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for at, (one, other) in enumerate(pairwise(nodes))
    ]
    return {"nodes": nodes, "edges": edges}


def _node(name: str, expressions: Expressions) -> dict[str, Any]:
    content = {
        "passThrough": True,
        "inputField": None,
        "outputPath": None,
        "executionMode": "single",
        "expressions": [
            {"id": f"{name} {key}", "key": key, "value": value} for key, value in expressions
        ],
    }
    place = {"x": 0, "y": 0}
    return {
        "id": name, "type": "expressionNode", "name": name, "position": place, "content": content
    }  # fmt: skip


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.name = {name: f"i{place}" for place, name in enumerate(plan.inputs)}
        self.name |= {path: f"d{place}" for place, path in enumerate(plan.derived)}

    def fires(self, rule: RulePlan) -> tuple[str, str]:
        return f"r{rule.place}", self._text(rule.fires)

    def derived(self, read: tuple[str, ...], stratum: int) -> Iterator[tuple[str, str]]:
        done = [rule for rules in self.plan.strata[: stratum + 1] for rule in rules]
        for path in read:
            yield self.name[path], self._level(path, done) or self._count(path, done)

    def _level(self, path: str, rules: list[RulePlan]) -> str:
        """Return the highest level that a rule concludes; empty for a counter."""
        if path in self.plan.counters:
            return ""
        concluding: dict[int, list[str]] = {}
        for rule in rules:
            for fact, level in rule.levels:
                if fact == path:
                    concluding.setdefault(level, []).append(f"r{rule.place}")
        text = "0"
        for level in sorted(concluding):
            text = f"({' or '.join(concluding[level])}) ? {level} : ({text})"
        return text

    def _count(self, path: str, rules: list[RulePlan]) -> str:
        severity, causes = self.plan.counters[path]
        counted: dict[object, list[str]] = {}
        for rule in rules:
            for place, finding in enumerate(rule.findings):
                before: Formula = True
                for when, to in finding.severities:
                    if to == severity:
                        here = join("and", (before, when))
                        text = f"r{rule.place}"
                        if here is not True:
                            text = f"({text} and {self._text(here, inside=True)})"
                        key = finding.cause if causes else (rule.place, place)
                        counted.setdefault(key, []).append(text)
                    before = join("and", (before, opposite(when)))
        parts = [f"({' or '.join(some)} ? 1 : 0)" for some in counted.values()]
        return " + ".join(parts) or "0"

    def _text(self, formula: Formula, inside: bool = False) -> str:
        if isinstance(formula, bool):
            return str(formula).lower()
        if isinstance(formula, Order):
            sign = _SIGN.get(formula.sign, formula.sign)
            return f"{self.name[RANK + formula.left]} {sign} {self.name[RANK + formula.right]}"
        if isinstance(formula, Among):
            return _one_of(self.name[formula.fact], formula.codes, formula.count)
        if isinstance(formula, Level):
            return _one_of(self.name[formula.path], formula.values, formula.highest + 1)
        assert isinstance(formula, Join)
        text = f" {formula.kind} ".join(self._text(part, inside=True) for part in formula.parts)
        return f"({text})" if inside else text


def _one_of(name: str, values: tuple[int, ...], count: int) -> str:
    """Return the expression that a number below `count` is one of some values."""
    found, rest = runs(values), runs(set(range(count)) - set(values))
    if len(found) == 1:
        low, high = found[0]
        if low == high:
            return f"{name} == {low}"
        if low == 0:
            return f"{name} <= {high}"
        return f"{name} >= {low}" if high == count - 1 else f"{name} in [{low}..{high}]"
    if len(rest) == 1 and rest[0][0] == rest[0][1]:
        return f"{name} != {rest[0][0]}"
    return f"{name} in [{', '.join(map(str, values))}]"
