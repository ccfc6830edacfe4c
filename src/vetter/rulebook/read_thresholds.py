"""Thresholds: named figures with unit, meaning and source."""

from __future__ import annotations

from vetter.base.characters import quote
from vetter.base.nodes import Node, Scalar
from vetter.base.problems import Problem
from vetter.base.suggest import did_you_mean
from vetter.language.sentences import THRESHOLD
from vetter.language.types import MARGIN, NUMERIC, QUALITY, FactType, Measures, Value
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.pack import Stack
from vetter.rulebook.read_lists import section
from vetter.rulebook.read_names import read_unit
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Entry, Threshold

PARTS = ("value", "type", "unit", "metric", "meaning", "source", "house", "locked")


def read_thresholds(
    stack: Stack, measures: Measures, heuristics: dict[str, Entry], problems: list[Problem]
) -> dict[str, Threshold]:
    """Return the thresholds of all packs by name."""
    thresholds: dict[str, Threshold] = {}
    for reader, key, node in section(stack, "knowledge/thresholds.yaml", "thresholds", problems):
        found = _threshold(reader, key, node, measures, heuristics)
        if found is not None:
            thresholds[key.text] = found
    return thresholds


def _threshold(
    reader: Reader, key: Scalar, node: Node, measures: Measures, heuristics: dict[str, Entry]
) -> Threshold | None:
    name = key.text
    what = f"the threshold {quote(name)}"
    parts = reader.mapping(node, what, PARTS, ("value", "type", "meaning"), key)
    if parts is None:
        return None
    if not THRESHOLD.fullmatch(f"${name}"):
        help = "Write small letters, digits and single underscores."
        reader.report(key, "bad-name", f"{quote(name)} cannot be a threshold", help)
        return None
    kind = reader.one_of(parts.get("type"), "type of threshold", sorted(NUMERIC))
    if not kind:
        return None
    if ("source" in parts) == ("house" in parts):
        reader.report(
            key, "no-source", f"{what} needs one of `source` and `house`",
            "Say where the figure comes from: a heuristic's id, or the house's reason.",
        )  # fmt: skip
    source = reader.text(parts.get("source"), "source")
    if source and source not in heuristics:
        otherwise = "Heuristics live in knowledge/chapter.yaml; else write `house:`."
        help = did_you_mean(source, heuristics, otherwise)
        message = f"there is no heuristic {quote(source)}"
        reader.report(parts["source"], "unknown-heuristic", message, help)
    metric = reader.text(parts.get("metric"), "metric")
    if kind != QUALITY and metric:
        message = f"{what} is of type {kind}, which is measured in no metric"
        reader.report(parts["metric"], "threshold-metric", message, "Remove the line.")
        return None
    if kind == QUALITY and metric not in measures.metrics:
        message = f"{quote(metric)} is no metric" if metric else f"{what} lacks `metric`"
        otherwise = "Metrics live in knowledge/metrics.yaml."
        help = did_you_mean(metric, measures.metrics, otherwise)
        reader.report(parts.get("metric", key), "threshold-metric", message, help)
        return None
    unit = read_unit(reader, kind, parts, measures.currency)
    written = reader.text(parts.get("value"), "value")
    metrics = (metric,) if metric else ()
    valued = read_threshold_value(
        reader, parts.get("value", node), FactType(kind, unit, metrics=metrics), what, measures
    )
    if valued is None:
        return None
    fact_type, value = valued
    return Threshold(
        name,
        fact_type,
        value,
        written,
        reader.text(parts.get("meaning"), "meaning"),
        source,
        reader.text(parts.get("house"), "house"),
        reader.place(node),
        locked=reader.yes(parts.get("locked"), "locked"),
    )


def read_threshold_value(
    reader: Reader, node: Node, kind: FactType, what: str, measures: Measures
) -> tuple[FactType, Value] | None:
    """Return the value of a threshold with its type, which for a margin hangs on the value.

    None after reporting what is wrong.
    """
    written = reader.text(node, "value")
    if kind.kind == MARGIN:
        kind = kind._replace(metrics=_of_points(written, measures))
    metric = measures.metrics[kind.metrics[0]] if kind.kind == QUALITY else None
    try:
        value = parse_value(written, kind, measures, metric)
    except BadValue as error:
        reader.report(node, error.code, str(error), error.help)
        return None
    if kind.kind == MARGIN and value and not kind.metrics:
        message = f"{what} is in points, and no metric is a proportion"
        reader.report(node, "threshold-metric", message, "Write `0`, or add a metric.")
        return None
    return kind, value


def _of_points(written: str, measures: Measures) -> tuple[str, ...]:
    """Return the metrics in which a margin holds: nothing in all, points in proportions only."""
    if written == "0":
        return ()
    return tuple(name for name, one in measures.metrics.items() if one.scale == "proportion")
