"""Which facts can never apply under what is known, so that nothing need be asked of them."""

from __future__ import annotations

from collections.abc import Mapping

from vetter.facts.meaning import ONLY_TRUE, TRUE, View, outcomes
from vetter.facts.states import FactState, Status
from vetter.language.domains import Domain, Options
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec


def never_apply(rulebook: Rulebook, domains: Mapping[str, Domain]) -> frozenset[str]:
    """Return base facts that apply in no scenario; there may be more that are not found."""
    states: dict[str, FactState] = {}
    for path in rulebook.fact_order:
        states[path] = _state(rulebook.vocabulary.facts[path], domains, states)
    return frozenset(
        path for path, state in states.items() if state.status is Status.NOT_APPLICABLE
    )


def _state(
    spec: FactSpec, domains: Mapping[str, Domain], before: Mapping[str, FactState]
) -> FactState:
    sure = True
    if spec.applies_when is not None:
        ends = outcomes(spec.applies_when, View(before, {}))
        if TRUE not in ends:
            return FactState(spec, Status.NOT_APPLICABLE)
        sure = ends == ONLY_TRUE
    if spec.computed is not None:
        if any(before[one].status is Status.NOT_APPLICABLE for one in spec.computed.inputs):
            return FactState(spec, Status.NOT_APPLICABLE)
        return FactState(spec, Status.UNANSWERED, may_not_apply=True)
    domain = domains[spec.path]
    if sure and isinstance(domain, Options) and domain.single:
        return FactState(spec, Status.KNOWN, next(iter(domain.values)), domain)
    return FactState(spec, Status.UNANSWERED, domain=domain, may_not_apply=not sure)
