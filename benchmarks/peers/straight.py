"""The peer in plain Python: one function of straight-line code for a whole rulebook.

It loops over rows of inputs itself, so that a scenario does not pay for a call. Every rule is an
`if` whose parts are looked at only as far as needed; numbers are added up in local variables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from benchmarks.peers.formula import Among, Formula, Level, Order, runs
from benchmarks.peers.plan import RANK, Plan, RulePlan, Stating, severities_counted

Row = tuple[int, ...]
Result = tuple[list[int], tuple[int, ...]]
"""The places of the rules that fired, and the values of `Plan.derived`."""
_SIGN = {"is": "==", "is not": "!="}


def compiled(plan: Plan) -> Callable[[Iterable[Row]], list[Result]]:
    """Return the function that takes rows of inputs and returns a result for each."""
    names: dict[str, Callable[[Iterable[Row]], list[Result]]] = {}
    exec(compile(source(plan), "<rulebook>", "exec"), names)
    return names["vet"]


def source(plan: Plan) -> str:
    """Return the text of the function."""
    return "\n".join(_Writer(plan).lines()) + "\n"


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.inputs = {name: f"i{place}" for place, name in enumerate(plan.inputs)}
        self.names = {path: f"d{place}" for place, path in enumerate(plan.derived)}
        self.counted = severities_counted(plan.counters)
        self.bit = {cause: 1 << place for place, cause in enumerate(plan.causes)}

    def lines(self) -> Iterator[str]:
        plan = self.plan
        counts = [path for path, (_, causes) in plan.counters.items() if causes]
        numbers = [name for path, name in self.names.items() if path not in counts]
        bits = [f"c_{severity}" for severity in self.counted]
        yield "def vet(rows):"
        yield "    results = []"
        names = ", ".join(self.inputs.values())
        yield f"    for {f'({names},)' if names else '_'} in rows:"
        yield "        fired = []"
        yield f"        {' = '.join([*numbers, *bits])} = 0"
        for stratum, rules in enumerate(plan.strata):
            for path in plan.read_in(stratum):
                if path in counts:
                    yield f"        {self.names[path]} = {self._causes(path)}"
            for rule in rules:
                yield from self._rule(rule)
        for path in counts:
            yield f"        {self.names[path]} = {self._causes(path)}"
        yield f"        results.append((fired, ({', '.join(self.names.values())},)))"
        yield "    return results"

    def _causes(self, path: str) -> str:
        return f"c_{self.plan.counters[path][0]}.bit_count()"

    def _rule(self, rule: RulePlan) -> Iterator[str]:
        yield f"        if {self._text(rule.fires)}:  # {rule.id}"
        yield f"            fired.append({rule.place})"
        for path, level in rule.levels:
            name = self.names[path]
            yield f"            if {name} < {level}: {name} = {level}"
        for finding in rule.findings:
            yield from self._finding(finding)

    def _finding(self, finding: Stating) -> Iterator[str]:
        word = "if"
        for when, severity in finding.severities:
            here = "            "
            if when is not True:
                yield f"{here}{word} {self._text(when)}:"
                word = "elif"
            elif word == "elif":
                yield f"{here}else:"
            if word == "elif":
                here += "    "
            number = self._number(severity)
            if number:
                yield f"{here}{number} += 1"
            yield f"{here}c_{severity} |= {self.bit[finding.cause]}"

    def _number(self, severity: str) -> str:
        for path, counted in self.plan.counters.items():
            if counted == (severity, False):
                return self.names[path]
        return ""

    def _text(self, formula: Formula, inside: bool = False) -> str:
        if isinstance(formula, bool):
            return str(formula)
        if isinstance(formula, Order):
            sign = _SIGN.get(formula.sign, formula.sign)
            left, right = (self.inputs[RANK + one] for one in (formula.left, formula.right))
            return f"{left} {sign} {right}"
        if isinstance(formula, Among):
            return _one_of(self.inputs[formula.fact], formula.codes, formula.count)
        if isinstance(formula, Level):
            return _one_of(self.names[formula.path], formula.values, formula.highest + 1)
        text = f" {formula.kind} ".join(self._text(part, inside=True) for part in formula.parts)
        return f"({text})" if inside else text


def _one_of(name: str, values: tuple[int, ...], count: int) -> str:
    """Return the quickest test that a number below `count` is one of some values."""
    if count == 2:
        return name if values == (1,) else f"not {name}"
    found, rest = runs(values), runs(set(range(count)) - set(values))
    if len(found) == 1:
        low, high = found[0]
        if low == high:
            return f"{name} == {low}"
        if low == 0:
            return f"{name} < {high + 1}"
        return f"{name} >= {low}" if high == count - 1 else f"{low} <= {name} <= {high}"
    if len(rest) == 1 and rest[0][0] == rest[0][1]:
        return f"{name} != {rest[0][0]}"
    return f"{name} in {{{', '.join(map(str, values))}}}"
