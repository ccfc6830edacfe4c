"""Text files as they come from people: read once, bounded, decoded, with their lines at hand."""

# ruff: noqa: PTH112, PTH116, PTH118, PTH208 -- pathlib takes longer to import than a fact file to read
from __future__ import annotations

import os
import re
import stat
import sys
from functools import lru_cache

from vetter.base.characters import quote
from vetter.base.problems import Location, Problem
from vetter.base.records import NamedTuple


class Expected(NamedTuple):
    """What a file should be: its name in messages, its size at most, what an empty one lacks."""

    name: str
    limit: int
    if_empty: str


FACT_FILE = Expected("a fact file", 1_000_000, "State at least one fact, such as `project.name`.")
PACK_FILE = Expected("a file of a pack", 1_000_000, "Fill it, or remove it.")

_BREAKS = re.compile(
    "\r\n|[\n\r\x85\u2028\u2029]"
)  # the line ends of YAML 1.1, which libyaml counts
_TEXT_BYTES = bytes([9, 10, 13, 27, *range(32, 256)])
_BLOCK = 1 << 16
_HEAD = 4096
PATH_WIDTH = 200
_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, or a document or spreadsheet of an office program"),
    (b"\xd0\xcf\x11\xe0", "a document or spreadsheet of an office program"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_PLAIN_FORMATS = (b"%PDF-", b"{\\rtf")  # those that can be plain UTF-8 throughout


class Unreadable(Exception):
    """A source that could not be read; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.message)
        self.problem = problem


class Source(NamedTuple):
    """A text and the name people know it by."""

    path: str
    text: str

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its end, or nothing beyond the last."""
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    @property
    def line_count(self) -> int:
        """How many lines there are; a text that ends in a line end has an empty one behind it."""
        return len(_lines(self.text))

    def place_at(self, offset: int) -> tuple[int, int]:
        """Return line and column of a place in the text, counted from its beginning."""
        before = _BREAKS.split(self.text[:offset])
        return len(before), len(before[-1]) + 1

    def place_of(self, words: str, start: tuple[int, int], end: tuple[int, int]) -> tuple[int, int]:
        """Return where `words` stand last between two places, the first place if they do not."""
        before = r"(?<![\w.])" if words[:1].isalnum() else ""
        behind = r"(?!\w)" if words[-1:].isalnum() else ""
        whole = re.compile(before + re.escape(words) + behind)
        for number in range(end[0], start[0] - 1, -1):
            line = self.line(number)
            first = start[1] - 1 if number == start[0] else 0
            last = end[1] - 1 if number == end[0] else len(line)
            found = [match.start() for match in whole.finditer(line, first, last)]
            if found:
                return number, found[-1] + 1
        return start

    def problem(
        self, code: str, message: str, line: int, column: int, help: str = "", warning: bool = False
    ) -> Problem:
        """Return a problem at a place of this source, with its excerpt."""
        place = Location(self.path, line, column)
        return Problem(code, message, place, help, self.line(line), warning)


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return _BREAKS.split(text)


def read_source(path: str, expected: Expected = FACT_FILE) -> Source:
    """Read a file (`-`: standard input) as text.

    Raises `Unreadable` for anything that is not a regular, readable UTF-8 text file.
    """
    if path == "-":
        return decode(_read_standard_input(expected), "standard input", expected)
    # A name that is not UTF-8 comes with halves of characters, which no output could write.
    if not path:
        raise _unreadable("missing", "the name of the file is empty", "''", "Name a file.")
    shown = path if path.isascii() else path.encode("utf-8", "backslashreplace").decode("utf-8")
    return decode(_read_regular(path, shown, expected), shown, expected)


def decode(data: bytes, path: str, expected: Expected = FACT_FILE) -> Source:
    """Decode the bytes of a source; a UTF-8 byte order mark is accepted and dropped.

    Raises `Unreadable` when the bytes are too many, empty, binary or not UTF-8.
    """
    if len(data) > expected.limit:
        raise _unreadable(
            "too-large",
            f"the file is larger than {expected.limit:,} bytes",
            path,
            f"{expected.name.capitalize()} is a few pages of text; is this the right file?",
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_formats(data, path, expected)
        raise _bad_utf8(data, error.start, path) from None
    if data[:_HEAD].translate(None, _TEXT_BYTES) or data.startswith(_PLAIN_FORMATS):
        _refuse_formats(data, path, expected)
    if not text or text.isspace():
        raise _unreadable("empty", "the file is empty", path, expected.if_empty)
    return Source(path, text)


def _refuse_formats(data: bytes, path: str, expected: Expected) -> None:
    """Refuse what is no UTF-8 text by the name of what it is, as far as its beginning tells."""
    for mark, words in _FORMATS:
        if data.startswith(mark):
            raise _unreadable(
                "binary",
                f"this is {words}, expected YAML text",
                path,
                f"Name {expected.name}: plain text that ends in .yaml.",
            )
    wide = _wide_encoding(data)
    if wide:
        raise _unreadable(
            "encoding", f"the file is {wide}, expected UTF-8", path, "Save it again as UTF-8."
        )
    if b"\0" in data[:_HEAD]:
        raise _unreadable(
            "binary",
            "this is a binary file, expected YAML text",
            path,
            f"Name {expected.name}: plain text that ends in .yaml.",
        )


def _wide_encoding(data: bytes) -> str:
    """Return the name of an encoding of two or four bytes a character that data is written in."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    head = data[: _HEAD // 2 * 2]
    for zeros, letters in ((head[1::2], head[::2]), (head[::2], head[1::2])):
        if zeros.count(0) > len(zeros) * 3 // 4 and not letters.count(0):
            return "UTF-16"
    return ""


def _read_regular(path: str, shown: str, expected: Expected) -> bytes:
    try:
        info = os.stat(path)
        if not stat.S_ISREG(info.st_mode):
            raise _unreadable(
                "not-a-file",
                f"this is {_kind(info.st_mode)}, expected a file",
                shown,
                f"Name {expected.name}"
                + (", or `-` for standard input." if expected is FACT_FILE else "."),
            )
        return _read_all(path, expected.limit + 1)
    except FileNotFoundError:
        raise _unreadable("missing", "there is no such file", shown, _neighbour(path)) from None
    except (OSError, ValueError) as error:
        raise _cannot_read(error, shown) from None


def _read_all(path: str, most: int) -> bytes:
    """Return at most so many bytes of a file, without a buffer: a rulebook is many small files."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(file, min(most, _BLOCK))
        while len(data) < most and (more := os.read(file, min(most - len(data), _BLOCK))):
            data += more
        return data
    finally:
        os.close(file)


def _read_standard_input(expected: Expected) -> bytes:
    shown = "standard input"
    if sys.stdin is None:
        raise _unreadable("unreadable", "standard input is closed", shown, "Name a file.")
    try:
        return sys.stdin.buffer.read(expected.limit + 1)
    except (OSError, ValueError) as error:
        raise _cannot_read(error, shown) from None


def _cannot_read(error: OSError | ValueError, path: str) -> Unreadable:
    reason = getattr(error, "strerror", None) or str(error)
    return _unreadable(
        "unreadable",
        f"the file cannot be read: {reason[:1].lower()}{reason[1:]}",
        path,
        "Check the path, and that you may read the file.",
    )


def _neighbour(path: str) -> str:
    from vetter.base.suggest import nearest

    folder, name = os.path.split(path)
    if folder and not os.path.isdir(folder):
        return f"There is no folder {quote(folder)}. Check the spelling."
    try:
        names = [one for one in os.listdir(folder or ".") if one.endswith((".yaml", ".yml"))]
    except (OSError, ValueError):
        names = []
    found = nearest(name, names)
    if found:
        return f"Did you mean {quote(os.path.join(folder, found), PATH_WIDTH)}?"
    return "Check the folder and the spelling."


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


def _bad_utf8(data: bytes, start: int, path: str) -> Unreadable:
    before = data[:start].decode("utf-8", "replace")
    lines = _BREAKS.split(before)
    behind = _BREAKS.split(data[start:].decode("utf-8", "replace"), maxsplit=1)[0]
    return Unreadable(
        Problem(
            "encoding",
            f"byte 0x{data[start]:02x} is not UTF-8",
            Location(path, len(lines), len(lines[-1]) + 1),
            "Save the file again as UTF-8.",
            lines[-1] + behind,
        )
    )


def _unreadable(code: str, message: str, path: str, help: str = "") -> Unreadable:
    return Unreadable(Problem(code, message, Location(path), help))
