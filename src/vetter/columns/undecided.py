"""Undecided: where a blocker is still to come that answers without a pilot could bring.

The same as `assessment.verdict` finds for one project, as expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from vetter.columns.ends import Ends, Look
from vetter.columns.graph import ALWAYS, NEVER, Graph
from vetter.language.conditions import tests_of
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.scenarios.outcomes import base_facts

BLOCKER = "blocker"


class LoweredFinding(NamedTuple):
    """Where a finding stands at each severity if its rule speaks, and where it could have it."""

    stands: dict[str, int]
    could: dict[str, int]


class Spoken(NamedTuple):
    """What became of all rules: where each fires, fires firm, or speaks (fires or is pending).

    `findings` are by rule and place.
    """

    fires: dict[str, int]
    firm: dict[str, int]
    speaks: dict[str, int]
    findings: dict[tuple[str, int], LoweredFinding]


class Undecided:
    """Makes the expression from those of the rules; `ever` looks at all that answers can do."""

    def __init__(self, rulebook: Rulebook, ends: Ends, ever: Look, spoken: Spoken) -> None:
        """Add expressions to the graph of `ends`."""
        self.rulebook, self.ends, self.ever, self.spoken = rulebook, ends, ever, spoken
        self.graph: Graph = ends.graph
        self.derived = rulebook.vocabulary.derived
        self._deciders: dict[str, int] = {}
        self._behind: dict[str, int] = {}

    def node(self, able: Callable[[Rule], int]) -> int:
        """Return where a blocker is to come that others than a pilot can decide.

        `able` says where answers without a pilot could make a rule fire.
        """
        coming = []
        for rule in self.rulebook.rules:
            could = self._could_be(rule, BLOCKER)
            if could == NEVER:
                continue
            pending = self.graph.without(self.spoken.speaks[rule.id], self.spoken.fires[rule.id])
            coming.append(self.graph.all_of((pending, could, able(rule), self._by_others(rule))))
        return self.graph.any_of(coming)

    def _could_be(self, rule: Rule, severity: str) -> int:
        """Return where a finding of a rule could have a severity."""
        return self.graph.any_of(
            self.spoken.findings[rule.id, place].could.get(severity, NEVER)
            for place in range(len(rule.findings))
        )

    def _by_others(self, rule: Rule) -> int:
        """Return where others than a pilot can answer a fact that decides what a rule does."""
        found = self._deciders.get(rule.id)
        if found is None:
            parts = []
            for condition in rule.conditions():
                inside = []
                for test in tests_of(condition):
                    behind = self.graph.any_of(
                        self._by_others_behind(path)
                        if path in self.derived
                        else self.ends.by_others(path)
                        for path in base_facts(test)
                    )
                    inside.append(self.graph.all_of((self.ends.undecided(test, self.ever), behind)))
                whole = self.ends.undecided(condition, self.ever)
                parts.append(self.graph.all_of((whole, self.graph.any_of(inside))))
            found = self._deciders[rule.id] = self.graph.any_of(parts)
        return found

    def _by_others_behind(self, path: str) -> int:
        """Return the same of the rules through which a derived fact is not settled."""
        found = self._behind.get(path)
        if found is None:
            parts = []
            for rule, adds in self._adding_to(path):
                unsettled = self.graph.without(
                    self.spoken.speaks[rule.id], self.spoken.firm[rule.id]
                )
                hangs = self.graph.all_of((self.spoken.fires[rule.id], self._wavers(rule)))
                either = self.graph.any_of((unsettled, hangs))
                parts.append(self.graph.all_of((either, adds, self._by_others(rule))))
            found = self._behind[path] = self.graph.any_of(parts)
        return found

    def _adding_to(self, path: str) -> Iterable[tuple[Rule, int]]:
        counter = self.derived[path].counter
        if counter is None:
            return [
                (rule, ALWAYS)
                for rule in self.rulebook.rules
                if any(entry.fact == path for entry in rule.conclusions)
            ]
        return [
            (rule, could)
            for rule in self.rulebook.rules
            if (could := self._could_be(rule, counter[0])) != NEVER
        ]

    def _wavers(self, rule: Rule) -> int:
        """Return where a finding of a rule could have more than one severity."""
        parts = []
        for place in range(len(rule.findings)):
            nodes = list(self.spoken.findings[rule.id, place].could.values())
            for at, node in enumerate(nodes):
                parts.append(self.graph.all_of((node, self.graph.any_of(nodes[at + 1 :]))))
        return self.graph.any_of(parts)
