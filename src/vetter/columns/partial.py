"""The rules over many partly known projects at once, exactly as the forward engine has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from vetter.columns.asked import Leaves
from vetter.columns.graph import NEVER
from vetter.columns.partly import LoweredPartly, lower_partly
from vetter.columns.plan import Plan, Plane
from vetter.columns.states import StateTable, table_of_states
from vetter.facts.states import FactState
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import CONDITIONAL, COUNTED, GO, NO_GO, VERDICT

STATUSES = ("silent", "pending", "open", "firm")
"""What can become of a rule; `open` and `firm` are firings."""
SHOWN_VERDICTS = (GO, CONDITIONAL, "undecided", NO_GO)
"""The verdicts that can be shown, in the order of rankings."""
SILENT = -1
"""The severity of a finding whose rule is silent."""
CHUNK = 8_192
"""How many projects are put in one table unless another number is asked for."""
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int16]


class Partial:
    """A rulebook ready to run over partly known projects; it is compiled once, for all of them."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile `rulebook`."""
        self.rulebook = rulebook
        self._lowered = lower_partly(rulebook)
        self._plan = Plan(self._lowered.graph, _asked(self._lowered))
        self._leaves = Leaves(self._lowered.questions, self._plan.leaves)

    def run(self, table: StateTable) -> Said:
        """Return what the rulebook says of each project of a table."""
        bits = self._leaves.bits(table)
        rows = self._leaves.rows
        result = self._plan.run(bits.shape[1], lambda leaf: bits[rows[leaf]])
        return Said(self.rulebook, table, self._lowered, self._plan.rows, result)

    def vet(self, projects: Sequence[Mapping[str, FactState]], size: int = CHUNK) -> Iterator[Said]:
        """Yield what the rulebook says of settled projects, `size` at a time."""
        facts = self.rulebook.vocabulary.facts
        for start in range(0, len(projects), size):
            yield self.run(table_of_states(facts, projects[start : start + size]))


class Said:
    """What a rulebook says of the projects of a table, project by project.

    Held as bits, eight projects in a byte; what is asked for is spread out then.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        table: StateTable,
        lowered: LoweredPartly,
        rows: Mapping[int, int],
        bits: Plane,
    ) -> None:
        """Hold the bits of a plan's nodes; `rows` says which is where."""
        self._rulebook, self._lowered = rulebook, lowered
        self._rows, self._bits = rows, bits
        self.table = table

    @property
    def size(self) -> int:
        """How many projects there are."""
        return self.table.size

    def status(self, rule_id: str) -> NDArray[np.int8]:
        """Return what became of a rule: a place in `STATUSES`."""
        speaks, fires, firm = (
            self._spread(nodes[rule_id])
            for nodes in (self._lowered.speaks, self._lowered.fires, self._lowered.firm)
        )
        return speaks.astype(np.int8) + fires + firm

    def fired(self, rule_id: str) -> Flags:
        """Return of which projects a rule fires, firm or open."""
        return self._spread(self._lowered.fires[rule_id])

    def fired_matrix(self) -> Flags:
        """Return which rule fires where: a row for each rule of the rulebook, in its order."""
        rows = [self._rows[self._lowered.fires[rule.id]] for rule in self._rulebook.rules]
        return self._unpacked(self._bits[rows])

    def severity(self, rule_id: str, place: int = 0) -> NDArray[np.int8]:
        """Return the severity at which a finding stands: a place in `COUNTED`, or `SILENT`.

        The finding of a pending rule has the severity at which it would stand.
        """
        result = np.full(self.size, SILENT, dtype=np.int8)
        speaks = self._spread(self._lowered.speaks[rule_id])
        for severity, node in self._lowered.findings[rule_id, place].stands.items():
            result[speaks & self._spread(node)] = COUNTED.index(severity)
        return result

    def could_be(self, rule_id: str, place: int = 0) -> dict[str, Flags]:
        """Return where a finding could have each severity that it can have at all.

        It could have the severity at which it stands; that of a silent rule could have none.
        """
        speaks = self._spread(self._lowered.speaks[rule_id])
        could = self._lowered.findings[rule_id, place].could
        return {severity: speaks & self._spread(node) for severity, node in could.items()}

    def standing(self, path: str) -> Numbers:
        """Return the level (0 for the bottom) or the number that stands."""
        return self._number(path, sure=False)

    def sure(self, path: str) -> Numbers:
        """Return the level or number that no answer takes away."""
        return self._number(path, sure=True)

    def most(self, path: str) -> Numbers:
        """Return the greatest number that a counter could come to."""
        return self._digits(self._lowered.counters[path].most)

    def possible(self, path: str) -> Flags:
        """Return which levels some rule that fires or is pending concludes: a row for each."""
        return np.array([self._spread(node) for node in self._lowered.levels[path].possible])

    @property
    def verdict(self) -> Numbers:
        """The verdict that stands of each project: a place in `VERDICTS`."""
        return self.standing(VERDICT)

    @property
    def shown(self) -> NDArray[np.int8]:
        """The verdict shown of each project: a place in `SHOWN_VERDICTS`."""
        places = np.array([SHOWN_VERDICTS.index(one) for one in (GO, CONDITIONAL, NO_GO)])
        shown = places[self.verdict].astype(np.int8)
        undecided = SHOWN_VERDICTS.index("undecided")
        shown[self._spread(self._lowered.undecided)] = undecided
        return shown

    def broken(self, constraint_id: str) -> Flags:
        """Return which projects are bound to break a constraint; no fact file may."""
        return self._spread(self._lowered.broken[constraint_id])

    @property
    def impossible(self) -> Flags:
        """Which projects are bound to break some constraint."""
        result = np.zeros(self.size, dtype=np.bool_)
        for node in self._lowered.broken.values():
            if node != NEVER:
                result |= self._spread(node)
        return result

    def _number(self, path: str, sure: bool) -> Numbers:
        level = self._lowered.levels.get(path)
        if level is None:
            counter = self._lowered.counters[path]
            return self._digits(counter.sure if sure else counter.standing)
        result = np.zeros(self.size, dtype=np.int16)
        for node in level.sure if sure else level.standing:
            result += self._spread(node)
        return result

    def _digits(self, digits: Sequence[int]) -> Numbers:
        result = np.zeros(self.size, dtype=np.int16)
        for place, node in enumerate(digits):
            result += self._spread(node).astype(np.int16) << place
        return result

    def _spread(self, node: int) -> Flags:
        return self._unpacked(self._bits[self._rows[node]])

    def _unpacked(self, bits: Plane) -> Flags:
        spread = np.unpackbits(bits, axis=-1, count=self.size, bitorder="little")
        return spread.view(np.bool_)


def _asked(lowered: LoweredPartly) -> list[int]:
    found = [lowered.undecided]
    for nodes in (lowered.speaks, lowered.fires, lowered.firm, lowered.broken):
        found += nodes.values()
    for finding in lowered.findings.values():
        found += [*finding.stands.values(), *finding.could.values()]
    for reading in (*lowered.levels.values(), *lowered.counters.values()):
        found += [node for nodes in reading for node in nodes]
    return found
