"""Layout: no line longer than it may be, nothing lost, and paint that takes no room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vetter.base.characters import QUOTE_WIDTH, UNSAFE, quote, visible, width
from vetter.base.escape import clean
from vetter.base.layout import apart, pad, paint, repaint, unpainted, wrap

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)
WORDS = st.lists(st.text("abcdéß中文e\u0301", min_size=1, max_size=12), min_size=1, max_size=40)


@given(WORDS, st.integers(10, 60), st.integers(0, 8))
def test_wrapped_lines_are_no_longer_than_asked_for(
    words: list[str], columns: int, indent: int
) -> None:
    lines = wrap(" ".join(words), columns, indent).split("\n")
    for number, line in enumerate(lines):
        if number:
            assert line.startswith(" " * indent)
        one_word = " " not in line.strip()
        assert width(line) + (0 if number else indent) <= columns or one_word
    assert " ".join(line.strip() for line in lines).split() == " ".join(words).split()


@given(WORDS, st.integers(20, 60), st.sampled_from(["bold", "go with conditions"]))
def test_paint_changes_no_line_end(words: list[str], columns: int, name: str) -> None:
    text = " ".join(words)
    painted = wrap(paint(text, name), columns)
    assert unpainted(painted) == wrap(text, columns)
    assert repaint(painted, lambda text, name: f"{name}:{text}") == f"{name}:{wrap(text, columns)}"


@given(TEXTS, TEXTS, st.integers(20, 80))
def test_two_texts_apart_lose_nothing(left: str, right: str, columns: int) -> None:
    lines = unpainted(apart(left, right, columns))
    assert "".join(lines.split()) == "".join(f"{clean(left)}{clean(right)}".split())


@given(TEXTS, st.integers(0, 40))
def test_a_padded_text_is_at_least_so_wide(text: str, columns: int) -> None:
    assert width(pad(text, columns)) >= columns


@given(st.text(max_size=300))
def test_what_is_visible_steers_no_screen(text: str) -> None:
    for shown in (visible(text), clean(text), quote(text)):
        assert not UNSAFE.search(shown)
        assert "\n" not in shown
        assert "\r" not in shown
        shown.encode("utf-8")


@given(st.text(max_size=300))
def test_a_quoted_text_is_short(text: str) -> None:
    assert len(quote(text)) <= 10 * QUOTE_WIDTH + 3  # each character may be spelled out
    if text.isprintable() and "  " not in text and text == text.strip():
        assert quote(text)[1:-1].rstrip("…") == text[:QUOTE_WIDTH].rstrip().rstrip("…")


def test_a_long_text_is_cut() -> None:
    assert quote("x" * 10_000) == f"`{'x' * 60}…`"
    assert quote("x" * 60) == f"`{'x' * 60}`"
    assert quote(" a\n b\tc ") == "`a b c`"
    assert quote("\x1b[31m") == "`\\x1b[31m`"
