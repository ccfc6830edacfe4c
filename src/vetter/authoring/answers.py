"""JSON Schemas of what examples say of facts."""

from __future__ import annotations

from typing import Any

from vetter.authoring.shapes import NATURAL, PLAIN, Schema, described, mapping, names, several
from vetter.facts.answers import ANSWER_KEYS
from vetter.facts.states import GRADES
from vetter.language.types import BOOLEAN, CHOICES, LEVEL, METRIC, NAMED, TEXT, FactType
from vetter.rulebook.vocabulary import Vocabulary

_YES: Schema = {"enum": ["true", "yes", True]}
UNKNOWN = "unknown"


def answers(vocabulary: Vocabulary) -> Schema:
    """Return the schema of facts by path, as an example of a rule states them."""
    stated: Schema = {}
    for path, spec in vocabulary.facts.items():
        if spec.computed is None:
            value = _value(spec.type, vocabulary)
            stated[path] = described(_answer(value, spec.type), spec.question)
            stated.setdefault(path.partition(".")[0], {"type": "object"})
    for path, derived in vocabulary.derived.items():
        stated[path] = described(
            NATURAL if derived.counter else names(derived.type.names), derived.title
        )
    return mapping(stated)


def _value(kind: FactType, vocabulary: Vocabulary) -> Schema:
    if kind.kind == BOOLEAN:
        return {
            "type": ["boolean", "string"],
            "pattern": "^(?:[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$",
        }
    if kind.kind in NAMED:
        return names(vocabulary.measures.metrics if kind.kind == METRIC else kind.names)
    if kind.kind == TEXT:
        return PLAIN
    return {"type": ["number", "string"], "pattern": r"^[+-]?\.?\d"}


def _answer(value: Schema, kind: FactType) -> Schema:
    listed: Schema = {"type": "array", "items": value}
    plain: list[Schema] = [value, listed] if kind.kind == CHOICES else [value]
    whole: Schema = {"anyOf": plain} if len(plain) > 1 else value
    said: dict[str, Any] = {
        "value": {"anyOf": [*plain, {"const": UNKNOWN}]},
        "unknown": _YES,
        "one of": several(value),
        "grade": names(GRADES),
    }
    if kind.kind not in NAMED or kind.kind == LEVEL:
        said["between"] = {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
    parts = {key: said.get(key, PLAIN) for key in ANSWER_KEYS if key != "between" or key in said}
    return {"anyOf": [whole, {"enum": [UNKNOWN, None, ""]}, mapping(parts)]}
