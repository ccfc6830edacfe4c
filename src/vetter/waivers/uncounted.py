"""A rulebook in which the findings of some rules are not stated, so that nothing counts them."""

from __future__ import annotations

from collections.abc import Collection

from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Rule


def uncounted(rulebook: Rulebook, rule_ids: Collection[str]) -> Rulebook:
    """Return a rulebook whose rules of these ids do all that they did, but state no finding.

    Their conclusions, conditions and steps stay: a finding is waived, not what follows from facts.
    Strata stay as they are, for rules only count less than before.
    """
    rules = tuple(_bare(one) if one.id in rule_ids else one for one in rulebook.rules)
    return rulebook._replace(rules=rules)


def _bare(rule: Rule) -> Rule:
    return rule._replace(then=tuple(one for one in rule.then if type(one) is not Finding))
