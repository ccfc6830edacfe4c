"""What a test can end in, held against every value that the domains admit."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vetter.language.domains import Domain, Interval, Options, exactly
from vetter.language.operators import LIST, ONE, OPERATORS, PAIR, possible_ends

TOP = 5
NUMBERS = st.integers(0, TOP).map(Fraction)
ORDERED_SIGNS = [sign for sign, operator in OPERATORS.items() if operator.can_hold is not None]
LENGTHS = {ONE: st.just(1), PAIR: st.just(2), LIST: st.integers(1, 4)}


def values(domain: Domain) -> list[Fraction]:
    """Every value of a domain; of a dense one enough for any order of points from several.

    The ends of dense intervals are whole, and at most five domains meet in a test.
    """
    if isinstance(domain, Options):
        return sorted(domain.values)
    assert domain is not None
    step = Fraction(1) if domain.integral else Fraction(1, 6)
    count = (domain.high - domain.low) / step
    return [domain.low + step * place for place in range(int(count) + 1)]


def by_trying(sign: str, left: Domain, right: tuple[Domain, ...]) -> tuple[bool, bool]:
    holds = OPERATORS[sign].holds
    ends = {
        holds(value, operands)
        for operands in product(*map(values, right))
        for value in values(left)
    }
    return True in ends, False in ends


def domains(integral: bool) -> st.SearchStrategy[Domain]:
    intervals = st.lists(NUMBERS, min_size=2, max_size=2).map(
        lambda ends: Interval(min(ends), max(ends), integral)
    )
    return st.sets(NUMBERS, min_size=1, max_size=3).map(lambda found: Options(frozenset(found))) | (
        intervals
    )


@pytest.mark.parametrize("sign", ORDERED_SIGNS)
@pytest.mark.parametrize("integral", [True, False], ids=["whole", "dense"])
@settings(max_examples=60)
@given(data=st.data())
def test_ends_are_those_of_the_admissible_values(sign, integral, data):
    left = data.draw(domains(integral), "left")
    length = data.draw(LENGTHS[OPERATORS[sign].operands])
    if sign != "between" and length > 2:
        # Several dense operands make too many combinations; thresholds are what rules list.
        right = tuple(exactly(data.draw(NUMBERS)) for _ in range(length))
    else:
        right = tuple(data.draw(domains(integral), "operand") for _ in range(length))
    assert possible_ends(OPERATORS[sign], left, right) == by_trying(sign, left, right)


def whole(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high), integral=True)


def dense(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high))


def limits(*numbers: int) -> tuple[Options, ...]:
    return tuple(exactly(Fraction(number)) for number in numbers)


EITHER, SURELY, NEVER = (True, True), (True, False), (False, True)


@pytest.mark.parametrize(
    ("left", "sign", "right", "ends"),
    [
        (dense(2, 4), ">", limits(1), SURELY),
        (dense(2, 4), ">", limits(2), EITHER),
        (dense(2, 4), ">", limits(4), NEVER),
        (dense(2, 4), ">=", limits(2), SURELY),
        (dense(2, 4), ">=", limits(4), EITHER),
        (dense(2, 4), "<", limits(4), EITHER),
        (dense(2, 4), "<", limits(2), NEVER),
        (dense(2, 4), "<=", limits(4), SURELY),
        (dense(2, 4), "<=", limits(2), EITHER),
        (dense(2, 4), "between", limits(2, 4), SURELY),
        (dense(2, 4), "between", limits(4, 5), EITHER),
        (dense(2, 4), "between", limits(0, 1), NEVER),
        (dense(2, 4), "is", limits(3), EITHER),
        (dense(2, 4), "is", limits(5), NEVER),
        (dense(2, 4), "is not", limits(5), SURELY),
        (dense(2, 3), "is one of", limits(2, 3), EITHER),
        (whole(2, 3), "is one of", limits(2, 3), SURELY),
        (whole(2, 4), "is one of", limits(2, 3), EITHER),
        (whole(2, 3), "is not one of", limits(2, 3), NEVER),
        (whole(2, 3), "is", (dense(1, 1),), NEVER),
        (Options(frozenset({Fraction(1), Fraction(5)})), "is", (dense(2, 3),), NEVER),
        (Options(frozenset({Fraction(0), Fraction(5)})), "between", limits(1, 4), NEVER),
        (dense(2, 4), ">", (dense(4, 5),), NEVER),
        (dense(2, 4), ">", (dense(1, 2),), EITHER),
        (dense(3, 4), ">", (dense(1, 2),), SURELY),
    ],
)
def test_ends_at_the_boundaries(left, sign, right, ends):
    assert possible_ends(OPERATORS[sign], left, right) == ends


@pytest.mark.parametrize("sign", [sign for sign, one in OPERATORS.items() if one.operands == ONE])
def test_of_nothing_known_anything_can_come(sign):
    known = exactly("red") if OPERATORS[sign].can_hold is None else exactly(Fraction(1))
    assert possible_ends(OPERATORS[sign], None, (known,)) == EITHER
    assert possible_ends(OPERATORS[sign], known, (None,)) == EITHER


@pytest.mark.parametrize(
    ("parts", "sign", "names", "ends"),
    [
        ({"wheel", "axle"}, "has", ["axle"], SURELY),
        ({"wheel"}, "has", ["axle"], NEVER),
        (set(), "has", ["axle"], NEVER),
        ({"wheel"}, "lacks", ["axle"], SURELY),
        (set(), "lacks", ["axle"], SURELY),
        ({"axle"}, "lacks", ["axle"], NEVER),
        ({"wheel"}, "has any of", ["axle", "wheel"], SURELY),
        (set(), "has any of", ["axle", "wheel"], NEVER),
    ],
)
def test_lists_of_choices(parts, sign, names, ends):
    right = tuple(exactly(name) for name in names)
    assert possible_ends(OPERATORS[sign], exactly(frozenset(parts)), right) == ends
