"""What is measured: each way takes its turn, and ratios are those of one turn."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from benchmarks.peers.clips import Clips
from benchmarks.peers.memory import FAR, Copying, Traffic, ask, traffic
from benchmarks.peers.plan import Plan, plan
from benchmarks.peers.straight import compiled
from benchmarks.peers.zen import Zen, rows
from vetter.columns.columns import Columns, Findings
from vetter.columns.table import CHUNK, Table, table_of_scenarios
from vetter.engine.forward import Forward
from vetter.facts.factfile import read_project
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import VERDICT
from vetter.scenarios.space import Space, domains_of

DRAWN = 600
SCENARIOS = 1 << 20
MOST_SWEPT = 1 << 25
FORWARD, CLIPS, ZEN, PYTHON = "forward engine", "CLIPS", "zen-engine", "generated Python"
BITS, VERDICTS = "columns, results as bits", "columns, verdicts spread out"
ASKING = "columns, inputs asked and no more"
COPIED, FROM_FAR = "the inputs copied, from table to table", "a byte copied, far from the caches"
SWEPT = "columns, end to end"
PEERS = (FORWARD, CLIPS, ZEN, PYTHON)

Work = Callable[[], object]
Found = tuple[set[int], tuple[int, ...]]
"""The places of the rules that fired, and the values of all derived facts and counters."""


class Measured(NamedTuple):
    """Seconds a scenario of each way, turn by turn, and what was measured."""

    seconds: Mapping[str, list[float]]
    checked: int
    facts: int
    rows: int
    rules: int
    traffic: Traffic
    swept: str
    count: int
    folded: tuple[int, int]

    def median(self, name: str) -> float:
        """Return the median of the seconds of a scenario."""
        return median(self.seconds[name])

    def ratios(self, name: str, other: str) -> list[float]:
        """Return how many times as long one way takes as another, turn by turn."""
        pairs = zip(self.seconds[name], self.seconds[other], strict=True)
        return [one / two for one, two in pairs]


def swept(name: str) -> str:
    """Return the name of a peer that makes its scenarios itself."""
    return f"{name}, end to end"


def measure(rulebook: Rulebook, examples: Path, turns: int) -> Measured:
    """Check that all ways find the same, then measure them."""
    facts = rulebook.vocabulary.facts
    space = Space(rulebook, {path: None for path, spec in facts.items() if not spec.computed})
    random = Random(1)
    drawn = [one for _ in range(DRAWN) if (one := space.draw(random)) is not None]
    forward, columns = Forward(rulebook), Columns(rulebook)
    states = [space.states(one) for one in drawn]
    made = plan(rulebook, {path: space.cells(path) for path in facts}, space.fixed)
    inputs = [made.row(one) for one in drawn]
    table = table_of_scenarios(space, drawn)
    check(rulebook, made, inputs, columns.run(table), forward, states)

    tables = many(table)
    straight, clips, zen = compiled(made), Clips(made), Zen(made)
    slots = [clips.slots(row) for row in inputs]
    contexts = [zen.context(row) for row in inputs[:200]]
    copying = Copying()
    kinds: dict[str, tuple[Work, int]] = {
        FORWARD: (lambda: each(forward.run, states[:60]), 60),
        CLIPS: (lambda: each(clips.run, slots), len(slots)),
        ZEN: (lambda: each(zen.run, contexts), len(contexts)),
        PYTHON: (lambda: each(straight, [inputs] * 20), 20 * len(inputs)),
        BITS: (lambda: each(columns.run, tables), SCENARIOS),
        VERDICTS: (lambda: each(lambda one: columns.run(one).verdict, tables), SCENARIOS),
        ASKING: (lambda: each(lambda one: ask(columns, one), tables), SCENARIOS),
        COPIED: (lambda: each(copy, tables), SCENARIOS),
        FROM_FAR: (copying.copy, FAR),
    }
    name, left, count = widest(rulebook, examples)
    ends, folded = end_to_end(rulebook, columns, forward, left)
    kinds |= {swept(peer): kind for peer, kind in ends.items()}
    kinds[SWEPT] = (lambda: sweep(columns, left), count)
    return Measured(
        in_turns(kinds, turns),
        len(drawn),
        len(made.inputs),
        rows(made),
        sum(len(stratum) for stratum in made.strata),
        traffic(columns, tables[0]),
        name,
        count,
        folded,
    )


def in_turns(kinds: Mapping[str, tuple[Work, int]], turns: int) -> dict[str, list[float]]:
    """Return the seconds a scenario of each way, turn by turn; the first turn does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for turn in range(turns + 1):
        for name, (work, count) in kinds.items():
            gc.collect()
            gc.disable()
            start = perf_counter()
            work()
            taken = perf_counter() - start
            gc.enable()
            if turn:
                seconds[name].append(taken / count)
    return seconds


