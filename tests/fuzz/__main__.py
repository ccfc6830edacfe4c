"""The command: half of the time fact files, half rule files, in two processes."""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.fuzz.drive import Tally, Target, random_of, timed

KINDS = ("facts", "rules")
STUCK = 60
"""Seconds after which a case is given up, with the place in the program where it hangs."""
SHOWN = 3_000
MOST = 10


def run(kind: str, seconds: float, seed: int, keep: str, first: int) -> Tally:
    """Throw damaged files of a kind at the program until the time is over."""
    target, tally = Target(), Tally()
    throw = target.facts if kind == "facts" else target.rules
    end = time.monotonic() + seconds
    case = first
    while time.monotonic() < end and len(tally.failures) < MOST:
        faulthandler.dump_traceback_later(STUCK, exit=True)
        start = time.monotonic()
        files: dict[str, bytes] = {}
        try:
            files, result = throw(random_of(seed, kind, case))
            timed(throw, start)
            tally.valid += result == "valid"
            tally.refused += result == "refused"
        except Exception:
            files = files or _again(kind, target, seed, case)
            tally.failures.append(_told(kind, seed, case, files, keep))
        tally.cases += 1
        case += 1
    faulthandler.cancel_dump_traceback_later()
    return tally


def _again(kind: str, target: Target, seed: int, case: int) -> dict[str, bytes]:
    """Return the damaged files of a case without trying them."""
    caught: dict[str, bytes] = {}

    class Catcher(Target):
        def __init__(self) -> None:
            self.__dict__.update(target.__dict__)

        def try_facts(self, name: str, data: bytes) -> str:
            caught[name] = data
            return ""

        def try_rules(self, damaged: dict[str, bytes]) -> str:
            caught.update(damaged)
            return ""

    catcher = Catcher()
    (catcher.facts if kind == "facts" else catcher.rules)(random_of(seed, kind, case))
    return caught


def _told(kind: str, seed: int, case: int, files: dict[str, bytes], keep: str) -> str:
    where = []
    if keep:
        folder = Path(keep) / f"{kind}-{seed}-{case}"
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            where.append(str(path))
    shown = where or [f"{name}: {data[:SHOWN]!r}" for name, data in files.items()]
    return "\n".join(
        [f"FAILED {kind}, seed {seed}, case {case}", traceback.format_exc(limit=-6), *shown]
    )


def main() -> int:
    """Run both kinds and print one closing line; return 1 when something failed."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("--seconds", type=float, default=60, help="how long")
    options.add_argument("--seed", type=int, default=1, help="the same seed gives the same cases")
    options.add_argument("--first", type=int, default=0, help="the number of the first case")
    options.add_argument("--keep", default="", help="a folder for the files that fail")
    chosen = options.parse_args()
    work = partial(
        run, seconds=chosen.seconds, seed=chosen.seed, keep=chosen.keep, first=chosen.first
    )
    with ProcessPoolExecutor(max_workers=len(KINDS)) as pool:
        tallies = list(pool.map(work, KINDS))
    told = []
    for kind, tally in zip(KINDS, tallies, strict=True):
        for failure in tally.failures:
            print(failure, file=sys.stderr)
        told.append(f"{kind}: {tally.cases} cases, {tally.valid} valid, {tally.refused} refused")
    failed = sum(len(tally.failures) for tally in tallies)
    print(f"fuzz, seed {chosen.seed}: {'; '.join(told)}; {failed or 'no'} failures.")
    # A run in which nothing was vetted or nothing refused has tested nothing.
    idle = any(not tally.valid or not tally.refused for tally in tallies)
    return int(bool(failed or idle))


if __name__ == "__main__":
    sys.exit(main())
