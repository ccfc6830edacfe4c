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
    """Bytes a scenario: inputs, results, and what all steps together read and write.

    `steps` are those of the program, `asked` those that look at inputs.
    """

    read: float
    written: float
    touched: float
    steps: int
    asked: int

    @property
    def must(self) -> float:
        """Inputs read once and results written once."""
        return self.read + self.written


def traffic(columns: Columns, table: Table) -> Traffic:
    """Return what the program for a table moves, each question taken as one comparison."""
    program = columns._of(table.shape).program
    read = sum(column.itemsize for column in table.columns.values())
    touched, asked = 0.0, 0
    for step in program._plan.steps:
        if step.operation == LEAF:
            asked += 1
            touched += 3 + 1 / 8  # a byte of input, a byte of answer written and read, a bit
        elif step.operation == NOT:
            touched += 2 / 8
        else:
            touched += 3 / 8 * (len(step.inputs) - 1)
    return Traffic(read, len(program.rows) / 8, touched, program.steps, asked)


def ask(columns: Columns, table: Table) -> None:
    """Do only the steps that look at inputs: compare, and pack the answers into bits."""
    for asks in columns._of(table.shape).program.asks.values():
        np.packbits(asks(table.columns, table.size), bitorder="little")


class Copying:
    """Two arrays far larger than the caches, one copied to the other."""

    def __init__(self) -> None:
        """Make both, each page touched."""
        self._one = np.ones(FAR, dtype=np.uint8)
        self._other = np.zeros(FAR, dtype=np.uint8)

    def copy(self) -> None:
        """Copy: `FAR` bytes are read and as many written."""
        np.copyto(self._other, self._one)
