"""Computed facts: known when their inputs are; of a margin a range is shown before that."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from vetter.facts.states import FactState, Status, held
from vetter.language.domains import Interval, exactly
from vetter.language.formats import format_value
from vetter.language.types import MARGIN, Measures
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.vocabulary import FactSpec

NO_METRICS: frozenset[str] = frozenset()


def computed_state(
    spec: FactSpec, inputs: Sequence[FactState], measures: Measures, may_not_apply: bool
) -> FactState:
    """Return the state of a computed fact that can apply, given those of its inputs."""
    assert spec.computed is not None
    if any(one.status is Status.NOT_APPLICABLE for one in inputs):
        return FactState(spec, Status.NOT_APPLICABLE)
    unsure = may_not_apply or any(one.may_not_apply for one in inputs)
    first = inputs[0]  # what is measured in a metric is so together with its inputs
    metric, metrics = None, NO_METRICS
    if spec.type.kind == MARGIN:
        metric, metrics = first.metric, first.metrics
    if not all(one.known for one in inputs):
        # A quotient of open inputs may come out as nothing, for its divisor may be zero.
        unsure = unsure or spec.computed.function == "quotient"
        shown = _range_shown(spec, inputs, measures) if spec.type.kind == MARGIN else ""
        return FactState(
            spec, Status.UNANSWERED, metric=metric, metrics=metrics, may_not_apply=unsure,
            shown=shown,
        )  # fmt: skip
    numbers = [Fraction(one.value) for one in inputs if isinstance(one.value, int | Fraction)]
    result = FUNCTIONS[spec.computed.function].compute(numbers)
    if result is None:
        return FactState(spec, Status.NOT_APPLICABLE)
    shown = format_value(result, spec.type, measures, metric)
    state = FactState(spec, Status.KNOWN, result, exactly(result), metric=metric, shown=shown)
    return held(state) if unsure else state


def _range_shown(spec: FactSpec, inputs: Sequence[FactState], measures: Measures) -> str:
    """Return a margin of two qualities in words while one of them is known only in part."""
    ends = [_ends(state) for state in inputs]
    if None in ends:
        return ""
    (low, high), (least, most) = [one for one in ends if one is not None]
    metric = inputs[0].metric
    first, last = (
        format_value(end, spec.type, measures, metric) for end in (low - most, high - least)
    )
    return f"between {first.partition(' ')[0]} and {last}"  # the unit stands once


def _ends(state: FactState) -> tuple[Fraction, Fraction] | None:
    if state.domain is None:
        return None
    if isinstance(state.domain, Interval):
        return state.domain.low, state.domain.high
    values = [Fraction(one) for one in state.domain.values if not isinstance(one, str | frozenset)]
    return min(values), max(values)
