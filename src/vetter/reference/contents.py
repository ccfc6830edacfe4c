"""What the reference pages hold: a rulebook as plain lists and mappings, ready for templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vetter.assessment.model import Assessment
from vetter.assessment.words import plain_text, test_words, threshold_words
from vetter.base.layout import unpainted
from vetter.explain.lists import by_section
from vetter.explain.sheets import changeable_words, condition_lines, rule_sheet
from vetter.language.conditions import Condition, facts_of, tests_of
from vetter.language.formats import format_value
from vetter.language.types import INTEGER, NUMBER
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.typing import describe
from vetter.rulebook.vocabulary import FactSpec

COLUMNS = 100
Document = dict[str, Any]


def contents(rulebook: Rulebook, assessments: Sequence[Assessment] = ()) -> Document:
    """Return what the pages hold; `assessments` are those of example projects, by their paths."""
    pack = rulebook.pack
    return {
        "rulebook": {"name": pack.name, "version": pack.version, "title": pack.title},
        "groups": _groups(rulebook),
        "derived": _derived(rulebook),
        "sections": _sections(rulebook),
        "thresholds": _thresholds(rulebook),
        "constraints": _constraints(rulebook),
        "heuristics": _heuristics(rulebook, assessments),
        "house": [rule.id for rule in rulebook.rules if not rule.cites],
        "examples": [one.project.path for one in assessments],
    }


def _groups(rulebook: Rulebook) -> list[Document]:
    vocabulary = rulebook.vocabulary
    return [
        {
            "name": group.name,
            "title": group.title,
            "facts": [
                _fact(spec, rulebook)
                for path, spec in vocabulary.facts.items()
                if path.partition(".")[0] == group.name
            ],
        }
        for group in vocabulary.groups.values()
    ]


def _fact(spec: FactSpec, rulebook: Rulebook) -> Document:
    vocabulary = rulebook.vocabulary
    computed = ""
    if spec.computed:
        computed = f"{spec.computed.function} of {' and '.join(spec.computed.inputs)}"
    applies: list[str] = []
    if spec.applies_when is not None:
        lines = condition_lines(spec.applies_when, vocabulary, "if", COLUMNS, 0)
        applies = [" ".join(unpainted(line).split()) for line in lines]
    return {
        "path": spec.path,
        "question": spec.question,
        "help": spec.help,
        "type": _type_words(spec, rulebook),
        "choices": [{"name": name, "meaning": meaning} for name, meaning in spec.choices],
        "answered_by": spec.answered_by,
        "changeable": changeable_words(spec) if spec.changeable is not None else "",
        "computed": computed,
        "applies": applies,
        "rules": _readers(spec.path, rulebook),
        "facts": [
            path
            for path, other in vocabulary.facts.items()
            if spec.path in facts_of(other.applies_when)
            or (other.computed is not None and spec.path in other.computed.inputs)
        ],
    }


def _type_words(spec: FactSpec, rulebook: Rulebook) -> str:
    kind = spec.type
    words = kind.kind if kind.names else describe(kind)
    if kind.kind in (INTEGER, NUMBER) and kind.low is not None and kind.high is not None:
        measures = rulebook.vocabulary.measures
        low, high = (format_value(end, kind, measures) for end in (kind.low, kind.high))
        words = f"{words}, {low} to {high}"
    if kind.metric_of:
        words = f"{words}, in the measure that {kind.metric_of} states"
    return words


def _readers(path: str, rulebook: Rulebook) -> list[str]:
    return [rule.id for rule in rulebook.rules if path in rule.reads()]


def _derived(rulebook: Rulebook) -> list[Document]:
    return [
        {
            "path": path,
            "title": spec.title,
            "meaning": spec.meaning,
            "levels": list(spec.type.names),
            "concluded_by": [
                rule.id
                for rule in rulebook.rules
                if any(entry.fact == path for entry in rule.conclusions)
            ],
            "read_by": _readers(path, rulebook),
        }
        for path, spec in rulebook.vocabulary.derived.items()
    ]


def _sections(rulebook: Rulebook) -> list[Document]:
    return [
        {
            "section": section,
            "rules": [
                {
                    "id": rule.id,
                    "title": plain_text(rule.title, rulebook.vocabulary),
                    "sheet": unpainted(rule_sheet(rule, rulebook, COLUMNS))
                    .split("\n", 2)[2]
                    .rstrip(),
                    "path": rule.location.path,
                }
                for rule in rules
            ],
        }
        for section, rules in by_section(rulebook).items()
    ]


def _thresholds(rulebook: Rulebook) -> list[Document]:
    vocabulary = rulebook.vocabulary
    found = []
    for name, threshold in vocabulary.thresholds.items():
        cited = vocabulary.heuristics.get(threshold.source)
        found.append(
            {
                "name": name,
                "value": threshold_words(threshold, vocabulary),
                "meaning": threshold.meaning,
                "section": cited.get("section") if cited else "",
                "house": threshold.house,
                "rules": [rule.id for rule in rulebook.rules if name in _named(*rule.conditions())],
                "constraints": [
                    one.id for one in rulebook.constraints if name in _named(one.never)
                ],
            }
        )
    return found


def _named(*conditions: Condition) -> set[str]:
    """Return the thresholds that conditions name."""
    return {
        operand.threshold
        for condition in conditions
        for test in tests_of(condition)
        for operand in test.operands
        if operand.threshold
    }


def _constraints(rulebook: Rulebook) -> list[Document]:
    return [
        {
            "id": one.id,
            "because": one.because.source,
            "never": [test_words(test, rulebook.vocabulary) for test in tests_of(one.never)],
        }
        for one in rulebook.constraints
    ]


def _heuristics(rulebook: Rulebook, assessments: Sequence[Assessment]) -> list[Document]:
    """Return each heuristic with the rules that cite it and the examples in which they fire."""
    found = []
    for name, entry in rulebook.vocabulary.heuristics.items():
        rules = [rule.id for rule in rulebook.rules if name in rule.cites]
        found.append(
            {
                "id": name,
                "section": entry.get("section"),
                "says": entry.get("says"),
                "rules": rules,
                "examples": [
                    one.project.path.rpartition("/")[2].removesuffix(".yaml")
                    for one in assessments
                    if any(one.run.states[rule_id].status.fires for rule_id in rules)
                ],
            }
        )
    return found
