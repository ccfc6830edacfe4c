"""Phrases that people write for operators are refused, also those that begin with `is`."""

from __future__ import annotations

import re

import pytest

from vetter.language.phrases import INSTEAD
from vetter.language.sentences import BadSentence, parse_sentence

PHRASES = [
    "is not unknown", "is no longer", "is not in", "is in", "is either",
    "is at least", "is at most", "is no more than",
    "is greater than", "is more than", "is higher than", "is larger than", "is better than",
    "is above", "is over", "is exceeds",
    "is less than", "is lower than", "is smaller than", "is fewer than", "is worse than",
    "is below", "is under", "is between",
]  # fmt: skip


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("behind", [" $limit", " other.fact"])
def test_a_phrase_that_begins_with_is_is_refused(phrase: str, behind: str) -> None:
    with pytest.raises(BadSentence, match=f"`{phrase}` is no operator") as caught:
        parse_sentence(f"some.fact {phrase}{behind}")
    assert caught.value.code == "operator"
    assert caught.value.help.startswith("Write `some.fact ")


def test_every_pattern_that_can_begin_with_is_has_a_phrase_here() -> None:
    lacking = [
        pattern
        for pattern, _ in INSTEAD
        if re.search(r"\bis(?!n)", pattern)
        and not any(re.fullmatch(rf"(?:{pattern})", phrase) for phrase in PHRASES)
    ]
    assert lacking == []


@pytest.mark.parametrize("value", ["no", "fewer classes", "higher", "under review"])
def test_a_choice_may_begin_like_a_phrase(value: str) -> None:
    assert parse_sentence(f"some.fact is {value}").operands == (value,)
