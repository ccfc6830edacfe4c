"""A project said again as facts: what was read from a file, ready to be changed and read anew."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from vetter.base.suggest import listed
from vetter.facts.states import FactState, Project, Status
from vetter.language.domains import Domain, Interval, Options
from vetter.language.formats import format_value
from vetter.language.types import LEVEL, Measures, Value
from vetter.language.values import BadValue, parse_value
from vetter.language.writing import write_value
from vetter.rulebook.rulebook import Rulebook

ROUNDED = (Fraction(0), Fraction(1, 1000), Fraction(1, 100), Fraction(1, 20), Fraction(1, 10))
"""By which parts of itself the end of a range is moved inwards until its text lies within."""


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


def range_words(state: FactState, domain: Domain, rulebook: Rulebook) -> str:
    """Return in words which values a fact can have; `state` has one of them.

    An interval is open to one side; its end is rounded inwards, so that what is said is so.
    """
    kind, measures = state.spec.type, rulebook.vocabulary.measures

    def words(value: Value) -> str:
        return format_value(value, kind, measures, state.metric)

    def readable(text: str) -> Value | None:
        try:
            return parse_value(text.replace(",", ""), kind, measures, state.metric)
        except BadValue:
            return None

    if domain is None or domain.single:
        return state.shown
    if isinstance(domain, Options) and kind.kind != LEVEL:
        names = [name for name in kind.names if name in domain.values]
        return listed([words(name) for name in names], len(names))
    value = state.value
    assert isinstance(value, (int, Fraction))
    if isinstance(domain, Options):
        ranks = sorted(rank for rank in domain.values if isinstance(rank, int))
        low, high = Fraction(ranks[0]), Fraction(ranks[-1])
        upwards = ranks[-1] == len(kind.names) - 1
    else:
        low, high = domain.low, domain.high
        upwards = high - value > value - low
    end = _inwards(low if upwards else high, upwards, words, readable)
    falls = state.metric is not None and not state.metric.higher_is_better
    return f"{'at most' if upwards == falls else 'at least'} {end}"


def _inwards(
    end: Fraction,
    upwards: bool,
    words: Callable[[Value], str],
    readable: Callable[[str], Value | None],
) -> str:
    """Return an end of a range in words that are not rounded out of it, where there are some."""
    for part in ROUNDED:
        moved = end + abs(end) * part * (1 if upwards else -1)
        text = words(moved)
        said = readable(text)
        if isinstance(said, (int, Fraction)) and (said >= end if upwards else said <= end):
            return text
    return words(end)
