"""The JSON Schema of rule files, made from the vocabulary and from the reader's own tables."""

from __future__ import annotations

from vetter.authoring.answers import answers
from vetter.authoring.shapes import (
    DIALECT,
    PLAIN,
    YES_NO,
    Schema,
    conditions,
    described,
    mapping,
    names,
    one_of,
    ref,
    several,
    text,
)
from vetter.rulebook.read_rules import (
    ENTRIES,
    EXAMPLE,
    EXPECTATIONS,
    PARTS,
    REPLACED_BY,
    REQUIRED,
    RULE_ID,
)
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import DEPRECATED, STATUSES
from vetter.rulebook.vocabulary import CONDITIONAL, NO_GO, SEVERITIES, VERDICT, Vocabulary

_SAID = {
    "id": "the name of the rule and of its file; permanent",
    "title": "what is seen, in one sentence",
    "cites": "the heuristics that the rule carries out",
    "house": "why the house says so, where no heuristic does",
    "status": "draft (reported apart), active, or deprecated",
    REPLACED_BY: "the rule that stands in place of a deprecated one",
    "locked": "whether packs above may not change it",
    "when": "what must hold for the rule to fire",
    "unless": "what holds the rule back; it must be shown",
    "then": "what the rule states",
    "examples": "small projects that show the rule; they are its tests",
}


def rule_schema(rulebook: Rulebook) -> Schema:
    """Return the schema of a rule file that draws on a rulebook."""
    vocabulary = rulebook.vocabulary
    shapes: Schema = {
        "id": {"type": ["string", "integer"], "pattern": f"^{RULE_ID.pattern}$"},
        "title": ref("text"),
        "cites": several(names(vocabulary.heuristics)),
        "house": PLAIN,
        "status": names(STATUSES),
        REPLACED_BY: PLAIN,
        "locked": YES_NO,
        "when": ref("condition"),
        "unless": ref("condition"),
        "then": several(ref("entry")),
        "examples": _examples(),
    }
    required = ("id", "title", "when", "then", "examples")
    whole = mapping({part: described(shapes[part], _SAID[part]) for part in PARTS}, required)
    given_up = {"properties": {"status": {"const": DEPRECATED}}, "required": ["status"]}
    return {
        "$schema": DIALECT,
        "title": "A rule of vetter",
        **whole,
        "anyOf": [{"required": ["cites"]}, {"required": ["house"]}],
        "dependentSchemas": {REPLACED_BY: given_up},
        "$defs": definitions(vocabulary),
    }


def definitions(vocabulary: Vocabulary) -> Schema:
    """Return the definitions that rules and changes of rules share."""
    return {
        **conditions(vocabulary),
        "text": text(vocabulary),
        "facts": answers(vocabulary),
        "entry": _entry(vocabulary),
        "softening": _softening(),
        "example": _example(),
    }


def _softening() -> Schema:
    parts = {"when": ref("condition"), "to": names(SEVERITIES[:-1]), "because": ref("text")}
    return mapping(parts, tuple(parts))


def _entry(vocabulary: Vocabulary) -> Schema:
    """Return the schema of an entry: the one that its first key tells."""
    shapes: Schema = {
        "concern": names(reversed(SEVERITIES)),
        "strength": names(("yes",)),
        "conclude": _conclusion(vocabulary),
        "condition": ref("text"),
        "step": ref("text"),
        "verdict": names((CONDITIONAL, NO_GO)),
        "cause": names(vocabulary.causes),
        "because": ref("text"),
        "advice": ref("text"),
        "by": ref("text"),
        "who": names(vocabulary.roles),
        "stage": names(vocabulary.stages),
        "softened": several(ref("softening")),
    }
    checks: list[Schema] = []
    for kind, parts in ENTRIES.items():
        whole = mapping({part: shapes[part] for part in parts}, REQUIRED[kind])
        if kind == "concern":
            whole["allOf"] = [_milder(rank, name) for rank, name in enumerate(SEVERITIES)]
        checks.append({"if": {"required": [kind]}, "then": whole})
    return {
        "type": "object",
        "properties": shapes,
        "oneOf": [{"required": [kind]} for kind in ENTRIES],
        "allOf": checks,
    }


def _milder(rank: int, severity: str) -> Schema:
    """Return that a concern of one severity is softened to a milder one."""
    to = {"properties": {"to": names(SEVERITIES[:rank])}} if rank else False
    return {
        "if": {"properties": {"concern": {"const": severity}}},
        "then": {"properties": {"softened": {"items": to}}},
    }


def _conclusion(vocabulary: Vocabulary) -> Schema:
    tails, samples = [], []
    for path, spec in vocabulary.derived.items():
        if spec.counter is None and path != VERDICT:
            tails.append(rf"{one_of((path,))}\s+is\s+{one_of(spec.type.names[1:])}")
            samples += [f"{path} is {name}" for name in spec.type.names[1:]]
    return {"type": "string", "pattern": rf"^\s*(?:{'|'.join(tails)})\s*$", "examples": samples}


def _examples() -> Schema:
    shown = [{"contains": {"required": [kind]}} for kind in EXPECTATIONS[:2]]
    return {**several(ref("example")), "allOf": shown}


def _example() -> Schema:
    shapes: Schema = {
        **{kind: ref("facts") for kind in EXPECTATIONS},
        "as": names(reversed(SEVERITIES)),
        "why": PLAIN,
    }
    return {
        **mapping({part: shapes[part] for part in EXAMPLE}),
        "oneOf": [{"required": [kind]} for kind in EXPECTATIONS],
        "dependentRequired": {"as": ["fires"]},
    }
