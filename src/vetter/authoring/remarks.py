"""Remarks of a YAML file: where each stands, and what it belongs to."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from vetter.base.nodes import Mapping, Node, Scalar
from vetter.base.nodes import Sequence as Listed
from vetter.base.records import NamedTuple
from vetter.base.sources import Source

Place = tuple[int, int]
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#.*)")


class Remark(NamedTuple):
    """A remark: its place, its text, and whether it has the line to itself."""

    place: Place
    text: str
    alone: bool


class Remarks:
    """The remarks of a file by what they belong to; each is handed out once."""

    def __init__(self, every: list[Remark], entries: dict[Place, int]) -> None:
        """Attach remarks to entries, which are places of names and items with their columns."""
        self.every = every
        self._before: dict[Place, list[str]] = {}
        self._behind: dict[Place, list[str]] = {}
        self._after: dict[Place, list[str]] = {}
        self._rest: list[str] = []
        self._head: list[str] = []
        places = sorted(entries)
        for remark in every:
            column = remark.place[1]
            at = bisect.bisect_left(places, remark.place)
            if not remark.alone:
                self._behind.setdefault(places[max(at - 1, 0)], []).append(remark.text)
                continue
            if not at:
                self._head.append(remark.text)
                continue
            following = places[at] if at < len(places) else None
            if following is not None and column <= entries[following]:
                self._before.setdefault(following, []).append(remark.text)
                continue
            held = [one for one in places[:at] if column > 1 and one[1] <= column]
            if held:
                self._after.setdefault(held[-1], []).append(remark.text)
            else:
                self._rest.append(remark.text)

    def before(self, place: Place) -> list[str]:
        """Return the remarks on the lines before an entry."""
        return self._before.pop(place, [])

    def behind(self, place: Place) -> list[str]:
        """Return the remarks on the line of an entry."""
        return self._behind.pop(place, [])

    def after(self, place: Place) -> list[str]:
        """Return the remarks on lines below an entry that belong to it."""
        return self._after.pop(place, [])

    def head(self) -> list[str]:
        """Return the remarks at the beginning of the file, which stay there."""
        return self._head

    def rest(self) -> list[str]:
        """Return the remarks at the end of the file."""
        return self._rest


def remarks_of(source: Source, top: Node) -> Remarks:
    """Return the remarks of a source, whose nodes are known."""
    spans = sorted((one.line, one.column, one) for one in _scalars(top))
    found: list[Remark] = []
    for number in range(1, source.line_count + 1):
        line = source.line(number)
        for match in re.finditer(r"(?:^|(?<=\s))#.*", line):
            place = (number, match.start() + 1)
            if not _inside(spans, place):
                alone = not line[: match.start()].strip()
                found.append(Remark(place, match.group().rstrip(), alone))
                break
    for line_number, column, scalar in spans:
        header = _HEADER.match(source.line(line_number)[column - 1 :]) if scalar.style else None
        if header and scalar.style in "|>":
            text = header[1].rstrip()
            found.append(Remark((line_number, column + header.start(1)), text, False))
    entries: dict[Place, int] = {}
    _entries(top, entries)
    return Remarks(sorted(found), entries)


def _inside(spans: list[tuple[int, int, Scalar]], place: Place) -> bool:
    """Return whether a place lies in the text of a scalar."""
    at = bisect.bisect_right([span[:2] for span in spans], place) - 1
    if at < 0:
        return False
    scalar = spans[at][2]
    return place < (scalar.end_line, scalar.end_column)


def _scalars(node: Node) -> Iterator[Scalar]:
    if type(node) is Mapping:
        for key, value in node.pairs:
            yield key
            yield from _scalars(value)
    elif type(node) is Listed:
        for item in node.items:
            yield from _scalars(item)
    elif type(node) is Scalar:
        yield node


def _entries(node: Node, found: dict[Place, int]) -> None:
    """Collect the places of names and items outside of brackets, with the columns they begin at."""
    if type(node) is Mapping and not node.flow:
        for key, value in node.pairs:
            found.setdefault((key.line, key.column), key.column)
            _entries(value, found)
    elif type(node) is Listed and not node.flow:
        for item in node.items:
            found[item.line, item.column] = item.column - 2
            _entries(item, found)
