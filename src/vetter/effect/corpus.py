"""A corpus: all fact files below some folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from vetter.base.characters import quote
from vetter.base.problems import InvalidInput, Location, Problem
from vetter.rulebook.pack import CHANGES_FILE, PACK_FILE, ROOMS

ENDINGS = (".yaml", ".yml")
SETTINGS = "vetter.yaml"
PACK_ROOMS = (*ROOMS, "reports")


def fact_files(places: Sequence[str]) -> list[str]:
    """Return files named, and those with a YAML ending anywhere below folders named, by name.

    Hidden ones are passed over, and so is what belongs to a pack or to settings. Raises
    `InvalidInput` for a place that is not there, and for a folder without any fact file.
    """
    found: dict[str, None] = {}
    for place in places:
        if os.path.isdir(place):  # noqa: PTH112
            inside = list(_below(place))
            if not inside:
                help = "A fact file ends in .yaml or .yml."
                raise _refused("no-facts", f"{quote(place)} holds no fact file", place, help)
            found.update(dict.fromkeys(inside))
        elif os.path.exists(place):  # noqa: PTH110
            found[place] = None
        else:
            help = "Name a folder of fact files, or a fact file."
            raise _refused("no-file", f"there is no {quote(place)}", place, help)
    return list(found)


def _below(folder: str) -> Iterator[str]:
    for current, folders, files in os.walk(folder):
        pack = PACK_FILE in files
        folders[:] = sorted(
            one for one in folders if not one.startswith(".") and not (pack and one in PACK_ROOMS)
        )
        for name in sorted(files):
            if name.startswith(".") or not name.endswith(ENDINGS) or name == SETTINGS:
                continue
            if not (pack and name in (PACK_FILE, CHANGES_FILE)):
                yield os.path.join(current, name)  # noqa: PTH118


def _refused(code: str, message: str, place: str, help: str) -> InvalidInput:
    return InvalidInput([Problem(code, message, Location(place), help)])
