"""Numbers cut jointly: no order of numbers, thresholds and computed numbers is missed."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenarios.drawn import TIMES
from vetter.scenarios.numbers import Comparison, cut_numbers
from vetter.scenarios.points import Range, whole_within, within
from vetter.scenarios.terms import computed, constant, roots, variable

NAMES = ("x", "y", "z")


def draw_problem(random):
    """Two or three numbers, and comparisons of them, of multiples of them, and with limits."""
    names = NAMES[: random.randint(2, 3)]
    ranges = {}
    for name in names:
        integral = random.random() < 0.5
        only = tuple(Fraction(one) for one in sorted(random.sample(range(11), 3)))
        ranges[name] = Range(
            Fraction(0), Fraction(10), integral, only if random.random() < 0.15 else ()
        )
    terms = {name: [variable(name)] for name in names}
    for name in names:
        if random.random() < 0.5:
            factor = constant(Fraction(random.choice((2, 3, 1)), random.choice((1, 2))))
            function = random.choice(("product", "sum", "quotient", "margin"))
            terms[name].append(computed(function, [variable(name), factor]))
    comparisons = []
    for _ in range(random.randint(1, 4)):
        left, right = random.sample(names, 2)
        other = constant(Fraction(random.randint(0, 20), 2))
        one = random.choice(terms[left])
        two = random.choice(terms[right]) if random.random() < 0.5 else other
        comparisons.append(Comparison(one, two, (left, right)))
    return ranges, comparisons


def signs(comparisons, values):
    found = []
    for left, right, _ in comparisons:
        one = left.at(values.get("".join(left.variables), Fraction(0)))
        two = right.at(values.get("".join(right.variables), Fraction(0)))
        found.append((one > two) - (one < two))
    return tuple(found)


def every_order_is_met(seed):
    random = Random(seed)
    ranges, comparisons = draw_problem(random)
    cut = cut_numbers(ranges, comparisons, ())
    if cut.inexact:
        return False
    points = {name: [point.number for point in cut.points[name]] for name in ranges}
    assert all(among.admits(one) for name, among in ranges.items() for one in points[name])
    met = {
        signs(comparisons, dict(zip(ranges, chosen, strict=True)))
        for chosen in product(*points.values())
    }
    grid = {
        name: [one for one in (Fraction(at, 4) for at in range(41)) if among.admits(one)]
        for name, among in ranges.items()
    }
    for _ in range(400):
        values = {name: random.choice(numbers) for name, numbers in grid.items()}
        assert signs(comparisons, values) in met, (seed, values)
    return True


def test_every_order_is_met():
    assert sum(every_order_is_met(seed) for seed in range(150)) >= 75


@pytest.mark.nightly
def test_every_order_is_met_on_many():
    count = 1_000 * TIMES
    assert sum(every_order_is_met(seed) for seed in range(1_000, 1_000 + count)) >= count / 2


@given(
    st.fractions(-1000, 1000, max_denominator=1000),
    st.fractions(Fraction(1, 1000), 1000, max_denominator=1000),
    st.integers(0, 5),
)
def test_points_lie_strictly_between(low, width, count):
    found = within(low, low + width, count)
    assert len(set(found)) == count
    assert all(low < one < low + width for one in found)
    whole = whole_within(low, low + width, count)
    every = [one for one in range(-1001, 2002) if low < one < low + width]
    assert len(set(whole)) == min(count, len(every))
    assert set(whole) <= set(every)


@pytest.mark.parametrize(
    ("low", "high"),
    [(None, None), (None, -5), (3, None), (0, 10**15), (-(10**15), -7), (-3, 10**9)],
)
def test_points_near_where_an_end_is_far(low, high):
    ends = [None if one is None else Fraction(one) for one in (low, high)]
    for found in (within(*ends, 3), whole_within(*ends, 3)):
        assert len(set(found)) == 3
        assert all((low is None or one > low) and (high is None or one < high) for one in found)
        assert all(abs(one) < 100 for one in found)


@pytest.mark.parametrize(
    ("polynomial", "expected"),
    [
        ((), ()),
        ((3,), ()),
        ((-6, 3), (2,)),
        ((0, 0, 5), (0,)),
        ((0, -6, 3), (0, 2)),
        ((-4, 0, 1), (-2, 2)),
        ((1, 0, 1), ()),
        ((-2, 0, 1), None),
        ((-8, 0, 0, 1), None),
    ],
)
def test_roots_are_exact_or_named(polynomial, expected):
    found = roots(tuple(Fraction(one) for one in polynomial))
    assert found == expected


@given(
    st.lists(st.fractions(0, 20, max_denominator=6), min_size=2, max_size=2),
    st.sampled_from(("product", "sum", "quotient", "margin")),
    st.fractions(0, 50, max_denominator=12),
    st.booleans(),
)
def test_a_term_is_what_the_function_computes(numbers, function, at, turned):
    from vetter.rulebook.functions import FUNCTIONS

    inputs = [variable("x"), constant(numbers[0])]
    values = [at, numbers[0]]
    if turned:
        inputs.reverse()
        values.reverse()
    term = computed(function, inputs)
    expected = FUNCTIONS[function].compute(values)
    if term is None:
        assert expected is None
    elif term.constant:
        assert term.at(Fraction(0)) == expected
    else:
        assert term.at(at) == expected
        if term.invertible and expected is not None:
            assert term.inverse(expected) == at
    # The share of a number in a sum with it: one number, a fraction of linear polynomials.
    whole = computed("sum", [variable("x"), constant(numbers[1] + 1)])
    share = computed("quotient", [variable("x"), whole])
    assert share.at(at) == at / (at + numbers[1] + 1)
    assert share.inverse(share.at(at)) == at
