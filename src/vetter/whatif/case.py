"""One project under question: what every answer stands on."""

from __future__ import annotations

from functools import cached_property

from vetter.assessment.model import Assessment
from vetter.assessment.verdict import verdict_shown
from vetter.engine.forward import Forward
from vetter.facts.states import Project
from vetter.rulebook.rulebook import Rulebook
from vetter.solver.solve import Solver
from vetter.whatif.results import Fact
from vetter.whatif.variants import Quick, Variants


class Case:
    """A project with its assessment, and the engines that answer questions about it.

    `solver`, `forward` and `quick` are made once for a rulebook and serve every case.
    """

    def __init__(
        self,
        forward: Forward,
        solver: Solver | None,
        assessment: Assessment,
        seconds: float,
        quick: Quick | None = None,
    ) -> None:
        """Ask about the project of an assessment; a question may take so many seconds.

        Without a solver only what needs no proof can be asked.
        """
        self.forward, self._solver, self.assessment = forward, solver, assessment
        self.seconds = seconds
        self.quick = quick or Quick(assessment.rulebook)

    @property
    def solver(self) -> Solver:
        """The solver of the rulebook."""
        assert self._solver is not None, "this answer was to need no proof"
        return self._solver

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that the project is vetted by."""
        return self.assessment.rulebook

    @property
    def project(self) -> Project:
        """The project in question."""
        return self.assessment.project

    @property
    def shown(self) -> str:
        """The verdict of the memo."""
        return self.assessment.verdict.level

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The paths of the facts that the project states, computed ones left out."""
        return tuple(
            path
            for path, state in self.project.states.items()
            if state.known and state.spec.computed is None
        )

    @cached_property
    def variants(self) -> Variants:
        """The project with one fact changed; what was run for one answer serves the others."""
        return Variants(self)

    def verdict_of(self, project: Project) -> str:
        """Return the verdict that the memo of a changed project would show."""
        return verdict_shown(self.rulebook, project, self.forward.run(project.states))

    def fact(self, path: str) -> Fact:
        """Return a fact of the project as an answer names it."""
        state = self.project.states[path]
        line = state.location.line if state.location else 0
        shown = state.shown if state.domain is not None else ""
        return Fact(path, self.rulebook.vocabulary.label(path), shown, line)
