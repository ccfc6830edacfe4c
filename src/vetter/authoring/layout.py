"""The one layout of rule files: order of keys, indentation, wrapping, quotes only where needed.

Remarks stay with what they stand at. What comes out is read again and compared, so that a layout
never changes what a rule says: a file for which that cannot be promised is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vetter.authoring.remarks import Place, Remarks, remarks_of
from vetter.authoring.rule_text import block, quoted, scalar
from vetter.base.nodes import Mapping, Node, Scalar
from vetter.base.nodes import Sequence as Listed
from vetter.base.problems import InvalidPack, Location, Problem
from vetter.base.sources import Source
from vetter.base.yaml_home import compose
from vetter.rulebook.read_conditions import GROUPS
from vetter.rulebook.read_rules import ENTRIES, EXAMPLE, EXPECTATIONS, PARTS

TEXTS = frozenset({"title", "because", "advice", "condition", "step", "by"})
"""Parts in which white space says nothing."""
NOTES = frozenset({"house", "why"})
_SOFTENING = ("when", "to", "because")
_SPECIAL = frozenset({"", "unknown", "null", "~"})
"""Texts that say another thing in quotes than without."""


def laid_out(source: Source) -> str:
    """Return the text of a rule file in the one layout. Raises `InvalidPack`."""
    composed = compose(source)
    if composed.problems:
        raise InvalidPack(composed.problems)
    top = composed.root
    if type(top) is not Mapping or not is_rule(top):
        help = "Name rule files, or folders that hold them."
        raise InvalidPack([Problem("no-rule", "this is no rule file", Location(source.path), help)])
    text = _Layout(remarks_of(source, top)).whole(top)
    again = Source(source.path, text)
    same = compose(again).root
    if same is None or _meaning(same) != _meaning(top) or _said(again, same) != _said(source, top):
        message = "the file is written in a way that no layout is sure to keep"
        help = "Write its texts and lists as other rules have them; the file is unchanged."
        raise InvalidPack([Problem("layout", message, Location(source.path), help)])
    return text


def could_be_rule(source: Source) -> bool:
    """Return whether a file is a rule, or cannot be read and may be one."""
    composed = compose(source)
    return bool(composed.problems) or is_rule(composed.root)


def is_rule(top: Node | None) -> bool:
    """Return whether a file is meant as a rule, by names that no other kind has at its top."""
    return type(top) is Mapping and {"id", "then"} <= {key.text for key, _ in top.pairs}


def _said(source: Source, top: Node) -> list[str]:
    return sorted(one.text for one in remarks_of(source, top).every)


def _meaning(node: Node, key: str = "") -> object:
    """Return what a node says, whatever its layout."""
    if type(node) is Mapping:
        pairs = [(name.text, _meaning(value, name.text)) for name, value in node.pairs]
        return sorted(pairs, key=lambda pair: pair[0])
    if type(node) is Listed:
        return [_meaning(item, key) for item in node.items]
    assert type(node) is Scalar
    text = node.text.strip()
    if key in TEXTS:
        return " ".join(text.split())
    if key in GROUPS:  # a sentence in quotes is a mistake, which the checker is to find
        return (text, node.style)
    return (text, node.plain) if text.casefold() in _SPECIAL else text


class _Layout:
    """Writes nodes; each line of remarks is taken from `remarks` where its node is written."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks

    def whole(self, top: Mapping) -> str:
        """Return the text of a file."""
        lines = [*self.remarks.head(), *self._pairs(top, 0, PARTS), *self.remarks.rest()]
        return "\n".join(lines) + "\n"

    def _pairs(self, node: Mapping, indent: int, order: Sequence[str]) -> Iterator[str]:
        """Yield the lines of a mapping, its known keys in order and then the others."""
        ranks = {name: rank for rank, name in enumerate(order)}
        for key, value in sorted(node.pairs, key=lambda pair: ranks.get(pair[0].text, len(ranks))):
            place = (key.line, key.column)
            lines = self._pair(key, value, indent)
            yield from self._with_remarks(place, list(lines), indent)

    def _with_remarks(self, place: Place, lines: list[str], indent: int) -> Iterator[str]:
        room = " " * indent
        for remark in self.remarks.before(place):
            yield room + remark
        behind = self.remarks.behind(place)
        if behind and lines:
            lines[0] = f"{lines[0]}  {'  '.join(behind)}"
        yield from lines
        for remark in self.remarks.after(place):
            yield room + remark

    def _pair(self, key: Scalar, value: Node, indent: int) -> Iterator[str]:
        room, name = " " * indent, key.text
        head = f"{room}{scalar(name) if key.plain else quoted(name)}:"
        if name in ("when", "unless") and _is_condition(value):
            assert type(value) is Mapping
            yield head
            yield from self._pairs(value, indent + 2, ())
        elif name in GROUPS and type(value) is Listed and _is_list_of_sentences(value):
            yield head
            yield from self._items(value, indent + 2, ())
        elif name in ("then", "softened", "examples") and _holds_mappings(value):
            assert type(value) is Listed
            yield head
            yield from self._items(value, indent + 2, EXAMPLE if name == "examples" else ENTRIES)
        elif type(value) is Scalar and (name in TEXTS or name in NOTES):
            yield from block(name, value.text, indent, folds=name in TEXTS)
        elif type(value) is Scalar and not value.text:
            yield head if value.plain else f"{head} ''"
        elif type(value) is Scalar:
            yield f"{head} {_word(value, in_flow=False)}"
        elif name in (*EXPECTATIONS, "cites") or _is_flow(value):
            yield f"{head} {_flow(value)}"
        elif type(value) is Mapping:
            yield head
            yield from self._pairs(value, indent + 2, ())
        elif type(value) is Listed:
            yield head
            yield from self._items(value, indent + 2, ())

    def _items(self, node: Listed, indent: int, kinds: object) -> Iterator[str]:
        """Yield the lines of a list, one item behind each dash."""
        room = " " * indent
        for item in node.items:
            place = (item.line, item.column)
            for remark in self.remarks.before(place):
                yield room + remark
            if type(item) is Mapping and item.pairs and not _in_brackets(item, kinds):
                lines = list(self._pairs(item, indent + 2, _order(item, kinds)))
                first = next(
                    (at for at, line in enumerate(lines) if not line.lstrip().startswith("#")), 0
                )
                for remark in lines[:first]:
                    yield remark[2:]
                behind = "".join(f"  {one}" for one in self.remarks.behind(place))
                yield f"{room}- {lines[first][indent + 2 :]}{behind}"
                yield from lines[first + 1 :]
            else:
                line = _word(item, in_flow=False) if type(item) is Scalar else _flow(item)
                behind = "".join(f"  {one}" for one in self.remarks.behind(place))
                yield f"{room}- {line}{behind}".rstrip()
            for remark in self.remarks.after(place):
                yield room + "  " + remark


