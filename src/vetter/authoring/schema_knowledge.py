"""JSON Schemas of the files in knowledge/, one for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from vetter.authoring.shapes import (
    DIALECT,
    NATURAL,
    PLAIN,
    YES_NO,
    Schema,
    conditions,
    mapping,
    names,
    ref,
    several,
)
from vetter.language.sentences import NAME, PATH, RESERVED, THRESHOLD
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    DURATION,
    INTEGER,
    KINDS,
    LEVEL,
    MARGIN,
    MEASURED,
    METRIC,
    NUMBER,
    NUMERIC,
    ORDERED,
    PERSON_TIME,
    QUALITY,
    SCALES,
    TEXT,
    FactType,
)
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.read_changeable import KEY
from vetter.rulebook.read_changeable import PARTS as OF_CHANGE
from vetter.rulebook.read_claims import ACCEPTED, FAULTS, OPPOSITES, ORDER
from vetter.rulebook.read_facts import PARTS as OF_FACT
from vetter.rulebook.read_lists import COLUMNS, FILES, UNCHANGEABLE
from vetter.rulebook.read_thresholds import PARTS as OF_THRESHOLD
from vetter.rulebook.rulebook import OTHER_FILES, Rulebook
from vetter.rulebook.vocabulary import PILOT, Vocabulary

_BASE = "facts of the file"
_NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^[+-]?\.?\d"}
_VALUE: Schema = {"type": ["number", "string"], "pattern": r"\d"}


def knowledge_files() -> tuple[str, ...]:
    """Return the kinds of files of knowledge by the names of the files."""
    files = [name.rpartition("/")[2] for name in (*FILES.values(), *OTHER_FILES)]
    return ("facts", *sorted(name.removesuffix(".yaml") for name in files))


def knowledge_schema(rulebook: Rulebook, file: str) -> Schema:
    """Return the schema of one kind of file of knowledge; see `knowledge_files`."""
    vocabulary = rulebook.vocabulary
    lists = {name.rpartition("/")[2].removesuffix(".yaml"): key for key, name in FILES.items()}
    body = _entries(lists[file]) if file in lists else _FILES[file](vocabulary)
    return {"$schema": DIALECT, "title": f"A file of knowledge of vetter: {file}", **body}


def _list(key: str, items: Schema, **also: Schema) -> Schema:
    """Return the schema of a file with one top key."""
    notes = {"source": PLAIN, "note": PLAIN}
    return mapping({key: items, **also, **notes}, (key,))


def _named(items: Schema, pattern: str = r"^\S+(?: \S+)*$") -> Schema:
    """Return the schema of a mapping whose names are the author's."""
    return {
        "type": "object",
        "propertyNames": {"pattern": pattern},
        "additionalProperties": items,
    }


def _name_pattern(may_be_yes_no: bool = False) -> str:
    """Return the pattern of a name that is no word of the sentence language."""
    words = RESERVED - {"yes", "no"} if may_be_yes_no else RESERVED
    folded = "|".join(
        "".join(f"[{one.upper()}{one}]" for one in word) for word in sorted(words, key=str)
    )
    return rf"^(?!(?:.*[ ])?(?:{folded})(?: .*)?$){NAME.pattern}$"


def _entries(key: str) -> Schema:
    _, columns, required = COLUMNS[key]
    item = {"if": {"type": "object"}, "then": mapping(dict.fromkeys(columns, PLAIN), required)}
    if len(required) == 1:
        return _list(key, _named({**item, "else": PLAIN}))
    return _list(key, _named(mapping(dict.fromkeys(columns, PLAIN), required)))


def _efforts(vocabulary: Vocabulary) -> Schema:
    weight = {"type": ["integer", "string"], "minimum": 1, "pattern": r"^[1-9]\d{0,5}$"}
    parts = {"weight": {**weight, "maximum": 999_999}, "meaning": PLAIN}
    return _list("efforts", _named(mapping(parts, tuple(parts)), _name_pattern()))


