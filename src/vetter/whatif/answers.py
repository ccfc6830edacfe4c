"""Answers to an open question: cells of values that no rule tells apart, as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from vetter.base.suggest import listed
from vetter.facts.states import FactState
from vetter.language.conditions import Test
from vetter.language.formats import format_value
from vetter.language.types import CHOICES, LEVEL, NUMERIC, QUALITY, Measures, Value
from vetter.scenarios.cells import Cell, Span
from vetter.scenarios.space import Space
from vetter.solver.values import Comparer, Variable
from vetter.solver.z3_home import Term

ANY = "any answer"
OTHER = "any other answer"
LISTED = 4
"""The most names or sets of names that the words for several answers list."""


class Answers:
    """The answers that one open fact can have, each a set of values.

    There are none for a quality whose metric is open: a figure says nothing until that is stated.
    Together they hold every value that the project leaves the fact.
    """

    def __init__(self, state: FactState, space: Space, alone: Sequence[Test]) -> None:
        """Take the cells of a fact from a space; `alone` are the sentences on it alone."""
        self.state, self._alone = state, tuple(alone)
        self.path, self.kind = state.path, state.spec.type
        self.readable = self.kind.kind != QUALITY or state.metric is not None
        cells = [cell for cell in space.cells(state.path) if cell.applies]
        self.single = self.readable and len(cells) < 2
        self.cells = self._distinct(cells) if self.readable else ()
        # Where not every set of names was cut, what lies in no cell is an answer too.
        self.rest = self.kind.kind == CHOICES and any(
            state.path in one.facts for one in space.inexact
        )

    def __len__(self) -> int:
        """Return how many answers there are."""
        return len(self.cells) + self.rest

    def _distinct(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        """Leave out what differs only in the order of compared facts: it is one answer."""
        if self.kind.kind not in NUMERIC:
            return tuple(cells)
        spans = {cell.span or _only(cell): cell for cell in cells}
        return tuple(spans[span] for span in sorted(spans, key=_order))

    def term(self, place: int, comparer: Comparer, variable: Variable) -> Term:
        """Return that the fact has this answer."""
        if place == len(self.cells):
            return comparer.logic.every(
                [comparer.logic.no(self.term(at, comparer, variable)) for at in range(place)]
            )
        cell, logic = self.cells[place], comparer.logic
        if self.kind.kind in NUMERIC:
            low, high, with_low, with_high = cell.span or _only(cell)
            above = comparer.order(">=" if with_low else ">", variable, low)
            below = comparer.order("<=" if with_high else "<", variable, high)
            return logic.every([above, below])
        if self.kind.kind == CHOICES:
            return logic.every(
                [
                    logic.alike(
                        comparer.holds(test.operator.sign, variable, _operands(test)),
                        _holds(test, cell.value),
                    )
                    for test in self._alone
                ]
            )
        return logic.some([comparer.exactly(variable, value) for value in _among(cell)])

    def place(self, value: Value) -> int:
        """Return which answer a value is."""
        for place, cell in enumerate(self.cells):
            if self._is(cell, value):
                return place
        assert self.rest, f"`{self.path}` has an answer in no cell"
        return len(self.cells)

    def _is(self, cell: Cell, value: Value) -> bool:
        if self.kind.kind in NUMERIC:
            assert isinstance(value, (int, Fraction))
            return (cell.span or _only(cell)).holds(Fraction(value))
        if self.kind.kind == CHOICES:
            return all(_holds(test, value) == _holds(test, cell.value) for test in self._alone)
        return value in _among(cell)

    # --- words --------------------------------------------------------------------------------

    @property
    def in_order(self) -> range:
        """The places of the answers in the order in which people read them."""
        falling = self.state.metric is not None and not self.state.metric.higher_is_better
        return range(len(self) - 1, -1, -1) if falling else range(len(self))

    @property
    def ordered(self) -> bool:
        """Whether only neighbours can be told of as one."""
        return self.kind.kind in NUMERIC or self.kind.kind == LEVEL

    def words(self, places: Sequence[int], measures: Measures) -> str:
        """Return answers in words, neighbours where the fact is ordered."""
        if len(places) == len(self):
            return ANY
        if self.kind.kind in NUMERIC:
            return self._interval(min(places), max(places), measures)
        if self.kind.kind == CHOICES:
            return self._sets(places, measures)
        values = [value for place in places for value in _among(self.cells[place])]
        return listed([self._shown(value, measures) for value in values], 2 * LISTED)

    def _shown(self, value: Value, measures: Measures) -> str:
        return format_value(value, self.kind, measures, self.state.metric)

    def _sets(self, places: Sequence[int], measures: Measures) -> str:
        """Return sets of names in words: by one name that tells them apart, if there is one."""
        if places == [len(self.cells)]:
            return OTHER
        inside = [self.cells[place].value for place in places if place < len(self.cells)]
        outside = [cell.value for place, cell in enumerate(self.cells) if place not in places]
        if not self.rest:
            for name in self.kind.names:
                has = [name in one for one in inside if isinstance(one, frozenset)]
                lacks = [name not in one for one in outside if isinstance(one, frozenset)]
                if all(has) and all(lacks):
                    return f"with {name}"
                if not any(has) and not any(lacks):
                    return f"without {name}"
        shown = [self._shown(one, measures) for one in inside if one is not None]
        shown += [OTHER] if len(self.cells) in places else []
        more = len(shown) - LISTED
        return " / ".join([*shown[:LISTED], *([f"{more} more"] if more > 0 else [])])

    def _interval(self, first: int, last: int, measures: Measures) -> str:
        low, _, with_low, _ = self.cells[first].span or _only(self.cells[first])
        _, high, _, with_high = self.cells[last].span or _only(self.cells[last])
        open_low, open_high = first == 0, last == len(self.cells) - 1
        if self.kind.integral:
            low = Fraction(ceil(low) if with_low else floor(low) + 1)
            high = Fraction(floor(high) if with_high else ceil(high) - 1)
            with_low = with_high = True
        if low == high:
            return self._shown(low, measures)
        least, most = self._shown(low, measures), self._shown(high, measures)
        if self.state.metric is not None and not self.state.metric.higher_is_better:
            least, most = most, least
            open_low, open_high, with_low, with_high = open_high, open_low, with_high, with_low
        above = f"{'at least' if with_low else 'more than'} {least}"
        below = f"{'at most' if with_high else 'less than'} {most}"
        if open_low or open_high:
            return below if open_low else above
        return f"{least} to {most}" if with_low and with_high else f"{above} and {below}"


def _only(cell: Cell) -> Span:
    assert isinstance(cell.value, (int, Fraction))
    value = Fraction(cell.value)
    return Span(value, value, True, True)


def _order(span: Span) -> tuple[Fraction, Fraction]:
    return span.low, span.high


def _among(cell: Cell) -> tuple[Value, ...]:
    assert cell.value is not None
    return cell.among or (cell.value,)


def _operands(test: Test) -> list[Value]:
    return [operand.value for operand in test.operands if operand.value is not None]


def _holds(test: Test, value: Value | None) -> bool:
    return test.operator.holds(value, tuple(operand.value for operand in test.operands))
