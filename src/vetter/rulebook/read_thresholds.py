"""Thresholds: named figures with unit, meaning and source."""

from __future__ import annotations

from vetter.base.nodes import Node
from vetter.base.problems import Problem
from vetter.base.suggest import did_you_mean
from vetter.language.sentences import THRESHOLD
from vetter.language.types import MONEY, NUMERIC, QUALITY, FactType, Measures
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.pack import Pack
from vetter.rulebook.read_lists import section
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Entry, Threshold

_PARTS = ("value", "type", "unit", "metric", "meaning", "source", "house")


def read_thresholds(
    pack: Pack, measures: Measures, heuristics: dict[str, Entry], problems: list[Problem]
) -> dict[str, Threshold]:
    """Return the thresholds of a pack by name."""
    reader, pairs = section(pack, "knowledge/thresholds.yaml", "thresholds", problems)
    thresholds: dict[str, Threshold] = {}
    for name, node in pairs.items():
        found = _threshold(reader, name, node, measures, heuristics)
        if found is not None:
            thresholds[name] = found
    return thresholds


def _threshold(
    reader: Reader, name: str, node: Node, measures: Measures, heuristics: dict[str, Entry]
) -> Threshold | None:
    what = f"the threshold `{name}`"
    parts = reader.mapping(node, what, _PARTS, ("value", "type", "meaning"))
    if parts is None:
        return None
    if not THRESHOLD.fullmatch(f"${name}"):
        reader.report(
            node,
            "bad-name",
            f"`{name}` cannot be a threshold",
            "Write small letters, digits and _.",
        )
        return None
    kind = reader.one_of(parts.get("type"), "type of threshold", sorted(NUMERIC))
    if not kind:
        return None
    if ("source" in parts) == ("house" in parts):
        reader.report(
            node, "no-source", f"{what} needs one of `source` and `house`",
            "Say where the figure comes from: a heuristic's id, or the house's reason.",
        )  # fmt: skip
    source = reader.text(parts.get("source"), "source")
    if source and source not in heuristics:
        help = did_you_mean(
            source, heuristics, "Heuristics live in knowledge/chapter.yaml; else write `house:`."
        )
        reader.report(
            parts["source"], "unknown-heuristic", f"there is no heuristic `{source}`", help
        )
    metric = reader.text(parts.get("metric"), "metric")
    if (kind == QUALITY) != bool(metric) or (metric and metric not in measures.metrics):
        reader.report(
            parts.get("metric", node), "threshold-metric",
            f"{what} needs `metric`, the metric of a quality, and nothing else has one",
            did_you_mean(metric, measures.metrics, "Metrics live in knowledge/metrics.yaml."),
        )  # fmt: skip
        return None
    unit = measures.currency if kind == MONEY else reader.text(parts.get("unit"), "unit")
    fact_type = FactType(kind, unit, metric=metric)
    written = reader.text(parts.get("value"), "value")
    try:
        value = parse_value(written, fact_type, measures, measures.metrics.get(metric))
    except BadValue as error:
        reader.report(parts.get("value", node), error.code, str(error), error.help)
        return None
    return Threshold(
        name,
        fact_type,
        value,
        written,
        reader.text(parts.get("meaning"), "meaning"),
        source,
        reader.text(parts.get("house"), "house"),
        reader.place(node),
    )
