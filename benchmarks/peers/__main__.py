"""Measures a scenario in columns, forward, CLIPS, zen-engine and generated Python, in one run.

    make bench-peers                       everything, with what else that writes
    python -m benchmarks.peers             this alone
    python -m benchmarks.peers --rulebook DIR --examples DIR -n 5

All must say the same of 600 complete projects before anything is timed; else the run ends with 1.
No time is asserted. Writes benchmarks/peers.md.
"""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.peers.measure import (
    ASKING,
    BITS,
    CLIPS,
    COPIED,
    FORWARD,
    FROM_FAR,
    PEERS,
    PYTHON,
    SWEPT,
    VERDICTS,
    Measured,
    measure,
    swept,
)
from vetter.rulebook.rulebook import Rulebook, load_rulebook

HERE = Path(__file__).resolve().parent.parent
TARGETS = {FORWARD: 20_000, CLIPS: 2_000, PYTHON: 25}
"""How many times as fast columns is meant to be."""
LIBRARIES = ("experta", "clipspy", "zen-engine", "numpy")


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rulebook", help="the folder of a pack; else the built-in one")
    parser.add_argument("--examples", default=str(HERE.parent / "examples"), help="fact files")
    parser.add_argument("-n", "--turns", type=int, default=11, help="how often (11)")
    arguments = parser.parse_args()
    rulebook = load_rulebook(arguments.rulebook)
    text = report(rulebook, measure(rulebook, Path(arguments.examples), arguments.turns))
    print(text)
    (HERE / "peers.md").write_text(text, encoding="utf-8")
    return 0


def report(rulebook: Rulebook, found: Measured) -> str:
    """Return the text of peers.md."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return "\n".join(
        [
            "# A scenario in columns and elsewhere",
            "",
            "Written by `python -m benchmarks.peers`; [README.md](README.md#peers) says how. "
            f"{len(rulebook.rules)} rules, {len(rulebook.vocabulary.facts)} facts, "
            f"{platform.python_implementation()} {platform.python_version()}, {versions}; "
            f"one thread, medians of {len(found.seconds[BITS])} turns, ratios turn by turn. "
            "In brackets the least of the turns.",
            "",
            f"All said the same of {found.checked} complete projects: rules fired, verdict, "
            "derived facts and counters.",
            "",
            "## Inputs encoded",
            "",
            "| way | µs a scenario | columns, bits, are faster | columns, verdicts, are faster "
            "| meant |",
            "| --- | ---: | ---: | ---: | ---: |",
            *(row(found, name) for name in PEERS),
            *(f"| {name} | {found.median(name) * 1e6:.4f} | | | |" for name in (BITS, VERDICTS)),
            "",
            f"The peers take {found.facts} inputs a scenario. "
            f"{len(rulebook.rules) - found.rules} rules ask what is unknown and fire in no "
            f"complete project; the peers have the other {found.rules}. CLIPS, Python and "
            "zen-engine express all of them, zen-engine as expressions. As rows of its decision "
            f"tables {found.rows} could be written; {found.rules - found.rows} could not, for they "
            "join tests on several facts by more than `and`, or compare two facts. Tables have no "
            "way to count findings either.",
            "",
            "## End to end",
            "",
            f"The {found.count:,} scenarios that `{found.swept}` leaves open: made, run, verdicts "
            "counted. The peers do the first ones of them. What never varies is folded away for "
            f"all: {found.folded[0]} rules and {found.folded[1]} inputs are left.",
            "",
            "| way | µs a scenario | columns are faster |",
            "| --- | ---: | ---: |",
            *(ends(found, name) for name in PEERS),
            f"| columns | {found.median(SWEPT) * 1e6:.4f} | |",
            "",
            "## Distance from the memory",
            "",
            *memory(found),
            "",
        ]
    )


def row(found: Measured, name: str) -> str:
    """Return the row of a peer on encoded inputs."""
    bits, verdicts = (times(found.ratios(name, other)) for other in (BITS, VERDICTS))
    meant = f"{TARGETS[name]:,}" if name in TARGETS else ""
    return f"| {name} | {found.median(name) * 1e6:,.2f} | {bits} | {verdicts} | {meant} |"


def ends(found: Measured, name: str) -> str:
    """Return the row of a peer end to end."""
    seconds, ratios = found.median(swept(name)), found.ratios(swept(name), SWEPT)
    return f"| {name} | {seconds * 1e6:,.2f} | {times(ratios)} |"


def times(ratios: list[float]) -> str:
    """Return the median of ratios and the least."""
    return f"{median(ratios):,.0f} ({min(ratios):,.0f})"


def memory(found: Measured) -> list[str]:
    """Return what columns moves, and what copying so much would take."""
    moved = found.traffic
    # A byte copied is two bytes moved.
    limits = [one / 2 * moved.must for one in found.seconds[FROM_FAR]]
    apart = [one / two for one, two in zip(found.seconds[BITS], limits, strict=True)]
    far = 2 / found.median(FROM_FAR) / 1e9
    done = moved.touched / found.median(BITS) / 1e9
    asking = found.median(ASKING) / found.median(BITS)
    return [
        f"A scenario has {moved.read:.0f} bytes of inputs and {moved.written:.0f} of results as "
        f"bits. Memory far from the caches copied {far:.1f} GB/s in this run (read and written), "
        f"so {median(limits) * 1e9:.0f} ns would do; columns take {found.median(BITS) * 1e9:.0f} "
        f"ns, {median(apart):.1f} times as long (at least {min(apart):.1f}). Copying the inputs "
        f"from table to table with numpy takes {found.median(COPIED) * 1e9:.0f} ns.",
        "",
        f"Why: the {moved.steps:,} steps of the program together read and write "
        f"{moved.touched:,.0f} bytes a scenario, {moved.touched / moved.must:.0f} times what must "
        f"be moved, at {done:.1f} GB/s. Each is a pass of its own over a chunk that caches hold. "
        f"{asking:.0%} of the time goes into the {moved.asked} steps that compare a column of "
        "places and pack the answers into bits; the bits that are joined afterwards are an eighth "
        "as many bytes. So not the memory limits columns but the passes over the same inputs.",
    ]


if __name__ == "__main__":
    sys.exit(main())
