"""What the formula says of a complete project, rule by rule: the engines' common ground."""

from __future__ import annotations

from typing import NamedTuple

from vetter.facts.states import Project
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.questions import Deadline, Questions
from vetter.solver.replay import Goal
from vetter.solver.solve import Solver
from vetter.solver.values import Ranks, Tally


class Complete(NamedTuple):
    """A complete project in the formula.

    `severities` are those of the rules that fire, in the order of their findings; `derived` has the
    ranks of levels and the numbers of counters.
    """

    applies: frozenset[str]
    fires: frozenset[str]
    severities: dict[str, tuple[str, ...]]
    derived: dict[str, int]
    verdict: str


def evaluate(solver: Solver, project: Project) -> Complete | None:
    """Return what the formula says of a project with no open facts, None if it allows none such."""
    formula = solver.formula
    anything = Goal("anything", frozenset(VERDICTS))
    questions = Questions(solver.replayer, project, [anything])
    model = questions.model(anything, questions.stated, Deadline(solver.seconds))
    if model is None:
        return None
    fires = frozenset(rule for rule, term in formula.fires.items() if model.holds(term))
    severities = {
        rule.id: tuple(
            next(
                severity
                for severity, stands in formula.severities[rule.id, place].items()
                if model.holds(stands)
            )
            for place in range(len(rule.findings))
        )
        for rule in formula.rulebook.rules
        if rule.id in fires
    }
    derived = {}
    for path in formula.rulebook.vocabulary.derived:
        variable = formula.variables[path]
        assert isinstance(variable, (Ranks, Tally))
        terms = variable.at_least if isinstance(variable, Ranks) else variable.things
        derived[path] = sum(model.holds(term) for term in terms)
    applies = frozenset(path for path, term in formula.applies.items() if model.holds(term))
    return Complete(applies, fires, severities, derived, VERDICTS[derived[VERDICT]])
