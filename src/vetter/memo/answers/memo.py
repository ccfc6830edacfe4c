"""The part that answers play in a memo: its sections, and what they add to the register."""

from __future__ import annotations

from vetter.memo.answers.parts import Section
from vetter.memo.answers.questions import ask_first, hangs_on
from vetter.memo.answers.words import not_exact, sections_of, settled_words
from vetter.memo.findings import Document
from vetter.whatif.results import IRRELEVANT, WhatIf

NO_PARTS: Document = {
    "sections": (), "limits": (), "proved": "", "ask_first": (), "hangs": {}, "idle": (),
    "level": "###", "placed": True, "left_out": "",
}  # fmt: skip
"""What a memo's template is given when there are no answers."""


def memo_parts(document: Document, whatif: WhatIf | None, left_out: str) -> Document:
    """Return what a memo's template is given beside the document.

    `left_out` says why answers are wanting. With answers the register of unknowns is ranked.
    """
    if whatif is None:
        return {**NO_PARTS, "left_out": left_out}
    waived = bool(document.get("waivers", {}).get("findings"))  # and the answers count all findings
    ranked = whatif.unknowns.ranked if whatif.unknowns else ()
    places = {one.fact.path: place for place, one in enumerate(ranked)}
    return {
        **NO_PARTS,
        "left_out": left_out,
        "sections": _sections(whatif),
        "limits": not_exact(whatif, sections_of(whatif)),
        "proved": settled_words(whatif.verdicts) if whatif.verdicts and not waived else "",
        "ask_first": tuple(ask_first(whatif.unknowns)) if whatif.unknowns else (),
        "hangs": {one.fact.path: hangs_on(one, whatif.unknowns) for one in ranked}
        if whatif.unknowns
        else {},
        "idle": tuple(one.fact.path for one in ranked if one.weight == IRRELEVANT),
        "unknowns": sorted(
            document["unknowns"], key=lambda one: places.get(one["path"], len(places))
        ),
    }


def _sections(whatif: WhatIf) -> list[Section]:
    """Return the sections, without what the first page and the register say."""
    found = []
    for section in sections_of(whatif, leave=("unknowns",)):
        if section.name != "verdicts":
            found.append(section)
        elif section.tables:
            found.append(section._replace(said=()))
    return found
