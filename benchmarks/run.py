"""Measures what the project promises of its speed, all in one go, and writes results.md.

    make bench                 21 runs of everything
    make bench ARGS="-n 5"     fewer

A promise is a ratio of two commands that take turns in the same run: the machine, its load and the
start of Python itself count on both sides. Nothing is asserted; the table says what was found.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from generate import generate

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples" / "support-ticket-dispatcher.yaml"
VETTER = Path(sys.executable).with_name("vetter")
RULES = 150
SIZES = (100, 300, 1000)
BACKLOG = 200
RANK_MS = 25
TEST_SECONDS = 60
# experta 1.9.4 needs this alias before its import succeeds on Python 3.10 and newer.
LIBRARIES = (
    "import collections, collections.abc; collections.Mapping = collections.abc.Mapping; "
    "import click, yaml, jinja2, experta"
)
# As for a user, whose Python keeps compiled modules: PYTHONDONTWRITEBYTECODE would have our modules
# compiled at every start, and not those of the libraries, which pip compiles.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


@dataclass(frozen=True)
class Promise:
    """Two commands, and how many times as long the first may take."""

    name: str
    command: tuple[str, ...]
    against_name: str
    against: tuple[str, ...]
    target: float


@dataclass(frozen=True)
class Times:
    """The seconds of all runs of one thing."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.seconds)

    @property
    def least(self) -> float:
        """The quickest run."""
        return min(self.seconds)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-n", "--runs", type=int, default=21, help="how often (21)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="vetter-bench-") as name:
        work = Path(name)
        rules = generate(RULES, work / "promised")
        asked = [*promises(work / "promised", rules), *loading(work)]
        whole = [whole_process(promise, runs) for promise in asked]
        packs = [work / str(size) for size in SIZES]
        for size, pack in zip(SIZES, packs, strict=True):
            if not pack.exists():
                generate(size, pack)
        grown = in_process(packs, max(3, runs // 4))
        ranked = ranking(work / "backlog", max(3, runs // 4))
        tested = Times(tuple(seconds((str(VETTER), "rules", "test")) for _ in range(3)))
    text = report(runs, whole, grown, ranked, tested)
    print(text)
    (HERE / "results.md").write_text(text, encoding="utf-8")
    return 0


def promises(pack: Path, rules: int) -> list[Promise]:
    """Return what the project promises."""
    vet = ("vet", str(EXAMPLE), "--format", "text", "--rulebook", str(pack))
    return [
        Promise(
            f"`vetter vet` as text, {rules} rules",
            (str(VETTER), *vet),
            '`python -c "import click, yaml, jinja2, experta"`',
            (sys.executable, "-c", LIBRARIES),
            1.8,
        ),
        Promise(
            "`vetter vet` as text, the shipped rulebook",
            (str(VETTER), "vet", str(EXAMPLE), "--format", "text"),
            '`python -c "import click, yaml, jinja2, experta"`',
            (sys.executable, "-c", LIBRARIES),
            1.8,
        ),
        Promise(
            "`vetter --help`",
            (str(VETTER), "--help"),
            '`python -c "import click"`',
            (sys.executable, "-c", "import click"),
            1.6,
        ),
    ]


def loading(work: Path) -> list[Promise]:
    """Return what is promised of reading and checking rulebooks."""
    large = work / str(SIZES[-1])
    generate(SIZES[-1], large)

    def files(pack: Path) -> tuple[str, ...]:
        parts = ("pack.yaml", "rules", "knowledge")
        return (sys.executable, str(HERE / "libyaml.py"), *(str(pack / part) for part in parts))

    load = "import sys, vetter.rulebook.rulebook as book; book.load_rulebook(sys.argv[1])"
    return [
        Promise(
            "`vetter rules check`, all examples run",
            (str(VETTER), "rules", "check"),
            "`benchmarks/libyaml.py` on the same files",
            files(HERE.parent),
            3,
        ),
        Promise(
            f"{SIZES[-1]} rules loaded and checked from cold",
            (sys.executable, "-c", load, str(large)),
            "`benchmarks/libyaml.py` on the same files",
            files(large),
            4,
        ),
    ]


def whole_process(promise: Promise, runs: int) -> tuple[Promise, Times, Times]:
    """Run both commands in turns, after one run of each that does not count."""
    ours, theirs = [], []
    for turn in range(runs + 1):
        pair = seconds(promise.command), seconds(promise.against)
        if turn > 0:
            ours.append(pair[0])
            theirs.append(pair[1])
    return promise, Times(tuple(ours)), Times(tuple(theirs))


def seconds(command: Sequence[str]) -> float:
    """How long a whole process takes; an exit code of 1 is a verdict, not a failure."""
    start = perf_counter()
    done = subprocess.run(
        command, check=False, capture_output=True, stdin=subprocess.DEVNULL, env=ENVIRONMENT
    )
    taken = perf_counter() - start
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        sys.exit(f"{' '.join(command)}\n{done.stderr.decode(errors='replace')}")
    return taken


def in_process(packs: Sequence[Path], rounds: int) -> list[dict[str, Times]]:
    """Measure each size in fresh processes, the sizes taking turns."""
    found: list[list[dict[str, float]]] = [[] for _ in packs]
    for _ in range(rounds):
        for pack, results in zip(packs, found, strict=True):
            worker = (sys.executable, str(HERE / "in_process.py"), str(pack), str(EXAMPLE))
            done = subprocess.run(worker, check=True, stdout=subprocess.PIPE, env=ENVIRONMENT)
            results.append(json.loads(done.stdout))
    return [
        {stage: Times(tuple(result[stage] for result in results)) for stage in results[0]}
        for results in found
    ]


def ranking(folder: Path, rounds: int) -> Times:
    """Rank a backlog of the examples, each many times over under another name."""
    folder.mkdir()
    examples = sorted((HERE.parent / "examples").glob("*.yaml"))
    for number in range(BACKLOG):
        example = examples[number % len(examples)]
        shutil.copy(example, folder / f"{number:03d}-{example.name}")
    command = (str(VETTER), "rank", str(folder))
    return Times(tuple(seconds(command) for _ in range(rounds)))


def report(
    runs: int,
    whole: Sequence[tuple[Promise, Times, Times]],
    grown: Sequence[dict[str, Times]],
    ranked: Times,
    tested: Times,
) -> str:
    """Write it all down."""
    lines = [
        "# Figures",
        "",
        f"Written by `make bench`: vetter {version('vetter')}, "
        f"{platform.python_implementation()} {platform.python_version()}, {runs} runs in turns, "
        "the median with the least in brackets. [README.md](README.md) says how to read it.",
        "",
        "## Whole process",
        "",
        "| what | against | ms | ms of the other | ratio | at most |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for promise, ours, theirs in whole:
        lines.append(
            f"| {promise.name} | {promise.against_name} | {milliseconds(ours)} | "
            f"{milliseconds(theirs)} | {ratio(ours, theirs):.2f} "
            f"({ours.least / theirs.least:.2f}) | {promise.target} |"
        )
    stages = {
        "load": "load and check the rulebook",
        "facts": "read the fact file",
        "first": "first run (builds the network)",
        "again": "every further run",
        "assess": "run and assess",
        "reference": "the reference evaluator",
    }
    rules = [f"{size['rules'].p50:.0f}" for size in grown]
    lines += [
        "",
        "## In one process, by the number of rules",
        "",
        f"| ms | {' | '.join(f'{number} rules' for number in rules)} | growth |",
        f"| --- |{' ---: |' * (len(rules) + 1)}",
    ]
    for stage, name in stages.items():
        cells = " | ".join(milliseconds(size[stage]) for size in grown)
        lines.append(f"| {name} | {cells} | {growth(grown[0], grown[-1], stage)} |")
    each = Times(tuple(taken / BACKLOG for taken in ranked.seconds))
    lines += [
        "",
        "## A backlog",
        "",
        f"`vetter rank` of {BACKLOG} fact files with the shipped rulebook, the start of the program"
        f" included: {milliseconds(each)} ms a file, of at most {RANK_MS}.",
        "",
        "## Testing the rules",
        "",
        "`vetter rules test` of the shipped rulebook, examples, coverage, mutants, proofs: "
        f"{tested.p50:.1f} ({min(tested.seconds):.1f}) s, of at most {TEST_SECONDS}.",
    ]
    return "\n".join([*lines, ""])


def ratio(ours: Times, theirs: Times) -> float:
    """The median of the ratios turn by turn: what slows the machine for a while slows both."""
    return median(one / other for one, other in zip(ours.seconds, theirs.seconds, strict=True))


def milliseconds(times: Times) -> str:
    """Show the median and the least."""
    digits = 0 if times.p50 >= 0.1 else 1
    return f"{times.p50 * 1000:.{digits}f} ({times.least * 1000:.{digits}f})"


def growth(small: dict[str, Times], large: dict[str, Times], stage: str) -> str:
    """How the time grows with the number of rules n: n^1 is in step with it, n^2 its square."""
    times = math.log(large[stage].least / small[stage].least)
    return f"n^{times / math.log(large['rules'].p50 / small['rules'].p50):.1f}"


if __name__ == "__main__":
    sys.exit(main())
