"""Copies of a project in which some facts are changed or unknown, and the verdict shown on each.

They serve answers that look at many copies and show few of them: what is shown is confirmed by the
forward engine, the rest is sorted by what the change reaches.
"""

from __future__ import annotations

from collections.abc import Mapping

from vetter.assessment.verdict import verdict_shown
from vetter.engine.rerun import Rerun
from vetter.facts.resettle import Resettler
from vetter.facts.states import Project
from vetter.language.types import Value
from vetter.whatif.case import Case
from vetter.whatif.variants import NotConfirmed

FEW = 8
"""Up to so many facts moved it is quicker to decide anew only what they reach."""


class Copies:
    """Copies of the project of a case."""

    def __init__(self, case: Case) -> None:
        """Make copies of the project of `case`."""
        self.case = case
        self._settler = Resettler(case.rulebook, case.project)
        self._rerun = Rerun(case.rulebook, case.project, case.assessment.run)

    def of(self, changes: Mapping[str, Value | None]) -> Project | None:
        """Return the project with other values; None for a value leaves a fact unknown.

        Return None for a project that would break a constraint.
        """
        copy = self._settler.changed(changes)
        return None if self._settler.breaks(copy) else copy

    def verdict(self, copy: Project) -> str:
        """Return the verdict shown on a copy."""
        before = self.case.project.states
        if sum(state is not before[path] for path, state in copy.states.items()) > FEW:
            return self.case.verdict_of(copy)
        return verdict_shown(self.case.rulebook, copy, self._rerun.run(copy))

    def confirmed(self, copy: Project) -> str:
        """Return the verdict shown on a copy, as the forward engine gives it.

        Raises `NotConfirmed` when that is not the one found before.
        """
        verdict, found = self.case.verdict_of(copy), self.verdict(copy)
        if verdict != found:
            raise NotConfirmed(
                f"{self.case.project.path}: the forward engine gives {verdict}, "
                f"where {found} was found"
            )
        return verdict
