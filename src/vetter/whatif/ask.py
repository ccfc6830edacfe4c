"""Asking: the answers wanted about one project, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import Any

from vetter.assessment.model import Assessment
from vetter.base.problems import Location, Problem
from vetter.base.suggest import listed
from vetter.engine.forward import Forward
from vetter.facts.states import Project
from vetter.solver.contradiction import contradiction
from vetter.solver.limits import BeyondSolver
from vetter.solver.solve import SECONDS, Solver
from vetter.whatif.basis import basis
from vetter.whatif.case import Case
from vetter.whatif.change import change
from vetter.whatif.evidence import evidence
from vetter.whatif.limits import WITHOUT_SOLVER, Contradiction, beyond
from vetter.whatif.results import ANSWERS, WhatIf
from vetter.whatif.tipping import tipping
from vetter.whatif.unknowns import unknowns
from vetter.whatif.variants import Quick
from vetter.whatif.verdicts import verdicts
from vetter.whatif.watch import watch

_ANSWERS: dict[str, Callable[[Case], Any]] = {
    "verdicts": verdicts,
    "change": change,
    "watch": watch,
    "basis": basis,
    "tipping": tipping,
    "unknowns": unknowns,
    "evidence": evidence,
}


def _nothing(name: str) -> None:
    """Tell nobody."""


def _not_exact(solver: Solver, project: Project) -> Iterator[tuple[str, str]]:
    """Yield the computed facts for which an answer may not be found in time, and why."""
    for path in solver.not_linear:
        state = project.states[path]
        assert state.spec.computed is not None
        inputs = [project.states[one] for one in state.spec.computed.inputs]
        if state.status.is_open and sum(not one.known for one in inputs) > 1:
            yield (
                path,
                "two open facts are multiplied or divided, so what hangs on it may be left open",
            )


class Asker:
    """A rulebook ready to answer what-if questions about any project."""

    def __init__(self, forward: Forward, seconds: float = SECONDS) -> None:
        """Answer by the rulebook of `forward`; a question may take so many seconds."""
        self._forward, self.seconds = forward, seconds

    @cached_property
    def _quick(self) -> Quick:
        """The rulebook compiled for variants, when the first answer needs it."""
        return Quick(self._forward.rulebook)

    @cached_property
    def _solver(self) -> Solver:
        """The formula of the rulebook, made when the first answer needs it."""
        try:
            return Solver(self._forward, self.seconds)
        except BeyondSolver as error:
            raise beyond(self._forward.rulebook, error.reasons) from None

    def ask(
        self,
        assessment: Assessment,
        only: Collection[str] = ANSWERS,
        progress: Callable[[str], None] = _nothing,
    ) -> WhatIf:
        """Return the answers named in `only`; `progress` is told the name of each as it begins.

        Raises `Unanswerable` when an answer needs a proof and the rulebook says what no formula
        can, and `Contradiction` when no complete project fits what the facts say.
        """
        solver = None
        if not set(only) <= set(WITHOUT_SOLVER):
            solver = self._solver
            self._check(solver, assessment.project)
        case = Case(self._forward, solver, assessment, self.seconds, self._quick)
        found: dict[str, Any] = {}
        for name in ANSWERS:
            if name in only:
                progress(name)
                found[name] = _ANSWERS[name](case)
        not_exact = tuple(_not_exact(solver, assessment.project)) if solver else ()
        return WhatIf(case.shown, **found, not_exact=not_exact)

    @staticmethod
    def _check(solver: Solver, project: Project) -> None:
        paths = contradiction(solver, project)
        if paths is None:
            return
        states = [project.states[path] for path in paths]
        said = listed([f"{one.path} = {one.shown}" for one in states], joiner="and")
        place = next((one.location for one in reversed(states) if one.location is not None), None)
        message = f"no complete project fits what is stated together: {said}"
        help = "Correct one of them: no constraint is bound to be broken, but one always is."
        if not paths:
            message = (
                "the constraints of the rulebook exclude one another: no project keeps them all"
            )
            help = "Correct the constraints."
        raise Contradiction(
            [Problem("no-completion", message, place or Location(project.path), help)]
        )
