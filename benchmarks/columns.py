"""Measures the columns back-end against the forward engine, in turns in one process.

    python benchmarks/columns.py
    python benchmarks/columns.py --rulebook DIR --examples DIR

Nothing is asserted; benchmarks/columns.md says what was found. What the scenarios say is compared
with the forward engine before anything is timed.
"""

from __future__ import annotations

import argparse
import gc
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import NamedTuple

import numpy as np

from vetter.columns.columns import Columns, Findings
from vetter.columns.table import CHUNK, Table, table_of_projects, table_of_scenarios
from vetter.engine.forward import Forward
from vetter.facts.factfile import read_project
from vetter.rulebook.rulebook import Rulebook, load_rulebook
from vetter.rulebook.vocabulary import VERDICT
from vetter.scenarios.space import Space, domains_of

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples"
DRAWN = 400
SCENARIOS = 1 << 20
MOST_SWEPT = 1 << 25


class Figure(NamedTuple):
    """Nanoseconds a scenario, turn by turn."""

    name: str
    turns: list[float]

    @property
    def median(self) -> float:
        """The median of the turns."""
        return median(self.turns)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rulebook", help="the folder of a pack; else the built-in one")
    parser.add_argument("--examples", default=str(EXAMPLES), help="a folder of fact files")
    parser.add_argument("-n", "--turns", type=int, default=7, help="how often (7)")
    arguments = parser.parse_args()
    text = measure(load_rulebook(arguments.rulebook), Path(arguments.examples), arguments.turns)
    print(text)
    (HERE / "columns.md").write_text(text, encoding="utf-8")
    return 0


def measure(rulebook: Rulebook, examples: Path, turns: int) -> str:
    """Return the report."""
    facts = rulebook.vocabulary.facts
    space = Space(rulebook, {path: None for path, spec in facts.items() if not spec.computed})
    random = Random(1)
    scenarios = [one for _ in range(DRAWN) if (one := space.draw(random)) is not None]
    states = [space.states(one) for one in scenarios]
    forward, columns = Forward(rulebook), Columns(rulebook)
    check(rulebook, columns.run(table_of_scenarios(space, scenarios)), forward, states)
    tables = many(table_of_scenarios(space, scenarios))
    name, left, swept = widest(rulebook, examples)
    cells = sum(len(space.cells(path)) > 2 for path in facts)
    kinds: dict[str, tuple[Callable[[], object], int]] = {
        "forward engine": (lambda: [forward.run(one) for one in states[:50]], 50),
        "columns, inputs encoded, results as bits": (
            lambda: [columns.run(table) for table in tables], SCENARIOS
        ),
        "columns, inputs encoded, verdicts spread out": (
            lambda: [columns.run(table).verdict for table in tables], SCENARIOS
        ),
        "columns, inputs encoded, every level, counter and severity spread out": (
            lambda: [spread(rulebook, columns.run(table)) for table in tables[:4]], 4 * CHUNK
        ),
        "given projects put in columns, and run": (
            lambda: columns.run(table_of_projects(rulebook, states)), len(states)
        ),
        "the inputs copied": (lambda: [copy(table) for table in tables], SCENARIOS),
    }  # fmt: skip
    kinds[f"end to end: {swept:,} scenarios of {name} made, run, counted"] = (
        lambda: sweep(columns, left), swept
    )  # fmt: skip
    figures = {name: Figure(name, []) for name in kinds}
    for turn in range(turns + 1):
        for name, (work, count) in kinds.items():
            gc.collect()
            start = perf_counter()
            work()
            if turn:  # the first compiles
                figures[name].turns.append((perf_counter() - start) / count * 1e9)
    base = figures["forward engine"]
    lines = [
        "# Columns against the forward engine",
        "",
        f"Written by `python benchmarks/columns.py`: {len(rulebook.rules)} rules, "
        f"{len(facts)} facts, {platform.python_implementation()} {platform.python_version()}, "
        f"numpy {np.__version__}, one thread, medians of {turns} turns; ratios are turn by turn.",
        "",
        "| what | ns a scenario | times as fast as forward (least of the turns) |",
        "| --- | ---: | ---: |",
    ]
    for figure in figures.values():
        ratios = [one / other for one, other in zip(base.turns, figure.turns, strict=True)]
        lines.append(
            f"| {figure.name} | {figure.median:,.0f} | {median(ratios):,.0f} ({min(ratios):,.0f}) |"
        )
    program = columns._of(tables[0].shape).program
    start = perf_counter()
    Columns(rulebook).run(tables[0])
    compiling = perf_counter() - start
    start = perf_counter()
    columns.run(tables[0])
    compiling -= perf_counter() - start
    lines += [
        "",
        f"A program for scenarios in which all of the {cells} facts with several cells vary has "
        f"{program.steps:,} steps: {len(program.asks)} ask the facts, the rest join bits. "
        f"It reads {sum(c.itemsize for c in tables[0].columns.values())} bytes a scenario and "
        f"writes {len(program.rows) / 8:.0f}; a chunk has {CHUNK:,} scenarios. "
        f"Compiling it takes {compiling * 1000:.0f} ms.",
    ]  # fmt: skip
    return "\n".join([*lines, *where(columns, tables[0], turns), ""])


def widest(rulebook: Rulebook, examples: Path) -> tuple[str, Space, int]:
    """Return the example that leaves most scenarios, of those that are counted and not too many."""
    found = []
    for path in sorted(examples.glob("*.yaml")):
        space = Space(rulebook, domains_of(read_project(str(path), rulebook).states))
        if space.count is not None and 0 < space.count <= MOST_SWEPT:
            found.append((path.stem, space, space.count))
    return max(found, key=lambda one: one[2])


def check(rulebook: Rulebook, found: Findings, forward: Forward, states: list[dict]) -> None:
    """Stop unless both say the same of every scenario."""
    for at, one in enumerate(states):
        run = forward.run(one)
        fired = {rule_id for rule_id, state in run.states.items() if state.status.fires}
        ours = {rule.id for rule in rulebook.rules if found.fired(rule.id)[at]}
        if fired != ours or run.readings[VERDICT].standing != found.verdict[at]:
            sys.exit(f"scenario {at}: the back-ends differ: {sorted(fired ^ ours)}")


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


def spread(rulebook: Rulebook, found: Findings) -> None:
    """Ask for everything that a result holds."""
    found.fired_matrix()
    for path, spec in rulebook.vocabulary.derived.items():
        (found.counter if spec.counter else found.level)(path)
    for rule in rulebook.rules:
        for place in range(len(rule.findings)):
            found.severity(rule.id, place)


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


def where(columns: Columns, table: Table, turns: int) -> list[str]:
    """Say what part of the time goes into asking the facts."""
    program = columns._of(table.shape).program
    whole, asking = [], []
    for _ in range(4 * turns):
        start = perf_counter()
        program.run(table)
        whole.append(perf_counter() - start)
        start = perf_counter()
        for ask in program.asks.values():
            np.packbits(ask(table.columns, table.size), bitorder="little")
        asking.append(perf_counter() - start)
    part = min(asking) / min(whole)
    return ["", f"Asking the facts takes {part:.0%} of the time, joining bits the rest."]


if __name__ == "__main__":
    sys.exit(main())
