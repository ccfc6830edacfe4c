"""Answers to what is open: some of it, or all of it, as random completions of a project."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.generators.pick import Pick
from tests.generators.projects import Answer, FactFile, candidates, read, stated_metric
from tests.generators.yaml_text import Flow
from vetter.base.problems import InvalidFactFile
from vetter.facts.states import FactState, Status
from vetter.language.domains import Domain, Interval, Options
from vetter.language.types import CHOICES, QUALITY, Measures, Metric, Value
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec


def completion(
    file: FactFile, rulebook: Rulebook, random: Random, leave_to_pilot: bool = False
) -> FactFile | None:
    """Answer every open fact that applies; None when that broke a constraint.

    Facts whose applicability is undecided wait until what decides it is answered, and qualities
    until their metric is; so this answers, reads again, and goes on until nothing is left. With
    `leave_to_pilot` what only a pilot can answer stays open.
    """
    pick = Pick.from_random(random)
    for _ in range(len(rulebook.fact_order) + 1):
        answerable = [
            state
            for state in file.project.open_facts()
            if not (state.may_not_apply or (leave_to_pilot and state.spec.by_pilot))
            and (state.spec.type.kind != QUALITY or state.metric is not None)
        ]
        if not answerable:
            return file
        answers = dict(file.answers)
        for state in answerable:
            answers[state.path] = _value(pick, state, rulebook, answers.get(state.path))
        try:
            file = read(_readable(answers, rulebook), rulebook)
        except InvalidFactFile as error:
            _only_contradictions(error)
            return None
    raise AssertionError(f"answering came to no end:\n{file.text}")


def answer_some(
    file: FactFile, rulebook: Rulebook, random: Random, most: int = 3
) -> FactFile | None:
    """Answer a few open facts, wholly or partly, whether or not they are sure to apply."""
    pick = Pick.from_random(random)
    answerable = [
        state
        for state in file.project.open_facts()
        if state.spec.type.kind != QUALITY or state.metric is not None
    ]
    if not answerable:
        return None
    answers = dict(file.answers)
    for state in pick.some(answerable, 1, most):
        old = answers.get(state.path)
        if state.domain is None and old in (None, "") and pick.chance(15):
            answers[state.path] = "unknown"
        elif _is_held(state):
            continue
        else:
            answers[state.path] = _narrower(pick, state, rulebook, old)
    try:
        return read(_readable(answers, rulebook), rulebook)
    except InvalidFactFile as error:
        _only_contradictions(error)
        return None


def _only_contradictions(error: InvalidFactFile) -> None:
    wrong = {problem.code for problem in error.problems if not problem.warning}
    assert wrong == {"constraint"}, str(error)


def _is_held(state: FactState) -> bool:
    """Whether the file answers a fact of which it is undecided that it applies."""
    return state.status is Status.UNANSWERED and state.domain is not None


def _value(pick: Pick, state: FactState, rulebook: Rulebook, old: Answer | None) -> Answer:
    words = _admissible(state, rulebook, old)
    if state.spec.type.kind == CHOICES:
        return Flow(pick.some(words, 0, 3))
    return pick.of(words)


def _narrower(pick: Pick, state: FactState, rulebook: Rulebook, old: Answer | None) -> Answer:
    words = _admissible(state, rulebook, old)
    if len(words) > 2 and state.spec.type.kind not in (CHOICES, "text") and pick.chance(30):
        return {"one of": Flow(pick.some(words, 2, len(words) - 1))}
    return _value(pick, state, rulebook, old)


def _admissible(state: FactState, rulebook: Rulebook, old: Answer | None) -> list[str]:
    """Return texts of different values that a fact can still take."""
    spec, measures = state.spec, rulebook.vocabulary.measures
    if spec.type.kind == CHOICES:
        return list(spec.type.names)
    words: dict[Value, str] = {}
    for text in [*_scalars(old), *candidates(spec, measures, state.metric)]:
        value = _parsed(text, spec, measures, state.metric)
        if value is not None and _admits(state.domain, value):
            words.setdefault(value, text)
    return list(words.values())


def _admits(domain: Domain, value: Any) -> bool:
    if isinstance(domain, Options):
        return value in domain.values
    if isinstance(domain, Interval):
        return domain.low <= value <= domain.high
    return True


def _scalars(answer: Answer | None) -> list[str]:
    if isinstance(answer, dict):
        return [
            text for key in ("value", "between", "one of") for text in _scalars(answer.get(key))
        ]
    if isinstance(answer, list):
        return list(answer)
    return [answer] if answer and answer != "unknown" else []


def _parsed(text: str, spec: FactSpec, measures: Measures, metric: Metric | None) -> Value | None:
    try:
        return parse_value(text, spec.type, measures, metric)
    except BadValue:
        return None


def _readable(answers: dict[str, Answer], rulebook: Rulebook) -> dict[str, Answer]:
    """Drop answers to qualities that cannot be read in a metric that was only now stated.

    While its metric is open such an answer counts as open, so it may come out as any value.
    """
    vocabulary = rulebook.vocabulary
    kept = {}
    for path, answer in answers.items():
        spec = vocabulary.facts[path]
        metric = stated_metric(answers.get(spec.type.metric_of), vocabulary.measures)
        unreadable = metric is not None and any(
            _parsed(text, spec, vocabulary.measures, metric) is None for text in _scalars(answer)
        )
        if not unreadable:
            kept[path] = answer
    return kept
