"""The formats of a ranking: a table for the terminal, Markdown, JSON."""

from __future__ import annotations

from vetter.assessment.editions import edition
from vetter.base.characters import width
from vetter.base.escape import Safe, markdown, terminal
from vetter.base.layout import apart, pad, paint, wrap
from vetter.base.suggest import listed
from vetter.base.wording import capital
from vetter.ranking.compare import Document

FORMATS = ("text", "md", "json")
EXPLAINED = ("json",)
"""The formats that say why each project stands as it does."""
NARROWEST_NAME = 16


def render_ranking(document: Document, form: str, columns: int = 100) -> str:
    """Return a ranking in a format; text still bears marks of paint."""
    if form == "json":
        import json

        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if form == "md":
        from vetter.memo.jinja_home import render

        return render("rank.md.j2", document, markdown)
    return _text(document, columns)


def _text(document: Document, columns: int) -> str:
    projects = document["projects"]
    said = f"{edition(document['packs'])} · {document['as_of']}"
    count = f"{len(projects)} project{'' if len(projects) == 1 else 's'}"
    title = f"Backlog of {count}"
    lines = [str(apart(paint(title, "title"), paint(said, "dim"), columns)), ""]
    if projects:
        lines += _table(document, columns)
        lines.append("")
    if document["shared_causes"]:
        lines.append("  Causes of grave concerns that several projects share:")
    for shared in document["shared_causes"]:
        rows = listed([str(one["row"]) for one in shared["projects"]], 12, "and")
        said = f"{shared['title']}: rows {rows}"
        lines.append(f"    {wrap(said, columns, 6)}")
    if document["shared_causes"]:
        lines.append("")
    waived = [one for one in projects if "waived" in one]
    for one in waived:
        said = (
            f"Row {one['row']}: {listed(one['waived']['rules'], joiner='and')} waived, not counted"
        )
        said += f"; without waivers {one['waived']['verdict_without']}."
        lines.append(f"  {wrap(said, columns, 4)}")
    if waived:
        lines.append("")
    for unread in document["unreadable"]:
        said = f"Not ranked: {unread['path']}: {unread['problems'][0]['message']}"
        lines.append(f"  {wrap(said, columns, 4)}")
    if document["unreadable"]:
        lines.append("")
    lines.append(str(terminal(f"{capital(document['summary'])}.")))
    return "\n".join(lines) + "\n"


def _table(document: Document, columns: int) -> list[str]:
    """Lay out the table: place, project, verdict and one column for each derived fact.

    Where a screen is too narrow for all, the last derived facts are left out; Markdown has them.
    """
    projects = document["projects"]
    verdict_room = max(width("verdict"), *(width(one["verdict"]) for one in projects))
    place_room = max(3, width(str(projects[-1]["row"])) + 1)
    taken = place_room + 2 + verdict_room + 2
    rooms: list[int] = []
    heads: list[list[str]] = []
    for at, one in enumerate(document["shown"]):
        words = one["title"].split(" ")
        levels = [project["levels"][at]["level"] for project in projects]
        room = max(width(word) for word in (*words, *levels))
        if taken + room + 2 + NARROWEST_NAME > columns:
            break
        taken += room + 2
        rooms.append(room)
        heads.append(_stacked(words, room))
    name_room = max(NARROWEST_NAME, min(columns - taken, 48))
    lines = []
    height = max((len(head) for head in heads), default=1)
    for row in range(height):
        cells = [_cell(head, row - height, room) for head, room in zip(heads, rooms, strict=True)]
        last = row == height - 1
        lead = pad("#".rjust(place_room) if last else "", place_room)
        name = pad("project" if last else "", name_room)
        verdict = pad("verdict" if last else "", verdict_room)
        lines.append(str(paint(Safe("  ".join([lead, name, verdict, *cells]).rstrip()), "dim")))
    for project in projects:
        lines += _row(project, rooms, name_room, verdict_room, place_room)
    return lines


def _stacked(words: list[str], room: int) -> list[str]:
    """Return words in as few lines as a column has room for."""
    return str(wrap(" ".join(words), room)).split("\n")


def _folded(name: str, room: int) -> list[str]:
    """Return a name in lines that fit a column; a word too long for one is cut, as a path is."""
    words = [
        word[at : at + room]
        for word in str(terminal(name)).split(" ")
        for at in range(0, max(len(word), 1), room)
    ]
    return str(wrap(Safe(" ".join(words)), room)).split("\n")


def _cell(lines: list[str], at: int, room: int) -> str:
    """Return one line of a heading that stands on the bottom row; `at` counts from its end."""
    return str(pad(lines[at] if -at <= len(lines) else "", room))


def _row(
    project: Document, rooms: list[int], name_room: int, verdict_room: int, place_room: int
) -> list[str]:
    name = _folded(project["name"], name_room)
    verdict = pad(paint(project["verdict"], project["verdict"]), verdict_room)
    cells = [
        pad(level["level"], room)
        for level, room in zip(project["levels"], rooms, strict=False)  # some may be left out
    ]
    place = str(project["row"]).rjust(place_room)
    first = "  ".join([place, str(pad(Safe(name[0]), name_room)), str(verdict), *map(str, cells)])
    return [first.rstrip(), *(f"{' ' * (place_room + 2)}{line}" for line in name[1:])]
