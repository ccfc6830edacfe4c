"""Rulebooks of a few facts and rules, written out where a test needs exactly these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.generators.projects import Answer, read
from tests.generators.vocabulary import (
    BASE,
    COMPUTED,
    FIXED,
    METRICS,
    QUALITIES,
    THRESHOLDS,
    computed_parts,
)
from tests.generators.yaml_text import block
from vetter.facts.states import Project
from vetter.language.types import QUALITY
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import Rulebook, rulebook_of

Block = dict[str, list[Any]]
Entry = dict[str, Any]


def rule(name: str, when: Block, *then: Entry, unless: Block | None = None) -> dict[str, Any]:
    """A rule as it stands in its file."""
    return {
        "id": name,
        "title": "A rule of a test",
        "house": "for the test",
        "when": when,
        **({"unless": unless} if unless else {}),
        "then": list(then),
        "examples": [{"fires": {}}, {"silent": {}}],
    }


def concern(
    severity: str, cause: str = "talent", softened: Mapping[str, Block] | None = None
) -> Entry:
    """An entry that states a concern; `softened` maps milder severities to what lowers it."""
    entry: Entry = {"concern": severity, "cause": cause, "because": "it matters"}
    entry |= {"advice": "mind it", "who": "lead"}
    if softened:
        entry["softened"] = [
            {"when": when, "to": to, "because": "it helps"} for to, when in softened.items()
        ]
    return entry


def conclude(path: str, level: str) -> Entry:
    """An entry that concludes a level of a derived fact."""
    return {"conclude": f"{path} is {level}"}


def verdict(level: str) -> Entry:
    """An entry that sets the verdict."""
    return {"verdict": level, "because": "it must be"}


def texts(facts: Mapping[str, Mapping[str, Any]], *rules: dict[str, Any]) -> dict[str, str]:
    """The files of a pack. `facts` maps paths of the drawn vocabulary to what they have beside."""
    groups: dict[str, dict[str, Any]] = {}
    for path, more in facts.items():
        group, _, leaf = path.partition(".")
        groups.setdefault(group, {})[leaf] = {**_parts(path), "question": "What is it", **more}
    files = dict(FIXED)
    files["knowledge/metrics.yaml"] = block(
        {"metrics": {name: {"better": up, "scale": scale} for name, (up, scale) in METRICS.items()}}
    )
    limits = {
        name: {"value": value, "type": kind, "meaning": "a limit", "house": "for the test"}
        | ({"metric" if kind == QUALITY else "unit": unit} if unit else {})
        for name, (kind, unit, value) in THRESHOLDS.items()
    }
    files["knowledge/thresholds.yaml"] = block({"thresholds": limits})
    for group, members in groups.items():
        files[f"knowledge/facts/{group}.yaml"] = block(
            {"group": group, "title": group, "facts": members}
        )
    for one in rules:
        files[f"rules/{one['id']}.yaml"] = block(one)
    return files


def rulebook(facts: Mapping[str, Mapping[str, Any]], *rules: dict[str, Any]) -> Rulebook:
    """A rulebook of these facts and rules."""
    return rulebook_of(pack_of_texts(texts(facts, *rules)))


def project(book: Rulebook, answers: dict[str, Answer] | None = None) -> Project:
    """The project that a fact file with these answers states."""
    return read(answers or {}, book).project


def _parts(path: str) -> dict[str, Any]:
    if path not in COMPUTED:
        return BASE.get(path) or QUALITIES[path]
    return computed_parts(path)
