"""Derived facts of a pack: their levels and what they mean."""

from __future__ import annotations

from vetter.base.characters import quote
from vetter.base.problems import Problem
from vetter.language.sentences import PATH
from vetter.language.types import LEVEL, FactType
from vetter.rulebook.pack import Stack
from vetter.rulebook.read_lists import section
from vetter.rulebook.read_names import read_names
from vetter.rulebook.vocabulary import DerivedSpec, program_facts


def read_derived(stack: Stack, problems: list[Problem]) -> dict[str, DerivedSpec]:
    """Return the derived facts of all packs, after those that every rulebook has."""
    specs = program_facts()
    for reader, key, node in section(stack, "knowledge/derived.yaml", "derived", problems):
        path = key.text
        keys = ("title", "meaning", "levels")
        what = f"the derived fact {quote(path)}"
        parts = reader.mapping(node, what, keys, ("title", "levels"), key)
        if not PATH.fullmatch(path) or path in specs or path.startswith("findings."):
            message = f"{quote(path)} cannot be a derived fact"
            reader.report(key, "bad-path", message, "Choose another path.")
            continue
        if parts is None or "levels" not in parts:
            continue
        names = read_names(reader, parts["levels"], "levels", may_be_yes_no=True)
        if len(names) < 2:
            message = "a derived fact has at least two levels"
            help = "Name them from the lowest; that one stands if no rule speaks."
            reader.report(parts["levels"], "bad-levels", message, help)
            continue
        kind = FactType(LEVEL, names=tuple(name for name, _ in names))
        title = reader.text(parts.get("title"), "title")
        meaning = reader.text(parts.get("meaning"), "meaning")
        specs[path] = DerivedSpec(path, kind, title, meaning, reader.place(node))
    return specs
