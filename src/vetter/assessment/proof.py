"""Proofs: each condition of a rule with its outcome, value, line and distance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vetter.assessment.model import Premise
from vetter.assessment.words import distance_words, test_words, value_words
from vetter.engine.results import Reading, RuleState, RuleStatus, Run
from vetter.facts.meaning import FALSE, STUCK, TRUE, Outcomes, View, group_outcomes, test_outcomes
from vetter.facts.states import FactState, Status
from vetter.language.conditions import Condition, Group, Test, facts_of, tests_of
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule

_OUTCOME = {TRUE: "true", FALSE: "false", STUCK: "stuck"}


class Prover:
    """Explains the conditions of rules for one project and one run; all that it finds it keeps."""

    def __init__(self, rulebook: Rulebook, states: Mapping[str, FactState], run: Run) -> None:
        """Explain `run`, which is the run of `rulebook` on `states`."""
        self.rulebook, self.states, self.run = rulebook, states, run
        self.vocabulary = rulebook.vocabulary
        self._rules = {one.id: one for one in rulebook.rules}
        self._fired = [one for one in rulebook.rules if run.states[one.id].status.fires]
        self._unsettled = [one for one in rulebook.rules if _is_unsettled(run.states[one.id])]
        self._behind: dict[str, tuple[str, ...]] = {}
        self._premises: dict[tuple[int, bool], Premise] = {}
        self._ends: dict[tuple[str, int], Outcomes] = {}
        self._carried: dict[str, dict[str, None]] = {}
        self._asked: dict[str, frozenset[str]] = {}
        self._asked_by: dict[str, frozenset[str]] = {}
        readings = run.readings
        self._now = View(states, {path: one.firing for path, one in readings.items()})
        self._shown = View(states, {path: one.sound for path, one in readings.items()})
        self._ever = View(states, self._shown.readings, answers_may_come=True)

    def rule(self, rule_id: str) -> Rule:
        """Return a rule of the rulebook by its id."""
        return self._rules[rule_id]

    def premise(self, condition: Condition, exception: bool = False) -> Premise:
        """Return the proof of a condition; an `exception` looks at what is sure only."""
        key = (id(condition), exception)  # the rulebook keeps its conditions
        found = self._premises.get(key)
        if found is None:
            found = self._premises[key] = self._premise(condition, exception)
        return found

    def _premise(self, condition: Condition, exception: bool) -> Premise:
        view = self._shown if exception else self._now
        outcome = _named(self._outcomes(condition, view))
        if isinstance(condition, Group):
            parts = tuple(self.premise(part, exception) for part in condition.parts)
            return Premise(condition.kind, outcome, condition.kind, parts=parts)
        return self._test(condition, outcome)

    def _outcomes(self, condition: Condition, view: View) -> Outcomes:
        """Return the outcomes of a condition; a sentence of many rules is looked at once."""
        if isinstance(condition, Group):
            parts = [self._outcomes(part, view) for part in condition.parts]
            return group_outcomes(condition.kind, parts)
        key = (condition.sentence, id(view))
        found = self._ends.get(key)
        if found is None:
            found = self._ends[key] = test_outcomes(condition, view)
        return found

    def _test(self, test: Test, outcome: str) -> Premise:
        state = self.states.get(test.fact)
        shown = self._value(test.fact)
        for operand in test.operands:
            if operand.fact:
                shown = f"{shown} against {self._value(operand.fact)}"
        return Premise(
            "test",
            outcome,
            test_words(test, self.vocabulary),
            test.fact,
            shown,
            state.location if state is not None else None,
            distance_words(test, self.vocabulary, self.states, self.run.readings),
            self.behind(test.fact),
            lines=tuple(sorted(self._lines(test.fact, *(one.fact for one in test.operands)))),
        )

    def _lines(self, *paths: str) -> set[int]:
        """Return the lines on which facts stand, or what they are computed of."""
        found: set[int] = set()
        for path in paths:
            state = self.states.get(path)
            if state is not None and state.spec.computed:
                found |= self._lines(*state.spec.computed.inputs)
            elif state is not None and state.location is not None and state.location.line:
                found.add(state.location.line)
        return found

    def _value(self, path: str) -> str:
        if path in self.run.readings:
            return value_words(path, self.vocabulary, self.states, self.run.readings)
        state = self.states[path]
        if state.status is Status.KNOWN:
            return state.shown
        if state.status is Status.PARTLY:
            return f"{state.shown} (open)"
        if state.shown and state.domain is not None:
            return f"{state.shown}, if it applies"
        return str(state.status.value)

    def behind(self, path: str) -> tuple[str, ...]:
        """Return the rules that concluded a derived fact's level, or that a counter counts."""
        reading = self.run.readings.get(path)
        if reading is None:
            return ()
        if path not in self._behind:
            rules = (rule.id for rule in self._fired if _adds_to(rule, path, reading, self))
            self._behind[path] = tuple(rules)
        return self._behind[path]

    def deciders(self, rule: Rule) -> list[str]:
        """Return the open base facts whose answers could change what a rule does, sorted."""
        found: set[str] = set()
        for path in self._asked_of(rule):
            self._open(path, found)
        return sorted(found)

    def _asked_of(self, rule: Rule) -> frozenset[str]:
        """Return the base facts in the undecided sentences of a rule and of those it waits for."""
        found = self._asked.get(rule.id)
        if found is None:
            paths = self._undecided(rule)
            levels = self.run.readings.keys() & paths
            others = (self._asked_by_level(path) for path in levels)
            found = frozenset(self.states.keys() & paths).union(*others)
            self._asked[rule.id] = found
        return found

    def _undecided(self, rule: Rule) -> set[str]:
        """Return what the sentences read through which a rule is not decided."""
        found: set[str] = set()
        for condition in rule.conditions():
            if len(self._outcomes(condition, self._ever)) < 2:
                continue
            for test in tests_of(condition):
                if len(self._outcomes(test, self._ever)) > 1:
                    found.add(test.fact)
                    found.update(operand.fact for operand in test.operands if operand.fact)
        return found

    def _asked_by_level(self, path: str) -> frozenset[str]:
        """Return what is asked by the rules through which a derived fact is not settled."""
        found = self._asked_by.get(path)
        if found is None:
            rules = (one for one in self._unsettled if _could_add_to(one, path, self))
            found = frozenset().union(*(self._asked_of(one) for one in rules))
            self._asked_by[path] = found
        return found

    def facts_behind(self, rule: Rule) -> list[str]:
        """Return the base facts that carry a firing, through conclusions and computations."""
        return list(self._carrying(rule))

    def unstated(self, premise: Premise, one_of_several: bool = False) -> list[str]:
        """Return the facts without any answer that make a choice of conditions (`any`) true."""
        if premise.kind == "test":
            state = self.states.get(premise.fact)
            if state is None or not one_of_several or premise.outcome != "true":
                return []
            return [premise.fact] if state.status.is_open and state.domain is None else []
        inside = one_of_several or premise.kind == "any"
        found = [path for part in premise.parts for path in self.unstated(part, inside)]
        return list(dict.fromkeys(found)) if premise.outcome == "true" else []

    def _carrying(self, rule: Rule) -> dict[str, None]:
        found = self._carried.get(rule.id)
        if found is None:
            found = self._carried[rule.id] = {}
            for leaf in leaves(self.premise(rule.when)):
                for other in leaf.rules:
                    found.update(self._carrying(self.rule(other)))
                if leaf.fact in self.states:
                    computed = self.states[leaf.fact].spec.computed
                    found.update(dict.fromkeys(computed.inputs if computed else (leaf.fact,)))
        return found

    def _open(self, path: str, found: set[str]) -> None:
        """Add a fact if it is open, or what it is computed of, measured in, and applies by."""
        state = self.states[path]
        spec = state.spec
        if (
            state.status.is_open and spec.computed is None and state.domain is None
        ) or state.status is Status.PARTLY:
            found.add(path)
        for made_of in spec.computed.inputs if spec.computed else ():
            self._open(made_of, found)
        if spec.type.metric_of and not self.states[spec.type.metric_of].known:
            self._open(spec.type.metric_of, found)
        if state.may_not_apply and spec.applies_when is not None:
            for other in facts_of(spec.applies_when):
                self._open(other, found)


