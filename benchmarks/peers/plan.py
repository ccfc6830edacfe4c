"""What the peers have to do for a rulebook: rules in strata, conditions over encoded inputs.

A fact comes in as a small code: values that no rule tells apart share one. Facts that are compared
with one another come in as ranks too. Facts that never vary are folded away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, product
from typing import NamedTuple

from benchmarks.peers.formula import Among, Formula, Level, Order, join, leaves, opposite
from vetter.language.conditions import Condition, Operand, Test
from vetter.language.operators import OPERATORS
from vetter.language.types import Value
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding
from vetter.rulebook.vocabulary import COUNTED, SEVERITIES, VERDICT
from vetter.scenarios.cells import Cell
from vetter.scenarios.outcomes import STUCK, TRUE, test_outcome
from vetter.scenarios.reads import highest_value
from vetter.scenarios.space import Space

RANK = "rank of "
"""What stands before a fact whose rank is an input."""


class Stating(NamedTuple):
    """A finding: the severity that stands is that of the first condition that holds."""

    severities: tuple[tuple[Formula, str], ...]
    cause: str


class RulePlan(NamedTuple):
    """A rule: its place in the rulebook, when it fires, and what it then says."""

    place: int
    id: str
    fires: Formula
    findings: tuple[Stating, ...]
    levels: tuple[tuple[str, int], ...]

    def formulas(self) -> tuple[Formula, ...]:
        """Every condition of the rule."""
        return (self.fires, *(one for each in self.findings for one, _ in each.severities))


class Plan(NamedTuple):
    """A rulebook for the peers.

    `inputs` are facts, and ranks of facts; `encoding` gives for each the code of every place of its
    cell. `levels` are the derived facts that rules conclude; `counters` are the severities counted,
    by path, with whether causes are counted.
    """

    strata: tuple[tuple[RulePlan, ...], ...]
    inputs: tuple[str, ...]
    encoding: Mapping[str, tuple[int, ...]]
    levels: tuple[str, ...]
    counters: Mapping[str, tuple[str, bool]]
    causes: tuple[str, ...]

    @property
    def derived(self) -> tuple[str, ...]:
        """Every derived fact and counter, in the order in which peers give them."""
        return (*self.levels, *self.counters)

    def read_in(self, stratum: int) -> tuple[str, ...]:
        """Return the derived facts and counters that rules of a stratum read."""
        found = {
            leaf.path
            for rule in self.strata[stratum]
            for formula in rule.formulas()
            for leaf in leaves(formula)
            if isinstance(leaf, Level)
        }
        return tuple(path for path in self.derived if path in found)

    def row(self, places: Mapping[str, int]) -> tuple[int, ...]:
        """Return the inputs of a scenario, given the place of the cell of each fact."""
        return tuple(self.encoding[name][places[name.removeprefix(RANK)]] for name in self.inputs)

    def over(self, space: Space) -> tuple[Plan, Callable[[], Iterator[tuple[int, ...]]]]:
        """Return this plan and a way to make the inputs of every scenario of a counted space.

        The inputs stand in the order in which the blocks of the space have their facts.
        """
        names: list[str] = []
        parts = []
        for block in space.blocks:
            place = {path: at for at, path in enumerate(block.facts)}
            mine = [one for one in self.inputs if one.removeprefix(RANK) in place]
            names += mine
            parts.append(
                [
                    tuple(self.encoding[one][row[place[one.removeprefix(RANK)]]] for one in mine)
                    for row in block.rows or ()
                ]
            )

        def rows() -> Iterator[tuple[int, ...]]:
            return map(tuple, map(chain.from_iterable, product(*parts)))

        return self._replace(inputs=tuple(names)), rows


def plan(rulebook: Rulebook, cells: Mapping[str, Sequence[Cell]], fixed: Mapping[str, int]) -> Plan:
    """Return what is to be done for facts with these cells: all that the scenarios meet.

    A fact in `fixed` has the cell at one place in all scenarios.
    """
    return _Planning(rulebook, cells, fixed).plan()


class _Planning:
    def __init__(
        self, rulebook: Rulebook, cells: Mapping[str, Sequence[Cell]], fixed: Mapping[str, int]
    ) -> None:
        self.rulebook, self.cells, self.fixed = rulebook, cells, fixed
        self.derived = rulebook.vocabulary.derived
        self.highest = {
            path: highest_value(spec, rulebook.rules) for path, spec in self.derived.items()
        }

    def plan(self) -> Plan:
        strata: list[list[RulePlan]] = [[] for _ in range(self.rulebook.depth)]
        for place, rule in enumerate(self.rulebook.rules):
            fires = self._both(rule.when)[0]
            if rule.unless is not None:
                fires = join("and", (fires, opposite(self._both(rule.unless)[0])))
            if fires is False:
                continue
            levels = tuple((one.fact, one.level) for one in rule.conclusions)
            findings = tuple(self._stating(one) for one in rule.findings)
            made = RulePlan(place, rule.id, fires, findings, levels)
            strata[self.rulebook.strata[rule.id]].append(made)
        encoding = self._encode(strata)
        coded = tuple(
            tuple(rule._replace(
                fires=self._recoded(rule.fires, encoding),
                findings=tuple(
                    one._replace(severities=tuple(
                        (self._recoded(when, encoding), to) for when, to in one.severities
                    ))
                    for one in rule.findings
                ),
            ) for rule in stratum)
            for stratum in strata
        )  # fmt: skip
        derived = self.derived.items()
        levels = tuple(path for path, spec in derived if spec.counter is None and path != VERDICT)
        counters = {path: spec.counter for path, spec in derived if spec.counter is not None}
        return Plan(
            coded,
            tuple(encoding),
            encoding,
            (VERDICT, *levels),
            counters,
            tuple(self.rulebook.vocabulary.causes),
        )

    def _stating(self, finding: Finding) -> Stating:
        found: list[tuple[Formula, str]] = []
        for severity in SEVERITIES:
            softens = [one.when for one in finding.softened if one.to == severity]
            when = join("or", (self._both(one)[0] for one in softens))
            if when is not False:
                found.append((when, severity))
            if when is True:
                return Stating(tuple(found), finding.cause)
        return Stating((*found, (True, finding.severity)), finding.cause)

    def _both(self, condition: Condition) -> tuple[Formula, Formula]:
        """Return where a condition is true, and where it is true or stuck."""
        if isinstance(condition, Test):
            return self._test(condition)
        ends = [self._both(part) for part in condition.parts]
        kind = "and" if condition.kind == "all" else "or"
        true, stuck = join(kind, (one for one, _ in ends)), join(kind, (other for _, other in ends))
        if condition.kind == "none":
            return opposite(stuck), opposite(true)
        return true, stuck

    def _test(self, test: Test) -> tuple[Formula, Formula]:
        others = [one.fact for one in test.operands if one.fact]
        if others:
            return self._several(test, others)
        if test.fact in self.derived:
            values = tuple(one.value for one in test.operands)
            highest = self.highest[test.fact]
            every = range(highest + 1)
            holds = tuple(one for one in every if test.operator.holds(one, values))
            if len(holds) in (0, highest + 1):
                return bool(holds), bool(holds)
            return (Level(test.fact, holds, highest),) * 2
        ends = [test_outcome(test, {test.fact: cell}) for cell in self.cells[test.fact]]
        return (
            self._among(test.fact, lambda place: ends[place] == TRUE),
            self._among(test.fact, lambda place: ends[place] >= STUCK),
        )

    def _among(self, path: str, holds: Callable[[int], bool]) -> Formula:
        if path in self.fixed:
            return holds(self.fixed[path])
        count = len(self.cells[path])
        places = tuple(place for place in range(count) if holds(place))
        return bool(places) if len(places) in (0, count) else Among(path, places, count)

    def _several(self, test: Test, others: Sequence[str]) -> tuple[Formula, Formula]:
        """Return where a sentence about several facts is true, and where true or stuck."""
        base = [path for path in (test.fact, *others) if path not in self.derived]
        apply = [self._among(path, lambda place: place > 0) for path in base]
        for metrics in (one.metrics for one in test.operands if one.metrics):
            fits = [cell.metric in metrics for cell in self.cells[test.fact]]
            apply.append(self._among(test.fact, fits.__getitem__))
        every = join("and", apply)
        holds = self._holds(test.operator.sign, Operand("", fact=test.fact), test.operands)
        return join("and", (every, holds)), join("or", (opposite(every), holds))

    def _holds(self, sign: str, left: Operand, operands: Sequence[Operand]) -> Formula:
        """Return where a sentence holds, given that all its base facts apply."""
        if sign == "between":
            pairs = zip((">=", "<="), operands, strict=True)
            return join("and", (self._holds(one, left, (other,)) for one, other in pairs))
        if sign in ("is one of", "is not one of"):
            same = join("or", (self._holds("is", left, (one,)) for one in operands))
            return same if sign == "is one of" else opposite(same)
        (right,) = operands
        for place, side in enumerate((left, right)):
            if side.fact in self.derived:
                highest = self.highest[side.fact]
                each = (
                    (Level(side.fact, (value,), highest), Operand("", value))
                    for value in range(highest + 1)
                )
                return join("or", (
                    join("and", (
                        level if highest else True,
                        self._holds(sign, *((left, (one,)) if place else (one, (right,)))),
                    ))
                    for level, one in each
                ))  # fmt: skip
        return self._compare(sign, left, right)

    def _compare(self, sign: str, left: Operand, right: Operand) -> Formula:
        """Return where two base facts or values compare, given that both apply."""
        free = [one.fact for one in (left, right) if one.fact and one.fact not in self.fixed]
        if len(set(free)) > 1:
            return Order(sign, left.fact, right.fact)
        compare = OPERATORS[sign].holds

        def holds(place: int) -> bool:
            here, there = (self._value(one, place) for one in (left, right))
            return None not in (here, there) and bool(compare(here, (there,)))

        return self._among(free[0], holds) if free else holds(0)

    def _value(self, side: Operand, place: int) -> Value | None:
        """Return a value, or that of a fact, whose cell is at a place if it is not fixed."""
        if not side.fact:
            return side.value
        return self.cells[side.fact][self.fixed.get(side.fact, place)].value

    # --- inputs -------------------------------------------------------------------------------

    def _encode(self, strata: Sequence[Sequence[RulePlan]]) -> dict[str, tuple[int, ...]]:
        """Return codes for the facts that some condition reads, and ranks for those compared."""
        asked: dict[str, dict[frozenset[int], None]] = {}
        ranked = set()
        for stratum in strata:
            for rule in stratum:
                for formula in rule.formulas():
                    for leaf in leaves(formula):
                        if isinstance(leaf, Among):
                            asked.setdefault(leaf.fact, {})[frozenset(leaf.codes)] = None
                        elif isinstance(leaf, Order):
                            ranked |= {leaf.left, leaf.right}
        encoding = {
            path: self._codes(path, list(asked[path]))
            for path in self.rulebook.vocabulary.facts
            if path in asked
        }
        values = {cell.value for path in ranked for cell in self.cells[path] if cell.applies}
        rank = {value: place for place, value in enumerate(sorted(values))}
        for path in sorted(ranked):
            mine = self.cells[path]
            encoding[RANK + path] = tuple(rank[one.value] if one.applies else 0 for one in mine)
        return encoding

    def _codes(self, path: str, asked: Sequence[frozenset[int]]) -> tuple[int, ...]:
        cells = self.cells[path]
        order = sorted(range(1, len(cells)), key=lambda place: _by_value(cells[place], place))
        code: dict[tuple[bool, ...], int] = {}
        found = [0] * len(cells)
        for place in (0, *order):
            signs = tuple(place in places for places in asked)
            found[place] = code.setdefault(signs, len(code))
        return tuple(found)

    def _recoded(self, formula: Formula, encoding: Mapping[str, tuple[int, ...]]) -> Formula:
        if isinstance(formula, Among):
            codes = encoding[formula.fact]
            some = {codes[place] for place in formula.codes}
            return Among(formula.fact, tuple(sorted(some)), max(codes) + 1)
        if isinstance(formula, bool | Order | Level):
            return formula
        return join(formula.kind, (self._recoded(part, encoding) for part in formula.parts))


def _by_value(cell: Cell, place: int) -> tuple[str, Fraction, int]:
    number = Fraction(cell.value) if isinstance(cell.value, int | Fraction) else Fraction(0)
    return cell.metric, number, place


def severities_counted(counters: Mapping[str, tuple[str, bool]]) -> tuple[str, ...]:
    """Return the severities of which some counter counts findings or causes."""
    found = {severity for severity, _ in counters.values()}
    return tuple(severity for severity in COUNTED if severity in found)
