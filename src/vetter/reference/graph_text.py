"""The graph of conclusions as DOT and as Mermaid."""

from __future__ import annotations

from vetter.base.escape import dot, mermaid
from vetter.reference.graph import CONCLUSION, COUNT, FACT, KINDS, RULE, Graph, Node
from vetter.rulebook.vocabulary import VERDICT

FORMATS = ("dot", "mermaid")
_SHAPES = {FACT: "box", RULE: "note", CONCLUSION: "ellipse", COUNT: "hexagon", VERDICT: "octagon"}
_BRACKETS = {
    FACT: ("[", "]"),
    RULE: ("[[", "]]"),
    CONCLUSION: ("([", "])"),
    COUNT: ("{{", "}}"),
    VERDICT: ("[/", "/]"),
}


def graph_text(graph: Graph, form: str) -> str:
    """Return a graph in one of `FORMATS`."""
    return _dot(graph) if form == "dot" else _mermaid(graph)


def _label(node: Node) -> str:
    return f"{node.words} ({node.name})" if node.kind == CONCLUSION else node.name


def _dot(graph: Graph) -> str:
    lines = ["digraph rulebook {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for node in graph.nodes:
        shape = f'shape={_SHAPES[node.kind]}, tooltip="{dot(node.words)}"'
        lines.append(f'  "{dot(node.key)}" [label="{dot(_label(node))}", {shape}];')
    for edge in graph.edges:
        ends = f'"{dot(edge.start)}" -> "{dot(edge.end)}"'
        lines.append(f'  {ends} [tooltip="{dot(edge.words)}"];')
    return "\n".join([*lines, "}"]) + "\n"


def _mermaid(graph: Graph) -> str:
    names = {node.key: f"n{place}" for place, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        opening, closing = _BRACKETS[node.kind]
        label = f'"{mermaid(_label(node))}"'
        lines.append(f"  {names[node.key]}{opening}{label}{closing}:::{node.kind}")
    lines += [f"  {names[edge.start]} --> {names[edge.end]}" for edge in graph.edges]
    lines += [f"  classDef {kind} {_STYLES[kind]}" for kind in KINDS]
    return "\n".join(lines) + "\n"


_STYLES = {
    FACT: "fill:#f4f1ea,stroke:#8a8171,color:#22262b",
    RULE: "fill:#ffffff,stroke:#1f5f66,color:#22262b",
    CONCLUSION: "fill:#e2eff0,stroke:#1f5f66,color:#22262b",
    COUNT: "fill:#f9ecdf,stroke:#9a5a17,color:#22262b",
    VERDICT: "fill:#e8e6f5,stroke:#4a4399,color:#22262b",
}
