"""The closed lists of knowledge: units, metrics, causes, roles, stages, heuristics, figures."""

from __future__ import annotations

import re

from vetter.base.nodes import Node, Scalar
from vetter.base.problems import Location, Problem
from vetter.base.suggest import did_you_mean
from vetter.language.numbers import parse_number
from vetter.language.sentences import check_name
from vetter.language.types import DURATION, PERSON_TIME, SCALES, Measures, Metric, Unit
from vetter.rulebook.pack import Pack
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Entry

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


def section(
    pack: Pack, name: str, key: str, problems: list[Problem]
) -> tuple[Reader, dict[str, Node]]:
    """Return the reader of a knowledge file and the pairs under its one top key."""
    source = pack.files.get(name)
    if source is None:
        problems.append(
            Problem(
                "missing-file", f"the pack has no {name}", Location(f"{pack.root or '.'}/{name}")
            )
        )
        from vetter.base.sources import Source

        return Reader(Source(name, ""), problems), {}
    reader = Reader(source, problems)
    top = reader.mapping(reader.top(), name, (key, "currencies", "source", "note"), (key,)) or {}
    pairs = reader.mapping(top.get(key), key) or {}
    return reader, pairs


def read_entries(pack: Pack, key: str, problems: list[Problem]) -> dict[str, Entry]:
    """Return a closed list by name; an item is a mapping of its columns, or the first one alone."""
    what, columns, required = COLUMNS[key]
    reader, pairs = section(pack, FILES[key], key, problems)
    entries: dict[str, Entry] = {}
    for name, node in pairs.items():
        if type(node) is Scalar:
            found: tuple[tuple[str, str], ...] = (
                (required[0], reader.text(node, f"the {what} `{name}`")),
            )
        else:
            parts = reader.mapping(node, f"the {what} `{name}`", columns, required) or {}
            found = tuple((column, reader.text(part, column)) for column, part in parts.items())
        entries[name] = Entry(name, found, reader.place(node))
    return entries


def read_measures(pack: Pack, problems: list[Problem]) -> Measures:
    """Return the tables that values are read with."""
    return Measures(_metrics(pack, problems), _units(pack, problems), _currency(pack, problems))


def _metrics(pack: Pack, problems: list[Problem]) -> dict[str, Metric]:
    reader, pairs = section(pack, "knowledge/metrics.yaml", "metrics", problems)
    metrics: dict[str, Metric] = {}
    for name, node in pairs.items():
        parts = reader.mapping(
            node, f"the metric `{name}`", ("better", "scale", "meaning"), ("better", "scale")
        )
        wrong = check_name(name)
        if wrong:
            reader.report(node, "bad-name", f"`{name}` cannot be a metric: {wrong}", "Rename it.")
        if parts is None:
            continue
        better = reader.one_of(parts.get("better"), "direction", ("higher", "lower"))
        scale = reader.one_of(parts.get("scale"), "scale", SCALES)
        meaning = reader.text(parts.get("meaning"), "meaning")
        metrics[name] = Metric(name, better != "lower", scale or SCALES[0], meaning)
    return metrics


def _units(pack: Pack, problems: list[Problem]) -> dict[str, dict[str, Unit]]:
    reader, families = section(pack, "knowledge/units.yaml", "units", problems)
    units: dict[str, dict[str, Unit]] = {DURATION: {}, PERSON_TIME: {}}
    for family, node in families.items():
        if family not in units:
            help = did_you_mean(family, units, f"Write {DURATION} or {PERSON_TIME}.")
            reader.report(node, "unknown-key", f"`{family}` is no family of units", help)
            continue
        for name, unit in (reader.mapping(node, family) or {}).items():
            parts = (
                reader.mapping(
                    unit, f"the unit `{name}`", ("factor", "one", "aliases"), ("factor", "one")
                )
                or {}
            )
            over, _, under = reader.text(parts.get("factor"), "factor").partition("/")
            factor, divisor = parse_number(over.strip()), parse_number(under.strip() or "1")
            factor = factor / divisor if factor and divisor else None
            if factor is None or factor <= 0:
                reader.report(
                    unit,
                    "bad-factor",
                    f"the factor of `{name}` is no positive number",
                    "Write a number or a fraction such as `1/60`.",
                )
                continue
            aliases = reader.texts(parts.get("aliases"), "aliases")
            one = reader.text(parts.get("one"), "one")
            folded = tuple(alias.casefold() for alias in aliases)
            units[family][name] = Unit(name, one, factor, folded)
    return units


def _currency(pack: Pack, problems: list[Problem]) -> str:
    source = pack.files.get("knowledge/units.yaml")
    if source is None:
        return "EUR"
    reader = Reader(source, [])
    top = reader.mapping(reader.top(), "units") or {}
    reader = Reader(source, problems)
    names = reader.texts(top.get("currencies"), "currencies")
    if len(names) != 1 or not re.fullmatch(r"[A-Z]{3}", names[0]):
        node = top.get("currencies")
        if node is not None:
            reader.report(
                node, "one-currency", "a rulebook reckons in one currency",
                "Write its three letters: `currencies: [EUR]`.",
            )  # fmt: skip
        return "EUR"
    return names[0]
