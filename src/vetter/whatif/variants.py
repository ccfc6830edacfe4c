"""Variants of a project in which one fact has another value, and the verdict shown on each.

The rules are run over all variants at once; what an answer shows is run by the forward engine too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from vetter.columns.partial import CHUNK, SHOWN_VERDICTS
from vetter.columns.states import table_of_changes
from vetter.columns.sweep import Sweep as Columns
from vetter.facts.resettle import Resettler
from vetter.facts.states import FactState, Project
from vetter.language.types import NUMERIC, QUALITY, Value
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.alone import Alone
from vetter.scenarios.cells import Span
from vetter.scenarios.cutting import range_of
from vetter.scenarios.points import Range

if TYPE_CHECKING:
    from vetter.whatif.case import Case


BROKEN = ""
"""What stands in place of the verdict of a project that breaks a constraint."""


class NotConfirmed(RuntimeError):
    """The forward engine gives a variant another verdict than was found for it."""


class Variant(NamedTuple):
    """A project with one other value; `verdict` is `BROKEN` where there can be none."""

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


class Quick:
    """A rulebook run over many variants of a project at once; compiled when the first come."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Prepare to run `rulebook`."""
        self._rulebook = rulebook

    @cached_property
    def columns(self) -> Columns:
        """The rulebook compiled."""
        return Columns(self._rulebook)

    def verdicts(self, project: Project, variants: Sequence[Project]) -> list[str]:
        """Return the verdict shown on each variant, `BROKEN` for one that breaks a constraint."""
        states = project.states
        found: list[str] = []
        for start in range(0, len(variants), CHUNK):
            changes = [
                {path: state for path, state in one.states.items() if state is not states[path]}
                for one in variants[start : start + CHUNK]
            ]
            said = self.columns.partial.run(table_of_changes(states, changes))
            found += (
                BROKEN if broken else SHOWN_VERDICTS[place]
                for place, broken in zip(said.shown.tolist(), said.impossible.tolist(), strict=True)
            )
        return found


class Variants:
    """The variants of a case; each is run once, whichever answers ask for it."""

    def __init__(self, case: Case) -> None:
        """Vary the project of `case`."""
        self.case = case
        self._settler = Resettler(case.rulebook, case.project, case.quick.columns.hanging)
        self._found: dict[tuple[str, Value], Variant] = {}
        self._swept: dict[str, Sweep] = {}
        self._confirmed: set[int] = set()

    def of_all(self, wanted: Sequence[tuple[str, Value]]) -> list[Variant]:
        """Return for each fact, which applies or may apply, the project with that value of it."""
        new = [one for one in dict.fromkeys(wanted) if one not in self._found]
        projects = [self._settler.changed({path: value}) for path, value in new]
        verdicts = self.case.quick.verdicts(self.case.project, projects)
        for one, project, verdict in zip(new, projects, verdicts, strict=True):
            self._found[one] = Variant(project, verdict)
        return [self._found[one] for one in wanted]

    def of(self, path: str, value: Value) -> Variant:
        """Return the project with another value of a fact that applies, or may apply."""
        return self.of_all([(path, value)])[0]

    def sweeps(
        self, paths: Iterable[str], others: Sequence[tuple[str, Value]] = ()
    ) -> dict[str, Sweep]:
        """Return the numbers of facts with the verdict shown on each, all the rest as it is.

        `others` are values of other facts that are asked for next, to be run in one go.
        """
        every = list(paths)
        project, columns = self.case.project, self.case.quick.columns
        cut = {path: columns.cells(project, path) for path in every if path not in self._swept}
        numbers = [(path, cell.value) for path, one in cut.items() for cell in one.cells]
        self.of_all([*((path, value) for path, value in numbers if value is not None), *others])
        for path, alone in cut.items():
            self._swept[path] = self._sweep(path, alone)
        return {path: self._swept[path] for path in every}

    def sweep(self, path: str) -> Sweep:
        """Return the numbers of one fact, see `sweeps`."""
        return self.sweeps([path])[path]

    def _sweep(self, path: str, alone: Alone) -> Sweep:
        among = range_in(self.case.project.states[path])
        pieces: list[Piece] = []
        for cell in alone.cells:
            assert cell.value is not None
            variant = self._found[path, cell.value]
            span = _whole(cell.span, among) if cell.span else _single(cell.value)
            before = pieces[-1] if pieces else None
            if before is not None and before.variant.verdict == variant.verdict:
                joined = before.span._replace(high=span.high, with_high=span.with_high)
                pieces[-1] = before._replace(span=joined)
            else:
                pieces.append(Piece(span, variant))
        return Sweep(among, not alone.inexact, tuple(pieces))

    def confirm(self, variant: Variant) -> None:
        """Hold a variant that an answer shows against the forward engine and the constraints.

        Raises `NotConfirmed` when they say something else.
        """
        if id(variant.project) in self._confirmed:
            return
        breaks = self._settler.breaks(variant.project)
        verdict = BROKEN if breaks else self.case.verdict_of(variant.project)
        if verdict != variant.verdict:
            name = self.case.project.path
            found, there = (
                variant.verdict or "a broken constraint",
                verdict or "a broken constraint",
            )
            raise NotConfirmed(f"{name}: the forward engine gives {there}, columns {found}")
        self._confirmed.add(id(variant.project))  # all variants are kept


def can_vary(state: FactState) -> bool:
    """Return whether a fact is a number that applies, or may apply, and is not computed."""
    spec = state.spec
    return (
        spec.type.kind in NUMERIC
        and spec.computed is None
        and (state.status.is_open or state.known)
        and (spec.type.kind != QUALITY or state.metric is not None)
    )


def range_in(state: FactState) -> Range:
    """Return all numbers that a fact can be, in the metric that is stated."""
    return range_of(state.spec, None, state.metric)


def _single(value: Value) -> Span:
    assert isinstance(value, int | Fraction)
    return Span(Fraction(value), Fraction(value), True, True)


def _whole(span: Span, among: Range) -> Span:
    """Return a span of whole numbers with ends that belong to it; another one as it is."""
    if not among.integral:
        return span
    low = span.low if span.with_low else floor(span.low) + 1
    high = span.high if span.with_high else ceil(span.high) - 1
    return Span(Fraction(ceil(low)), Fraction(floor(high)), True, True)
