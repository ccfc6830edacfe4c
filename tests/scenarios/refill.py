"""Complete projects with some facts opened again and given other values."""

from __future__ import annotations

from random import Random

from tests.generators.completions import _only_contradictions, _readable
from tests.generators.projects import Answer, FactFile, candidates, read, stated_metric
from tests.generators.yaml_text import Flow
from vetter.base.problems import InvalidFactFile
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    DURATION,
    INTEGER,
    LEVEL,
    MONEY,
    NUMBER,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
)
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec

FINITE = frozenset({BOOLEAN, INTEGER, CHOICE, LEVEL, CHOICES})
_UNITS = {DURATION: " hours", PERSON_TIME: " person-hours", MONEY: " EUR"}


def every_answer(spec: FactSpec) -> list[Answer]:
    """Every value of a fact of a finite kind."""
    words = list(spec.type.names)
    if spec.type.kind == BOOLEAN:
        return ["no", "yes"]
    if spec.type.kind == CHOICES:
        return [
            Flow(name for place, name in enumerate(words) if number >> place & 1)
            for number in range(2 ** len(words))
        ]
    if spec.type.kind == INTEGER:
        return [str(number) for number in range(int(spec.type.low), int(spec.type.high) + 1)]
    return words


def any_answer(
    spec: FactSpec, rulebook: Rulebook, answers: dict[str, Answer], random: Random
) -> Answer:
    """Some value of a fact: one that tests like, or any other."""
    measures = rulebook.vocabulary.measures
    metric = stated_metric(answers.get(spec.type.metric_of), measures)
    words = candidates(spec, measures, metric)
    kind = spec.type.kind
    if kind == CHOICES:
        return Flow(random.sample(words, random.randint(0, len(words))))
    if random.random() < 0.4:
        return random.choice(words)
    if kind == INTEGER:
        return str(random.randint(int(spec.type.low), int(spec.type.high)))
    if kind == NUMBER:
        return f"{random.uniform(float(spec.type.low), float(spec.type.high)):.4f}"
    if kind == PROPORTION or (kind == QUALITY and (metric is None or metric.scale == "proportion")):
        return f"{random.uniform(0, 100):.3f}%"
    if kind == QUALITY:
        return f"{random.uniform(0, 25):.3f}"
    if kind in _UNITS:
        return f"{10 ** random.uniform(-1, 4):.3f}{_UNITS[kind]}"
    return random.choice(words)


def refilled(
    rulebook: Rulebook, answers: dict[str, Answer], opened: frozenset[str], random: Random
) -> FactFile | None:
    """Answer everything that is open once `opened` are; None where that broke a constraint."""
    kept = {path: answer for path, answer in answers.items() if path not in opened}
    for _ in range(len(rulebook.fact_order) + 1):
        try:
            file = read(_readable(kept, rulebook), rulebook)
        except InvalidFactFile as error:
            _only_contradictions(error)
            return None
        answerable = [
            state
            for state in file.project.open_facts()
            if not state.may_not_apply
            and (state.spec.type.kind != QUALITY or state.metric is not None)
        ]
        if not answerable:
            return None if file.project.open_facts() else file
        kept = dict(file.answers)
        for state in answerable:
            kept[state.path] = any_answer(state.spec, rulebook, kept, random)
    raise AssertionError(f"answering came to no end:\n{kept}")
