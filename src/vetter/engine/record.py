"""The record of a run: what fired, what is pending, and how derived facts stand after it."""

from __future__ import annotations

from collections.abc import Mapping

from vetter.engine.compile import CAN_HOLD, EVER, SHOWN, Compiler, Sight
from vetter.engine.results import Reading, RuleState, RuleStatus, Run, SeverityState
from vetter.facts.states import FactState
from vetter.language.domains import Options
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule, Softening
from vetter.rulebook.vocabulary import SEVERITIES

_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


class Record:
    """Collects firings and, stratum by stratum, what did not fire but still could."""

    def __init__(
        self, rulebook: Rulebook, compiler: Compiler, states: Mapping[str, FactState]
    ) -> None:
        """Begin the record of one project."""
        self.rulebook, self.compiler, self.base = rulebook, compiler, states
        self.states: dict[str, RuleState] = {}
        self.fired: list[str] = []
        self._tallies = {
            path: _Tally(spec.counter is not None)
            for path, spec in rulebook.vocabulary.derived.items()
        }
        self._counters = [
            (self._tallies[path], *spec.counter)
            for path, spec in rulebook.vocabulary.derived.items()
            if spec.counter is not None
        ]
        self.sight = self._look()

    def fire(self, rule: Rule) -> None:
        """Note a firing, firm unless an answer could withdraw it."""
        sight = self.sight
        firm = self.compiler.compile(rule.when, EVER)(sight) == CAN_HOLD and not (
            rule.unless is not None and self.compiler.compile(rule.unless, EVER)(sight) & CAN_HOLD
        )
        self.fired.append(rule.id)
        self._note(rule, RuleStatus.FIRM if firm else RuleStatus.OPEN)

    def close(self, stratum: list[Rule]) -> Sight:
        """Note which rules of a stratum are pending or silent; return the view for the next."""
        for rule in stratum:
            if rule.id in self.states:
                continue
            if _could_fire(rule, self.compiler, self.sight):
                self._note(rule, RuleStatus.PENDING)
            else:
                self.states[rule.id] = RuleState(rule.id, RuleStatus.SILENT)
        self.sight = self._look()
        return self.sight

    def result(self) -> Run:
        """Return the run after its last stratum."""
        return Run(self.states, self._readings(), tuple(self.fired))

    def _note(self, rule: Rule, status: RuleStatus) -> None:
        severities = []
        for place, finding in enumerate(rule.findings):
            seen = self._severity(finding.severity, finding.softened)
            severities.append(seen)
            for tally, severity, by_cause in self._counters:
                if severity == seen.standing or severity in seen.possible:
                    tally.count(
                        finding.cause if by_cause else (rule.id, place), severity, seen, status
                    )
        for conclusion in rule.conclusions:
            self._tallies[conclusion.fact].conclude(conclusion.level, status)
        self.states[rule.id] = RuleState(rule.id, status, tuple(severities))

    def _severity(self, severity: str, softened: tuple[Softening, ...]) -> SeverityState:
        standing = bound = severity
        open_ends = []
        for soft in softened:
            ever = self.compiler.compile(soft.when, EVER)(self.sight)
            if self.compiler.compile(soft.when, SHOWN)(self.sight) == CAN_HOLD:
                standing = min(standing, soft.to, key=_RANK.__getitem__)
            if ever == CAN_HOLD:
                bound = min(bound, soft.to, key=_RANK.__getitem__)
            elif ever & CAN_HOLD:
                open_ends.append(soft.to)
        possible = {standing, bound, *(min(bound, to, key=_RANK.__getitem__) for to in open_ends)}
        return SeverityState(standing, frozenset(possible))

    def _readings(self) -> dict[str, Reading]:
        return {path: tally.reading() for path, tally in self._tallies.items()}

    def _look(self) -> Sight:
        ranges = {path: tally.ranges() for path, tally in self._tallies.items()}
        firing = {path: one for path, (one, _) in ranges.items()}
        sound = {path: one for path, (_, one) in ranges.items()}
        return Sight(self.base, firing, sound)


def _could_fire(rule: Rule, compiler: Compiler, sight: Sight) -> bool:
    """Return whether a rule that does not fire on what a sight shows could do so after answers."""
    if not compiler.compile(rule.when, EVER)(sight) & CAN_HOLD:
        return False
    return rule.unless is None or compiler.compile(rule.unless, EVER)(sight) != CAN_HOLD


class _Tally:
    """What has been concluded or counted of one derived fact so far."""

    def __init__(self, is_counter: bool) -> None:
        self.is_counter = is_counter
        self.standing = self.sure = 0
        self.levels: set[int] = set()
        self.counted: tuple[set[object], set[object], set[object]] = (set(), set(), set())
        self._ranges: tuple[Options, Options] | None = None

    def conclude(self, level: int, status: RuleStatus) -> None:
        self._ranges = None
        self.levels.add(level)
        if status.fires:
            self.standing = max(self.standing, level)
        if status is RuleStatus.FIRM:
            self.sure = max(self.sure, level)

    def count(self, what: object, severity: str, seen: SeverityState, status: RuleStatus) -> None:
        self._ranges = None
        standing, sure, possible = self.counted
        possible.add(what)
        if status.fires and seen.standing == severity:
            standing.add(what)
        if status is RuleStatus.FIRM and seen.possible == {severity}:
            sure.add(what)

    def ranges(self) -> tuple[Options, Options]:
        """Return the firing and the sound range, made anew only once something was added."""
        if self._ranges is None:
            reading = self.reading()
            self._ranges = (reading.firing, reading.sound)
        return self._ranges

    def reading(self) -> Reading:
        if not self.is_counter:
            return Reading(self.standing, self.sure, frozenset(self.levels))
        standing, sure, possible = (len(part) for part in self.counted)
        return Reading(standing, sure, frozenset(range(sure, possible + 1)))
