"""Comparing projects: each is placed, and what several of them share is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vetter.assessment.editions import packs_part
from vetter.assessment.model import VERDICT_ORDER
from vetter.base.problems import Problem
from vetter.ranking.entries import Entry
from vetter.ranking.plan import RankingPlan
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import SEVERITIES, Vocabulary

SCHEMA = "vetter-ranking-1"
Document = dict[str, Any]
Unread = tuple[str, tuple[Problem, ...]]


def compare(
    entries: Sequence[Entry],
    unread: Sequence[Unread],
    rulebook: Rulebook,
    plan: RankingPlan,
    as_of: str,
    version: str,
) -> Document:
    """Return the ranking of projects as a document; `unread` are files that could not be vetted.

    Projects are compared by verdict, then by the criteria of the plan, then by their concerns from
    the gravest severity down, fewer first. Projects equal in all of that share a place and stand in
    the order of their names. Its shape is published as `reports/schema/ranking.schema.json`; an
    entry that was not explained lacks the parts that say why.
    """
    ranked = sorted(entries, key=lambda one: (_key(one, plan), one.name, one.path))
    pack, derived = rulebook.pack, rulebook.vocabulary.derived
    return {
        "schema": SCHEMA,
        "program": {"name": "vetter", "version": version},
        "as_of": as_of,
        "rulebook": {"name": pack.name, "version": pack.version, "sha256": pack.sha256},
        "packs": packs_part(rulebook),
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
        "projects": _placed(ranked, plan, rulebook.vocabulary),
        "shared_causes": _shared(ranked, rulebook.vocabulary),
        "unreadable": [
            {"path": path, "problems": [_problem(one) for one in problems if not one.warning]}
            for path, problems in unread
        ],
    }


def _key(entry: Entry, plan: RankingPlan) -> tuple[int, ...]:
    ranks = entry.ranks
    criteria = (-ranks[one.path] if one.higher_first else ranks[one.path] for one in plan.order)
    return (VERDICT_ORDER.index(entry.verdict), *criteria, *entry.concerns)


def _placed(ranked: Sequence[Entry], plan: RankingPlan, vocabulary: Vocabulary) -> list[Document]:
    found: list[Document] = []
    previous: tuple[int, ...] | None = None
    for row, one in enumerate(ranked, start=1):
        key = _key(one, plan)
        place = found[-1]["place"] if key == previous else row
        previous = key
        found.append({"row": row, "place": place, **_project(one, plan, vocabulary)})
    return found


def _project(entry: Entry, plan: RankingPlan, vocabulary: Vocabulary) -> Document:
    why = entry.explained
    levels: list[Document] = []
    for path in plan.shown:
        spec = vocabulary.derived[path]
        names = spec.type.names
        level = {
            "path": path,
            "title": spec.title,
            "level": names[entry.ranks[path]],
            "could_be": [names[rank] for rank in entry.could_be[path]],
        }
        levels.append(level | ({"because": list(why.levels[path])} if why else {}))
    return {
        "name": entry.name,
        "path": entry.path,
        "sha256": entry.sha256,
        "verdict": entry.verdict,
        **({"settled": why.settled, "because": list(why.because)} if why else {}),
        "levels": levels,
        "concerns": dict(zip(reversed(SEVERITIES), entry.concerns, strict=True)),
        "causes": [
            {"name": name, "title": vocabulary.causes[name].get("title")} for name in entry.causes
        ],
        "open_questions": entry.open_questions,
        **(
            {"waived": {"rules": list(entry.waived), "verdict_without": entry.without_waivers}}
            if entry.waived
            else {}
        ),
    }


def _shared(ranked: Sequence[Entry], vocabulary: Vocabulary) -> list[Document]:
    """Return the causes of grave concerns that more than one project has, the commonest first."""
    projects: dict[str, list[Document]] = {}
    for row, one in enumerate(ranked, start=1):
        for name in one.causes:
            projects.setdefault(name, []).append({"row": row, "name": one.name})
    found = [
        {"name": name, "title": vocabulary.causes[name].get("title"), "projects": members}
        for name, members in projects.items()
        if len(members) > 1
    ]
    return sorted(found, key=lambda one: (-len(one["projects"]), one["title"]))


def _summary(ranked: Sequence[Entry]) -> str:
    """Return the verdicts counted: `one go, two no-go`."""
    counted = dict.fromkeys(VERDICT_ORDER, 0)
    for one in ranked:
        counted[one.verdict] += 1
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
