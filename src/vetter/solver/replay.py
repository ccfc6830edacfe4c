"""Witnesses: models read back into fact files, and replayed before anyone sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from vetter.base.problems import InvalidFactFile
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import FactState, Project
from vetter.language.domains import Interval, Options
from vetter.language.types import QUALITY, TEXT, Metric, Value
from vetter.language.writing import Written, round_value, write_value
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.formula import Formula
from vetter.solver.results import Witness
from vetter.solver.values import read
from vetter.solver.z3_home import Model

ANY_TEXT = "stated"
"""What a completion answers to a question of free text, which no rule can tell from another."""
DIGITS = (2, 3, 6)
"""Significant digits that the numbers of a witness are rounded to, if it stays one."""


class Goal(NamedTuple):
    """A question about the verdict: which verdicts answer it."""

    name: str
    verdicts: frozenset[str]


class NotReplayed(RuntimeError):
    """The forward engine does not confirm a witness: the formula and the engine disagree."""


class Replay(NamedTuple):
    """A witness if there is one; else whether its numbers were the reason that it is none.

    `whole` is the complete project that the witness states.
    """

    witness: Witness | None
    unwritable: bool = False
    whole: Project | None = None


class Replayer:
    """Reads models of a formula as projects and runs the forward engine on them."""

    def __init__(self, formula: Formula, forward: Forward) -> None:
        """Replay witnesses of `formula` by `forward`, both of one rulebook."""
        self.formula, self.forward = formula, forward

    def replay(
        self,
        model: Model,
        project: Project,
        kept: Collection[str],
        goal: Goal,
        rounded: Sequence[int] = DIGITS,
    ) -> Replay:
        """Return the witness that a model is.

        `kept` are the facts that the witness must have as the project states them. Of the numbers
        that were open those with few digits are tried first, as many as `rounded` says.
        """
        values = self._values(model, project)
        tried: list[dict[str, Written]] = []
        exact: dict[str, Written] | None = None
        for digits in (*rounded, 0):
            written = self._written(values, project, kept, digits)
            if not digits:
                exact = written
            if written is None or written in tried:
                continue
            tried.append(written)
            whole = self._completion(written, project, kept)
            if whole is None:
                continue
            verdict = VERDICTS[self.forward.run(whole.states).readings[VERDICT].standing]
            if verdict in goal.verdicts:
                return Replay(self._witness(verdict, written, project, kept), whole=whole)
        return Replay(None, unwritable=exact is None)

    def _values(self, model: Model, project: Project) -> dict[str, Value | None]:
        """Return the facts of a model that apply, None for a number that is not rational."""
        formula = self.formula
        values: dict[str, Value | None] = {}
        for path in formula.rulebook.fact_order:
            spec = formula.rulebook.vocabulary.facts[path]
            if spec.computed is not None or not model.holds(formula.applies[path]):
                continue
            if spec.type.kind == TEXT:
                values[path] = project.states[path].value or ANY_TEXT
            else:
                values[path] = read(formula.variables[path], model)
        return values

    def _written(
        self,
        values: Mapping[str, Value | None],
        project: Project,
        kept: Collection[str],
        digits: int,
    ) -> dict[str, Written] | None:
        """Return values as a fact file states them, None when it cannot."""
        vocabulary = self.formula.rulebook.vocabulary
        found: dict[str, Written] = {}
        for path, value in values.items():
            if value is None:
                return None
            kind = vocabulary.facts[path].type
            metric: Metric | None = None
            if kind.kind == QUALITY:
                metric = vocabulary.measures.metrics[str(values[kind.metric_of])]
            rounds = digits and not (path in kept and _single(project.states[path]))
            said = round_value(value, kind, digits) if rounds else value
            written = write_value(said, kind, vocabulary.measures, metric)
            if written is None:
                return None
            found[path] = written
        return found

    def _completion(
        self, written: Mapping[str, Written], project: Project, kept: Collection[str]
    ) -> Project | None:
        """Return a complete project, None when it is no completion of `kept`."""
        try:
            whole = project_of_mapping(written, self.formula.rulebook)
        except InvalidFactFile:
            return None
        # A warning tells of an answer that is not used: a rounded number changed what applies.
        if (
            whole.warnings
            or whole.open_facts()
            or not all(keeps(project.states[path], whole.states[path]) for path in kept)
        ):
            return None
        return whole

    def _witness(
        self,
        verdict: str,
        written: Mapping[str, Written],
        project: Project,
        kept: Collection[str],
    ) -> Witness:
        order = [path for path in self.formula.rulebook.vocabulary.facts if path in written]
        facts = []
        for path in order:
            value = written[path]
            facts.append((path, value if isinstance(value, str) else tuple(value)))
        answered = [path for path in order if not (path in kept and _single(project.states[path]))]
        return Witness(verdict, tuple(facts), tuple(answered))


def _single(state: FactState) -> bool:
    """Whether a fact can have one value only, if it applies."""
    return state.domain is not None and state.domain.single


def keeps(state: FactState, whole: FactState) -> bool:
    """Return whether a fact of a complete project is as another project states it."""
    if not whole.known or state.domain is None or state.metric is not whole.metric:
        return True
    value = whole.value
    if isinstance(state.domain, Options):
        return value in state.domain.values
    assert isinstance(state.domain, Interval)
    assert not isinstance(value, (str, frozenset)) and value is not None
    return state.domain.low <= value <= state.domain.high
