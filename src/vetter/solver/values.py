"""Values of facts as variables: what each type of fact is in a formula, and how it is compared.

A boolean is one variable, a choice or metric one for each name, several choices likewise. A level
is a row of variables that say "at least this level". A number is a number, whole where its type
is. A quality is a number of which more is better, as everywhere in the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from vetter.language.domains import Domain, Interval, Options
from vetter.language.types import Value
from vetter.solver.z3_home import Logic, Model, Term


class Names(NamedTuple):
    """One of several names; a boolean has the names True and False."""

    each: Mapping[Value, Term]


class Ranks(NamedTuple):
    """A rank from 0: `at_least[k]` says that it is `k + 1` or more."""

    at_least: tuple[Term, ...]

    def reaches(self, rank: int) -> Term:
        """Return that the rank is this one or above."""
        if rank <= 0:
            return True
        return self.at_least[rank - 1] if rank <= len(self.at_least) else False


class Several(NamedTuple):
    """Any of several names together."""

    each: Mapping[Value, Term]


class Number(NamedTuple):
    """A number."""

    term: Term


class Ratio(NamedTuple):
    """A number that is the quotient of two, of which the divisor is not zero.

    Against a constant the divisor is multiplied away, which leaves linear arithmetic; `term` is the
    number itself, for whatever else it is compared with.
    """

    dividend: Term
    divisor: Term
    term: Term


class Tally(NamedTuple):
    """A number of things that hold."""

    things: tuple[Term, ...]


Variable = Names | Ranks | Several | Number | Ratio | Tally


class Comparer:
    """Makes the formula of an operator: that it holds, of a variable and its operands."""

    def __init__(self, logic: Logic) -> None:
        """Make formulas of one logic. `divided` collects the ratios needed as numbers."""
        self.logic = logic
        self.divided: set[str] = set()

    def holds(self, sign: str, left: Variable, right: Sequence[Variable | Value]) -> Term:
        """Return that an operator holds. Raises `KeyError` for one that has no formula."""
        return _OPERATORS[sign](self, left, right)

    def same(self, left: Variable, right: Variable | Value) -> Term:
        """Return that two values are the same."""
        if isinstance(left, Names):
            if not isinstance(right, Names):
                assert not isinstance(right, (Ranks, Several, Number, Ratio, Tally))
                return left.each.get(right, False)
            return self.logic.some(
                [self.logic.every([term, right.each[name]]) for name, term in left.each.items()]
            )
        return self.logic.every([self.order(">=", left, right), self.order("<=", left, right)])

    def order(self, sign: str, left: Variable, right: Variable | Value) -> Term:
        """Return that two values stand in an order: `>=`, `<=`, `>` or `<`."""
        if isinstance(left, Ratio) and isinstance(right, (int, Fraction)):
            return self._ratio(sign, left, Fraction(right))
        if isinstance(left, (Number, Ratio)) or isinstance(right, (Number, Ratio)):
            return self.logic.compare(sign, self.number(left), self.number(right))
        if sign in ("<=", "<"):
            return self.logic.no(self.order(">" if sign == "<=" else ">=", left, right))
        assert isinstance(left, (Ranks, Tally))
        if isinstance(right, (Ranks, Tally)):
            return self._higher(sign == ">", left, right)
        assert isinstance(right, (int, Fraction))
        rank = int(right) if right.denominator == 1 else int(right // 1)
        strict = sign == ">" or right.denominator != 1
        return self._reaches(left, rank + strict)

    def _higher(self, strictly: bool, left: Ranks | Tally, right: Ranks | Tally) -> Term:
        """Return that one rank is above another, or for all that are not `strictly` as high."""
        most = max(self._most(left), self._most(right))
        logic = self.logic
        ranks = range(1, most + 1)
        if strictly:
            return logic.some(
                [
                    logic.every([self._reaches(left, rank), logic.no(self._reaches(right, rank))])
                    for rank in ranks
                ]
            )
        return logic.every(
            [logic.implies(self._reaches(right, rank), self._reaches(left, rank)) for rank in ranks]
        )

    def _reaches(self, variable: Ranks | Tally, rank: int) -> Term:
        if isinstance(variable, Ranks):
            return variable.reaches(rank)
        return self.logic.at_least(variable.things, rank)

    def _most(self, variable: Ranks | Tally) -> int:
        return len(variable.at_least if isinstance(variable, Ranks) else variable.things)

    def _ratio(self, sign: str, ratio: Ratio, bound: Fraction) -> Term:
        logic = self.logic
        rest = logic.less(ratio.dividend, bound, ratio.divisor)
        zero = Fraction(0)
        turned = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}[sign]
        above = [logic.compare(">", ratio.divisor, zero), logic.compare(sign, rest, zero)]
        below = [logic.compare("<", ratio.divisor, zero), logic.compare(turned, rest, zero)]
        return logic.some([logic.every(above), logic.every(below)])

    def number(self, one: Variable | Value) -> Term:
        """Return a value as a number."""
        if isinstance(one, Ratio):
            self.divided.add(str(one.term))
            return one.term
        if isinstance(one, Number):
            return one.term
        if isinstance(one, Tally):
            return self.logic.count(one.things)
        assert isinstance(one, (int, Fraction))
        return Fraction(one)

    def within(self, variable: Variable, domain: Domain) -> Term:
        """Return that a value is one of a domain."""
        if domain is None:
            return True
        if isinstance(domain, Interval):
            return self.logic.every(
                [self.order(">=", variable, domain.low), self.order("<=", variable, domain.high)]
            )
        assert isinstance(domain, Options)
        values = sorted(domain.values, key=_in_words)
        return self.logic.some([self.exactly(variable, value) for value in values])

    def exactly(self, variable: Variable, value: Value) -> Term:
        """Return that a variable has a value."""
        if isinstance(variable, Several):
            assert isinstance(value, frozenset)
            return self.logic.every(
                [
                    term if name in value else self.logic.no(term)
                    for name, term in variable.each.items()
                ]
            )
        return self.same(variable, value)


def changed(variable: Variable, change: Callable[[Term], Term]) -> Variable:
    """Return a variable with each of its terms changed, in an order that is always the same."""
    if isinstance(variable, Names):
        return Names({name: change(term) for name, term in variable.each.items()})
    if isinstance(variable, Several):
        return Several({name: change(term) for name, term in variable.each.items()})
    if isinstance(variable, Ranks):
        return Ranks(tuple(change(term) for term in variable.at_least))
    if isinstance(variable, Tally):
        return Tally(tuple(change(term) for term in variable.things))
    if isinstance(variable, Ratio):
        return Ratio(*(change(term) for term in variable))
    return Number(change(variable.term))


def own_terms(variable: Variable) -> list[Term]:
    """Return the free terms of a variable that someone answers."""
    if isinstance(variable, Names):
        if set(variable.each) == {False, True}:
            return [variable.each[True]]
        return list(variable.each.values())
    if isinstance(variable, Several):
        return list(variable.each.values())
    if isinstance(variable, Ranks):
        return list(variable.at_least)
    assert isinstance(variable, (Number, Ratio))
    return [variable.term]


def _in_words(value: Value) -> str:
    """Return what values are sorted by, which must not hang on the order inside a set."""
    return str(sorted(value) if isinstance(value, frozenset) else value)


def read(variable: Variable, model: Model) -> Value | None:
    """Return the value of a variable in a model, None for a number that is not rational."""
    if isinstance(variable, Names):
        return next(name for name, term in variable.each.items() if model.holds(term))
    if isinstance(variable, Several):
        return frozenset(str(name) for name, term in variable.each.items() if model.holds(term))
    if isinstance(variable, Ranks):
        return sum(model.holds(term) for term in variable.at_least)
    if isinstance(variable, Tally):
        return sum(model.holds(term) for term in variable.things)
    return model.number(variable.term)  # a ratio's own term says nothing unless it is needed


Operands = Sequence[Variable | Value]


def _listed(comparer: Comparer, left: Variable, right: Operands) -> Term:
    return comparer.logic.some([comparer.same(left, one) for one in right])


def _has_any(comparer: Comparer, left: Variable, right: Operands) -> Term:
    assert isinstance(left, Several)
    return comparer.logic.some([left.each.get(name, False) for name in right])  # type: ignore[arg-type]


def _ordered(sign: str) -> Callable[[Comparer, Variable, Operands], Term]:
    return lambda comparer, left, right: comparer.order(sign, left, right[0])


def _not(
    positive: Callable[[Comparer, Variable, Operands], Term],
) -> Callable[[Comparer, Variable, Operands], Term]:
    return lambda comparer, left, right: comparer.logic.no(positive(comparer, left, right))


def _between(comparer: Comparer, left: Variable, right: Operands) -> Term:
    return comparer.logic.every(
        [comparer.order(">=", left, right[0]), comparer.order("<=", left, right[1])]
    )


_OPERATORS: dict[str, Callable[[Comparer, Variable, Operands], Term]] = {
    "is": _listed,
    "is not": _not(_listed),
    "is one of": _listed,
    "is not one of": _not(_listed),
    ">=": _ordered(">="),
    "<=": _ordered("<="),
    ">": _ordered(">"),
    "<": _ordered("<"),
    "between": _between,
    "has": _has_any,
    "lacks": _not(_has_any),
    "has any of": _has_any,
}
"""Operators by sign; `is known` and its like ask only whether a fact applies."""

EXPRESSED = frozenset(_OPERATORS)
"""The signs of the operators on values that have a formula."""
