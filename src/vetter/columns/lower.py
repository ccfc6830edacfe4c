"""Rules lowered to boolean expressions: where each fires, where each finding stands, and how high.

The outcome of a condition (false < stuck < true) is two expressions: where it is true, and where it
is at least stuck. So `all` is a conjunction of both, `any` a disjunction, and `none` swaps them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from vetter.columns.graph import ALWAYS, NEVER, Graph
from vetter.language.conditions import Condition, Group, Operand, Test
from vetter.language.operators import OPERATORS
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Rule
from vetter.rulebook.vocabulary import SEVERITIES
from vetter.scenarios.cells import Cell
from vetter.scenarios.outcomes import STUCK, TRUE, base_facts, test_outcome
from vetter.scenarios.reads import highest_value, severities_of


class Among(NamedTuple):
    """A leaf: the cell of a fact is at one of these places."""

    fact: str
    places: tuple[int, ...]


class Order(NamedTuple):
    """A leaf: the values of two facts that apply are as the sign says."""

    sign: str
    left: str
    right: str


class Lowered(NamedTuple):
    """The nodes of all that is asked of a rulebook, and the graph that they stand in.

    `fired` is by rule; `severities` by rule and place of the finding, for each severity that it can
    stand at; `levels` by derived fact, where it is at its first level or higher, its second, and so
    on; `digits` by counter, the binary digits of its number.
    """

    graph: Graph
    fired: dict[str, int]
    severities: dict[tuple[str, int], dict[str, int]]
    levels: dict[str, tuple[int, ...]]
    digits: dict[str, tuple[int, ...]]


def lower(
    rulebook: Rulebook, cells: Mapping[str, Sequence[Cell]], fixed: Mapping[str, int]
) -> Lowered:
    """Return the expressions of a rulebook over facts with these cells.

    A fact in `fixed` has the cell at one place in all scenarios; what only hangs on such facts is
    settled here.
    """
    return _Lowering(rulebook, cells, fixed).lower()


class _Lowering:
    def __init__(
        self, rulebook: Rulebook, cells: Mapping[str, Sequence[Cell]], fixed: Mapping[str, int]
    ) -> None:
        self.rulebook, self.cells, self.fixed = rulebook, cells, fixed
        self.derived = rulebook.vocabulary.derived
        self.highest = {
            path: highest_value(spec, rulebook.rules) for path, spec in self.derived.items()
        }
        self.graph = Graph()
        self.fired: dict[str, int] = {}
        self.severities: dict[tuple[str, int], dict[str, int]] = {}
        self.levels: dict[str, tuple[int, ...]] = {}
        self.digits: dict[str, tuple[int, ...]] = {}
        self._ends: dict[tuple[object, ...], tuple[int, int]] = {}

    def lower(self) -> Lowered:
        # A derived fact is first read in a stratum after all rules that conclude it.
        for rule in sorted(self.rulebook.rules, key=lambda rule: self.rulebook.strata[rule.id]):
            self._rule(rule)
        for path, spec in self.derived.items():
            if spec.counter is None:
                self._at_least(path, 0)
            else:
                self._count(path)
        return Lowered(self.graph, self.fired, self.severities, self.levels, self.digits)

    def _rule(self, rule: Rule) -> None:
        fired = self._true(rule.when)
        if rule.unless is not None and fired != NEVER:
            fired = self.graph.without(fired, self._true(rule.unless))
        self.fired[rule.id] = fired
        for place, finding in enumerate(rule.findings):
            self.severities[rule.id, place] = self._stands(finding, fired)

    def _stands(self, finding: Finding, fired: int) -> dict[str, int]:
        """Return where a finding stands at each severity: the mildest of the softenings counts."""
        stands: dict[str, int] = {}
        rest = fired
        milder = SEVERITIES.index(finding.severity) if finding.softened else 0
        for severity in SEVERITIES[:milder]:
            softens = [soft.when for soft in finding.softened if soft.to == severity]
            if softens and rest != NEVER:
                holds = self.graph.any_of(self._true(one) for one in softens)
                stands[severity] = self.graph.all_of((rest, holds))
                rest = self.graph.without(rest, holds)
        stands[finding.severity] = rest
        return stands

    def _true(self, condition: Condition) -> int:
        return self._both(condition)[0]

    def _both(self, condition: Condition) -> tuple[int, int]:
        """Return where a condition is true, and where it is true or stuck."""
        if isinstance(condition, Test):
            return self._test(condition)
        assert isinstance(condition, Group)
        parts = [self._both(part) for part in condition.parts]
        join: Callable[[Iterable[int]], int] = (
            self.graph.all_of if condition.kind == "all" else self.graph.any_of
        )
        true, stuck = join(one for one, _ in parts), join(other for _, other in parts)
        if condition.kind == "none":
            return self.graph.opposite(stuck), self.graph.opposite(true)
        return true, stuck

    def _test(self, test: Test) -> tuple[int, int]:
        key = (test.fact, test.operator.sign, *(one.text for one in test.operands))
        found = self._ends.get(key)
        if found is None:
            found = self._ends[key] = self._new_test(test)
        return found

    def _new_test(self, test: Test) -> tuple[int, int]:
        facts = base_facts(test)
        base = [path for path in facts if path not in self.derived]
        if len(facts) == 1 and base:
            ends = [test_outcome(test, {test.fact: cell}) for cell in self.cells[test.fact]]
            true = self._among(test.fact, lambda place: ends[place] == TRUE)
            return true, self._among(test.fact, lambda place: ends[place] >= STUCK)
        holds = self._holds(test.operator.sign, test.fact, test.operands)
        sticks = [self._among(path, lambda place: place == 0) for path in base]
        fitting = [set(operand.metrics) for operand in test.operands if operand.metrics]
        if fitting:
            cells, fits = self.cells[test.fact], set.intersection(*fitting)
            sticks.append(self._among(test.fact, lambda place: cells[place].metric not in fits))
        stuck = self.graph.any_of(sticks)
        return self.graph.without(holds, stuck), self.graph.any_of((holds, stuck))

    def _among(self, path: str, holds: Callable[[int], bool]) -> int:
        """Return where the cell of a fact is at a place of which something holds."""
        if path in self.fixed:
            return ALWAYS if holds(self.fixed[path]) else NEVER
        cells = self.cells[path]
        places = tuple(place for place in range(len(cells)) if holds(place))
        if len(places) in (0, len(cells)):
            return ALWAYS if places else NEVER
        return self.graph.leaf(Among(path, places))

    def _holds(self, sign: str, left: str | int, operands: Sequence[Operand]) -> int:
        """Return where a sentence about several facts holds, given that all of them apply.

        `left` is a fact, or the value that a derived fact is taken to have.
        """
        for place, operand in enumerate(operands):
            if operand.fact in self.derived:
                return self.graph.any_of(
                    self.graph.all_of(
                        (
                            self._is(operand.fact, (value,)),
                            self._holds(
                                sign,
                                left,
                                [*operands[:place], Operand("", value), *operands[place + 1 :]],
                            ),
                        )
                    )
                    for value in range(self.highest[operand.fact] + 1)
                )
        others = [operand.fact for operand in operands if operand.fact]
        if not others and isinstance(left, str) and left in self.derived:
            values = tuple(operand.value for operand in operands)
            every = range(self.highest[left] + 1)
            return self._is(left, [one for one in every if OPERATORS[sign].holds(one, values)])
        if isinstance(left, str) and left in self.derived:
            return self.graph.any_of(
                self.graph.all_of((self._is(left, (value,)), self._holds(sign, value, operands)))
                for value in range(self.highest[left] + 1)
            )
        if len({*others, *([left] if isinstance(left, str) else [])}) < 2:
            return self._of_one(sign, left, operands)
        return self._of_pairs(sign, left, operands)

    def _of_one(self, sign: str, left: str | int, operands: Sequence[Operand]) -> int:
        """Return where a sentence holds in which one base fact stands, or none."""
        named = (left, *(operand.fact for operand in operands))
        paths = [one for one in named if isinstance(one, str) and one]
        if not paths:
            values = tuple(operand.value for operand in operands)
            return ALWAYS if OPERATORS[sign].holds(left, values) else NEVER
        path = paths[0]
        cells = self.cells[path]

        def holds(place: int) -> bool:
            here = cells[place].value
            if here is None:
                return False
            values = tuple(here if operand.fact else operand.value for operand in operands)
            return OPERATORS[sign].holds(here if isinstance(left, str) else left, values)

        return self._among(path, holds)

    def _of_pairs(self, sign: str, left: str | int, operands: Sequence[Operand]) -> int:
        """Take a sentence about several base facts apart into comparisons of two."""
        if sign == "between":
            pairs = zip((">=", "<="), operands, strict=True)
            return self.graph.all_of(self._holds(one, left, [other]) for one, other in pairs)
        if sign == "is one of":
            return self.graph.any_of(self._holds("is", left, [other]) for other in operands)
        if sign == "is not one of":
            return self.graph.opposite(self._of_pairs("is one of", left, operands))
        if sign == "is not":
            return self.graph.opposite(self._of_pairs("is", left, operands))
        assert isinstance(left, str)
        right = operands[0].fact
        if left in self.fixed or right in self.fixed:
            return self._of_fixed(sign, left, right)
        return self.graph.leaf(Order(sign, left, right))

    def _of_fixed(self, sign: str, left: str, right: str) -> int:
        """Return where two base facts compare, one of which has the same value everywhere."""
        holds = OPERATORS[sign].holds
        path, other = (left, right) if left in self.fixed else (right, left)
        value = self.cells[path][self.fixed[path]].value
        cells = self.cells[other]
        if value is None:
            return NEVER
        if path == left:
            return self._among(
                other, lambda at: cells[at].applies and holds(value, (cells[at].value,))
            )
        return self._among(other, lambda at: cells[at].applies and holds(cells[at].value, (value,)))

    def _is(self, path: str, values: Sequence[int]) -> int:
        """Return where a derived fact has one of some values, given in rising order."""
        parts = []
        wanted = set(values)
        for value in values:
            if value - 1 in wanted:
                continue
            end = value
            while end + 1 in wanted:
                end += 1
            parts.append(
                self.graph.without(self._at_least(path, value), self._at_least(path, end + 1))
            )
        return self.graph.any_of(parts)

    def _at_least(self, path: str, value: int) -> int:
        """Return where a derived fact is at a value or higher."""
        if value > self.highest[path]:
            return NEVER
        if self.derived[path].counter is not None:
            return self.graph.at_least(self._count(path), value)
        if path not in self.levels:
            self.levels[path] = tuple(
                self.graph.any_of(
                    self.fired[rule.id]
                    for rule in self.rulebook.rules
                    if any(one.fact == path and one.level >= level for one in rule.conclusions)
                )
                for level in range(1, self.highest[path] + 1)
            )
        return self.levels[path][value - 1] if value else ALWAYS

    def _count(self, path: str) -> tuple[int, ...]:
        if path not in self.digits:
            counter = self.derived[path].counter
            assert counter is not None
            severity, by_cause = counter
            counted: dict[object, list[int]] = {}
            for rule in self.rulebook.rules:
                for place, finding in enumerate(rule.findings):
                    key = finding.cause if by_cause else (rule.id, place)
                    if severity in severities_of(finding):
                        node = self.severities[rule.id, place].get(severity, NEVER)
                        counted.setdefault(key, []).append(node)
            self.digits[path] = self.graph.count(
                self.graph.any_of(nodes) for nodes in counted.values()
            )
        return self.digits[path]
