"""Examples as cases: settled once, then decided by a rule and by each of its mutants."""

from __future__ import annotations

from collections.abc import Mapping

from vetter.base.nodes import Mapping as Facts
from vetter.base.nodes import Node, Scalar
from vetter.base.problems import Problem, TooManyProblems
from vetter.base.records import NamedTuple
from vetter.base.sources import Source
from vetter.engine.examples import Examples
from vetter.engine.reference import decide
from vetter.engine.results import Reading, RuleState, RuleStatus
from vetter.facts.states import FactState
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Example, Rule

FIRES, SILENT, PENDING = "fires", "silent", "pending"
_TOLD = {
    RuleStatus.FIRM: FIRES,
    RuleStatus.OPEN: FIRES,
    RuleStatus.PENDING: PENDING,
    RuleStatus.SILENT: SILENT,
}

Given = dict[str, Node]
"""What an example states, by path."""


class Told(NamedTuple):
    """What a rule does on a case, in the words of examples: and its severity where it fires."""

    does: str
    severity: str = ""


class Case(NamedTuple):
    """A small project, with the states and readings that a rule looks at."""

    given: Given
    states: Mapping[str, FactState]
    readings: Mapping[str, Reading]
    example: Example | None = None

    def told(self, rule: Rule) -> Told:
        """Return what a rule does here."""
        return told(decide(rule, self.states, self.readings))


def told(state: RuleState) -> Told:
    """Return a rule's state in the words of examples: `as` speaks of the first finding."""
    does = _TOLD[state.status]
    if does != FIRES or not state.severities:
        return Told(does)
    return Told(does, state.severities[0].standing)


def holds(example: Example, what: Told) -> bool:
    """Return whether a rule does what its example says."""
    if example.expects != what.does:
        return False
    return not (example.softened_to and what.severity) or example.softened_to == what.severity


class Desk:
    """Settles small projects for the rules of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Make ready."""
        self.rulebook = rulebook
        self.examples = Examples(rulebook)

    def settled(
        self, rule: Rule, given: Given, source: Source, example: Example | None = None
    ) -> Case | list[Problem]:
        """Return the case that facts make for a rule, or the problems of the facts."""
        facts = Facts([(Scalar(path), node) for path, node in given.items()])
        problems: list[Problem] = []
        try:
            states, readings = self.examples.settle(facts, source, problems)
        except TooManyProblems:
            return problems
        return problems or Case(given, states, readings, example)


def given_by(example: Example) -> Given:
    """Return what an example states."""
    return {key.text: node for key, node in example.facts.pairs}
