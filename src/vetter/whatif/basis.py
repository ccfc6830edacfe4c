"""Answer 4: what the verdict rests on."""

from __future__ import annotations

from vetter.rulebook.vocabulary import GO, VERDICTS
from vetter.solver.questions import NO_TIME, Deadline
from vetter.solver.results import Proof
from vetter.whatif.breakers import breakers
from vetter.whatif.case import Case
from vetter.whatif.results import Basis, Ground


def basis(case: Case) -> Basis:
    """Return what a verdict rests on. All of it is one question."""
    deadline = Deadline(case.seconds)
    standing = case.assessment.verdict.standing
    if standing == GO:
        return _of_go(case, deadline)
    rests = case.solver.rests_on(
        case.project, standing, or_graver=True, fewest=True, deadline=deadline
    )
    return Basis(
        standing,
        rests.forced,
        tuple(Ground(case.fact(one.path), one.without) for one in rests.supports),
        rests.minimal,
        rests.smallest,
        why_open=NO_TIME if rests.forced is Proof.OPEN else "",
        otherwise=rests.otherwise,
    )


def _of_go(case: Case, deadline: Deadline) -> Basis:
    """Return whether all completions give go, and for a go that is shown what would break it."""
    graver = [one for one in VERDICTS if one != GO and one in case.assessment.verdict.reachable]
    forced, otherwise, why_open = Proof.YES, None, ""
    for one in case.solver.reachable(case.project, graver, deadline).verdicts if graver else ():
        if one.reachable is Proof.YES:
            forced, otherwise, why_open = Proof.NO, one.witness, ""
            break
        if one.reachable is Proof.OPEN:
            forced, why_open = Proof.OPEN, one.why_open
    found, every = breakers(case, deadline) if case.shown == GO else ((), True)
    return Basis(
        GO, forced, breakers=found, why_open=why_open, otherwise=otherwise, all_breakers=every
    )
