"""Sentences and texts: every one that is right is read, and nothing makes reading slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vetter.base.problems import Location
from vetter.language.operators import LIST, NO_OPERAND, OPERATORS, PAIR
from vetter.language.sentences import BadSentence, check_name, parse_sentence
from vetter.language.texts import BadText, Slot, parse_text

PARTS = st.from_regex(r"[a-z][a-z0-9]{0,5}(_[a-z0-9]{1,4})?", fullmatch=True)
PATHS = st.lists(PARTS, min_size=1, max_size=3).map(".".join)
NAMES = st.from_regex(r"[A-Za-z][a-z0-9]{0,6}([ -][A-Za-z0-9]{1,5})?", fullmatch=True)
OPERANDS = (NAMES | PATHS | PARTS.map("${}".format)).filter(
    lambda word: word.startswith("$") or check_name(word) is None or "." in word or "_" in word
)
SPACES = st.sampled_from([" ", "  ", "\t", "\n "])


@given(PATHS, st.sampled_from(sorted(OPERATORS)), st.lists(OPERANDS, min_size=2), SPACES)
def test_a_sentence_is_taken_apart(fact: str, sign: str, words: list[str], space: str) -> None:
    shape = OPERATORS[sign].operands
    operands = {NO_OPERAND: [], LIST: words, PAIR: words[:2]}.get(shape, words[:1])
    joiner = " and " if shape == PAIR else ", "
    written = space.join([fact, *sign.split(), joiner.join(operands)]).strip()
    try:
        read = parse_sentence(written)
    except BadSentence as error:
        # Names such as `in` or `above x` make a sentence read like a phrase that people use.
        assert error.code == "operator"  # noqa: PT017 -- the exception that proves the rule
        assert sign == "is"
        return
    assert (read.fact, read.operator.sign) == (fact, sign)
    assert list(read.operands) == operands


@given(st.text(max_size=80))
def test_any_text_is_a_sentence_or_refused_with_help(text: str) -> None:
    try:
        read = parse_sentence(text)
    except BadSentence as error:
        told = (error.code, str(error), error.help)
    else:
        told = (read.fact, read.operator.sign, "ok")
    assert all(told)


@given(st.text("ab.$ is not one of and or has known<>=,'\"[](){}:", max_size=60))
def test_the_words_at_fault_stand_in_the_sentence(text: str) -> None:
    try:
        parse_sentence(text)
    except BadSentence as error:
        assert error.words in text  # noqa: PT017 -- what is raised is what is looked at


NASTY = [
    "a.b is " + " " * 390, "a.b " + "is " * 130, "a.b is one of" + "," * 380, "(" * 400,
    "a.b between " + "and " * 95, " " * 400, "a.b is " + "or " * 130, "a" * 399 + " i",
    "a.b is not " + "not " * 90, ">" * 400, "a." * 190 + "b is c", "_" * 400,
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_sentences_are_dealt_with_soon(text: str) -> None:
    start = time.perf_counter()
    try:
        read = parse_sentence(text)
    except BadSentence as error:
        told = f"{error}{error.help}"
        limit = 700
    else:
        told, limit = "".join(read.operands), len(text)
    assert time.perf_counter() - start < 0.5
    assert len(told) <= limit


HERE = Location("rule.yaml", 1, 1)


def test_a_text_is_taken_apart() -> None:
    text = parse_text("The {{ a.b }}\n  is {{$c}} of   it.", HERE)
    assert text.slots == (Slot("a.b", False), Slot("c", True))
    assert text.source == "The {{ a.b }} is {{ $c }} of it."


@pytest.mark.parametrize("text", ["{{" * 200_000, "{{ a " * 100_000, "}}" * 200_000, "{" * 400_000])
def test_open_braces_do_not_make_reading_slow(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(BadText) as refused:
        parse_text(text, HERE)
    assert time.perf_counter() - start < 2
    assert refused.value.code == "template"


@given(st.text("ab.{}$ %#|1\n", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = parse_text(text, HERE)
    except BadText as error:
        assert error.words in " ".join(text.split())  # noqa: PT017 -- as above
    else:
        assert not set("1") & set("".join(part for part in read.parts if isinstance(part, str)))
