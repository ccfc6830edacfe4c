"""The memo as a reviewer reads it: how long, who acts, what is not known, what stands behind it."""

from __future__ import annotations

import re
import textwrap
from collections import Counter

import pytest

from tests.packs import EXAMPLES, book_of, built_in, example, rule, vetted
from vetter.base.layout import unpainted
from vetter.memo.document import as_document
from vetter.memo.render import render_memo

MOST = {"conditions": 6, "first": 4, "questions": 10}


def _memo(name: str) -> str:
    return render_memo(example(name), "md")


def _section(memo: str, title: str) -> str:
    return memo.partition(f"\n## {title}\n\n")[2].partition("\n## ")[0]


def _seen(markdown: str) -> list[str]:
    """Return lines as wide as a page shows them, empty ones and the rules of tables left out."""
    plain = re.sub(r"\]\(#[^)]*\)|<[^>]*>|[*\[\]]", "", markdown)
    lines = [line for line in plain.split("\n") if line and not line.startswith("| ---")]
    return [part for line in lines for part in textwrap.wrap(line, 120)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_first_page_is_one_page(name: str) -> None:
    first = re.split(r"\n## (?:Further|Concerns|Strengths|What|The pilot)", _memo(name))[0]
    assert "## Impact and cost" in first
    assert len(_seen(first)) <= 45


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_summary_is_read_in_half_a_minute(name: str) -> None:
    lines = unpainted(render_memo(example(name), "text", 100)).rstrip("\n").split("\n")
    grave = [one for one in example(name).findings if one.severity in ("blocker", "high")]
    assert len(lines) <= 40
    said = " ".join(" ".join(lines).split())
    for finding in grave:
        assert finding.title in said


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_condition_is_there_once_with_its_owner(name: str) -> None:
    conditions = as_document(example(name))["conditions"]
    told = _section(_memo(name), "Before it starts")
    further = _section(_memo(name), "Further conditions")
    few = len(conditions) <= MOST["conditions"]
    now = conditions if few else conditions[: MOST["first"]]
    later = conditions[len(now) :]
    assert re.findall(r"<sub>(.+)</sub>", told) == [one["rule"] for one in now]
    assert told.count("[ ] ") == len(now)
    assert all(f"— **{one['who']}**" in told for one in now)
    assert sorted(re.findall(r"<sub>(.+)</sub>", further)) == sorted(one["rule"] for one in later)
    assert further.count("[ ] ") == len(later)
    owners = re.findall(r"^- \*\*(.+)\*\*$", further, re.MULTILINE)
    assert sorted(one.lower() for one in owners) == sorted({one["who"].lower() for one in later})
    assert all(one["who"] in told for one in later), "who else must act is said on the first page"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_gravest_conditions_come_first(name: str) -> None:
    severities = {one.rule_id: one.severity for one in example(name).findings}
    order = ["blocker", "high", "medium", "low"]
    conditions = as_document(example(name))["conditions"]
    ranks = [
        order.index(said) if (said := severities.get(one["rule"])) in order else len(order)
        for one in conditions
    ]
    assert ranks == sorted(ranks)
    assert sorted((one["rule"], one["text"]) for one in conditions) == sorted(
        (one.rule_id, one.text) for one in example(name).requirements
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_open_question_is_told_or_counted(name: str) -> None:
    document = as_document(example(name))
    told = _section(_memo(name), "What is not known")
    titles = {
        "documented": "Documented as unknown, or known in part",
        "never answered": "Never asked or never answered",
        "pilot": "Only a pilot can tell",
    }
    for part, title in titles.items():
        waited = [one for one in document["unknowns"] if one["part"] == part and one["rules"]]
        found = told.partition(f"### {title}\n\n")[2].partition("\n### ")[0]
        rows = [line for line in found.split("\n") if line.startswith("| ")][2:]
        assert len(rows) == min(len(waited), MOST["questions"])
        asked = waited[: MOST["questions"]]
        assert all(sum(f" {one['question']} |" in row for row in rows) == 1 for one in asked)
        if part != "pilot":
            assert Counter(re.findall(r"^\| \*\*(.+)\*\* \|", "\n".join(rows), re.MULTILINE)) == (
                Counter({one["answered_by"] for one in asked})
            ), "each role once, its questions below it"
        rest = Counter(one["answered_by"] for one in waited[MOST["questions"] :])
        assert all(f"{who}" in found for who in rest)
        assert (", by who can answer: " in found) == bool(rest)
    names = [title for title in titles.values() if f"### {title}\n" in told]
    places = [told.index(title) for title in names]
    assert places == sorted(places)


def test_a_nearly_empty_file_is_not_drowned_in_questions() -> None:
    told = _section(_memo("one-sentence"), "What is not known")
    assert len(told.split("\n")) < 35
    assert re.search(
        r"^And \d+ questions more, by who can answer: data lead \(", told, re.MULTILINE
    )


def test_the_parts_of_the_register_follow_from_the_answers() -> None:
    facts = """
        quality: {metric: accuracy, human_level: unknown}
        data: {owners: {unknown: true, between: [1, 3]}}
        """
    document = as_document(vetted(built_in().rulebook, facts))
    parts = {one["path"]: one["part"] for one in document["unknowns"]}
    assert parts["quality.human_level"] == parts["data.owners"] == "documented"
    assert parts["data.access"] == "never answered"
    assert parts["plan.pilot_solved"] == "pilot"


ROLES = rule(
    "three-roles",
    "Three roles are asked",
    """
    when: {all: [project.name is known]}
    then:
      - condition: Count what there is.
        who: labelling lead
      - condition: Bring it together.
        who: data engineer
      - condition: Say yes.
        who: sponsor
    """,
    """
    - fires: {project.name: x}
    - silent: {}
    """,
)


@pytest.mark.parametrize(
    ("stated", "labelling", "engineer"),
    [
        ("team: {roles: [labelling]}", "present", "missing"),
        ("team: {roles: unknown}", "not stated", "not stated"),
        ("", "not stated", "not stated"),
    ],
)
def test_a_role_is_present_missing_or_not_stated(
    stated: str, labelling: str, engineer: str
) -> None:
    assessment = vetted(book_of(ROLES), f"project: {{name: x}}\n{stated}")
    roles = {one["name"]: one for one in as_document(assessment)["roles"]}
    assert roles["labelling lead"]["filled"] == labelling
    assert roles["data engineer"]["filled"] == engineer
    assert roles["sponsor"]["filled"] == ""
    told = _section(render_memo(assessment, "md"), "Who is needed")
    stands_in = roles["labelling lead"]["stands_in"]
    assert (stands_in in told) == (labelling != "present"), "a stand-in only where one is wanted"
    assert "| sponsor | – | one condition" in told


def test_the_missing_parts_of_the_goal_are_named() -> None:
    memo = _memo("monday-morning")
    missing = "output of the model and lowest acceptable quality"
    assert f"**Not stated:** {missing}." in memo
    assert f"Not stated: {missing}." in _section(memo, "Concerns")
    finding = example("monday-morning").finding("essentials-open")
    assert finding is not None
    assert finding.unstated == ("goal.output", "quality.lowest_acceptable")


def test_a_metric_of_which_less_is_better_reads_right() -> None:
    memo = _memo("speech-notes")
    assert "measured by word error rate, with 8% aimed at and 12% the least acceptable." in memo


def test_a_strength_is_one_line_unless_it_has_the_projects_numbers() -> None:
    memo = _section(_memo("speech-notes"), "Strengths")
    assert all(line.startswith("- **") for line in memo.rstrip("\n").split("\n"))
    for finding in example("speech-notes").findings:
        assert (finding.because[:30] in memo) == finding.fills_in, finding.rule_id
    assert {one.fills_in for one in example("speech-notes").findings} == {True, False}


def test_only_what_is_neither_impact_nor_cost_stands_apart() -> None:
    memo = _memo("document-topics")
    cost = _section(memo, "Impact and cost")
    rows = re.findall(r"^\| ([A-Z][^|]*) \|", cost, re.MULTILINE)
    assert rows == ["Impact", "Cost", "Difficulty", "Cost of data", "Need for accuracy"]
    other = _section(memo, "What else follows")
    assert "| Need for a pilot | yes |" in other
    assert "Friction around the data" not in memo, "it is not raised"


def test_the_base_rate_is_told_once_with_its_years() -> None:
    memo = _memo("cat-door")
    figure = built_in().rulebook.vocabulary.figures["failure_rate"]
    assert memo.count(figure.get("says")[1:]) == 1
    assert f"({figure.get('year')})" in _section(memo, "Background")
    assert "no evidence about this project" in memo


def test_a_rulebook_without_the_figure_has_no_background() -> None:
    bare = book_of(knowledge__figures="figures: {}\n")
    assert "## Background" not in render_memo(vetted(bare, "project: {name: x}"), "md")


SMALL = """
goal: {forms: [classify], input: a ticket, output: easy or hard}
quality: {metric: accuracy, target: 90%, lowest_acceptable: 80%}
"""


def _worry(rule_id: str, severity: str) -> dict[str, str]:
    return rule(
        rule_id,
        "A worry",
        f"""
        when: {{all: [goal.input is known]}}
        then:
          - concern: {severity}
            cause: goal
            because: text
            advice: text
            who: sponsor
        """,
        """
        - fires: {goal.input: x}
        - silent: {}
        """,
    )


@pytest.mark.parametrize(
    ("worries", "said"),
    [
        ([], "Nothing in the rulebook speaks against it"),
        (["low"], "No blocker and no high concern stands"),
        (["medium"], "No blocker and no high concern stands"),
        (["medium", "medium", "low"], "No blocker and no high concern stands"),
    ],
)
def test_what_is_said_when_no_verdict_rule_speaks(worries: list[str], said: str) -> None:
    book = book_of(*(_worry(f"worry-{place}", one) for place, one in enumerate(worries)))
    stance = as_document(vetted(book, SMALL))["verdict"]["stance"]
    number = worries.count("medium")
    watched = {
        0: "",
        1: " One medium concern remains to be watched.",
        2: " Two medium concerns remain to be watched.",
    }[number]
    assert stance in (f"{said}.{watched}", f"{said}, and nothing essential is open.{watched}")


def test_nothing_is_said_beside_a_verdict_rule() -> None:
    assert as_document(example("churn-everything"))["verdict"]["stance"] == ""
    assert "No blocker and no high concern stands" in _memo("bottle-sorting")


def test_a_concern_that_no_verdict_rule_counts_is_not_denied() -> None:
    quiet = dict.fromkeys((), "")
    book = book_of(_worry("grave", "high"), **quiet)
    verdict_rules = tuple(one for one in book.rules if one.id == "grave")
    assessment = vetted(book._replace(rules=verdict_rules), SMALL)
    assert assessment.verdict.level == "go"
    assert as_document(assessment)["verdict"]["stance"] == "No rule of the verdict speaks."
