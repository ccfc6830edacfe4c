"""Why a project fares otherwise: from what changed of it back to what the rulebooks differ in.

A rule does something else because it differs itself, because a threshold or a fact that it reads
does, or because a derived fact stands otherwise, and then for the reasons of the rules behind that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vetter.effect.results import CHANGED, Differing, Part
from vetter.engine.results import RuleState, Run
from vetter.language.conditions import Condition, facts_of, tests_of
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import VERDICT


class Runs(NamedTuple):
    """What the engines of two rulebooks say of one project.

    Not `loosely`, only what stands is compared: whether rules fire, at which severities, and the
    levels and numbers that come of it. Else also what answers could still bring.
    """

    before: Run
    after: Run
    loosely: bool = False

    def differ(self, rule_id: str) -> bool:
        """Whether a rule does something else in the two."""
        was, now = self.before.states.get(rule_id), self.after.states.get(rule_id)
        return was != now if self.loosely else _acts(was) != _acts(now)

    def stand_apart(self, path: str) -> bool:
        """Whether a derived fact stands otherwise in the two."""
        was, now = self.before.readings.get(path), self.after.readings.get(path)
        if was is None or now is None or self.loosely:
            return was != now
        return was.standing != now.standing


def _acts(state: RuleState | None) -> tuple[str, ...] | None:
    """Return the severities of a rule that fires, None of one that does not."""
    if state is None or not state.status.fires:
        return None
    return tuple(one.standing for one in state.severities)


class Causes:
    """Finds what differs between two rulebooks behind what became of a project."""

    def __init__(self, before: Rulebook, after: Rulebook, differing: Iterable[Differing]) -> None:
        """Prepare for two rulebooks and what they differ in."""
        self._found = {(one.kind, one.name): one for one in differing}
        self._order = {key: place for place, key in enumerate(self._found)}
        self._books = (before, after)
        self._rules: dict[str, list[Rule]] = {}
        for book in self._books:
            for rule in book.rules:
                self._rules.setdefault(rule.id, []).append(rule)
        self._own: dict[str, tuple[Differing, ...]] = {}

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules in force that differ themselves, or read a threshold or fact that does."""
        return tuple(one for one in sorted(self._rules) if self.own(one))

    def own(self, rule_id: str) -> tuple[Differing, ...]:
        """Return what makes a rule another one: itself, and what its conditions draw on."""
        found = self._own.get(rule_id)
        if found is None:
            keys: dict[tuple[str, str], None] = {("rule", rule_id): None}
            for rule in self._rules.get(rule_id, ()):
                for condition in rule.conditions():
                    self._drawn_on(condition, keys)
            found = tuple(_deciding(self._listed(keys)))
            # What only one rulebook has is read because the rule differs, and not the reason of it.
            found = tuple(one for one in found if one.kind == "rule" or one.how == CHANGED)
            if found and found[0].kind == "rule" and found[0].how != CHANGED:
                found = found[:1]
            self._own[rule_id] = found
        return found

    def of_rule(self, rule_id: str, runs: Runs) -> tuple[Differing, ...]:
        """Return what made a rule do something else of a project."""
        found = self._traced([rule_id], runs, set())
        found = found or self._traced([rule_id], runs._replace(loosely=True), set())
        return tuple(_deciding(self._listed(found)))

    def of_verdict(self, runs: Runs, also: Iterable[str]) -> tuple[Differing, ...]:
        """Return what made a verdict another; `also` are rules that hold it open in one only."""
        keys: dict[tuple[str, str], None] = {}
        if runs.stand_apart(VERDICT):
            keys |= self._traced([one for one in self._behind(VERDICT) if runs.differ(one)], runs)
        loosely = runs._replace(loosely=True)
        for rule_id in sorted(also):
            own = self.own(rule_id)
            if own or loosely.differ(rule_id):
                keys |= _keys(own) if own else self._traced([rule_id], loosely)
        if not keys:
            keys = self._traced([*self._behind(VERDICT)], loosely)
        return tuple(_deciding(self._listed(keys)))

    def of_words(self, rule_id: str) -> tuple[Differing, ...]:
        """Return what made a rule say the same in other words."""
        return self._listed({("rule", rule_id): None, **_keys(self.own(rule_id))})

    def _traced(
        self, rules: Iterable[str], runs: Runs, seen: set[str] | None = None
    ) -> dict[tuple[str, str], None]:
        """Return what differs behind rules that do something else, themselves or others."""
        seen = set() if seen is None else seen
        keys: dict[tuple[str, str], None] = {}
        for rule_id in rules:
            if rule_id in seen:
                continue
            seen.add(rule_id)
            keys |= _keys(self.own(rule_id))
            derived = {path for rule in self._rules.get(rule_id, ()) for path in rule.reads()}
            for path in sorted(one for one in derived if runs.stand_apart(one)):
                behind = [one for one in self._behind(path) if runs.differ(one)]
                keys |= self._traced(behind, runs, seen)
        return keys

    def _behind(self, path: str) -> Iterator[str]:
        """Yield the rules that conclude a derived fact, or whose findings it counts."""
        for rule_id in sorted(self._rules):
            for book, rule in zip(self._books, self._rules[rule_id], strict=False):
                spec = book.vocabulary.derived.get(path)
                counts = spec is not None and spec.counter is not None and rule.findings
                if counts or any(one.fact == path for one in rule.conclusions):
                    yield rule_id
                    break

    def _drawn_on(self, condition: Condition | None, keys: dict[tuple[str, str], None]) -> None:
        """Add the thresholds and facts that a condition draws on, and all that these hang on."""
        if condition is None:
            return
        for test in tests_of(condition):
            for operand in test.operands:
                if operand.threshold:
                    keys["threshold", operand.threshold] = None
                for metric in operand.metrics:
                    keys["metric", metric] = None
        for path in facts_of(condition):
            keys["derived fact", path] = None
            self._hangs_on(path, keys)

    def _hangs_on(self, path: str, keys: dict[tuple[str, str], None]) -> None:
        """Add a fact, when it applies, what it is computed from, and how it is measured."""
        if ("fact", path) in keys:
            return
        for book in self._books:
            spec = book.vocabulary.facts.get(path)
            if spec is None:
                continue
            keys["fact", path] = None
            keys["unit", spec.type.kind] = None
            self._drawn_on(spec.applies_when, keys)
            for one in spec.computed.inputs if spec.computed else ():
                self._hangs_on(one, keys)
            if spec.type.metric_of:
                self._hangs_on(spec.type.metric_of, keys)
                keys.update({("metric", one): None for one in book.vocabulary.measures.metrics})

    def _listed(self, keys: Mapping[tuple[str, str], None]) -> tuple[Differing, ...]:
        found = [key for key in keys if key in self._found]
        return tuple(self._found[key] for key in sorted(found, key=self._order.__getitem__))


def _keys(found: Iterable[Differing]) -> dict[tuple[str, str], None]:
    return {(one.kind, one.name): None for one in found}


def _deciding(found: Iterable[Differing]) -> Iterator[Differing]:
    """Yield differences without the parts that are words alone."""
    for one in found:
        if one.how != CHANGED:
            yield one
            continue
        parts: tuple[Part, ...] = tuple(part for part in one.parts if part.decides)
        if parts:
            yield one._replace(parts=parts)
