"""Write the outputs and generated sections of the documents anew: `python -m tests.docs.update`."""

from __future__ import annotations

import sys

from tests.docs.pages import PAGES, name_of
from tests.docs.play import play
from tests.docs.room import Broken


def update() -> int:
    """Bring every page up to date, say which changed, and return the exit code."""
    broken = 0
    for page in PAGES:
        text = page.read_text("utf-8")
        try:
            fresh = play(text)
        except Broken as error:
            sys.stdout.write(f"{name_of(page)}: {error}\n")
            broken = 1
            continue
        if fresh != text:
            page.write_text(fresh, "utf-8")
            sys.stdout.write(f"{name_of(page)}: written anew\n")
    return broken


if __name__ == "__main__":
    sys.exit(update())
