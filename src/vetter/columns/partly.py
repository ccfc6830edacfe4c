"""Rules on partly known projects lowered to expressions: what fires, how firm, what is pending.

A rule, a finding's severity, a level, a counter and the verdict shown each become expressions, as
"the meaning of a rule" in the architecture has them.
"""

from __future__ import annotations

from typing import NamedTuple

from vetter.columns.asked import Questions
from vetter.columns.ends import Ends, Look
from vetter.columns.graph import ALWAYS, NEVER, Graph
from vetter.columns.undecided import LoweredFinding, Spoken, Undecided
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Rule
from vetter.rulebook.vocabulary import NO_GO, SEVERITIES, VERDICT, VERDICTS
from vetter.scenarios.reads import highest_value, severities_of

FIRING, SOUND, REACH = "firing", "sound", "within reach"
"""Ranges of derived facts; the last is that of what answers without a pilot can still bring."""
NOW, SHOWN, EVER = Look(FIRING), Look(SOUND), Look(SOUND, answers_may_come=True)
PREMISE = Look(REACH, answers_may_come=True, shut=True)
EXCEPTION = Look(SOUND, answers_may_come=True, shut=True)


class LoweredLevel(NamedTuple):
    """A derived level: where it stands at 1 or higher, 2 or higher …; where that is sure; and where
    each level from 0 on is concluded by a rule that speaks.
    """

    standing: tuple[int, ...]
    sure: tuple[int, ...]
    possible: tuple[int, ...]


class LoweredCounter(NamedTuple):
    """A counter in binary digits: what stands, what is sure, the most that it can be."""

    standing: tuple[int, ...]
    sure: tuple[int, ...]
    most: tuple[int, ...]


class LoweredPartly(NamedTuple):
    """The nodes of all that is asked of a rulebook, and the graph and questions they come from.

    `fires`, `firm` and `speaks` (fires or is pending) are by rule, `findings` by rule and place,
    `broken` by constraint. `undecided` is where the verdict shown is.
    """

    graph: Graph
    questions: Questions
    fires: dict[str, int]
    firm: dict[str, int]
    speaks: dict[str, int]
    findings: dict[tuple[str, int], LoweredFinding]
    levels: dict[str, LoweredLevel]
    counters: dict[str, LoweredCounter]
    broken: dict[str, int]
    undecided: int


def lower_partly(rulebook: Rulebook) -> LoweredPartly:
    """Return the expressions of a rulebook over whatever is known of a project."""
    return _Lowering(rulebook).lower()


