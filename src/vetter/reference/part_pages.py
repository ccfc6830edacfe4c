"""What the pages of facts, thresholds and conclusions hold."""

from __future__ import annotations

from vetter.assessment.words import test_words, threshold_words
from vetter.base.wording import capital
from vetter.explain.sheets import changeable_words
from vetter.language.conditions import Condition, facts_of, tests_of
from vetter.language.formats import format_value
from vetter.language.types import INTEGER, NUMBER
from vetter.reference.rule_pages import changes, readers, rule_entry, thresholds_of
from vetter.reference.words import Document, page_of, threshold_page, tree
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.typing import describe
from vetter.rulebook.vocabulary import Constraint, DerivedSpec, FactSpec, Threshold


def fact_entry(spec: FactSpec, rulebook: Rulebook) -> Document:
    """Return a fact as it stands in lists."""
    kind = spec.type
    return {
        "path": spec.path,
        "to": page_of(spec.path, rulebook.vocabulary),
        "question": spec.question,
        "type": kind.kind if kind.names else describe(kind),
        "who": "only a pilot" if spec.by_pilot else spec.answered_by or "computed",
        "rules": len(readers(spec.path, rulebook)),
    }


def fact_contents(spec: FactSpec, rulebook: Rulebook) -> Document:
    """Return all that the page of a fact says."""
    vocabulary = rulebook.vocabulary
    kind = spec.type
    span = ""
    if kind.kind in (INTEGER, NUMBER) and kind.low is not None and kind.high is not None:
        ends = (format_value(end, kind, vocabulary.measures) for end in (kind.low, kind.high))
        span = " to ".join(ends)
    inputs = spec.computed.inputs if spec.computed else ()
    return {
        **fact_entry(spec, rulebook),
        "help": spec.help,
        "group": vocabulary.groups[spec.path.partition(".")[0]].title,
        "group_name": spec.path.partition(".")[0],
        "unit": kind.unit,
        "range": span,
        "metric": _link(kind.metric_of, rulebook) if kind.metric_of else None,
        "choices": [{"name": name, "meaning": meaning} for name, meaning in spec.choices],
        "changeable": changeable_words(spec),
        "function": spec.computed.function if spec.computed else "",
        "inputs": [_link(path, rulebook) for path in inputs],
        "applies": tree(spec.applies_when, vocabulary) if spec.applies_when is not None else None,
        "readers": [rule_entry(one, rulebook) for one in readers(spec.path, rulebook)],
        "facts": [
            _link(path, rulebook)
            for path, other in vocabulary.facts.items()
            if spec.path in facts_of(other.applies_when)
            or (other.computed is not None and spec.path in other.computed.inputs)
        ],
        "constraints": [
            _constraint(one, rulebook)
            for one in rulebook.constraints
            if spec.path in facts_of(one.never)
        ],
        "pack": spec.pack,
        "place": spec.location.path,
        "changes": changes(list(spec.changes)),
    }


def threshold_entry(one: Threshold, rulebook: Rulebook) -> Document:
    """Return a threshold as it stands in lists."""
    cited = rulebook.vocabulary.heuristics.get(one.source)
    return {
        "name": one.name,
        "to": threshold_page(one.name),
        "value": threshold_words(one, rulebook.vocabulary),
        "meaning": one.meaning,
        "section": cited.get("section") if cited else "",
        "says": cited.get("says") if cited else "",
        "house": one.house,
        "rules": sum(one.name in thresholds_of(rule) for rule in rulebook.rules),
    }


def threshold_contents(one: Threshold, rulebook: Rulebook) -> Document:
    """Return all that the page of a threshold says."""
    return {
        **threshold_entry(one, rulebook),
        "type": describe(one.type),
        "readers": [
            rule_entry(rule, rulebook)
            for rule in rulebook.rules
            if one.name in thresholds_of(rule)
        ],
        "constraints": [
            _constraint(other, rulebook)
            for other in rulebook.constraints
            if one.name in _named(other.never)
        ],
        "locked": one.locked,
        "pack": one.pack,
        "place": one.location.path,
        "changes": changes(list(one.changes)),
    }  # fmt: skip


def conclusion_entry(spec: DerivedSpec, rulebook: Rulebook) -> Document:
    """Return something concluded as it stands in lists."""
    return {
        "path": spec.path,
        "to": page_of(spec.path, rulebook.vocabulary),
        "title": capital(spec.title),
        "meaning": spec.meaning,
        "levels": list(spec.type.names),
        "counted": spec.counter is not None,
    }


def conclusion_contents(spec: DerivedSpec, rulebook: Rulebook) -> Document:
    """Return all that the page of something concluded says."""
    levels = [
        {
            "name": name,
            "rules": [
                rule_entry(rule, rulebook)
                for rule in rulebook.rules
                if any((one.fact, one.level) == (spec.path, place) for one in rule.conclusions)
            ],
        }
        for place, name in enumerate(spec.type.names)
    ]
    counted = [
        rule_entry(rule, rulebook)
        for rule in rulebook.rules
        if spec.counter
        and any(
            spec.counter[0] in (one.severity, *(soft.to for soft in one.softened))
            for one in rule.findings
        )
    ]
    return {
        **conclusion_entry(spec, rulebook),
        "by_level": levels,
        "counts": counted,
        "readers": [rule_entry(one, rulebook) for one in readers(spec.path, rulebook)],
        "place": spec.location.path,
    }  # fmt: skip


def _link(path: str, rulebook: Rulebook) -> Document:
    return {"path": path, "to": page_of(path, rulebook.vocabulary)}


def _named(condition: Condition) -> set[str]:
    return {operand.threshold for test in tests_of(condition) for operand in test.operands}


def _constraint(one: Constraint, rulebook: Rulebook) -> Document:
    never = [test_words(test, rulebook.vocabulary) for test in tests_of(one.never)]
    return {"id": one.id, "because": one.because.source, "never": never}
