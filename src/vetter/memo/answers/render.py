"""The formats of what-if answers by name."""

from __future__ import annotations

from vetter.assessment.model import Assessment
from vetter.memo.answers.difference import difference_section
from vetter.memo.answers.document import whatif_document
from vetter.memo.answers.parts import Section
from vetter.memo.answers.text import whatif_text
from vetter.memo.answers.words import not_exact, sections_of
from vetter.memo.findings import Document
from vetter.whatif.results import WhatIf


def render_whatif(
    assessment: Assessment,
    whatif: WhatIf,
    form: str,
    columns: int = 100,
    settings: tuple[str, ...] = (),
) -> str:
    """Return answers in a format: text, md or json; text still bears marks of paint.

    `assessment` is that of the changed copy where facts were set, `settings` what was set.
    """
    if form == "text":
        return whatif_text(assessment, whatif, columns)
    document = whatif_document(assessment, whatif, settings)
    if form == "json":
        import json

        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    from vetter.base.escape import markdown
    from vetter.memo.jinja_home import render

    above = assessment.rulebook.above
    return render("whatif.md.j2", {**document, **_parts(whatif)}, markdown, above)


def _parts(whatif: WhatIf) -> Document:
    sections: list[Section] = sections_of(whatif)
    if whatif.difference is not None:
        sections.insert(0, difference_section(whatif.difference))
    return {
        "sections": sections,
        "limits": not_exact(whatif, sections),
        "level": "##",
        "placed": False,
    }
