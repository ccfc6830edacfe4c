"""Waived findings as documents hold them: marked, apart, and never counted."""

from __future__ import annotations

from vetter.assessment.model import Assessment
from vetter.assessment.waived_words import waived_words
from vetter.memo.findings import Document, finding_part
from vetter.waivers.lapse import words_of
from vetter.waivers.model import Waiver


def waivers_part(assessment: Assessment) -> Document:
    """Return the `waivers` of a document, empty where no waiver names a concern of the project."""
    waived = assessment.waived
    if waived is None:
        return {}
    without = waived.without.verdict
    return {
        "waivers": {
            "path": waived.path,
            "sha256": waived.sha256,
            "without": {"level": without.level, "standing": without.standing},
            "findings": [
                {**finding_part(one.finding, waived.without), "waiver": waiver_part(one.waiver)}
                for one in waived.findings
            ],
            "says": waived_words(assessment),
            "lapsed": [{**waiver_part(one.waiver), "why": one.why} for one in waived.lapsed],
        }
    }


def waiver_part(waiver: Waiver) -> Document:
    """Return a waiver as plain data."""
    return {
        "rule": waiver.rule,
        "project": waiver.project,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "approved_by": waiver.approved_by,
        "created": waiver.created,
        "expires": waiver.expires,
        "granted_for": {path: words_of(state) for path, state in waiver.granted.items()},
    }
