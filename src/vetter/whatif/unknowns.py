"""Answer 6: the register of unknowns, ranked by what hangs on them."""

from __future__ import annotations

from vetter.whatif.case import Case
from vetter.whatif.results import Unknowns


def unknowns(case: Case) -> Unknowns:
    """Return the answer for a project."""
    raise NotImplementedError
