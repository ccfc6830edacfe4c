"""Escaping: text that people wrote, made harmless for the place where it lands."""

from __future__ import annotations

import re
import unicodedata


class Safe(str):
    """Text that is escaped already, or was never anybody's input."""

    __slots__ = ()


PAINT_ON, PAINT_END, PAINT_OFF = "\ue000", "\ue001", "\ue002"
"""Marks around painted text: on, the paint's name, end of name, the text, off."""

_MARKDOWN = r"([\\`*_\[\]|~$!{}#])"
_MARKDOWN_START = r"^(\s*)([-+=>]|\d+(?=[.)](?:\s|$)))"
_SPACE = re.compile(r"\s+")
_REFERENCE = r"([@#])(?=\w)"
_LINK = r"(?i)\b(https?|ftp|mailto|www)(?=[:.])"
_EMOJI = r":(?=[\w+-]+:)"
_TICKET = r"(?i)\b(gh)(?=-\d)"
_MERMAID = {char: f"#{ord(char)};" for char in '#"<>&`\\;%{}[]|$*_~'}
"""What Mermaid could take for markup, a directive, a formula or an icon, even between quotes."""
_MERMAID_LATE = r"\$(?=\$)|:(?=fa-)"
"""Formulas and icons, which Mermaid looks for after it has decoded what is escaped."""
_MERMAID_START = r"^(\s*)(?:(\d+)([.)])|([-+]))(?=\s)"
_ZERO_WIDTH = "\u200b"
_JOINERS = "\u200c\u200d"
"""They shape the letters of Persian and Hindi and the signs of some emoji, and steer nothing."""


def clean(text: str) -> str:
    """Return one line of printable text: line ends become spaces, what steers a screen is shown."""
    folded = _SPACE.sub(" ", text)
    if folded.isascii() and folded.isprintable():
        return folded
    return "".join(_printable(char) for char in folded)


def _printable(char: str) -> str:
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    if hidden and char not in _JOINERS:
        return f"\\u{ord(char):04x}"
    return char


def terminal(text: str) -> Safe:
    """Return text for a terminal."""
    return Safe(clean(text))


def markdown(text: str) -> Safe:
    """Return text that GitHub's Markdown shows as it stands: no markup, link, mention or HTML."""
    line = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = re.sub(_MARKDOWN, r"\\\1", line)
    line = re.sub(_MARKDOWN_START, _guard_start, line)
    line = re.sub(_REFERENCE, rf"\1{_ZERO_WIDTH}", line)
    line = re.sub(_EMOJI, f":{_ZERO_WIDTH}", line)
    line = re.sub(_TICKET, rf"\1{_ZERO_WIDTH}", line)
    return Safe(re.sub(_LINK, rf"\1{_ZERO_WIDTH}", line))


def _guard_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def html(text: str) -> Safe:
    """Return text for HTML and SVG: between tags, or between the quotes of an attribute."""
    from html import escape  # its table of entities takes a while to load

    return Safe(escape(clean(text), quote=True))


def dot(text: str) -> Safe:
    """Return text for a quoted label or name of a DOT graph, of which entities are read too."""
    line = clean(text).replace("&", "&amp;").replace("\\", "\\\\")
    return Safe(line.replace('"', '\\"'))


def mermaid(text: str) -> Safe:
    """Return text for a quoted label of a Mermaid graph."""
    line = re.sub(_MERMAID_LATE, rf"\g<0>{_ZERO_WIDTH}", clean(text))
    line = "".join(_MERMAID.get(char, char) for char in line)
    return Safe(re.sub(_MERMAID_START, _guard_list, line))


def _guard_list(match: re.Match[str]) -> str:
    space, number, dot, sign = match.groups()
    return f"{space}{number or ''}#{ord(dot or sign)};"
