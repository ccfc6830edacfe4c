"""The impact on stored projects as a page, and as plain data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from vetter.assessment.model import VERDICT_ORDER
from vetter.base.problems import Problem
from vetter.base.suggest import listed
from vetter.base.wording import capital, counted, number_word, sentence
from vetter.effect.page import Item, Page, Part, page_markdown, page_text
from vetter.effect.results import (
    CONDITIONS,
    FINDINGS,
    VERDICT,
    Differing,
    FindingEffect,
    Impact,
    ProjectEffect,
)
from vetter.effect.tell import causes_words, count_words, differing_item

SCHEMA = "vetter-impact-1"


def render_impact(found: Impact, form: str, columns: int = 100) -> str:
    """Return an impact in a format; text still bears marks of paint."""
    if form == "json":
        return json.dumps(impact_document(found), indent=2, ensure_ascii=False) + "\n"
    page = _page(found)
    return page_markdown(page) if form == "md" else page_text(page, columns)


def _page(found: Impact) -> Page:
    paragraphs = [
        f"Before: {found.before.packs}. After: {found.after.packs}.",
        f"Between the two differ {count_words(found.differing)}."
        if found.differing
        else "The two say the same, word for word.",
        *summary(found),
    ]
    parts = [_project(one) for one in found.projects]
    behind = _behind(found)
    if behind:
        parts.append(Part("What is behind it", (), tuple(map(differing_item, behind))))
    if found.unvetted:
        items = tuple(
            Item(
                f"{one.path}: {one.problems[0].message if one.problems else 'no reason is told'}",
                f"refused {' and '.join(one.under)}",
                "medium",
            )
            for one in found.unvetted
        )
        parts.append(Part("Not compared", (), items))
    title = f"What changes for {counted(found.vetted, 'stored project')}"
    return Page(
        title, f"{found.before.asked} → {found.after.asked}", tuple(paragraphs), tuple(parts)
    )


def _behind(found: Impact) -> list[Differing]:
    """Return what differs and is a cause of some change, whole."""
    behind: set[tuple[str, str]] = set()
    for one in found.projects:
        all_causes = [one.causes]
        all_causes += [each.causes for each in one.findings]
        all_causes += [each.causes for each in one.conditions]
        behind.update((cause.kind, cause.name) for causes in all_causes for cause in causes)
    return [one for one in found.differing if (one.kind, one.name) in behind]


def summary(found: Impact) -> Iterator[str]:
    """Yield what changes, counted, in a few sentences."""
    verdicts = found.of(VERDICT)
    total = counted(found.vetted, "project")
    if not found.projects:
        yield f"Of {total} none changes: same verdicts, findings and conditions."
    else:
        turns = Counter((one.before, one.after) for one in verdicts)
        order = VERDICT_ORDER.index
        said = [
            f"{was} → {now}: {turns[was, now]}"
            for was, now in sorted(turns, key=lambda one: (-order(one[1]), order(one[0])))
        ]
        many = number_word(len(verdicts)) if verdicts else "none"
        change = "changes" if len(verdicts) < 2 else "change"
        tail = f" ({', '.join(said)})" if said else ""
        yield f"Of {total} {many} {change} verdict{tail}."
        rest = [
            f"{number_word(len(some))} {what.format('s' if len(some) == 1 else '')}"
            for some, what in (
                (found.of(FINDINGS), "change{} in findings"),
                (found.of(CONDITIONS), "change{} in conditions only"),
            )
            if some
        ]
        same = found.vetted - len(found.projects)
        keeps = f"{number_word(same)} stay{'s' if same == 1 else ''} as before"
        if rest:
            yield f"With the same verdict, {listed(rest, 12, 'and')}; {keeps}."
        else:
            yield f"{capital(keeps)}."
    if found.unvetted:
        many = counted(len(found.unvetted), "file")
        verb = "is" if len(found.unvetted) == 1 else "are"
        yield f"{capital(many)} {verb} not valid under both rulebooks, and not compared."


def _project(one: ProjectEffect) -> Part:
    items: list[Item] = []
    if one.changes == VERDICT:
        heading = f"{one.before} → {one.after}: {one.name}"
        reasons = [Item(sentence(said)) for said in one.because]
        if one.waits_for:
            reasons = [Item(f"Undecided until answered: {listed(one.waits_for, 8, 'and')}.")]
        items += [*reasons, Item(causes_words(one.causes))]
    else:
        heading = f"{one.after} as before: {one.name}"
    items += [_finding(finding) for finding in one.findings]
    for duty in one.conditions:
        lead = "condition, new" if duty.new else "condition, gone"
        words = f"{sentence(duty.text)} ({duty.who}; {duty.rule})"
        items.append(Item(words, lead, "who", _why(duty.causes)))
    return Part(heading, (), tuple(items), one.path if one.path != one.name else "")


def _finding(one: FindingEffect) -> Item:
    words = f"{one.title} ({one.rule})"
    if not one.before:
        lead = f"{one.after}, new"
    elif not one.after:
        lead = f"{one.before}, gone"
    elif one.before == one.after:
        lead = f"{one.after}, in other words"
    else:
        lead = f"{one.before} → {one.after}"
    return Item(words, lead, one.after or one.before, _why(one.causes))


def _why(causes: tuple[Differing, ...]) -> tuple[Item, ...]:
    return (Item(causes_words(causes)),)


# --- plain data -------------------------------------------------------------------------------


def impact_document(found: Impact) -> dict[str, Any]:
    """Return an impact as lists and mappings."""
    return {
        "schema": SCHEMA,
        "before": found.before._asdict(),
        "after": found.after._asdict(),
        "differing": [differing_document(one) for one in found.differing],
        "vetted": found.vetted,
        "summary": {
            "verdict": len(found.of(VERDICT)),
            "findings": len(found.of(FINDINGS)),
            "conditions": len(found.of(CONDITIONS)),
            "same": found.vetted - len(found.projects),
        },
        "projects": [_project_document(one) for one in found.projects],
        "not_compared": [
            {
                "path": one.path,
                "under": list(one.under),
                "problems": [_problem(problem) for problem in one.problems],
            }
            for one in found.unvetted
        ],
    }


def differing_document(one: Differing) -> dict[str, Any]:
    """Return a thing that differs as plain data."""
    return {
        "kind": one.kind,
        "name": one.name,
        "title": one.title,
        "how": one.how,
        "pack": one.pack,
        "place": str(one.location),
        "parts": [
            {
                "name": part.name,
                "before": part.before,
                "after": part.after,
                "pack": part.pack,
                "because": part.because,
                "place": str(part.location),
                "decides": part.decides,
            }
            for part in one.parts
        ],
    }


def _project_document(one: ProjectEffect) -> dict[str, Any]:
    return {
        "path": one.path,
        "name": one.name,
        "changes": one.changes,
        "before": one.before,
        "after": one.after,
        "because": list(one.because),
        "waits_for": list(one.waits_for),
        "causes": _names(one.causes),
        "findings": [{**each._asdict(), "causes": _names(each.causes)} for each in one.findings],
        "conditions": [
            {**each._asdict(), "causes": _names(each.causes)} for each in one.conditions
        ],
    }


def _names(causes: tuple[Differing, ...]) -> list[dict[str, str]]:
    """Return which of the things that differ are meant."""
    return [{"kind": one.kind, "name": one.name} for one in causes]


def _problem(one: Problem) -> dict[str, Any]:
    place = one.location
    return {
        "code": one.code,
        "message": one.message,
        "line": place.line,
        "column": place.column,
        "help": one.help,
    }
