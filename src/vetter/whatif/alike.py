"""Variants told apart: what of a rulebook a changed fact touches, reduced to what it comes to.

Most changes of a fact turn no rule. Two variants of a project have the same verdict when every rule
that the verdict hangs on has the same signature in both: what its conditions can end in, with what
only derived facts decide left as it stands. So of many variants few have to be run.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from vetter.assessment.verdict import BLOCKER
from vetter.facts.meaning import (
    FALSE,
    ONLY_TRUE,
    TRUE,
    Outcomes,
    View,
    group_outcomes,
    test_outcomes,
)
from vetter.facts.states import FactState, Project
from vetter.language.conditions import Condition, Group, Test, facts_of
from vetter.rulebook.checks import concluded_by
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import VERDICT
from vetter.scenarios.reads import severities_of

Signature = frozenset[tuple[str, Hashable]]
"""Rules by id that differ from those of the project itself, each with what it comes to."""
_SILENT = "silent"
_DECIDED: dict[str, Outcomes] = {
    "all": frozenset({FALSE}),
    "any": ONLY_TRUE,
    "none": frozenset({FALSE}),
}
"""What a group ends in as soon as one of its parts decides it."""


class _Ends(NamedTuple):
    """What base facts make of a condition: now, whatever is answered, and without a pilot.

    `opens` says how the facts stand that could still decide it.
    """

    now: Outcomes
    ever: Outcomes
    shut: Outcomes
    opens: frozenset[Hashable]

    def only(self, ends: Outcomes) -> bool:
        """Return whether it ends so however it is looked at."""
        return self.now == self.ever == self.shut == ends


class _Waits(NamedTuple):
    """A condition that derived facts have a say in: what base facts make of its parts, the rest."""

    kind: str
    ends: _Ends | None
    parts: tuple[Hashable, ...]


class Alike:
    """Signatures of the variants of one project."""

    def __init__(self, rulebook: Rulebook, project: Project) -> None:
        """Compare variants of `project` with one another."""
        self.rulebook, self.project = rulebook, project
        self._needs = _closures(rulebook)
        self._readers: dict[str, list[Rule]] = {}
        for rule in _heard(rulebook):
            for path in {one for read in rule.reads() for one in self._needs.get(read, ())}:
                self._readers.setdefault(path, []).append(rule)
        self._shut = project.without_pilot().states
        self._base: dict[str, Hashable] = {}

    def signature(self, variant: Project) -> Signature:
        """Return what tells a variant from the project; what has the same has the same verdict."""
        before = self.project.states
        moved = [path for path, state in variant.states.items() if state is not before[path]]
        rules = {rule.id: rule for path in moved for rule in self._readers.get(path, ())}
        if not rules:
            return frozenset()
        shut = variant.without_pilot().states
        found = set()
        for rule in rules.values():
            here = self._of_rule(rule, variant.states, shut)
            if here != self._at_first(rule):
                found.add((rule.id, here))
        return frozenset(found)

    def _at_first(self, rule: Rule) -> Hashable:
        found = self._base.get(rule.id)
        if found is None:
            found = self._base[rule.id] = self._of_rule(rule, self.project.states, self._shut)
        return found

    def _of_rule(
        self, rule: Rule, states: Mapping[str, FactState], shut: Mapping[str, FactState]
    ) -> Hashable:
        look = _Look(states, shut, self._needs)
        when = look.condition(rule.when)
        sure = when.ends if type(when) is _Waits and when.kind == "all" else when
        if type(sure) is _Ends and TRUE not in sure.ever:
            return _SILENT
        unless = None if rule.unless is None else look.condition(rule.unless)
        if type(unless) is _Ends and unless.only(ONLY_TRUE):
            return _SILENT
        softened = (
            _asked(look.condition(soft.when))
            for finding in rule.findings
            for soft in finding.softened
        )
        return (_asked(when), _asked(unless), *softened)


def _asked(condition: _Ends | _Waits | None) -> Hashable:
    """Return of a whole condition what a rule asks of it."""
    if type(condition) is not _Ends:
        return condition
    now, ever, shut, opens = condition
    return (
        now == ONLY_TRUE, TRUE in ever, ever == ONLY_TRUE, TRUE in shut, shut == ONLY_TRUE,
        opens if len(ever) > 1 else None,
    )  # fmt: skip


class _Look:
    """Conditions reduced on the states of one variant."""

    def __init__(
        self,
        states: Mapping[str, FactState],
        shut: Mapping[str, FactState],
        needs: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.states, self.shut, self.needs = states, shut, needs
        self._views = (View(states, {}), View(states, {}, True), View(shut, {}, True))

    def condition(self, condition: Condition) -> _Ends | _Waits:
        """Return what a condition comes to."""
        if isinstance(condition, Test):
            return self._test(condition)
        assert isinstance(condition, Group)
        parts = [self.condition(part) for part in condition.parts]
        sure = [part for part in parts if type(part) is _Ends]
        waiting = tuple(part for part in parts if type(part) is _Waits)
        if not waiting:
            return _joined(condition.kind, sure)
        if not sure:
            return _Waits(condition.kind, None, waiting)
        ends = _joined(condition.kind, sure)
        if ends.only(_DECIDED[condition.kind]):
            # Facts in parts that no longer matter may still be named as what could be answered.
            return ends._replace(opens=ends.opens | set(waiting))
        return _Waits(condition.kind, ends, waiting)

    def _test(self, test: Test) -> _Ends | _Waits:
        paths = tuple(facts_of(test))
        opens = frozenset(self._openness(path) for path in paths if path in self.states)
        if all(path in self.states for path in paths):
            now, ever, shut = (test_outcomes(test, view) for view in self._views)
            return _Ends(now, ever, shut, opens if len(ever) > 1 else frozenset())
        base = tuple(
            (
                state.status, state.domain, state.may_not_apply, self.shut[path].shut,
                state.metric, state.metrics,
            )
            for path in paths
            if (state := self.states.get(path)) is not None
        )  # fmt: skip
        return _Waits(test.sentence, None, (base, opens))

    def _openness(self, path: str) -> Hashable:
        return (
            path,
            *(
                (one.status, one.domain is None, one.may_not_apply)
                for one in (self.states[other] for other in self.needs[path])
            ),
        )


def _joined(kind: str, parts: list[_Ends]) -> _Ends:
    return _Ends(
        group_outcomes(kind, [part.now for part in parts]),
        group_outcomes(kind, [part.ever for part in parts]),
        group_outcomes(kind, [part.shut for part in parts]),
        frozenset[Hashable]().union(*(part.opens for part in parts)),
    )


def _heard(rulebook: Rulebook) -> tuple[Rule, ...]:
    """Return the rules that a verdict hangs on: those that feed it, and those with a blocker."""
    found: dict[str, Rule] = {}
    wanted = {VERDICT}
    grown = True
    while grown:
        grown = False
        for rule in rulebook.rules:
            if rule.id not in found and (_may_block(rule) or _feeds(rule, rulebook, wanted)):
                grown = True
                found[rule.id] = rule
                wanted |= rule.reads() & rulebook.vocabulary.derived.keys()
    return tuple(rule for rule in rulebook.rules if rule.id in found)


def _may_block(rule: Rule) -> bool:
    return any(BLOCKER in severities_of(finding) for finding in rule.findings)


def _feeds(rule: Rule, rulebook: Rulebook, wanted: set[str]) -> bool:
    return bool(wanted & concluded_by(rule, rulebook.vocabulary))


def _closures(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Return for each base fact itself and all that it hangs on, however far."""
    found: dict[str, tuple[str, ...]] = {}
    for path in rulebook.fact_order:
        spec = rulebook.vocabulary.facts[path]
        needs: Iterable[str] = (
            *facts_of(spec.applies_when),
            *(spec.computed.inputs if spec.computed else ()),
            *((spec.type.metric_of,) if spec.type.metric_of else ()),
        )
        found[path] = tuple(dict.fromkeys((path, *(far for one in needs for far in found[one]))))
    return found
