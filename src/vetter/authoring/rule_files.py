"""Which files below a folder are rules."""

# ruff: noqa: PTH112, PTH118 -- paths of packs are texts
from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from vetter.base.problems import InvalidPack, Location, Problem
from vetter.rulebook.pack import PACK_FILE


def rule_files(places: Iterable[str]) -> dict[str, bool]:
    """Return files that are named and those of folders, in order; False for one that was named.

    What lies in a folder need be no rule. Of a pack only `rules/` is taken. Raises `InvalidPack`
    where a folder holds no file.
    """
    found: dict[str, bool] = {}
    problems = []
    for place in places:
        if not os.path.isdir(place):
            found[place] = False
            continue
        names = sorted(_below(place.rstrip("/") or "/"))
        if not names:
            help = "Name the folder of a pack, or one that holds rules."
            problems.append(Problem("no-rule", "no rule file is here", Location(place), help))
        for name in names:
            found.setdefault(os.path.normpath(name), True)
    if problems:
        raise InvalidPack(problems)
    return found


def _below(place: str) -> Iterator[str]:
    for current, folders, files in os.walk(place):
        if PACK_FILE in files:
            folders[:] = [name for name in folders if name == "rules"]
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(".yaml") and not name.startswith("."):
                yield os.path.join(current, name)
