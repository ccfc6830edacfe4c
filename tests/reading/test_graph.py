"""The graph of conclusions as DOT and Mermaid: well-formed, well-escaped, and the whole of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.packs import book_of, built_in, rule
from vetter.cli.main import main
from vetter.cli.usage import Wrong
from vetter.reference.drawing import drawing
from vetter.reference.graph import (
    Edge,
    Graph,
    Node,
    around_fact,
    around_rule,
    fact_key,
    overview,
    rule_key,
    whole_graph,
)
from vetter.reference.graph_text import graph_text

BOOK = built_in().rulebook
QUOTED = r'"(?:[^"\\]|\\\\|\\")*"'
DOT_NODE = re.compile(rf"  ({QUOTED}) \[label=({QUOTED}), shape=[a-z]+, tooltip={QUOTED}\];")
DOT_EDGE = re.compile(rf"  ({QUOTED}) -> ({QUOTED}) \[tooltip={QUOTED}\];")
MERMAID_NODE = re.compile(
    r'  (n\d+)(?:\["[^"]+"\]|\[\["[^"]+"\]\]|\(\["[^"]+"\]\)|'
    r'\{\{"[^"]+"\}\}|\[/"[^"]+"/\]):::[a-z]+'
)
MERMAID_EDGE = re.compile(r"  (n\d+) --> (n\d+)")


def read(text: str, form: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return nodes and edges of a graph of which every line must be one."""
    lines = text.splitlines()
    if form == "dot":
        assert lines[0] == "digraph rulebook {"
        assert lines[-1] == "}"
        lines, node, edge = lines[3:-1], DOT_NODE, DOT_EDGE
    else:
        assert lines[0] == "flowchart LR"
        lines = [line for line in lines[1:] if not line.startswith("  classDef ")]
        node, edge = MERMAID_NODE, MERMAID_EDGE
    nodes, edges = [], []
    for line in lines:
        if found := node.fullmatch(line):
            nodes.append(found[1])
        else:
            found = edge.fullmatch(line)
            assert found, line
            edges.append((found[1], found[2]))
    assert {end for ends in edges for end in ends} <= set(nodes)
    return nodes, edges


@pytest.mark.parametrize("form", ["dot", "mermaid"])
def test_the_whole_graph_can_be_read(form: str) -> None:
    graph = whole_graph(BOOK)
    nodes, edges = read(graph_text(graph, form), form)
    vocabulary = BOOK.vocabulary
    assert len(nodes) == len(vocabulary.facts) + len(BOOK.rules) + len(vocabulary.derived)
    assert len(edges) == len(graph.edges)


@pytest.mark.parametrize("form", ["dot", "mermaid"])
def test_odd_labels_stay_labels(form: str) -> None:
    odd = 'a" -> b; \\"] } end %% <b>&amp;\\'
    nodes = tuple(Node(kind, f"{kind}{odd}", odd) for kind in ("fact", "rule", "conclusion"))
    graph = Graph(nodes, (Edge(nodes[0].key, nodes[1].key, odd),))
    assert [len(part) for part in read(graph_text(graph, form), form)] == [3, 1]


def test_the_graph_holds_what_rules_read_and_conclude() -> None:
    ends = {(edge.start, edge.end) for edge in whole_graph(BOOK).edges}
    for one in BOOK.rules:
        here = rule_key(one.id)
        assert {start for start, end in ends if end == here} == set(map(fact_key, one.reads()))
        fed = {fact_key(entry.fact) for entry in one.conclusions}
        for entry in one.findings:
            fed |= {fact_key(f"findings.{entry.severity}")}
            fed |= {fact_key(f"findings.{soft.to}") for soft in entry.softened}
        assert {end for start, end in ends if start == here} == fed


def test_surroundings_hold_the_edges_of_their_node() -> None:
    whole = whole_graph(BOOK)
    one = BOOK.rule("accuracy-above-99")
    assert one is not None
    found = around_rule(BOOK, one)
    assert set(found.edges) == {e for e in whole.edges if rule_key(one.id) in (e.start, e.end)}
    for path in ("quality.target", "verdict"):
        key = fact_key(path)
        own = {edge for edge in whole.edges if key in (edge.start, edge.end)}
        assert own <= set(around_fact(BOOK, path).edges)


def test_the_overview_ends_in_the_verdict() -> None:
    graph = overview(BOOK)
    assert {node.kind for node in graph.nodes} == {"conclusion", "count", "verdict"}
    assert fact_key("findings.high") in {e.start for e in graph.edges if e.end == "fact:verdict"}


def test_a_draft_that_closes_a_circle_is_drawn() -> None:
    body = """
    status: draft
    when:
      all:
        - cost.overall is high
    then:
      - conclude: cost.overall is very high
    """
    book = book_of(
        rule(
            "round",
            "Round and round",
            body,
            "  - fires: {cost.overall: high}\n  - silent: {cost.overall: low}",
        )
    )
    graph = around_rule(book, book.drafts[0])
    assert len(graph.edges) == 2
    assert drawing(graph, lambda node: node.name, "Round", "rule:round").count("<rect") == 2


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["rules", "graph", *words])
    return result.exit_code, result.output


def test_the_command_prints_a_part_or_writes_a_file(tmp_path: Path) -> None:
    code, text = run("--conclusion", "verdict", "--format", "mermaid")
    assert code == 0
    assert read(text, "mermaid")[0]
    target = tmp_path / "graph.dot"
    assert run("--fact", "quality.target", "-o", str(target)) == (0, "")
    assert read(target.read_text("utf-8"), "dot")[1]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--rule", "accuracy-above-98"], "accuracy-above-99"),
        (["--fact", "quality.targt"], "quality.target"),
        (["--conclusion", "verdct"], "verdict"),
        (["--rule", "accuracy-above-99", "--fact", "quality.target"], "Name one"),
    ],
)
def test_a_wrong_name_is_told(words: list[str], hint: str) -> None:
    result = CliRunner().invoke(main, ["rules", "graph", *words], standalone_mode=False)
    assert isinstance(result.exception, Wrong)
    assert hint in result.exception.hint


def test_the_same_bytes_whatever_the_hashes_are() -> None:
    made = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "vetter", "rules", "graph"]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        )
        made.add(done.stdout)
    assert len(made) == 1
