"""Variants of a project: some facts given other values, and all that hangs on them settled anew."""

from __future__ import annotations

from collections.abc import Mapping

from vetter.base.sources import Source
from vetter.facts.answers import Answer
from vetter.facts.settle import Settler
from vetter.facts.states import FactState, Status
from vetter.language.conditions import facts_of
from vetter.language.domains import exactly
from vetter.language.formats import format_value
from vetter.language.types import Metric, Value
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec

States = Mapping[str, FactState]


class Variants:
    """Settles variants of projects; what hangs on what is found once for a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Learn what hangs on each fact of `rulebook`."""
        self.rulebook = rulebook
        on: dict[str, set[str]] = {path: {path} for path in rulebook.fact_order}
        for path in rulebook.fact_order:
            spec = rulebook.vocabulary.facts[path]
            behind = {*facts_of(spec.applies_when), spec.type.metric_of}
            behind.update(spec.computed.inputs if spec.computed else ())
            for members in on.values():
                if members & behind:
                    members.add(path)
        place = {path: at for at, path in enumerate(rulebook.fact_order)}
        self._after = {path: sorted(members, key=place.__getitem__) for path, members in on.items()}
        self._order = place

    def hanging_on(self, path: str) -> tuple[str, ...]:
        """Return the facts whose states can hang on a fact, it first, each after what it needs."""
        return tuple(self._after[path])

    def change(self, states: States, values: Mapping[str, Value]) -> dict[str, FactState]:
        """Return the states that change in a project when some base facts get other values.

        `states` are those of a settled project. The rest stays as it is stated; but a figure of
        quality holds in its metric only, and of a fact that did not apply or had no metric nothing
        is known once it does. So the states are those of a fact file without such answers. A value
        of a fact that does not apply in the variant counts for nothing. Qualities are given in
        goodness. Constraints are not looked at. Raises `ValueError` for a computed fact.
        """
        return _Resettler(self.rulebook, states, values).changed(self._affected(values))

    def _affected(self, values: Mapping[str, Value]) -> list[str]:
        paths = list(values)
        if len(paths) == 1:
            return self._after[paths[0]]
        every = {one for path in paths for one in self._after[path]}
        return sorted(every, key=self._order.__getitem__)


class _Resettler(Settler):
    """Settles facts from the states that they had, in place of the answers of a file."""

    def __init__(self, rulebook: Rulebook, states: States, values: Mapping[str, Value]) -> None:
        super().__init__(rulebook, {}, Reader(Source("a variant", ""), []))
        self.before, self.values = states, values
        self.states = dict(states)

    def changed(self, paths: list[str]) -> dict[str, FactState]:
        facts = self.rulebook.vocabulary.facts
        found = {}
        for path in paths:
            if path in self.values and facts[path].computed is not None:
                message = f"`{path}` is computed and has no value of its own"
                raise ValueError(message)
            found[path] = self.states[path] = self._state(facts[path])
        return found

    def _answered(self, spec: FactSpec, answer: Answer | None) -> FactState:
        metric, metrics = self._metric(spec)
        before = self.before[spec.path]
        if spec.path in self.values and (metric is not None or not spec.type.metric_of):
            value = self.values[spec.path]
            shown = format_value(value, spec.type, self.measures, metric)
            return FactState(spec, Status.KNOWN, value, exactly(value), metric=metric, shown=shown)
        if before.status is Status.NOT_APPLICABLE:
            return FactState(spec, Status.UNANSWERED, metric=metric, metrics=metrics)
        if before.domain is not None and _name(metric) != _name(before.metric):
            return FactState(spec, Status.UNANSWERED, metric=metric, metrics=metrics)
        held = before.status is Status.UNANSWERED and before.domain is not None
        status = Status.KNOWN if held else before.status
        return before._replace(
            status=status, may_not_apply=False, shut=False, metric=metric, metrics=metrics
        )


def _name(metric: Metric | None) -> str:
    return metric.name if metric else ""