def _metrics(vocabulary: Vocabulary) -> Schema:
    parts = {"better": names(("higher", "lower")), "scale": names(SCALES), "meaning": PLAIN}
    return _list("metrics", _named(mapping(parts, ("better", "scale")), _name_pattern()))


def _units(vocabulary: Vocabulary) -> Schema:
    factor = {
        "type": ["number", "string"],
        "exclusiveMinimum": 0,
        "pattern": r"^\s*\+?[\d.]+(?:\s*/\s*[\d.]+)?\s*$",
    }
    parts = {"factor": factor, "one": PLAIN, "aliases": several(PLAIN)}
    family = _named(mapping(parts, ("factor", "one")))
    currency = {"type": "array", "minItems": 1, "maxItems": 1, "items": {"pattern": "^[A-Z]{3}$"}}
    families = {DURATION: family, PERSON_TIME: family}
    return _list("units", mapping(families), currencies=currency)


def _derived(vocabulary: Vocabulary) -> Schema:
    level = {"type": ["string", "number", "boolean"], "pattern": _name_pattern(True)}
    levels = {
        "anyOf": [
            {"type": "array", "minItems": 2, "items": level},
            {"type": "object", "minProperties": 2, "additionalProperties": PLAIN},
        ]
    }
    parts = {"title": PLAIN, "meaning": PLAIN, "levels": levels}
    path = rf"^(?!findings\.|verdict$){PATH.pattern}$"
    return _list("derived", _named(mapping(parts, ("title", "levels")), path))


def _constraints(vocabulary: Vocabulary) -> Schema:
    because = {"type": ["string", "boolean"], "pattern": r"^[^0-9{}]*[^0-9{}\s][^0-9{}]*$"}
    parts = {"never": ref("condition_of_base"), "because": because}
    whole = _list("constraints", _named(mapping(parts, tuple(parts))))
    return {**whole, "$defs": conditions(vocabulary, _BASE)}


def _claims(vocabulary: Vocabulary) -> Schema:
    opposites = mapping({"never": ref("condition"), "because": PLAIN}, ("never", "because"))
    order = {
        "type": "array",
        "minItems": 2,
        "items": names([*vocabulary.thresholds, *(f"${one}" for one in vocabulary.thresholds)]),
    }
    accepted = mapping(
        {"fault": names(FAULTS), "about": PLAIN, "because": PLAIN}, ("fault", "about", "because")
    )
    parts = {OPPOSITES: opposites, ORDER: order, ACCEPTED: accepted}
    whole = mapping(
        {**{part: _named(shape) for part, shape in parts.items()}, "source": PLAIN, "note": PLAIN}
    )
    return {**whole, "$defs": conditions(vocabulary)}


def _thresholds(vocabulary: Vocabulary) -> Schema:
    shapes: Schema = {
        "value": _VALUE,
        "type": names(sorted(NUMERIC)),
        "unit": PLAIN,
        "metric": names(vocabulary.measures.metrics),
        "meaning": PLAIN,
        "source": names(vocabulary.heuristics),
        "house": PLAIN,
        "locked": YES_NO,
    }
    item = mapping({part: shapes[part] for part in OF_THRESHOLD}, ("value", "type", "meaning"))
    item["oneOf"] = [{"required": ["source"]}, {"required": ["house"]}]
    item["allOf"] = [
        _if_type((QUALITY,), {"required": ["metric"]}, {"properties": {"metric": False}}),
        _if_type((INTEGER, NUMBER), {}, {"properties": {"unit": False}}),
    ]
    return _list("thresholds", _named(item, rf"^{THRESHOLD.pattern.removeprefix(chr(92) + '$')}$"))


def _if_type(kinds: Iterable[str], then: Schema, otherwise: Schema) -> Schema:
    asked = {"properties": {"type": {"enum": list(kinds)}}, "required": ["type"]}
    return {"if": asked, "then": then, "else": otherwise}


