"""The tables of bad input, read from the text files beside this one.

In `facts.txt` a case is `=== its name`, the fact file, `--- line:column code` (a dash where there
is no place), the message, the help. In `packs.txt` there stands instead of a file how a file of
the small pack is changed: the old words behind `- `, the new ones behind `+ `.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PACK = HERE / "pack"
_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Case:
    """A bad file and the first problem that it must give."""

    name: str
    given: str | bytes
    place: str
    code: str
    message: str
    help: str

    @property
    def data(self) -> bytes:
        return self.given if isinstance(self.given, bytes) else self.given.encode()


@dataclass(frozen=True)
class PackCase:
    """A change to the small pack and the first problem that it must give."""

    name: str
    file: str
    old: str | None
    new: str | None
    place: str
    code: str
    message: str
    help: str

    def texts(self) -> dict[str, str]:
        """The files of the changed pack."""
        texts = pack_texts()
        if self.old is not None:
            assert self.new is not None
            assert self.old in texts[self.file], "the small pack no longer holds what is changed"
            texts[self.file] = texts[self.file].replace(self.old, self.new, 1)
        elif self.new is not None:
            texts[self.file] = self.new
        else:
            del texts[self.file]
        return texts


def pack_texts() -> dict[str, str]:
    """Return the files of the small pack."""
    paths = sorted(PACK.rglob("*.yaml"))
    return {path.relative_to(PACK).as_posix(): path.read_text("utf-8") for path in paths}


def _cases(name: str) -> list[tuple[str, str, str, str, str, str]]:
    """Return name, body, place, code, message and help of each case in a table."""
    found = []
    for block in re.split(r"^=== ", (HERE / name).read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = block.partition("\n")
        body, head, answer = re.split(r"^--- (.*)\n", rest, maxsplit=1, flags=re.MULTILINE)
        place, _, code = head.partition(" ")
        message, help = answer.rstrip("\n").split("\n")
        found.append((title, body, "" if place == "-" else place, code, message, help))
    return found


def fact_cases() -> list[Case]:
    """Return the cases of `facts.txt`."""
    return [Case(*case) for case in _cases("facts.txt")]


def waiver_cases() -> list[Case]:
    """Return the cases of `waivers.txt`; `@key: text` changes a part of a good waiver."""
    return [Case(*case) for case in _cases("waivers.txt")]


def pack_cases() -> list[PackCase]:
    """Return the cases of `packs.txt`."""
    found = []
    for name, body, *answer in _cases("packs.txt"):
        first, *lines = body.rstrip("\n").split("\n")
        file, _, kind = first.removeprefix("@ ").partition(" ")
        old = [line[2:] for line in lines if line.startswith("-")]
        new = [line[2:] for line in lines if line.startswith("+")]
        assert len(old) + len(new) == len(lines), name
        if kind:
            text = "".join(f"{line}\n" for line in new)
            found.append(PackCase(name, file, None, None if kind == "gone" else text, *answer))
        else:
            gone = "" if new else "\n"
            found.append(PackCase(name, file, "\n".join(old) + gone, "\n".join(new), *answer))
    return found


def shown(path: str, text: str, place: str, case: Case | PackCase) -> str:
    """Return what people must see of a case's problem: all but an excerpt that is not plain."""
    where = f"{path}:{place}" if place else path
    lines = [f"{where}: error[{case.code}]: {case.message}"]
    if place:
        number, column = map(int, place.split(":"))
        excerpt = lines_of(text)[number - 1]
        if excerpt.strip():
            lines.append(f"  {number} | {excerpt}".rstrip())
            lines.append(f"  {' ' * len(str(number))} | {' ' * (column - 1)}^")
    if case.help:
        lines.append(f"  help: {case.help}")
    return "\n".join(lines) + "\n"


def is_plain(text: str, place: str) -> bool:
    """Return whether the line of a place is shown as it stands."""
    line = lines_of(text)[int(place.partition(":")[0]) - 1] if place else ""
    return line.isascii() and line.isprintable() and len(line) <= 96


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, counted as YAML counts them."""
    return _BREAKS.split(text)
