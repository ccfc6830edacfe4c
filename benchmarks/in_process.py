"""Loads one rulebook, vets one project, and prints the seconds of each stage as JSON.

    python benchmarks/in_process.py PACK FACT-FILE

`run.py` starts it afresh for every measurement, so that each one has experta's caches empty.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TypeVar

from vetter.assessment.assess import assess
from vetter.cli import BETWEEN_COLLECTIONS
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.facts.factfile import read_project
from vetter.rulebook.rulebook import load_rulebook

AGAIN = 5  # runs after the first, of which the median counts

T = TypeVar("T")


def timed(stage: Callable[[], T]) -> tuple[T, float]:
    """Do something once; return what it gives and how long it took."""
    start = perf_counter()
    result = stage()
    return result, perf_counter() - start


def measure(pack: str, fact_file: str) -> dict[str, float]:
    """Return the seconds of each stage."""
    rulebook, load = timed(lambda: load_rulebook(pack))
    project, facts = timed(lambda: read_project(fact_file, rulebook))
    forward = Forward(rulebook)
    _, first = timed(lambda: forward.run(project.states))
    again = [timed(lambda: forward.run(project.states))[1] for _ in range(AGAIN)]
    whole = [timed(lambda: assess(forward, project, "", ""))[1] for _ in range(AGAIN)]
    reference = [timed(lambda: evaluate(rulebook, project.states))[1] for _ in range(AGAIN)]
    return {
        "rules": len(rulebook.rules),
        "load": load,
        "facts": facts,
        "first": first,
        "again": median(again),
        "assess": median(whole),
        "reference": median(reference),
    }


if __name__ == "__main__":
    gc.set_threshold(BETWEEN_COLLECTIONS)  # as the command line does
    json.dump(measure(sys.argv[1], sys.argv[2]), sys.stdout)
