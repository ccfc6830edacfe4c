"""Fact files: every fact known, partly known, unknown, unanswered or left empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.generators.pick import Pick
from tests.generators.vocabulary import QUALITY_VALUES, VALUES
from tests.generators.yaml_text import Flow, block
from vetter.base.problems import InvalidFactFile
from vetter.base.sources import Source
from vetter.facts.factfile import project_of
from vetter.facts.states import Project
from vetter.language.conditions import facts_of
from vetter.language.types import (
    CHOICES,
    METRIC,
    ORDERED,
    QUALITY,
    TEXT,
    Measures,
    Metric,
)
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec

Answer = Any
"""What stands under a fact: a text, a list of names, or a mapping with the parts of an answer."""


@dataclass(frozen=True)
class FactFile:
    """The answers of a fact file by path, and the project that they state."""

    answers: dict[str, Answer]
    text: str
    project: Project


def read(answers: dict[str, Answer], rulebook: Rulebook) -> FactFile:
    """Write answers as a fact file and read it. Raises `InvalidFactFile`."""
    groups: dict[str, dict[str, Any]] = {"plan": {}}
    for path, answer in answers.items():
        group, _, leaf = path.partition(".")
        groups.setdefault(group, {})[leaf] = answer
    text = block({group: facts for group, facts in groups.items() if facts}) or "plan:\n"
    return FactFile(answers, text, project_of(Source("facts.yaml", text), rulebook))


def draw_fact_file(pick: Pick, rulebook: Rulebook) -> FactFile:
    """Draw answers, from a file that states nothing to one that states everything."""
    silence = pick.of((0, 5, 15, 30, 60, 100))
    measures = rulebook.vocabulary.measures
    answers: dict[str, Answer] = {}
    for path in rulebook.fact_order:
        spec = rulebook.vocabulary.facts[path]
        if spec.computed is None:
            answer = _answer(pick, spec, measures, answers, silence)
            if answer is not None:
                answers[path] = answer
    return _without_contradictions(answers, rulebook)


def _without_contradictions(answers: dict[str, Answer], rulebook: Rulebook) -> FactFile:
    """Read the answers, taking back those that break a constraint."""
    while True:
        try:
            return read(answers, rulebook)
        except InvalidFactFile as error:
            broken = [
                constraint
                for constraint in rulebook.constraints
                if any(f"`{constraint.id}`" in problem.help for problem in error.problems)
            ]
            if not broken:
                raise
            involved = {path for one in broken for path in facts_of(one.never)}
            kept = {path: answer for path, answer in answers.items() if path not in involved}
            # A computed fact is taken back with all the rest: its inputs may stand anywhere.
            answers = kept if len(kept) < len(answers) else {}


def _answer(
    pick: Pick, spec: FactSpec, measures: Measures, answers: dict[str, Answer], silence: int
) -> Answer | None:
    """Draw an answer to one fact, None to say nothing of it."""
    if pick.chance(silence):
        return pick.of((None, None, "unknown", "unknown", "", {"unknown": "true"}))
    metric = stated_metric(answers.get(spec.type.metric_of), measures)
    words = candidates(spec, measures, metric)
    if pick.chance(20) and (spec.type.kind != QUALITY or metric):
        partly = _partly(pick, spec, measures, metric, words)
        if partly is not None:
            return partly
    value = Flow(pick.some(words, 0, 3)) if spec.type.kind == CHOICES else pick.of(words)
    if pick.chance(10):
        return {"value": value, "grade": "guess", "source": "a talk"}
    return value


def stated_metric(answer: Answer | None, measures: Measures) -> Metric | None:
    """Return the metric that the answer to a metric fact states, None where it states no one."""
    name = answer.get("value") if isinstance(answer, dict) else answer
    return measures.metrics.get(name) if isinstance(name, str) else None


def candidates(spec: FactSpec, measures: Measures, metric: Metric | None) -> list[str]:
    """Return values that a fact could have, as people write them."""
    if spec.type.kind == METRIC:
        return list(measures.metrics)
    if spec.type.kind == QUALITY:
        return list(QUALITY_VALUES[metric.name if metric else "accuracy"])
    return list(spec.type.names or VALUES[spec.type.kind])


def _partly(
    pick: Pick, spec: FactSpec, measures: Measures, metric: Metric | None, words: list[str]
) -> Answer | None:
    kind = spec.type.kind
    if kind in (CHOICES, TEXT):
        return None
    some = pick.some(words, 2, 3)
    if kind in ORDERED and pick.chance(50):
        # The ends of a quality are written in the order of its scale, not of its goodness.
        low, high = sorted(some[:2], key=words.index)
        return {"unknown": "true", "between": Flow([low, high])}
    answer: dict[str, Any] = {"one of": Flow(some)}
    return {"unknown": "true", **answer} if pick.chance(50) else answer
