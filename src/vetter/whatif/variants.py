"""Variants of a project in which one fact has another value, and the verdict shown on each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from vetter.facts.resettle import Resettler
from vetter.facts.states import Project
from vetter.language.types import Value
from vetter.scenarios.cells import Span
from vetter.scenarios.points import Range
from vetter.scenarios.reads import Reads, reads_of
from vetter.whatif.alike import Alike, Signature
from vetter.whatif.intervals import spans_of

if TYPE_CHECKING:
    from vetter.whatif.case import Case


class NotConfirmed(RuntimeError):
    """The forward engine gives a variant another verdict than the one found for it."""


class Variant(NamedTuple):
    """A project with one other value; `verdict` is empty where it would break a constraint."""

    project: Project
    verdict: str

    @property
    def breaks(self) -> bool:
        """Whether there can be no such project."""
        return not self.verdict


class Piece(NamedTuple):
    """Numbers of a fact, in goodness for a quality, on which the verdict is the same.

    `variant` is the project with one of them.
    """

    span: Span
    variant: Variant


class Sweep(NamedTuple):
    """All numbers that a fact can be, from the lowest, in pieces of one verdict each.

    Where not `exact` a verdict may turn at a number that is not found.
    """

    range: Range
    exact: bool
    pieces: tuple[Piece, ...]


class Variants:
    """The variants of a case. What no rule tells apart is run once."""

    def __init__(self, case: Case) -> None:
        """Vary the project of `case`."""
        self.case = case
        self._settler = Resettler(case.rulebook, case.project)
        self._alike = Alike(case.rulebook, case.project)
        self._verdicts: dict[Signature, tuple[Project, str]] = {}
        self._swept: dict[str, Sweep] = {}
        self._verdicts[frozenset()] = (case.project, case.shown)

    @cached_property
    def reads(self) -> Reads:
        """What the rulebook asks of its facts."""
        return reads_of(self.case.rulebook)

    def of(self, path: str, value: Value) -> Variant:
        """Return the project with another value of a fact that applies, or may apply.

        Its verdict is that of a variant of which no rule tells it apart.
        """
        project = self._settler.changed({path: value})
        if self._settler.breaks(project):
            return Variant(project, "")
        signature = self._alike.signature(project)
        found = self._verdicts.get(signature)
        if found is None:
            found = self._verdicts[signature] = (project, self.case.verdict_of(project))
        return Variant(project, found[1])

    def sweep(self, path: str) -> Sweep:
        """Return the numbers of a fact with the verdict shown on each, all the rest as it is."""
        found = self._swept.get(path)
        if found is None:
            found = self._swept[path] = self._sweep(path)
        return found

    def _sweep(self, path: str) -> Sweep:
        among, exact, spans = spans_of(path, self.case.project.states, self.reads)
        pieces: list[Piece] = []
        for span, number in spans:
            variant = self.of(path, number)
            before = pieces[-1] if pieces else None
            if before is not None and before.variant.verdict == variant.verdict:
                joined = before.span._replace(high=span.high, with_high=span.with_high)
                pieces[-1] = before._replace(span=joined)
            else:
                pieces.append(Piece(span, variant))
        return Sweep(among, exact, tuple(pieces))

    def confirm(self, variant: Variant) -> None:
        """Run the forward engine on a variant that an answer shows.

        Raises `NotConfirmed` when it says something else.
        """
        if variant.breaks or any(variant.project is one for one, _ in self._verdicts.values()):
            return
        verdict = self.case.verdict_of(variant.project)
        if verdict != variant.verdict:
            raise NotConfirmed(
                f"{self.case.project.path}: the forward engine gives {verdict}, "
                f"where {variant.verdict} was found"
            )
