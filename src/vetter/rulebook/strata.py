"""Strata: which rules must run after which, so that a derived fact is settled before it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Graph = Mapping[str, Iterable[str]]


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of nodes that reach one another, each as a sorted list."""
    return layers(graph)[0]


def layers(graph: Graph) -> tuple[list[list[str]], dict[str, int]]:
    """Return the circles of a graph, and where there are none the depths of its nodes."""
    groups = _components(graph)
    found = [sorted(group) for group in groups if len(group) > 1 or group[0] in graph[group[0]]]
    return sorted(found), {} if found else _depths(graph, groups)


def depths(graph: Graph) -> dict[str, int]:
    """Return for each node the length of the longest chain of nodes that it hangs on.

    The graph maps a node to what it hangs on and must be free of circles.
    """
    return _depths(graph, _components(graph))


def _depths(graph: Graph, groups: list[list[str]]) -> dict[str, int]:
    depth: dict[str, int] = {}
    for group in groups:
        node = group[0]
        depth[node] = max((depth[other] + 1 for other in graph[node]), default=0)
    return depth


def _components(graph: Graph) -> list[list[str]]:
    """Return strongly connected components, each after all that it hangs on (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    result: list[list[str]] = []
    for start in graph:
        if start in index:
            continue
        work = [(start, iter(sorted(graph[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, links = work[-1]
            advanced = False
            for other in links:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(sorted(graph[other]))))
                    advanced = True
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            if advanced:
                continue
            work.pop()
            if work:
                parent = work[-1][0]
                low[parent] = min(low[parent], low[node])
            if low[node] == index[node]:
                group = []
                while True:
                    member = stack.pop()
                    on_stack.discard(member)
                    group.append(member)
                    if member == node:
                        break
                result.append(group)
    return result