class _Lowering:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook, self.rules = rulebook, rulebook.rules
        self.derived = rulebook.vocabulary.derived
        self.highest = {
            path: highest_value(spec, self.rules) for path, spec in self.derived.items()
        }
        self.graph = Graph()
        self.questions = Questions(self.graph)
        self.ends = Ends(self.graph, self.questions, rulebook.vocabulary.facts, self)
        self.fires: dict[str, int] = {}
        self.firm: dict[str, int] = {}
        self.speaks: dict[str, int] = {}
        self.findings: dict[tuple[str, int], LoweredFinding] = {}
        self._able: dict[str, int] = {}
        self._least: dict[tuple[str, str], tuple[int, ...]] = {}
        self._most: dict[tuple[str, str], tuple[int, ...]] = {}
        self._concluding: dict[str, list[tuple[Rule, int]]] = {path: [] for path in self.derived}
        for rule in self.rules:
            for entry in rule.conclusions:
                self._concluding[entry.fact].append((rule, entry.level))

    def lower(self) -> LoweredPartly:
        # A derived fact is first read in a stratum after all rules that conclude it.
        for rule in sorted(self.rules, key=lambda rule: self.rulebook.strata[rule.id]):
            self._rule(rule)
        levels, counters = {}, {}
        for path, spec in self.derived.items():
            over = (self.least(path, FIRING), self.least(path, SOUND), self.most(path, SOUND))
            if spec.counter is None:
                levels[path] = LoweredLevel(*over)
            else:
                counters[path] = LoweredCounter(*over)
        broken = {one.id: self.ends.must(one.never, SHOWN) for one in self.rulebook.constraints}
        return LoweredPartly(
            self.graph,
            self.questions,
            self.fires,
            self.firm,
            self.speaks,
            self.findings,
            levels,
            counters,
            broken,
            self._undecided(),
        )

    def _rule(self, rule: Rule) -> None:
        graph, ends = self.graph, self.ends
        fires, firm, could = (
            ends.must(rule.when, NOW),
            ends.must(rule.when, EVER),
            ends.can(rule.when, EVER),
        )
        if rule.unless is not None:
            fires = graph.without(fires, ends.must(rule.unless, SHOWN))
            firm = graph.without(firm, ends.can(rule.unless, EVER))
            could = graph.without(could, ends.must(rule.unless, EVER))
        self.fires[rule.id] = fires
        self.firm[rule.id] = graph.all_of((fires, firm))
        self.speaks[rule.id] = graph.any_of((fires, could))
        for place, finding in enumerate(rule.findings):
            self.findings[rule.id, place] = self._finding(finding)

    def _finding(self, finding: Finding) -> LoweredFinding:
        """Return the severities: the mildest softening counts that is shown, or bound to hold."""
        graph, ends = self.graph, self.ends
        stands: dict[str, int] = {}
        could: dict[str, int] = {}
        rest = unbound = ALWAYS
        milder = SEVERITIES.index(finding.severity) if finding.softened else 0
        for severity in SEVERITIES[:milder]:
            softens = [soft.when for soft in finding.softened if soft.to == severity]
            if not softens:
                continue
            shown = graph.any_of(ends.must(one, SHOWN) for one in softens)
            bound = graph.any_of(ends.must(one, EVER) for one in softens)
            open_ends = graph.any_of(ends.can(one, EVER) for one in softens)
            stands[severity] = graph.all_of((rest, shown))
            could[severity] = graph.any_of((stands[severity], graph.all_of((unbound, open_ends))))
            rest, unbound = graph.without(rest, shown), graph.without(unbound, bound)
        stands[finding.severity] = rest
        could[finding.severity] = graph.any_of((rest, unbound))
        return LoweredFinding(stands, could)

    def _able_to_fire(self, rule: Rule) -> int:
        """Return where answers that leave a pilot's facts open could make a rule fire."""
        found = self._able.get(rule.id)
        if found is None:
            found = self.graph.all_of((self.speaks[rule.id], self.ends.can(rule.when, PREMISE)))
            if rule.unless is not None:
                found = self.graph.without(found, self.ends.must(rule.unless, EXCEPTION))
            self._able[rule.id] = found
        return found

    def _undecided(self) -> int:
        """Return where the verdict shown is undecided; what others bring is nothing to a no-go."""
        spoken = Spoken(self.fires, self.firm, self.speaks, self.findings)
        coming = Undecided(self.rulebook, self.ends, EVER, spoken).node(self._able_to_fire)
        no_go = self.least(VERDICT, FIRING)[VERDICTS.index(NO_GO) - 1]
        return self.graph.without(coming, no_go)

    # --- readings ---------------------------------------------------------------------------------

    def within(self, path: str, over: str, low: int, high: int) -> int:
        """Return where a range of a derived fact has a value from `low` to `high`."""
        high = min(high, self.highest[path])
        if low > high:
            return NEVER
        least, most = self.least(path, over), self.most(path, over)
        above = self.graph.opposite(self._at_least(path, least, high + 1))
        if self.derived[path].counter is not None:
            return self.graph.all_of((self.graph.at_least(most, low), above))
        if not low:  # the least value of the range decides
            return above
        parts = [self.graph.all_of((self._at_least(path, least, low), above))]
        for value in range(low, high + 1):
            parts.append(self.graph.without(most[value], least[value - 1]))
        return self.graph.any_of(parts)

    def _at_least(self, path: str, least: tuple[int, ...], value: int) -> int:
        if self.derived[path].counter is not None:
            return self.graph.at_least(least, value)
        if not value:
            return ALWAYS
        return least[value - 1] if value <= len(least) else NEVER

    def several(self, path: str, over: str) -> int:
        """Return where a range of a derived fact has more than one value."""
        least, most = self.least(path, over), self.most(path, over)
        if self.derived[path].counter is not None:
            width = max(len(least), len(most))
            pairs = zip(_filled(least, width), _filled(most, width), strict=True)
            return self.graph.any_of(self.graph.either(one, other) for one, other in pairs)
        return self.graph.any_of(
            self.graph.without(most[value], least[value - 1])
            for value in range(1, self.highest[path] + 1)
        )

    def least(self, path: str, over: str) -> tuple[int, ...]:
        """Return the least value of a range: where it is 1 or higher and so on, or its digits."""
        # What is firm hangs on no open fact, so it is within reach too: one least value for both.
        over = FIRING if over == FIRING else SOUND
        found = self._least.get((path, over))
        if found is None:
            if self.derived[path].counter is not None:
                found = self._count(path, over, most=False)
            else:
                found = tuple(
                    self.graph.any_of(
                        self._concludes(rule, over)
                        for rule, level in self._concluding[path]
                        if level >= value
                    )
                    for value in range(1, self.highest[path] + 1)
                )
            self._least[path, over] = found
        return found

    def most(self, path: str, over: str) -> tuple[int, ...]:
        """Return where each value is possible, or the digits of the greatest."""
        over = REACH if over == REACH else SOUND  # what is possible is one for both other ranges
        found = self._most.get((path, over))
        if found is None:
            if self.derived[path].counter is not None:
                found = self._count(path, over, most=True)
            else:
                found = tuple(
                    self.graph.any_of(
                        self._may_conclude(rule, over)
                        for rule, level in self._concluding[path]
                        if level == value
                    )
                    for value in range(self.highest[path] + 1)
                )
            self._most[path, over] = found
        return found

    def _concludes(self, rule: Rule, over: str) -> int:
        """Return where a rule adds to the least value of a range."""
        return self.fires[rule.id] if over == FIRING else self.firm[rule.id]

    def _may_conclude(self, rule: Rule, over: str) -> int:
        return self._able_to_fire(rule) if over == REACH else self.speaks[rule.id]

    def _count(self, path: str, over: str, most: bool) -> tuple[int, ...]:
        counter = self.derived[path].counter
        assert counter is not None
        severity, by_cause = counter
        counted: dict[object, list[int]] = {}
        for rule in self.rules:
            for place, finding in enumerate(rule.findings):
                if severity not in severities_of(finding):
                    continue
                lowered = self.findings[rule.id, place]
                if most:
                    parts = (self._may_conclude(rule, over), lowered.could.get(severity, NEVER))
                elif over == FIRING:
                    parts = (self.fires[rule.id], lowered.stands.get(severity, NEVER))
                else:
                    others = (node for one, node in lowered.could.items() if one != severity)
                    only = self.graph.opposite(self.graph.any_of(others))
                    parts = (self._concludes(rule, over), only)
                key = finding.cause if by_cause else (rule.id, place)
                counted.setdefault(key, []).append(self.graph.all_of(parts))
        return self.graph.count(self.graph.any_of(nodes) for nodes in counted.values())


def _filled(digits: tuple[int, ...], width: int) -> tuple[int, ...]:
    return (*digits, *(NEVER for _ in range(width - len(digits))))
