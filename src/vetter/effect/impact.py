"""Impact: what becomes of stored projects when one rulebook takes the place of another."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from vetter.assessment.assess import assess
from vetter.assessment.model import (
    UNDECIDED,
    VERDICT_ORDER,
    Assessment,
    FindingResult,
    RequirementResult,
)
from vetter.base.problems import InvalidFactFile
from vetter.base.sources import Source
from vetter.effect.causes import Causes, Runs
from vetter.effect.differing import differing
from vetter.effect.results import (
    CONDITIONS,
    FINDINGS,
    VERDICT,
    ConditionEffect,
    FindingEffect,
    Impact,
    ProjectEffect,
    Unvetted,
)
from vetter.effect.sides import Side
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of, project_of_mapping, read_fact_file
from vetter.rulebook.vocabulary import SEVERITIES, STRENGTH

Facts = str | os.PathLike[str] | Mapping[str, Any]
_Said = TypeVar("_Said", FindingResult, RequirementResult)
_WEIGHTS = (*reversed(SEVERITIES), STRENGTH, "")


def impact(
    before: Side,
    after: Side,
    corpus: Iterable[Facts],
    progress: Callable[[int], None] = lambda done: None,
) -> Impact:
    """Vet facts under two rulebooks and return whose verdict, findings or conditions change.

    `corpus` holds paths of fact files and mappings of facts; a mapping is called by its place,
    `facts 3`. What one of the rulebooks refuses is told as such. `progress` is told of each
    project that is done.
    """
    both = _Both(before, after)
    effects: list[ProjectEffect] = []
    unvetted: list[Unvetted] = []
    vetted = 0
    for place, facts in enumerate(corpus, start=1):
        name = f"facts {place}" if isinstance(facts, Mapping) else os.fsdecode(facts)
        found = both.effect(facts, name)
        if isinstance(found, Unvetted):
            unvetted.append(found)
        else:
            vetted += 1
            if found is not None:
                effects.append(found)
        progress(1)
    return Impact(
        before.edition,
        after.edition,
        both.differing,
        vetted,
        tuple(sorted(effects, key=_gravity)),
        tuple(unvetted),
    )


class _Both:
    """Two rulebooks ready to vet, and what they differ in."""

    def __init__(self, before: Side, after: Side) -> None:
        self._engines = {"before": Forward(before.rulebook), "after": Forward(after.rulebook)}
        self.differing = differing(before.rulebook, after.rulebook)
        self._causes = Causes(before.rulebook, after.rulebook, self.differing)

    def effect(self, facts: Facts, name: str) -> ProjectEffect | Unvetted | None:
        """Return what changes of a project, None when nothing does."""
        stated: Source | Mapping[str, Any]
        try:
            stated = facts if isinstance(facts, Mapping) else read_fact_file(name)
        except InvalidFactFile as error:
            return Unvetted(name, tuple(self._engines), _errors(error))
        found: list[Assessment] = []
        refused: dict[str, InvalidFactFile] = {}
        for side, engine in self._engines.items():
            try:
                found.append(_assessed(engine, stated, name))
            except InvalidFactFile as error:
                refused[side] = error
        if refused:
            return Unvetted(name, tuple(refused), _errors(next(iter(refused.values()))))
        return self._difference(*found)

    def _difference(self, was: Assessment, now: Assessment) -> ProjectEffect | None:
        runs = Runs(was.run, now.run)
        findings = tuple(self._findings(was, now, runs))
        conditions = tuple(self._conditions(was, now, runs))
        old, new = was.verdict, now.verdict
        if old.level == new.level and not findings and not conditions:
            return None
        effect = ProjectEffect(
            now.project.path, now.project.name, old.level, new.level, (), (), findings, conditions
        )
        if old.level == new.level:
            return effect
        open_in_one = {*old.undecided_by} ^ {*new.undecided_by}
        return effect._replace(
            because=tuple(one.because for one in new.reasons if one.verdict == new.standing),
            causes=self._causes.of_verdict(runs, open_in_one),
            waits_for=new.undecided_facts if new.level == UNDECIDED else (),
        )

    def _findings(self, was: Assessment, now: Assessment, runs: Runs) -> Iterator[FindingEffect]:
        """Yield findings that differ, the gravest first."""
        olds, news = _numbered(was.findings), _numbered(now.findings)
        found = []
        for key in {**olds, **news}:
            old, new = olds.get(key), news.get(key)
            one = new or old
            assert one is not None
            severities = (old.severity if old else "", new.severity if new else "")
            if severities[0] != severities[1]:
                causes = self._causes.of_rule(one.rule_id, runs)
            elif old is not None and new is not None and _words(old) != _words(new):
                causes = self._causes.of_words(one.rule_id)
            else:
                continue
            found.append(FindingEffect(one.rule_id, one.title, *severities, causes))
        yield from sorted(found, key=_weight)

    def _conditions(
        self, was: Assessment, now: Assessment, runs: Runs
    ) -> Iterator[ConditionEffect]:
        olds, news = _numbered(was.requirements), _numbered(now.requirements)
        for key in {**olds, **news}:
            old, new = olds.get(key), news.get(key)
            if old is not None and new is not None:
                if (old.text, old.who, old.by) == (new.text, new.who, new.by):
                    continue
                causes = self._causes.of_words(new.rule_id)
            else:
                one = new or old
                assert one is not None
                causes = self._causes.of_rule(one.rule_id, runs)
            for which, is_new in ((old, False), (new, True)):
                if which is not None:
                    yield ConditionEffect(which.rule_id, which.text, which.who, is_new, causes)


def _assessed(engine: Forward, stated: Source | Mapping[str, Any], name: str) -> Assessment:
    if isinstance(stated, Mapping):
        project = project_of_mapping(stated, engine.rulebook, name)
    else:
        project = project_of(stated, engine.rulebook)
    return assess(engine, project, "", "")


def _errors(error: InvalidFactFile) -> tuple[Any, ...]:
    return tuple(one for one in error.problems if not one.warning)


def _words(one: FindingResult) -> tuple[str, ...]:
    return one.title, one.because, one.advice, one.who, one.cause


def _numbered(said: Iterable[_Said]) -> dict[tuple[str, int], _Said]:
    """Return what rules say by rule and place in it, for a rule may say several things."""
    seen: Counter[str] = Counter()
    found = {}
    for one in said:
        found[one.rule_id, seen[one.rule_id]] = one
        seen[one.rule_id] += 1
    return found


def _weight(one: FindingEffect) -> int:
    return min(_WEIGHTS.index(one.before), _WEIGHTS.index(one.after))


def _gravity(one: ProjectEffect) -> tuple[Any, ...]:
    """Return what projects are ordered by: verdicts that get worse first, the gravest of them."""
    was, now = VERDICT_ORDER.index(one.before), VERDICT_ORDER.index(one.after)
    kinds = (VERDICT, FINDINGS, CONDITIONS)
    turn = (0, -now, was) if now > was else (1, now, -was)
    gravest = min((_weight(finding) for finding in one.findings), default=len(_WEIGHTS))
    return (kinds.index(one.changes), *turn, gravest, one.path)
