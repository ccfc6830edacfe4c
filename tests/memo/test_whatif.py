"""What-if answers in words: the page for a terminal, Markdown, JSON, and their part in a memo."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from tests.memo.hand import (
    BASIS,
    BREAKERS,
    CONDITIONS,
    DIFFERENCE,
    EVIDENCE,
    FULL,
    GO,
    NO,
    NO_GO,
    OPEN,
    QUIET,
    SOLVED,
    TARGET,
    UNDECIDED,
    UNKNOWNS,
    VERDICTS,
    WATCH,
    YES,
    value,
    witness,
)
from tests.memo.page import page_of
from tests.packs import EXAMPLES, ROOT, example
from vetter.base.characters import width
from vetter.base.layout import unpainted
from vetter.memo.answers.difference import difference_section
from vetter.memo.answers.parts import Section
from vetter.memo.answers.render import render_whatif
from vetter.memo.answers.words import sections_of
from vetter.memo.render import render_memo
from vetter.whatif.results import (
    Basis,
    Change,
    Fact,
    Ground,
    Move,
    Plan,
    Verdicts,
    Watch,
    Way,
    WhatIf,
)

NAME = "support-ticket-dispatcher"
SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "reports" / "schema" / "whatif.schema.json").read_text("utf-8")
)
CHECKER = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
ODD = "<b>*x*</b> {{ 7 * 7 }} | `y` [a](b) \x1b[31m\u202e"


def text_of(whatif: WhatIf, columns: int = 100) -> str:
    return unpainted(render_whatif(example(NAME), whatif, "text", columns))


def section_of(whatif: WhatIf, name: str) -> Section:
    (found,) = [one for one in sections_of(whatif) if one.name == name]
    return found


def said_by(section: Section) -> str:
    """Return all that a section says, table rows as lines."""
    lines = [*section.said]
    for table in section.tables:
        lines += [table.title, *(" | ".join(row.cells) for row in table.rows), *table.after]
    return "\n".join([*lines, *section.after])


# --- the schema ---------------------------------------------------------------------------------


@pytest.mark.parametrize("whatif", [FULL, QUIET, WhatIf(GO), FULL._replace(basis=BREAKERS)])
def test_a_document_fits_the_published_schema(whatif: WhatIf) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(render_whatif(example(NAME), whatif, "json", settings=("a=b",)))
    CHECKER.validate(document)
    assert document["set"] == ["a=b"]


def _objects(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for name, part in schema.items():
            yield from _objects(part, f"{path}.{name}")


@pytest.mark.parametrize(("path", "schema"), list(_objects(SCHEMA, "$")))
def test_an_object_of_the_schema_is_closed_and_described(path: str, schema: dict[str, Any]) -> None:
    if "properties" in schema:
        assert schema["additionalProperties"] is False
        always = [name for name in schema["properties"] if name != "waivers"]
        assert always == schema["required"]  # waivers are left out where there are none
    for name, part in schema.get("properties", {}).items():
        assert part.get("description"), f"{path}.{name}"


def test_every_answer_of_the_program_has_its_part_in_the_schema() -> None:
    assert list(SCHEMA["$defs"]["answers"]["properties"]) == list(WhatIf._fields)
    for name, kind in (("basis", Basis), ("verdicts", Verdicts), ("way", Way), ("watch", Watch)):
        assert list(SCHEMA["$defs"][name]["properties"]) == list(kind._fields)


def test_a_witness_tells_what_it_answers_and_no_more() -> None:
    document = json.loads(render_whatif(example(NAME), FULL, "json"))
    (way, *_) = document["answers"]["verdicts"]["ways"]
    assert way["witness"] == {
        "verdict": "go",
        "answers": {"goal.forms": ["classify", "automate"], "plan.pilot_solved": "yes"},
    }


# --- the words ----------------------------------------------------------------------------------


def test_each_answer_has_one_section_in_the_order_of_the_questions() -> None:
    names = ["verdicts", "change", "watch", "basis", "tipping", "unknowns", "evidence"]
    assert [one.name for one in sections_of(FULL)] == names
    assert [one.name for one in sections_of(FULL, leave=("unknowns",))] == [
        name for name in names if name != "unknowns"
    ]


def test_what_has_nothing_to_say_is_a_sentence_or_nothing() -> None:
    sections = sections_of(QUIET)
    assert [one.name for one in sections] == ["verdicts", "basis", "evidence"]
    assert said_by(sections[0]) == (
        "Settled: no answer to an open question can change no-go (proved)."
    )
    assert said_by(sections[2]) == "Every stated fact is measured or documented."
    assert sections_of(WhatIf(GO)) == []


def test_what_is_not_proved_is_said_to_be_so() -> None:
    said = text_of(FULL)
    flat = " ".join(said.split())
    assert flat.count("not proved in the time given") >= 7
    assert "That nothing easier would do was not proved in the time given." in flat
    assert "Whether any change would bring go was not proved in the time given: the time" in flat
    assert "Not exact: a tipping point may be missing." in flat
    assert "Not exact: labels.effort: two open facts are multiplied." in flat
    open_basis = Basis(NO_GO, OPEN, why_open="the time did not suffice")
    assert said_by(section_of(WhatIf(NO_GO, basis=open_basis), "basis")) == (
        "What no-go rests on was not proved in the time given: the time did not suffice."
    )


def test_what_may_be_missed_is_named_only_where_something_was_left_open() -> None:
    limits = FULL.not_exact
    assert "Not exact: labels.effort" not in text_of(QUIET._replace(not_exact=limits))
    left_open = Basis(NO_GO, OPEN, why_open="the time did not suffice")
    assert "Not exact: labels.effort" in text_of(QUIET._replace(not_exact=limits, basis=left_open))


def test_counts_are_never_called_chances() -> None:
    for form in ("text", "md"):
        said = render_whatif(example(NAME), FULL, form).lower()
        assert not re.search(r"probab|likel|chance|risk of", said)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            Verdicts(UNDECIDED, NO, "", (Way(GO, YES), Way(CONDITIONS, NO), Way(NO_GO, YES))),
            "Not settled: answers to open questions can still bring go or no-go.",
        ),
        (
            Verdicts(CONDITIONS, NO, NO_GO, (Way(GO, NO), Way(CONDITIONS, NO), Way(NO_GO, YES))),
            "The verdict shown is go with conditions, but every way of answering the open "
            "questions gives no-go (proved).",
        ),
        (
            Verdicts(GO, NO, "", (Way(GO, NO), Way(CONDITIONS, YES), Way(NO_GO, YES))),
            "Not settled: answers to open questions can still bring go with conditions or no-go. "
            "None of them gives go itself.",
        ),
        (
            Verdicts(GO, OPEN, "", (Way(GO, YES), Way(CONDITIONS, OPEN), Way(NO_GO, NO))),
            "Whether the verdict is settled was not proved in the time given.",
        ),
    ],
)
def test_settled_or_not_is_one_sentence(answer: Verdicts, said: str) -> None:
    assert section_of(WhatIf(GO, verdicts=answer), "verdicts").said == (said,)


def test_a_verdict_that_cannot_come_is_named_apart() -> None:
    answer = VERDICTS._replace(ways=(*VERDICTS.ways[:2], Way(NO_GO, NO)))
    section = section_of(WhatIf(CONDITIONS, verdicts=answer), "verdicts")
    assert section.after == ("Proved impossible, whatever the answers: no-go.",)
    assert [row.cells[0] for row in section.tables[0].rows] == [GO, CONDITIONS]


def test_many_answers_are_counted() -> None:
    rows = section_of(FULL, "verdicts").tables[0].rows
    assert rows[1].cells[1].endswith(", with two more answers (fewer may do)")
    assert "fewer" not in rows[0].cells[1]


def test_a_plan_shows_each_change_and_what_must_turn_out() -> None:
    first, second, third, core = section_of(FULL, "change").tables
    assert first.title == "Go with conditions, way 1 of 3"
    assert first.rows[0].cells == ("lowest acceptable quality", "75%", "→ 70%", "easily")
    assert first.after == (
        "It must also turn out that success of the pilot is yes.",
        "Proved: nothing easier brings it.",
    )
    assert second.rows[0].cells == ("success of the pilot", "to be decided", "→ yes", "with effort")
    assert second.after[0] == "This brings even go."
    assert not third.rows
    assert third.after[0].startswith("Nothing has to change; it must turn out that")
    assert third.after[0].endswith("70% (fewer may do).")
    assert third.after[1:] == (
        "To be answered before the memo shows it, whatever the answers: success of the pilot.",
        "Proved: nothing easier brings it but the ways above.",
    )
    assert core.title == (
        "Go: no change of what can be changed brings it as long as these two hold"
    )
    assert [row.line for row in core.rows] == [22, 39]
    assert core.after == ("That all of them are needed was not proved in the time given.",)


def test_ways_that_share_most_changes_tell_the_others() -> None:
    values = [value(f"a.f{place}", f"fact {place}", "no", "yes", "yes") for place in range(20)]
    moves = [Move(one, "easily", False) for one in values]
    plans = (
        Plan(GO, tuple(moves[:15]), (SOLVED,), 15, True, witness(GO)),
        Plan(GO, tuple(moves[2:16]), (SOLVED,), 16, True, witness(GO)),
    )
    answer = (Change(GO, YES, plans, why_open="the time did not suffice"),)
    section = section_of(WhatIf(CONDITIONS, change=answer), "change")
    assert section.said == (
        "The search for more ways to go ended early: the time did not suffice.",
    )
    first, second = section.tables
    assert len(first.rows) == 15
    assert [row.cells[0] for row in second.rows] == ["fact 15"]
    assert second.after[:2] == (
        "And 13 changes of way 1, but not fact 0 and fact 1.", "The same must turn out.",
    )  # fmt: skip
    among_others = section_of(FULL._replace(change=answer), "change").tables[0]
    assert len(among_others.rows) == 12
    assert among_others.after[0] == "And three more, which `--only change` shows."
    impossible = (Change(GO, NO, core_minimal=True),)
    (table,) = section_of(WhatIf(CONDITIONS, change=impossible), "change").tables
    assert table.title == "Go: no project at all can have it"


def test_where_a_go_breaks_is_told_in_place_of_its_grounds() -> None:
    section = section_of(WhatIf(GO, basis=BREAKERS), "basis")
    assert said_by(section) == (
        "One known fact breaks go when it alone changes so.\n\n"
        "list of tasks | classify | none fits → no-go\n"
        "Whether others do was not proved in the time given."
    )
    none = Basis(GO, NO, otherwise=witness(NO_GO))
    assert said_by(section_of(WhatIf(UNDECIDED, basis=none), "basis")) == (
        "The known facts alone do not force go: answers to open questions can still bring no-go."
    )
    assert said_by(section_of(WhatIf(GO, basis=none), "basis")) == (
        "No single known fact breaks it when it changes alone."
    )


def test_a_basis_says_whether_it_is_minimal_and_smallest() -> None:
    grounds = (Ground(TARGET, witness(GO)), Ground(TARGET, witness(GO)))
    for minimal, smallest, said in (
        (True, YES, "No smaller set of facts does."),
        (True, NO, "None of them can be left out; another set may be smaller."),
        (False, OPEN, "That none of them can be left out was not proved in the time given."),
    ):
        answer = BASIS._replace(grounds=grounds, minimal=minimal, smallest=smallest)
        (told,) = section_of(WhatIf(CONDITIONS, basis=answer), "basis").said
        assert told == (
            "These two facts force go with conditions or worse, whatever all other facts are "
            f"(proved). {said}"
        )
    not_forced = Basis(CONDITIONS, NO, otherwise=witness(GO))
    assert said_by(section_of(WhatIf(CONDITIONS, basis=not_forced), "basis")) == (
        "The known facts alone do not force go with conditions or worse: answers to open questions "
        "can still bring go."
    )


def test_that_nothing_is_forced_is_told_once() -> None:
    not_forced = Basis(CONDITIONS, NO, otherwise=witness(GO))
    whatif = WhatIf(CONDITIONS, verdicts=VERDICTS, basis=not_forced)
    assert [one.name for one in sections_of(whatif)] == ["verdicts"]
    assert [one.name for one in sections_of(whatif._replace(verdicts=None))] == ["basis"]
    go = WhatIf(GO, verdicts=VERDICTS._replace(shown=GO), basis=BREAKERS)
    assert [one.name for one in sections_of(go)] == ["verdicts", "basis"]


def test_nothing_is_to_be_watched_where_nothing_is_worse() -> None:
    assert sections_of(WhatIf(NO_GO, watch=Watch(NO_GO, (), 7))) == []
    assert sections_of(WhatIf(GO, watch=Watch(GO, (), 0))) == []
    assert said_by(section_of(WhatIf(GO, watch=Watch(GO, (), 1)), "watch")) == (
        "One known fact could turn for the worse. It does not worsen the verdict alone."
    )
    assert said_by(section_of(WhatIf(GO, watch=Watch(GO, (), 2)), "watch")) == (
        "Two known facts could turn for the worse. None of them worsens the verdict alone."
    )
    assert WATCH.turns


def test_the_register_says_what_to_ask_and_what_to_leave() -> None:
    said = said_by(section_of(FULL, "unknowns"))
    assert said.startswith("Ask first: What quality is expected? (data lead)\nNo answer settles")
    assert (
        "success of the pilot | pilot | decides alone: yes → go; no → go with conditions or no"
        in said
    )
    assert said.endswith(
        "One question can change no verdict (proved), so do not bother to find out: "
        "number of features."
    )
    pilot_only = UNKNOWNS._replace(ask_next="", why="only a pilot can answer what could change it")
    assert said_by(section_of(WhatIf(GO, unknowns=pilot_only), "unknowns")).startswith(
        "Only a pilot can answer what could change it.\n"
    )
    idle = UNKNOWNS._replace(ranked=UNKNOWNS.ranked[-1:], ask_next="", why="none")
    assert said_by(section_of(WhatIf(GO, unknowns=idle), "unknowns")) == (
        "No answer to any open question can change the verdict (proved)."
    )


def test_claims_carry_alone_or_together() -> None:
    (alone,) = section_of(FULL, "evidence").tables
    assert alone.title == "Taken as unknown alone, this one changes it:"
    assert alone.rows[0].cells == ("target", "90%", "claimed", "undecided")
    assert alone.after == ("Whether more do was not proved in the time given.",)
    answer = EVIDENCE._replace(together=True, proved=True)
    (table,) = section_of(WhatIf(CONDITIONS, evidence=answer), "evidence").tables
    assert table.title.startswith("No single claim carries the verdict; together these do.")
    assert table.heads == ("Fact", "Stated", "Grade")


def test_a_difference_tells_facts_findings_conditions_and_levels() -> None:
    facts, findings, conditions, levels = difference_section(DIFFERENCE).tables
    assert [row.cells for row in facts.rows] == [
        ("target", "90%", "→ 99%"),
        ("number of data owners", "3 owners", "→ 3 owners (as before)"),
        ("labelling effort", "3 days", "→ 5 days"),
    ]
    assert facts.after == (
        "Now to be answered: number of classes.",
        "No longer asked: kind of pilot.",
    )
    assert [row.cells[0] for row in findings.rows] == [
        "new, blocker", "high → medium", "gone, was strength",
    ]  # fmt: skip
    assert [row.cells[0] for row in conditions.rows] == ["new", "no longer asked"]
    assert levels.rows[0].cells == ("cost", "low", "→ high")
    same = DIFFERENCE._replace(after=CONDITIONS, findings=(), conditions=(), levels=(), because=())
    section = difference_section(same)
    assert section.said == ("The verdict stays go with conditions.",)
    assert section.after == ("No finding, condition or level changes.",)


# --- the layouts --------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [60, 72, 80, 100, 120])
def test_the_page_fits_its_width(columns: int) -> None:
    long = Fact("a.b", "a label that is " + "very " * 30 + "long", "x" * 150, 7)
    wide = FULL._replace(basis=BASIS._replace(grounds=(Ground(long, None), *BASIS.grounds)))
    for line in text_of(wide, columns).split("\n"):
        assert width(line) <= columns, line
        assert line == line.rstrip()


def test_verdicts_are_painted_and_never_broken() -> None:
    painted = render_whatif(example(NAME), FULL, "text", 60)
    assert "\ue000go with conditions\ue001go with conditions\ue002" in painted
    assert "\ue003" not in painted
    assert "→ \ue000no-go\ue001no-go\ue002" in painted


def test_the_lines_of_facts_stand_at_the_right_edge() -> None:
    lines = [line for line in text_of(FULL, 80).split("\n") if "line 22" in line]
    assert len({len(line) for line in lines}) <= len(lines)
    assert all(line.endswith("line 22") for line in lines)


def test_markdown_is_tables_that_render() -> None:
    page = page_of(render_whatif(example(NAME), FULL, "md", settings=("quality.target=99%",)))
    assert page.tags.count("table") == 14
    assert "quality.target=99%" in page.text
    assert "🟡 go with conditions" in page.text
    assert page.links == ()


def test_what_people_wrote_is_text_in_every_format() -> None:
    odd = Fact("quality.target", ODD, ODD, 22)
    whatif = FULL._replace(basis=BASIS._replace(grounds=(Ground(odd, None),)))
    page = page_of(render_whatif(example(NAME), whatif, "md", settings=(ODD,)))
    assert page.text.count("<b>*x*</b> {{ 7 * 7 }} | `y` [a](b)") == 3
    text = render_whatif(example(NAME), whatif, "text")
    assert "\x1b" not in text
    assert "\u202e" not in text


# --- the memo -----------------------------------------------------------------------------------


def test_a_memo_gains_one_section_and_ranks_its_register() -> None:
    without = render_memo(example(NAME), "md")
    memo = render_memo(example(NAME), "md", whatif=FULL)
    assert "## What could change the verdict" in without
    assert "## What could change the verdict" not in memo
    titles = re.findall(r"^### (.+)$", memo.partition("## What would change the verdict")[2], re.M)
    assert titles[:6] == [
        "Verdicts that are still possible",
        "What would bring a better verdict",
        "What to watch",
        "What it rests on",
        "Tipping points",
        "Claimed and evidenced",
    ]
    assert "Which open question matters" not in memo
    assert memo.count("Ask first: What quality is expected? (data lead)") == 1
    assert "decides with others: 92% or more → go or go with conditions" in memo
    assert memo.index("*Not settled: answers to open questions can still bring go.*") < 600
    page_of(memo)


def test_lines_in_a_memo_lead_to_its_table_of_facts() -> None:
    page = page_of(render_memo(example(NAME), "md", whatif=FULL))
    assert "#fact-quality.target" in page.links
    assert {link.removeprefix("#") for link in page.links if link.startswith("#fact-")} <= set(
        page.anchors
    )


def test_a_memo_without_answers_is_as_it_was_and_says_why_only_if_told() -> None:
    plain = render_memo(example(NAME), "md")
    told = render_memo(example(NAME), "md", left_out="No answers: the library is not installed.")
    assert told.replace("No answers: the library is not installed.\n\n", "") == plain
    document = json.loads(render_memo(example(NAME), "json", left_out="No answers."))
    assert document["whatif"] is None
    assert document["whatif_left_out"] == "No answers."


@pytest.mark.parametrize("name", EXAMPLES[::9])
def test_the_text_verdict_is_the_same_with_answers(name: str) -> None:
    assert render_memo(example(name), "text", whatif=FULL) == render_memo(example(name), "text")


def test_questions_of_no_weight_leave_the_tables_of_the_register() -> None:
    document = json.loads(render_memo(example(NAME), "json"))
    path = next(one["path"] for one in document["unknowns"] if one["rules"])
    asked = next(one for one in document["unknowns"] if one["path"] == path)
    idle = UNKNOWNS.ranked[-1]._replace(fact=Fact(path, asked["label"], "", 0))
    whatif = FULL._replace(unknowns=UNKNOWNS._replace(ranked=(*UNKNOWNS.ranked[:2], idle)))
    memo = render_memo(example(NAME), "md", whatif=whatif)
    assert (
        f"Answers to these can change findings, but no verdict (proved): {asked['label']}." in memo
    )
    assert f"| {asked['question']} |" not in memo
