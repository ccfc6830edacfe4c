"""Partly known projects of the shipped rulebook: drawn scenarios with answers taken away again."""

from __future__ import annotations

from random import Random

from vetter.base.problems import InvalidFactFile
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import FactState, Project, Status
from vetter.language.types import BOOLEAN, CHOICE, LEVEL, METRIC, NUMERIC, TEXT
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.space import Space
from vetter.solver.writing import write_value


def space_of(rulebook: Rulebook) -> Space:
    facts = rulebook.vocabulary.facts
    found = _SPACES.get(rulebook.pack.sha256)
    if found is None:
        nothing = {path: None for path, spec in facts.items() if not spec.computed}
        found = _SPACES[rulebook.pack.sha256] = Space(rulebook, nothing)
    return found


_SPACES: dict[str, Space] = {}


def answer_of(state: FactState, rulebook: Rulebook) -> object:
    """Return what a mapping says to state a known fact; a third cannot be written."""
    measures = rulebook.vocabulary.measures
    written = write_value(state.value, state.spec.type, measures, state.metric)
    return "unknown" if written is None else written


def partly_known(rulebook: Rulebook, random: Random) -> Project:
    """Draw a project of which some facts are open, some partly known, some answered in vain."""
    space = space_of(rulebook)
    while True:
        scenario, other = space.draw(random), space.draw(random)
        states, others = space.states(scenario), space.states(other)
        silence = random.choice((0.05, 0.2, 0.4, 0.7))
        mapping: dict[str, object] = {}
        for path, state in states.items():
            spec = state.spec
            if spec.computed is not None:
                continue
            chance = random.random()
            if not state.known:
                # It does not apply here; an answer is ignored, or held while that is open.
                if others[path].known and chance < 0.3 and not spec.type.metric_of:
                    mapping[path] = answer_of(others[path], rulebook)
            elif chance < silence:
                if random.random() < 0.4:
                    mapping[path] = "unknown"
            elif chance < silence + 0.15 and not spec.type.metric_of:
                mapping[path] = _partly(state, others[path], rulebook, random)
            else:
                mapping[path] = answer_of(state, rulebook)
        try:
            return project_of_mapping(mapping, rulebook)
        except InvalidFactFile as error:
            if {one.code for one in error.problems if not one.warning} != {"constraint"}:
                raise


def _partly(state: FactState, other: FactState, rulebook: Rulebook, random: Random) -> object:
    """Return an answer that leaves it open which of two values a fact has."""
    kind = state.spec.type.kind
    mine = answer_of(state, rulebook)
    if other.status is not Status.KNOWN or other.value == state.value or kind == TEXT:
        return mine
    if kind not in NUMERIC | {BOOLEAN, CHOICE, LEVEL, METRIC}:
        return "unknown"
    both = sorted((state, other), key=lambda one: one.value)
    pair = [answer_of(one, rulebook) for one in both]
    if "unknown" in pair:
        return "unknown"
    if kind in NUMERIC and random.random() < 0.7:
        return {"unknown": True, "between": pair}
    return {"unknown": True, "one of": pair}
