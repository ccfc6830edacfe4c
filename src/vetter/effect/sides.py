"""The two rulebooks that are compared: folders laid over what is set, or revisions of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from vetter.assessment.editions import edition, packs_part
from vetter.effect.results import Edition
from vetter.effect.revisions import packs_at
from vetter.rulebook.info import is_overlay
from vetter.rulebook.pack import Pack, read_pack
from vetter.rulebook.rulebook import Folder, Rulebook, rulebook_of

CURRENT = "current"
"""What the rulebook that is set is called; a folder of that name is written `./current`."""


class Side(NamedTuple):
    """One of two rulebooks: what it was called, its packs, and whether it was set apart by time."""

    asked: str
    packs: tuple[Pack, ...]
    rulebook: Rulebook
    revision: bool = False

    @property
    def edition(self) -> Edition:
        """What people are told of it."""
        return Edition(self.asked, edition(packs_part(self.rulebook)))


def read_current(rulebook: Folder | None = None, packs: Sequence[Folder] = ()) -> Side:
    """Return the rulebook that is set. Raises `InvalidPack`."""
    read = (read_pack(rulebook), *map(read_pack, packs))
    return Side(CURRENT, read, rulebook_of(*read))


def read_side(asked: str, current: Side) -> Side:
    """Return the rulebook that a word asks for, beside the one that is set.

    The word is `current`, the folder of a pack (laid over what is set if it was made for that, else
    it takes the place of the bottom), or a revision of the repository that holds what is set.
    Raises `InvalidPack`, and `InvalidInput` for a word that is none of them.
    """
    if asked == CURRENT:
        return current
    if os.path.isdir(asked):  # noqa: PTH112 -- a word is no path yet
        named = read_pack(asked)
        packs = (*current.packs, named) if is_overlay(named) else (named, *current.packs[1:])
        return Side(asked, packs, rulebook_of(*packs))
    packs = tuple(packs_at(asked, list(current.packs)))
    return Side(asked, packs, rulebook_of(*packs), revision=True)


def in_order(asked: str, current: Side) -> tuple[Side, Side]:
    """Return what is set and what it is held against, the one that comes first before the other.

    A revision lies behind what is set; a folder is what may come.
    """
    other = read_side(asked, current)
    return (other, current) if other.revision else (current, other)
