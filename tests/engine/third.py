"""Plain chaining on a complete project, defined a third time.

Not by strata but by need: a rule fires if its `when` is true and its `unless` is not, and a derived
fact is asked of the rules that could change it. Nothing here is shared with `facts.meaning` or
`engine.compile`, not even the table of operators.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from vetter.facts.states import Project
from vetter.language.conditions import Condition, Group
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Rule

RANKS = {"low": 0, "medium": 1, "high": 2, "blocker": 3}
HOLDS = {
    "is": lambda value, others: value == others[0],
    "is not": lambda value, others: value != others[0],
    "is one of": lambda value, others: value in others,
    "is not one of": lambda value, others: value not in others,
    ">": lambda value, others: value > others[0],
    ">=": lambda value, others: value >= others[0],
    "<": lambda value, others: value < others[0],
    "<=": lambda value, others: value <= others[0],
    "between": lambda value, others: others[0] <= value <= others[1],
    "has": lambda value, others: others[0] in value,
    "lacks": lambda value, others: others[0] not in value,
    "has any of": lambda value, others: any(other in value for other in others),
}


class Plain:
    """What fires on a complete project: a fact has a value, or None where it does not apply."""

    def __init__(self, rulebook: Rulebook, project: Project) -> None:
        self.rulebook, self.states = rulebook, project.states
        self.fires, self.value = cache(self._fires), cache(self._value)

    def _fires(self, rule_id: str) -> bool:
        rule = self.rulebook.rule(rule_id)
        return self.true(rule.when) is True and (
            rule.unless is None or self.true(rule.unless) is not True
        )

    def true(self, condition: Condition) -> bool | None:
        """True, False, or None for stuck."""
        if isinstance(condition, Group):
            parts = [self.true(part) for part in condition.parts]
            if condition.kind == "all":
                return False if False in parts else None if None in parts else True
            found = True if True in parts else None if None in parts else False
            return found if condition.kind == "any" or found is None else not found
        value, sign = self.value(condition.fact), condition.operator.sign
        if sign.endswith("known"):
            return sign == "is known" and value is not None
        others = [self.value(one.fact) if one.fact else one.value for one in condition.operands]
        if value is None or None in others:
            return None
        if any(
            one.metrics and self.metric(condition.fact) not in one.metrics
            for one in condition.operands
        ):
            return None
        return HOLDS[sign](value, others)

    def metric(self, quality: str) -> Any:
        return self.value(self.rulebook.vocabulary.facts[quality].type.metric_of)

    def _value(self, path: str) -> Any:
        spec = self.rulebook.vocabulary.derived.get(path)
        if spec is None:
            return self.states[path].value if self.states[path].known else None
        if spec.counter is None:
            said = [(rule, one) for rule in self.rulebook.rules for one in rule.conclusions]
            levels = [one.level for rule, one in said if one.fact == path and self.fires(rule.id)]
            return max(levels, default=0)
        severity, causes = spec.counter
        counted = [
            finding.cause if causes else (rule.id, place)
            for rule in self.rulebook.rules
            for place, finding in enumerate(rule.findings)
            if severity in {finding.severity, *(soft.to for soft in finding.softened)}
            and self.fires(rule.id)
            and self.severity(finding) == severity
        ]
        return len(set(counted) if causes else counted)

    def severity(self, finding: Finding) -> str:
        helping = [soft.to for soft in finding.softened if self.true(soft.when) is True]
        return min([finding.severity, *helping], key=lambda one: RANKS.get(one, 0))

    def severities(self, rule: Rule) -> list[str]:
        return [self.severity(finding) for finding in rule.findings]
