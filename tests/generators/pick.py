"""Choices drawn from Hypothesis, so that a failing case shrinks to a small one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


class Pick:
    """Draws choices; the first of several is the simplest, to which Hypothesis shrinks."""

    def __init__(self, below: Callable[[int], int]) -> None:
        self._below = below

    @classmethod
    def from_hypothesis(cls, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Pick:
        return cls(lambda count: draw(_below(count)))

    @classmethod
    def from_random(cls, random: Random) -> Pick:
        return cls(random.randrange)

    def below(self, count: int) -> int:
        return self._below(count) if count > 1 else 0

    def chance(self, percent: int) -> bool:
        return self._below(100) >= 100 - percent

    def of(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], least: int, most: int) -> list[T]:
        """Return between `least` and `most` of the items, in a drawn order."""
        left = list(items)
        count = min(len(left), least + self.below(most - least + 1))
        return [left.pop(self.below(len(left))) for _ in range(count)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return self.some(items, len(items), len(items))
