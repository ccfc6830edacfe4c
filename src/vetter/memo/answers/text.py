"""The answers of `whatif` for a terminal: sections of sentences and aligned columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vetter.assessment.editions import edition, packs_part
from vetter.assessment.model import VERDICT_ORDER, Assessment
from vetter.base.characters import width
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, paint, unpainted, wrap
from vetter.memo.answers.difference import difference_section
from vetter.memo.answers.document import waiver_notes
from vetter.memo.answers.parts import NOT_PROVED, Section, Table
from vetter.memo.answers.words import not_exact, sections_of
from vetter.whatif.results import WhatIf

INDENT, DEEPER, GAP = 2, 4, 2
NARROWEST = 8
"""How few columns of a screen a column of a table is squeezed to."""

_UNBROKEN = "\ue003"
"""A space that is no place to break a line; `terminal` lets none through from outside."""
_VERDICTS = sorted(VERDICT_ORDER, key=len, reverse=True)
_NAMED = re.compile(
    rf"(?:^|(?<=→ )|(?<= or )|(?<=, ))({'|'.join(_VERDICTS)})(?=$|;|,| or | can )".replace(
        " with ", f"[ {_UNBROKEN}]with[ {_UNBROKEN}]"
    )
)
"""A verdict that stands alone in a cell, or in a list behind an arrow."""


def whatif_text(assessment: Assessment, whatif: WhatIf, columns: int) -> str:
    """Return the answers, with marks of paint, in lines of at most `columns`."""
    lines = _head(assessment, whatif, columns)
    sections = sections_of(whatif)
    if whatif.difference is not None:
        sections.insert(0, difference_section(whatif.difference))
    for section in sections:
        lines += ["", *_section(section, columns)]
    for said in not_exact(whatif, sections):
        lines += ["", f"  {paint(wrap(said, columns, INDENT), 'dim')}"]
    return "\n".join(lines) + "\n"


def _head(assessment: Assessment, whatif: WhatIf, columns: int) -> list[str]:
    project = assessment.project
    said = f"{edition(packs_part(assessment.rulebook))} · {assessment.as_of}"
    level = paint(whatif.shown.upper(), whatif.shown)
    head = Safe(f"{level}: {terminal(project.name)}")
    file, right = paint(project.path, "title"), paint(said, "dim")
    lines = [str(apart(file, right, columns))]
    notes = waiver_notes(assessment, whatif)
    return [*lines, str(wrap(head, columns)), *(f"  {wrap(one, columns, 4)}" for one in notes)]


def _section(section: Section, columns: int) -> Iterator[str]:
    yield str(paint(section.title, "bold"))
    for said in section.said:
        yield f"  {wrap(said, columns, INDENT)}"
    for table in section.tables:
        yield from _table(table, columns, apart_from=bool(section.tables[1:]))
    for said in section.after:
        yield f"  {wrap(said, columns, INDENT)}"


def _table(table: Table, columns: int, apart_from: bool) -> Iterator[str]:
    indent = INDENT
    if table.title:
        yield f"  {wrap(_title(table.title), columns, INDENT)}"
        indent = DEEPER
    rows = [[*row.cells, f"line {row.line}" if row.line else ""] for row in table.rows]
    if rows:
        widths = _widths(rows, columns - indent)
        for row in rows:
            yield from _row(row, widths, indent)
    for said in table.after:
        shown = wrap(said, columns, indent)
        proof = said.startswith("Proved") or NOT_PROVED in said
        yield f"{' ' * indent}{paint(shown, 'dim') if proof else shown}"


def _title(title: str) -> Safe:
    """Return the title of a table, with the verdict painted that it begins with."""
    for verdict in _VERDICTS:
        if title.lower().startswith(verdict) and title[len(verdict) : len(verdict) + 1] in ",:":
            rest = terminal(title[len(verdict) :])
            return Safe(f"{paint(title[: len(verdict)], verdict)}{rest}")
    return terminal(title)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return how wide each column is: as its cells need, the widest squeezed until all fit."""
    needed = [max(width(terminal(cell)) for cell in column) for column in zip(*rows, strict=True)]
    taken = sum(needed) + GAP * (sum(one > 0 for one in needed) - 1)
    while taken > room:
        widest = max(range(len(needed)), key=lambda at: (needed[at], at))
        if needed[widest] <= NARROWEST:
            break
        needed[widest] -= 1
        taken -= 1
    return needed


def _row(row: Sequence[str], widths: Sequence[int], indent: int) -> Iterator[str]:
    """Yield the lines of a row, each cell folded to its column; the line number is dim."""
    folded = [_folded(cell, room) for cell, room in zip(row, widths, strict=True)]
    for at in range(max(len(lines) for lines in folded)):
        parts = []
        for place, (lines, room) in enumerate(zip(folded, widths, strict=True)):
            if not room:
                continue
            text = lines[at] if at < len(lines) else ""
            filling = " " * (room - width(text.replace(_UNBROKEN, " ")))
            shown = _painted(text)
            if place == len(widths) - 1:
                parts.append(f"{filling}{paint(Safe(shown), 'dim')}" if text else "")
            else:
                parts.append(f"{shown}{filling}")
        line = (" " * GAP).join(parts)
        while unpainted(line) != unpainted(line).rstrip():
            line = line.rstrip()
        yield f"{' ' * indent}{line}".rstrip()


def _folded(text: str, room: int) -> list[str]:
    """Return a cell in lines of its column; a word too long for one is cut."""
    if not room:
        return [""]
    shown = str(terminal(text))
    for verdict in _VERDICTS:
        if width(verdict) <= room:
            shown = shown.replace(f"{verdict}", verdict.replace(" ", _UNBROKEN))
    words = [
        word[at : at + room]
        for word in shown.split(" ")
        for at in range(0, max(len(word), 1), room)
    ]
    return str(wrap(Safe(" ".join(words)), room)).split("\n")


def _painted(text: str) -> str:
    """Return a text in which the names of verdicts are painted."""
    painted = _NAMED.sub(lambda match: _verdict(match[1]), text)
    return painted.replace(_UNBROKEN, " ")


def _verdict(name: str) -> str:
    plain = name.replace(_UNBROKEN, " ")
    return str(paint(Safe(plain), plain))
