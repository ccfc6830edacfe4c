"""Words for conditions and values: how a rule's sentences and texts read for people."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from vetter.base.wording import number_word
from vetter.engine.results import Reading
from vetter.facts.states import FactState
from vetter.language.conditions import Operand, Test
from vetter.language.formats import format_value
from vetter.language.numbers import format_number
from vetter.language.texts import Text
from vetter.language.types import (
    DURATION,
    LEVEL,
    NUMERIC,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    FactType,
    Metric,
)
from vetter.language.values import goodness
from vetter.rulebook.vocabulary import SEVERITIES, STRENGTH, Entry, Threshold, Vocabulary

_OF_QUALITY = {
    ">": "is better than",
    ">=": "is at least as good as",
    "<": "is worse than",
    "<=": "is at most as good as",
}


def threshold_words(threshold: Threshold, vocabulary: Vocabulary) -> str:
    """Return a threshold's value as people read it."""
    metric = vocabulary.measures.metrics.get(next(iter(threshold.type.metrics), ""))
    return format_value(threshold.value, threshold.type, vocabulary.measures, metric)


def render_text(
    text: Text | None,
    vocabulary: Vocabulary,
    states: Mapping[str, FactState],
    readings: Mapping[str, Reading],
) -> str:
    """Return a rule's text with its substitutions; an open fact is named by its label."""
    if text is None:
        return ""
    parts = []
    for part in text.parts:
        if isinstance(part, str):
            parts.append(part)
        elif part.is_threshold:
            parts.append(threshold_words(vocabulary.thresholds[part.name], vocabulary))
        elif figure := vocabulary.figure(part.name):
            parts.append(_figure_words(figure))
        else:
            parts.append(value_words(part.name, vocabulary, states, readings))
    return "".join(parts)


def _figure_words(figure: Entry) -> str:
    """Return a published figure with its year: it is never shown without."""
    year = figure.get("year")
    return f"{figure.get('says')} ({year})" if year else figure.get("says")


def plain_text(text: Text, vocabulary: Vocabulary) -> str:
    """Return a rule's text away from any project: facts by their labels."""
    return render_text(text, vocabulary, {}, {})


def value_words(
    path: str,
    vocabulary: Vocabulary,
    states: Mapping[str, FactState],
    readings: Mapping[str, Reading],
) -> str:
    """Return the value of a base or derived fact, its label in brackets while there is none."""
    if path in readings:
        spec = vocabulary.derived[path]
        standing = readings[path].standing
        return _count_words(standing, *spec.counter) if spec.counter else spec.type.names[standing]
    state = states.get(path)
    if state is not None and state.shown and (state.domain is not None or state.spec.computed):
        return state.shown
    return f"({vocabulary.label(path)})"


def _count_words(number: int, severity: str, causes: bool) -> str:
    """Return a counter as a phrase: `two high concerns`, `one cause`."""
    own_name = severity in (STRENGTH, SEVERITIES[-1])
    noun = "cause" if causes else severity if own_name else f"{severity} concern"
    return f"{number_word(number)} {noun}{'' if number == 1 else 's'}"


def severity_words(severity: str) -> str:
    """Return a severity as a phrase, `a high concern`; what is no severity is returned as it is."""
    if severity == STRENGTH or severity == SEVERITIES[-1]:
        return f"a {severity}"
    return f"a {severity} concern" if severity in SEVERITIES else severity


def test_words(test: Test, vocabulary: Vocabulary) -> str:
    """Return a sentence as it is read aloud, thresholds by their values."""
    label = vocabulary.label(test.fact)
    words = operator_words(test, vocabulary)
    operands = [operand_words(operand, vocabulary) for operand in test.operands]
    joined = " and ".join(operands) if test.operator.operands == "pair" else ", ".join(operands)
    return " ".join(part for part in (label, words, joined) if part)


def operator_words(test: Test, vocabulary: Vocabulary) -> str:
    """Return what stands between a sentence's fact and its operands as it is read aloud."""
    kind = vocabulary.type_of(test.fact)
    words = test.operator.words
    if kind is not None and kind.kind == QUALITY:
        return _OF_QUALITY.get(test.operator.sign, words)
    return words


def operand_words(operand: Operand, vocabulary: Vocabulary) -> str:
    """Return an operand as people read it."""
    if operand.threshold:
        return threshold_words(vocabulary.thresholds[operand.threshold], vocabulary)
    if operand.fact:
        return f"the {vocabulary.label(operand.fact)}"
    return operand.text


def distance_words(
    test: Test,
    vocabulary: Vocabulary,
    states: Mapping[str, FactState],
    readings: Mapping[str, Reading],
) -> str:
    """Return how far a known number is from what it is compared with, such as `7 points below`."""
    if len(test.operands) != 1:
        return ""
    here = _number(test.fact, states, readings)
    operand = test.operands[0]
    there = _number(operand.fact, states, readings) if operand.fact else operand.value
    kind = vocabulary.type_of(test.fact)
    if here is None or kind is None or isinstance(there, (bool, str, frozenset)) or there is None:
        return ""
    if kind.kind not in NUMERIC or (
        kind.kind == QUALITY and not operand.fact and not operand.metrics
    ):
        return ""
    state = states.get(test.fact)
    metric = state.metric if state is not None else None
    if operand.metrics and (metric is None or metric.name not in operand.metrics):
        return ""
    gap = here - Fraction(there)
    if metric is not None and kind.kind == QUALITY:
        gap = goodness(gap, metric)
    if not gap:
        return "exactly at it"
    size = _gap_words(abs(gap), kind.kind, vocabulary, metric, kind.unit)
    return f"{size} {'above' if gap > 0 else 'below'}"


def _number(
    path: str, states: Mapping[str, FactState], readings: Mapping[str, Reading]
) -> Fraction | None:
    if path in readings:
        return Fraction(readings[path].standing)
    state = states.get(path)
    if state is None or not state.known or isinstance(state.value, (bool, str, frozenset)):
        return None
    if state.value is None or state.spec.type.kind == LEVEL:
        return None
    return Fraction(state.value)


def _gap_words(
    gap: Fraction, kind: str, vocabulary: Vocabulary, metric: Metric | None, unit: str
) -> str:
    if kind == PROPORTION or (metric is not None and metric.scale == "proportion"):
        points = gap * 100
        return f"{format_number(points)} point{'' if points == 1 else 's'}"
    if kind in (DURATION, PERSON_TIME):
        return format_value(gap, FactType(kind), vocabulary.measures)
    noun = unit[:-1] if gap == 1 and unit.endswith("s") else unit
    return f"{format_number(gap, 2)} {noun}".strip()
