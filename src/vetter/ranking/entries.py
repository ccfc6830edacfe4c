"""Entries: what a ranking needs to know of a project."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.assessment.model import Assessment
from vetter.base.records import NamedTuple
from vetter.rulebook.vocabulary import SEVERITIES

GRAVE = ("blocker", "high")
"""Severities of the concerns whose causes a ranking names, the gravest first."""


class Explained(NamedTuple):
    """Why a project stands as it does; only a format that shows this asks for it."""

    settled: bool
    because: tuple[str, ...]
    levels: dict[str, tuple[str, ...]]
    """For each derived fact shown what its rules say."""


class Entry(NamedTuple):
    """A project of a backlog.

    `ranks` are those of the derived facts that the plan of the ranking names, `could_be` the other
    ranks that answers could bring. `concerns` are numbers from the gravest severity down. `causes`
    are those of grave concerns, the gravest first.
    """

    name: str
    path: str
    sha256: str
    verdict: str
    ranks: dict[str, int]
    could_be: dict[str, tuple[int, ...]]
    concerns: tuple[int, ...]
    causes: tuple[str, ...]
    open_questions: int
    explained: Explained | None = None
    waived: tuple[str, ...] = ()
    without_waivers: str = ""
    """The rules whose concerns are waived, and the verdict that counts them; empty for none."""


def entry_of(assessment: Assessment, paths: Sequence[str]) -> Entry:
    """Return the entry of a project that was assessed; `paths` are the derived facts it needs."""
    levels = {level.path: level for level in assessment.levels if level.path in paths}
    names = {path: assessment.rulebook.vocabulary.derived[path].type.names for path in paths}
    verdict, project, waived = assessment.verdict, assessment.project, assessment.waived
    explained = Explained(
        verdict.settled,
        tuple(one.because for one in verdict.reasons if one.verdict == verdict.standing),
        {path: tuple(one.text for one in level.because) for path, level in levels.items()},
    )
    causes = [one.cause for grave in GRAVE for one in assessment.of_severity(grave)]
    return Entry(
        project.name,
        project.path,
        project.sha256,
        verdict.level,
        {path: level.rank for path, level in levels.items()},
        {
            path: tuple(names[path].index(one) for one in level.could_be)
            for path, level in levels.items()
        },
        tuple(len(assessment.of_severity(severity)) for severity in reversed(SEVERITIES)),
        tuple(dict.fromkeys(causes)),
        len(assessment.unknowns),
        explained,
        tuple(dict.fromkeys(one.waiver.rule for one in waived.findings)) if waived else (),
        waived.without.verdict.level if waived and waived.findings else "",
    )
