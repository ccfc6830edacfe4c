"""The summary for a terminal: verdict last, one block a finding, laid out in columns.

It is plain layout of the document, written without a template so that a verdict on a terminal need
not wait for Jinja2 to load.
"""

from __future__ import annotations

from typing import NamedTuple

from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, pad, paint, wrap
from vetter.base.suggest import listed
from vetter.base.wording import capital, number_word, sentence
from vetter.memo.document import Document

INDENT, TEXT = 2, 10
"""Columns at which a block and its text begin."""


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
    hint = f"vetter explain {document['fact_file']['path']}"
    lines += [f"  {paint(hint, 'dim')}", "", _verdict(document)]
    return "\n".join(lines) + "\n"


def _is_strength(finding: Document) -> bool:
    return bool(finding["severity"] == "strength")


def _head(document: Document, plan: SummaryPlan, columns: int) -> list[str]:
    book = document["rulebook"]
    edition = f"{book['name']} {book['version']} ({book['sha256'][:7]}) · {document['as_of']}"
    lines = [
        str(apart(paint(document["project"]["name"], "title"), paint(edition, "dim"), columns))
    ]
    purpose = document["facts"].get(plan.purpose, {}).get("value", "")
    if purpose:
        lines.append(f"  {wrap(purpose, columns, INDENT)}")
    return [*lines, ""]


def _origin(finding: Document) -> Safe:
    section = finding["sections"][0] if finding["sections"] else "house"
    line = f" · line {finding['line']}" if finding["line"] else ""
    return paint(f"{finding['cause']['name']} · {section}{line}", "dim")


def _concern(finding: Document, columns: int) -> list[str]:
    severity = finding["severity"]
    title = apart(paint(finding["title"], "bold"), _origin(finding), columns, TEXT)
    who = paint(f"→ {finding['who']}", "who")
    space = " " * TEXT
    lines = [
        f"  {paint(pad(severity.upper(), TEXT - INDENT), severity)}{title}",
        f"{space}{apart(terminal(sentence(finding['because'])), who, columns, TEXT)}",
    ]
    for soft in finding["softened"]:
        said = f"softened from {finding['stated']} to {soft['to']}: {soft['because']}"
        lines.append(f"{space}{paint(wrap(said, columns, TEXT), 'dim')}")
    if finding["waits_for"]:
        asked = listed([one["label"] for one in finding["waits_for"]], 3, "and")
        said = f"open: an answer on {asked} could change it"
        lines.append(f"{space}{paint(wrap(said, columns, TEXT), 'undecided')}")
    return lines


def _strength(finding: Document, columns: int) -> list[str]:
    title = apart(terminal(finding["title"]), _origin(finding), columns, TEXT)
    return [f"  {paint(pad('+', TEXT - INDENT), 'strength')}{title}"]


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
    lines = []
    conditions, unknowns = len(document["conditions"]), document["unknowns"]
    if conditions:
        said = f"{number_word(conditions)} condition{'' if conditions == 1 else 's'} (see the memo)"
        lines.append(f"  Before the start: {said}")
    if unknowns:
        waited = [one for one in unknowns if one["rules"]]
        pilot = sum(one["answered_by"] == "pilot" for one in unknowns)
        said = f"Open: {number_word(len(unknowns))} question{'' if len(unknowns) == 1 else 's'}"
        if waited:
            first = listed([one["label"] for one in waited[:3]], joiner="and")
            said += f", {number_word(len(waited))} with a rule waiting (first: {first})"
        if pilot:
            said += f"; only a pilot can answer {number_word(pilot)}"
        lines.append(f"  {wrap(said, columns, INDENT)}")
    return lines


def _verdict(document: Document) -> Safe:
    verdict = document["verdict"]
    level = verdict["level"]
    if level == "undecided":
        facts = verdict["undecided"]["facts"]
        said = listed([one["label"] for one in facts], joiner="and")
        who = listed(list(dict.fromkeys(one["answered_by"] for one in facts)), joiner="and")
        plural = "is" if len(facts) == 1 else "are"
        reason = f"{said} {plural} open, and the answer could stop the project (ask: {who})"
    elif verdict["reasons"]:
        grave = [one for one in verdict["reasons"] if one["verdict"] == level]
        reason = "; ".join(one["because"] for one in grave)
    else:
        reason = "nothing in the rulebook speaks against it"
    return paint(f"{level.upper()}: {reason}.", level)
