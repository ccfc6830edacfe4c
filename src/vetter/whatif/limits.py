"""What keeps `whatif` from an answer: libraries that are not there, rulebooks beyond the solver."""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec

from vetter.base.problems import InvalidInput, Location, Problem
from vetter.base.wording import among
from vetter.rulebook.rulebook import Rulebook

LIBRARIES = ("numpy", "z3")
INSTALL = 'pip install "vetter[whatif]"'
WITHOUT_SOLVER = ("watch", "tipping")
"""The answers that no proof is needed for, only many projects vetted at once."""


class Unanswerable(InvalidInput):
    """Answers that cannot be given at all, by this installation or about this rulebook."""

    exit_code = 2


class BeyondProof(Unanswerable):
    """A rulebook that says what no formula can: what needs no proof can still be answered."""


class Contradiction(InvalidInput):
    """Facts that no complete project fits: each goes with some constraint, all together do not."""

    exit_code = 3


def check_libraries(
    names: tuple[str, ...] = LIBRARIES, needed_for: str = "what-if answers"
) -> None:
    """Raise `Unanswerable` when an optional library that something needs is not installed."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        message = f"{among(missing, 2)} {verb} not installed, which {needed_for} need"
        place = Location("vetter")
        raise Unanswerable([Problem("no-library", message, place, f"Install: `{INSTALL}`.")])


def beyond(rulebook: Rulebook, reasons: Collection[str]) -> BeyondProof:
    """Return what to raise for a rulebook that says what no formula can."""
    only = " ".join(f"--only {name}" for name in WITHOUT_SOLVER)
    help = f"What needs no proof is still answered: `{only}`, and `--set`."
    place = Location(rulebook.pack.name)
    return BeyondProof(
        Problem("beyond-solver", f"nothing can be proved: {reason}", place, help)
        for reason in reasons
    )
