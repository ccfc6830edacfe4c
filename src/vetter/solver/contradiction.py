"""Facts that no complete project has together, though no constraint is bound to be broken."""

from __future__ import annotations

from vetter.facts.states import Project
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.questions import Deadline, Questions
from vetter.solver.replay import Goal
from vetter.solver.solve import Solver


def contradiction(solver: Solver, project: Project) -> tuple[str, ...] | None:
    """Return the paths of facts that exclude every completion; None when that is not proved.

    None of the facts can be left out, unless the time of a question did not suffice to see that.
    There are no facts when the constraints themselves exclude every project.
    """
    goal = Goal("any verdict", frozenset(VERDICTS))
    deadline = Deadline(solver.seconds)
    with solver.lock:
        questions = Questions(solver.replayer, project, [goal])
        answer = questions.ask(goal, questions.stated, deadline)
        if not answer.no:
            return None
        kept = [path for path in questions.stated if path in answer.core]
        for path in tuple(kept):
            fewer = [one for one in kept if one != path]
            if questions.ask(goal, fewer, deadline).no:
                kept = fewer
    return tuple(kept)
