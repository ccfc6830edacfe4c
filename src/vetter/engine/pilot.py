"""What answers can do before a pilot has run: which rules they could still make fire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vetter.engine.reference import read_all
from vetter.engine.results import RuleState, Run
from vetter.facts.meaning import ONLY_TRUE, TRUE, View, outcomes
from vetter.facts.states import FactState
from vetter.rulebook.checks import concluded_by
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule


def could_fire(
    rulebook: Rulebook, run: Run, without_pilot: Mapping[str, FactState], asked: Iterable[Rule]
) -> frozenset[str]:
    """Return the ids of those rules that fire on some answers which leave the shut facts open.

    `run` is the run on what is known so far, `without_pilot` the same facts with those shut that
    only a pilot can answer. Of the rules `asked`, and of those that conclude what they read, none
    is missed; parts being taken as independent, one may be too many.
    """
    rulebook = rulebook._replace(rules=_with_what_they_read(rulebook, asked))
    sound = {path: reading.sound for path, reading in run.readings.items()}
    exceptions = View(without_pilot, sound, answers_may_come=True)
    able: dict[str, RuleState] = {}
    for stratum in range(rulebook.depth):
        # What counts as a premise must be concluded without a pilot too; what holds an exception
        # back need not, for an exception must be shown, and a pilot's open answer shows nothing.
        within_reach = {path: one.sound for path, one in read_all(rulebook, able).items()}
        premises = View(without_pilot, within_reach, answers_may_come=True)
        for rule in rulebook.rules:
            state = run.states[rule.id]
            if rulebook.strata[rule.id] != stratum or not state.status.may_speak:
                continue
            excepted = rule.unless is not None and outcomes(rule.unless, exceptions) == ONLY_TRUE
            if TRUE in outcomes(rule.when, premises) and not excepted:
                able[rule.id] = state
    return frozenset(able)


def _with_what_they_read(rulebook: Rulebook, asked: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules and all those that conclude, or are counted in, what they read, in order."""
    found: dict[str, Rule] = {}
    levels: set[str] = set()
    queue = list(asked)
    while queue:
        rule = queue.pop()
        if rule.id in found:
            continue
        found[rule.id] = rule
        for path in rule.reads() & rulebook.vocabulary.derived.keys():
            if path not in levels:
                levels.add(path)
                queue += [
                    one for one in rulebook.rules if path in concluded_by(one, rulebook.vocabulary)
                ]
    return tuple(rule for rule in rulebook.rules if rule.id in found)
