"""The people of a memo: each role that must act or answer, and for how much."""

from __future__ import annotations

from collections import Counter
from typing import Any

from vetter.assessment.model import Assessment
from vetter.rulebook.vocabulary import PILOT


def roles_of(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the roles that the memo asks for something, in the order of the vocabulary."""
    conditions = Counter(one.who for one in assessment.requirements)
    concerns = Counter(one.who for one in assessment.findings)
    steps = Counter(one.who for one in assessment.steps)
    questions = Counter(
        one.answered_by for one in assessment.unknowns if one.rules and one.answered_by != PILOT
    )
    return [
        {
            "name": name,
            "does": entry.get("does"),
            "acts": bool(conditions[name] or concerns[name] or steps[name]),
            "stands_in": entry.get("stands in"),
            "conditions": conditions[name],
            "concerns": concerns[name],
            "steps": steps[name],
            "questions": questions[name],
        }
        for name, entry in assessment.rulebook.vocabulary.roles.items()
        if conditions[name] or concerns[name] or steps[name] or questions[name]
    ]
