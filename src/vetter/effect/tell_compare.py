"""The comparison of two rulebooks as a page, and as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from vetter.base.suggest import listed
from vetter.base.wording import capital, counted, number_word
from vetter.effect.page import Item, Page, Part, page_markdown, page_text
from vetter.effect.results import Behind, Comparison, Smallest, Stated
from vetter.effect.tell import cause_words, count_words, differing_item
from vetter.effect.tell_impact import differing_document
from vetter.solver.results import Proof

SCHEMA = "vetter-rules-diff-1"
NAMES = 12


def render_comparison(found: Comparison, form: str, columns: int = 100) -> str:
    """Return a comparison in a format; text still bears marks of paint."""
    if form == "json":
        return json.dumps(comparison_document(found), indent=2, ensure_ascii=False) + "\n"
    page = _page(found)
    return page_markdown(page) if form == "md" else page_text(page, columns)


def _page(found: Comparison) -> Page:
    paragraphs = [
        f"Old: {found.old.packs}. New: {found.new.packs}.",
        f"Between the two differ {count_words(found.differing)}."
        if found.differing
        else "The two say the same, word for word.",
        _answer(found),
    ]
    parts = []
    if found.differing:
        parts.append(Part("What differs", (), tuple(map(differing_item, found.differing))))
    parts += [_group(one) for one in found.groups]
    notes = tuple(Item(one) for one in _notes(found))
    if notes:
        parts.append(Part("What this says, and what not", (), notes))
    aside = f"{found.old.asked} → {found.new.asked}"
    return Page("Two rulebooks compared", aside, tuple(paragraphs), tuple(parts))


def _answer(found: Comparison) -> str:
    if found.changes is Proof.NO:
        return "No project at all changes verdict (proved)."
    if found.changes is Proof.OPEN:
        return f"Whether any project changes verdict was not proved: {found.why_open}."
    alone = sum(len(one.rules) == 1 and bool(one.projects) for one in found.groups)
    together = sum(len(one.rules) > 1 for one in found.groups)
    said = []
    if alone:
        verb = "changes" if alone == 1 else "change"
        said.append(f"{counted(alone, 'rule')} {verb} verdicts alone")
    if together:
        verb = "changes" if together == 1 else "change"
        said.append(f"{counted(together, 'set')} of rules {verb} them together")
    traced = (
        "No verdict changes without one of these (proved)."
        if found.traced
        else "That there are no others was not proved."
    )
    if not said:
        return "Some projects change verdict. Which rules are behind it was not proved."
    return f"Some projects change verdict: {listed(said, 2, 'and')}. {traced}"


def _group(one: Behind) -> Part:
    names = listed(one.rules, NAMES, "and")
    how = "alone" if len(one.rules) == 1 else "together"
    heading = f"Behind it {how}: {listed(one.titles, NAMES, 'and')} ({names})"
    paragraphs = [f"{capital('; '.join(cause_words(each) for each in one.differing))}."]
    items = [_project(project) for project in one.projects]
    for answer, word in ((one.worse, "worse"), (one.better, "better")):
        if answer is Proof.OPEN:
            items.append(Item(f"Whether some verdict gets {word} was not proved: {one.why_open}."))
        elif answer is Proof.NO and len(one.rules) == 1:
            items.append(Item(f"No verdict gets {word} by it alone (proved)."))
    return Part(heading, tuple(paragraphs), tuple(items))


def _project(one: Smallest) -> Item:
    below = [Item(_stated(each)) for each in one.facts]
    if not one.facts:
        below.append(Item("no fact at all"))
    old, new = one.shown
    shown = f"memos: {old} → {new}" if old != new else f"both memos: {old}, until more is answered"
    if not one.minimal:
        shown += "; fewer facts may do"
    whole = one.whole.verdicts
    return Item(
        f"as far as these {counted(len(one.facts), 'fact')} go ({shown}; with all answered: "
        f"{whole[0]} → {whole[1]})",
        f"{one.before} → {one.after}",
        one.after,
        tuple(below),
    )


def _stated(one: Stated) -> str:
    text = one.written if isinstance(one.written, str) else f"[{', '.join(one.written)}]"
    only = f" (only the {one.only} rulebook knows it so)" if one.only else ""
    return f"{one.path}: {text}{only}"


def _notes(found: Comparison) -> Iterator[str]:
    """Yield for what the answer holds, and where it does not reach."""
    if not found.differing:
        return
    yield (
        "Proofs are about projects in which everything is answered that applies, as both rulebooks "
        "know them. While questions are open, a memo can differ before that: "
        "`vetter rules impact` shows it for projects that you have."
    )
    if found.changes is Proof.YES:
        yield (
            "A project shown is a fact file that states these facts and nothing else, and both "
            "engines have vetted it. Take any one fact out, and the two agree on the verdict, or "
            "another rule makes the difference."
        )
        if found.quiet:
            names = listed([f"`{one}`" for one in found.quiet], NAMES, "and")
            verb = "differs" if len(found.quiet) == 1 else "differ"
            yield f"No verdict changes by one of these alone, though it {verb} (proved): {names}."
    if found.unheard:
        names = listed([f"`{one}`" for one in found.unheard], NAMES, "and")
        yield f"These ask whether something is unknown, which no proof looks at: {names}."
    if found.one_sided:
        names = listed([f"`{one}`" for one in found.one_sided], NAMES, "and")
        yield f"Facts that only one rulebook knows may have any value there: {names}."
    if found.apart:
        names = listed([f"`{one}`" for one in found.apart], NAMES, "and")
        yield f"Facts that the two take for different things may have any value in each: {names}."
    if found.left_out:
        said = "; ".join(found.left_out[:NAMES])
        more = len(found.left_out) - NAMES
        tail = f"; and {number_word(more)} more kinds" if more > 0 else ""
        yield f"Not compared are projects that one rulebook refuses: {said}{tail}."


# --- plain data -------------------------------------------------------------------------------


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Return a comparison as lists and mappings."""
    return {
        "schema": SCHEMA,
        "old": found.old._asdict(),
        "new": found.new._asdict(),
        "differing": [differing_document(one) for one in found.differing],
        "changes": found.changes.value,
        "why_open": found.why_open,
        "traced": found.traced,
        "groups": [_group_document(one) for one in found.groups],
        "quiet": list(found.quiet),
        "unheard": list(found.unheard),
        "one_sided": list(found.one_sided),
        "apart": list(found.apart),
        "left_out": list(found.left_out),
    }


def _group_document(one: Behind) -> dict[str, Any]:
    return {
        "rules": list(one.rules),
        "titles": list(one.titles),
        "because": [{"kind": each.kind, "name": each.name} for each in one.differing],
        "worse": one.worse.value,
        "better": one.better.value,
        "why_open": one.why_open,
        "projects": [_project_document(each) for each in one.projects],
    }


def _project_document(one: Smallest) -> dict[str, Any]:
    return {
        "before": one.before,
        "after": one.after,
        "shown": list(one.shown),
        "minimal": one.minimal,
        "facts": [each._asdict() for each in one.facts],
        "whole": {
            "old": one.whole.old,
            "new": one.whole.new,
            "verdicts": list(one.whole.verdicts),
        },
    }
