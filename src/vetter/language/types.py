"""The types of facts: what a value of a fact can be, and how its kind behaves."""

from __future__ import annotations

from fractions import Fraction

from vetter.base.records import NamedTuple

BOOLEAN = "boolean"
INTEGER = "integer"
NUMBER = "number"
PROPORTION = "proportion"
DURATION = "duration"
PERSON_TIME = "person-time"
MONEY = "money"
CHOICE = "choice"
CHOICES = "choices"
LEVEL = "level"
QUALITY = "quality"
MARGIN = "margin"
METRIC = "metric"
TEXT = "text"

KINDS = (
    BOOLEAN, INTEGER, NUMBER, PROPORTION, DURATION, PERSON_TIME,
    MONEY, CHOICE, CHOICES, LEVEL, QUALITY, MARGIN, METRIC, TEXT,
)  # fmt: skip
MEASURED = frozenset({QUALITY, MARGIN})
"""What is measured in a metric: a quality, and how much better one is than another."""
NUMERIC = frozenset({INTEGER, NUMBER, PROPORTION, DURATION, PERSON_TIME, MONEY}) | MEASURED
ORDERED = NUMERIC | {LEVEL}
NAMED = frozenset({CHOICE, CHOICES, LEVEL, METRIC})

Value = bool | int | str | Fraction | frozenset[str]
"""A value: boolean, rank of a level, name of a choice, number in the base unit, set of choices."""

SCALES = ("proportion", "positive number", "unit of the target")


class Metric(NamedTuple):
    """A measure of quality: its name, the direction that is better, and its scale."""

    name: str
    higher_is_better: bool
    scale: str
    meaning: str = ""


class Unit(NamedTuple):
    """A unit of time: how many of the base unit it is, and how people write it."""

    name: str
    one: str
    factor: Fraction
    aliases: tuple[str, ...] = ()


class FactType(NamedTuple):
    """The type of a fact, a derived fact or a threshold.

    `unit` is printed after integers and numbers and is the currency of money. `low` and `high`
    bound a number, both included. `names` are the choices, or the levels from the lowest.
    `metric_of` is the fact that states the metric of a quality or margin. A threshold of either
    holds in `metrics` only, and in every metric where there is none.
    """

    kind: str
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    names: tuple[str, ...] = ()
    metric_of: str = ""
    metrics: tuple[str, ...] = ()

    @property
    def integral(self) -> bool:
        """Whether only whole values exist."""
        return self.kind in (INTEGER, LEVEL)

    def rank(self, name: str) -> int:
        """Return the place of a level, 0 for the lowest."""
        return self.names.index(name)


class Measures(NamedTuple):
    """The tables that values are read with: metrics, units of time, the currency."""

    metrics: dict[str, Metric]
    units: dict[str, dict[str, Unit]]
    currency: str
