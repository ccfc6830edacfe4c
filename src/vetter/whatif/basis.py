"""Answer 4: what the verdict rests on."""

from __future__ import annotations

from vetter.whatif.case import Case
from vetter.whatif.results import Basis


def basis(case: Case) -> Basis:
    """Return the answer for a project."""
    raise NotImplementedError
