"""What is said of waivers, in memos and explanations alike."""

from __future__ import annotations

from vetter.assessment.model import Assessment, Waived
from vetter.assessment.words import severity_words
from vetter.base.wording import sentence

COUNTS_ALL = "What would change the verdict counts waived findings too."
"""What is said of answers: they are about other values than those that a waiver is granted for."""


def waived_words(assessment: Assessment, rule_id: str = "") -> list[str]:
    """Return what is waived, what lapsed, and both verdicts; of one rule if it is named."""
    waived = assessment.waived
    if waived is None:
        return []
    said = []
    for finding, waiver in waived.findings:
        if rule_id in ("", waiver.rule):
            said.append(
                f"Waived until {waiver.expires}, not counted: {severity_words(finding.severity)}, "
                f"{finding.title} ({waiver.rule}). {sentence(waiver.reason)} "
                f"Owner {waiver.owner}, approved by {waiver.approved_by}."
            )
    said += [
        f"Lapsed, so its finding counts: the waiver of {waiver.rule}; {why}."
        for waiver, why in waived.lapsed
        if rule_id in ("", waiver.rule)
    ]
    return [*said, *both_verdicts(waived, assessment.verdict.level)] if said else []


def both_verdicts(waived: Waived, level: str) -> list[str]:
    """Return the verdict with and without waivers in a sentence, none if none stands."""
    if not waived.findings:
        return []
    before = waived.without.verdict.level
    if before == level:
        return [f"With waivers and without them the verdict is {level}."]
    return [f"With waivers the verdict is {level}; without them it would be {before}."]
