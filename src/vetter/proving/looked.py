"""What was looked at in one search: faults, what is sound, and what was left open."""

from __future__ import annotations

from vetter.proving.results import Count, Fault


class Looked:
    """Collects what a search for one kind of fault comes to."""

    def __init__(self, kind: str) -> None:
        """Begin with nothing looked at."""
        self.kind = kind
        self.faults: list[Fault] = []
        self._sound = 0
        self._open: list[str] = []

    def settle(self, name: str, proved: bool) -> None:
        """Note something that is no fault, or of which that was not proved in time."""
        if proved:
            self._sound += 1
        else:
            self._open.append(name)

    def fault(self, fault: Fault) -> None:
        """Note a fault."""
        self.faults.append(fault)

    def count(self) -> Count:
        """Return the numbers."""
        return Count(self.kind, self._sound, len(self.faults), tuple(self._open))
