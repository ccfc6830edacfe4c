"""The answers of `whatif` as plain data: a document of their own, and a part of a memo's."""

from __future__ import annotations

from enum import Enum
from typing import Any

from vetter.assessment.editions import packs_part
from vetter.assessment.model import Assessment
from vetter.assessment.waived_words import COUNTS_ALL, waived_words
from vetter.memo.findings import Document
from vetter.solver.results import Witness
from vetter.whatif.results import ANSWERS, WhatIf

SCHEMA = "vetter-whatif-1"

_KEYS = {
    "turns": ("value", "verdict"),
    "breakers": ("value", "verdict"),
    "carriers": ("fact", "grade", "verdict"),
    "not_exact": ("path", "why"),
}
"""The names of what stands in the pairs and triples of a field."""


def answers_document(whatif: WhatIf) -> Document:
    """Return all answers, None for those that were not asked for."""
    made: Document = _plain(whatif, "")
    return made


def whatif_document(
    assessment: Assessment, whatif: WhatIf, settings: tuple[str, ...] = ()
) -> Document:
    """Return the document of `whatif`; `assessment` is that of the changed copy if there is one.

    Its shape is published as `reports/schema/whatif.schema.json`.
    """
    pack = assessment.rulebook.pack
    return {
        "schema": SCHEMA,
        "program": {"name": "vetter", "version": assessment.version},
        "as_of": assessment.as_of,
        "rulebook": {"name": pack.name, "version": pack.version, "sha256": pack.sha256},
        "packs": packs_part(assessment.rulebook),
        "fact_file": {"path": assessment.project.path, "sha256": assessment.project.sha256},
        "project": {"name": assessment.project.name},
        "set": list(settings),
        "answers": answers_document(whatif),
        **({"waivers": notes} if (notes := waiver_notes(assessment, whatif)) else {}),
    }


def waiver_notes(assessment: Assessment, whatif: WhatIf) -> list[str]:
    """Return what is waived of a project, and that answers count it all the same."""
    notes = waived_words(assessment)
    asked = any(getattr(whatif, name) is not None for name in ANSWERS)
    counted = assessment.waived is not None and assessment.waived.findings and asked
    return [*notes, COUNTS_ALL] if counted else notes


def _plain(value: Any, field: str) -> Any:
    """Return a value as JSON has it; `field` is the name that it stands under."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Witness):
        answers = {path: _plain(said, "") for path, said in value.facts if path in value.answered}
        return {"verdict": value.verdict, "answers": answers}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: _plain(getattr(value, name), name) for name in value._fields}
    if isinstance(value, (tuple, list)):
        if field not in _KEYS or any(hasattr(part, "_fields") for part in value):
            return [_plain(part, "") for part in value]
        return [
            {key: _plain(part, "") for key, part in zip(_KEYS[field], one, strict=True)}
            for one in value
        ]
    return value
