"""Playing a page: what it shows is done in a room, and the page is returned as it should be."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.docs.generated import section
from tests.docs.pages import with_blocks, with_sections
from tests.docs.room import Room

_MASKS = (
    (re.compile(r"\([0-9a-f]{7}\)"), "(<hash>)"),
    (re.compile(r"sha256 [0-9a-f]{12,64}"), "sha256 <hash>"),
)


def play(text: str) -> str:
    """Return a page with its outputs and generated sections as the program gives them now."""
    with tempfile.TemporaryDirectory(prefix="vetter-docs-") as folder:
        played = with_blocks(text, Room(Path(folder)).do)
    return with_sections(played, section)


def masked(text: str) -> str:
    """Return a page without the hashes that every change of a rule changes."""
    for pattern, mark in _MASKS:
        text = pattern.sub(mark, text)
    return text
