"""The reference evaluator: section 4 of the design, written to be read.

It decides rule by rule, stratum by stratum, with the outcomes of `vetter.facts.meaning`. It is the
oracle in the tests of the forward engine, and says why a rule did not fire.
"""

from __future__ import annotations

from collections.abc import Mapping

from vetter.engine.results import Reading, RuleState, RuleStatus, Run, SeverityState
from vetter.facts.meaning import ONLY_TRUE, TRUE, View, outcomes
from vetter.facts.states import FactState
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Rule
from vetter.rulebook.vocabulary import SEVERITIES, DerivedSpec


def evaluate(rulebook: Rulebook, states: Mapping[str, FactState]) -> Run:
    """Return what the rulebook says of the states of a project's facts."""
    done: dict[str, RuleState] = {}
    fired: list[str] = []
    for stratum in range(rulebook.depth):
        readings = read_all(rulebook, done)
        for rule in rulebook.rules:
            if rulebook.strata[rule.id] != stratum:
                continue
            state = decide(rule, states, readings)
            done[rule.id] = state
            if state.status.fires:
                fired.append(rule.id)
    return Run(done, read_all(rulebook, done), tuple(fired))


def decide(
    rule: Rule, states: Mapping[str, FactState], readings: Mapping[str, Reading]
) -> RuleState:
    """Return what becomes of one rule, given the readings of the derived facts before it."""
    read = readings.keys() & rule.reads()
    firing = {path: readings[path].firing for path in read}
    sound = {path: readings[path].sound for path in read}
    now = View(states, firing)
    shown = View(states, sound)
    ever = View(states, sound, answers_may_come=True)

    unless_shown = rule.unless is not None and outcomes(rule.unless, shown) == ONLY_TRUE
    unless_bound = rule.unless is not None and outcomes(rule.unless, ever) == ONLY_TRUE
    unless_can = rule.unless is not None and TRUE in outcomes(rule.unless, ever)
    when_ever = outcomes(rule.when, ever)

    if outcomes(rule.when, now) == ONLY_TRUE and not unless_shown:
        firm = when_ever == ONLY_TRUE and not unless_can
        status = RuleStatus.FIRM if firm else RuleStatus.OPEN
    elif TRUE in when_ever and not unless_bound:
        status = RuleStatus.PENDING
    else:
        return RuleState(rule.id, RuleStatus.SILENT)
    severities = tuple(severity(finding, shown, ever) for finding in rule.findings)
    return RuleState(rule.id, status, severities)


def severity(finding: Finding, shown: View, ever: View) -> SeverityState:
    """Return the severity of a finding: a softening must be shown, like an exception."""
    standing = bound = finding.severity
    for soft in finding.softened:
        if outcomes(soft.when, shown) == ONLY_TRUE:
            standing = _milder(standing, soft.to)
        if outcomes(soft.when, ever) == ONLY_TRUE:
            bound = _milder(bound, soft.to)
    possible = {standing, bound}
    for soft in finding.softened:
        if TRUE in outcomes(soft.when, ever):
            possible.add(_milder(bound, soft.to))
    return SeverityState(standing, frozenset(possible))


def _milder(one: str, other: str) -> str:
    return one if SEVERITIES.index(one) <= SEVERITIES.index(other) else other


def read_all(rulebook: Rulebook, done: Mapping[str, RuleState]) -> dict[str, Reading]:
    """Return the readings of all derived facts, after the rules that are done."""
    return {
        path: _count(rulebook, spec, done) if spec.counter else _level(rulebook, path, done)
        for path, spec in rulebook.vocabulary.derived.items()
    }


def _level(rulebook: Rulebook, path: str, done: Mapping[str, RuleState]) -> Reading:
    standing, sure, possible = [0], [0], set()
    for rule in rulebook.rules:
        state = done.get(rule.id)
        if state is None or not state.status.may_speak:
            continue
        for conclusion in rule.conclusions:
            if conclusion.fact != path:
                continue
            possible.add(conclusion.level)
            if state.status.fires:
                standing.append(conclusion.level)
            if state.status is RuleStatus.FIRM:
                sure.append(conclusion.level)
    return Reading(max(standing), max(sure), frozenset(possible))


def _count(rulebook: Rulebook, spec: DerivedSpec, done: Mapping[str, RuleState]) -> Reading:
    assert spec.counter is not None
    wanted, causes = spec.counter
    standing: list[object] = []
    sure: list[object] = []
    possible: list[object] = []
    for rule in rulebook.rules:
        state = done.get(rule.id)
        if state is None or not state.status.may_speak:
            continue
        for place, finding in enumerate(rule.findings):
            counted = finding.cause if causes else (rule.id, place)
            seen = state.severities[place]
            if wanted in seen.possible:
                possible.append(counted)
            if state.status.fires and seen.standing == wanted:
                standing.append(counted)
            if state.status is RuleStatus.FIRM and seen.possible == {wanted}:
                sure.append(counted)
    least, most = len(set(sure)), len(set(possible))
    return Reading(len(set(standing)), least, frozenset(range(least, most + 1)))
