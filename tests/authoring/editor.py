"""Files as editors see them, and the schemas of a rulebook as checkers."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema
import yaml

from tests.badinput.tables import pack_texts
from tests.packs import ROOT
from vetter.authoring.schema_knowledge import knowledge_files, knowledge_schema
from vetter.authoring.schema_pack import changes_schema, pack_schema
from vetter.authoring.schema_rule import rule_schema
from vetter.rulebook.pack import pack_of_texts, read_pack
from vetter.rulebook.rulebook import Rulebook, rulebook_of


class _Everyday(yaml.SafeLoader):
    """YAML as editors read it, dates left as texts, for JSON has none."""


_Everyday.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
)


def read(text: str, typed: bool) -> Any:
    """Return a file with scalars as texts, or with the types that an editor gives them."""
    data = yaml.load(text, _Everyday if typed else yaml.BaseLoader)
    return _as_json(data)


def _as_json(data: Any) -> Any:
    if isinstance(data, dict):
        return {_key(key): _as_json(value) for key, value in data.items()}
    return [_as_json(one) for one in data] if isinstance(data, list) else data


def _key(key: Any) -> str:
    return {True: "yes", False: "no"}[key] if isinstance(key, bool) else str(key)


@cache
def shipped() -> Rulebook:
    return rulebook_of(read_pack(ROOT))


@cache
def small() -> Rulebook:
    return rulebook_of(pack_of_texts(pack_texts()))


def kind_of(path: str) -> str:
    """Return the kind of schema for a file of a pack, with the file of knowledge behind a space."""
    room, _, rest = path.partition("/")
    if room == "knowledge":
        return f"knowledge {rest.partition('/')[0].removesuffix('.yaml')}"
    return {"rules": "rule", "pack.yaml": "pack", "changes.yaml": "changes"}[room]


def schema_of(kind: str, book: Rulebook) -> dict[str, Any]:
    name, _, file = kind.partition(" ")
    if name == "knowledge":
        assert file in knowledge_files()
        return knowledge_schema(book, file)
    return {"rule": rule_schema, "pack": pack_schema, "changes": changes_schema}[name](book)


_CHECKERS: dict[tuple[str, bool], jsonschema.Draft202012Validator] = {}


def faults(kind: str, data: Any, of_small: bool = False) -> list[str]:
    """Return what a schema of the shipped rulebook, or of the small pack, says against a file."""
    if (kind, of_small) not in _CHECKERS:
        schema = schema_of(kind, small() if of_small else shipped())
        jsonschema.Draft202012Validator.check_schema(schema)
        _CHECKERS[kind, of_small] = jsonschema.Draft202012Validator(schema)
    found = _CHECKERS[kind, of_small].iter_errors(data)
    return [f"{one.json_path}: {one.message[:200]}" for one in found]
