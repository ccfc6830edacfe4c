"""Strata: circles found, depths right, whatever the graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vetter.rulebook.strata import circles, depths

NODES = [f"n{number}" for number in range(8)]
GRAPHS = st.fixed_dictionaries({node: st.sets(st.sampled_from(NODES)) for node in NODES})


def reach(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    queue = list(graph[start])
    while queue:
        node = queue.pop()
        if node not in seen:
            seen.add(node)
            queue.extend(graph[node])
    return seen


@given(GRAPHS)
def test_a_circle_is_a_group_of_nodes_that_reach_one_another(graph: dict[str, set[str]]) -> None:
    reached = {node: reach(graph, node) for node in graph}
    inside = [node for node in sorted(graph) if node in reached[node]]
    expected = {
        tuple(other for other in inside if other in reached[node] and node in reached[other])
        for node in inside
    }
    assert circles(graph) == sorted(list(group) for group in expected)


@given(GRAPHS)
def test_each_node_is_one_deeper_than_the_deepest_it_hangs_on(graph: dict[str, set[str]]) -> None:
    order = {node: number for number, node in enumerate(NODES)}
    straight = {
        node: {other for other in links if order[other] < order[node]}
        for node, links in graph.items()
    }
    found = depths(straight)
    for node, links in straight.items():
        assert found[node] == max((found[link] + 1 for link in links), default=0)
