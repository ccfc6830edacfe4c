"""Small layered drawings of graphs as SVG: what feeds stands left of what is fed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from vetter.base.escape import Safe, html
from vetter.base.records import NamedTuple
from vetter.reference.graph import FACT, RULE, Edge, Graph, Node
from vetter.rulebook.strata import layers

HEIGHT, GAP, BEND = 30, 12, 8
"""Pixels: of a box, between boxes, and of the place where a long edge passes a column."""
WIDEST, NARROWEST, LETTER, BETWEEN, EDGE = 240, 80, 7.3, 48, 4
"""Pixels: of boxes, of a letter, between columns, around the drawing."""
SWEEPS = 6


class _Place(NamedTuple):
    """Where something stands: a box of a node, or the point where an edge passes a column."""

    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def drawing(
    graph: Graph, address: Callable[[Node], str], title: str, focus: str = "", most: int = 14
) -> Safe:
    """Return a graph as SVG, each box a link to the `address` of its node.

    `focus` is the key of the node that the drawing is about. A column holds `most` nodes; what is
    more becomes one box that says so, for the page lists them all.
    """
    depth = _depths(graph, focus)
    graph, depth = _trimmed(graph, depth, focus, most)
    columns, edges = _columns(graph, depth)
    _order(columns, edges)
    nodes = {node.key: node for node in graph.nodes}
    places = _places(columns, nodes)
    width = max(place.left + place.width for place in places.values()) + EDGE
    height = max(place.top + place.height for place in places.values()) + EDGE
    lines = [
        f'<svg class="graph" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="group" aria-label="{html(title)}">'
    ]
    for edge in graph.edges:
        path = _path([places[key] for key in _chain(edge, depth)])
        marked = ' class="own"' if focus in (edge.start, edge.end) else ""
        lines.append(f'<path{marked} d="{path}"/>')
    for node in graph.nodes:
        lines.append(_box(node, places[node.key], address(node), node.key == focus))
    return Safe("\n".join([*lines, "</svg>"]))


def _depths(graph: Graph, focus: str) -> dict[str, int]:
    """Return the column of each node; a rule that is not in force may close a circle, cut here."""
    feeds: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        feeds[edge.end].append(edge.start)
    circles, depth = layers(feeds)
    if circles:
        first = {key: [one for one in made if one != focus] for key, made in feeds.items()}
        circles, depth = layers(first)
        after = depth.get(focus, 0)
        depth = {
            key: max(place, after + 1) if focus in feeds[key] and key not in feeds[focus] else place
            for key, place in depth.items()
        }
    # What nothing feeds stands just left of the first that it feeds, so that lines are short.
    for key, made in feeds.items():
        if not made:
            fed = [depth[edge.end] for edge in graph.edges if edge.start == key]
            depth[key] = max(min(fed, default=1) - 1, 0)
    return depth


def _trimmed(
    graph: Graph, depth: dict[str, int], focus: str, most: int
) -> tuple[Graph, dict[str, int]]:
    by_column: dict[int, list[Node]] = {}
    for node in sorted(graph.nodes, key=lambda one: one.key != focus):
        by_column.setdefault(depth[node.key], []).append(node)
    merged: dict[str, str] = {}
    boxes: list[Node] = []
    places: dict[str, int] = {}
    for column, nodes in sorted(by_column.items()):
        if len(nodes) > most:
            rest = nodes[most - 1 :]
            box = Node("more", str(column), f"and {len(rest)} more")
            boxes.append(box)
            places[box.key] = column
            merged.update({node.key: box.key for node in rest})
    if not merged:
        return graph, depth
    kept = [node for node in graph.nodes if node.key not in merged]
    edges = dict.fromkeys(
        Edge(merged.get(edge.start, edge.start), merged.get(edge.end, edge.end), "")
        for edge in graph.edges
    )
    return Graph((*kept, *boxes), tuple(edges)), {**depth, **places}


def _columns(
    graph: Graph, depth: Mapping[str, int]
) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """Return columns of keys, with points where long edges pass, and the short edges between."""
    count = max(depth[node.key] for node in graph.nodes) + 1
    columns: list[list[str]] = [[] for _ in range(count)]
    for node in graph.nodes:
        columns[depth[node.key]].append(node.key)
    edges = []
    for edge in graph.edges:
        chain = _chain(edge, depth)
        for key in chain[1:-1]:
            columns[int(key.rpartition("@")[2])].append(key)
        edges += list(pairwise(chain))
    return [column for column in columns if column], edges


def _chain(edge: Edge, depth: Mapping[str, int]) -> list[str]:
    passed = range(depth[edge.start] + 1, depth[edge.end])
    return [edge.start, *(f"{edge.start}>{edge.end}@{column}" for column in passed), edge.end]


def _order(columns: list[list[str]], edges: Sequence[tuple[str, str]]) -> None:
    """Order each column so that few edges cross: each near the middle of what it is tied to."""
    back: dict[str, list[str]] = {}
    forth: dict[str, list[str]] = {}
    for start, end in edges:
        forth.setdefault(start, []).append(end)
        back.setdefault(end, []).append(start)
    for sweep in range(SWEEPS):
        tied = forth if sweep % 2 else back
        for column in reversed(columns) if sweep % 2 else columns:
            where = {key: row / len(one) for one in columns for row, key in enumerate(one)}
            middle = {key: _mean((where[one] for one in tied.get(key, ())), key, where)
                      for key in column}  # fmt: skip
            column.sort(key=middle.__getitem__)


def _mean(found: Iterable[float], key: str, where: Mapping[str, float]) -> float:
    values = list(found)
    return sum(values) / len(values) if values else where[key]


def _places(columns: Sequence[Sequence[str]], nodes: Mapping[str, Node]) -> dict[str, _Place]:
    def size(key: str) -> int:
        return HEIGHT if key in nodes else BEND

    heights = [sum(size(key) + GAP for key in column) - GAP for column in columns]
    tallest, left = max(heights), EDGE
    places = {}
    for column, height in zip(columns, heights, strict=True):
        letters = max((len(_shown(nodes[key])) for key in column if key in nodes), default=0)
        width = round(min(WIDEST, max(NARROWEST, letters * LETTER + 24)))
        top = EDGE + (tallest - height) // 2
        for key in column:
            places[key] = _Place(left, top, width, size(key))
            top += size(key) + GAP
        left += width + BETWEEN
    return places


def _path(places: Sequence[_Place]) -> str:
    first = places[0]
    parts = [f"M{first.left + first.width} {first.middle:g}"]
    for here, there in pairwise(places):
        start, end = here.left + here.width, there.left
        half = (start + end) / 2
        parts.append(f"C{half:g} {here.middle:g} {half:g} {there.middle:g} {end} {there.middle:g}")
        if there is not places[-1]:
            parts.append(f"H{there.left + there.width}")
    return "".join(parts)


def _shown(node: Node) -> str:
    return node.name if node.kind in (FACT, RULE) else node.words


def _box(node: Node, place: _Place, address: str, focus: bool) -> str:
    room = int((place.width - 20) / LETTER)
    text = _shown(node)
    shown = text if len(text) <= room else f"{text[: room - 1]}…"
    middle = place.left + place.width // 2
    title = "" if node.kind == "more" else f"<title>{html(node.words)}</title>"
    box = (
        f'{title}<rect x="{place.left}" y="{place.top}" width="{place.width}" '
        f'height="{place.height}" rx="{4 if node.kind in (FACT, RULE) else place.height // 2}"/>'
        f'<text x="{middle}" y="{place.top + 19}">{html(shown)}</text>'
    )
    kind = f"{node.kind} focus" if focus else node.kind
    if focus or not address:
        return f'<g class="{html(kind)}">{box}</g>'
    return f'<a class="{html(kind)}" href="{html(address)}">{box}</a>'