def _facts(vocabulary: Vocabulary) -> Schema:
    word = {"type": ["string", "number", "boolean"], "pattern": _name_pattern()}
    listed = {
        "anyOf": [
            several(word),
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": _name_pattern()},
                "additionalProperties": PLAIN,
            },
        ]
    }
    measures = [path for path, spec in vocabulary.facts.items() if spec.type.kind == METRIC]
    computed = mapping({"function": names(FUNCTIONS), "of": several(PLAIN)}, ("function", "of"))
    shapes: Schema = {
        "type": names(KINDS),
        "unit": PLAIN,
        "range": {"type": "array", "minItems": 2, "maxItems": 2, "items": _NUMBER},
        "choices": listed,
        "levels": listed,
        "measured in": names(measures),
        "name": PLAIN,
        "question": PLAIN,
        "help": PLAIN,
        "answered by": names((*vocabulary.roles, PILOT)),
        "better": PLAIN,
        "applies when": ref("condition_of_base"),
        "computed": computed,
        KEY: {"description": "the effort that a change takes, and whereto"},
    }
    fact = mapping({part: shapes[part] for part in OF_FACT}, ("type", "question"))
    none: Schema = {"properties": {"range": False}}
    ranged: Schema = {"anyOf": [{"required": ["range"]}, {"required": ["computed"]}]}
    fact["allOf"] = [
        _if_type((CHOICE, CHOICES), {"required": ["choices"]}, {"properties": {"choices": False}}),
        _if_type((LEVEL,), {"required": ["levels"]}, {"properties": {"levels": False}}),
        _if_type((INTEGER, NUMBER), ranged, none),
        _if_type((INTEGER, NUMBER), {}, {"properties": {"unit": False}}),
        _if_type(
            sorted(MEASURED), {"required": ["measured in"]}, {"properties": {"measured in": False}}
        ),
        _if_type((MARGIN,), {"required": ["computed"]}, {}),
        *_changed(vocabulary.efforts),
        {"if": {"required": ["computed"]}, "then": {"properties": {KEY: {"const": UNCHANGEABLE}}}},
    ]
    path = rf"^{PATH.pattern}$"
    whole = mapping(
        {
            "group": {"type": "string", "pattern": r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$"},
            "title": PLAIN,
            "order": {**NATURAL, "maximum": 999_999},
            "facts": _named(fact, path),
        },
        ("group", "facts"),
    )
    return {**whole, "$defs": conditions(vocabulary, _BASE)}


def _changed(efforts: Iterable[str]) -> Iterator[Schema]:
    """Yield for each type of fact how it can be changed, whatever names it has."""
    for kind in KINDS:
        either = changeable(efforts, FactType(kind), False)
        yield {
            "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
            "then": {"properties": {KEY: either}},
        }


def changeable(efforts: Iterable[str], kind: FactType, computed: bool) -> Schema:
    """Return the schema of how a fact of some type can be changed.

    A type without names stands for every type of its kind.
    """
    if computed or kind.kind in (TEXT, METRIC):
        return names((UNCHANGEABLE,))
    shapes: Schema = {"effort": names(efforts)}
    if kind.kind in ORDERED:
        shapes["only"] = names(("higher", "lower"))
    elif kind.kind == CHOICES:
        shapes["only"] = names(("more", "fewer"))
    if kind.kind in (BOOLEAN, CHOICE, CHOICES):
        named = ("yes", "no") if kind.kind == BOOLEAN else kind.names
        values = names(named) if named else PLAIN
        shapes["to"] = {"anyOf": [values, several(values)]}
    parts = mapping({part: shapes[part] for part in OF_CHANGE if part in shapes}, ("effort",))
    if "to" in shapes and "only" in shapes:
        parts["not"] = {"properties": {"only": {"const": "fewer"}}, "required": ["only", "to"]}
    return {"anyOf": [names((UNCHANGEABLE, *efforts)), parts]}


_FILES: dict[str, Callable[[Vocabulary], Schema]] = {
    "facts": _facts,
    "thresholds": _thresholds,
    "derived": _derived,
    "claims": _claims,
    "constraints": _constraints,
    "efforts": _efforts,
    "metrics": _metrics,
    "units": _units,
}
