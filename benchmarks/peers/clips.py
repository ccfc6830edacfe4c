"""The peer in CLIPS: a template with a slot for each input, and a `defrule` for each rule.

What concerns one input is a constraint of its slot, which CLIPS shares among rules; the rest are
`test` elements. Strata are saliences. Between two of them a rule asserts what the next one reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import clips

from benchmarks.peers.formula import Among, Formula, Join, Level, Order, conjuncts, leaves, runs
from benchmarks.peers.plan import RANK, Plan, RulePlan, Stating, severities_counted

STEP = 10
_SIGN = {"is": "=", "is not": "<>"}


class Clips:
    """A rulebook loaded into CLIPS."""

    def __init__(self, plan: Plan) -> None:
        """Write the rulebook and load it."""
        self.plan = plan
        self.environment = clips.Environment()
        for construct in constructs(plan):
            self.environment.build(construct)
        self._project = self.environment.find_template("project")
        self._verdict = self.environment.find_global("l0")

    def slots(self, row: tuple[int, ...]) -> dict[str, int]:
        """Return a row of inputs as slots of the template."""
        return {f"i{place}": value for place, value in enumerate(row)}

    def run(self, slots: Mapping[str, int]) -> int:
        """Reset, assert a project, run; return the verdict."""
        self.environment.reset()
        self._project.assert_fact(**slots)
        self.environment.run()
        verdict: int = self._verdict.value
        return verdict

    def found(self) -> tuple[list[int], tuple[int, ...]]:
        """Return the rules that fired in the last run, and all derived facts and counters."""
        # Facts that clipspy hands out are never given back, so CLIPS itself reads them.
        fired = [int(place) for place in self.environment.eval("(fired)")]
        every: list[Any] = [self.environment.eval(_value(self.plan, p)) for p in self.plan.derived]
        return fired, tuple(int(one) for one in every)


def constructs(plan: Plan) -> Iterator[str]:
    """Yield the constructs of a rulebook, in the order in which CLIPS takes them."""
    yield _template("project", [f"i{place}" for place in range(len(plan.inputs))])
    yield _globals(plan)
    salience = STEP * len(plan.strata)
    for stratum, rules in enumerate(plan.strata):
        read = plan.read_in(stratum)
        salience -= STEP
        if read:
            yield _template(f"read-{stratum}", [f"v{plan.derived.index(one)}" for one in read])
            slots = " ".join(f"(v{plan.derived.index(one)} {_value(plan, one)})" for one in read)
            yield (
                f"(defrule close-{stratum} (declare (salience {salience + STEP // 2})) "
                f"(project) => (assert (read-{stratum} {slots})))"
            )
        for rule in rules:
            yield _Writer(plan, stratum, salience).rule(rule)
    yield (
        "(deffunction fired () (bind ?all (create$)) (do-for-all-facts ((?one fired)) TRUE "
        "(bind ?all (create$ ?all (nth$ 1 ?one:implied)))) ?all)"
    )


def _template(name: str, slots: list[str]) -> str:
    return f"(deftemplate {name} {' '.join(f'(slot {one} (type INTEGER))' for one in slots)})"


def _globals(plan: Plan) -> str:
    names = [f"?*l{place}*" for place in range(len(plan.levels))]
    for severity in severities_counted(plan.counters):
        names.append(f"?*n-{severity}*")
        names += [f"?*c-{severity}-{place}*" for place in range(len(plan.causes))]
    return f"(defglobal {' '.join(f'{name} = 0' for name in names)})"


def _value(plan: Plan, path: str) -> str:
    """Return the expression of what a derived fact or counter has come to."""
    if path in plan.levels:
        return f"?*l{plan.levels.index(path)}*"
    severity, causes = plan.counters[path]
    if not causes:
        return f"?*n-{severity}*"
    return f"(+ {' '.join(f'?*c-{severity}-{place}*' for place in range(len(plan.causes)))})"


class _Writer:
    def __init__(self, plan: Plan, stratum: int, salience: int) -> None:
        self.plan, self.stratum, self.salience = plan, stratum, salience
        self.slot = {name: f"i{place}" for place, name in enumerate(plan.inputs)}

    def rule(self, rule: RulePlan) -> str:
        constraints: dict[str, list[str]] = {}
        tested = []
        for part in conjuncts(rule.fires):
            if isinstance(part, Among | Level):
                name = self._variable(part.fact if isinstance(part, Among) else part.path)
                constraints.setdefault(name, []).append(self._constraint(part, name))
            else:
                tested.append(part)
        softened = [one for finding in rule.findings for one, _ in finding.severities]
        bound = {self._variable(path) for one in (*tested, *softened) for path in _inputs(one)}
        slots = [
            (name, "&".join([*([f"?{name}"] if name in bound else []), *constraints.get(name, [])]))
            for name in sorted(bound | set(constraints))
        ]
        project = " ".join(f"({name} {text})" for name, text in slots if name.startswith("i"))
        derived = " ".join(f"({name} {text})" for name, text in slots if name.startswith("v"))
        left = [f"(project {project})"]
        if derived:
            left.append(f"(read-{self.stratum} {derived})")
        left += [f"(test {self._text(one)})" for one in tested]
        return (
            f'(defrule r{rule.place} "{rule.id}" (declare (salience {self.salience})) '
            f"{' '.join(left)} => {' '.join(self._right(rule))})"
        )

    def _variable(self, path: str) -> str:
        return self.slot.get(path) or f"v{self.plan.derived.index(path)}"

    def _constraint(self, leaf: Among | Level, name: str) -> str:
        """Return a leaf as the constraint of a slot."""
        values, count = _values(leaf)
        found, rest = runs(values), runs(set(range(count)) - set(values))
        if len(values) == 1:
            return str(values[0])
        if len(rest) == 1 and rest[0][0] == rest[0][1]:
            return f"~{rest[0][0]}"
        if len(found) == 1 and len(values) > 2:
            return f"?{name}&:{_one_of(f'?{name}', values, count)}"
        return "|".join(map(str, values))

    def _text(self, formula: Formula) -> str:
        if isinstance(formula, Join):
            return f"({formula.kind} {' '.join(self._text(part) for part in formula.parts)})"
        if isinstance(formula, Order):
            sides = (self._variable(f"{RANK}{one}") for one in (formula.left, formula.right))
            return (
                f"({_SIGN.get(formula.sign, formula.sign)} {' '.join(f'?{one}' for one in sides)})"
            )
        assert isinstance(formula, Among | Level)
        path = formula.fact if isinstance(formula, Among) else formula.path
        return _one_of(f"?{self._variable(path)}", *_values(formula))

    def _right(self, rule: RulePlan) -> Iterator[str]:
        yield f"(assert (fired {rule.place}))"
        for path, level in rule.levels:
            name = f"?*l{self.plan.levels.index(path)}*"
            yield f"(bind {name} (max {name} {level}))"
        for finding in rule.findings:
            yield self._finding(finding, finding.severities)

    def _finding(self, finding: Stating, severities: tuple[tuple[Formula, str], ...]) -> str:
        (when, severity), *rest = severities
        number = f"?*n-{severity}*"
        cause = f"?*c-{severity}-{self.plan.causes.index(finding.cause)}*"
        said = f"(bind {number} (+ {number} 1)) (bind {cause} 1)"
        if when is True:
            return said
        return f"(if {self._text(when)} then {said} else {self._finding(finding, tuple(rest))})"


def _inputs(formula: Formula) -> Iterator[str]:
    for leaf in leaves(formula):
        if isinstance(leaf, Among):
            yield leaf.fact
        elif isinstance(leaf, Level):
            yield leaf.path
        else:
            yield from (f"{RANK}{leaf.left}", f"{RANK}{leaf.right}")


def _values(leaf: Among | Level) -> tuple[tuple[int, ...], int]:
    if isinstance(leaf, Among):
        return leaf.codes, leaf.count
    return leaf.values, leaf.highest + 1


def _one_of(name: str, values: tuple[int, ...], count: int) -> str:
    """Return the expression that a number below `count` is one of some values."""
    found, rest = runs(values), runs(set(range(count)) - set(values))
    if len(values) == 1:
        return f"(= {name} {values[0]})"
    if len(found) == 1:
        low, high = found[0]
        if low == 0:
            return f"(<= {name} {high})"
        return f"(>= {name} {low})" if high == count - 1 else f"(<= {low} {name} {high})"
    if len(rest) == 1 and rest[0][0] == rest[0][1]:
        return f"(<> {name} {rest[0][0]})"
    return f"(or {' '.join(f'(= {name} {one})' for one in values)})"
