"""Answer 2: the cheapest changes that bring a better verdict."""

from __future__ import annotations

from vetter.whatif.case import Case
from vetter.whatif.results import Change


def change(case: Case) -> tuple[Change, ...]:
    """Return the answer for a project."""
    raise NotImplementedError