def _is_unsettled(state: RuleState) -> bool:
    hanging = any(len(one.possible) > 1 for one in state.severities)
    return state.status in (RuleStatus.OPEN, RuleStatus.PENDING) or (state.status.fires and hanging)


def _adds_to(rule: Rule, path: str, reading: Reading, prover: Prover) -> bool:
    spec = prover.vocabulary.derived[path]
    if spec.counter:
        standing = [one.standing for one in prover.run.states[rule.id].severities]
        return spec.counter[0] in standing
    return any(
        entry.fact == path and entry.level == reading.standing and reading.standing > 0
        for entry in rule.conclusions
    )


def _could_add_to(rule: Rule, path: str, prover: Prover) -> bool:
    spec = prover.vocabulary.derived[path]
    if spec.counter:
        severities = prover.run.states[rule.id].severities
        return any(spec.counter[0] in one.possible | {one.standing} for one in severities)
    return any(entry.fact == path for entry in rule.conclusions)


def _named(ends: Outcomes) -> str:
    return _OUTCOME[next(iter(ends))] if len(ends) == 1 else "open"


def leaves(premise: Premise) -> Iterator[Premise]:
    """Yield the sentences of a proof that carry its outcome: all that agree with it."""
    if premise.kind == "test":
        yield premise
        return
    wanted = premise.outcome
    if premise.kind == "none":
        wanted = {"true": "false", "false": "true"}.get(wanted, wanted)
    for part in premise.parts:
        if part.outcome == wanted:
            yield from leaves(part)
