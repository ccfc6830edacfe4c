"""The values that a fact can have at all, as a variable and the bounds on it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from vetter.language.numbers import LARGEST
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    LEVEL,
    METRIC,
    NUMERIC,
    PROPORTION,
    QUALITY,
    FactType,
    Measures,
    Metric,
    Value,
)
from vetter.solver.values import Names, Number, Ranks, Several, Variable
from vetter.solver.z3_home import Logic, Term

EXPRESSED_KINDS = frozenset({BOOLEAN, CHOICE, CHOICES, METRIC, LEVEL}) | NUMERIC
"""The types of facts that have a variable; a text is only known or does not apply."""


class Declared(NamedTuple):
    """A variable, and what holds of it whatever the project is."""

    variable: Variable
    always: tuple[Term, ...]


def declare(
    path: str,
    kind: FactType,
    measures: Measures,
    logic: Logic,
    variables: Mapping[str, Variable],
) -> Declared:
    """Return the variable of a fact that someone answers, after the facts that it hangs on."""
    if kind.kind == BOOLEAN:
        term = logic.boolean(path)
        return Declared(Names({False: logic.no(term), True: term}), ())
    if kind.kind in (CHOICE, METRIC):
        names = tuple(measures.metrics) if kind.kind == METRIC else kind.names
        each: dict[Value, Term] = {name: logic.boolean(f"{path} is {name}") for name in names}
        return Declared(Names(each), (logic.exactly_one(tuple(each.values())),))
    if kind.kind == CHOICES:
        return Declared(
            Several({name: logic.boolean(f"{path} has {name}") for name in kind.names}), ()
        )
    if kind.kind == LEVEL:
        rows = tuple(logic.boolean(f"{path} >= {name}") for name in kind.names[1:])
        chain = tuple(logic.implies(above, below) for below, above in pairwise(rows))
        return Declared(Ranks(rows), chain)
    term = logic.number(path, kind.integral)
    return Declared(Number(term), tuple(_bounds(term, kind, measures, logic, variables)))


def _bounds(
    term: Term,
    kind: FactType,
    measures: Measures,
    logic: Logic,
    variables: Mapping[str, Variable],
) -> list[Term]:
    """Return bounds that no answer passes. Where units differ they are those of the largest."""
    if kind.kind == QUALITY:
        stated = variables[kind.metric_of]
        assert isinstance(stated, Names)
        return [
            logic.implies(stated.each[metric.name], _between(term, *_scale(metric), logic))
            for metric in measures.metrics.values()
        ]
    if kind.kind == PROPORTION:
        return [_between(term, Fraction(0), Fraction(1), logic)]
    if kind.low is not None and kind.high is not None:
        return [_between(term, kind.low, kind.high, logic)]
    units = measures.units.get(kind.kind, {})
    factor = max((unit.factor for unit in units.values()), default=Fraction(1))
    return [_between(term, Fraction(0), LARGEST * factor, logic)]


def _scale(metric: Metric) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest goodness that a quality in a metric can have."""
    signed = metric.scale == "unit of the target" and metric.higher_is_better
    least = -LARGEST if signed else Fraction(0)
    most = Fraction(1) if metric.scale == "proportion" and metric.higher_is_better else LARGEST
    return (least, most) if metric.higher_is_better else (-most, -least)


def _between(term: Term, low: Fraction, high: Fraction, logic: Logic) -> Term:
    return logic.every([logic.compare(">=", term, low), logic.compare("<=", term, high)])
