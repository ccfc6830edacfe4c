"""Rulebooks drawn by a number, and rulebooks of linked and computed numbers alone."""

from __future__ import annotations

import os
from random import Random

from tests.generators.cases import Case, draw_texts
from tests.generators.conditions import Kind, Writer
from tests.generators.pick import Pick
from tests.generators.projects import draw_fact_file, read
from tests.generators.vocabulary import (
    BASE,
    COMPUTED,
    FIXED,
    METRICS,
    THRESHOLDS,
    computed_parts,
)
from tests.generators.yaml_text import Flow, block
from vetter.language.types import INTEGER, MEASURED
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of

TIMES = 40 if os.environ.get("NIGHTLY") else 1
"""How many times as many cases a nightly run tries."""

_TOGETHER = (
    ("plan.items", "plan.spare"),
    ("plan.items", "plan.price", "plan.budget"),
    ("plan.price", "plan.budget"),
    ("plan.ratio", "plan.rate"),
    ("plan.ratio", "plan.rate", "plan.price", "plan.budget"),
    ("plan.items", "plan.spare", "plan.price", "plan.budget"),
)
_VALUES = {
    "plan.items": ("0", "1", "2", "3", "4", "5", "6"),
    "plan.spare": ("0", "1", "2", "3", "4", "5", "6"),
    "plan.price": ("0 EUR", "25 EUR", "50 EUR", "100 EUR", "150 EUR", "1000 EUR", "2000 EUR"),
    "plan.budget": ("0 EUR", "50 EUR", "100 EUR", "150 EUR", "300 EUR", "1000 EUR", "4000 EUR"),
    "plan.ratio": ("0", "0.5", "1", "1.5", "2.5", "4"),
    "plan.rate": ("0", "0.5", "1", "1.5", "2.5", "4"),
}


def drawn(seed: int) -> Case:
    """A rulebook of any facts with one fact file."""
    random = Random(seed)
    pick = Pick.from_random(random)
    texts = draw_texts(pick)
    rulebook = rulebook_of(pack_of_texts(texts))
    return Case(texts, rulebook, (draw_fact_file(pick, rulebook),), random)


def drawn_numbers(seed: int) -> Case:
    """A rulebook that compares and computes numbers, with one complete project."""
    random = Random(seed)
    pick = Pick.from_random(random)
    chosen = pick.of(_TOGETHER)
    groups = {"plan": {path: dict(BASE[path]) for path in chosen}, "made": {}}
    for path, (*_, inputs) in COMPUTED.items():
        if set(inputs) <= set(chosen):
            groups["made"][path] = computed_parts(path)
    kinds, texts = {}, dict(FIXED)
    for group, facts in groups.items():
        if not facts:
            continue
        for path, spec in facts.items():
            kinds[path] = Kind(spec["type"], spec.get("unit", ""))
            answered = {} if group == "made" else {"answered by": "lead"}
            spec |= {"question": "What is it", **answered}
            if spec["type"] == INTEGER and group == "plan":
                spec["range"] = Flow(["0", "9"])
        leaves = {path.partition(".")[2]: spec for path, spec in facts.items()}
        content = {"group": group, "title": group, "facts": leaves}
        texts[f"knowledge/facts/{group}.yaml"] = block(content)
    texts["knowledge/metrics.yaml"] = block(
        {
            "metrics": {
                name: dict(zip(("better", "scale"), METRICS[name], strict=True)) for name in METRICS
            }
        }
    )
    limits = {name: limit for name, limit in THRESHOLDS.items() if limit[0] not in MEASURED}
    limits["most_items"] = (INTEGER, "items", "8")
    texts["knowledge/thresholds.yaml"] = block(
        {
            "thresholds": {
                name: {
                    "value": value,
                    "type": kind,
                    "meaning": "a limit",
                    "house": "for the test",
                    **({"unit": unit} if unit else {}),
                }
                for name, (kind, unit, value) in limits.items()
            }
        }
    )
    named = tuple((name, kind, unit, "") for name, (kind, unit, _) in limits.items())
    writer = Writer(kinds, {}, named, (), asks_knowledge=False)
    texts["rules/drawn.yaml"] = block(
        {
            "id": "drawn",
            "title": "A drawn rule",
            "house": "for the test",
            "when": {"any": writer.parts(pick, 8, 1)},
            "then": [{"step": "try something", "stage": "scope", "who": "lead"}],
            "examples": [{"fires": {}}, {"silent": {}}],
        }
    )
    rulebook = rulebook_of(pack_of_texts(texts))
    answers = {path: random.choice(_VALUES[path]) for path in chosen}
    return Case(texts, rulebook, (read(answers, rulebook),), random)
