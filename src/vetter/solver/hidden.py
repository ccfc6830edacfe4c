"""The formula of a rulebook over projects of which some facts are hidden.

A project is complete here, with any of its facts hidden: `is unknown` is true of a hidden fact, and
a sentence on its value decides nothing. What is proved so holds of open questions too. But a rule
that waits for an answer is silent here, so a project that is found must be replayed.
"""

from __future__ import annotations

from vetter.language.conditions import Condition, Test
from vetter.language.operators import UNKNOWN_TESTS
from vetter.rulebook.rulebook import Rulebook
from vetter.solver.formula import Ends, Formula
from vetter.solver.z3_home import Logic, Term


class Hidden(Formula):
    """The formula of a rulebook in which each base fact may be hidden. Raises `BeyondSolver`."""

    def __init__(self, rulebook: Rulebook, logic: Logic | None = None) -> None:
        """Make the formula, in a logic that another formula may share."""
        self._hiding = False
        super().__init__(rulebook, logic)

    def _chain(self) -> None:
        """Chain as always; constraints and what applies, made before, look behind the curtain."""
        self._hiding = True
        self._ends.clear()
        self._tests.clear()
        super()._chain()

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

    def anew(self, condition: Condition) -> Ends:
        """Return the formulas of a condition without keeping them, for one that comes and goes."""
        if isinstance(condition, Test):
            return self._sentence(condition)
        return self._group(condition)

    def _sentence(self, test: Test) -> Ends:
        logic = self.logic
        if not self._hiding:
            return super()._sentence(test)
        if test.asks_knowledge:
            hidden = self.hidden(test.fact)
            wanted = hidden if test.operator.sign in UNKNOWN_TESTS else logic.no(hidden)
            true = logic.every([self.applies[test.fact], wanted])
            return Ends(true, logic.no(true))
        named = (test.fact, *(operand.fact for operand in test.operands if operand.fact))
        shown = [logic.no(self.hidden(path)) for path in named]
        made = super()._sentence(test)
        return Ends(logic.every([*shown, made.true]), logic.every([*shown, made.false]))
