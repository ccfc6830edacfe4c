"""The graph of conclusions: which facts feed which rules, what these conclude, who reads that."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from vetter.assessment.words import plain_text
from vetter.base.records import NamedTuple
from vetter.language.conditions import facts_of
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import VERDICT

FACT, RULE, CONCLUSION, COUNT = "fact", "rule", "conclusion", "count"
"""What a node can be; `VERDICT` is the fifth."""
KINDS = (FACT, RULE, CONCLUSION, COUNT, VERDICT)
_COUNTED = "findings."
_CAUSES = f"{_COUNTED}causes_with_"


class Node(NamedTuple):
    """A fact, a rule or something concluded; `words` say it in full."""

    kind: str
    name: str
    words: str

    @property
    def key(self) -> str:
        """What names the node among all others."""
        return f"{RULE if self.kind == RULE else FACT}:{self.name}"


class Edge(NamedTuple):
    """What feeds what, by the keys of nodes, and how: reads, a level, a severity."""

    start: str
    end: str
    words: str


class Graph(NamedTuple):
    """Nodes and edges in the order of the rulebook."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def kept(self, edges: Collection[Edge], *keys: str) -> Graph:
        """Return these edges with the nodes at their ends, and the nodes of `keys`."""
        held = {*keys, *(one.start for one in edges), *(one.end for one in edges)}
        return Graph(
            tuple(node for node in self.nodes if node.key in held),
            tuple(edge for edge in self.edges if edge in edges),
        )


def rule_key(rule_id: str) -> str:
    """Return the key of a rule's node."""
    return f"{RULE}:{rule_id}"


def fact_key(path: str) -> str:
    """Return the key of the node of a fact or of something concluded."""
    return f"{FACT}:{path}"


def whole_graph(rulebook: Rulebook, *more: Rule) -> Graph:
    """Return the graph of the rules in force; `more` are others to show among them."""
    rules = (*rulebook.rules, *(rule for rule in more if rule.id not in rulebook.strata))
    return Graph(tuple(_nodes(rulebook, rules)), tuple(dict.fromkeys(_edges(rulebook, rules))))


def around_rule(rulebook: Rulebook, rule: Rule) -> Graph:
    """Return a rule with what feeds it and what it feeds."""
    graph = whole_graph(rulebook, rule)
    return neighbours(graph, rule_key(rule.id))


def around_fact(rulebook: Rulebook, path: str) -> Graph:
    """Return a fact or something concluded, with what feeds it, who reads it, what these feed."""
    return neighbours(whole_graph(rulebook), fact_key(path))


def neighbours(graph: Graph, key: str) -> Graph:
    """Return a node's part of the graph: its own edges, and those that leave rules that read it."""
    own = {edge for edge in graph.edges if key in (edge.start, edge.end)}
    readers = {edge.end for edge in own if edge.start == key and edge.end.startswith(f"{RULE}:")}
    return graph.kept(own | {edge for edge in graph.edges if edge.start in readers}, key)


def _nodes(rulebook: Rulebook, rules: tuple[Rule, ...]) -> Iterator[Node]:
    vocabulary = rulebook.vocabulary
    for path, fact in vocabulary.facts.items():
        yield Node(FACT, path, fact.question)
    for rule in rules:
        yield Node(RULE, rule.id, plain_text(rule.title, vocabulary))
    for path, spec in vocabulary.derived.items():
        kind = VERDICT if path == VERDICT else COUNT if spec.counter else CONCLUSION
        yield Node(kind, path, spec.title)


def _edges(rulebook: Rulebook, rules: tuple[Rule, ...]) -> Iterator[Edge]:
    vocabulary = rulebook.vocabulary
    for path, fact in vocabulary.facts.items():
        for other in fact.computed.inputs if fact.computed else ():
            yield Edge(fact_key(other), fact_key(path), "is computed into")
        for other in facts_of(fact.applies_when):
            yield Edge(fact_key(other), fact_key(path), "decides whether it applies")
    order = {path: place for place, path in enumerate((*vocabulary.facts, *vocabulary.derived))}
    for rule in rules:
        here = rule_key(rule.id)
        for path in sorted(rule.reads(), key=order.__getitem__):
            yield Edge(fact_key(path), here, "is read by")
        for entry in rule.conclusions:
            level = vocabulary.derived[entry.fact].type.names[entry.level]
            yield Edge(here, fact_key(entry.fact), level)
        for finding in rule.findings:
            yield Edge(here, fact_key(f"{_COUNTED}{finding.severity}"), finding.severity)
            for soft in finding.softened:
                words = f"softened to {soft.to}"
                yield Edge(here, fact_key(f"{_COUNTED}{soft.to}"), words)
    for path, spec in vocabulary.derived.items():
        if path.startswith(_CAUSES) and spec.counter:
            yield Edge(fact_key(f"{_COUNTED}{spec.counter[0]}"), fact_key(path), "by cause")


def overview(rulebook: Rulebook) -> Graph:
    """Return what is concluded alone, from what is concluded first to the verdict.

    An edge stands for the rules that read the one and conclude the other.
    """
    graph = whole_graph(rulebook)
    feeds: dict[str, list[str]] = {}
    for edge in graph.edges:
        if edge.end.startswith(f"{RULE}:"):
            feeds.setdefault(edge.end, []).append(edge.start)
    concluded = {node.key for node in graph.nodes if node.kind in (CONCLUSION, COUNT, VERDICT)}
    between: dict[tuple[str, str], int] = {}
    for edge in graph.edges:
        if edge.end not in concluded:
            continue
        starts = feeds.get(edge.start, []) if edge.start not in concluded else [edge.start]
        for start in dict.fromkeys(starts):
            if start in concluded and start != edge.end:
                between[start, edge.end] = between.get((start, edge.end), 0) + 1
    edges = tuple(
        Edge(start, end, f"{count} rule{'' if count == 1 else 's'}")
        for (start, end), count in between.items()
    )
    return Graph(graph.nodes, edges).kept(edges, *concluded)
