"""Pieces of JSON Schemas: how texts, names and conditions of vetter's files are described.

An editor's YAML reader may take `5`, `yes` and `99%` for a number, a boolean and a string; to
vetter all are texts. So whatever can be written that way is allowed in every such type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from vetter.base.problems import Location
from vetter.language.operators import KNOWN_TESTS, LIST, NO_OPERAND, ONE, OPERATORS, PAIR
from vetter.language.sentences import BadSentence
from vetter.language.types import BOOLEAN, NAMED
from vetter.rulebook.read_conditions import GROUPS
from vetter.rulebook.typing import operators_for, resolve
from vetter.rulebook.vocabulary import FIGURES, VERDICT, Vocabulary

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
"""A text of people, which an editor may take for something else."""
YES_NO: Schema = {"enum": ["yes", "no", True, False]}
NATURAL: Schema = {"type": ["integer", "string"], "minimum": 0, "pattern": r"^\d+$"}


def ref(name: str) -> Schema:
    """Return a reference to a definition of the same schema."""
    return {"$ref": f"#/$defs/{name}"}


def described(schema: Schema, description: str) -> Schema:
    """Return a schema with what an editor shows beside it."""
    return {**schema, "description": description}


def names(words: Iterable[str]) -> Schema:
    """Return a schema of a closed list of names, whatever type an editor takes them for."""
    found: list[Any] = []
    for word in dict.fromkeys(words):
        found.append(word)
        if re.fullmatch(r"\d+", word):
            found.append(int(word))
        elif re.fullmatch(r"\d+\.\d+", word):
            found.append(float(word))
        elif word in ("yes", "no"):
            found.append(word == "yes")
    return {"enum": found}


def mapping(properties: Schema, required: Sequence[str] = ()) -> Schema:
    """Return a schema of a mapping that has these keys and no other."""
    shape: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**shape, "required": list(required)} if required else shape


def several(items: Schema) -> Schema:
    """Return a schema of a list that is not empty."""
    return {"type": "array", "minItems": 1, "items": items}


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for one of these words, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(_spaced(word) for word in ordered)})"


def _spaced(words: str) -> str:
    return r"\s+".join(re.sub(r"([.$^*+?()\[\]{}|\\])", r"\\\1", one) for one in words.split())


def text(vocabulary: Vocabulary) -> Schema:
    """Return a schema of a rule's text: prose without digits, with facts and thresholds in it."""
    slots = [*vocabulary.facts, *vocabulary.derived, *(f"${one}" for one in vocabulary.thresholds)]
    slots += [f"{FIGURES}{name}" for name in vocabulary.figures]
    prose = r"[^0-9{}%#]|\{(?![{%#])|[}%#](?!\})"
    return {
        "type": ["string", "boolean"],
        "pattern": rf"^(?:{prose}|\{{\{{\s*{one_of(slots)}\s*\}}\}})*$",
        "minLength": 1,
    }


def conditions(vocabulary: Vocabulary, base_only: str = "") -> Schema:
    """Return definitions of `condition`, `parts` and `sentence`.

    With `base_only` only base facts may stand in them, as `resolve` has it.
    """
    last = "_of_base" if base_only else ""
    paths = list(vocabulary.facts)
    if not base_only:
        paths += [path for path in vocabulary.derived if path != VERDICT]
    checks: list[Schema] = [{"pattern": rf"^\s*{one_of(paths)}\s"}]
    samples = []
    for path in paths:
        tails, sample = _tails(path, vocabulary, base_only)
        if not tails:
            continue
        begun = rf"^\s*{_spaced(path)}\s"
        whole = rf"{begun}+(?:{'|'.join(tails)})\s*$"
        checks.append({"if": {"pattern": begun}, "then": {"pattern": whole}})
        samples.append(sample)
    groups = {group: ref(f"parts{last}") for group in GROUPS}
    either: Schema = {"if": {"type": "string"}, "then": ref(f"sentence{last}")}
    return {
        f"condition{last}": {**mapping(groups), "minProperties": 1, "maxProperties": 1},
        f"parts{last}": several({**either, "else": ref(f"condition{last}")}),
        f"sentence{last}": {
            "type": "string",
            "description": "fact operator operand",
            "examples": samples,
            "allOf": checks,
        },
    }


def _tails(path: str, vocabulary: Vocabulary, base_only: str) -> tuple[list[str], str]:
    """Return patterns of what can follow a fact in a sentence, and a sentence that begins so."""
    kind = vocabulary.type_of(path)
    assert kind is not None
    derived = path in vocabulary.derived
    operands = _operands(path, vocabulary, base_only)
    one = one_of(operands)
    behind = {
        NO_OPERAND: "",
        ONE: rf"\s+{one}",
        LIST: rf"\s+{one}(?:\s*,\s*{one})*",
        PAIR: rf"\s+{one}\s+and\s+{one}",
    }
    signs: dict[str, list[str]] = {}
    for sign in operators_for(kind):
        if operands if sign not in KNOWN_TESTS else not (derived or base_only):
            signs.setdefault(OPERATORS[sign].operands, []).append(sign)
    tails = [one_of(same) + behind[shape] for shape, same in signs.items()]
    if operands:
        sign = signs[ONE][-1] if "is" not in signs[ONE] else "is"
        return tails, f"{path} {sign} {operands[0]}"
    return tails, f"{path} is known"


def _operands(path: str, vocabulary: Vocabulary, base_only: str) -> list[str]:
    """Return all that a fact can be compared with: its names, thresholds and other facts."""
    kind = vocabulary.type_of(path)
    assert kind is not None
    found: list[str] = []
    if kind.kind == BOOLEAN:
        found = ["yes", "no"]
    elif kind.kind in NAMED:
        found = list(kind.names or vocabulary.measures.metrics)
    signs = [sign for sign in operators_for(kind) if sign in ("is", "has")]
    candidates = [f"${name}" for name in vocabulary.thresholds]
    candidates += [*vocabulary.facts, *vocabulary.derived]
    here = Location("schema")
    for word in candidates if signs else ():
        try:
            resolve(f"{path} {signs[0]} {word}", vocabulary, here, base_only)
        except BadSentence:
            continue
        found.append(word)
    return found
