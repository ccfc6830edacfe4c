"""How many bytes columns moves, and how quickly the machine copies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vetter.columns.columns import Columns
from vetter.columns.graph import LEAF, NOT
from vetter.columns.table import Table

FAR = 1 << 27
"""The bytes of an array that no cache holds."""


class Traffic(NamedTuple):
    """Bytes a scenario.

    `must` is what is read and written once, `touched` what all steps read and write together; the
    rest of that stays in caches.
    """

    read: float
    written: float
    touched: float

    @property
    def must(self) -> float:
        """Inputs read once and results written once."""
        return self.read + self.written


def traffic(columns: Columns, table: Table) -> Traffic:
    """Return what the program for a table moves, each question taken as one comparison."""
    program = columns._of(table.shape).program
    read = sum(column.itemsize for column in table.columns.values())
    touched = 0.0
    for step in program._steps:
        if step.operation == LEAF:
            touched += 3 + 1 / 8  # a byte of input, a byte of answer written and read, a bit
        elif step.operation == NOT:
            touched += 2 / 8
        else:
            touched += 3 / 8 * (len(step.inputs) - 1)
    return Traffic(read, len(program.rows) / 8, touched)


class Copying:
    """Two arrays far larger than the caches, one copied to the other."""

    def __init__(self) -> None:
        """Make both, each page touched."""
        self._one = np.ones(FAR, dtype=np.uint8)
        self._other = np.zeros(FAR, dtype=np.uint8)

    def copy(self) -> None:
        """Copy: `FAR` bytes are read and as many written."""
        np.copyto(self._other, self._one)
