"""The solver of a rulebook: what completions of a project can come to, proved."""

from __future__ import annotations

from threading import Lock

from vetter.engine.forward import Forward
from vetter.facts.states import Project
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.formula import Formula
from vetter.solver.limits import not_linear
from vetter.solver.questions import Answer, Deadline, Questions
from vetter.solver.replay import Goal, Replayer
from vetter.solver.results import (
    Proof,
    Reachable,
    RestsOn,
    Settled,
    Support,
    VerdictReach,
    Witness,
)

SECONDS = 10.0
"""How long a question may take, unless told otherwise."""


class Solver:
    """A rulebook ready for questions about any project. Making it takes a moment.

    Raises `BeyondSolver` when the rulebook says what no formula can. `not_linear` names the
    computed facts for which an answer may not be found in time, if their inputs are open together.
    """

    def __init__(self, forward: Forward, seconds: float = SECONDS) -> None:
        """Make the formula of the rulebook of `forward`, which replays every witness.

        `seconds` is the time of a question.
        """
        self.forward, self.seconds = forward, seconds
        self.formula = Formula(forward.rulebook)
        self.not_linear = not_linear(forward.rulebook)
        self.replayer = Replayer(self.formula, forward)
        self._lock = Lock()

    def reachable(self, project: Project) -> Reachable:
        """Return for each verdict whether some completion of a project gives it.

        Each verdict is a question of its own.
        """
        goals = [Goal(f"is {verdict}", frozenset((verdict,))) for verdict in VERDICTS]
        found = []
        with self._lock:
            questions = Questions(self.replayer, project, goals)
            for verdict, goal in zip(VERDICTS, goals, strict=True):
                answer = questions.ask(goal, questions.stated, Deadline(self.seconds))
                found.append(_reach(verdict, answer))
        return Reachable(tuple(found))

    def settled(self, project: Project) -> Settled:
        """Return whether all completions of a project give the verdict that stands now."""
        standing = VERDICTS[self.forward.run(project.states).readings[VERDICT].standing]
        reachable = self.reachable(project)
        others = [one for one in reachable.verdicts if one.verdict != standing]
        otherwise = next((one.witness for one in others if one.witness is not None), None)
        always = (
            reachable.proved[0] if len(reachable.possible) == len(reachable.proved) == 1 else ""
        )
        if otherwise is not None:
            settled = Proof.NO
        else:
            settled = Proof.YES if always == standing else Proof.OPEN
        return Settled(standing, settled, always, otherwise)

    def rests_on(self, project: Project, verdict: str, or_graver: bool = False) -> RestsOn:
        """Return facts of a project that force a verdict, whatever all its other facts are.

        None of them can be left out, unless `minimal` says that this was not shown in time. With
        `or_graver` a graver verdict counts too: the facts then stand in the way of a better one.
        All of it is one question.
        """
        counted = VERDICTS[VERDICTS.index(verdict) :] if or_graver else (verdict,)
        others = frozenset(VERDICTS) - frozenset(counted)
        goal = Goal(f"not {' nor '.join(counted)}", others)
        deadline = Deadline(self.seconds)
        with self._lock:
            questions = Questions(self.replayer, project, [goal])
            answer = questions.ask(goal, questions.stated, deadline)
            if not answer.no:
                forced = Proof.NO if answer.yes is not None else Proof.OPEN
                return RestsOn(verdict, forced, otherwise=answer.yes)
            without = _shrink(questions, goal, answer.core, deadline)
        supports = [
            Support(path, project.states[path].shown, without[path])
            for path in project.states
            if path in without
        ]
        minimal = all(support.without is not None for support in supports)
        return RestsOn(verdict, Proof.YES, tuple(supports), minimal)


def _reach(verdict: str, answer: Answer) -> VerdictReach:
    if answer.yes is not None:
        return VerdictReach(verdict, Proof.YES, answer.yes)
    if answer.no:
        return VerdictReach(verdict, Proof.NO)
    return VerdictReach(verdict, Proof.OPEN, why_open=answer.why_open)


def _shrink(
    questions: Questions, goal: Goal, core: frozenset[str], deadline: Deadline
) -> dict[str, Witness | None]:
    """Return facts of a core that exclude a goal together, each with what happens without it.

    A witness that does without one fact keeps all the others, and so it does when these grow fewer.
    """
    needed: dict[str, Witness | None] = {}
    left = [path for path in questions.stated if path in core]
    while left:
        path = left.pop()
        answer = questions.ask(goal, [*needed, *left], deadline)
        if answer.no:
            left = [one for one in left if one in answer.core]
        else:
            needed[path] = answer.yes
    return needed
