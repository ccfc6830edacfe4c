"""How a fact can be changed: the effort that it takes, and in which direction it goes."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node, Scalar
from vetter.base.suggest import did_you_mean, listed
from vetter.language.types import BOOLEAN, CHOICE, CHOICES, METRIC, ORDERED, TEXT, FactType, Value
from vetter.rulebook.read_lists import EFFORTS, UNCHANGEABLE
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Changeable, Effort

KEY = "changeable"
PARTS = ("effort", "only", "to")
_YES_NO: dict[str, Value] = {"yes": True, "no": False}


def read_changeable(
    reader: Reader,
    node: Node | None,
    path: str,
    kind: FactType,
    computed: bool,
    efforts: AnyMapping[str, Effort],
) -> Changeable | None:
    """Return how a fact can be changed, None when it cannot."""
    if node is None:
        return None
    parts: dict[str, Node] = {"effort": node}
    if type(node) is Mapping:
        parts = reader.mapping(node, f"`{KEY}` of `{path}`", PARTS, ("effort",)) or {}
    effort = _effort(reader, parts.get("effort"), efforts)
    if effort == UNCHANGEABLE and len(parts) > 1:
        message = f"`{path}` cannot be changed, and yet it is said whereto"
        reader.report(node, "not-changeable", message, f"Write `{KEY}: {UNCHANGEABLE}`.")
        return None
    why = "" if effort == UNCHANGEABLE else _never(kind, computed)
    if effort and why:
        help = f"Remove the line: {why}."
        reader.report(node, "not-changeable", f"`{path}` cannot be changed by itself", help)
        return None
    only = _only(reader, parts.get("only"), path, kind)
    to = _to(reader, parts.get("to"), path, kind)
    if only == "fewer" and to is not None:
        message = f"`{path}` gains no names, and yet it is said which"
        reader.report(parts["to"], "not-changeable", message, "Keep `only: fewer` or `to`.")
        return None
    return Changeable(effort, only, to) if effort and effort != UNCHANGEABLE else None


def _never(kind: FactType, computed: bool) -> str:
    """Return why a fact is never changed by itself, empty when it can be."""
    if computed:
        return "what is computed follows from what it is computed of"
    if kind.kind == TEXT:
        return "nothing is concluded from a text"
    if kind.kind == METRIC:
        return "in another measure every figure of quality would have to be measured anew"
    return ""


def _effort(reader: Reader, node: Node | None, efforts: AnyMapping[str, Effort]) -> str:
    word = reader.text(node, "the effort")
    names = (UNCHANGEABLE, *efforts)
    if node is None or not word or word in names:
        return word
    others = f"Write one of: {listed(names, 20)}. {EFFORTS} lists them."
    if not efforts:
        others = f"Name the efforts in {EFFORTS} first."
    help = did_you_mean(word, names, others)
    reader.report(node, "unknown-effort", f"there is no effort {quote(word)}", help)
    return ""


def _only(reader: Reader, node: Node | None, path: str, kind: FactType) -> str:
    if node is None:
        return ""
    if kind.kind in ORDERED:
        return reader.one_of(node, "direction", ("higher", "lower"))
    if kind.kind == CHOICES:
        return reader.one_of(node, "direction", ("more", "fewer"))
    message = f"`only` does not fit `{path}`, whose values have no order"
    reader.report(node, "no-direction", message, "Write `to: [names that it can become]`.")
    return ""


def _to(reader: Reader, node: Node | None, path: str, kind: FactType) -> tuple[Value, ...] | None:
    if node is None:
        return None
    if kind.kind not in (BOOLEAN, CHOICE, CHOICES):
        message = f"`to` does not fit `{path}`, whose values have an order"
        help = "Write `only: higher` or `only: lower`."
        if kind.kind not in ORDERED:
            help = "Remove it."
        reader.report(node, "no-direction", message, help)
        return None
    items = [node] if type(node) is Scalar else reader.items(node, "`to`")
    names: AnyMapping[str, Value] = (
        _YES_NO if kind.kind == BOOLEAN else {name: name for name in kind.names}
    )
    words = [reader.one_of(item, f"value of `{path}`", names, "unknown-choice") for item in items]
    found = [names[word] for word in words if word]
    if len(set(found)) < len(found):
        reader.report(node, "duplicate", "`to` names a value twice", "Name each once.")
    return tuple(value for value in dict.fromkeys(names.values()) if value in found)
