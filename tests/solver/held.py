"""What the tests of the solver share: complete projects, all completions, how many cases to try."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import settings

from tests.generators.completions import _admissible
from tests.generators.projects import Answer, FactFile, read
from tests.generators.yaml_text import Flow
from vetter.base.problems import InvalidFactFile
from vetter.engine.reference import evaluate
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import FactState, Project
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, INTEGER, LEVEL, METRIC, QUALITY, TEXT
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.results import Witness

TIMES = 10 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 1
FINITE = frozenset({BOOLEAN, CHOICE, CHOICES, INTEGER, LEVEL, METRIC, TEXT})
"""Kinds of which the drawn values are all that there are; of texts one stands for all."""


def tries(rulebooks: int) -> settings:
    """Try a property on this many rulebooks, ten times as many in a nightly run."""
    return settings(max_examples=rulebooks * TIMES)


def verdict_by_reference(project: Project, rulebook: Rulebook) -> str:
    """Return the verdict that stands, by the evaluator that is written to be read."""
    return VERDICTS[evaluate(rulebook, project.states).readings[VERDICT].standing]


def whole(witness: Witness, rulebook: Rulebook) -> Project:
    """Return the project of a witness, after seeing that it is complete and has its verdict."""
    project = project_of_mapping(witness.mapping(), rulebook)
    assert project.open_facts() == []
    assert project.warnings == ()
    assert verdict_by_reference(project, rulebook) == witness.verdict
    return project


def keeps(whole: Project, project: Project, paths: Any) -> bool:
    """Return whether a complete project has these facts as another project states them."""
    for path in paths:
        state, now = project.states[path], whole.states[path]
        if not now.known or state.domain is None or state.metric is not now.metric:
            continue
        if hasattr(state.domain, "values"):
            if now.value not in state.domain.values:
                return False
        elif not state.domain.low <= now.value <= state.domain.high:
            return False
    return True


def opened(file: FactFile, rulebook: Rulebook, random: Random, most: int) -> FactFile:
    """Return a fact file with up to so many of its answers taken away.

    What was said of a quality counts as open while its metric is, so it is taken away with it.
    """
    names = [path for path in file.answers if rulebook.vocabulary.facts[path].type.kind in FINITE]
    away = set(random.sample(names, min(len(names), 1 + random.randrange(most))))
    file = read({path: said for path, said in file.answers.items() if path not in away}, rulebook)
    states = file.project.states.items()
    away = {path for path, one in states if one.spec.type.kind == QUALITY and one.metric is None}
    return read({path: said for path, said in file.answers.items() if path not in away}, rulebook)


class TooManyError(Exception):
    """There are more completions than a test wants to see."""


def every_completion(file: FactFile, rulebook: Rulebook, cap: int) -> tuple[list[FactFile], bool]:
    """Return completions with all drawn values of all open facts, and whether these are all.

    Raises `TooManyError` past `cap` of them.
    """
    found: list[FactFile] = []
    all_there = True
    stack = [file]
    while stack:
        here = stack.pop()
        state = next(iter(_answerable(here)), None)
        if state is None:
            found.append(here)
            if len(found) > cap:
                raise TooManyError
            continue
        all_there = all_there and state.spec.type.kind in FINITE
        for answer in _answers(state, rulebook, here.answers.get(state.path)):
            try:
                stack.append(read({**here.answers, state.path: answer}, rulebook))
            except InvalidFactFile:
                continue
    return found, all_there


def _answerable(file: FactFile) -> Iterator[FactState]:
    for state in file.project.open_facts():
        stuck = state.spec.type.kind == QUALITY and state.metric is None
        if not state.may_not_apply and not stuck:
            yield state


def _answers(state: FactState, rulebook: Rulebook, old: Answer | None) -> list[Answer]:
    words = _admissible(state, rulebook, old)
    if state.spec.type.kind == CHOICES:
        return [Flow(some) for size in range(len(words) + 1) for some in combinations(words, size)]
    return words[:1] if state.spec.type.kind == TEXT else list(words)
