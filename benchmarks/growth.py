"""Measures how answers grow with the rules and with the open facts; writes growth.md and two plots.

    make bench-peers                        everything, this included
    python -m benchmarks.growth             this alone
    python -m benchmarks.growth --rules 100 --open 5 10

What is asked stands in `ANSWERS`: a name, a unit, and a function of a `Question`. Add to it what
else shall be measured. Times are those of the processor, so that other work on the machine weighs
less. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import gc
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from importlib.metadata import version
from itertools import product
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import NamedTuple

import numpy as np

from benchmarks.curves import Curves, draw
from benchmarks.generate import ROOT, generate
from vetter.assessment.assess import assess
from vetter.columns.columns import Columns
from vetter.columns.table import CHUNK, Table, table_of_scenarios
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping, read_project
from vetter.facts.states import Project
from vetter.language.writing import Written
from vetter.rulebook.rulebook import Rulebook, load_rulebook
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.scenarios.space import Space, domains_of
from vetter.solver.results import Proof
from vetter.solver.solve import SECONDS, Solver
from vetter.whatif.case import Case

HERE = Path(__file__).resolve().parent
SIZES = (100, 300, 1000)
OPEN = (5, 10, 20, 40)
EXAMPLES = ("churn-everything", "fraud-detection", "support-ticket-dispatcher")
DRAWN = 400

Facts = dict[str, Written]


class Question:
    """A project with some facts open, and what answers it; each part is made when first needed."""

    def __init__(self, forward: Forward, columns: Columns, solver: Solver, project: Project):
        """Ask about `project`."""
        self.forward, self.columns, self.solver, self.project = forward, columns, solver, project

    @cached_property
    def space(self) -> Space:
        """All that the project can become."""
        return Space(self.forward.rulebook, domains_of(self.project.states))

    @cached_property
    def table(self) -> Table:
        """A whole chunk of drawn scenarios."""
        random = Random(3)
        drawn = [one for _ in range(DRAWN) if (one := self.space.draw(random)) is not None]
        small = table_of_scenarios(self.space, drawn)
        order = np.random.default_rng(0).integers(0, small.size, CHUNK)
        return Table(
            small.shape, CHUNK, {path: column[order] for path, column in small.columns.items()}
        )

    @cached_property
    def standing(self) -> str:
        """The verdict that stands now."""
        return VERDICTS[self.forward.run(self.project.states).readings[VERDICT].standing]

    @cached_property
    def case(self) -> Case:
        """The project as the answers of `vetter.whatif` take it."""
        return Case(self.forward, self.solver, assess(self.forward, self.project, "", ""), SECONDS)


class Answer(NamedTuple):
    """What is measured: `ask` answers, and returns whether all of it was proved.

    `factor` makes the seconds of an answer `unit`. What `ready` does first does not count. The
    median of so many `times` does.
    """

    name: str
    unit: str
    factor: float
    ask: Callable[[Question], bool]
    ready: Callable[[Question], object] = lambda question: None
    times: int = 1


def _columns(question: Question) -> bool:
    question.columns.run(question.table)
    return True


def _reachable(question: Question) -> bool:
    found = question.solver.reachable(question.project)
    return all(one.reachable is not Proof.OPEN for one in found.verdicts)


def _rests_on(question: Question) -> bool:
    found = question.solver.rests_on(question.project, question.standing)
    return found.forced is Proof.NO or found.minimal


ANSWERS = (
    Answer("columns", "ns a scenario", 1e9 / CHUNK, _columns, _columns, times=9),
    Answer("reachable", "s", 1.0, _reachable, times=3),
    Answer("rests_on", "s", 1.0, _rests_on, lambda question: question.standing, times=3),
)
"""All that is measured. An answer of `vetter.whatif` is asked with `question.case`."""


class Point(NamedTuple):
    """One answer about projects with so many open facts, under so many rules."""

    answer: str
    rules: int
    open: int
    times: tuple[float, ...]
    unanswered: int


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", type=int, nargs="+", default=SIZES, help="sizes of rulebooks")
    parser.add_argument("--open", type=int, nargs="+", default=OPEN, help="numbers of open facts")
    arguments = parser.parse_args()
    whole = complete_projects(load_rulebook())
    points: list[Point] = []
    counts: dict[int, list[str]] = {}
    for size in arguments.rules:
        with tempfile.TemporaryDirectory() as folder:
            generate(size, Path(folder))
            rulebook = load_rulebook(folder)
        for few, questions in asked(rulebook, whole, arguments.open):
            points += [measure(answer, size, few, questions) for answer in ANSWERS]
            counts.setdefault(few, [many(one.space) for one in questions])
            print(f"{size} rules, {few} open facts", file=sys.stderr)
    text = report(points, counts, arguments.rules, arguments.open)
    print(text)
    (HERE / "growth.md").write_text(text, encoding="utf-8")
    for name, curves in plots(points, arguments.rules, arguments.open).items():
        draw(HERE / name, curves)
    return 0


def complete_projects(rulebook: Rulebook) -> list[Facts]:
    """Return a complete project for each example, one that has the gravest verdict it can get."""
    forward = Forward(rulebook)
    solver = Solver(forward)
    found = []
    for name in EXAMPLES:
        project = read_project(str(ROOT / "examples" / f"{name}.yaml"), rulebook)
        witnesses = [one.witness for one in solver.reachable(project).verdicts if one.witness]
        found.append(witnesses[-1].mapping())
    return found


def asked(
    rulebook: Rulebook, whole: Sequence[Facts], numbers: Sequence[int]
) -> list[tuple[int, list[Question]]]:
    """Return questions about the projects with so many of their facts open, one after the other.

    The facts that are open among a few are open among many too.
    """
    forward = Forward(rulebook)
    columns, solver = Columns(rulebook), Solver(forward)
    found = []
    for few in numbers:
        questions = []
        for facts in whole:
            order = Random(7).sample(sorted(facts), len(facts))
            left = {path: facts[path] for path in sorted(order[few:])}
            project = project_of_mapping(left, rulebook)
            questions.append(Question(forward, columns, solver, project))
        found.append((few, questions))
    return found


def measure(answer: Answer, rules: int, few: int, questions: Sequence[Question]) -> Point:
    """Ask one thing about several projects."""
    times, unanswered = [], 0
    for question in questions:
        answer.ready(question)
        turns = []
        answered = True
        for _ in range(answer.times):
            gc.collect()
            start = process_time()
            answered = answer.ask(question) and answered
            turns.append((process_time() - start) * answer.factor)
        times.append(median(turns))
        unanswered += not answered
    return Point(answer.name, rules, few, tuple(times), unanswered)


def many(space: Space) -> str:
    """Return how many scenarios there are, in words that a table has room for."""
    if space.count is None:
        return "not counted"
    return f"{space.count:,}" if space.count < 1e6 else f"{float(space.count):.0e}"


def report(
    points: Sequence[Point],
    counts: dict[int, list[str]],
    sizes: Sequence[int],
    numbers: Sequence[int],
) -> str:
    """Return the text of growth.md."""
    lines = [
        "# Growth",
        "",
        "Written by `python -m benchmarks.growth`; [README.md](README.md#growth) says what limits "
        f"each curve. {platform.python_implementation()} {platform.python_version()}, "
        f"numpy {version('numpy')}, z3-solver {version('z3-solver')}, one thread, times of the "
        f"processor. Medians over {len(EXAMPLES)} complete projects of which so many "
        "facts were opened; in brackets the greatest.",
        "",
        "![by open facts](growth-open.svg)",
        "",
        "![by rules](growth-rules.svg)",
    ]
    for answer in ANSWERS:
        mine = {(one.rules, one.open): one for one in points if one.answer == answer.name}
        lines += [
            "",
            f"## {answer.name}, {answer.unit}",
            "",
            f"| open facts | {' | '.join(f'{size} rules' for size in sizes)} |",
            f"| ---: | {' | '.join('---:' for _ in sizes)} |",
            *(
                f"| {few} | {' | '.join(cell(mine[size, few]) for size in sizes)} |"
                for few in numbers
            ),
        ]
    left = "; ".join(f"{few} open: {', '.join(counts[few])}" for few in numbers)
    lines += ["", f"Scenarios of the three projects. {left}.", ""]
    return "\n".join(lines)


def cell(point: Point) -> str:
    """Return a point as a table has it."""
    here, most = median(point.times), max(point.times)
    text = f"{here:,.0f} ({most:,.0f})" if here >= 10 else f"{here:.2f} ({most:.2f})"
    return text + (f", {point.unanswered} not proved" if point.unanswered else "")


def plots(
    points: Sequence[Point], sizes: Sequence[int], numbers: Sequence[int]
) -> dict[str, list[Curves]]:
    """Return the curves of each plot."""
    at = {(one.answer, one.rules, one.open): median(one.times) for one in points}

    def over(answer: str, pairs: Iterable[tuple[int, int]]) -> list[float]:
        return [at[answer, size, few] for size, few in pairs]

    return {
        "growth-open.svg": [
            Curves(
                answer.name,
                answer.unit,
                "open facts",
                tuple(numbers),
                {
                    f"{size} rules": [at[answer.name, size, few] for few in numbers]
                    for size in sizes
                },
            )
            for answer in ANSWERS
        ],
        "growth-rules.svg": [
            Curves(
                answer.name,
                answer.unit,
                "rules",
                tuple(sizes),
                {f"{few} open": over(answer.name, product(sizes, [few])) for few in numbers},
            )
            for answer in ANSWERS
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
