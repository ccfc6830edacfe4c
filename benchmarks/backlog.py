"""Measure `vetter rank` over a large backlog against libyaml's own loader on the same files.

`python benchmarks/backlog.py` writes the fact files into a folder of its own, lets both take turns
with as many processes, and prints a table. `--files` and `--turns` make it shorter.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from vetter.base.problems import InvalidFactFile
from vetter.base.sources import Source
from vetter.facts.factfile import project_of
from vetter.rulebook.rulebook import Rulebook, load_rulebook

ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"(?<=: )(\d+)(?= [a-z]|$)", re.MULTILINE)
ANSWER = re.compile(r"^  \w+: .*\n(?!    )", re.MULTILINE)

LOADER = """
import sys
from multiprocessing import Pool
from pathlib import Path
import yaml

def load(path):
    with open(path, "rb") as stream:
        yaml.load(stream, yaml.CSafeLoader)

if __name__ == "__main__":
    files = sorted(str(one) for one in Path(sys.argv[1]).iterdir())
    with Pool(int(sys.argv[2])) as pool:
        pool.map(load, files, chunksize=256)
"""


def varied(text: str, number: int, random: Random) -> str:
    """Return a fact file with other numbers, some answers left out, and a name of its own."""
    text = NUMBER.sub(lambda found: str(max(1, int(int(found[0]) * random.uniform(0.3, 3)))), text)
    text = ANSWER.sub(lambda found: "" if random.random() < 0.05 else found[0], text)
    lines = [one for one in text.split("\n") if not one.startswith("  name:")]
    at = lines.index("project:") + 1 if "project:" in lines else 0
    head = [] if at else ["project:"]
    return "\n".join([*lines[:at], *head, f"  name: Project {number}", *lines[at:]])


def backlog(folder: Path, count: int, rulebook: Rulebook) -> int:
    """Write valid fact files, the same each time; return how many bytes they have."""
    random = Random(4)
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("examples/*.yaml"))]
    size = 0
    for number in range(count):
        while True:
            text = varied(random.choice(texts), number, random)
            try:
                if not project_of(Source("", text), rulebook).warnings:
                    break
            except InvalidFactFile:
                continue
        (folder / f"project-{number:05}.yaml").write_text(text, "utf-8")
        size += len(text.encode())
    return size


def seconds(command: list[str]) -> float:
    """Return how long a command takes; what it prints is thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "backlog"
        folder.mkdir()
        size = backlog(folder, options.files, load_rulebook())
        loader = Path(name) / "loader.py"
        loader.write_text(LOADER, "utf-8")
        load = [sys.executable, str(loader), str(folder), str(jobs)]
        rank = [sys.executable, "-m", "vetter", "rank", str(folder), "--jobs", str(jobs)]
        turns = [(seconds(load), seconds(rank)) for _ in range(options.turns)]
    ratios = [ranked / loaded for loaded, ranked in turns]
    print(f"{options.files:,} fact files of {size / options.files:,.0f} bytes, {jobs} processes")
    print(f"libyaml's own loader: {statistics.median(one for one, _ in turns):.2f} s")
    print(f"vetter rank: {statistics.median(one for _, one in turns):.2f} s")
    print(f"ratio, median of turns: {statistics.median(ratios):.2f} (most {max(ratios):.2f})")


if __name__ == "__main__":
    main()
