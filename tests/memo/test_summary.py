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
from vetter.base.wording import capital, counted
from vetter.memo.blocks import finding_lines
from vetter.memo.findings import finding_part
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
def test_the_first_lines_name_the_file_and_the_project(name: str) -> None:
    first, second, *_ = _lines(name, 140)
    assert first.startswith(f"examples/{name}.yaml  ")
    assert first.endswith(" · 2026-11-23")
    named = example(name).project.name
    assert f"  {named}  " in first or named in (second, f"examples/{name}.yaml")


@pytest.mark.parametrize("name", EXAMPLES)
def test_grave_findings_are_told_in_full_and_the_rest_as_room_allows(name: str) -> None:
    lines = _lines(name, 100)
    said = " ".join(" ".join(lines).split())
    findings = example(name).findings
    for severity in ("blocker", "high", "medium", "low", "strength"):
        group = [one for one in findings if one.severity == severity]
        mark = "+" if severity == "strength" else severity.upper()
        rows = [line for line in lines if line.startswith(f"  {mark:8}")]
        if len(rows) == len(group):
            assert all(one.title in said for one in group)
        else:
            assert severity not in ("blocker", "high"), "told one by one, whatever there is"
            noun = "strengths" if severity == "strength" else "concerns"
            assert len(rows) == 1
            assert f"{capital(counted(len(group), noun[:-1]))}: " in rows[0]
    high = [one for one in findings if one.severity == "high"]
    full = [one for one in findings if one.severity == "blocker"]
    if len(high) < 14:  # of more there is no room for anything but the titles
        full += high[:3]
    assert all(one.because.partition(".")[0][1:] in said for one in full)


def _concerns(*severities: str) -> list[str]:
    """Return the lines of findings that differ in their severity alone."""
    assessment = example("casting-defects")
    some = finding_part(assessment.findings[0], assessment)
    made = [
        {**some, "title": f"Title {place}", "severity": one} for place, one in enumerate(severities)
    ]
    return unpainted("\n".join(finding_lines(made, 100, 40))).split("\n")


def test_few_findings_are_told_in_full_and_many_ever_more_shortly() -> None:
    few = _concerns("high", "medium", "low")
    assert sum("cannot be used" in line for line in few) == 3
    more = _concerns(*["high"] * 3, *["medium"] * 4, *["low"] * 4)
    assert sum("cannot be used" in line for line in more) == 3
    assert sum(line.startswith("  MEDIUM") for line in more) == 4
    assert more[-1] == "  LOW     Four concerns: infrastructure (four)."
    many = _concerns(*["high"] * 6, *["medium"] * 20)
    assert sum(line.startswith("  HIGH") for line in many) == 6
    assert many[-1] == "  MEDIUM  20 concerns: infrastructure (20)."
    full = _concerns(*["high"] * 12, *["medium"] * 20)
    assert sum(line.startswith("  HIGH") for line in full) == 12
    assert sum("cannot be used" in line for line in full) == 3
    titles = _concerns(*["high"] * 18, *["medium"] * 20)
    assert sum(line.startswith("  HIGH") for line in titles) == len(titles) - 1 == 18
    most = _concerns("blocker", *["high"] * 30, *["medium"] * 20)
    assert sum("cannot be used" in line for line in most) == 1, "a blocker is told in full"
    assert sum(line.startswith("  HIGH") for line in most) == 19
    assert most[-2] == "  HIGH    Twelve more concerns: infrastructure (twelve)."
    assert len(most) <= 24


def test_conditions_are_told_one_by_one_while_they_are_few() -> None:
    few = " ".join(" ".join(_lines("document-topics", 100)).split())
    for one in example("document-topics").requirements:
        assert f"[ ] {one.text}" in few
        assert f"→ {one.who}, {one.by}" in few
    many = _lines("churn-everything", 100)
    assert not any("[ ]" in line for line in many)
    assert any(re.match("  18 conditions: data lead", line) for line in many)


def test_who_could_settle_an_undecided_verdict_is_named_once() -> None:
    said = " ".join(" ".join(_lines("one-sentence", 100)).split())
    assert (
        "What could stop the project: supply of inputs in production (ask the data engineer); "
        "ambition, first project of its kind and support of the leadership (ask the sponsor); "
        "list of tasks (ask the product owner)."
    ) in said


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
