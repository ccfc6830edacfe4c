"""Asking: the answers wanted about one project, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from vetter.assessment.model import Assessment
from vetter.engine.forward import Forward
from vetter.solver.solve import SECONDS, Solver
from vetter.whatif.basis import basis
from vetter.whatif.case import Case
from vetter.whatif.change import change
from vetter.whatif.evidence import evidence
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


class Asker:
    """A rulebook ready to answer what-if questions about any project.

    Raises `BeyondSolver` when the rulebook says what no formula can.
    """

    def __init__(self, forward: Forward, seconds: float = SECONDS) -> None:
        """Make the formula of the rulebook of `forward`; a question may take so many seconds."""
        self._forward, self._seconds = forward, seconds
        self._solver = Solver(forward, seconds)
        self._quick = Quick(forward.rulebook)

    def ask(
        self,
        assessment: Assessment,
        only: Collection[str] = ANSWERS,
        progress: Callable[[str], None] = _nothing,
    ) -> WhatIf:
        """Return the answers named in `only`; `progress` is told the name of each as it begins."""
        case = Case(self._forward, self._solver, assessment, self._seconds, self._quick)
        found: dict[str, Any] = {}
        for name in ANSWERS:
            if name in only:
                progress(name)
                found[name] = _ANSWERS[name](case)
        return WhatIf(case.shown, **found)
