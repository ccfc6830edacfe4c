"""The closed lists of knowledge: units, metrics, causes, roles, stages, heuristics, figures."""

from __future__ import annotations

import re

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node, Scalar
from vetter.base.problems import Location, Problem
from vetter.base.suggest import did_you_mean
from vetter.language.numbers import parse_number
from vetter.language.sentences import check_name
from vetter.language.types import DURATION, PERSON_TIME, SCALES, Measures, Metric, Unit
from vetter.rulebook.pack import Stack
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Effort, Entry

COLUMNS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "causes": ("cause", ("title", "section", "meaning"), ("title",)),
    "roles": ("role", ("does", "stands in", "filled by"), ("does",)),
    "stages": ("stage", ("title",), ("title",)),
    "heuristics": ("heuristic", ("section", "says", "weight"), ("section", "says")),
    "figures": ("figure", ("says", "source", "year"), ("says", "source")),
}
"""For each list: what an item is called, its columns, and those it must have."""

FILES = {
    "causes": "knowledge/causes.yaml",
    "roles": "knowledge/roles.yaml",
    "stages": "knowledge/stages.yaml",
    "heuristics": "knowledge/chapter.yaml",
    "figures": "knowledge/figures.yaml",
}

UNITS = "knowledge/units.yaml"
EFFORTS = "knowledge/efforts.yaml"
"""The list of efforts; a pack without it has no facts that can be changed."""
UNCHANGEABLE = "no"
"""What stands in place of an effort at a fact that nobody can change."""


def sections(
    stack: Stack, name: str, key: str, problems: list[Problem], also: tuple[str, ...] = ()
) -> list[tuple[Reader, list[tuple[Scalar, Node]]]]:
    """Return for each pack that has a knowledge file its reader and the pairs under its top key.

    `also` are other keys that may stand at the top.
    """
    found = []
    for source in stack.of(name):
        reader = Reader(source, problems)
        top = reader.mapping(reader.top(), name, (key, *also, "source", "note"), (key,)) or {}
        found.append((reader, reader.pairs(top.get(key), f"`{key}`")))
    if not found:
        problems.append(missing_file(stack, name))
    return found


def section(
    stack: Stack, name: str, key: str, problems: list[Problem]
) -> list[tuple[Reader, Scalar, Node]]:
    """Return the pairs under the top key of a knowledge file, each with its reader.

    Packs add to one another: a name that a lower pack has is reported.
    """
    pairs: list[tuple[Reader, Scalar, Node]] = []
    taken: dict[str, Location] = {}
    for reader, found in sections(stack, name, key, problems):
        mine: dict[str, Location] = {}
        for name_node, node in found:
            folded = name_node.text.casefold()
            if folded in taken:
                report_taken(reader, name_node, taken[folded])
                continue
            mine[folded] = reader.place(name_node)
            pairs.append((reader, name_node, node))
        taken |= mine
    return pairs


def report_taken(reader: Reader, name: Scalar, first: Location) -> None:
    """Report a name that a pack below has given to something already."""
    help = "Choose another name; what lies below is changed in changes.yaml."
    message = f"{quote(name.text)} is taken: it stands in {first.path}, line {first.line}"
    reader.report(name, "taken", message, help)


def missing_file(stack: Stack, name: str) -> Problem:
    """Return the problem that no pack has a file."""
    root = stack.bottom.root
    place = Location(f"{root}/{name}" if root else name)
    return Problem("missing-file", f"the pack has no {name}", place, "Add the file.")


def read_entries(stack: Stack, key: str, problems: list[Problem]) -> dict[str, Entry]:
    """Return a closed list by name; an item is a mapping of its columns, or the first one alone."""
    what, columns, required = COLUMNS[key]
    entries: dict[str, Entry] = {}
    for reader, name, node in section(stack, FILES[key], key, problems):
        item = f"the {what} {quote(name.text)}"
        if type(node) is Scalar:
            found: tuple[tuple[str, str], ...] = ((required[0], reader.text(node, item)),)
        else:
            parts = reader.mapping(node, item, columns, required, name) or {}
            found = tuple((column, reader.text(part, column)) for column, part in parts.items())
        entries[name.text] = Entry(name.text, found, reader.place(node))
    return entries


