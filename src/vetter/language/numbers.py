"""Exact numbers: from the text that people write to fractions, and back to text."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS_LIMIT = 40
LARGEST = Fraction(10**15)
"""The largest amount that any figure of a project can have, whatever it counts."""
PLACES = 4
SMALLEST = 1 / LARGEST
"""The smallest amount above zero that any figure of a project can have."""
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
_ANY_LENGTH = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_AMOUNT = re.compile(
    r"([+-]?(?:[\d.,_']| (?=\d))*\d\.?(?:[eE][+-]?\d+)?)\s*(.*)", re.ASCII | re.DOTALL
)


def parse_number(text: str) -> Fraction | None:
    """Return the exact number that `text` writes in digits, or None when it is not one."""
    if len(text) > DIGITS_LIMIT or not _NUMBER.fullmatch(text):
        return None
    return Fraction(text)


def split_amount(text: str) -> tuple[str, str]:
    """Split `12.5 EUR` or `3months` into what looks like a number and what follows it.

    A number with separators counts, so that it can be refused with its unit at hand.
    """
    match = _AMOUNT.fullmatch(text)
    return (match[1], match[2]) if match else ("", text)


def is_overlong(text: str) -> bool:
    """Return whether a text is a number in form, but with more digits than are read."""
    return parse_number(text) is None and bool(re.fullmatch(_ANY_LENGTH, text, re.ASCII))


def format_number(number: Fraction, places: int = PLACES) -> str:
    """Return a number for people: thousands with commas, at most `places` decimals, half to even.

    A number that would come out as zero and is not is written as a power of ten.
    """
    if number.denominator == 1:
        return f"{number.numerator:,}"
    if number and abs(number) < Fraction(1, 10**places):
        return f"{float(number):.1e}"
    scaled = round(number * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole:,}.{decimals}" if decimals else f"{sign}{whole:,}"


def exact_text(number: Fraction) -> str:
    """Return the number as digits that `parse_number` reads back to the same number, if it can."""
    if number.denominator == 1:
        return str(number.numerator)
    digits = 0
    scaled = number
    while scaled.denominator != 1 and digits < DIGITS_LIMIT:
        scaled *= 10
        digits += 1
    if scaled.denominator != 1:
        return f"{number.numerator}/{number.denominator}"
    sign = "-" if scaled < 0 else ""
    text = f"{abs(scaled.numerator):0{digits + 1}d}"
    return f"{sign}{text[:-digits]}.{text[-digits:]}"
