"""Comparing projects: each assessment is placed, and what several of them share is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vetter.assessment.model import VERDICT_ORDER, Assessment
from vetter.base.problems import Problem
from vetter.ranking.plan import RankingPlan
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import SEVERITIES

SCHEMA = "vetter-ranking-1"
GRAVE = ("blocker", "high")
Document = dict[str, Any]
Unread = tuple[str, tuple[Problem, ...]]


def compare(
    assessments: Sequence[Assessment],
    unread: Sequence[Unread],
    rulebook: Rulebook,
    plan: RankingPlan,
    as_of: str,
    version: str,
) -> Document:
    """Return the ranking of assessments as a document; `unread` are files that could not be vetted.

    Projects are compared by verdict, then by the criteria of the plan, then by their concerns from
    the gravest severity down, fewer first. Projects equal in all of that share a place and stand in
    the order of their names. Its shape is published as `reports/schema/ranking.schema.json`.
    """
    ranked = sorted(assessments, key=lambda one: (_key(one, plan), one.project.name, _path(one)))
    pack, derived = rulebook.pack, rulebook.vocabulary.derived
    return {
        "schema": SCHEMA,
        "program": {"name": "vetter", "version": version},
        "as_of": as_of,
        "rulebook": {"name": pack.name, "version": pack.version, "sha256": pack.sha256},
        "order": [
            {
                "path": one.path,
                "title": derived[one.path].title,
                "first": "highest" if one.higher_first else "lowest",
            }
            for one in plan.order
        ],
        "shown": [{"path": path, "title": derived[path].title} for path in plan.shown],
        "summary": _summary(ranked),
        "projects": _placed(ranked, plan),
        "shared_causes": _shared(ranked),
        "unreadable": [
            {"path": path, "problems": [_problem(one) for one in problems if not one.warning]}
            for path, problems in unread
        ],
    }


def _key(assessment: Assessment, plan: RankingPlan) -> tuple[int, ...]:
    ranks = {level.path: level.rank for level in assessment.levels}
    criteria = (-ranks[one.path] if one.higher_first else ranks[one.path] for one in plan.order)
    concerns = (len(assessment.of_severity(severity)) for severity in reversed(SEVERITIES))
    return (VERDICT_ORDER.index(assessment.verdict.level), *criteria, *concerns)


def _path(assessment: Assessment) -> str:
    return assessment.project.path


def _placed(ranked: Sequence[Assessment], plan: RankingPlan) -> list[Document]:
    found: list[Document] = []
    previous: tuple[int, ...] | None = None
    for row, one in enumerate(ranked, start=1):
        key = _key(one, plan)
        place = found[-1]["place"] if key == previous else row
        previous = key
        found.append({"row": row, "place": place, **_project(one, plan)})
    return found


def _project(assessment: Assessment, plan: RankingPlan) -> Document:
    levels = {level.path: level for level in assessment.levels}
    return {
        "name": assessment.project.name,
        "path": assessment.project.path,
        "sha256": assessment.project.sha256,
        "verdict": assessment.verdict.level,
        "settled": assessment.verdict.settled,
        "because": [
            reason.because
            for reason in assessment.verdict.reasons
            if reason.verdict == assessment.verdict.standing
        ],
        "levels": [
            {
                "path": path,
                "title": levels[path].title,
                "level": levels[path].level,
                "could_be": list(levels[path].could_be),
                "because": [one.text for one in levels[path].because],
            }
            for path in plan.shown
        ],
        "concerns": {
            severity: len(assessment.of_severity(severity)) for severity in reversed(SEVERITIES)
        },
        "causes": [{"name": name, "title": title} for name, title in _causes(assessment).items()],
        "open_questions": len(assessment.unknowns),
    }


def _causes(assessment: Assessment) -> dict[str, str]:
    """Return the causes of the grave concerns with their titles, the gravest first."""
    causes = assessment.rulebook.vocabulary.causes
    return {
        finding.cause: causes[finding.cause].get("title")
        for severity in GRAVE
        for finding in assessment.of_severity(severity)
    }


def _shared(ranked: Sequence[Assessment]) -> list[Document]:
    """Return the causes of grave concerns that more than one project has, the commonest first."""
    projects: dict[str, list[Document]] = {}
    titles: dict[str, str] = {}
    for row, one in enumerate(ranked, start=1):
        for name, title in _causes(one).items():
            projects.setdefault(name, []).append({"row": row, "name": one.project.name})
            titles[name] = title
    found = [
        {"name": name, "title": titles[name], "projects": members}
        for name, members in projects.items()
        if len(members) > 1
    ]
    return sorted(found, key=lambda one: (-len(one["projects"]), one["title"]))


def _summary(ranked: Sequence[Assessment]) -> str:
    """Return the verdicts counted: `one go, two no-go`."""
    counted = dict.fromkeys(VERDICT_ORDER, 0)
    for one in ranked:
        counted[one.verdict.level] += 1
    said = [f"{count} {level}" for level, count in counted.items() if count]
    return ", ".join(said) if said else "no project could be vetted"


def _problem(problem: Problem) -> Document:
    place = problem.location
    return {
        "code": problem.code,
        "message": problem.message,
        "line": place.line,
        "column": place.column,
        "help": problem.help,
    }
