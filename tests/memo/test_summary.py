"""The summary for a terminal: widths, the last line, what it says in which words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packs import EXAMPLES, built_in, example, vetted
from vetter.base.characters import width
from vetter.base.escape import PAINT_END, PAINT_OFF, PAINT_ON
from vetter.base.layout import apart, paint, unpainted, wrap
from vetter.memo.render import render_memo

WIDTHS = (60, 80, 100, 120)


def _lines(name: str, columns: int) -> list[str]:
    return unpainted(render_memo(example(name), "text", columns)).rstrip("\n").split("\n")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_line_is_longer_than_the_screen_or_ends_in_spaces(name: str, columns: int) -> None:
    for line in _lines(name, columns):
        assert width(line) <= columns, line
        assert line == line.rstrip(), line


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_last_line_is_the_verdict_and_one_line(name: str, columns: int) -> None:
    level = example(name).verdict.level
    *before, last = _lines(name, columns)
    assert re.fullmatch(rf"{level.upper()}(: .+)?\.", last)
    assert not any(line.startswith(level.upper()) for line in before)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_first_line_names_the_file_and_the_project(name: str) -> None:
    first = _lines(name, 120)[0]
    assert first.startswith(f"examples/{name}.yaml  {example(name).project.name} ")
    assert first.endswith(" · 2026-11-23")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_finding_is_there_with_its_role_and_line(name: str) -> None:
    said = " ".join(" ".join(_lines(name, 100)).split())
    for finding in example(name).findings:
        assert finding.title in said
        if finding.severity != "strength":
            assert f"→ {finding.who}" in said
        if finding.waits_for:
            assert "open: may " in said


@pytest.mark.parametrize("name", EXAMPLES)
def test_numbers_agree_with_their_nouns(name: str) -> None:
    said = " ".join(_lines(name, 200) + render_memo(example(name), "md").split("\n"))
    many = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]{2,}"
    nouns = "question|condition|concern|blocker|cause|rule"
    assert not re.search(rf"\b(?:{many}) (?:\w+ )?(?:{nouns})\b(?!s)", said, re.IGNORECASE)
    assert not re.search(rf"(?<!\w)(?:one|1) (?:\w+ )?(?:{nouns})s\b", said, re.IGNORECASE)


def test_the_last_line_counts_what_stands_behind_the_verdict() -> None:
    assert _lines("cat-door", 100)[-1] == (
        f"GO WITH CONDITIONS: {_tally('cat-door')}; {_conditions('cat-door')}."
    )
    assert "; " not in _lines("churn-everything", 60)[-1]


def _tally(name: str) -> str:
    from vetter.base.suggest import listed
    from vetter.base.wording import number_word

    assessment = example(name)
    found = [
        (severity, len(assessment.of_severity(severity)))
        for severity in ("blocker", "high", "medium", "low")
    ]
    parts = [f"{number_word(number)} {severity}" for severity, number in found if number]
    plural = "" if parts[-1].startswith("one ") else "s"
    return f"{listed(parts, joiner='and')} concern{plural}"


def _conditions(name: str) -> str:
    from vetter.base.wording import counted

    return counted(len(example(name).requirements), "condition")


def test_nobody_is_told_to_explain_standard_input() -> None:
    said = render_memo(vetted(built_in().rulebook, "project: {name: x}", "standard input"), "text")
    assert "vetter explain" not in said


def test_a_path_with_spaces_can_be_pasted() -> None:
    said = render_memo(vetted(built_in().rulebook, "project: {name: x}", "my project.yaml"), "text")
    assert "vetter explain 'my project.yaml'" in said


WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)


@given(
    words=st.lists(WORDS, min_size=1, max_size=30),
    columns=st.integers(30, 120),
    indent=st.integers(0, 12),
)
@settings(deadline=None)
def test_wrapping_loses_no_word_and_keeps_to_the_width(
    words: list[str], columns: int, indent: int
) -> None:
    wrapped = wrap(" ".join(words), columns, indent)
    assert wrapped.split() == " ".join(words).split()
    for place, line in enumerate(wrapped.split("\n")):
        taken = width(line) + (0 if place else indent)
        assert taken <= columns or " " not in line.strip()


@given(left=WORDS, right=WORDS, columns=st.integers(30, 60))
def test_two_texts_stand_apart_and_right_is_flush(left: str, right: str, columns: int) -> None:
    whole = unpainted(apart(paint(left, "bold"), paint(right, "dim"), columns))
    assert whole.split() == [left, right]
    assert width(whole.rpartition("\n")[2]) == columns


def test_no_text_of_anybody_can_forge_paint() -> None:
    said = f"{PAINT_ON}high{PAINT_END}red{PAINT_OFF}"
    assert PAINT_ON not in wrap(said, 80)
    assert unpainted(paint(said, "bold")) == "\\ue000high\\ue001red\\ue002"
