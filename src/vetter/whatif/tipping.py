"""Answer 5: where on a numeric fact the verdict tips."""

from __future__ import annotations

from vetter.whatif.case import Case
from vetter.whatif.results import TippingPoints


def tipping(case: Case) -> TippingPoints:
    """Return the answer for a project."""
    raise NotImplementedError
