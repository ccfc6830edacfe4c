"""Partly known projects of the shipped rulebook, their values drawn from the cells of all facts."""

from __future__ import annotations

from random import Random

from vetter.base.problems import InvalidFactFile
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project
from vetter.language.conditions import facts_of
from vetter.language.types import BOOLEAN, CHOICE, LEVEL, METRIC, NUMERIC, QUALITY
from vetter.language.writing import write_value
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.cells import Cell
from vetter.scenarios.cutting import cut_facts


class Drawer:
    """Draws projects of a rulebook."""

    def __init__(self, rulebook: Rulebook, random: Random) -> None:
        self.rulebook, self.random = rulebook, random
        self.facts = rulebook.vocabulary.facts
        nothing = {path: None for path, spec in self.facts.items() if not spec.computed}
        self.cells = {path: cells[1:] for path, cells in cut_facts(rulebook, nothing).of.items()}

    def project(self) -> Project:
        """Draw a project: open facts, partly known ones, answers held and answers in vain."""
        silence = self.random.choice((0.02, 0.1, 0.3, 0.6))
        partly = self.random.choice((0, 0.1, 0.3))
        stated: dict[str, str] = {}
        mapping: dict[str, object] = {}
        for path in self.rulebook.fact_order:
            spec = self.facts[path]
            if spec.computed is not None:
                continue
            chance = self.random.random()
            if chance < silence:
                if self.random.random() < 0.4:
                    mapping[path] = "unknown"
                continue
            metric = stated.get(spec.type.metric_of, "")
            if spec.type.kind == QUALITY and not metric:
                continue
            first = self._cell(path, metric)
            mapping[path] = self._written(path, first)
            if chance < silence + partly:
                mapping[path] = self._partly(path, first, self._cell(path, metric))
            elif spec.type.kind == METRIC:
                stated[path] = str(first.value)
        return self._possible(mapping)

    def _cell(self, path: str, metric: str) -> Cell:
        return self.random.choice([one for one in self.cells[path] if one.metric == metric])

    def _written(self, path: str, cell: Cell) -> object:
        assert cell.value is not None
        measures, kind = self.rulebook.vocabulary.measures, self.facts[path].type
        written = write_value(cell.value, kind, measures, measures.metrics.get(cell.metric))
        return "unknown" if written is None else written  # a third cannot be written

    def _partly(self, path: str, one: Cell, other: Cell) -> object:
        """Return an answer that leaves it open which of two values a fact has."""
        kind = self.facts[path].type.kind
        both = [self._written(path, cell) for cell in (one, other)]
        if kind not in NUMERIC | {BOOLEAN, CHOICE, LEVEL, METRIC} or "unknown" in both:
            return "unknown"
        if both[0] == both[1]:
            return both[0]
        if kind in NUMERIC and self.random.random() < 0.7:
            metric = self.rulebook.vocabulary.measures.metrics.get(one.metric)
            falling = metric is not None and not metric.higher_is_better
            if (one.value > other.value) != falling:
                both.reverse()
            return {"unknown": True, "between": both}
        return {"unknown": True, "one of": both}

    def _possible(self, mapping: dict[str, object]) -> Project:
        """Read the answers, taking back those that break a constraint."""
        while True:
            try:
                return project_of_mapping(mapping, self.rulebook)
            except InvalidFactFile as error:
                broken = [
                    one
                    for one in self.rulebook.constraints
                    if any(f"`{one.id}`" in problem.help for problem in error.problems)
                ]
                involved = {path for one in broken for path in facts_of(one.never)}
                for path in list(involved):
                    spec = self.facts[path]
                    involved.update(spec.computed.inputs if spec.computed else ())
                kept = {path: one for path, one in mapping.items() if path not in involved}
                if len(kept) == len(mapping):
                    raise
                mapping = kept
