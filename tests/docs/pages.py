"""Pages: the documents of the project, their fenced blocks and their generated sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)

_FENCE = re.compile(r"(`{3,})([^`]*)")
_SECTION = re.compile(
    r"(<!-- generated: (?P<name>[a-z0-9 -]+) -->\n).*?(<!-- end generated -->)", re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words behind that, its lines, and where they begin."""

    language: str
    words: tuple[str, ...]
    lines: tuple[str, ...]
    first: int

    @property
    def text(self) -> str:
        """What stands in the block."""
        return "".join(f"{line}\n" for line in self.lines)

    def value(self, name: str) -> str:
        """Return the value of a word `name=value`, empty where there is none."""
        found = [word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")]
        return found[0] if found else ""


def name_of(page: Path) -> str:
    """Return a page's path inside the project."""
    return page.relative_to(ROOT).as_posix()


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page; `first` counts lines from 0."""
    fence, language, words, first = "", "", (), 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _FENCE.fullmatch(line.strip())
        if not fence and match:
            fence, first = match[1], number + 1
            language, *rest = match[2].split() or [""]
            words = tuple(rest)
        elif fence and line.strip() == fence:
            yield Block(language, words, tuple(lines[first:number]), first)
            fence = ""
    if fence:
        message = f"the block that begins in line {first} does not end"
        raise ValueError(message)


def prose(text: str) -> str:
    """Return a page without the insides of its fenced blocks."""
    lines = text.split("\n")
    for block in blocks(text):
        for number in range(block.first, block.first + len(block.lines)):
            lines[number] = ""
    return "\n".join(lines)


def with_blocks(text: str, remake: Callable[[Block], list[str] | None]) -> str:
    """Return a page with the lines of each block replaced; None leaves a block as it is."""
    lines = text.split("\n")
    made = [(block, remake(block)) for block in blocks(text)]
    for block, fresh in reversed(made):
        if fresh is not None:
            lines[block.first : block.first + len(block.lines)] = fresh
    return "\n".join(lines)


def with_sections(text: str, make: Callable[[str], str]) -> str:
    """Return a page with what stands between the marks of each generated section made anew."""
    return _SECTION.sub(lambda match: f"{match[1]}{make(match['name'])}{match[3]}", text)
