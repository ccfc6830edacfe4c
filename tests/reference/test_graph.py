"""The graph of conclusions tells what feeds what, and is sound DOT and Mermaid."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import vetter
from tests.docs.pages import ROOT
from tests.packs import book_of, rule
from vetter.cli.main import main
from vetter.reference.drawing import drawing
from vetter.reference.graph import fact_key, neighbours, overview, rule_key, whole_graph
from vetter.reference.graph_text import FORMATS, graph_text
from vetter.reference.site import site

BOOK = vetter.load().rulebook
GRAPH = whole_graph(BOOK)
DOT_NODE = re.compile(
    r'  "((?:[^"\\]|\\.)*)" \[label="((?:[^"\\]|\\.)*)", shape=\w+, tooltip="((?:[^"\\]|\\.)*)"\];'
)
DOT_EDGE = re.compile(
    r'  "((?:[^"\\]|\\.)*)" -> "((?:[^"\\]|\\.)*)" \[tooltip="((?:[^"\\]|\\.)*)"\];'
)
MERMAID_NODE = re.compile(
    r'  (n\d+)(?:\[|\[\[|\(\[|\{\{|\[/)"([^"]*)"(?:\]|\]\]|\]\)|\}\}|/\]):::(\w+)'
)
MERMAID_EDGE = re.compile(r"  (n\d+) --> (n\d+)")
HOSTILE = 'x"]; evil -> "\\" <b>&lt; %%{init}%% click "javascript:alert(this)" {{{{ }} ]]'


def run(*words: str) -> str:
    result = CliRunner().invoke(main, ["rules", "graph", *words])
    assert result.exit_code == 0, result.output
    return result.output


def dot_parts(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return nodes and edges; every line must be one or the other."""
    first, _rank, _font, *lines, last, end = text.split("\n")
    assert (first, last, end) == ("digraph rulebook {", "}", "")
    nodes = [found[1] for line in lines if (found := DOT_NODE.fullmatch(line))]
    edges = [(found[1], found[2]) for line in lines if (found := DOT_EDGE.fullmatch(line))]
    assert len(nodes) + len(edges) == len(lines)
    return nodes, edges


