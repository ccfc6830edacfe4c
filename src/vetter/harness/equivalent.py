"""Mutants that no project tells from their rule, shown by the solver.

A project has any of its facts hidden, and derived facts can be anything, as in an example. What is
shown so holds of firing and severities.
"""

from __future__ import annotations

from fractions import Fraction

from vetter.language.conditions import Condition
from vetter.language.types import LEVEL
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.solver.domains import declare
from vetter.solver.formula import Ends
from vetter.solver.hidden import Hidden
from vetter.solver.values import Number
from vetter.solver.z3_home import Store, Term

SECONDS = 1.0
"""How long one mutant may take."""


class Loose(Hidden):
    """Facts that may be hidden, and derived facts that can be anything; no rule is in it."""

    def _chain(self) -> None:
        self._hiding = True
        for path, spec in self.rulebook.vocabulary.derived.items():
            if spec.type.kind == LEVEL and spec.counter is None:
                measures = self.rulebook.vocabulary.measures
                made = declare(path, spec.type, measures, self.logic, self.variables)
                self.variables[path] = made.variable
                self.always.extend(made.always)
            else:
                number = self.logic.number(path, integral=True)
                self.variables[path] = Number(number)
                self.always.append(self.logic.compare(">=", number, Fraction(0)))

    def ends(self, condition: Condition) -> Ends:
        """Return the formulas of a condition, made anew: mutants come and go."""
        return self.anew(condition)

    def acts(self, rule: Rule) -> tuple[Term, list[dict[str, Term]]]:
        """Return that a rule fires, and the severities of its findings."""
        parts = [self.ends(rule.when).true]
        if rule.unless is not None:
            parts.append(self.logic.no(self.ends(rule.unless).true))
        return self.logic.every(parts), [self._severity(one) for one in rule.findings]


class Sameness:
    """Asks whether a mutant is the same as its rule. Raises `BeyondSolver`."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Make the formula of the facts."""
        self._formula = Loose(rulebook)
        self._store = Store(self._formula.logic, apart=False)
        self._store.state(*self._formula.always)

    def same(self, rule: Rule, mutant: Rule) -> bool:
        """Return whether it is proved that no project tells a mutant from its rule."""
        logic = self._formula.logic
        fires, severities = self._formula.acts(rule)
        other_fires, other_severities = self._formula.acts(mutant)
        differ = [logic.no(logic.alike(fires, other_fires))]
        for one, other in zip(severities, other_severities, strict=True):
            alike = [
                logic.alike(one.get(name, False), other.get(name, False))
                for name in dict.fromkeys((*one, *other))
            ]
            differ.append(logic.every([fires, logic.no(logic.every(alike))]))
        self._store.enter()
        try:
            self._store.state(logic.some(differ))
            return self._store.ask([], SECONDS) is False
        finally:
            self._store.leave()
