"""Sources: lines and places as libyaml counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vetter.base.sources import Source, Unreadable, decode

TEXT = "one two\ntwo one_two\r\nthree two.one two\rend"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("one", (1, 1)), ("two", (3, 15)), ("two.one", (3, 7)), ("one_two", (2, 5)),
        ("end", (4, 1)), ("three", (3, 1)), ("ree", (1, 1)), ("nothing", (1, 1)), ("", (4, 4)),
    ],
)  # fmt: skip
def test_the_last_place_of_whole_words(words: str, place: tuple[int, int]) -> None:
    assert Source("x", TEXT).place_of(words, (1, 1), (4, 4)) == place


def test_words_are_looked_for_between_two_places_only() -> None:
    source = Source("x", TEXT)
    assert source.place_of("two", (1, 1), (2, 4)) == (2, 1)
    assert source.place_of("two", (1, 1), (1, 7)) == (1, 1)
    assert source.place_of("one", (2, 1), (2, 12)) == (2, 1)


@given(st.text("ab\r\n\x85\u2028", max_size=40), st.integers(0, 40))
def test_a_place_in_the_text_leads_back_to_its_character(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    source = Source("x", text)
    line, column = source.place_at(offset)
    assert 1 <= line <= source.line_count
    if offset < len(text) and text[offset] in "ab":
        assert source.line(line)[column - 1] == text[offset]


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused_with_a_place(data: bytes) -> None:
    try:
        source = decode(data, "x.yaml")
    except Unreadable as error:
        problem = error.problem
        assert problem.code in {"empty", "binary", "encoding"}
        assert problem.help
    else:
        assert source.text.strip()
