"""The summary for a terminal: verdict last, one block a finding, laid out in columns.

It is plain layout of the document, written without a template so that a verdict on a terminal need
not wait for Jinja2 to load.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vetter.base.characters import width
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, fits_apart, pad, paint, wrap
from vetter.base.suggest import listed
from vetter.base.wording import capital, counted, number_word, sentence
from vetter.memo.document import Document

INDENT, TEXT = 2, 10
"""Columns at which a block and its text begin."""

STDIN = "standard input"
"""What a document calls the file that was read from there; nobody can read it twice."""


class SummaryPlan(NamedTuple):
    """Which fact says what the project is for, and which derived facts are shown."""

    purpose: str
    levels: tuple[str, ...]


def summary(document: Document, plan: SummaryPlan, columns: int) -> str:
    """Return the summary of a document, with marks of paint; the last line is the verdict."""
    lines = _head(document, plan, columns)
    for finding in document["findings"]:
        lines += (
            _strength(finding, columns) if _is_strength(finding) else _concern(finding, columns)
        )
    if not document["findings"]:
        lines.append("  No finding: the rulebook has nothing to say of these facts.")
    lines += ["", *_levels(document, plan, columns), *_open(document, columns)]
    lines += [*_hint(document, columns), "", *_why(document, columns), _verdict(document, columns)]
    return "\n".join(lines) + "\n"


def _is_strength(finding: Document) -> bool:
    return bool(finding["severity"] == "strength")


def _head(document: Document, plan: SummaryPlan, columns: int) -> list[str]:
    book = document["rulebook"]
    edition = f"{book['name']} {book['version']} ({book['sha256'][:7]}) · {document['as_of']}"
    name, path = document["project"]["name"], document["fact_file"]["path"]
    file, right = paint(path, "title"), paint(edition, "dim")
    both = Safe(f"{file}  {terminal(name)}")
    if name == path:
        lines = [str(apart(file, right, columns))]
    elif fits_apart(both, right, columns):
        lines = [str(apart(both, right, columns))]
    else:
        lines = [str(apart(file, right, columns)), str(wrap(name, columns))]
    purpose = document["facts"].get(plan.purpose, {}).get("value", "")
    if purpose:
        lines.append(f"  {wrap(purpose, columns, INDENT)}")
    return [*lines, ""]


def _origin(finding: Document) -> str:
    section = finding["sections"][0] if finding["sections"] else "house"
    line = f" · line {finding['line']}" if finding["line"] else ""
    return f"{finding['cause']['name']} · {section}{line}"


def _title_line(finding: Document, title: Safe, severity: str, columns: int) -> tuple[str, str]:
    """Return the line of a finding's title, and its origin where that found no room on it."""
    mark = "+" if severity == "strength" else severity.upper()
    lead = f"  {paint(pad(mark, TEXT - INDENT), severity)}"
    origin = _origin(finding)
    if fits_apart(title, origin, columns, TEXT):
        return f"{lead}{apart(title, paint(origin, 'dim'), columns, TEXT)}", ""
    return f"{lead}{wrap(title, columns, TEXT)}", origin


def _concern(finding: Document, columns: int) -> list[str]:
    line, origin = _title_line(
        finding, paint(finding["title"], "bold"), finding["severity"], columns
    )
    space = " " * TEXT
    who = paint(Safe(terminal(f"→ {finding['who']}")), "who")
    said = terminal(sentence(finding["because"]))
    ends = [who, paint(f"({origin})", "dim")] if origin else [who]
    lines = [line, f"{space}{_ending(said, ends, columns, TEXT)}"]
    for soft in finding["softened"]:
        told = f"softened from {finding['stated']} to {soft['to']}: {soft['because']}"
        lines.append(f"{space}{paint(wrap(told, columns, TEXT), 'dim')}")
    if finding["waits_for"]:
        asked = listed([one["label"] for one in finding["waits_for"]], 3, "and")
        changes = [] if finding["firm"] else ["fall"]
        changes += [f"become {listed(finding['could_be'])}"] if finding["could_be"] else []
        told = f"open: may {listed(changes)}, depending on {asked}"
        lines.append(f"{space}{paint(wrap(told, columns, TEXT), 'undecided')}")
    return lines


