"""Settling anew: what becomes of the states of a project when some of its facts are changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vetter.base.sources import Source
from vetter.facts.answers import Answer
from vetter.facts.meaning import ONLY_TRUE, View, outcomes
from vetter.facts.settle import Settler
from vetter.facts.states import FactState, Project, Status
from vetter.language.conditions import facts_of
from vetter.language.domains import exactly
from vetter.language.formats import format_value
from vetter.language.types import QUALITY, Value
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec

States = Mapping[str, FactState]
Changes = Mapping[str, Value | None]
"""Other values of base facts, a quality's in goodness; None leaves a fact open."""


class Hanging:
    """Which facts hang on which: by what they are made of, measured in, or apply by."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Learn what hangs on each fact of `rulebook`, however far."""
        self.rulebook = rulebook
        on: dict[str, set[str]] = {path: {path} for path in rulebook.fact_order}
        for path in rulebook.fact_order:
            spec = rulebook.vocabulary.facts[path]
            behind = {*facts_of(spec.applies_when), spec.type.metric_of}
            behind.update(spec.computed.inputs if spec.computed else ())
            for members in on.values():
                if members & behind:
                    members.add(path)
        self._place = {path: at for at, path in enumerate(rulebook.fact_order)}
        self._on = {path: self._sorted(members) for path, members in on.items()}

    def on(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return facts and all that hang on them, each after what it needs."""
        asked = list(paths)
        if len(asked) == 1:
            return self._on[asked[0]]
        return self._sorted({one for path in asked for one in self._on[path]})

    def _sorted(self, paths: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(paths, key=self._place.__getitem__))


def resettled(hanging: Hanging, states: States, changes: Changes) -> dict[str, FactState]:
    """Return the states of the facts that are changed, and of all that hang on them.

    The rest stays as it is stated, by the same steps as a fact file is settled. But what a file
    says of a fact that did not apply was not used, nor what it says of a quality whose metric was
    open or another one. It stays unused: where such a fact begins to apply, it is open. A change
    of a fact that does not apply then counts for nothing. Constraints are not looked at. Raises
    `ValueError` for a computed fact.
    """
    facts = hanging.rulebook.vocabulary.facts
    for path in changes:
        if facts[path].computed is not None:
            message = f"`{path}` is computed and has no value of its own"
            raise ValueError(message)
    settler = _Resettler(hanging.rulebook, states, changes)
    return {path: settler.settled(facts[path]) for path in hanging.on(changes)}


class _Resettler(Settler):
    """Settles facts from the states that they had, in place of the answers of a file."""

    def __init__(self, rulebook: Rulebook, states: States, changes: Changes) -> None:
        super().__init__(rulebook, {}, Reader(Source("a variant", ""), []))
        self.before, self.changes = states, changes
        self.states = dict(states)

    def settled(self, spec: FactSpec) -> FactState:
        """Return the state of a fact, all that it hangs on being settled: the same if it stays."""
        before = self.before[spec.path]
        after = self.state(spec)
        if _alike(before, after):
            return before
        self.states[spec.path] = after
        return after

    def _answered(self, spec: FactSpec, answer: Answer | None) -> FactState:
        metric, metrics = self._metric(spec)
        before = self.before[spec.path]
        empty = FactState(spec, Status.UNANSWERED, metric=metric, metrics=metrics)
        if spec.path in self.changes:
            value = self.changes[spec.path]
            if value is None or (spec.type.kind == QUALITY and metric is None):
                return empty
            shown = format_value(value, spec.type, self.measures, metric)
            return empty._replace(
                status=Status.KNOWN, value=value, domain=exactly(value), shown=shown,
                evidence=before.evidence, location=before.location,
            )  # fmt: skip
        if before.status is Status.NOT_APPLICABLE:
            return empty
        if before.domain is not None and before.metric != metric:
            return empty
        held = before.status is Status.UNANSWERED and before.value is not None
        status = Status.KNOWN if held else before.status
        return before._replace(
            status=status, may_not_apply=False, shut=False, metric=metric, metrics=metrics
        )


class Resettler:
    """Makes variants of one project."""

    def __init__(
        self, rulebook: Rulebook, project: Project, hanging: Hanging | None = None
    ) -> None:
        """Make variants of `project`, which was settled by `rulebook`."""
        self.project = project
        self._hanging = hanging or Hanging(rulebook)
        self._constraints = [
            (frozenset(facts_of(one.never)), one.never) for one in rulebook.constraints
        ]

    def changed(self, changes: Changes) -> Project:
        """Return the project with some facts changed, see `resettled`.

        States that come out as they were are the same objects as before.
        """
        states = self.project.states
        after = resettled(self._hanging, states, changes)
        return self.project._replace(states={**states, **after})

    def breaks(self, variant: Project) -> bool:
        """Return whether a variant is bound to break a constraint, which the project is not."""
        before = self.project.states
        moved = {path for path, state in variant.states.items() if state is not before[path]}
        return any(
            moved & facts and outcomes(never, View(variant.states, {})) == ONLY_TRUE
            for facts, never in self._constraints
        )


def _alike(one: FactState, other: FactState) -> bool:
    """Return whether nothing that a rule can ask tells two states of a fact apart."""
    return (
        one.status is other.status
        and one.value == other.value
        and one.domain == other.domain
        and one.may_not_apply == other.may_not_apply
        and one.metric == other.metric
        and one.metrics == other.metrics
    )
