"""Which facts can never apply under what is known, so that nothing need be asked of them."""

from __future__ import annotations

from collections.abc import Mapping

from vetter.facts.meaning import ONLY_TRUE, TRUE, View, outcomes
from vetter.facts.states import FactState, Status
from vetter.language.domains import Domain, Options
from vetter.language.types import Metric
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec


def never_apply(rulebook: Rulebook, domains: Mapping[str, Domain]) -> frozenset[str]:
    """Return base facts that apply in no scenario; there may be more that are not found."""
    states: dict[str, FactState] = {}
    vocabulary = rulebook.vocabulary
    for path in rulebook.fact_order:
        states[path] = _state(vocabulary.facts[path], domains, states, vocabulary.measures.metrics)
    return frozenset(
        path for path, state in states.items() if state.status is Status.NOT_APPLICABLE
    )


def _state(
    spec: FactSpec,
    domains: Mapping[str, Domain],
    before: Mapping[str, FactState],
    metrics: Mapping[str, Metric],
) -> FactState:
    sure = True
    stated = before.get(spec.type.metric_of)
    if stated is not None:
        if stated.status is Status.NOT_APPLICABLE:
            return FactState(spec, Status.NOT_APPLICABLE)
        sure = not stated.may_not_apply
    if spec.applies_when is not None:
        ends = outcomes(spec.applies_when, View(before, {}))
        if TRUE not in ends:
            return FactState(spec, Status.NOT_APPLICABLE)
        sure = sure and ends == ONLY_TRUE
    if spec.computed is not None:
        if any(before[one].status is Status.NOT_APPLICABLE for one in spec.computed.inputs):
            return FactState(spec, Status.NOT_APPLICABLE)
        return FactState(spec, Status.UNANSWERED, may_not_apply=True)
    domain = domains[spec.path]
    metric = None
    if stated is not None:
        # What is said of a quality holds in the metric that is stated, and in no other.
        domain = domain if stated.known else None
        metric = metrics[str(stated.value)] if stated.known else None
    if sure and isinstance(domain, Options) and domain.single:
        return FactState(spec, Status.KNOWN, next(iter(domain.values)), domain, metric=metric)
    return FactState(spec, Status.UNANSWERED, domain=domain, may_not_apply=not sure, metric=metric)
