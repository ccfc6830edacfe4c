"""Programs compute the bits of expressions: every leaf, every operation, counts of any length."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from vetter.columns.graph import ALWAYS, NEVER, Graph
from vetter.columns.lower import Among, Order
from vetter.columns.program import Program
from vetter.columns.table import Shape, Table
from vetter.scenarios.cells import NOT_APPLICABLE, Cell


def table_of(**places):
    """A table of facts whose cells are whole numbers one less than their places."""
    cells = {
        path: (NOT_APPLICABLE, *(Cell(number) for number in range(max(column))))
        for path, column in places.items()
    }
    columns = {path: np.array(column, dtype=np.uint8) for path, column in places.items()}
    return Table(Shape(cells, {}), len(next(iter(places.values()))), columns)


def bits(graph, node, table):
    result = Program(graph, [node], table.shape).run(table)
    return np.unpackbits(result[0], count=table.size, bitorder="little").tolist()


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_every_set_of_places(count):
    column = [*range(count), *reversed(range(count)), count - 1]
    table = table_of(fact=column)
    for size in range(1, count):
        for places in combinations(range(count), size):
            graph = Graph()
            found = bits(graph, graph.leaf(Among("fact", places)), table)
            assert found == [place in places for place in column], places


@pytest.mark.parametrize("sign", ["is", ">", ">=", "<", "<="])
def test_every_order(sign):
    lefts = [place for place in range(1, 6) for _ in range(1, 6)]
    rights = [place for _ in range(1, 6) for place in range(1, 6)]
    graph = Graph()
    node = graph.leaf(Order(sign, "left", "right"))
    compare = {
        "is": lambda a, b: a == b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
    }[sign]
    expected = [compare(a, b) for a, b in zip(lefts, rights, strict=True)]
    assert bits(graph, node, table_of(left=lefts, right=rights)) == expected


def draw_node(graph, random, leaves, depth):
    """A random expression, with what computes it on one scenario."""
    if depth == 0 or random.random() < 0.15:
        place = random.randrange(len(leaves))
        node = random.choice((leaves[place], leaves[place], NEVER, ALWAYS))
        return node, (lambda row: row[place]) if node > ALWAYS else (lambda row: node == ALWAYS)
    parts = [draw_node(graph, random, leaves, depth - 1) for _ in range(random.randint(1, 4))]
    nodes, sees = [one for one, _ in parts], [see for _, see in parts]
    kind = random.choice(("all", "any", "not", "either", "count"))
    if kind == "all":
        return graph.all_of(nodes), lambda row: all(see(row) for see in sees)
    if kind == "any":
        return graph.any_of(nodes), lambda row: any(see(row) for see in sees)
    if kind == "not":
        return graph.opposite(nodes[0]), lambda row: not sees[0](row)
    if kind == "either":
        one = graph.either(nodes[0], nodes[-1])
        return one, lambda row: bool(sees[0](row)) != bool(sees[-1](row))
    least = random.randint(0, len(nodes) + 1)
    node = graph.at_least(graph.count(nodes), least)
    return node, lambda row: sum(bool(see(row)) for see in sees) >= least


@pytest.mark.parametrize("seed", range(60))
def test_random_expressions(seed):
    random = Random(seed)
    rows = [tuple(random.random() < 0.5 for _ in range(5)) for _ in range(45)]
    rows += [(True,) * 5, (False,) * 5]
    table = table_of(**{f"fact{at}": [1 + row[at] for row in rows] for at in range(5)})
    graph = Graph()
    leaves = [graph.leaf(Among(f"fact{at}", (2,))) for at in range(5)]
    drawn = [draw_node(graph, random, leaves, 4) for _ in range(6)]
    program = Program(graph, [node for node, _ in drawn], table.shape)
    result = np.unpackbits(program.run(table), axis=1, count=table.size, bitorder="little")
    for node, see in drawn:
        assert result[program.rows[node]].tolist() == [bool(see(row)) for row in rows]


@pytest.mark.parametrize("length", [0, 1, 2, 3, 7, 8, 20])
def test_counts(length):
    random = Random(length)
    rows = [[random.random() < 0.6 for _ in range(length)] for _ in range(40)]
    rows += [[True] * length, [False] * length]
    table = table_of(
        **{f"fact{at}": [1 + row[at] for row in rows] + [2] for at in range(length)}, one=[1] * 43
    )
    graph = Graph()
    digits = graph.count(graph.leaf(Among(f"fact{at}", (2,))) for at in range(length))
    for least in range(length + 2):
        found = bits(graph, graph.at_least(digits, least), table)[:42]
        assert found == [sum(row) >= least for row in rows], least


def test_equal_expressions_are_one_and_constants_fold():
    graph = Graph()
    one, other = graph.leaf(Among("fact", (1,))), graph.leaf(Among("fact", (2,)))
    assert graph.leaf(Among("fact", (1,))) == one
    assert graph.all_of((one, other)) == graph.all_of((other, one, ALWAYS, other))
    assert graph.all_of((one, NEVER)) == NEVER
    assert graph.any_of((one, ALWAYS)) == ALWAYS
    assert graph.all_of(()) == ALWAYS
    assert graph.any_of(()) == NEVER
    assert graph.opposite(graph.opposite(one)) == one
    assert graph.all_of((one, graph.opposite(one))) == NEVER
    assert graph.any_of((one, graph.opposite(one))) == ALWAYS
    assert graph.either(one, one) == NEVER
    assert graph.either(one, ALWAYS) == graph.opposite(one)
    assert graph.at_least(graph.count(()), 0) == ALWAYS
    assert graph.at_least(graph.count(()), 1) == NEVER
