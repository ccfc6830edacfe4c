"""A page of an answer, laid out for the terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vetter.base.escape import Safe, markdown, terminal
from vetter.base.layout import apart, paint, wrap

STEP = 2


class Item(NamedTuple):
    """A point: its words, a word before them in some paint, and points below it."""

    words: str
    lead: str = ""
    painted: str = ""
    below: tuple[Item, ...] = ()


class Part(NamedTuple):
    """A part of a page: a heading, paragraphs, points."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    aside: str = ""
    """What stands beside the heading, dimmed."""


class Page(NamedTuple):
    """A title, what stands beside it, paragraphs that sum all up, and the parts."""

    title: str
    aside: str
    paragraphs: tuple[str, ...]
    parts: tuple[Part, ...]


def page_text(page: Page, columns: int) -> str:
    """Return a page for the terminal; it still bears marks of paint."""
    lines = [str(apart(paint(page.title, "title"), paint(page.aside, "dim"), columns)), ""]
    lines += [str(wrap(one, columns)) for one in page.paragraphs]
    for part in page.parts:
        lines.append("")
        heading = paint(part.heading, "bold")
        lines.append(
            str(apart(heading, paint(part.aside, "dim"), columns) if part.aside else heading)
        )
        lines += [f"{' ' * STEP}{wrap(one, columns, STEP)}" for one in part.paragraphs]
        for item in part.items:
            lines += _item_text(item, columns, STEP)
    return "\n".join(lines) + "\n"


def _item_text(item: Item, columns: int, indent: int) -> Iterator[str]:
    lead = ""
    if item.lead:
        lead = f"{paint(item.lead, item.painted) if item.painted else terminal(item.lead)}  "
    said = Safe(f"{lead}{terminal(item.words)}")
    yield f"{' ' * indent}{wrap(said, columns, indent + STEP, indent)}"
    for one in item.below:
        yield from _item_text(one, columns, indent + STEP)


def page_markdown(page: Page) -> str:
    """Return a page as Markdown."""
    lines = [f"# {markdown(page.title)}", "", str(markdown(page.aside))]
    for one in page.paragraphs:
        lines += ["", str(markdown(one))]
    for part in page.parts:
        lines += ["", f"## {markdown(part.heading)}"]
        if part.aside:
            lines += ["", str(markdown(part.aside))]
        for one in part.paragraphs:
            lines += ["", str(markdown(one))]
        if part.items:
            lines.append("")
        for item in part.items:
            lines += _item_markdown(item, 0)
    return "\n".join(lines) + "\n"


def _item_markdown(item: Item, depth: int) -> Iterator[str]:
    lead = f"**{markdown(item.lead)}** " if item.lead else ""
    yield f"{'  ' * depth}- {lead}{markdown(item.words)}".rstrip()
    for one in item.below:
        yield from _item_markdown(one, depth + 1)
