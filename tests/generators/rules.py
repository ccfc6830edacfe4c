"""Rules as YAML texts, in layers, so that what one layer concludes the next can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.generators.conditions import Kind
from tests.generators.pick import Pick
from tests.generators.vocabulary import CAUSES, DERIVED, Drawn
from tests.generators.yaml_text import block
from vetter.language.types import INTEGER, LEVEL

LAYERS = 4
SEVERITIES = ("low", "medium", "high", "blocker")


@dataclass(frozen=True)
class Layering:
    """The layer from which on a derived fact, or the counters of a severity, can be read.

    Only rules of the layers before may conclude it.
    """

    derived: dict[str, int]
    severities: dict[str, int]

    def readable(self, layer: int) -> dict[str, Kind]:
        """Return the derived facts and counters that a rule of `layer` may read."""
        kinds = {
            path: Kind(LEVEL, names=DERIVED[path])
            for path, begins in self.derived.items()
            if begins <= layer
        }
        for severity, begins in self.severities.items():
            if begins <= layer:
                kinds[f"findings.{severity}"] = Kind(INTEGER, "findings")
                kinds[f"findings.causes_with_{severity}"] = Kind(INTEGER, "causes")
        return kinds

    def newest(self, layer: int) -> list[str]:
        """Return what a rule of `layer` may read and no rule of an earlier layer could."""
        before = self.readable(layer - 1)
        return [path for path in self.readable(layer) if path not in before]


def draw_rules(pick: Pick, drawn: Drawn) -> dict[str, str]:
    """Return the texts of 8 to 17 rules over four layers by their path in the pack."""
    layering = _layering(pick)
    texts = {}
    for layer in range(LAYERS):
        least, more = ((4, 3), (2, 3), (1, 3), (1, 2))[layer]
        for number in range(least + pick.below(more)):
            name = f"rule-{'abcd'[layer]}{number}"
            texts[f"rules/{name}.yaml"] = block(_rule(pick, drawn, layering, layer, name))
    return texts


def _layering(pick: Pick) -> Layering:
    derived = {path: 1 + place % 3 for place, path in enumerate(pick.shuffled(tuple(DERIVED)))}
    kinds = pick.shuffled((*SEVERITIES, "strength"))
    return Layering(derived, {kind: 1 + place % LAYERS for place, kind in enumerate(kinds)})


def _rule(pick: Pick, drawn: Drawn, layering: Layering, layer: int, name: str) -> dict[str, Any]:
    readable = layering.readable(layer)
    writer = drawn.writer(readable)
    newest = layering.newest(layer)
    about = ""
    if newest and pick.chance(60):  # so that chains get long
        about = pick.of(newest)
    elif readable and pick.chance(60):
        about = writer.derived_path(pick)
    rule: dict[str, Any] = {
        "id": name,
        "title": "A drawn rule",
        "house": "for the test",
        "when": writer.condition(pick, about=about),
    }
    if pick.chance(30):
        rule["unless"] = writer.condition(pick)
    rule["then"] = [_entry(pick, drawn, layering, layer) for _ in range(1 + pick.below(3))]
    rule["examples"] = [{"fires": {}}, {"silent": {}}]
    return rule


def _entry(pick: Pick, drawn: Drawn, layering: Layering, layer: int) -> dict[str, Any]:
    derived = [path for path, begins in layering.derived.items() if begins > layer]
    severities = [kind for kind, begins in layering.severities.items() if begins > layer]
    kinds = ["verdict", "condition", "step"]
    kinds += ["conclude"] * 4 if derived else []
    kinds += ["finding"] * 5 if severities else []
    kind = pick.of(kinds)
    if kind == "conclude":
        path = _soon(pick, derived, layering.derived, layer)
        return {"conclude": f"{path} is {pick.of(DERIVED[path][1:])}"}
    if kind == "finding":
        severity = _soon(pick, severities, layering.severities, layer)
        return _finding(pick, drawn, layering, layer, severity)
    if kind == "verdict":
        return {"verdict": pick.of(("go with conditions", "no-go")), "because": "it must be"}
    if kind == "condition":
        return {"condition": "do something", "who": "lead"}
    return {"step": "try something", "stage": "scope", "who": "lead"}


def _soon(pick: Pick, names: list[str], begins: dict[str, int], layer: int) -> str:
    """Draw one of the names, mostly of those that the next layer is the first to read."""
    soon = [name for name in names if begins[name] == layer + 1]
    return pick.of(soon if soon and pick.chance(60) else names)


def _finding(
    pick: Pick, drawn: Drawn, layering: Layering, layer: int, severity: str
) -> dict[str, Any]:
    common = {"cause": pick.of(CAUSES), "because": "it matters"}
    if severity == "strength":
        return {"strength": "yes", **common}
    entry: dict[str, Any] = {"concern": severity, **common, "advice": "mind it", "who": "lead"}
    milder = [
        other
        for other in SEVERITIES[: SEVERITIES.index(severity)]
        if layering.severities[other] > layer
    ]
    if milder and pick.chance(60):
        writer = drawn.writer(layering.readable(layer))
        entry["softened"] = [
            {"when": writer.condition(pick, depth=2), "to": pick.of(milder), "because": "it helps"}
            for _ in range(1 + pick.below(2))
        ]
    return entry
