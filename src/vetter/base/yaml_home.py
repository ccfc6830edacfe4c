"""The one home of PyYAML: libyaml's events become plain nodes with places, and nothing else.

Every scalar is the text that stands in the file (libyaml's base loader would do the same), so no
YAML 1.1 surprise reaches anybody. Anchors, aliases, tags, second documents and deep nesting are
refused here, in one pass without recursion, so that no file can explode or exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from vetter.base.characters import UNSAFE, describe, quote
from vetter.base.nodes import Composed, Mapping, Node, Scalar, Sequence
from vetter.base.problems import PROBLEM_LIMIT, Problem
from vetter.base.sources import Source

DEPTH_LIMIT = 40
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the second where libyaml is missing
Outline = str | tuple[Any, ...]
"""A plain scalar is its text; whatever else is a tuple that begins with its mark.

The mark is the style of a scalar that is not plain, with its text behind; `IN_LIST`, with the
items behind; or `IN_MAPPING`, with names and values in turn.
"""
IN_LIST, IN_MAPPING = "[", "{"
_ESCAPED = f"{UNSAFE.pattern[:-1]}\r]"
"""What an escape in double quotes may not bring in: a carriage return comes from nowhere else."""


class _Refused(Exception):
    def __init__(self, place: tuple[int, int], code: str, message: str, help: str) -> None:
        super().__init__(message)
        self.place, self.code, self.help = place, code, help


def compose(source: Source) -> Composed:
    """Read the one YAML document of a source into nodes; problems are returned, never raised."""
    if not source.text.isascii() and UNSAFE.search(source.text):
        unsafe = _unsafe(source)
        if unsafe:
            return Composed(None, unsafe)
    try:
        parser = _LOADER(source.text)
        try:
            return _document(parser, source)
        finally:
            parser.dispose()
    except _Refused as refused:
        problem = source.problem(refused.code, str(refused), *refused.place, refused.help)
    except yaml.MarkedYAMLError as error:
        problem = _syntax(source, error)
    except yaml.reader.ReaderError:
        # libyaml refuses the same characters and says less well where.
        problem = source.problem("control", "a character that YAML does not allow", 1, 1)
    return Composed(None, _unsafe(source) or (problem,))


def _document(parser: Any, source: Source) -> Composed:  # noqa: PLR0912, PLR0915 -- one loop
    """Build the nodes of the one document; a hot loop, which is why it does so much in place."""
    next_event = parser.get_event
    scalar_event = yaml.ScalarEvent
    mapping_start, mapping_end = yaml.MappingStartEvent, yaml.MappingEndEvent
    sequence_start, sequence_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
    blank = Scalar.__new__
    root: Node | None = None
    node: Node
    stack: list[tuple[Node, list[Any], Scalar | None]] = []
    parent: Node | None = None  # the open list or mapping,
    in_list = False
    items: list[Any] = []  # what it holds so far,
    key: Scalar | None = None  # and in a mapping the name whose value comes next
    documents = 0
    problems: list[Problem] = []
    # An anchor and a tag cannot come from a text without their signs.
    may_have_marks = "&" in source.text or "!" in source.text
    while True:
        event = next_event()
        kind = type(event)
        if kind is scalar_event:
            if may_have_marks and (event.anchor is not None or event.tag is not None):
                _refuse_marks(event)
            start = event.start_mark
            node = blank(Scalar)
            node.text, style, node.end = event.value, event.style, event.end_mark
            node.line, node.column = start.line + 1, start.column + 1
            if style is None:
                node.style = ""
            else:
                node.style = style
                if style == '"' and not node.text.isprintable():
                    problems.extend(_escaped(source, node))
            if in_list:
                items.append(node)
                continue
            if key is None and parent is not None:
                key = node
                continue
        elif kind is mapping_start or kind is sequence_start:
            if may_have_marks and (event.anchor is not None or event.tag is not None):
                _refuse_marks(event)
            start = event.start_mark
            if len(stack) >= DEPTH_LIMIT:
                raise _too_deep(_place(start))
            stack.append((parent, items, key))  # type: ignore[arg-type]
            items, key = [], None
            in_list = kind is sequence_start
            made = Sequence if in_list else Mapping
            parent = made(items, start.line + 1, start.column + 1, bool(event.flow_style))
            continue
        elif kind is mapping_end or kind is sequence_end:
            assert parent is not None
            node = parent
            parent, items, key = stack.pop()
            in_list = type(parent) is Sequence
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _second_document(_place(event.start_mark))
            continue
        elif kind is yaml.StreamEndEvent:
            return Composed(root, tuple(problems))
        elif kind is yaml.AliasEvent:
            raise _alias(event)
        else:
            continue
        if parent is None:
            root = node
        elif in_list:
            items.append(node)
        elif key is not None:
            items.append((key, node))
            key = None
        else:
            raise _complex_key(node, source)


def outline(text: str) -> Outline | None:
    """Return the one document of a text without places, or None for what is not everyday YAML.

    Several times as fast as `compose`, which says what is wrong wherever this returns None, and
    takes whatever this takes. Nesting is bounded as there.
    """
    if "&" in text or "!" in text or (not text.isascii() and UNSAFE.search(text)):
        return None
    parser = _LOADER(text)
    try:
        return _outline(parser.get_event)
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError):
        return None
    finally:
        parser.dispose()


def _outline(next_event: Callable[[], Any]) -> Outline | None:
    scalar_event = yaml.ScalarEvent
    mapping_start, mapping_end = yaml.MappingStartEvent, yaml.MappingEndEvent
    sequence_start, sequence_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
    stack: list[list[Any]] = []
    parts: list[Any] = []
    documents = 0
    while True:
        event = next_event()
        kind = type(event)
        if kind is scalar_event:
            style = event.style
            if not style:
                parts.append(event.value)
            elif style == '"' and not event.value.isprintable():
                return None
            else:
                parts.append((style, event.value))
        elif kind is mapping_start or kind is sequence_start:
            if len(stack) >= DEPTH_LIMIT:
                return None
            stack.append(parts)
            parts = [IN_MAPPING if kind is mapping_start else IN_LIST]
        elif kind is mapping_end or kind is sequence_end:
            whole = tuple(parts)
            if kind is mapping_end and any(
                key[:1] in ((IN_MAPPING,), (IN_LIST,)) for key in parts[1::2]
            ):
                return None
            parts = stack.pop()
            parts.append(whole)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
        elif kind is yaml.AliasEvent:
            return None
        elif kind is yaml.StreamEndEvent:
            return parts[0] if documents == len(parts) == 1 else None


def _escaped(source: Source, node: Scalar) -> list[Problem]:
    """Return a problem when an escape in double quotes brings in what no file may hold."""
    found = re.search(_ESCAPED, node.text)
    if found is None:
        return []
    help = "Remove the escape; a text is plain characters and line ends."
    message = f"{describe(found.group())} is written into the text"
    return [source.problem("control", message, node.line, node.column, help)]


def _unsafe(source: Source) -> tuple[Problem, ...]:
    """Return a problem for each line with a character that no file may hold, the first of it."""
    problems: dict[int, Problem] = {}
    for found in UNSAFE.finditer(source.text):
        line, column = source.place_at(found.start())
        if line not in problems:
            help = "Remove the character; it does not show, but it is there."
            message = f"{describe(found.group())} stands in the text"
            problems[line] = source.problem("control", message, line, column, help)
        if len(problems) >= PROBLEM_LIMIT:
            break
    return tuple(problems.values())


def _place(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _too_deep(place: tuple[int, int]) -> _Refused:
    return _Refused(
        place,
        "too-deep",
        f"lists and mappings nest more than {DEPTH_LIMIT} deep here",
        "No file of this program needs that; is this the right file?",
    )


def _second_document(place: tuple[int, int]) -> _Refused:
    return _Refused(
        place,
        "two-documents",
        "a second document begins here; one file holds one document",
        "Remove the line `---`, or put the second part into a file of its own.",
    )


def _alias(event: Any) -> _Refused:
    return _Refused(
        _place(event.start_mark),
        "alias",
        f"{quote('*' + event.anchor)} repeats another part of the file; references are not read",
        "Write the value out where it is needed; a text that begins with * needs quotes.",
    )


def _complex_key(node: Node, source: Source) -> _Refused:
    place = (node.line, node.column)
    if source.line(node.line)[: node.column].endswith("{{"):
        return _Refused(
            place,
            "needs-quotes",
            "a text begins with `{{`, which YAML takes for a mapping",
            'Put the whole text into quotes: `"{{ … }} …"`.',
        )
    return _Refused(
        place,
        "complex-key",
        "a list or mapping stands where a name should",
        "A name is a word followed by a colon.",
    )


def _refuse_marks(event: Any) -> None:
    if event.anchor is not None:
        raise _Refused(
            _place(event.start_mark),
            "anchor",
            f"{quote('&' + event.anchor)} names a part for reuse; references are not read",
            "Write the value out where it is needed; a text that begins with & needs quotes.",
        )
    tag = event.tag.replace("tag:yaml.org,2002:", "!!")
    raise _Refused(
        _place(event.start_mark),
        "tag",
        f"{quote(tag)} is a YAML tag; tags are not read",
        "Remove it: types come from the vocabulary. A text that begins with ! needs quotes.",
    )


def _syntax(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    from vetter.base.syntax import Complaint, explain

    marks = [
        (mark.line + 1, mark.column + 1) if mark else None
        for mark in (error.problem_mark, error.context_mark)
    ]
    words = str(error.problem or error.context or "")
    return explain(source, Complaint(words, marks[0] or marks[1] or (1, 1), marks[1]))
