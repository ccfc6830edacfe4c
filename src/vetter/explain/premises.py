"""The layout of proofs: one row a sentence, with its mark, value, line and distance in columns."""

from __future__ import annotations

from vetter.assessment.model import Premise
from vetter.base.characters import width
from vetter.base.escape import terminal
from vetter.base.layout import pad, paint, wrap
from vetter.base.records import NamedTuple
from vetter.base.wording import among
from vetter.engine.results import RuleStatus

MARKS = {"true": "✓", "false": "✗", "stuck": "–", "open": "?"}
PAINTS = {"true": "strength", "false": "high", "stuck": "dim", "open": "undecided"}
STATUS_WORDS = {
    RuleStatus.FIRM: "Fires (firm)",
    RuleStatus.OPEN: "Fires (open)",
    RuleStatus.PENDING: "Pending",
    RuleStatus.SILENT: "Silent",
}
STATUS_PAINTS = {
    RuleStatus.FIRM: "bold",
    RuleStatus.OPEN: "undecided",
    RuleStatus.PENDING: "undecided",
    RuleStatus.SILENT: "dim",
}
LEAD = 8
"""Columns of the word that joins a sentence to the one before: IF, AND, UNLESS."""

LONGEST_VALUE = 32
NARROWEST_WORDS = 24
_JOINTS = {"all": "AND", "any": "OR", "none": "NOR"}
_HEADS = {"all": "all of these", "any": "any of these", "none": "none of these"}


class Row(NamedTuple):
    """A sentence or the head of a group, with the word that joins it to the row before."""

    lead: str
    depth: int
    premise: Premise


def rows_of(premise: Premise, lead: str) -> list[Row]:
    """Return the rows of a proof that begins with `lead`."""
    premise = _single(premise)
    if premise.kind == "test" or (premise.kind == "none" and len(premise.parts) == 1):
        return [_row(premise, lead, 0)]
    if premise.kind == "none":
        return _rows(premise, lead, 0)
    joint = _JOINTS[premise.kind]
    return [
        row
        for place, part in enumerate(premise.parts)
        for row in _rows(part, joint if place else lead, 0)
    ]


def _rows(premise: Premise, lead: str, depth: int) -> list[Row]:
    premise = _single(premise)
    if premise.kind == "test" or (premise.kind == "none" and len(premise.parts) == 1):
        return [_row(premise, lead, depth)]
    rows = [Row(lead, depth, premise._replace(words=_HEADS[premise.kind]))]
    for place, part in enumerate(premise.parts):
        rows += _rows(part, _JOINTS[premise.kind] if place else "", depth + 1)
    return rows


def _row(premise: Premise, lead: str, depth: int) -> Row:
    """Return the row of one sentence; `none` with one part is that sentence turned round."""
    if premise.kind == "test":
        return Row(lead, depth, premise)
    (part,) = premise.parts
    said = part._replace(outcome=premise.outcome, words=f"not: {part.words}")
    return Row(lead, depth, said)


def _single(premise: Premise) -> Premise:
    """Return what a group of one part says: the part, or `none` of that part."""
    while premise.kind in ("all", "any") and len(premise.parts) == 1:
        (premise,) = premise.parts
    if premise.kind == "none" and len(premise.parts) == 1:
        return premise._replace(parts=(_single(premise.parts[0]),))
    return premise


def lay_out(rows: list[Row], columns: int, indent: int = 2) -> list[str]:
    """Return rows as lines, the columns of all of them aligned.

    Where a screen is too narrow for that, what belongs to a sentence stands on the line below it.
    """
    cells = [(_value(row.premise), _place(row.premise), _tail(row.premise)) for row in rows]
    rooms = [max((width(each[column]) for each in cells), default=0) for column in range(3)]
    start = indent + 2 + LEAD
    left = columns - start - sum(room + 2 for room in rooms if room)
    if left < NARROWEST_WORDS:
        return [
            line
            for row, each in zip(rows, cells, strict=True)
            for line in _narrow(row, each, columns, indent)
        ]
    widest = max((row.depth * 2 + width(row.premise.words) for row in rows), default=0)
    room = min(widest, left)
    lines = []
    for row, (value, place, tail) in zip(rows, cells, strict=True):
        step = row.depth * 2
        words = wrap(row.premise.words, start + room, start + step)
        line = f"{_lead(row, indent)}{words}"
        if value or place or tail:
            last = width(words.rpartition("\n")[2].strip()) + step
            parts = [pad(value, rooms[0])] if rooms[0] else []
            parts += [pad(paint(place, "dim") if place else "", rooms[1])] if rooms[1] else []
            line += f"{' ' * (room - last)}  {'  '.join([*parts, terminal(tail)])}"
        lines.append(line.rstrip())
    return lines


def _narrow(row: Row, cells: tuple[str, str, str], columns: int, indent: int) -> list[str]:
    start = indent + 2 + LEAD + row.depth * 2
    lines = [f"{_lead(row, indent)}{wrap(row.premise.words, columns, start)}"]
    said = " · ".join(cell for cell in cells if cell)
    if said:
        lines.append(f"{' ' * start}{paint(wrap(said, columns, start), 'dim')}")
    return lines


def _lead(row: Row, indent: int) -> str:
    mark = paint(MARKS[row.premise.outcome], PAINTS[row.premise.outcome])
    return f"{' ' * indent}{mark} {pad(row.lead, LEAD)}{' ' * (row.depth * 2)}"


def _value(premise: Premise) -> str:
    if premise.kind not in ("test", "none") or not premise.fact:
        return ""
    shown = premise.shown
    return f"{shown[: LONGEST_VALUE - 1]}…" if width(shown) > LONGEST_VALUE else shown


def _place(premise: Premise) -> str:
    if not premise.fact or not premise.lines:
        return ""
    noun = "line" if len(premise.lines) == 1 else "lines"
    return f"{noun} {', '.join(map(str, premise.lines))}"


def _tail(premise: Premise) -> str:
    if premise.rules:
        return f"by {among(premise.rules, 2)}"
    return premise.distance if premise.outcome in ("true", "false") else ""
