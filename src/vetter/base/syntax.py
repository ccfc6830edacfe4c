"""What is wrong with a file that is not YAML, in the words of the person who wrote it.

libyaml says what its scanner did not find; here that becomes what stands in the file and what to
write instead.
"""

from __future__ import annotations

import re

from vetter.base.characters import quote
from vetter.base.complaints import FIXED
from vetter.base.problems import Problem
from vetter.base.records import NamedTuple
from vetter.base.sources import Source

Place = tuple[int, int]
NAME_LIMIT = 1024
"""How long a name before a colon can be: libyaml reads no longer ones."""


class Complaint(NamedTuple):
    """What libyaml says, where it noticed, and where the part began that it was reading."""

    words: str
    place: Place
    began: Place | None = None


class _Answer(NamedTuple):
    """A problem before its excerpt is known."""

    code: str
    message: str
    help: str
    place: Place


_TAB = re.compile(r"(?:[ ]|- )*-?\t")
_QUOTED_THEN_MORE = re.compile(r"""["'][^"']*["']\s*$""")


def explain(source: Source, complaint: Complaint) -> Problem:
    """Return the problem that a complaint of libyaml stands for."""
    line, column = complaint.place
    excerpt = source.line(line)
    tab = _TAB.match(excerpt)
    if tab and tab.end() <= column:
        answer = _Answer(
            "yaml-tab",
            "a tab stands where spaces are expected",
            "Indent with spaces; YAML allows no tabs there.",
            (line, tab.end()),
        )
    else:
        answer = _match(source, complaint, excerpt)
    return source.problem(answer.code, answer.message, *answer.place, answer.help)


def _match(source: Source, complaint: Complaint, excerpt: str) -> _Answer:
    said, place = complaint.words, complaint.place
    if "mapping values are not allowed" in said:
        return _colon_inside(source, place, excerpt)
    if "could not find expected ':'" in said:
        return _no_colon(source, complaint)
    if "expected ',' or" in said and excerpt[place[1] - 1 : place[1]] == ":":
        said = "found unexpected ':'"
    if "<document start>" in said and source.line(1).startswith("%"):
        said, place = "directive", (1, 1)
    if "did not find expected key" in said or "expected '-' indicator" in said:
        return _misfit(place, excerpt, in_list="'-'" in said)
    if "cannot start any token" in said:
        return _sign(place, excerpt)
    for words, answer in FIXED.items():
        if words in said:
            code, message, help, at_start = answer
            begin = complaint.began if at_start and complaint.began else place
            return _Answer(code, message, help, _on_text(source, begin))
    return _Answer(
        "yaml-syntax",
        f"this is not YAML: {said or 'it cannot be read'}",
        "Write `name: value` on each line, and indent what belongs below a name.",
        _on_text(source, place),
    )


def _on_text(source: Source, place: Place) -> Place:
    """Return a place, or the end of the last line before it that has text."""
    line, _ = place
    if source.line(line).strip():
        return place
    while line > 1 and not source.line(line).strip():
        line -= 1
    text = source.line(line).rstrip()
    return (line, len(text) + 1) if text else (1, 1)


def _colon_inside(source: Source, place: Place, excerpt: str) -> _Answer:
    line, column = place
    before = re.match(r"\s*(?:- )*([^:#]*[^:#\s]):\s+(\S.*)", excerpt)
    if before and before.end(1) + 1 < column:
        name, value = before.groups()
        quoted = value.rstrip().replace('"', "'")
        return _Answer(
            "yaml-colon",
            "a colon with a space behind it stands inside a value",
            f'Put the value into quotes: `{_short(name)}: "{_short(quoted)}"`.',
            place,
        )
    if _is_long_name(excerpt):
        return _long_name((line, len(excerpt) - len(excerpt.lstrip()) + 1))
    above = line - 1
    while above > 0 and not source.line(above).split("#")[0].strip():
        above -= 1
    text = source.line(above).strip()
    if text and ":" not in text and not text.startswith("- "):
        indent = len(source.line(above)) - len(source.line(above).lstrip())
        return _Answer(
            "yaml-colon",
            f"{quote(text)} has no colon behind it",
            f"Write `{_short(text)}:` or `{_short(text)}: …`.",
            (above, indent + 1),
        )
    return _Answer(
        "yaml-indentation",
        "this line is indented as if it belonged to the one above, which already has a value",
        f"Begin it in the same column as line {above}, or remove the value there.",
        (line, len(excerpt) - len(excerpt.lstrip()) + 1),
    )


def _no_colon(source: Source, complaint: Complaint) -> _Answer:
    line, column = complaint.began or complaint.place
    if _is_long_name(source.line(line)[column - 1 :]):
        return _long_name((line, column))
    text = source.line(line)[column - 1 :].strip()
    if text and source.line(line - 1)[column - 1 :].startswith("- "):
        return _no_dash((line, column))
    help = f"Write `{_short(text)}: …`, or indent it to belong to the line above."
    return _Answer("yaml-colon", f"{quote(text)} is a name without its colon", help, (line, column))


def _is_long_name(text: str) -> bool:
    return text.lstrip().find(":") >= NAME_LIMIT


def _long_name(place: Place) -> _Answer:
    return _Answer(
        "yaml-long-name",
        f"a name of more than {NAME_LIMIT:,} characters stands before a colon",
        "Is this the right file? A text with a colon in it needs quotes.",
        place,
    )


def _no_dash(place: Place) -> _Answer:
    return _Answer(
        "yaml-indentation",
        "a line without `- ` stands among the items of a list",
        "Begin it with `- `, or indent it to belong to the item above.",
        place,
    )


def _misfit(place: Place, excerpt: str, in_list: bool) -> _Answer:
    _, column = place
    before = excerpt[: column - 1]
    if _QUOTED_THEN_MORE.search(before):
        return _Answer(
            "yaml-quote",
            "the text goes on behind its closing quote",
            "Leave the quotes away, or put them around the whole of it.",
            place,
        )
    here = excerpt[column - 1 :]
    if in_list and not before.strip() and not here.startswith("- "):
        return _no_dash(place)
    if here.startswith(":"):
        return _Answer(
            "yaml-colon", "nothing stands before the colon", "Write a name before it.", place
        )
    if not in_list and here.startswith("- "):
        return _Answer(
            "yaml-indentation",
            "an item of a list stands among names",
            "Put the list below a name, or write `name: value`.",
            place,
        )
    if before.strip():
        return _Answer(
            "yaml-syntax",
            f"{quote(here)} cannot stand here",
            "Put the whole value into quotes, or leave this away.",
            place,
        )
    return _Answer(
        "yaml-indentation",
        f"this line begins in column {column}, which fits none of the lines above",
        "Lines that belong together begin in the same column.",
        place,
    )


def _sign(place: Place, excerpt: str) -> _Answer:
    char = excerpt[place[1] - 1 : place[1]]
    rest = excerpt[place[1] - 1 :].strip()
    if char == "\t":
        help = "Replace the tab by a space."
        return _Answer("yaml-tab", "a tab stands where a value should begin", help, place)
    if char == "`":
        message = "a value cannot begin with a backtick, a sign that YAML keeps for itself"
        return _Answer("yaml-sign", message, "Put it into quotes.", place)
    return _Answer(
        "yaml-sign",
        f"a value cannot begin with `{char}`, a sign that YAML keeps for itself",
        f'Put it into quotes: `"{_short(rest)}"`.',
        place,
    )


def _short(text: str) -> str:
    return quote(text, 40)[1:-1]
