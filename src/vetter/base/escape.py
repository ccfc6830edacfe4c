"""Escaping: text that people wrote, made harmless for the place where it lands."""

from __future__ import annotations

import re
import unicodedata


class Safe(str):
    """Text that is escaped already, or was never anybody's input."""

    __slots__ = ()


PAINT_ON, PAINT_END, PAINT_OFF = "\ue000", "\ue001", "\ue002"
"""Marks around painted text: on, the paint's name, end of name, the text, off."""

_MARKDOWN = re.compile(r"([\\`*_\[\]|~$!{}])")
_MARKDOWN_START = re.compile(r"^(\s*)([-+=#>]|\d+(?=[.)](?:\s|$)))")
_SPACE = re.compile(r"\s+")
_REFERENCE = re.compile(r"([@#])(?=\w)")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])")
_MERMAID = {
    "#": "#35;",
    '"': "#quot;",
    "<": "#lt;",
    ">": "#gt;",
    "&": "#amp;",
    "`": "#96;",
    "\\": "#92;",
    ";": "#59;",
}
_ZERO_WIDTH = "\u200b"


def clean(text: str) -> str:
    """Return one line of printable text: line ends become spaces, what steers a screen is shown."""
    folded = _SPACE.sub(" ", text)
    if folded.isascii() and folded.isprintable():
        return folded
    return "".join(_printable(char) for char in folded)


def _printable(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"\\u{ord(char):04x}"
    return char


def terminal(text: str) -> Safe:
    """Return text for a terminal."""
    return Safe(clean(text))


def markdown(text: str) -> Safe:
    """Return text that GitHub's Markdown shows as it stands: no markup, link, mention or HTML."""
    line = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _MARKDOWN.sub(r"\\\1", line)
    line = _MARKDOWN_START.sub(_guard_start, line)
    line = _REFERENCE.sub(rf"\1{_ZERO_WIDTH}", line)
    return Safe(_LINK.sub(rf"\1{_ZERO_WIDTH}", line))


def _guard_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def mermaid(text: str) -> Safe:
    """Return text for a quoted label of a Mermaid graph."""
    return Safe("".join(_MERMAID.get(char, char) for char in clean(text)))
