"""A project said again as facts: what was read from a file, ready to be changed and read anew."""

from __future__ import annotations

from typing import Any

from vetter.facts.states import FactState, Project, Status
from vetter.language.domains import Interval, Options
from vetter.language.types import Measures, Value
from vetter.rulebook.rulebook import Rulebook
from vetter.solver.writing import write_value


def restate(project: Project, rulebook: Rulebook) -> dict[str, Any]:
    """Return the facts of a project as a mapping that is read back to the same states.

    Answers that are not used, for facts that do not apply, are left out.
    """
    measures = rulebook.vocabulary.measures
    found = {}
    for path, state in project.states.items():
        if state.spec.computed is None and state.status is not Status.NOT_APPLICABLE:
            said = _said(state, measures)
            if said is not None:
                found[path] = said
    return found


def _said(state: FactState, measures: Measures) -> Any:
    def written(value: Value) -> Any:
        return write_value(value, state.spec.type, measures, state.metric)

    domain = state.domain
    if isinstance(domain, Interval):
        ends = [domain.low, domain.high]
        if state.metric is not None and not state.metric.higher_is_better:
            ends.reverse()  # a quality is held as goodness
        return {"between": [written(end) for end in ends]}
    if isinstance(domain, Options):
        values = sorted(domain.values, key=str)
        return written(values[0]) if domain.single else {"one of": [written(one) for one in values]}
    return "unknown" if state.status is Status.UNKNOWN else None
