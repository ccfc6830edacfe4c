"""Claims: opposites, thresholds in order, and faults that stand with a reason."""

from __future__ import annotations

from vetter.base.characters import quote
from vetter.base.nodes import Node, Scalar, Sequence
from vetter.base.problems import Location, Problem
from vetter.base.suggest import did_you_mean
from vetter.rulebook.claims import Accepted, Claims, Opposites, Order
from vetter.rulebook.pack import Stack
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.read_lists import report_taken
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Vocabulary

CLAIMS = "knowledge/claims.yaml"
OPPOSITES, ORDER, ACCEPTED = "opposites", "order", "accepted"
PARTS = (OPPOSITES, ORDER, ACCEPTED)
FAULTS = (
    "never-fires", "subsumed", "exception", "opposites", "unused", "alike", "order", "worsens",
)  # fmt: skip
"""The kinds of faults that can stand with a reason."""


def read_claims(stack: Stack, vocabulary: Vocabulary, problems: list[Problem]) -> Claims:
    """Return the claims of all packs; a pack without the file claims nothing."""
    opposites: list[Opposites] = []
    orders: list[Order] = []
    accepted: list[Accepted] = []
    taken: dict[tuple[str, str], Location] = {}
    for source in stack.of(CLAIMS):
        reader = Reader(source, problems)
        top = reader.mapping(reader.top(), CLAIMS, (*PARTS, "source", "note"), ()) or {}
        mine: dict[tuple[str, str], Location] = {}
        for part in PARTS:
            for key, node in reader.pairs(top.get(part), f"`{part}`"):
                name = (part, key.text.casefold())
                if name in taken:
                    report_taken(reader, key, taken[name])
                    continue
                mine[name] = reader.place(key)
                if part == OPPOSITES:
                    opposites += _opposites(reader, key, node, vocabulary)
                elif part == ORDER:
                    orders += _order(reader, key, node, vocabulary)
                else:
                    accepted += _accepted(reader, key, node)
        taken |= mine
    return Claims(tuple(opposites), tuple(orders), tuple(accepted))


def _opposites(reader: Reader, key: Scalar, node: Node, vocabulary: Vocabulary) -> list[Opposites]:
    keys = ("never", "because")
    parts = reader.mapping(node, f"the opposites {quote(key.text)}", keys, keys, key)
    if parts is None:
        return []
    conditions = ConditionReader(reader, vocabulary)
    never = conditions.read(parts.get("never"), f"`never` of {quote(key.text)}")
    because = reader.text(parts.get("because"), "because")
    if never is None:
        return []
    return [Opposites(key.text, never, because, reader.place(key))]


def _order(reader: Reader, key: Scalar, node: Node, vocabulary: Vocabulary) -> list[Order]:
    items = node.items if type(node) is Sequence else []
    if len(items) < 2:
        help = "List their names in brackets, the lowest first."
        reader.report(node, "not-a-list", f"{quote(key.text)} lists no two thresholds", help)
        return []
    names = []
    for item in items:
        name = reader.text(item, "a threshold").removeprefix("$")
        if name not in vocabulary.thresholds:
            help = did_you_mean(name, vocabulary.thresholds, "Thresholds live in thresholds.yaml.")
            reader.report(item, "unknown-threshold", f"there is no threshold {quote(name)}", help)
        else:
            names.append(name)
    if len(names) < len(items):
        return []
    types = [vocabulary.thresholds[name].type for name in names]
    if any((one.kind, one.unit, one.metrics) != (types[0].kind, types[0].unit, types[0].metrics)
           for one in types):  # fmt: skip
        help = "Only figures of one type, unit and metric stand in an order."
        reader.report(node, "unlike-types", f"the thresholds of {quote(key.text)} differ", help)
        return []
    return [Order(key.text, tuple(names), reader.place(key))]


def _accepted(reader: Reader, key: Scalar, node: Node) -> list[Accepted]:
    keys = ("fault", "about", "because")
    parts = reader.mapping(node, f"the accepted fault {quote(key.text)}", keys, keys, key)
    if parts is None:
        return []
    fault = reader.one_of(parts.get("fault"), "kind of fault", FAULTS)
    about = reader.text(parts.get("about"), "about")
    because = reader.text(parts.get("because"), "because")
    if not fault or not about or not because:
        return []
    return [Accepted(key.text, fault, about, because, reader.place(key))]
