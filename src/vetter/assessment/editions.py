"""Editions: which packs, in which versions and with which content, something was said by."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from vetter.rulebook.rulebook import Rulebook

SHORT = 7
"""How many digits of a hash are shown to people."""


def packs_part(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Return the packs of a rulebook as a document tells them, the bottom one first."""
    return [
        {"name": one.name, "version": one.version, "title": one.title, "sha256": one.sha256}
        for one in rulebook.packs
    ]


def edition(packs: Sequence[dict[str, Any]]) -> str:
    """Return packs in a few words, with a hash of the content of all: `chapter 1.0 (5733513)`."""
    names = " + ".join(f"{one['name']} {one['version']}" for one in packs)
    hashes = [str(one["sha256"]) for one in packs]
    whole = hashes[0]
    if len(hashes) > 1:
        whole = hashlib.sha256("".join(hashes).encode()).hexdigest()
    return f"{names} ({whole[:SHORT]})"
