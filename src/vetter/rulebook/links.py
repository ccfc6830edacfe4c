"""What facts hang on: applicability, inputs, metric; checked, and facts put in order by it."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.base.characters import quote
from vetter.base.problems import Problem
from vetter.base.suggest import listed
from vetter.language.conditions import facts_of
from vetter.language.types import METRIC
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.strata import circles, depths
from vetter.rulebook.vocabulary import FactSpec


def link_problems(facts: dict[str, FactSpec]) -> list[Problem]:
    """Return a problem for every fact that hangs on what it cannot, or on itself."""
    problems = []
    for path, spec in facts.items():
        help = "Correct the fact that it names."
        wrong = _wrong_links(path, spec, facts)
        problems += [Problem("bad-link", message, spec.location, help) for message in wrong]
    for circle in _circles(facts):
        message = f"facts wait for each other: {' → '.join((*circle, circle[0]))}"
        help = "Whether a fact applies, and what it computes, must come from other facts."
        problems.append(Problem("circle", message, facts[circle[0]].location, help))
    return problems


def _wrong_links(path: str, spec: FactSpec, facts: dict[str, FactSpec]) -> Iterator[str]:
    source = spec.type.metric_of
    if source and (source not in facts or facts[source].type.kind != METRIC):
        yield f"{quote(source)}, in which `{path}` is measured, is no metric fact"
    if spec.computed is None:
        return
    missing = [name for name in spec.computed.inputs if name not in facts]
    if missing:
        yield f"`{path}` is computed of {quote(missing[0])}, which is no fact"
        return
    kinds = tuple(facts[name].type.kind for name in spec.computed.inputs)
    result = FUNCTIONS[spec.computed.function].result_kind(kinds)
    if result != spec.type.kind:
        made = f"{spec.computed.function} of {listed(kinds, joiner='and')}"
        found = f"of type {result}" if result else "nothing"
        yield f"`{path}` is of type {spec.type.kind}, but the {made} is {found}"
    elif source and any(facts[one].type.metric_of != source for one in spec.computed.inputs):
        yield f"`{path}` is not measured in the metric of its two qualities"


def fact_links(spec: FactSpec) -> set[str]:
    """Return the facts that must be settled before this one: applicability, inputs, metric."""
    links = set(facts_of(spec.applies_when))
    if spec.computed:
        links.update(spec.computed.inputs)
    if spec.type.metric_of:
        links.add(spec.type.metric_of)
    return links


def in_order(facts: dict[str, FactSpec]) -> list[str]:
    """Return the paths so that each comes after all that it hangs on."""
    depth = depths({path: fact_links(spec) for path, spec in facts.items()})
    return sorted(facts, key=lambda path: depth[path])


def _circles(facts: dict[str, FactSpec]) -> list[list[str]]:
    graph = {
        path: {link for link in fact_links(spec) if link in facts} for path, spec in facts.items()
    }
    return circles(graph)
