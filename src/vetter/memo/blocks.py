"""Findings in the summary for a terminal: in full, as a line, or counted, as room allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from vetter.base.characters import width
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, fits_apart, pad, paint, unpainted, wrap
from vetter.base.suggest import listed
from vetter.base.wording import among, capital, number_word, sentence
from vetter.memo.findings import Document

INDENT, TEXT = 2, 10
"""Columns at which a block and its text begin."""

ROOM = 20
"""Lines that findings may take before the milder ones are told more shortly."""

FIRST = 3
"""How many high concerns are told in full where there is no room for all, and how many strengths
one by one where there is."""

TITLES = 18
"""How many high concerns are told by their titles where there is no room for more; the rest is
counted."""


def finding_lines(findings: list[Document], columns: int, most: int) -> list[str]:
    """Return the blocks of all findings: the fullest of several ways that fits the room.

    Concerns have `ROOM` lines, and with the strengths there should be no more than `most`.
    """
    strengths = [one for one in findings if one["severity"] == "strength"]
    shown: list[str] = []
    for way in (
        {},
        {"low": _counted},
        {"low": _counted, "medium": _lines},
        {"low": _counted, "medium": _counted},
        {"low": _counted, "medium": _lines, "high": _first_in_full},
        {"low": _counted, "medium": _counted, "high": _first_in_full},
        {"low": _counted, "medium": _counted, "high": _titles},
    ):
        shown = []
        for severity in ("blocker", "high", "medium", "low"):
            group = [one for one in findings if one["severity"] == severity]
            if group:
                shown += way.get(severity, _in_full)(group, columns)
        concerns = height(shown)
        tell = _counted if len(strengths) > (1 if way else FIRST) else _lines
        shown += tell(strengths, columns) if strengths else []
        if concerns <= ROOM and height(shown) <= most:
            break
    return shown


def height(blocks: list[str]) -> int:
    """Return how many lines blocks take."""
    return sum(block.count("\n") + 1 for block in blocks)


def _in_full(group: list[Document], columns: int) -> list[str]:
    return [line for one in group for line in _concern(one, columns)]


def _first_in_full(group: list[Document], columns: int) -> list[str]:
    return [*_in_full(group[:FIRST], columns), *_lines(group[FIRST:], columns)]


def _titles(group: list[Document], columns: int) -> list[str]:
    """Return a line for each of a group, as many as there is room for, and the number of others."""
    rest = group[TITLES:] if len(group) > TITLES + 1 else []
    told = group[: len(group) - len(rest)]
    shown = [line for one in told for line in _line(one, columns, brief=True)]
    return shown + (_counted(rest, columns, " more") if rest else [])


def _lines(group: list[Document], columns: int) -> list[str]:
    return [line for one in group for line in _line(one, columns)]


def _counted(group: list[Document], columns: int, more: str = "") -> list[str]:
    """Return a group as one sentence: how many, under which causes."""
    if len(group) == 1:
        return _line(group[0], columns)
    severity = group[0]["severity"]
    noun = "strengths" if severity == "strength" else "concerns"
    causes = tallied(one["cause"]["name"] for one in group)
    said = f"{capital(number_word(len(group)))}{more} {noun}: {causes}."
    return [f"{_lead(severity)}{wrap(said, columns, TEXT)}"]


def tallied(names: Iterable[str]) -> str:
    """Return names as prose, the most frequent first: `data lead (two) and sponsor`."""
    told = [
        f"{name} ({number_word(number)})" if number > 1 else name
        for name, number in Counter(names).most_common()
    ]
    return among(told, 12)


def _lead(severity: str) -> str:
    mark = "+" if severity == "strength" else severity.upper()
    return f"{' ' * INDENT}{paint(pad(mark, TEXT - INDENT), severity)}"


def _origin(finding: Document) -> str:
    section = finding["sections"][0] if finding["sections"] else "house"
    line = f" · line {finding['line']}" if finding["line"] else ""
    return f"{finding['cause']['name']} · {section}{line}"


def _line(finding: Document, columns: int, brief: bool = False) -> list[str]:
    """Return a finding by its title, with its origin, and whether answers could change it.

    A `brief` one takes no second line for its origin, and says of it what there is room for.
    """
    mild = finding["severity"] in ("strength", "low")
    title = terminal(finding["title"]) if mild else paint(finding["title"], "bold")
    origin = paint(f"{'open · ' if finding['waits_for'] else ''}{_origin(finding)}", "dim")
    lead = _lead(finding["severity"])
    line = paint(f"line {finding['line']}" if finding["line"] else "", "dim")
    for shown in (origin, line) if brief else (origin,):
        if fits_apart(title, shown, columns, TEXT):
            return [f"{lead}{apart(title, shown, columns, TEXT)}"]
    if brief:
        return [f"{lead}{wrap(title, columns, TEXT)}"]
    return [f"{lead}{wrap(title, columns, TEXT)}", f"{' ' * TEXT}{origin}"]


def _concern(finding: Document, columns: int) -> list[str]:
    title, origin = paint(finding["title"], "bold"), paint(_origin(finding), "dim")
    fits = fits_apart(title, origin, columns, TEXT)
    shown = apart(title, origin, columns, TEXT) if fits else wrap(title, columns, TEXT)
    space = " " * TEXT
    who = paint(Safe(terminal(f"→ {finding['who']}")), "who")
    said = sentence(finding["because"])
    if finding["unstated"]:
        said += f" Not stated: {among(finding['unstated'], 6)}."
    ends = [who] if fits else [who, paint(f"({_origin(finding)})", "dim")]
    lines = [f"{_lead(finding['severity'])}{shown}"]
    lines.append(f"{space}{ending(terminal(said), ends, columns, TEXT)}")
    for told, name in _asides(finding):
        lines.append(f"{space}{paint(wrap(told, columns, TEXT), name)}")
    return lines


def _asides(finding: Document) -> Iterator[tuple[str, str]]:
    """Yield what softened a finding, and what could still become of it, with their paints."""
    for soft in finding["softened"]:
        if soft["to"] == finding["severity"]:
            yield f"softened from {finding['stated']} to {soft['to']}: {soft['because']}", "dim"
            break
    if finding["waits_for"]:
        asked = among([one["label"] for one in finding["waits_for"]], 3)
        changes = [] if finding["firm"] else ["fall"]
        changes += [f"become {listed(finding['could_be'])}"] if finding["could_be"] else []
        yield f"open: may {listed(changes)}, depending on {asked}", "undecided"


def ending(
    text: Safe, ends: Iterable[Safe], columns: int, indent: int, first: int | None = None
) -> Safe:
    """Return wrapped text with short parts at its end, none of them broken; see `wrap`."""
    room = columns - indent
    kept = [end.replace(" ", _UNBROKEN) if width(unpainted(end)) <= room else end for end in ends]
    return Safe(wrap(Safe(" ".join([text, *kept])), columns, indent, first).replace(_UNBROKEN, " "))


_UNBROKEN = "\ue003"
"""A space that is no place to break a line; terminal() lets none through from outside."""
