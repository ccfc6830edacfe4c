"""Escaping, for any text at all: it is shown as it stands and means nothing where it lands."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.memo.page import INVISIBLE, decoded, page_of, visible
from vetter.base.escape import Safe, clean, markdown, mermaid, terminal

MARKUP = "<>&*_`~[](){}#@|!\\:;$%^=+-.\"' \t\n1a"
PIECES = (
    "<b>", "</td>", "<!--", "-->", "**", "__", "``", "```", "~~", "![", "](", "](http://x.y)",
    "{{", "}}", "{%", "%}", "%%{init: {}}%%", "$$", "|", "\\", "&lt;", "&#60;", "1. ", "- ", "# ",
    "> ", "---", "===", "@team", "#12", "GH-12", ":+1:", "http://x.y", "www.x.y", "a@b.c", "<br>",
    "javascript:", "fa:fa-car", "\n", "\n\n", " ", "x", "ÄÖ", "日本", "\u200d", "\u202e", "\u200b",
    "\x1b[31m", "\x07", "\ue000",
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.text(MARKUP), st.lists(st.sampled_from(PIECES)).map("".join))
PLACES = {
    "a paragraph": "{}\n",
    "behind a word": "word {}\n",
    "an item": "- {}\n",
    "below an item": "- word\n  <br>{}\n",
    "a quotation": "> {}\n",
    "a cell": "| a | b |\n| --- | --- |\n| {} | c |\n",
    "bold": "- **{}** word\n",
    "in italics": "*from {}.*\n",
    "a heading": "# {}\n",
}


@pytest.mark.parametrize("place", PLACES)
@given(text=TEXTS)
@example(text="*")
@example(text="1. x")
@example(text="+ x")
def test_markdown_shows_the_text_and_nothing_else(place: str, text: str) -> None:
    # A text of spaces only is no text: nothing known can be empty.
    said = clean(text).strip() or "x"
    shown = page_of(PLACES[place].format(markdown(said)))
    plain = page_of(PLACES[place].format("plain"))
    assert shown.tags == plain.tags
    assert visible(said) in shown.text


@given(text=TEXTS)
def test_markdown_makes_no_link_mention_or_emoji_of_a_text(text: str) -> None:
    said = page_of(f"x {markdown(text)}\n")
    # What GitHub looks for in the text after it has been rendered.
    raw = re.sub(r"\\(?=[^\w\s])", "", markdown(text)).replace("&amp;", "&")
    assert not re.search(r"(?i)\b(?:https?|ftp|mailto)[:]|\bwww[.]", raw)
    assert not re.search(r"[@#]\w", raw)
    assert not re.search(r"(?i)\bgh-\d", raw)
    assert not re.search(r":[\w+-]+:", raw)
    assert not said.links


@given(text=TEXTS)
def test_a_label_of_a_graph_stays_in_its_quotes(text: str) -> None:
    label = mermaid(text)
    assert not set('"<>`\\\n\r%{}[]|$') & set(label)
    assert re.sub(r"#\d+;", "", label).count("#") == 0
    assert ";" not in re.sub(r"#\d+;", "", label)
    assert decoded(label) == clean(text).replace(INVISIBLE, "")
    assert not re.match(r"\s*(?:\d+[.)]|[-+*])\s", label)
    # Formulas and icons are looked for once the codes are characters again.
    late = re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label)
    assert "$$" not in late
    assert ":fa-" not in late


@given(text=TEXTS)
def test_a_terminal_gets_no_character_that_steers_it(text: str) -> None:
    for char in terminal(text):
        assert char in "\u200c\u200d" or char == " " or char.isprintable(), hex(ord(char))
        assert unicodedata.bidirectional(char) not in (
            "RLO",
            "LRO",
            "RLE",
            "LRE",
            "PDF",
            "RLI",
            "LRI",
        )


@given(text=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_a_terminal_shows_what_is_printable_as_it_stands(text: str) -> None:
    assert terminal(text) == text


@pytest.mark.parametrize("escape", [markdown, mermaid, terminal])
def test_what_is_escaped_is_marked_so(escape: type) -> None:
    assert type(escape("a < b")) is Safe


def test_a_joiner_of_letters_or_signs_is_kept() -> None:
    for text in ("👩\u200d💻", "क\u200cष"):
        assert terminal(text) == text
