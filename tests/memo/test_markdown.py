"""The memo as Markdown: what stands in it, in which order, and where its links lead."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest

from tests.generators.pick import Pick
from tests.generators.projects import draw_fact_file
from tests.generators.vocabulary import draw_vocabulary
from tests.memo.page import labels_of, page_of
from tests.packs import EXAMPLES, book_of, built_in, example, rule, vetted
from vetter.base.layout import unpainted
from vetter.explain.project import Explainer
from vetter.memo.blocks import finding_lines
from vetter.memo.document import as_document
from vetter.memo.findings import finding_part
from vetter.memo.render import render_memo
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of

ORDER = [
    "To be answered first",
    "Before it starts",
    "The model as a black box",
    "Impact and cost",
    "Further conditions",
    "Concerns",
    "Strengths",
    "What else follows",
    "What is not known",
    "The pilot",
    "Who is needed",
    "What could change the verdict",
    "The reasoning",
    "Facts as stated",
    "Background",
    "Provenance",
    "Signatures",
]


def _memo(name: str) -> str:
    return render_memo(example(name), "md")


def _sections(memo: str) -> list[str]:
    return re.findall(r"^## (.+)$", memo, re.MULTILINE)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_verdict_comes_first_and_the_sections_in_order(name: str) -> None:
    memo = _memo(name)
    level = example(name).verdict.level
    assert re.match(rf"# .+\n\n\*\*\S+ {level.capitalize()}\.\*\* \S", memo)
    places = [ORDER.index(section) for section in _sections(memo)]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_section_is_there_when_it_applies_and_never_else(name: str) -> None:
    document = as_document(example(name))
    shown = set(_sections(_memo(name)))
    strengths = document["counts"]["strength"]
    others = [
        level
        for path, level in document["levels"].items()
        if level["kind"] == "other" and level["rank"] and path != "essentials.open"
    ]
    applies = {
        "To be answered first": bool(document["verdict"]["undecided"]["facts"]),
        "Before it starts": bool(document["conditions"]),
        "Further conditions": len(document["conditions"]) > 6,
        "Concerns": len(document["findings"]) > strengths,
        "Strengths": bool(strengths),
        "What else follows": bool(others),
        "What is not known": bool(document["unknowns"]),
        "The pilot": bool(document["pilot"]),
        "Who is needed": any(one["acts"] for one in document["roles"]),
        "What could change the verdict": bool(document["could_change"]),
        "The reasoning": bool(document["reasoning"]["edges"]),
    }
    assert {section for section, wanted in applies.items() if wanted} == shown & set(applies)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_link_leads_to_the_row_of_its_fact(name: str) -> None:
    assessment = example(name)
    memo = render_memo(assessment, "md")
    page = page_of(memo)
    assert page.links
    assert len(set(page.anchors)) == len(page.anchors)
    assert set(page.links) <= {f"#{anchor}" for anchor in page.anchors}
    for line, path in re.findall(r"\[(\d+)\]\(#fact-([a-z_.]+)\)", memo):
        location = assessment.project.states[path].location
        assert location is not None
        assert location.line == int(line)
        row = next(one for one in memo.split("\n") if f'<a name="fact-{path}"></a>' in one)
        assert row.startswith(f'| <a name="fact-{path}"></a>{line} |')


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_finding_can_be_followed_to_line_and_rule(name: str) -> None:
    memo = _memo(name)
    for finding in as_document(example(name))["findings"]:
        block = next(
            part for part in re.split(r"^- ", memo, flags=re.MULTILINE)
            if f"**{finding['title']}**" in part
        )  # fmt: skip
        assert finding["rule"] in block
        for fact in finding["facts"]:
            if fact["line"]:
                assert re.search(rf"\[{fact['line']}\]\(#fact-", block), fact


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_graph_is_drawn_line_by_line(name: str) -> None:
    memo = _memo(name)
    assessment = example(name)
    if "## The reasoning" not in memo:
        assert assessment.verdict.level == "go"
        return
    labels = labels_of(page_of(memo).code)
    assert labels[0] == assessment.verdict.level
    # One node a rule or level: facts stand inside, so that many findings stay readable.
    assert len(labels) == len(assessment.reasoning.nodes)
    ids = [node.id for node in assessment.reasoning.nodes]
    assert all(one in ids and other in ids for one, other in assessment.reasoning.edges)


@pytest.mark.parametrize("name", EXAMPLES)
def test_markdown_is_laid_out_with_care(name: str) -> None:
    lines = _memo(name).split("\n")
    for above, below in pairwise(lines):
        assert (above, below) != ("", ""), (
            f"two empty lines before {lines[lines.index(above) :][:3]}"
        )
        if below.startswith("## "):
            assert above == "", below
        if above.startswith("#"):
            assert below == "", above
    assert not any(line != line.rstrip() for line in lines)
    assert lines[-1] == ""


def test_a_softened_finding_says_both_severities_everywhere() -> None:
    assessment = example("cat-door")
    soft = [one for one in assessment.findings if one.softened]
    assert soft
    for finding in soft:
        said = (
            f"oftened from {finding.stated} to {finding.severity}: "
            f"{next(one.because for one in finding.softened if one.to == finding.severity)}"
        )
        assert said in render_memo(assessment, "md")
        told = "\n".join(finding_lines([finding_part(finding, assessment)], 200, 40))
        assert f"s{said}" in told
        assert told.count("softened from") == 1


def test_of_several_softenings_the_one_that_decides_is_told() -> None:
    assessment = example("bottle-sorting")
    many = [one for one in assessment.findings if len(one.softened) > 1]
    assert many
    memo = render_memo(assessment, "md")
    for finding in many:
        block = memo.partition(f"**{finding.title}**")[2].partition("<sub>")[0]
        assert block.count("Softened from") == 1
        assert f"to {finding.severity}: " in block
        stated = assessment.rulebook.rule(finding.rule_id)
        assert stated is not None
        walked = unpainted(Explainer(assessment, 200).rule(stated))
        told = re.findall(r"^ +softened to ", walked, re.MULTILINE)
        assert len(told) == len(finding.softened), "explain tells them all"


def test_an_undecided_verdict_names_question_and_person() -> None:
    memo = _memo("monday-morning")
    assert "**⚪ Undecided.** Two open questions could stop the project." in memo
    assert "Apart from that it would be go with conditions." in memo
    assert re.search(
        r"\| How far does the leadership .+ \| sponsor \| Somebody in the leader", memo
    )


def test_a_memo_without_findings_is_short_and_whole() -> None:
    memo = render_memo(vetted(built_in().rulebook, "project: {name: Bare}\n"), "md")
    assert memo.startswith("# Bare\n")
    assert "It is *not stated* what goes in, what comes out, or how that is measured." in memo
    some = render_memo(vetted(built_in().rulebook, "goal: {input: a ticket}\n"), "md")
    assert "In goes a ticket; out comes *not stated*; measured by *not stated*." in some
    assert "**Not stated:** list of tasks, input of the model, output of the model, " in memo


def test_a_rulebook_with_other_facts_gets_a_memo_too() -> None:
    pick = Pick.from_random(Random(3))
    book = rulebook_of(pack_of_texts(draw_vocabulary(pick).texts))
    assert not {"goal.input", "value.impact"} & set(book.vocabulary.facts)
    assessment = vetted(book, draw_fact_file(pick, book).text, "shop.yaml")
    memo = render_memo(assessment, "md")
    assert memo.startswith("# shop.yaml\n\n**🟢 Go.** Nothing in the rulebook speaks against it.\n")
    assert "## Background" not in memo
    said = unpainted(render_memo(assessment, "text"))
    assert said.endswith("GO: nothing in the rulebook speaks against it.\n")


PILOT = rule(
    "stepwise",
    "A pilot in steps",
    """
    when: {all: [data.owners is known]}
    then:
      - step: Ask {{ data.owners }}
        stage: data
        who: data lead
      - step: Choose one slice
        stage: scope
    """,
    """
    - fires: {data.owners: 2}
    - silent: {}
    """,
)


def test_the_pilot_is_told_in_the_order_of_its_stages() -> None:
    memo = render_memo(vetted(book_of(PILOT), "data: {owners: 2}"), "md")
    told = memo.partition("## The pilot\n\n")[2].partition("\n## ")[0]
    assert told == (
        "1. **Choose what the pilot covers**\n"
        "   - Choose one slice. <sub>stepwise</sub>\n"
        "2. **Gather the data**\n"
        "   - Ask 2 owners. — **data lead** <sub>stepwise</sub>\n"
    )
