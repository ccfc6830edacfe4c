"""A rulebook as one formula: what applies, what each rule does, how levels and counters come out.

On a complete project a condition ends true, false or stuck. It is two formulas here: that it ends
true and that it ends false; where neither holds it is stuck. Only what somebody asks for is made.
"""

from __future__ import annotations

from typing import NamedTuple

from vetter.language.conditions import Condition, Group, Test
from vetter.language.operators import UNKNOWN_TESTS
from vetter.language.types import MEASURED, TEXT
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Rule
from vetter.rulebook.vocabulary import SEVERITIES, VERDICT, VERDICTS, DerivedSpec
from vetter.solver.computed import Computed, compute
from vetter.solver.domains import EXPRESSED_KINDS, declare
from vetter.solver.limits import check_expressed
from vetter.solver.values import Comparer, Names, Number, Ranks, Tally, Variable
from vetter.solver.z3_home import Logic, Term


class Ends(NamedTuple):
    """The formulas of a condition: that it ends true, that it ends false."""

    true: Term
    false: Term


class Formula:
    """The formula of a rulebook. Raises `BeyondSolver` when it has none.

    `variables` are those of base and derived facts by path, `applies` that a base fact applies,
    `always` what holds of every complete project, `computed` the products and quotients.
    """

    def __init__(self, rulebook: Rulebook, logic: Logic | None = None) -> None:
        """Make the formula, in a logic that another formula may share."""
        check_expressed(rulebook)
        self.rulebook = rulebook
        self.logic = logic or Logic()
        self.comparer = Comparer(self.logic)
        self.variables: dict[str, Variable] = {}
        self.applies: dict[str, Term] = {}
        self.always: list[Term] = []
        self.computed: dict[str, Computed] = {}
        self.fires: dict[str, Term] = {}
        self.severities: dict[tuple[str, int], dict[str, Term]] = {}
        self._ends: dict[int, Ends] = {}
        self._tests: dict[str, Ends] = {}
        for path in rulebook.fact_order:
            self._declare(path)
        for constraint in rulebook.constraints:
            self.always.append(self.logic.no(self.ends(constraint.never).true))
        self._chain()

    def verdict(self, verdict: str) -> Term:
        """Return that the verdict is this one."""
        return self.comparer.exactly(self.variables[VERDICT], VERDICTS.index(verdict))

    def verdict_from(self, verdict: str) -> Term:
        """Return that the verdict is this one or a graver one."""
        return self.comparer.order(">=", self.variables[VERDICT], VERDICTS.index(verdict))

    @property
    def equations(self) -> dict[str, Computed]:
        """The products and quotients that something asks for as numbers, by path."""
        return {
            path: made
            for path, made in self.computed.items()
            if isinstance(made.variable, Number) or path in self.comparer.divided
        }

    # --- base facts ---------------------------------------------------------------------------

    def _declare(self, path: str) -> None:
        spec = self.rulebook.vocabulary.facts[path]
        logic = self.logic
        applies = True if spec.applies_when is None else self.ends(spec.applies_when).true
        if spec.type.kind in MEASURED:
            applies = logic.every([applies, self.applies[spec.type.metric_of]])
        if spec.computed is not None:
            made = compute(spec, self.variables, self.comparer)
            self.variables[path] = made.variable
            inputs = [self.applies[one] for one in spec.computed.inputs]
            applies = logic.every([applies, *inputs, made.defined])
            if made.factors:
                self.computed[path] = made
        elif spec.type.kind in EXPRESSED_KINDS:
            declared = declare(
                path, spec.type, self.rulebook.vocabulary.measures, logic, self.variables
            )
            self.variables[path] = declared.variable
            self.always.extend(declared.always)
        else:
            assert spec.type.kind == TEXT
        self.applies[path] = applies

    # --- conditions ---------------------------------------------------------------------------

    def ends(self, condition: Condition) -> Ends:
        """Return the formulas of a condition, which reads no derived fact of a later stratum."""
        made = self._ends.get(id(condition))
        if made is None:
            made = self._test(condition) if isinstance(condition, Test) else self._group(condition)
            self._ends[id(condition)] = made
        return made

    def _group(self, group: Group) -> Ends:
        parts = [self.ends(part) for part in group.parts]
        trues, falses = [part.true for part in parts], [part.false for part in parts]
        if group.kind == "all":
            return Ends(self.logic.every(trues), self.logic.some(falses))
        if group.kind == "any":
            return Ends(self.logic.some(trues), self.logic.every(falses))
        return Ends(self.logic.every(falses), self.logic.some(trues))

    def _test(self, test: Test) -> Ends:
        made = self._tests.get(test.sentence)
        if made is None:
            made = self._tests[test.sentence] = self._sentence(test)
        return made

    def _sentence(self, test: Test) -> Ends:
        logic = self.logic
        if test.asks_knowledge:
            # Of a complete project everything is known that applies.
            if test.operator.sign in UNKNOWN_TESTS:
                return Ends(False, True)
            applies = self.applies[test.fact]
            return Ends(applies, logic.no(applies))
        named = (test.fact, *(operand.fact for operand in test.operands if operand.fact))
        stands = [self.applies[path] for path in named if path in self.applies]
        for operand in test.operands:
            if operand.metrics:
                stands.append(self._measured_in(test.fact, operand.metrics))
        right = [
            self.variables[operand.fact] if operand.fact else operand.value
            for operand in test.operands
        ]
        holds = self.comparer.holds(test.operator.sign, self.variables[test.fact], right)  # type: ignore[arg-type]
        return Ends(logic.every([*stands, holds]), logic.every([*stands, logic.no(holds)]))

    def _measured_in(self, path: str, metrics: tuple[str, ...]) -> Term:
        stated = self.variables[self.rulebook.vocabulary.facts[path].type.metric_of]
        assert isinstance(stated, Names)
        return self.logic.some([stated.each[metric] for metric in metrics])

    # --- rules --------------------------------------------------------------------------------

    def _chain(self) -> None:
        """Chain stratum by stratum: a rule reads what all rules before it have concluded."""
        for stratum in range(self.rulebook.depth):
            self._read_derived(stratum)
            for rule in self.rulebook.rules:
                if self.rulebook.strata[rule.id] == stratum:
                    self._rule(rule)
        self._read_derived(self.rulebook.depth)

    def _rule(self, rule: Rule) -> None:
        parts = [self.ends(rule.when).true]
        if rule.unless is not None:
            parts.append(self.logic.no(self.ends(rule.unless).true))
        self.fires[rule.id] = self.logic.every(parts)
        for place, finding in enumerate(rule.findings):
            self.severities[rule.id, place] = self._severity(finding)

    def _severity(self, finding: Finding) -> dict[str, Term]:
        """Return for each severity that a finding can have that it stands at it: the mildest."""
        if not finding.softened:
            return {finding.severity: True}
        helps: dict[str, list[Term]] = {}
        for soft in finding.softened:
            helps.setdefault(soft.to, []).append(self.ends(soft.when).true)
        stands, milder = {}, False
        for severity in SEVERITIES[: SEVERITIES.index(finding.severity)]:
            if severity in helps:
                helped = self.logic.some(helps[severity])
                stands[severity] = self.logic.every([helped, self.logic.no(milder)])
                milder = self.logic.some([milder, helped])
        stands[finding.severity] = self.logic.no(milder)
        return stands

    def _read_derived(self, stratum: int) -> None:
        """Read the derived facts off the rules before a stratum. What is settled stays the same.

        A test is made when its rule's turn has come, and all that its facts hang on has been then.
        """
        strata = self.rulebook.strata
        rules = [rule for rule in self.rulebook.rules if strata[rule.id] < stratum]
        for path, spec in self.rulebook.vocabulary.derived.items():
            self.variables[path] = (
                self._counter(spec, rules) if spec.counter else self._level(path, spec, rules)
            )

    def _level(self, path: str, spec: DerivedSpec, rules: list[Rule]) -> Ranks:
        concluded: dict[int, list[Term]] = {}
        for rule in rules:
            for conclusion in rule.conclusions:
                if conclusion.fact == path:
                    concluded.setdefault(conclusion.level, []).append(self.fires[rule.id])
        ranks: list[Term] = []
        above: Term = False
        for rank in range(len(spec.type.names) - 1, 0, -1):
            above = self.logic.some([above, *concluded.get(rank, [])])
            ranks.append(above)
        return Ranks(tuple(reversed(ranks)))

    def _counter(self, spec: DerivedSpec, rules: list[Rule]) -> Tally:
        assert spec.counter is not None
        severity, causes = spec.counter
        counted: dict[object, list[Term]] = {}
        for rule in rules:
            for place, finding in enumerate(rule.findings):
                stands = self.severities[rule.id, place].get(severity, False)
                key = finding.cause if causes else (rule.id, place)
                counted.setdefault(key, []).append(self.logic.every([self.fires[rule.id], stands]))
        return Tally(tuple(self.logic.some(parts) for parts in counted.values()))
