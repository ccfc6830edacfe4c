"""Answer 7: the verdict as claimed, and as evidenced."""

from __future__ import annotations

from vetter.whatif.case import Case
from vetter.whatif.results import Evidenced


def evidence(case: Case) -> Evidenced:
    """Return the answer for a project."""
    raise NotImplementedError
