"""Conditions: sentences with every operator that fits a fact, nested under all, any and none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.generators.pick import Pick
from vetter.language.operators import KNOWN_TESTS, LIST, NO_OPERAND, OPERATORS, PAIR
from vetter.language.types import BOOLEAN, LEVEL, METRIC, NUMERIC, QUALITY, TEXT


@dataclass(frozen=True)
class Kind:
    """The type of a fact as a sentence sees it: kind, unit, names of choices or levels."""

    kind: str
    unit: str = ""
    names: tuple[str, ...] = ()


Block = dict[str, list["Block | str"]]
"""A group of conditions as it stands in a file."""


@dataclass(frozen=True)
class Writer:
    """Writes sentences about base facts and derived facts of these kinds.

    `limits` are the thresholds: name, kind, unit, metric; the lowest of a kind first. `metrics` are
    those that qualities may be measured in. Without `asks_knowledge` nothing asks `is known`.
    """

    base: Mapping[str, Kind]
    derived: Mapping[str, Kind]
    limits: tuple[tuple[str, str, str, str], ...]
    metrics: tuple[str, ...]
    asks_knowledge: bool = True
    kinds: dict[str, Kind] = field(init=False)

    def __post_init__(self) -> None:
        self.__dict__["kinds"] = {**self.base, **self.derived}

    def condition(self, pick: Pick, depth: int = 3, about: str = "") -> Block:
        """Return a group nested up to `depth`, with one sentence about the fact `about`."""
        parts = self.parts(pick, 3, depth)
        if about:
            parts[pick.below(len(parts))] = self.sentence(pick, about)
        return {pick.of(("all", "any", "all", "any", "none")): parts}

    def parts(self, pick: Pick, most: int, depth: int) -> list[Block | str]:
        """Return up to `most` sentences and groups."""
        return [
            self.condition(pick, depth - 1)
            if depth > 1 and pick.chance(25)
            else self.sentence(pick, self._path(pick))
            for _ in range(1 + pick.below(most))
        ]

    def sentence(self, pick: Pick, path: str) -> str:
        """Return a sentence about one fact, with an operator that fits it."""
        kind = self.kinds[path]
        signs = [sign for sign, operator in OPERATORS.items() if kind.kind in operator.kinds]
        values = [sign for sign in signs if sign not in KNOWN_TESTS]
        asked = [sign for sign in signs if sign in KNOWN_TESTS]
        may_ask = self.asks_knowledge and path in self.base
        sign = pick.of(asked if not values or (may_ask and pick.chance(30)) else values)
        shape = OPERATORS[sign].operands
        if shape == NO_OPERAND:
            return f"{path} {sign}"
        if shape == PAIR:
            return f"{path} {sign} {self._pair(pick, path, kind)}"
        words = self._literals(pick, kind) + self._others(path, kind)
        if shape == LIST:
            return f"{path} {sign} {', '.join(pick.some(words, 1, 3))}"
        # A literal more often than another fact, where there are both.
        literals = self._literals(pick, kind)
        return f"{path} {sign} {pick.of(literals if literals and pick.chance(50) else words)}"

    def _pair(self, pick: Pick, path: str, kind: Kind) -> str:
        literals, others = self._literals(pick, kind), self._others(path, kind)
        ends = [pick.of(literals), pick.of(literals)]
        ends.sort(key=literals.index)
        if others and pick.chance(30):
            ends[pick.below(2)] = pick.of(others)
        return f"{ends[0]} and {ends[1]}"

    def _path(self, pick: Pick) -> str:
        if self.derived and pick.chance(30):
            return self.derived_path(pick)
        base = self.base
        return pick.of([path for path in base if self.asks_knowledge or base[path].kind != TEXT])

    def derived_path(self, pick: Pick) -> str:
        """Return a derived fact; of counters there are many, so they are drawn as one."""
        levels = [path for path, kind in self.derived.items() if kind.kind == LEVEL]
        counters = [path for path, kind in self.derived.items() if kind.kind != LEVEL]
        return pick.of(levels if levels and (not counters or pick.chance(60)) else counters)

    def _literals(self, pick: Pick, kind: Kind) -> list[str]:
        """Return what a fact of this kind can be compared with, in the order of the values."""
        if kind.kind == METRIC:
            return list(self.metrics)
        if kind.kind == BOOLEAN:
            return ["no", "yes"]
        if kind.kind not in NUMERIC:
            return list(kind.names)
        metric = ""
        if kind.kind == QUALITY:
            metric = self.metrics[0] if pick.chance(75) else pick.of(self.metrics)
        asked = (kind.kind, kind.unit, metric)
        return [f"${name}" for name, *limit in self.limits if tuple(limit) == asked]

    def _others(self, path: str, kind: Kind) -> list[str]:
        if kind.kind == "choices":
            return []
        return [other for other, like in self.kinds.items() if like == kind and other != path]