def _ending(text: Safe, ends: Iterable[Safe], columns: int, indent: int) -> Safe:
    """Return wrapped text with short parts at its end, none of them broken."""
    whole = Safe(" ".join([text, *(end.replace(" ", _UNBROKEN) for end in ends)]))
    return Safe(wrap(whole, columns, indent).replace(_UNBROKEN, " "))


_UNBROKEN = "\ue003"
"""A space that is no place to break a line; terminal() lets none through from outside."""


def _strength(finding: Document, columns: int) -> list[str]:
    line, origin = _title_line(finding, terminal(finding["title"]), "strength", columns)
    return [line, f"{' ' * TEXT}{paint(origin, 'dim')}"] if origin else [line]


def _levels(document: Document, plan: SummaryPlan, columns: int) -> list[str]:
    lines = []
    for path in plan.levels:
        level = document["levels"].get(path)
        if level is None:
            continue
        why = f" ({level['because'][0]['text']})" if level["because"] else ""
        other = f"; could become {listed(level['could_be'])}" if level["could_be"] else ""
        said = f"{capital(level['title'])} {level['level']}{why}{other}"
        lines.append(f"  {wrap(said, columns, INDENT)}")
    return lines


def _open(document: Document, columns: int) -> list[str]:
    unknowns = document["unknowns"]
    if not unknowns:
        return []
    waited = [one for one in unknowns if one["rules"]]
    pilot = sum(one["answered_by"] == "pilot" for one in unknowns)
    said = f"Open: {counted(len(unknowns), 'question')}"
    if not waited:
        said += (
            ", and nothing depends on it" if len(unknowns) == 1 else ", and nothing depends on them"
        )
    if waited:
        first = listed([one["label"] for one in waited[:3]], joiner="and")
        more = ", first of all" if len(waited) > 3 else ":"
        said += f"; {number_word(len(waited))} could change a finding{more} {first}"
    if pilot:
        said += f"; only a pilot can answer {number_word(pilot)}"
    return [f"  {wrap(f'{said}.', columns, INDENT)}"]


def _why(document: Document, columns: int) -> list[str]:
    """Return what the verdict rules say, and whether answers can still change the verdict."""
    verdict = document["verdict"]
    reasons = [one for one in verdict["reasons"] if one["verdict"] == verdict["standing"]]
    said = []
    if verdict["level"] == "undecided":
        asked = [_asked(one) for one in verdict["undecided"]["facts"]]
        said.append(f"What could stop the project: {listed(asked, joiner='and')}.")
    said += [sentence(one["because"]) for one in reasons]
    if verdict["settled"]:
        said.append("No answer to an open question can change the verdict.")
    elif verdict["level"] != "undecided":
        others = [level for level in verdict["reachable"] if level != verdict["level"]]
        said.append(f"Answers could still bring {listed(others)}.")
    return [f"  {wrap(' '.join(said), columns, INDENT)}"]


def _asked(fact: Document) -> str:
    who = fact["answered_by"]
    return f"{fact['label']} (ask the {who})" if who else str(fact["label"])


def _hint(document: Document, columns: int) -> list[str]:
    path = document["fact_file"]["path"]
    if path == STDIN:
        return []
    import shlex

    name = shlex.quote(path)
    said = f"Why: vetter explain {name} · the whole memo: --format md"
    return [f"  {paint(wrap(said, columns, INDENT), 'dim')}"]


def _verdict(document: Document, columns: int) -> Safe:
    """Return the last line: the verdict with what stands behind it in numbers, on one line."""
    verdict, counts = document["verdict"], document["counts"]
    level = verdict["level"]
    if level == "undecided":
        parts = [f"{counted(len(verdict['undecided']['facts']), 'open question')} could stop it"]
    else:
        grave = [name for name in counts if counts[name] and name != "strength"]
        parts = [
            listed(
                [_concerns(counts[name], name, name == grave[-1]) for name in grave], joiner="and"
            )
        ]
        parts = parts if grave else ["nothing in the rulebook speaks against it"]
    if document["conditions"]:
        parts.append(counted(len(document["conditions"]), "condition"))
    said = f"{level.upper()}: {'; '.join(parts)}."
    while parts and width(said) > columns:
        parts.pop()
        said = f"{level.upper()}{': ' if parts else ''}{'; '.join(parts)}."
    return paint(said, level)


def _concerns(number: int, severity: str, last: bool) -> str:
    if severity == "blocker":
        return counted(number, "blocker")
    return counted(number, f"{severity} concern") if last else f"{number_word(number)} {severity}"
