"""Characters that people's files may not hold, and how a text is shown without obeying it."""

from __future__ import annotations

import re

QUOTE_WIDTH = 60

UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, among them those that steer a terminal
    "\u202a-\u202e\u2066-\u2069"  # override the direction of writing
    "\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff"  # line ends and marks that do not show
    "\ud800-\udfff"  # halves of a character
    "]"
)
"""What no file may hold. Tab, line feed and carriage return are not among them."""

_NAMES = {
    0x00: "NUL",
    0x07: "bell",
    0x08: "backspace",
    0x0D: "carriage return",
    0x1B: "escape",
    0x7F: "delete",
    0x85: "next line",
    0x2028: "line separator",
    0x2029: "paragraph separator",
    0xFEFF: "byte order mark",
}
_DIRECTION = frozenset({*range(0x202A, 0x202F), *range(0x2066, 0x206A)})
_HALVES = range(0xD800, 0xE000)


def describe(char: str) -> str:
    """Return what an unsafe character is, in words: `a control character (U+001B, escape)`."""
    number = ord(char)
    code = f"U+{number:04X}"
    if number in _DIRECTION:
        return f"a character that turns the direction of writing ({code})"
    if number in _HALVES:
        return f"half of a character ({code})"
    name = _NAMES.get(number)
    return f"a control character ({code}, {name})" if name else f"a control character ({code})"


def visible(text: str) -> str:
    r"""Return a text on one line, with what does not print spelled out as `\x1b` or `\u202e`."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _spelled(char) for char in text)


def _spelled(char: str) -> str:
    if char in "\t\n\r":
        return " "
    number = ord(char)
    if number > 0xFFFF:
        return f"\\U{number:08x}"
    return f"\\u{number:04x}" if number > 0xFF else f"\\x{number:02x}"


def width(text: str) -> int:
    """Return how many columns of a screen a printable text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def quote(text: str, limit: int = QUOTE_WIDTH) -> str:
    """Return what a person wrote between backticks, on one line, cut when it is long."""
    shown = " ".join(text[: 2 * limit].split())
    if len(shown) > limit or len(text) > 2 * limit:
        shown = f"{shown[:limit].rstrip()}…"
    return f"`{visible(shown)}`"
