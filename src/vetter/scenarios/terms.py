"""Terms: what a number of a project comes to as a function of one open number.

A term is a quotient of two polynomials with exact coefficients. Of two or more open numbers nothing
is kept but their names.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import zip_longest
from math import isqrt
from typing import NamedTuple

from vetter.rulebook.functions import FUNCTIONS

Polynomial = tuple[Fraction, ...]
"""Coefficients, the constant one first, the last one not zero; nothing is zero."""

ZERO, ONE = Fraction(0), Fraction(1)
_UNIT: Polynomial = (ONE,)


class Term(NamedTuple):
    """A number: `top` / `bottom` in the one open number of `variables`, if there is one.

    It is undefined where a polynomial of `undefined` is zero. A term of several open numbers, or of
    a function that is not known here, has no polynomials.
    """

    variables: frozenset[str]
    top: Polynomial = ()
    bottom: Polynomial = ()
    undefined: frozenset[Polynomial] = frozenset()

    @property
    def readable(self) -> bool:
        """Whether the polynomials say what the term is."""
        return bool(self.bottom)

    @property
    def constant(self) -> bool:
        """Whether the term has one value."""
        return not self.variables

    @property
    def variable(self) -> str:
        """The one open number."""
        (name,) = self.variables
        return name

    def at(self, number: Fraction) -> Fraction | None:
        """Return the value for a value of the open number, None where it is undefined."""
        if any(_at(one, number) == 0 for one in self.undefined):
            return None
        bottom = _at(self.bottom, number)
        return _at(self.top, number) / bottom if bottom else None

    def inverse(self, value: Fraction) -> Fraction | None:
        """Return where a fraction of linear polynomials takes a value, None where nowhere."""
        found = roots(_minus(self.top, _times((value,), self.bottom)))
        if not found or self.at(found[0]) is None:
            return None
        return found[0]

    @property
    def invertible(self) -> bool:
        """Whether it is a fraction of linear polynomials that takes each value once."""
        if not self.readable or len(self.top) > 2 or len(self.bottom) > 2:
            return False
        (b, a), (d, c) = _pair(self.top), _pair(self.bottom)
        return a * d != b * c

    @property
    def identity(self) -> bool:
        """Whether it is the open number itself."""
        return self.top == (ZERO, ONE) and self.bottom == _UNIT


def constant(number: Fraction) -> Term:
    """Return the term of a known number."""
    return Term(frozenset(), _trim((number,)), _UNIT)


def variable(name: str) -> Term:
    """Return the term of an open number."""
    return Term(frozenset((name,)), (ZERO, ONE), _UNIT)


def computed(function: str, inputs: list[Term | None]) -> Term | None:
    """Return the term of a computed fact; None for one that is never defined."""
    if any(one is None for one in inputs):
        return None
    terms = [one for one in inputs if one is not None]
    variables = frozenset[str]().union(*(one.variables for one in terms))
    if not variables:
        value = FUNCTIONS[function].compute([one.at(ZERO) or ZERO for one in terms])
        return None if value is None else constant(value)
    if len(variables) > 1 or not all(one.readable for one in terms) or function not in _RULES:
        return Term(variables)
    undefined = frozenset[Polynomial]().union(*(one.undefined for one in terms))
    result = terms[0]
    if function == "one more than":
        terms.append(constant(ONE))
    for other in terms[1:]:
        top, bottom = _RULES[function](result, other)
        if function == "quotient":
            undefined |= {other.top}
        result = Term(variables, top, bottom)
    if not result.bottom:
        return None
    if len(result.top) < 2 and len(result.bottom) == 1 and not undefined:
        return constant(result.at(ZERO) or ZERO)
    return Term(variables, result.top, result.bottom, undefined)


def crossings(left: Term, right: Term) -> tuple[Fraction, ...] | None:
    """Return where two terms of one open number are equal; None if that is no exact number.

    Where they are equal everywhere there is no place to tell.
    """
    return roots(_minus(_times(left.top, right.bottom), _times(right.top, left.bottom)))


def roots(polynomial: Polynomial) -> tuple[Fraction, ...] | None:
    """Return the exact roots of a polynomial, none for zero; None if they are not exact."""
    found: list[Fraction] = []
    while polynomial and polynomial[0] == 0:
        polynomial = polynomial[1:]
        found = [ZERO]
    if not polynomial:
        return ()
    if len(polynomial) == 1:
        return tuple(found)
    if len(polynomial) == 2:
        return (*found, -polynomial[0] / polynomial[1])
    if len(polynomial) > 3:
        return None
    c, b, a = polynomial
    under = b * b - 4 * a * c
    if under < 0:
        return tuple(found)
    top, bottom = isqrt(under.numerator), isqrt(under.denominator)
    if top * top != under.numerator or bottom * bottom != under.denominator:
        return None
    root = Fraction(top, bottom)
    return (*found, (-b - root) / (2 * a), (-b + root) / (2 * a))


def _at(polynomial: Polynomial, number: Fraction) -> Fraction:
    value = ZERO
    for coefficient in reversed(polynomial):
        value = value * number + coefficient
    return value


def _trim(polynomial: tuple[Fraction, ...]) -> Polynomial:
    end = len(polynomial)
    while end and polynomial[end - 1] == 0:
        end -= 1
    return polynomial[:end]


def _pair(polynomial: Polynomial) -> tuple[Fraction, Fraction]:
    return (*polynomial, ZERO, ZERO)[0], (*polynomial, ZERO, ZERO)[1]


def _plus(one: Polynomial, other: Polynomial) -> Polynomial:
    return _trim(tuple(a + b for a, b in zip_longest(one, other, fillvalue=ZERO)))


def _minus(one: Polynomial, other: Polynomial) -> Polynomial:
    return _plus(one, tuple(-b for b in other))


def _times(one: Polynomial, other: Polynomial) -> Polynomial:
    if not one or not other:
        return ()
    result = [ZERO] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            result[i + j] += a * b
    return _trim(tuple(result))


_RULES: dict[str, Callable[[Term, Term], tuple[Polynomial, Polynomial]]] = {
    "product": lambda a, b: (_times(a.top, b.top), _times(a.bottom, b.bottom)),
    "quotient": lambda a, b: (_times(a.top, b.bottom), _times(a.bottom, b.top)),
    "sum": lambda a, b: (
        _plus(_times(a.top, b.bottom), _times(b.top, a.bottom)),
        _times(a.bottom, b.bottom),
    ),
    "margin": lambda a, b: (
        _minus(_times(a.top, b.bottom), _times(b.top, a.bottom)),
        _times(a.bottom, b.bottom),
    ),
    "one more than": lambda a, b: (_plus(a.top, a.bottom), a.bottom),
}
"""How the functions of computed facts combine two terms."""
