"""Numbers: exact from the text that people write, and back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vetter.language.numbers import (
    DIGITS_LIMIT,
    exact_text,
    format_number,
    is_overlong,
    parse_number,
    split_amount,
)

DECIMALS = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=6)


@given(DECIMALS)
def test_the_exact_text_of_a_number_reads_back_as_the_same(number: Decimal) -> None:
    assert parse_number(exact_text(Fraction(number))) == Fraction(number)


@given(st.integers(-(10**15), 10**15), st.integers(0, 4))
def test_what_is_written_for_people_reads_back_as_the_same(digits: int, places: int) -> None:
    number = Fraction(digits, 10**places)
    assert parse_number(format_number(number).replace(",", "")) == number


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(1, 6))
def test_rounding_is_off_by_less_than_its_last_place(number: Fraction, places: int) -> None:
    shown = parse_number(format_number(number, places).replace(",", ""))
    assert shown is not None
    last = max(Fraction(1, 10**places), abs(number) / 10 if abs(number) < 10**-places else 0)
    assert abs(shown - number) <= last


@given(st.fractions(min_value=Fraction(1, 10**12), max_value=1))
def test_a_number_that_is_not_zero_is_not_written_as_zero(number: Fraction) -> None:
    assert parse_number(format_number(number)) != 0


@given(DECIMALS, st.sampled_from(["", " ", "  "]), st.sampled_from(["EUR", "months", "%", "€"]))
def test_an_amount_is_split_from_its_unit(number: Decimal, space: str, unit: str) -> None:
    written = f"{number:f}"
    assert split_amount(f"{written}{space}{unit}") == (written, unit)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12,000 EUR", ("12,000", "EUR")),
        ("12 000 labels", ("12 000", "labels")),
        ("1'000 EUR", ("1'000", "EUR")),
        ("1,5months", ("1,5", "months")),
        ("1e3 EUR", ("1e3", "EUR")),
        ("1e EUR", ("1", "e EUR")),
        ("3. days", ("3.", "days")),
        (".5 days", (".5", "days")),
        ("-.5 days", ("-.5", "days")),
        ("EUR 100", ("", "EUR 100")),
        ("", ("", "")),
        ("x", ("", "x")),
        ("٣ days", ("", "٣ days")),
    ],
)
def test_amounts(text: str, parts: tuple[str, str]) -> None:
    assert split_amount(text) == parts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", Fraction(0)), ("-0", Fraction(0)), ("+1", Fraction(1)), ("012", Fraction(12)),
        (".5", Fraction(1, 2)), ("1.", Fraction(1)), ("1e3", Fraction(1000)),
        ("1E-3", Fraction(1, 1000)), ("0.1", Fraction(1, 10)), ("1e99", Fraction(10**99)),
        ("9" * DIGITS_LIMIT, Fraction(int("9" * DIGITS_LIMIT))),
        ("9" * (DIGITS_LIMIT + 1), None), ("1e100", None), ("1e", None), ("e3", None), ("", None),
        (".", None), ("1_0", None), ("0x1", None), ("1/2", None), ("٣", None), ("²", None),
        ("1 ", None), ("inf", None), ("nan", None), ("--1", None), ("1e1.5", None),
    ],
)  # fmt: skip
def test_what_is_a_number(text: str, number: Fraction | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["1e100", "-1e-999", "1" * 41, "0." + "1" * 40, "1" * 10_000])
def test_a_number_with_too_many_digits_is_told_from_what_is_none(text: str) -> None:
    assert is_overlong(text)
    assert not is_overlong(text + "x")


@pytest.mark.parametrize("text", ["", "1", "1e99", "x", ".", "1e"])
def test_other_texts_are_not_overlong(text: str) -> None:
    assert not is_overlong(text)
