"""The columns back-end: a rulebook over tables of complete projects, exactly and all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vetter.columns.graph import NEVER
from vetter.columns.lower import Lowered, lower
from vetter.columns.plan import Plane
from vetter.columns.program import Program
from vetter.columns.table import CHUNK, Shape, Table, table_of_projects, tables_of_space
from vetter.facts.states import FactState
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import COUNTED, VERDICT
from vetter.scenarios.space import Space

SILENT = -1
"""The severity of a finding whose rule did not fire."""
Whole = NDArray[np.int16]


class _Compiled(NamedTuple):
    lowered: Lowered
    program: Program


class Columns:
    """A rulebook ready to run over tables; what was compiled for the last shapes is kept."""

    KEPT = 8

    def __init__(self, rulebook: Rulebook) -> None:
        """Prepare to run `rulebook`; it is compiled when the first table comes."""
        self.rulebook = rulebook
        self._compiled: dict[Shape, _Compiled] = {}

    def run(self, table: Table) -> Findings:
        """Return what the rulebook says of each scenario of a table."""
        compiled = self._of(table.shape)
        return Findings(self.rulebook, table, compiled, compiled.program.run(table))

    def sweep(self, space: Space, size: int = CHUNK) -> Iterator[Findings]:
        """Yield what the rulebook says of every scenario of a space, `size` at a time."""
        for table in tables_of_space(space, size):
            yield self.run(table)

    def vet(
        self, projects: Sequence[Mapping[str, FactState]], size: int = CHUNK
    ) -> Iterator[Findings]:
        """Yield what the rulebook says of given complete projects, `size` at a time.

        Raises `NotComplete`.
        """
        for start in range(0, len(projects), size):
            yield self.run(table_of_projects(self.rulebook, projects[start : start + size]))

    def _of(self, shape: Shape) -> _Compiled:
        compiled = self._compiled.get(shape)
        if compiled is None:
            lowered = lower(self.rulebook, shape.cells, shape.fixed)
            asked = [
                *lowered.fired.values(),
                *(node for nodes in lowered.severities.values() for node in nodes.values()),
                *(node for nodes in lowered.levels.values() for node in nodes),
                *(node for nodes in lowered.digits.values() for node in nodes),
            ]
            compiled = _Compiled(lowered, Program(lowered.graph, asked, shape))
            while len(self._compiled) >= self.KEPT:
                self._compiled.pop(next(iter(self._compiled)))
            self._compiled[shape] = compiled
        return compiled


class Findings:
    """What a rulebook says of the scenarios of a table, scenario by scenario.

    Held as bits, eight scenarios in a byte; what is asked for is spread out then.
    """

    def __init__(self, rulebook: Rulebook, table: Table, compiled: _Compiled, bits: Plane) -> None:
        """Hold the bits of a program's nodes."""
        self._rulebook, self._lowered, self._bits = rulebook, compiled.lowered, bits
        self._rows = compiled.program.rows
        self.table = table

    @property
    def size(self) -> int:
        """How many scenarios there are."""
        return self.table.size

    def never(self, rule_id: str) -> bool:
        """Return whether it is plain without looking that a rule fires in none."""
        return self._lowered.fired[rule_id] == NEVER

    def fired(self, rule_id: str) -> NDArray[np.bool_]:
        """Return in which scenarios a rule fires."""
        return self._spread(self._lowered.fired[rule_id])

    def fired_matrix(self) -> NDArray[np.bool_]:
        """Return which rule fires where: a row for each rule of the rulebook, in its order."""
        rows = [self._rows[self._lowered.fired[rule.id]] for rule in self._rulebook.rules]
        return self._unpacked(self._bits[rows])

    def severity(self, rule_id: str, place: int = 0) -> NDArray[np.int8]:
        """Return the severity at which a finding stands: a place in `COUNTED`, or `SILENT`."""
        result = np.full(self.size, SILENT, dtype=np.int8)
        for severity, node in self._lowered.severities[rule_id, place].items():
            result[self._spread(node)] = COUNTED.index(severity)
        return result

    def level(self, path: str) -> NDArray[np.int8]:
        """Return the level that stands of a derived fact: 0 for the bottom."""
        result = np.zeros(self.size, dtype=np.int8)
        for node in self._lowered.levels[path]:
            if node != NEVER:
                result += self._spread(node)
        return result

    def counter(self, path: str) -> Whole:
        """Return the number that a counter counts."""
        result = np.zeros(self.size, dtype=np.int16)
        for place, node in enumerate(self._lowered.digits[path]):
            if node != NEVER:
                result += self._spread(node).astype(np.int16) << place
        return result

    @property
    def verdict(self) -> NDArray[np.int8]:
        """The verdict of each scenario: a place in `VERDICTS`."""
        return self.level(VERDICT)

    def _spread(self, node: int) -> NDArray[np.bool_]:
        return self._unpacked(self._bits[self._rows[node]])

    def _unpacked(self, bits: Plane) -> NDArray[np.bool_]:
        spread = np.unpackbits(bits, axis=-1, count=self.size, bitorder="little")
        return spread.view(np.bool_)
