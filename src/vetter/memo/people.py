"""The people of a memo: each role that must act or answer, how much, and who has it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from vetter.assessment.model import Assessment
from vetter.rulebook.vocabulary import PILOT, Entry

PRESENT, MISSING, NOT_STATED = "present", "missing", "not stated"


def roles_of(assessment: Assessment, fact: str) -> list[dict[str, Any]]:
    """Return the roles that the memo asks for something, in the order of the vocabulary.

    `fact` lists the jobs that somebody does.
    """
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
            "filled": _filled(entry, assessment, fact),
            "stands_in": entry.get("stands in"),
            "conditions": conditions[name],
            "concerns": concerns[name],
            "steps": steps[name],
            "questions": questions[name],
        }
        for name, entry in assessment.rulebook.vocabulary.roles.items()
        if conditions[name] or concerns[name] or steps[name] or questions[name]
    ]


def _filled(entry: Entry, assessment: Assessment, fact: str) -> str:
    """Return whether somebody has a role; empty for a role that no fact asks for."""
    choice = entry.get("filled by")
    state = assessment.project.states.get(fact)
    if not choice or state is None:
        return ""
    if not state.known or not isinstance(state.value, frozenset):
        return NOT_STATED
    return PRESENT if choice in state.value else MISSING
