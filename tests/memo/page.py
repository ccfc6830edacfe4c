"""A memo as GitHub would show it: its tags, its text, its graph."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
INVISIBLE = "\u200b"


class Page(NamedTuple):
    """What a memo becomes: the tags in order, the text outside of code, links and anchors."""

    tags: tuple[str, ...]
    text: str
    code: str
    links: tuple[str, ...]
    anchors: tuple[str, ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text: list[str] = []
        self.code: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        kept = {"a": {"href", "name"}, "code": {"class"}, "ol": {"start"}}
        self.tags.append(" ".join([tag, *sorted(set(named) - {"style"})]))
        assert set(named) <= kept.get(tag, set()) | {"style"}, (tag, attrs)
        self.links += [named["href"] or ""] if "href" in named else []
        self.anchors += [named["name"] or ""] if "name" in named else []
        self.inside += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "code"
        if tag in ("td", "li", "p", "h1", "h2", "h3"):
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        (self.code if self.inside else self.text).append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.tags.append("instruction")


def page_of(markdown: str) -> Page:
    """Return what a memo looks like once it is rendered."""
    reader = _Reader()
    reader.feed(_MARKDOWN.render(markdown))
    reader.close()
    text = visible("".join(reader.text))
    return Page(
        tuple(reader.tags), text, "".join(reader.code), tuple(reader.links), tuple(reader.anchors)
    )


def visible(text: str) -> str:
    """Return text without characters that take no room, and with spaces as a reader sees them."""
    return re.sub(r"[^\S\n]+", " ", text.replace(INVISIBLE, ""))


_NODE = re.compile(r'  n\d+(?:\["(.*)"\]|\(\["(.*)"\]\)|\{\{"(.*)"\}\})(?::::[a-z]+)?')
_EDGE = re.compile(r"  n\d+ --> n\d+")
_CLASS = re.compile(r"  classDef [a-z]+ [a-z0-9:#,]+")


def labels_of(graph: str) -> list[str]:
    """Return the labels of a graph as they are shown; every line must be one that is known."""
    first, *lines = graph.rstrip("\n").split("\n")
    assert first == "flowchart LR"
    labels = []
    for line in lines:
        node = _NODE.fullmatch(line)
        if node is None:
            assert _EDGE.fullmatch(line) or _CLASS.fullmatch(line), line
            continue
        label = next(part for part in node.groups() if part is not None)
        label = re.sub(r"</?b>", "", label)
        assert not set('"`\\|{}[]') & set(label), label
        for part in label.split("<br>"):
            assert not set("<>") & set(part), part
        labels.append(decoded(label))
    return labels


def decoded(label: str) -> str:
    """Return a label with Mermaid's codes turned back into characters."""
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label).replace(INVISIBLE, "")
