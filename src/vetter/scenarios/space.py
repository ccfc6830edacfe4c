"""The space of scenarios: every complete project, cell by cell, that a project can still become.

A scenario gives every base fact a place in the list of its cells. Whether a fact applies and what
is computed follow from the rest, and none breaks a constraint. Facts that nothing links stand in
blocks of their own, so that the space is the product of its blocks and mostly counted without being
walked through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import islice
from random import Random

from vetter.facts.states import FactState, Status
from vetter.language.conditions import Condition, facts_of
from vetter.language.domains import Domain, exactly
from vetter.language.formats import format_value
from vetter.language.types import QUALITY, Value
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.rulebook import Rulebook
from vetter.scenarios.blocks import Block, Places, joined
from vetter.scenarios.cells import Cell, Inexact
from vetter.scenarios.cutting import cut_facts
from vetter.scenarios.outcomes import TRUE, Outcomes


def domains_of(
    states: Mapping[str, FactState], opened: frozenset[str] = frozenset()
) -> dict[str, Domain]:
    """Return what is known of each base fact; of those in `opened` nothing is taken as known."""
    return {
        path: None if path in opened else state.domain
        for path, state in states.items()
        if state.spec.computed is None
    }


class Space:
    """All scenarios of a rulebook under what is known. Equal arguments give equal spaces.

    `exact` says that every outcome of every test that a complete project can have some scenario
    has too; else `inexact` names the facts for which that is not sure.
    """

    def __init__(self, rulebook: Rulebook, domains: Mapping[str, Domain]) -> None:
        """Cut the facts of `rulebook`; `domains` is what is known of each, None is nothing."""
        self.rulebook = rulebook
        self.facts = rulebook.vocabulary.facts
        cut = cut_facts(rulebook, domains)
        self.inexact: tuple[Inexact, ...] = cut.inexact
        self._cells: dict[str, list[Cell]] = {path: list(cells) for path, cells in cut.of.items()}
        self._made: dict[str, dict[tuple[Fraction, str], int]] = {
            path: {} for path, spec in self.facts.items() if spec.computed
        }
        self._in_metric = {
            path: _by_metric(cells)
            for path, cells in self._cells.items()
            if self.facts[path].type.kind == QUALITY
        }
        self._outcomes = Outcomes(self._cells)
        self.fixed: Places = {}
        self._may_not_apply: set[str] = set()
        self.blocks: tuple[Block, ...] = self._blocks()

    @property
    def exact(self) -> bool:
        """Whether the scenarios have every outcome that a complete project can have."""
        return not self.inexact

    def cells(self, path: str) -> tuple[Cell, ...]:
        """Return the cells of a fact, the one that it does not apply first.

        A computed fact has those that scenarios met so far have made.
        """
        return tuple(self._cells[path])

    @cached_property
    def count(self) -> int | None:
        """The number of scenarios; None if a block is too large to be counted."""
        total = 1
        for block in self.blocks:
            if block.rows is None:
                return None
            total *= len(block.rows)
        return total

    def scenarios(self) -> Iterator[Places]:
        """Yield every scenario, in an order that hangs on the rulebook alone."""

        def behind(place: int, before: Places) -> Iterator[Places]:
            if place == len(self.blocks):
                yield dict(before)
                return
            block = self.blocks[place]
            for row in block:
                yield from behind(place + 1, before | dict(zip(block.facts, row, strict=True)))

        return behind(0, self.fixed)

    def chunks(self, size: int) -> Iterator[list[Places]]:
        """Yield every scenario, `size` at a time."""
        every = self.scenarios()
        while chunk := list(islice(every, size)):
            yield chunk

    def draw(self, random: Random) -> Places | None:
        """Return a scenario drawn by `random`, not evenly; None if there is none."""
        places = dict(self.fixed)
        for block in self.blocks:
            row = block.draw(random)
            if row is None:
                return None
            places.update(zip(block.facts, row, strict=True))
        return places

    def states(self, scenario: Mapping[str, int]) -> dict[str, FactState]:
        """Return the states of the facts of a scenario, as an engine takes them."""
        vocabulary = self.rulebook.vocabulary
        states = {}
        for path, spec in self.facts.items():
            cell = self._cells[path][scenario[path]]
            if cell.value is None:
                states[path] = FactState(spec, Status.NOT_APPLICABLE)
                continue
            metric = vocabulary.measures.metrics[cell.metric] if cell.metric else None
            shown = format_value(cell.value, spec.type, vocabulary.measures, metric)
            states[path] = FactState(
                spec, Status.KNOWN, cell.value, exactly(cell.value), metric=metric, shown=shown
            )
        return states

    def _blocks(self) -> tuple[Block, ...]:
        """Settle what can be only one way, and put the rest into blocks of linked facts."""
        order = self.rulebook.fact_order
        possible: dict[str, tuple[int, ...]] = {}
        links: list[set[str]] = []
        for path in order:
            possible[path], hangs_on = self._possible(path, possible)
            if len(possible[path]) == 1 and not hangs_on - set(self.fixed):
                self.fixed[path] = possible[path][0]
            else:
                links.append({path, *hangs_on})
        constraints = []
        for constraint in self.rulebook.constraints:
            if TRUE in self._outcomes.possible(constraint.never, possible):
                constraints.append(constraint.never)
                links.append(set(facts_of(constraint.never)) - set(self.fixed))
        groups = joined([link - set(self.fixed) for link in links])
        blocks = []
        for group in groups:
            facts = tuple(path for path in order if path in group)
            never = [one for one in constraints if group & set(facts_of(one))]
            blocks.append(Block(self, facts, tuple(never)))
        always = [one for one in constraints if not (set(facts_of(one)) - set(self.fixed))]
        if always:
            blocks.append(Block(self, (), tuple(always)))
        return tuple(blocks)

    def _possible(
        self, path: str, before: Mapping[str, tuple[int, ...]]
    ) -> tuple[tuple[int, ...], set[str]]:
        """Return the places that a fact can have, and the facts on which that hangs."""
        spec = self.facts[path]
        hangs_on: set[str] = set()
        nothing: tuple[int, ...] = ()
        if spec.applies_when is not None:
            ends = self._outcomes.possible(spec.applies_when, before)
            if TRUE not in ends:
                return (0,), hangs_on
            if len(ends) > 1:
                nothing = (0,)
                self._may_not_apply.add(path)
                hangs_on.update(facts_of(spec.applies_when))
        if spec.computed is not None:
            inputs = spec.computed.inputs
            if all(len(before[one]) == 1 for one in inputs):
                place = self._compute(path, {one: before[one][0] for one in inputs})
                return tuple(sorted({*nothing, place})), hangs_on
            hangs_on.update(inputs)
            # What it comes to is met only while walking; until then anything may come of it.
            return (), hangs_on
        if spec.type.kind == QUALITY:
            stated = before[spec.type.metric_of]
            if stated == (0,):
                return (0,), hangs_on
            if 0 in stated:
                nothing = (0,)
            hangs_on.add(spec.type.metric_of)
        places = range(1, len(self._cells[path]))
        return (*nothing, *places), hangs_on

    def places(self, path: str, before: Mapping[str, int]) -> tuple[int, ...]:
        """Return the places that a fact can have once all that it hangs on has one."""
        spec = self.facts[path]
        stated = None
        if spec.type.kind == QUALITY:
            stated = self._cells[spec.type.metric_of][before[spec.type.metric_of]]
            if not stated.applies:
                return (0,)
        if path in self._may_not_apply:
            assert spec.applies_when is not None
            if self._outcomes.of(spec.applies_when, before) != TRUE:
                return (0,)
        if spec.computed is not None:
            return (self._compute(path, before),)
        if stated is not None:
            return self._in_metric[path].get(str(stated.value), ())
        return tuple(range(1, len(self._cells[path])))

    def breaks(self, never: Condition, places: Mapping[str, int]) -> bool:
        """Return whether a scenario breaks a constraint."""
        return self._outcomes.of(never, places) == TRUE

    def _compute(self, path: str, before: Mapping[str, int]) -> int:
        spec = self.facts[path].computed
        assert spec is not None
        inputs: list[Value | None] = [self._cells[one][before[one]].value for one in spec.inputs]
        if any(one is None for one in inputs):
            return 0
        numbers = [Fraction(one) for one in inputs if isinstance(one, int | Fraction)]
        result = FUNCTIONS[spec.function].compute(numbers)
        if result is None:
            return 0
        # A margin is in the metric of the qualities that it compares.
        metric = self._cells[spec.inputs[0]][before[spec.inputs[0]]].metric
        place = self._made[path].get((result, metric))
        if place is None:
            place = self._made[path][result, metric] = len(self._cells[path])
            self._cells[path].append(Cell(result, metric))
        return place


def _by_metric(cells: list[Cell]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        if cell.applies:
            found.setdefault(cell.metric, []).append(place)
    return {metric: tuple(places) for metric, places in found.items()}
