"""The one home of PyYAML: libyaml's events become plain nodes with places, and nothing else.

Every scalar is the text that stands in the file (libyaml's base loader would do the same), so no
YAML 1.1 surprise reaches anybody. Anchors, aliases, tags, second documents and deep nesting are
refused here, in one pass without recursion, so that no file can explode or exhaust the stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from vetter.base.problems import Location, Problem
from vetter.base.sources import Source

DEPTH_LIMIT = 40
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the second where libyaml is missing


class Node:
    """A part of a YAML file: scalar, list or mapping, with its place."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Scalar(Node):
    """Text; `plain` is False for quoted and block scalars, `end` is where it ends on its line."""

    __slots__ = ("end_column", "end_line", "style", "text")

    def __init__(self, text: str, line: int, column: int, style: str = "") -> None:
        """Make a scalar at a place that counts from 1."""
        self.text, self.line, self.column, self.style = text, line, column, style
        self.end_line, self.end_column = line, column + len(text)

    @property
    def plain(self) -> bool:
        """Whether the text stands without quotes or block marks."""
        return not self.style


class Sequence(Node):
    """A list; `flow` is True for one in brackets."""

    __slots__ = ("flow", "items")

    def __init__(self, items: list[Node], line: int, column: int, flow: bool = False) -> None:
        """Make a list at a place that counts from 1."""
        self.items, self.line, self.column, self.flow = items, line, column, flow