def read_efforts(stack: Stack, problems: list[Problem]) -> dict[str, Effort]:
    """Return the efforts that changes can take, by name, in the order of the file."""
    if not stack.of(EFFORTS):
        return {}
    efforts: dict[str, Effort] = {}
    for reader, key, node in section(stack, EFFORTS, "efforts", problems):
        name = key.text
        wrong = check_name(name)
        if wrong:
            message = f"{quote(name)} cannot be an effort: {wrong}"
            reader.report(key, "bad-name", message, "Rename it.")
        keys = ("weight", "meaning")
        parts = reader.mapping(node, f"the effort {quote(name)}", keys, keys, key) or {}
        text = reader.text(parts.get("weight"), "weight")
        fits = re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII) is not None
        if text and not fits:
            message = f"{quote(text)} is no weight of an effort"
            help = "Write a whole number from 1 on; what is harder weighs more."
            reader.report(parts["weight"], "bad-weight", message, help)
        meaning = reader.text(parts.get("meaning"), "meaning")
        efforts[name] = Effort(name, int(text) if fits else 1, meaning, reader.place(node))
    return efforts


def read_measures(stack: Stack, problems: list[Problem]) -> Measures:
    """Return the tables that values are read with."""
    return Measures(_metrics(stack, problems), _units(stack, problems), _currency(stack, problems))


def _metrics(stack: Stack, problems: list[Problem]) -> dict[str, Metric]:
    metrics: dict[str, Metric] = {}
    for reader, key, node in section(stack, "knowledge/metrics.yaml", "metrics", problems):
        name = key.text
        wrong = check_name(name)
        if wrong:
            message = f"{quote(name)} cannot be a metric: {wrong}"
            reader.report(key, "bad-name", message, "Rename it.")
        keys = ("better", "scale", "meaning")
        parts = reader.mapping(node, f"the metric {quote(name)}", keys, keys[:2], key) or {}
        better = reader.one_of(parts.get("better"), "direction", ("higher", "lower"))
        scale = reader.one_of(parts.get("scale"), "scale", SCALES)
        meaning = reader.text(parts.get("meaning"), "meaning")
        metrics[name] = Metric(name, better != "lower", scale or SCALES[0], meaning)
    return metrics


def _units(stack: Stack, problems: list[Problem]) -> dict[str, dict[str, Unit]]:
    units: dict[str, dict[str, Unit]] = {DURATION: {}, PERSON_TIME: {}}
    for reader, families in sections(stack, UNITS, "units", problems, ("currencies",)):
        for family, node in families:
            if family.text not in units:
                help = did_you_mean(family.text, units, f"Write {DURATION} or {PERSON_TIME}.")
                message = f"{quote(family.text)} is no family of units"
                reader.report(family, "unknown-key", message, help)
                continue
            for name, unit in reader.pairs(node, f"`{family.text}`"):
                if name.text in units[family.text]:
                    message = f"the unit {quote(name.text)} is taken by a pack below"
                    reader.report(name, "taken", message, "Choose another name.")
                    continue
                found = _unit(reader, name, unit)
                if found is not None:
                    units[family.text][name.text] = found
    return units


def _unit(reader: Reader, name: Scalar, node: Node) -> Unit | None:
    what = f"the unit {quote(name.text)}"
    parts = reader.mapping(node, what, ("factor", "one", "aliases"), ("factor", "one"), name)
    if parts is None or "factor" not in parts:
        return None
    over, _, under = reader.text(parts["factor"], "factor").partition("/")
    factor, divisor = parse_number(over.strip()), parse_number(under.strip() or "1")
    if not factor or not divisor or factor / divisor < 0:
        message = f"the factor of {quote(name.text)} is no positive number"
        help = "Write a number or a fraction such as `1/60`."
        reader.report(parts["factor"], "bad-factor", message, help)
        return None
    aliases = tuple(alias.casefold() for alias in reader.texts(parts.get("aliases"), "aliases"))
    return Unit(name.text, reader.text(parts.get("one"), "one"), factor / divisor, aliases)


def _currency(stack: Stack, problems: list[Problem]) -> str:
    names: tuple[str, ...] = ()
    for place, source in enumerate(stack.of(UNITS)):
        # The file is read once more for this line; its own faults are reported with the units.
        top = Reader(source, []).top()
        node = top.get("currencies") if type(top) is Mapping else None
        reader = Reader(source, problems)
        if place and node is not None:
            message = "a pack below says in which currency the rulebook reckons"
            reader.report(node, "one-currency", message, "Remove the line.")
        if place:
            continue
        names = reader.texts(node, "currencies")
        if type(top) is Mapping and (len(names) != 1 or not re.fullmatch(r"[A-Z]{3}", names[0])):
            help = "Write its three letters: `currencies: [EUR]`."
            message = "a rulebook reckons in one currency"
            reader.report(node or top, "one-currency", message, help)
    return names[0] if names else ""