def _is_list_of_sentences(node: Listed) -> bool:
    """Return whether a list is no list in brackets, in which commas may belong to a sentence."""
    return bool(node.items) and (not node.flow or len(node.items) == 1)


def _is_flow(node: Node) -> bool:
    return type(node) in (Mapping, Listed) and bool(getattr(node, "flow", False))


def _in_brackets(item: Mapping, kinds: object) -> bool:
    """Return whether brackets stand where a sentence should, which the checker is to find."""
    return item.flow and kinds == () and item.pairs[0][0].text not in GROUPS


def _order(item: Mapping, kinds: object) -> Sequence[str]:
    """Return the order of the keys of an item."""
    names = [key.text for key, _ in item.pairs]
    if kinds is EXAMPLE:
        return (*EXPECTATIONS, *EXAMPLE)
    if kinds is ENTRIES:
        found = next((parts for kind, parts in ENTRIES.items() if kind in names), None)
        return _SOFTENING if found is None else found
    return ()


def _is_condition(node: Node) -> bool:
    return type(node) is Mapping and bool(node.pairs)


def _holds_mappings(node: Node) -> bool:
    return (
        type(node) is Listed
        and bool(node.items)
        and all(type(item) is Mapping and item.pairs for item in node.items)
    )


def _word(node: Scalar, in_flow: bool) -> str:
    """Return a text on one line, in quotes where it needs them or says another thing in them."""
    if not node.plain and node.text.strip().casefold() in _SPECIAL:
        return quoted(node.text)
    if node.plain and not node.text:
        return ""
    if node.plain and not in_flow and "\n" not in node.text:
        return node.text
    return scalar(node.text, in_flow)


def _flow(node: Node) -> str:
    if type(node) is Mapping:
        pairs = (f"{_word(key, True)}: {_flow(value)}".rstrip() for key, value in node.pairs)
        return f"{{{', '.join(pairs)}}}"
    if type(node) is Listed:
        return f"[{', '.join(_flow(item) for item in node.items)}]"
    assert type(node) is Scalar
    return _word(node, True)
