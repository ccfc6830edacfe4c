"""Small vocabularies as YAML texts: a choice among facts of every type, what hangs on what, and
the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.generators.conditions import Kind, Writer
from tests.generators.pick import Pick
from tests.generators.yaml_text import Flow, block
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    DURATION,
    INTEGER,
    LEVEL,
    MARGIN,
    METRIC,
    MONEY,
    NUMBER,
    ORDERED,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    TEXT,
)

METRICS = {
    "accuracy": ("higher", "proportion"),
    "word error rate": ("lower", "proportion"),
    "absolute error": ("lower", "unit of the target"),
    "lift": ("higher", "positive number"),
}
PROPORTIONS = ("accuracy", "word error rate")
"""A threshold of a margin in points needs one of them."""
COLORS = ("red", "green", "light blue")
PARTS = ("wheel", "axle", "left door")
LEVELS = ("bottom", "lower", "upper", "top")
RISKS = ("calm", "tense", "wild")

BASE: dict[str, dict[str, Any]] = {
    "plan.ready": {"type": BOOLEAN},
    "plan.urgent": {"type": BOOLEAN},
    "plan.items": {"type": INTEGER, "unit": "items", "range": Flow(["0", "6"])},
    "plan.spare": {"type": INTEGER, "unit": "items", "range": Flow(["0", "6"])},
    "plan.ratio": {"type": NUMBER, "range": Flow(["0", "4"])},
    "plan.rate": {"type": NUMBER, "range": Flow(["0", "4"])},
    "plan.share": {"type": PROPORTION},
    "plan.rest": {"type": PROPORTION},
    "plan.wait": {"type": DURATION},
    "plan.slack": {"type": DURATION},
    "plan.work": {"type": PERSON_TIME},
    "plan.help": {"type": PERSON_TIME},
    "plan.price": {"type": MONEY},
    "plan.budget": {"type": MONEY},
    "plan.color": {"type": CHOICE, "choices": dict.fromkeys(COLORS, "a color")},
    "plan.shade": {"type": CHOICE, "choices": dict.fromkeys(COLORS, "a color")},
    "plan.parts": {"type": CHOICES, "choices": dict.fromkeys(PARTS, "a part")},
    "plan.support": {"type": LEVEL, "levels": dict.fromkeys(LEVELS, "a level")},
    "plan.backing": {"type": LEVEL, "levels": dict.fromkeys(LEVELS, "a level")},
    "plan.fear": {"type": LEVEL, "levels": dict.fromkeys(RISKS, "a level")},
    "plan.bearable": {"type": INTEGER, "unit": "findings", "range": Flow(["0", "6"])},
    "plan.note": {"type": TEXT},
}
QUALITIES: dict[str, dict[str, Any]] = {
    "quality.metric": {"type": METRIC},
    "quality.target": {"type": QUALITY, "measured in": "quality.metric"},
    "quality.floor": {"type": QUALITY, "measured in": "quality.metric"},
}
COMPUTED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "made.total": (MONEY, "product", ("plan.items", "plan.price")),
    "made.wait": (DURATION, "product", ("plan.wait", "plan.spare")),
    "made.items": (INTEGER, "sum", ("plan.items", "plan.spare")),
    "made.more": (INTEGER, "one more than", ("plan.spare",)),
    "made.part": (NUMBER, "quotient", ("plan.price", "plan.budget")),
    "made.margin": (MARGIN, "margin", ("quality.target", "quality.floor")),
}
DERIVED = {
    "seen.risk": RISKS,
    "seen.sound": ("no", "yes"),
    "seen.load": LEVELS,
    "seen.mood": ("fair", "poor"),
}

# (type, unit or metric, value); two of each type, lowest first, a quality's worst first.
THRESHOLDS: dict[str, tuple[str, str, str]] = {
    "few_items": (INTEGER, "items", "2"),
    "many_items": (INTEGER, "items", "4"),
    "low_ratio": (NUMBER, "", "1"),
    "high_ratio": (NUMBER, "", "2.5"),
    "small_share": (PROPORTION, "", "20%"),
    "large_share": (PROPORTION, "", "0.5"),
    "short_wait": (DURATION, "", "2 days"),
    "long_wait": (DURATION, "", "2 weeks"),
    "little_work": (PERSON_TIME, "", "8 person-hours"),
    "much_work": (PERSON_TIME, "", "5 person-days"),
    "low_price": (MONEY, "", "100 EUR"),
    "high_price": (MONEY, "", "1000 EUR"),
    "poor_accuracy": (QUALITY, "accuracy", "90%"),
    "good_accuracy": (QUALITY, "accuracy", "99%"),
    "poor_words": (QUALITY, "word error rate", "20%"),
    "good_words": (QUALITY, "word error rate", "5%"),
    "poor_error": (QUALITY, "absolute error", "10"),
    "good_error": (QUALITY, "absolute error", "2"),
    "poor_lift": (QUALITY, "lift", "1"),
    "good_lift": (QUALITY, "lift", "2"),
    "no_margin": (MARGIN, "", "0"),
    "some_margin": (MARGIN, "", "3 points"),
    "no_findings": (INTEGER, "findings", "0"),
    "two_findings": (INTEGER, "findings", "2"),
    "no_causes": (INTEGER, "causes", "0"),
    "two_causes": (INTEGER, "causes", "2"),
}

VALUES: dict[str, tuple[str, ...]] = {
    BOOLEAN: ("no", "yes"),
    INTEGER: ("0", "1", "2", "3", "4", "5", "6"),
    NUMBER: ("0", "0.5", "1", "1.7", "2.5", "4"),
    PROPORTION: ("0%", "0.1", "20%", "35%", "50%", "0.75", "100%"),
    DURATION: ("0 days", "30 hours", "48 hours", "1 week", "14 days", "3 weeks"),
    PERSON_TIME: (
        "0 person-days",
        "4 person-hours",
        "1 person-day",
        "40 person-hours",
        "9 person-days",
    ),
    MONEY: ("0 EUR", "50 EUR", "100 EUR", "400.5 EUR", "1000 EUR", "2000 EUR"),
    METRIC: tuple(METRICS),
    TEXT: ("some words", "other words"),
}
QUALITY_VALUES = {
    "accuracy": ("50%", "0.9", "95%", "99%", "100%"),
    "word error rate": ("0%", "5%", "0.1", "20%", "120%"),
    "absolute error": ("0", "1.5", "2", "5", "10", "20"),
    "lift": ("0", "1", "1.5", "2", "3"),
}
"""Values below, at, between and above the thresholds of each type."""


@dataclass(frozen=True)
class Drawn:
    """A drawn vocabulary: the kinds of its facts, its metrics, and the texts of its files."""

    base: dict[str, Kind]
    metrics: tuple[str, ...]
    texts: dict[str, str]

    def writer(self, derived: Mapping[str, Kind]) -> Writer:
        """Return what writes conditions on all base facts and some derived ones."""
        return Writer(self.base, derived, _limits(), self.metrics)


def draw_vocabulary(pick: Pick, changed: frozenset[str] = frozenset()) -> Drawn:
    """Draw some facts with their applicability, computed facts of them, and constraints.

    Facts of the kinds `changed` mostly say how they can be changed.
    """
    metrics = tuple(pick.some(tuple(METRICS), 2, 3))
    if all(METRICS[name][1] != "proportion" for name in metrics):
        metrics = (pick.of(PROPORTIONS), *metrics)
    base: dict[str, Kind] = {}
    groups: dict[str, dict[str, Any]] = {}
    for path in _paths(pick):
        spec = _spec(path)
        parts = {**spec, "question": "What is it"}
        if path not in COMPUTED:
            parts["answered by"] = "pilot" if pick.chance(35) else "lead"
        if any(kind.kind != TEXT for kind in base.values()) and pick.chance(30):
            parts["applies when"] = _plain_writer(base, metrics).condition(pick, depth=2)
        names = tuple(spec.get("choices") or spec.get("levels") or ())
        if spec["type"] in changed and path not in COMPUTED and pick.chance(65):
            parts["changeable"] = changeable(pick, spec["type"], names)
        group, _, leaf = path.partition(".")
        groups.setdefault(group, {})[leaf] = parts
        base[path] = Kind(spec["type"], spec.get("unit", ""), names)
    texts = {**FIXED, "knowledge/metrics.yaml": _metrics(metrics)}
    limits = {
        name: limit
        for name, limit in THRESHOLDS.items()
        if limit[0] != QUALITY or limit[1] in metrics
    }
    texts["knowledge/thresholds.yaml"] = block(
        {"thresholds": {name: _threshold(*limit) for name, limit in limits.items()}}
    )
    for group, facts in groups.items():
        texts[f"knowledge/facts/{group}.yaml"] = block(
            {"group": group, "title": group, "facts": facts}
        )
    plain = _plain_writer(base, metrics)
    constraints = {
        f"never-{word}": {
            "never": {"all": plain.parts(pick, 3, depth=2)},
            "because": "it cannot be",
        }
        for word in pick.of(((), ("this",), ("this", "that")))
    }
    if constraints:
        texts["knowledge/constraints.yaml"] = block({"constraints": constraints})
    return Drawn(base, metrics, texts)


def _paths(pick: Pick) -> list[str]:
    """Draw facts, each after those that it is made of."""
    chosen = pick.some(tuple(BASE), 5, 12)
    if pick.chance(75):
        chosen += QUALITIES
    return chosen + [
        path
        for path, (*_, inputs) in COMPUTED.items()
        if set(inputs) <= set(chosen) and pick.chance(80)
    ]


def _spec(path: str) -> dict[str, Any]:
    if path not in COMPUTED:
        return BASE.get(path) or QUALITIES[path]
    return computed_parts(path)


def computed_parts(path: str) -> dict[str, Any]:
    """Return a computed fact as it stands in its file."""
    kind, function, inputs = COMPUTED[path]
    more = {INTEGER: {"unit": "items"}, MARGIN: {"measured in": "quality.metric"}}.get(kind, {})
    return {"type": kind, **more, "computed": {"function": function, "of": Flow(inputs)}}


def changeable(pick: Pick, kind: str, names: tuple[str, ...]) -> Any:
    """Draw how a fact of a kind can be changed."""
    effort = pick.of(tuple(EFFORTS))
    if pick.chance(35):
        return effort
    if kind in ORDERED:
        return {"effort": effort, "only": pick.of(("higher", "lower"))}
    if kind == CHOICES and pick.chance(50):
        return {"effort": effort, "only": pick.of(("more", "fewer"))}
    names = ("yes", "no") if kind == BOOLEAN else names
    return {"effort": effort, "to": Flow(pick.some(names, 1, 2))}


def _plain_writer(base: dict[str, Kind], metrics: tuple[str, ...]) -> Writer:
    """Return what writes conditions that hang on nothing but the values of base facts."""
    return Writer(dict(base), {}, _limits(), metrics, asks_knowledge=False)


def _limits() -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (name, kind, "", unit) if kind == QUALITY else (name, kind, unit, "")
        for name, (kind, unit, _) in THRESHOLDS.items()
    )


def _metrics(names: tuple[str, ...]) -> str:
    pairs = {name: METRICS[name] for name in names}
    return block(
        {
            "metrics": {
                name: {"better": better, "scale": scale} for name, (better, scale) in pairs.items()
            }
        }
    )


def _threshold(kind: str, unit: str, value: str) -> dict[str, str]:
    parts = {"value": value, "type": kind, "meaning": "a limit", "house": "for the test"}
    if unit:
        parts["metric" if kind == QUALITY else "unit"] = unit
    return parts


def _listed(key: str, names: Sequence[str], column: str) -> str:
    return block({key: {name: {column: "some words"} for name in names}})


EFFORTS = {"easily": "1", "with effort": "3", "hardly": "8"}
CAUSES = ("talent", "support", "labelling")
FIXED: dict[str, str] = {
    "pack.yaml": block({"name": "drawn", "version": "one", "title": "A drawn pack"}),
    "knowledge/units.yaml": block(
        {
            "units": {
                "duration": {
                    "hours": {"factor": "1", "one": "hour"},
                    "days": {"factor": "24", "one": "day"},
                    "weeks": {"factor": "168", "one": "week"},
                },
                "person-time": {
                    "person-hours": {"factor": "1", "one": "person-hour"},
                    "person-days": {"factor": "8", "one": "person-day"},
                },
            },
            "currencies": Flow(["EUR"]),
        }
    ),
    "knowledge/derived.yaml": block(
        {
            "derived": {
                path: {"title": "a derived fact", "levels": Flow(levels)}
                for path, levels in DERIVED.items()
            }
        }
    ),
    "knowledge/efforts.yaml": block(
        {
            "efforts": {
                name: {"weight": weight, "meaning": "some words"}
                for name, weight in EFFORTS.items()
            }
        }
    ),
    "knowledge/causes.yaml": _listed("causes", CAUSES, "title"),
    "knowledge/roles.yaml": _listed("roles", ["lead"], "does"),
    "knowledge/stages.yaml": _listed("stages", ["scope"], "title"),
    "knowledge/chapter.yaml": block(
        {"heuristics": {"one": {"section": "a section", "says": "some words"}}}
    ),
    "knowledge/figures.yaml": block(
        {"figures": {"one": {"says": "some words", "source": "a book"}}}
    ),
}
