"""The formats of a memo by name."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.assessment.model import Assessment
from vetter.memo.document import as_document
from vetter.memo.plan import read_plan
from vetter.memo.summary import summary

FORMATS = ("text", "md", "json")
ENDINGS = {"text": ".txt", "md": ".md", "json": ".json"}


def render_memo(assessment: Assessment, form: str, columns: int = 100) -> str:
    """Return the memo of an assessment in a format; text still bears marks of paint."""
    document = as_document(assessment)
    if form == "json":
        import json

        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if form == "md":
        from vetter.memo.jinja_home import markdown_memo

        return markdown_memo(document)
    return summary(document, read_plan(assessment.rulebook.vocabulary), columns)


def render_all(assessments: Sequence[Assessment], form: str, columns: int, several: bool) -> str:
    """Return the memos of assessments in a format; `several` makes JSON a list."""
    if form == "json" and several:
        import json

        documents = [as_document(one) for one in assessments]
        return json.dumps(documents, indent=2, ensure_ascii=False) + "\n"
    between = "\n---\n\n" if form == "md" else "\n"
    return between.join(render_memo(one, form, columns) for one in assessments)


def file_name(assessment: Assessment, form: str) -> str:
    """Return the name of a memo's file: that of the fact file with another ending."""
    stem = assessment.project.path.replace("\\", "/").rpartition("/")[2]
    return f"{stem.removesuffix('.yaml').removesuffix('.yml') or 'memo'}{ENDINGS[form]}"