def mermaid_parts(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    first, *lines, end = text.split("\n")
    assert (first, end) == ("flowchart LR", "")
    nodes = [found[1] for line in lines if (found := MERMAID_NODE.fullmatch(line))]
    edges = [(found[1], found[2]) for line in lines if (found := MERMAID_EDGE.fullmatch(line))]
    styles = [line for line in lines if line.startswith("  classDef ")]
    assert len(nodes) + len(edges) + len(styles) == len(lines)
    return nodes, edges


def test_it_holds_everything_that_rules_read_and_conclude() -> None:
    edges = {(edge.start, edge.end) for edge in GRAPH.edges}
    for one in BOOK.rules:
        for path in one.reads():
            assert (fact_key(path), rule_key(one.id)) in edges
        for entry in one.conclusions:
            assert (rule_key(one.id), fact_key(entry.fact)) in edges
        for finding in one.findings:
            assert (rule_key(one.id), fact_key(f"findings.{finding.severity}")) in edges
    keys = [node.key for node in GRAPH.nodes]
    assert len(set(keys)) == len(keys)
    assert {end for edge in edges for end in edge} <= set(keys)


@pytest.mark.parametrize(("form", "parts"), [("dot", dot_parts), ("mermaid", mermaid_parts)])
def test_each_form_is_sound_and_whole(form: str, parts: object) -> None:
    assert callable(parts)
    nodes, edges = parts(graph_text(GRAPH, form))
    assert len(nodes) == len(set(nodes)) == len(GRAPH.nodes)
    assert len(edges) == len(GRAPH.edges)
    assert {end for edge in edges for end in edge} <= set(nodes)


@pytest.mark.parametrize("form", FORMATS)
def test_no_text_leaves_its_label(form: str) -> None:
    body = """
    when:
      all: [quality.target is known]
    then:
      - concern: high
        cause: talent
        because: x
        advice: x
        who: product owner
    """
    examples = """
    - fires: {quality.metric: accuracy, quality.target: 99%}
    - silent: {quality.metric: accuracy, quality.target: unknown}
    """
    title = "'" + HOSTILE.replace("{{{{ }}", "").replace("'", "''") + "'"
    graph = whole_graph(book_of(rule("hostile", title, body, examples)))
    around = neighbours(graph, rule_key("hostile"))
    shown = around._replace(
        nodes=tuple(node._replace(name=HOSTILE) if node.kind == "rule" else node
                    for node in around.nodes),
        edges=(),
    )  # fmt: skip
    nodes, _ = (dot_parts if form == "dot" else mermaid_parts)(graph_text(shown, form))
    assert len(nodes) == len(shown.nodes)
    dot_parts(graph_text(around, "dot"))


def test_a_rule_stands_with_what_feeds_it_and_what_it_feeds() -> None:
    nodes, edges = dot_parts(run("--rule", "accuracy-above-99"))
    assert "fact:quality.target" in nodes
    assert ("rule:accuracy-above-99", "fact:findings.high") in edges
    assert [name for name in nodes if name.startswith("rule:")] == ["rule:accuracy-above-99"]


def test_a_fact_and_a_conclusion_stand_with_their_rules() -> None:
    _, edges = dot_parts(run("--fact", "quality.target"))
    assert ("fact:quality.target", "rule:accuracy-above-99") in edges
    assert ("rule:accuracy-above-99", "fact:findings.high") in edges
    _, edges = dot_parts(run("--conclusion", "verdict"))
    assert {end for _, end in edges} == {"fact:verdict"}


@pytest.mark.parametrize(
    "words",
    [
        ("--rule", "no-such-rule"),
        ("--fact", "verdict"),
        ("--conclusion", "quality.target"),
        ("--rule", "accuracy-above-99", "--fact", "quality.target"),
        ("--format", "png"),
    ],
)
def test_what_cannot_be_shown_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["rules", "graph", *words]).exit_code == 2


def test_it_is_written_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "graph.mmd"
    assert run("--format", "mermaid", "-o", str(target)) == ""
    assert target.read_text("utf-8") == run("--format", "mermaid")


def test_packs_are_in_it() -> None:
    text = run("--pack", str(ROOT / "examples" / "packs" / "health"))
    assert "rule:no-reader-study" in dot_parts(text)[0]


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    command = [sys.executable, "-m", "vetter", "rules", "graph"]
    first, second = (
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "77")
    )
    assert first == second


def test_a_drawing_shows_every_box_once_and_lines_go_right() -> None:
    graph = overview(BOOK)
    svg = drawing(graph, lambda node: node.name, "all", fact_key("verdict"))
    assert svg.count("<rect ") == len(graph.nodes)
    starts = re.findall(r'<path class="line[^"]*" d="M(\d+) .*? (\d+) \d+"', svg)
    assert len(starts) == len(graph.edges)
    assert all(int(start) < int(end) for start, end in starts)


def test_a_drawing_says_how_many_boxes_it_leaves_out() -> None:
    around = neighbours(GRAPH, fact_key("findings.high"))
    svg = drawing(around, lambda node: node.name, "some", fact_key("findings.high"), 5)
    left = sum(int(number) for number in re.findall(r">and (\d+) more<", svg))
    assert left
    assert svg.count("<rect ") + left == len(around.nodes)
    assert 'class="node count here"' in svg


def test_a_draft_that_reads_what_it_concludes_is_drawn() -> None:
    body = """
    status: draft
    when:
      all:
        - cost.overall is high
    then:
      - conclude: cost.overall is very high
    """
    examples = """
    - fires: {cost.overall: high}
    - silent: {cost.overall: low}
    """
    book = book_of(rule("round-and-round", "Round and round", body, examples))
    page = site(book)["rules/round-and-round.html"]
    around = neighbours(whole_graph(book, book.drafts[0]), rule_key("round-and-round"))
    assert page.count("<rect ") == len(around.nodes)
    assert page.count('<path class="line') == len(around.edges)
