"""The reference pages as Markdown, by the names of their files."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.assessment.model import Assessment
from vetter.base.escape import markdown
from vetter.memo.jinja_home import render
from vetter.reference.contents import contents
from vetter.rulebook.rulebook import Rulebook

PAGES = ("facts.md", "rules.md", "thresholds.md", "heuristics.md")


def reference_pages(rulebook: Rulebook, assessments: Sequence[Assessment] = ()) -> dict[str, str]:
    """Return every page by its name. Raises `InvalidPack` when a template is at fault."""
    document = contents(rulebook, assessments)
    return {name: render(f"reference/{name}.j2", document, markdown) for name in PAGES}
