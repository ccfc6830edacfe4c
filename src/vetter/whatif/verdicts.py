"""Answer 1: the verdicts that completions give, and how each comes about."""

from __future__ import annotations

from vetter.facts.factfile import project_of_mapping
from vetter.solver.questions import Deadline
from vetter.solver.results import Proof, Reachable, VerdictReach
from vetter.whatif.case import Case
from vetter.whatif.results import Value, Verdicts, Way


def verdicts(case: Case) -> Verdicts:
    """Return which verdicts completions of a project give, each with the answers that bring it.

    All of it is one question.
    """
    deadline = Deadline(case.seconds)
    # What the engine holds impossible is so; of the rest it may hold too much possible.
    among = case.assessment.verdict.reachable
    reachable = case.solver.reachable(case.project, among, deadline)
    always = (
        reachable.proved[0] if reachable.proved == reachable.possible and _one(reachable) else ""
    )
    ways = tuple(_way(case, one, reachable, deadline) for one in reachable.verdicts)
    return Verdicts(case.shown, _settled(case.shown, reachable), always, ways)


def _one(reachable: Reachable) -> bool:
    return len(reachable.possible) == 1


def _settled(shown: str, reachable: Reachable) -> Proof:
    """Return whether all completions give the verdict shown, and there is a completion."""
    if not reachable.possible or set(reachable.proved) - {shown}:
        return Proof.NO
    if reachable.proved == reachable.possible:
        return Proof.YES
    return Proof.OPEN if shown in reachable.possible else Proof.NO


def _way(case: Case, reach: VerdictReach, reachable: Reachable, deadline: Deadline) -> Way:
    witness = reach.witness
    if witness is None:
        return Way(reach.verdict, reach.reachable, why_open=reach.why_open)
    if _one(reachable):
        return Way(reach.verdict, reach.reachable, (), True, witness)
    needed = case.solver.answers_needed(case.project, witness, deadline)
    whole = project_of_mapping(witness.mapping(), case.rulebook)
    said = witness.mapping()
    answers = []
    for path in needed.paths:
        now = case.fact(path)
        answers.append(Value(path, now.label, now.shown, whole.states[path].shown, said[path]))
    return Way(reach.verdict, reach.reachable, tuple(answers), needed.minimal, witness)
