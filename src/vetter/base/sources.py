"""Text files as they come from people: read once, bounded, decoded, with their lines at hand."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass

from vetter.base.problems import Location, Problem

FACT_FILE_LIMIT = 1_000_000
PACK_FILE_LIMIT = 1_000_000
_BINARY_CONTROLS = frozenset(range(32)) - {9, 10, 13, 27}


class Unreadable(Exception):
    """A source that could not be read; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name people know it by."""

    path: str
    text: str

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its end, or nothing beyond the last."""
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    def problem(
        self, code: str, message: str, line: int, column: int, help: str = "", warning: bool = False
    ) -> Problem:
        """Return a problem at a place of this source, with its excerpt."""
        place = Location(self.path, line, column)
        return Problem(code, message, place, help, self.line(line), warning)


def read_source(path: str, limit: int = FACT_FILE_LIMIT) -> Source:
    """Read a file (`-`: standard input) as text of at most `limit` bytes.

    Raises `Unreadable` for anything that is not a regular, readable UTF-8 text file.
    """
    if path == "-":
        return decode(sys.stdin.buffer.read(limit + 1), "standard input", limit)
    return decode(_read_regular(path, limit), path, limit)


def decode(data: bytes, path: str, limit: int = FACT_FILE_LIMIT) -> Source:
    """Decode the bytes of a source; a UTF-8 byte order mark is accepted and dropped.

    Raises `Unreadable` when the bytes are too many, empty, binary or not UTF-8.
    """
    if len(data) > limit:
        raise _unreadable(
            "too-large",
            f"the file is larger than {limit:,} bytes",
            path,
            "A fact file is a few pages of text; is this the right file?",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(
            "encoding", "the file is UTF-16, expected UTF-8", path, "Save it again as UTF-8."
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    if any(byte in _BINARY_CONTROLS for byte in data[:4096]):
        raise _unreadable(
            "binary", "this is a binary file, expected YAML text", path, "Name a YAML fact file."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad_utf8(data, error.start, path) from None
    if not text.strip():
        raise _unreadable(
            "empty", "the file is empty", path, "State at least one fact, such as `project.name`."
        )
    return Source(path, text)


def _read_regular(path: str, limit: int) -> bytes:
    try:
        info = os.stat(path)
        if not stat.S_ISREG(info.st_mode):
            raise _unreadable(
                "not-a-file",
                f"this is {_kind(info.st_mode)}, expected a file",
                path,
                "Name a YAML file, or `-` for standard input.",
            )
        with open(path, "rb") as stream:
            return stream.read(limit + 1)
    except FileNotFoundError:
        raise _unreadable("missing", "there is no such file", path, _neighbour(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable("unreadable", f"the file cannot be read: {reason}", path) from None


def _neighbour(path: str) -> str:
    from vetter.base.suggest import nearest

    folder = os.path.dirname(path)
    try:
        names = [name for name in os.listdir(folder or ".") if name.endswith((".yaml", ".yml"))]
    except (OSError, ValueError):
        return "Check the folder and the spelling."
    found = nearest(os.path.basename(path), names)
    if found:
        return f"Did you mean `{os.path.join(folder, found)}`?"
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
    line = data.count(b"\n", 0, start) + 1
    begin = data.rfind(b"\n", 0, start) + 1
    end = data.find(b"\n", start)
    column = len(data[begin:start].decode("utf-8", "replace")) + 1
    shown = data[begin : end if end >= 0 else len(data)].decode("utf-8", "replace")
    return Unreadable(
        Problem(
            "encoding",
            f"byte 0x{data[start]:02x} is not UTF-8",
            Location(path, line, column),
            "Save the file again as UTF-8.",
            shown,
        )
    )


def _unreadable(code: str, message: str, path: str, help: str = "") -> Unreadable:
    return Unreadable(Problem(code, message, Location(path), help))
