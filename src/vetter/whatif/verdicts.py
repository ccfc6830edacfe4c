"""Answer 1: the verdicts that completions give, and how each comes about."""

from __future__ import annotations

from vetter.whatif.case import Case
from vetter.whatif.results import Verdicts


def verdicts(case: Case) -> Verdicts:
    """Return the answer for a project."""
    raise NotImplementedError
