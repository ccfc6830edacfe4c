"""What answers are told in: sections of sentences and tables, laid out by others."""

from __future__ import annotations

from typing import NamedTuple

NOT_PROVED = "not proved in the time given"
MOST_ROWS, MOST_NAMES = 12, 10
"""How many rows of a table, and how many names of a sentence, are told one by one."""


class Row(NamedTuple):
    """A row of a table; `path` and `line` lead to where its fact stands, 0 for nowhere."""

    cells: tuple[str, ...]
    path: str = ""
    line: int = 0


class Table(NamedTuple):
    """Rows under headings, with sentences behind them."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    after: tuple[str, ...] = ()

    @property
    def lines(self) -> bool:
        """Whether any row leads to a line of the fact file."""
        return any(row.line for row in self.rows)


class Section(NamedTuple):
    """What is said of one answer: sentences, tables, sentences."""

    name: str
    title: str
    said: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def everything(self) -> str:
        """All that is said in it, line by line."""
        lines = [*self.said]
        for table in self.tables:
            lines += [table.title, *(cell for row in table.rows for cell in row.cells)]
            lines += table.after
        return "\n".join([*lines, *self.after])