class Mapping(Node):
    """Pairs in the order of the file; duplicates are kept for the reader to report."""

    __slots__ = ("flow", "pairs")

    def __init__(
        self, pairs: list[tuple[Scalar, Node]], line: int, column: int, flow: bool = False
    ) -> None:
        """Make a mapping at a place that counts from 1."""
        self.pairs, self.line, self.column, self.flow = pairs, line, column, flow

    def get(self, key: str) -> Node | None:
        """Return the value of the first pair with this key."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Composed:
    """What a source holds: its top node, or the problems that kept it from being read."""

    root: Node | None
    problems: tuple[Problem, ...] = ()


class _Refused(Exception):
    def __init__(self, mark: Any, code: str, message: str, help: str) -> None:
        super().__init__(message)
        self.mark, self.code, self.help = mark, code, help


def compose(source: Source) -> Composed:
    """Read the one YAML document of a source into nodes; problems are returned, never raised."""
    try:
        parser = _LOADER(source.text)
        try:
            return Composed(_document(parser))
        finally:
            parser.dispose()
    except _Refused as refused:
        mark = refused.mark
        problem = source.problem(
            refused.code, str(refused), mark.line + 1, mark.column + 1, refused.help
        )
    except yaml.MarkedYAMLError as error:
        problem = _syntax(source, error)
    except yaml.reader.ReaderError as error:
        problem = _character(source, error)
    return Composed(None, (problem,))


def _document(parser: Any) -> Node | None:
    next_event = parser.get_event
    root: Node | None = None
    stack: list[tuple[Node, list[Any]]] = []
    keys: list[Scalar | None] = []
    documents = 0
    while True:
        event = next_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            _refuse_marks(event)
            node: Node = _scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _refuse_marks(event)
            node = _open(event, kind is yaml.MappingStartEvent, stack, keys)
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node = stack.pop()[0]
            keys.pop()
        elif kind is yaml.AliasEvent:
            raise _Refused(
                event.start_mark,
                "alias",
                f"`*{event.anchor}` repeats another part of the file; references are not read",
                "Write the value out where it is needed.",
            )
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _Refused(
                    event.start_mark,
                    "two-documents",
                    "a second document begins here; one file holds one document",
                    "Remove the line `---`, or put the second part into a file of its own.",
                )
            continue
        elif kind is yaml.StreamEndEvent:
            return root
        else:
            continue
        if not stack:
            root = node
            continue
        parent, items = stack[-1]
        if type(parent) is Sequence:
            items.append(node)
        elif keys[-1] is None:
            if type(node) is not Scalar:
                raise _Refused(
                    event.start_mark,
                    "complex-key",
                    "a list or mapping cannot be a name",
                    "A name is a word followed by a colon. `{{ … }}` at the start needs quotes.",
                )
            keys[-1] = node
        else:
            items.append((keys[-1], node))
            keys[-1] = None


def _scalar(event: Any) -> Scalar:
    start = event.start_mark
    scalar = Scalar(event.value, start.line + 1, start.column + 1, event.style or "")
    end = event.end_mark
    scalar.end_line, scalar.end_column = end.line + 1, end.column + 1
    return scalar


def _open(
    event: Any, mapping: bool, stack: list[tuple[Node, list[Any]]], keys: list[Scalar | None]
) -> Node:
    mark = event.start_mark
    if len(stack) >= DEPTH_LIMIT:
        raise _Refused(
            mark,
            "too-deep",
            f"lists and mappings nest more than {DEPTH_LIMIT} deep here",
            "No file of this program needs that; is this the right file?",
        )
    node: Node
    items: list[Any] = []
    if mapping:
        node = Mapping(items, mark.line + 1, mark.column + 1, bool(event.flow_style))
    else:
        node = Sequence(items, mark.line + 1, mark.column + 1, bool(event.flow_style))
    stack.append((node, items))
    keys.append(None)
    return node


def _refuse_marks(event: Any) -> None:
    if event.anchor is not None:
        raise _Refused(
            event.start_mark,
            "anchor",
            f"`&{event.anchor}` names a part of the file for reuse; references are not read",
            "Write the value out where it is needed; a text that begins with & needs quotes.",
        )
    if event.tag is not None:
        raise _Refused(
            event.start_mark,
            "tag",
            f"`{event.tag}` is a YAML tag; tags are not read",
            "Remove it; a text that begins with ! needs quotes.",
        )


_SYNTAX = (
    (
        "found character that cannot start any token",
        "sign",
        "this character cannot begin a value",
    ),
    ("found a tab character", "tab", "a tab stands where spaces are expected"),
    ("mapping values are not allowed", "colon", "a colon with a space stands inside a value"),
    ("did not find expected key", "indentation", "this line does not fit the ones above it"),
    (
        "did not find expected '-' indicator",
        "indentation",
        "this line does not fit the list above it",
    ),
    ("could not find expected ':'", "colon", "a name without its colon"),
    ("found unexpected end of stream", "quote", "a quote is opened and never closed"),
    ("did not find expected ',' or ']'", "bracket", "a `[` is opened and not closed"),
    ("did not find expected ',' or '}'", "bracket", "a `{` is opened and not closed"),
    ("did not find expected node content", "bracket", "a value is missing, or a `[` or `{` is left open"),
    ("found unknown escape character", "escape", "a backslash stands before a letter it cannot escape"),
    ("found duplicate anchor", "anchor", "references are not read"),
    ("found undefined alias", "alias", "references are not read"),
    ("control characters are not allowed", "control", "a control character stands in the text"),
)

_SYNTAX_HELP = {
    "tab": "Indent with spaces; YAML allows no tabs there.",
    "colon": 'Put a text that holds ": " into quotes, and write `name: value` on each line.',
    "indentation": "Lines of one list or mapping begin in the same column. "
    "A sentence that begins with a quote goes on without it.",
    "quote": "Close the quote, or leave quotes away.",
    "bracket": "Close the bracket, or write the list one item a line with `- `.",
    "escape": "Use single quotes, in which a backslash is only a backslash.",
    "control": "Remove the character; a text is plain characters and line ends.",
    "sign": "Put the value into quotes: it begins with a sign that YAML keeps for itself.",
}


def _syntax(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    if error.context_mark and mark and not source.line(mark.line + 1).strip():
        mark = error.context_mark  # the end of the file says less than where the value began
    raw = str(error.problem or error.context or "not YAML")
    code, message = "syntax", f"this is not YAML: {raw}"
    for pattern, known, words in _SYNTAX:
        if pattern in raw:
            code, message = known, words
            break
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    excerpt = source.line(line)
    if "\t" in excerpt[:column] and code in {"sign", "indentation", "colon"}:
        code, message, column = "tab", "a tab stands where spaces are expected", excerpt.index("\t") + 1
    if code == "quote" and error.context_mark:
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    if code == "sign" and excerpt[column - 1 : column] in {"%", "@", "`"}:
        message = f"a value cannot begin with `{excerpt[column - 1]}`"
    return source.problem(f"yaml-{code}", message, line, column, _SYNTAX_HELP.get(code, ""))


def _character(source: Source, error: yaml.reader.ReaderError) -> Problem:
    position = error.position if isinstance(error.position, int) else 0
    before = source.text.encode("utf-8")[:position].decode("utf-8", "ignore")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return source.problem(
        "yaml-control",
        "a control character stands in the text",
        line,
        column,
        _SYNTAX_HELP["control"],
    )


def location(source: Source, node: Node) -> Location:
    """Return where a node stands."""
    return Location(source.path, node.line, node.column)
