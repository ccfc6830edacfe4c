"""Mutants that no project tells from their rule, shown by the solver.

A project is complete here, with any of its facts hidden: `is unknown` is true of a hidden fact, and
a sentence on its value decides nothing. Derived facts can be anything, as in an example. What is
shown so holds of firing and severities.
"""

from __future__ import annotations

from fractions import Fraction

from vetter.language.conditions import Condition, Test
from vetter.language.operators import UNKNOWN_TESTS
from vetter.language.types import LEVEL
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.solver.domains import declare
from vetter.solver.formula import Ends, Formula
from vetter.solver.values import Number
from vetter.solver.z3_home import Store, Term

SECONDS = 1.0
"""How long one mutant may take."""


class Hidden(Formula):
    """The facts of a rulebook as a formula in which each may be hidden; no rule is in it yet."""

    def _chain(self) -> None:
        """Let derived facts be anything."""
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

    def hidden(self, path: str) -> Term:
        """Return that a fact is hidden, a computed one when one of its inputs is."""
        spec = self.rulebook.vocabulary.facts.get(path)
        if spec is None:
            return False
        if spec.computed is not None:
            return self.logic.some([self.hidden(one) for one in spec.computed.inputs])
        hidden = self.logic.boolean(f"hidden {path}")
        if spec.type.metric_of:  # no figure can be read before its metric is stated
            return self.logic.some([hidden, self.hidden(spec.type.metric_of)])
        return hidden

    def ends(self, condition: Condition) -> Ends:
        """Return the formulas of a condition, made anew: mutants come and go."""
        if isinstance(condition, Test):
            return self._sentence(condition)
        return self._group(condition)

    def _sentence(self, test: Test) -> Ends:
        logic = self.logic
        if not getattr(self, "_hiding", False):
            return super()._sentence(test)
        hidden = self.hidden(test.fact)
        if test.asks_knowledge:
            asks_unknown = test.operator.sign in UNKNOWN_TESTS
            wanted = hidden if asks_unknown else logic.no(hidden)
            true = logic.every([self.applies[test.fact], wanted])
            return Ends(true, logic.no(true))
        named = (test.fact, *(operand.fact for operand in test.operands if operand.fact))
        shown = [logic.no(self.hidden(path)) for path in named]
        made = super()._sentence(test)
        return Ends(logic.every([*shown, made.true]), logic.every([*shown, made.false]))

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
        self._formula = Hidden(rulebook)
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
