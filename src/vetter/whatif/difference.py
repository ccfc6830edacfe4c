"""The difference between a project and a changed copy, as two assessments tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from vetter.assessment.model import Assessment, FindingResult, RequirementResult
from vetter.facts.states import FactState
from vetter.rulebook.vocabulary import SEVERITIES, STRENGTH
from vetter.whatif.results import Difference, DutyChange, FactChange, FindingChange, LevelChange


def difference(before: Assessment, after: Assessment, asked: Iterable[str]) -> Difference:
    """Return what differs; `asked` are the paths that were set, and stand first."""
    verdict = after.verdict
    return Difference(
        before.verdict.level,
        verdict.level,
        tuple(one.because for one in verdict.reasons if one.verdict == verdict.standing),
        tuple(_facts(before, after, frozenset(asked))),
        tuple(_findings(before, after)),
        tuple(_conditions(before, after)),
        tuple(
            LevelChange(was.path, was.title, was.level, now.level)
            for was, now in zip(before.levels, after.levels, strict=True)
            if was.level != now.level
        ),
    )


def _facts(before: Assessment, after: Assessment, asked: frozenset[str]) -> Iterator[FactChange]:
    label = after.rulebook.vocabulary.label
    found = []
    for path, now in after.project.states.items():
        was = before.project.states[path]
        if _said(was) != _said(now) or path in asked:
            found.append(FactChange(path, label(path), _said(was), _said(now), path in asked))
    yield from sorted(found, key=lambda one: not one.asked)


def _said(state: FactState) -> str:
    return state.shown if state.domain is not None else state.status.value


def _findings(before: Assessment, after: Assessment) -> Iterator[FindingChange]:
    """Yield what differs, the gravest first."""
    was, now = _numbered(before.findings), _numbered(after.findings)
    found = []
    for key in {**was, **now}:
        old, new = was.get(key), now.get(key)
        one = new or old
        assert one is not None
        severities = (old.severity if old else "", new.severity if new else "")
        if severities[0] != severities[1]:
            found.append(FindingChange(one.rule_id, one.title, *severities))
    weights = [*reversed(SEVERITIES), STRENGTH, ""]
    found.sort(key=lambda one: min(weights.index(one.before), weights.index(one.after)))
    yield from found


_Said = TypeVar("_Said", FindingResult, RequirementResult)


def _numbered(said: Iterable[_Said]) -> dict[tuple[str, int], _Said]:
    """Return what rules say by rule and place in it, for a rule may say several things."""
    seen: Counter[str] = Counter()
    found = {}
    for one in said:
        found[one.rule_id, seen[one.rule_id]] = one
        seen[one.rule_id] += 1
    return found


def _conditions(before: Assessment, after: Assessment) -> Iterator[DutyChange]:
    was, now = _numbered(before.requirements), _numbered(after.requirements)
    for key, one in now.items():
        if key not in was:
            yield DutyChange(one.rule_id, one.text, one.who, True)
    for key, one in was.items():
        if key not in now:
            yield DutyChange(one.rule_id, one.text, one.who, False)
