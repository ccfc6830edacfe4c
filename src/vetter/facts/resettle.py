"""Variants of a project: some facts changed, everything that hangs on them settled anew."""

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


class Resettler(Settler):
    """Settles a project anew after changes, by the same steps as its fact file was settled.

    What the file says of a fact that did not apply was not used, nor what it says of a quality
    whose metric was open. It stays unused: where such a fact begins to apply, it is open.
    """

    def __init__(self, rulebook: Rulebook, project: Project) -> None:
        """Make variants of `project`, which was settled by `rulebook`."""
        super().__init__(rulebook, {}, Reader(Source(project.path, ""), []))
        self.project = project
        self._changes: Mapping[str, Value | None] = {}
        self._hanging = _hanging(rulebook)
        self._constraints = [
            (frozenset(facts_of(one.never)), one.never) for one in rulebook.constraints
        ]

    def changed(self, changes: Mapping[str, Value | None]) -> Project:
        """Return the project with other values of facts, none computed; None leaves one open.

        States that come out as they were are the same objects as before. A quality is given as
        goodness in the metric that is stated. Constraints may be broken: see `breaks`.
        """
        self._changes = changes
        self.states = dict(self.project.states)
        facts = self.rulebook.vocabulary.facts
        due = set(changes)
        for path in self.rulebook.fact_order:
            if path not in due:
                continue
            before = self.project.states[path]
            after = self._state(facts[path])
            if not _same(before, after):
                self.states[path] = after
                due.update(self._hanging.get(path, ()))
        return self.project._replace(states=self.states)

    def breaks(self, variant: Project) -> bool:
        """Return whether a variant is bound to break a constraint, which the project is not."""
        moved = {path for path, state in variant.states.items() if state is not self._of(path)}
        return any(
            moved & facts and outcomes(never, View(variant.states, {})) == ONLY_TRUE
            for facts, never in self._constraints
        )

    def _of(self, path: str) -> FactState:
        return self.project.states[path]

    def _answered(self, spec: FactSpec, answer: Answer | None) -> FactState:
        """Return what the project says of a fact that applies, or what it was changed to."""
        before = self._of(spec.path)
        metric, metrics = self._metric(spec)
        readable = spec.type.kind != QUALITY or metric is not None
        empty = FactState(spec, Status.UNANSWERED, metric=metric, metrics=metrics)
        if spec.path in self._changes:
            value = self._changes[spec.path]
            if value is None or not readable:
                return empty
            shown = format_value(value, spec.type, self.measures, metric)
            return empty._replace(
                status=Status.KNOWN, value=value, domain=exactly(value), shown=shown,
                evidence=before.evidence, location=before.location,
            )  # fmt: skip
        if before.status is Status.NOT_APPLICABLE or (
            before.domain is not None and not (readable and before.metric is metric)
        ):
            return empty
        held = before.status is Status.UNANSWERED and before.value is not None
        status = Status.KNOWN if held else before.status
        return before._replace(status=status, may_not_apply=False, metric=metric, metrics=metrics)


def _hanging(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Return the facts that hang on each fact: by what they are made of, or by when they apply."""
    found: dict[str, list[str]] = {}
    for path, spec in rulebook.vocabulary.facts.items():
        needs: Iterable[str] = [
            *facts_of(spec.applies_when),
            *(spec.computed.inputs if spec.computed else ()),
            *([spec.type.metric_of] if spec.type.metric_of else []),
        ]
        for one in dict.fromkeys(needs):
            found.setdefault(one, []).append(path)
    return {path: tuple(hanging) for path, hanging in found.items()}


def _same(one: FactState, other: FactState) -> bool:
    """Return whether nothing that a rule can ask tells two states of a fact apart."""
    return (
        one.status is other.status
        and one.value == other.value
        and one.domain == other.domain
        and one.may_not_apply == other.may_not_apply
        and one.metric is other.metric
        and one.metrics == other.metrics
    )
