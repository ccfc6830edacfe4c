"""The solver of a rulebook: what completions of a project can come to, proved."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock

from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.formula import Formula
from vetter.solver.limits import not_linear
from vetter.solver.plans import MOST_PLANS, find_plans
from vetter.solver.questions import Answer, Deadline, Questions
from vetter.solver.replay import Goal, Replayer
from vetter.solver.results import (
    Needed,
    Plans,
    Proof,
    Reachable,
    RestsOn,
    Settled,
    Support,
    VerdictReach,
    Witness,
)
from vetter.solver.subsets import fewest_of, shrink

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
        self.lock = Lock()

    def reachable(
        self,
        project: Project,
        among: Collection[str] = VERDICTS,
        deadline: Deadline | None = None,
    ) -> Reachable:
        """Return for each verdict whether some completion of a project gives it.

        Each verdict is a question of its own, unless all of them have one `deadline`. Those that
        are not `among` the verdicts in question count as refuted, for the caller knows that.
        """
        goals = [Goal(f"is {verdict}", frozenset((verdict,))) for verdict in VERDICTS]
        found = []
        with self.lock:
            questions = Questions(self.replayer, project, goals)
            for verdict, goal in zip(VERDICTS, goals, strict=True):
                answer = Answer(no=True)
                if verdict in among:
                    until = deadline or Deadline(self.seconds)
                    answer = questions.ask(goal, questions.stated, until)
                found.append(_reach(verdict, answer))
        return Reachable(tuple(found))

    def answers_needed(
        self, project: Project, witness: Witness, deadline: Deadline | None = None
    ) -> Needed:
        """Return answers of a witness that bring its verdict whatever the other answers are.

        `witness` is a completion of the project. All of it is one question.
        """
        until = deadline or Deadline(self.seconds)
        whole = project_of_mapping(witness.mapping(), self.forward.rulebook)
        goal = Goal("another verdict", frozenset(VERDICTS) - {witness.verdict})
        with self.lock:
            questions = Questions(self.replayer, whole, [goal], given=project)
            answer = questions.ask(goal, questions.stated, until)
            if not answer.no:
                return Needed(questions.stated, minimal=False)
            needed = shrink(questions, goal, answer.core, until)
        paths = tuple(path for path in project.states if path in needed)
        return Needed(paths, all(one is not None for one in needed.values()))

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

    def rests_on(
        self,
        project: Project,
        verdict: str,
        or_graver: bool = False,
        fewest: bool = False,
        deadline: Deadline | None = None,
    ) -> RestsOn:
        """Return facts of a project that force a verdict, whatever all its other facts are.

        None of them can be left out, unless `minimal` says that this was not shown in time. With
        `or_graver` a graver verdict counts too: the facts then stand in the way of a better one.
        With `fewest` a smaller set is looked for, and `smallest` says whether there is none. All of
        it is one question.
        """
        counted = VERDICTS[VERDICTS.index(verdict) :] if or_graver else (verdict,)
        others = frozenset(VERDICTS) - frozenset(counted)
        goal = Goal(f"not {' nor '.join(counted)}", others)
        until = deadline or Deadline(self.seconds)
        smallest = Proof.OPEN
        with self.lock:
            questions = Questions(self.replayer, project, [goal])
            answer = questions.ask(goal, questions.stated, until)
            if not answer.no:
                forced = Proof.NO if answer.yes is not None else Proof.OPEN
                return RestsOn(verdict, forced, otherwise=answer.yes)
            without = shrink(questions, goal, answer.core, until)
            if fewest:
                without, smallest = fewest_of(questions, goal, without, until)
        supports = [
            Support(path, project.states[path].shown, without[path])
            for path in project.states
            if path in without
        ]
        minimal = all(support.without is not None for support in supports)
        return RestsOn(verdict, Proof.YES, tuple(supports), minimal, smallest=smallest)

    def plans(
        self, project: Project, verdict: str, seconds: float, most: int = MOST_PLANS
    ) -> Plans:
        """Return the cheapest changes of a project that force a verdict or a better one.

        All of it is one question, of so many seconds. At most so many different plans are returned.
        The search adds to a formula, so it has one of its own: else a plan might hang on what was
        asked before.
        """
        with self.lock:
            replayer = Replayer(Formula(self.forward.rulebook), self.forward)
            return find_plans(replayer, project, verdict, Deadline(seconds), most)


def _reach(verdict: str, answer: Answer) -> VerdictReach:
    if answer.yes is not None:
        return VerdictReach(verdict, Proof.YES, answer.yes)
    if answer.no:
        return VerdictReach(verdict, Proof.NO)
    return VerdictReach(verdict, Proof.OPEN, why_open=answer.why_open)
