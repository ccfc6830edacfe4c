"""Declared opposites that rules conclude of one project together."""

from __future__ import annotations

from vetter.engine.results import Run
from vetter.facts.meaning import ONLY_TRUE, View, outcomes
from vetter.facts.states import Project
from vetter.proving.looked import Looked
from vetter.proving.prover import Prover, Shows, in_order
from vetter.proving.results import Fault
from vetter.rulebook.claims import Opposites
from vetter.solver.results import Proof


def opposites(prover: Prover) -> Looked:
    """Look for projects of which what is declared opposite is concluded together."""
    looked = Looked("opposites")
    order = prover.rulebook.vocabulary.facts
    for one in prover.rulebook.claims.opposites:
        shows = _both(one)
        found = prover.ask(prover.formula.ends(one.never).true, shows)
        if found.facts is None:
            looked.settle(one.id, found.some is Proof.NO)
            continue
        looked.fault(
            Fault(
                "opposites", one.id, f"opposites are concluded of one project: {one.because}",
                "Let one rule except what the other concludes.", one.location,
                (in_order(prover.smaller(found.facts, shows), order),),
            )
        )  # fmt: skip
    return looked


def _both(one: Opposites) -> Shows:
    def shows(project: Project, run: Run) -> bool:
        standing = {path: reading.firing for path, reading in run.readings.items()}
        return outcomes(one.never, View(project.states, standing)) == ONLY_TRUE

    return shows
