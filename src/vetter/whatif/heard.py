"""What a verdict hears: the base facts that can move it at all."""

from __future__ import annotations

from vetter.assessment.verdict import BLOCKER
from vetter.language.conditions import facts_of
from vetter.rulebook.checks import concluded_by
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import VERDICT
from vetter.scenarios.reads import severities_of


def facts_heard(rulebook: Rulebook) -> frozenset[str]:
    """Return the base facts that a verdict can hang on, be it through levels and counters.

    They are those that the rules read which feed it, or could state a blocker, and those by which
    such facts apply, are computed, or are measured.
    """
    found: set[str] = set()
    queue = [path for rule in _rules_heard(rulebook) for path in sorted(rule.reads())]
    facts = rulebook.vocabulary.facts
    while queue:
        path = queue.pop()
        if path in found or path not in facts:
            continue
        found.add(path)
        spec = facts[path]
        queue += [*facts_of(spec.applies_when), spec.type.metric_of]
        queue += spec.computed.inputs if spec.computed else ()
    return frozenset(found)


def _rules_heard(rulebook: Rulebook) -> list[Rule]:
    fed = {rule.id: concluded_by(rule, rulebook.vocabulary) for rule in rulebook.rules}
    found: list[Rule] = []
    wanted = {VERDICT}
    left = list(rulebook.rules)
    while True:
        more = [rule for rule in left if _may_block(rule) or fed[rule.id] & wanted]
        if not more:
            return found
        found += more
        left = [rule for rule in left if rule not in more]
        for rule in more:
            wanted |= rule.reads() & rulebook.vocabulary.derived.keys()


def _may_block(rule: Rule) -> bool:
    return any(BLOCKER in severities_of(finding) for finding in rule.findings)
