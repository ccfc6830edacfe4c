"""Small wording: numbers as words, lists as prose, the first letter of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def number_word(number: int) -> str:
    """Return a whole number as a word up to twelve, as digits beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, `two questions`; the noun takes a plain s."""
    return f"{number_word(number)} {noun}{'' if number == 1 else 's'}"


def among(names: Sequence[str], limit: int) -> str:
    """Return the first names as prose, the rest as a number: `a, b and three more`."""
    if len(names) > limit + 1:
        return f"{', '.join(names[:limit])} and {number_word(len(names) - limit)} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def capital(text: str) -> str:
    """Return text with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return text as a sentence: a capital first, a full stop last."""
    stripped = text.strip()
    if not stripped or stripped[-1] in ".!?:":
        return capital(stripped)
    return f"{capital(stripped)}."
