"""Measures each answer of `vetter whatif` on every example; writes answers.md.

    .venv/bin/python benchmarks/answers.py
    .venv/bin/python benchmarks/answers.py --only change basis

What the program does once, loading the rulebook and building its formula, is done before and does
not count. Times are those of the processor, so that other work on the machine weighs less. Nothing
is asserted. It takes a few minutes.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time

import vetter
from vetter.whatif.results import ANSWERS

HERE = Path(__file__).resolve().parent
EXAMPLES = sorted((HERE.parent / "examples").glob("*.yaml"))
MEDIAN, WORST, WHOLE = 0.3, 3.0, 3.0
"""What is promised, in seconds: of each answer, and the median of all answers together."""
SECONDS = 60.0
"""What a question may take here, so that no answer is quick because it was given up."""


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=ANSWERS, default=ANSWERS)
    asked = parser.parse_args().only
    engine = vetter.load()
    assessments = [engine.vet(str(path)) for path in EXAMPLES]
    engine.ask(assessments[0], asked, SECONDS)
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for assessment in assessments:
        for name in asked:
            start = process_time()
            engine.ask(assessment, [name], SECONDS)
            taken[name].append(process_time() - start)
    text = report(taken)
    print(text)
    if tuple(asked) == tuple(ANSWERS):
        (HERE / "answers.md").write_text(text, encoding="utf-8")
    return 0


def report(taken: dict[str, list[float]]) -> str:
    """Write it all down."""
    whole = [sum(times) for times in zip(*taken.values(), strict=True)]
    rows = [row(name, times, f"{MEDIAN} and {WORST:.0f}") for name, times in taken.items()]
    rows.append(row("all together", whole, f"{WHOLE:.0f} for the median"))
    return "\n".join(
        [
            "# Answers",
            "",
            f"Written by `benchmarks/answers.py`: vetter {version('vetter')}, "
            f"{platform.python_implementation()} {platform.python_version()}, "
            f"{len(EXAMPLES)} examples, seconds of the processor after loading and building.",
            "",
            "| answer | median | nine of ten within | worst | of the example | at most |",
            "| --- | ---: | ---: | ---: | --- | --- |",
            *rows,
            "",
        ]
    )


def row(name: str, times: Sequence[float], target: str) -> str:
    """Write down one answer."""
    in_order = sorted(times)
    slowest = EXAMPLES[times.index(in_order[-1])].stem
    nine = in_order[len(in_order) * 9 // 10]
    return (
        f"| {name} | {median(times):.2f} | {nine:.2f} | {in_order[-1]:.2f} | {slowest} | {target} |"
    )


if __name__ == "__main__":
    sys.exit(main())
