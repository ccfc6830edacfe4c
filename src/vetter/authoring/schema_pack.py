"""JSON Schemas of pack.yaml and changes.yaml."""

from __future__ import annotations

from vetter.authoring.schema_knowledge import changeable
from vetter.authoring.schema_rule import definitions
from vetter.authoring.shapes import (
    DIALECT,
    PLAIN,
    YES_NO,
    Schema,
    described,
    mapping,
    names,
    ref,
    several,
)
from vetter.language.types import CHOICE, CHOICES
from vetter.rulebook.info import KEYS, NAMED_BY
from vetter.rulebook.merge import BECAUSE, PARTS
from vetter.rulebook.read_changeable import KEY
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import SEVERITIES, FactSpec

_SAID = {
    "name": "the name that memos show and other packs need",
    "version": "the version of the pack",
    "title": "what the pack is, in a few words",
    "source": "where its knowledge comes from",
    "purpose": "what the pack is for",
    "needs": "the names of packs that must lie below",
    NAMED_BY: "the fact that gives a project its name; said by the pack at the bottom",
}


def pack_schema(rulebook: Rulebook) -> Schema:
    """Return the schema of pack.yaml."""
    shapes: Schema = dict.fromkeys(KEYS, PLAIN)
    shapes["needs"] = several(PLAIN)
    shapes[NAMED_BY] = names(rulebook.vocabulary.facts)
    keys = {key: described(shapes[key], _SAID[key]) for key in KEYS}
    whole = mapping(keys, ("name", "version", "title"))
    return {"$schema": DIALECT, "title": "A pack of vetter", **whole}


def changes_schema(rulebook: Rulebook) -> Schema:
    """Return the schema of changes.yaml: what can be changed of the packs of a rulebook."""
    vocabulary = rulebook.vocabulary
    of_rules: Schema = {
        "off": YES_NO,
        "severity": names(reversed(SEVERITIES)),
        "advice": ref("text"),
        "unless": ref("condition"),
        "softened": several(ref("softening")),
        "examples": several(ref("example")),
    }
    value: Schema = {"type": ["string", "number"], "pattern": r"\d"}
    rules = {
        one.id: described(ref("rule"), one.title.source)
        for one in rulebook.every_rule
        if not one.locked
    }
    thresholds = {
        name: described(ref("threshold"), one.meaning)
        for name, one in vocabulary.thresholds.items()
        if not one.locked
    }
    facts = {path: _fact(spec, rulebook) for path, spec in vocabulary.facts.items()}
    kinds = {"facts": facts, "thresholds": thresholds, "rules": rules}
    return {
        "$schema": DIALECT,
        "title": "What a pack of vetter changes in those below it",
        **mapping({kind: mapping(kinds[kind]) for kind in PARTS}),
        "$defs": {
            **definitions(vocabulary),
            "rule": _change("rules", of_rules),
            "threshold": _change("thresholds", {"value": value}),
        },
    }


def _fact(spec: FactSpec, rulebook: Rulebook) -> Schema:
    shapes: Schema = {KEY: changeable(rulebook.vocabulary.efforts, spec.type, bool(spec.computed))}
    if spec.type.kind in (CHOICE, CHOICES):
        shapes["add choices"] = ref_names()
    return described(_change("facts", shapes), spec.question)


def ref_names() -> Schema:
    """Return the schema of names with or without their meaning."""
    return {
        "anyOf": [
            several(PLAIN),
            {"type": "object", "minProperties": 1, "additionalProperties": PLAIN},
        ]
    }


def _change(kind: str, shapes: Schema) -> Schema:
    """Return the schema of one change: at least one part, and the reason."""
    keys = {part: shapes[part] for part in PARTS[kind] if part in shapes}
    return {**mapping({**keys, BECAUSE: PLAIN}, (BECAUSE,)), "minProperties": 2}