def check(
    rulebook: Rulebook,
    made: Plan,
    inputs: Sequence[tuple[int, ...]],
    found: Findings,
    forward: Forward,
    states: Sequence[dict],
) -> None:
    """Stop unless all ways say the same of every scenario: rules, verdict, levels, counters."""
    straight, clips, zen = compiled(made)(inputs), Clips(made), Zen(made)
    fired = found.fired_matrix()
    derived = [
        (found.counter if path in made.counters else found.level)(path) for path in made.derived
    ]
    for at, row in enumerate(inputs):
        run = forward.run(states[at])
        expected: Found = (
            {
                place
                for place, rule in enumerate(rulebook.rules)
                if run.states[rule.id].status.fires
            },
            tuple(run.readings[path].standing for path in made.derived),
        )
        clips.run(clips.slots(row))
        said = {
            "columns": (
                np.flatnonzero(fired[:, at]).tolist(),
                tuple(int(one[at]) for one in derived),
            ),
            PYTHON: straight[at],
            CLIPS: clips.found(),
            ZEN: zen.found(zen.run(zen.context(row))),
        }
        for name, (rules, values) in said.items():
            differing = [rulebook.rules[one].id for one in sorted(set(rules) ^ expected[0])]
            if differing or len(rules) != len(set(rules)) or values != expected[1]:
                sys.exit(f"scenario {at}: {name} differs from the forward engine: {differing}")


def end_to_end(
    rulebook: Rulebook, columns: Columns, forward: Forward, space: Space
) -> tuple[dict[str, tuple[Work, int]], tuple[int, int]]:
    """Return the work of each peer on the first scenarios of a space, which it makes itself.

    What never varies is folded away for the peers as it is for columns; also returned are the rules
    and inputs that are left to them.
    """
    cells = {path: space.cells(path) for path in rulebook.vocabulary.facts}
    made, every = plan(rulebook, cells, space.fixed).over(space)
    straight, clips, zen = compiled(made), Clips(made), Zen(made)
    place = made.derived.index(VERDICT)
    some, few = 20_000, 100
    first = list(islice(space.scenarios(), few))
    found = columns.run(table_of_scenarios(space, first))
    states = [space.states(one) for one in first]
    check(rulebook, made, list(islice(every(), few)), found, forward, states)
    verdicts = [result[1][place] for result in straight(islice(every(), some))]
    if verdicts != next(columns.sweep(space)).verdict[:some].tolist():
        sys.exit("columns and generated Python differ in the verdicts of a sweep")
    work: dict[str, tuple[Work, int]] = {
        FORWARD: (
            lambda: each(lambda one: forward.run(space.states(one)), islice(space.scenarios(), 40)),
            40,
        ),
        CLIPS: (
            lambda: each(lambda row: clips.run(clips.slots(row)), islice(every(), 500)), 500
        ),
        ZEN: (lambda: each(lambda row: zen.run(zen.context(row)), islice(every(), 300)), 300),
        PYTHON: (
            lambda: np.bincount(
                [result[1][place] for result in straight(islice(every(), some))], minlength=3
            ),
            some,
        ),
    }  # fmt: skip
    return work, (sum(len(stratum) for stratum in made.strata), len(made.inputs))


def widest(rulebook: Rulebook, examples: Path) -> tuple[str, Space, int]:
    """Return the example that leaves most scenarios, of those that are counted and not too many."""
    found = []
    for path in sorted(examples.glob("*.yaml")):
        space = Space(rulebook, domains_of(read_project(str(path), rulebook).states))
        if space.count is not None and 0 < space.count <= MOST_SWEPT:
            found.append((path.stem, space, space.count))
    return max(found, key=lambda one: one[2])


def many(table: Table) -> list[Table]:
    """Return tables of drawn scenarios in a drawn order."""
    order = np.random.default_rng(0).integers(0, table.size, SCENARIOS)
    return [
        Table(
            table.shape,
            CHUNK,
            {path: column[order[start : start + CHUNK]] for path, column in table.columns.items()},
        )
        for start in range(0, SCENARIOS, CHUNK)
    ]


def each(work: Callable[[Any], object], some: Iterable[Any]) -> None:
    """Do the same with each, and keep nothing of it."""
    for one in some:
        work(one)


def copy(table: Table) -> None:
    """Read all inputs once, and write as much."""
    for column in table.columns.values():
        column.copy()


def sweep(columns: Columns, space: Space) -> np.ndarray:
    """Count the verdicts of all scenarios of a space."""
    counts = np.zeros(3, dtype=int)
    for found in columns.sweep(space):
        counts += np.bincount(found.verdict, minlength=3)
    return counts
