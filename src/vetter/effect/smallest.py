"""Small projects: of a complete one, the facts that bring the change of its verdict by themselves.

The facts left open are as in a fact file that does not answer them. None of the facts that stay can
be left out: without it the two rulebooks have the same verdict on what is known, or another rule
makes the difference.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vetter.assessment.assess import assess
from vetter.base.problems import InvalidFactFile
from vetter.effect.both import Both, acts_differ
from vetter.effect.prove import turned
from vetter.effect.results import Smallest, Stated, Whole
from vetter.engine.forward import Forward
from vetter.engine.results import Run
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project
from vetter.language.types import TEXT
from vetter.language.writing import Written
from vetter.rulebook.vocabulary import VERDICT, VERDICTS

MOST = 1500
"""How often a project may be tried with fewer facts."""


class Shrinker:
    """Takes facts out of projects whose verdict changes."""

    def __init__(self, both: Both, engines: tuple[Forward, Forward]) -> None:
        """Prepare for two rulebooks."""
        self.both, self.engines = both, engines
        books = [engine.rulebook for engine in engines]
        self._rules = {one: (books[0].rule(one), books[1].rule(one)) for one in both.roots}
        self._nothing = [
            next(
                {path: "unknown"}
                for path, spec in book.vocabulary.facts.items()
                if spec.computed is None and spec.type.kind != TEXT
            )
            for book in books
        ]

    def smallest(self, whole: Whole, direction: str, rules: Collection[str]) -> Smallest:
        """Return the facts of a project without which its verdict would not change.

        `rules` are those that do something else in it, and no others may in what is returned.
        """
        paths = [*whole.new, *(path for path in whole.old if path not in whole.new)]
        search = _Search(self, whole, direction, frozenset(rules))
        kept = search.shrink(paths)
        old, new = (search.facts(at, kept) for at in (0, 1))
        projects = [self.project(at, facts) for at, facts in ((0, old), (1, new))]
        verdicts, shown = [], []
        for engine, project in zip(self.engines, projects, strict=True):
            assert project is not None
            assessment = assess(engine, project, "", "")
            verdicts.append(assessment.verdict.standing)
            shown.append(assessment.verdict.level)
        vocabularies = [engine.rulebook.vocabulary for engine in self.engines]
        stated = []
        for path in vocabularies[1].facts | vocabularies[0].facts:
            for at, facts in ((0, old), (1, new)):
                both_say = old.get(path) == new.get(path)
                if path not in facts or (both_say and at == 0):
                    continue
                only = "" if both_say else ("old", "new")[at]
                stated.append(Stated(path, vocabularies[at].label(path), facts[path], only))
        return Smallest(
            verdicts[0], verdicts[1], tuple(stated), search.minimal, (shown[0], shown[1]), whole
        )

    def project(self, at: int, facts: dict[str, Written]) -> Project | None:
        """Return what a rulebook reads, None when it refuses that."""
        # A fact file says something, so one that knows none of the facts leaves one open in words.
        try:
            return project_of_mapping(facts or self._nothing[at], self.engines[at].rulebook)
        except InvalidFactFile:
            return None

    def acting(self, runs: Sequence[Run]) -> frozenset[str]:
        """Return the rules that differ and do something else."""
        found = []
        for rule_id, rules in self._rules.items():
            acts = _acts(runs[0], rule_id), _acts(runs[1], rule_id)
            if acts_differ(rules, acts):
                found.append(rule_id)
        return frozenset(found)


class _Search:
    """The search for the facts of one project that have to stay."""

    def __init__(
        self, shrinker: Shrinker, whole: Whole, direction: str, rules: frozenset[str]
    ) -> None:
        self._shrinker, self._whole = shrinker, whole
        self._direction, self._rules = direction, rules
        self._tried = 0
        self.minimal = True

    def facts(self, at: int, kept: Collection[str]) -> dict[str, Written]:
        """Return the facts of the project that stay, as one rulebook reads them."""
        side = (self._whole.old, self._whole.new)[at]
        return {path: value for path, value in side.items() if path in kept}

    def shrink(self, paths: list[str]) -> list[str]:
        """Return facts none of which can be left out, taking out many at a time at first."""
        size = max(len(paths) // 2, 1)
        while True:
            before = len(paths)
            start = 0
            while start < len(paths):
                fewer = [*paths[:start], *paths[start + size :]]
                if self._keeps(fewer):
                    paths = fewer
                else:
                    start += size
                if self._tried >= MOST:
                    self.minimal = False
                    return paths
            if size == 1 and len(paths) == before:
                return paths
            size = max(size // 2, 1)

    def _keeps(self, kept: Sequence[str]) -> bool:
        """Whether these facts alone still turn the verdict, by the rules in question."""
        self._tried += 1
        members, runs = frozenset(kept), []
        for at, engine in enumerate(self._shrinker.engines):
            project = self._shrinker.project(at, self.facts(at, members))
            if project is None:
                return False
            runs.append(engine.run(project.states))
        verdicts = [VERDICTS[run.readings[VERDICT].standing] for run in runs]
        if not turned((verdicts[0], verdicts[1]), self._direction):
            return False
        return self._shrinker.acting(runs) <= self._rules


def _acts(run: Run, rule_id: str) -> tuple[str, ...] | None:
    """Return the severities of a rule that fires, None of one that does not."""
    state = run.states.get(rule_id)
    if state is None or not state.status.fires:
        return None
    return tuple(one.standing for one in state.severities)
