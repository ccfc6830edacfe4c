"""Answer 3: what to watch, facts whose turn for the worse would worsen the verdict."""

from __future__ import annotations

from vetter.whatif.case import Case
from vetter.whatif.results import Watch


def watch(case: Case) -> Watch:
    """Return the answer for a project."""
    raise NotImplementedError
