"""The formats of a memo by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from vetter.assessment.model import Assessment
from vetter.memo.document import as_document
from vetter.memo.plan import read_plan
from vetter.memo.summary import summary

if TYPE_CHECKING:
    from vetter.whatif.results import WhatIf

FORMATS = ("text", "md", "json")
MEMO_WIDTH = 100
"""The width of text that is laid out for no screen."""
ENDINGS = {"text": ".txt", "md": ".md", "json": ".json"}


def _no_answers(assessment: Assessment) -> tuple[WhatIf | None, str]:
    """Return that there are none, and that this needs no word."""
    return None, ""


def render_memo(
    assessment: Assessment,
    form: str,
    columns: int = MEMO_WIDTH,
    whatif: WhatIf | None = None,
    left_out: str = "",
) -> str:
    """Return the memo of an assessment in a format; text still bears marks of paint.

    Markdown and JSON tell the answers of `whatif`, or why they are `left_out`; text does without.
    """
    document = as_document(assessment, whatif, left_out)
    if form == "json":
        import json

        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if form == "md":
        from vetter.memo.answers.memo import memo_parts
        from vetter.memo.jinja_home import markdown_memo

        return markdown_memo(
            document, memo_parts(document, whatif, left_out), assessment.rulebook.above
        )
    return summary(document, read_plan(assessment.rulebook.vocabulary), columns)


def render_all(
    assessments: Sequence[Assessment],
    form: str,
    columns: int,
    several: bool,
    answers: Callable[[Assessment], tuple[WhatIf | None, str]] = _no_answers,
) -> str:
    """Return the memos of assessments in a format; `several` makes JSON a list.

    `answers` gives those of each, and why they are left out; it is not called for text.
    """
    if form == "json" and several:
        import json

        documents = [as_document(one, *answers(one)) for one in assessments]
        return json.dumps(documents, indent=2, ensure_ascii=False) + "\n"
    between = "\n---\n\n" if form == "md" else "\n"
    if form == "text":
        return between.join(render_memo(one, form, columns) for one in assessments)
    return between.join(render_memo(one, form, columns, *answers(one)) for one in assessments)


def file_name(assessment: Assessment, form: str) -> str:
    """Return the name of a memo's file: that of the fact file with another ending."""
    stem = assessment.project.path.replace("\\", "/").rpartition("/")[2]
    return f"{stem.removesuffix('.yaml').removesuffix('.yml') or 'memo'}{ENDINGS[form]}"
