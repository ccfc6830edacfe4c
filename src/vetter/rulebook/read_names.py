"""Parts that several files of knowledge share: names with their explanations, units."""

from __future__ import annotations

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node
from vetter.language.sentences import check_name
from vetter.language.types import INTEGER, MONEY, NUMBER
from vetter.rulebook.reader import Reader


def read_unit(reader: Reader, kind: str, parts: dict[str, Node], currency: str) -> str:
    """Return the unit of a type: a number's own, the currency of money, else none."""
    unit = reader.text(parts.get("unit"), "unit")
    if unit and kind not in (INTEGER, NUMBER):
        message = f"the type {kind} has no unit of its own"
        reader.report(parts["unit"], "unknown-key", message, "Remove the line.")
        unit = ""
    return currency if kind == MONEY else unit


def read_names(
    reader: Reader, node: Node, key: str, may_be_yes_no: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return names with their explanations, from a mapping of both or a list of names."""
    named: list[tuple[Node, str, str]] = []
    if type(node) is Mapping:
        for at, value in reader.pairs(node, f"`{key}`"):
            named.append((at, at.text, reader.text(value, f"what {quote(at.text)} means")))
        if not node.pairs:
            reader.report(node, "empty-list", f"`{key}` is empty", "Add names.")
    else:
        for item in reader.items(node, f"`{key}`"):
            named.append((item, reader.text(item, f"an item of `{key}`"), ""))
    seen: set[str] = set()
    yes_no = may_be_yes_no and [name for _, name, _ in named] == ["no", "yes"]
    for where, name, _ in named:
        wrong = None if yes_no or not name else check_name(name)
        if name.casefold() in seen:
            wrong = "it stands twice"
        seen.add(name.casefold())
        if wrong:
            message = f"{quote(name)} cannot be a name here: {wrong}"
            reader.report(where, "bad-name", message, "Choose another.")
    return tuple((name, meaning) for _, name, meaning in named if name)
