"""Drawings of a graph as SVG: layers from left to right, in which every name leads to its page."""

from __future__ import annotations

from collections.abc import Callable

from vetter.base.escape import Safe, html
from vetter.base.records import NamedTuple
from vetter.reference.graph import Edge, Graph, Node

WIDTH, HEIGHT = 216, 40
BETWEEN, APART = 64, 12
EDGE = 4
LETTERS = 31
"""Letters of a name that fit into a box; the whole name stands in its title."""
SWEEPS = 6
"""How often layers are put in the order of their neighbours; more changes nothing to see."""


class Place(NamedTuple):
    """Where a box stands: its upper left corner."""

    x: int
    y: int


def drawing(
    graph: Graph, href: Callable[[Node], str], about: str, focus: str = "", most: int = 0
) -> Safe:
    """Return a graph as an SVG element whose boxes are links.

    `focus` is the key of the node that it is about. Where `most` is given, a layer shows no more
    boxes than that, and says how many there are besides.
    """
    layers, beside = _cut(_layers(graph), focus, most)
    shown = {key for layer in layers for key in layer}
    edges = [one for one in graph.edges if one.start in shown and one.end in shown]
    layers = _ordered(layers, edges)
    tallest = max(
        (len(layer) + bool(more) for layer, more in zip(layers, beside, strict=True)), default=1
    )
    height = tallest * (HEIGHT + APART) - APART + 2 * EDGE
    width = len(layers) * (WIDTH + BETWEEN) - BETWEEN + 2 * EDGE
    places: dict[str, Place] = {}
    parts: list[str] = []
    for column, (layer, more) in enumerate(zip(layers, beside, strict=True)):
        x = EDGE + column * (WIDTH + BETWEEN)
        size = (len(layer) + bool(more)) * (HEIGHT + APART) - APART
        top = (height - size) // 2
        for row, key in enumerate(layer):
            places[key] = Place(x, top + row * (HEIGHT + APART))
        if more:
            y = top + len(layer) * (HEIGHT + APART) + HEIGHT // 2 + 4
            middle = x + WIDTH // 2
            parts.append(f'<text class="more" x="{middle}" y="{y}">and {more} more</text>')
    nodes = {node.key: node for node in graph.nodes}
    lines = [_line(edge, places, focus) for edge in edges]
    boxes = [_box(nodes[key], place, href, focus) for key, place in places.items()]
    size_words = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    inside = "\n".join([*lines, *boxes, *parts])
    head = f'<svg class="graph" role="group" aria-label="{html(about)}" {size_words}>'
    return Safe(f"{head}\n{inside}\n</svg>")


def _layers(graph: Graph) -> list[list[str]]:
    """Return the keys of nodes by layer: each stands right of all that feed it."""
    before: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        before[edge.end].append(edge.start)
    after: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    waiting = {key: len(starts) for key, starts in before.items()}
    for edge in graph.edges:
        after[edge.start].append(edge.end)
    ready = [key for key, number in waiting.items() if not number]
    layer = dict.fromkeys(ready, 0)
    placed = set(ready)
    done = 0
    while done < len(waiting):
        if done == len(ready):
            # Only a rule that is not in force closes a circle; it is entered at its first node.
            entry = next(key for key in waiting if key not in placed)
            layer.setdefault(entry, 0)
            placed.add(entry)
            ready.append(entry)
        key = ready[done]
        done += 1
        for end in after[key]:
            if end in placed:
                continue
            layer[end] = max(layer.get(end, 0), layer[key] + 1)
            waiting[end] -= 1
            if not waiting[end]:
                placed.add(end)
                ready.append(end)
    # What feeds another only further right stands close to it, so that lines are short.
    for key in reversed(ready):
        if after[key] and not before[key]:
            layer[key] = min(layer[end] for end in after[key]) - 1
    found: list[list[str]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for node in graph.nodes:
        found[layer[node.key]].append(node.key)
    return found


def _cut(layers: list[list[str]], focus: str, most: int) -> tuple[list[list[str]], list[int]]:
    if not most:
        return layers, [0] * len(layers)
    kept = [layer[:most] if len(layer) > most + 1 else layer for layer in layers]
    for layer, short in zip(layers, kept, strict=True):
        if focus in layer and focus not in short:
            short[-1] = focus
    return kept, [len(layer) - len(short) for layer, short in zip(layers, kept, strict=True)]


def _ordered(layers: list[list[str]], edges: list[Edge]) -> list[list[str]]:
    """Return the layers so ordered that few lines cross: each box near the middle of its own."""
    near: dict[str, list[str]] = {}
    for edge in edges:
        near.setdefault(edge.start, []).append(edge.end)
        near.setdefault(edge.end, []).append(edge.start)
    rank: dict[str, int] = {}
    column = {key: place for place, layer in enumerate(layers) for key in layer}

    def number(layer: list[str]) -> None:
        # Twice the distance from the middle: whole numbers, the same on every machine.
        rank.update({key: 2 * row - len(layer) for row, key in enumerate(layer)})

    def middle(key: str, side: int) -> tuple[int, int]:
        others = [one for one in near.get(key, ()) if (column[one] - column[key]) * side > 0]
        if not others:
            return rank[key] * 1000, rank[key]
        return sum(rank[one] for one in others) * 1000 // len(others), rank[key]

    for layer in layers:
        number(layer)
    for sweep in range(SWEEPS):
        side = 1 if sweep % 2 else -1
        for layer in layers if side < 0 else reversed(layers):
            layer.sort(key=lambda key: middle(key, side))
            number(layer)
    return layers


def _line(edge: Edge, places: dict[str, Place], focus: str) -> str:
    start, end = places[edge.start], places[edge.end]
    x, y = start.x + WIDTH, start.y + HEIGHT // 2
    to_x, to_y = end.x - 1, end.y + HEIGHT // 2
    bend = max((to_x - x) // 2, 20)
    own = " own" if focus in (edge.start, edge.end) else ""
    path = f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
    return f'<path class="line{own}" d="{path}"><title>{html(edge.words)}</title></path>'


def _box(node: Node, place: Place, href: Callable[[Node], str], focus: str) -> str:
    here = " here" if node.key == focus else ""
    x, y = place.x + WIDTH // 2, place.y + HEIGHT // 2 + 4
    words = f"{node.name}: {node.words}"
    box = f'<rect x="{place.x}" y="{place.y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
    text = f'<text x="{x}" y="{y}">{html(_short(node.name))}</text>'
    inside = f"<title>{html(words)}</title>{box}{text}"
    return f'<a class="node {node.kind}{here}" href="{html(href(node))}">{inside}</a>'


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
