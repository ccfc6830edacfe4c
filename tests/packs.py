"""Small rulebooks for tests: the built-in vocabulary with rules of the test's own."""

from __future__ import annotations

import textwrap
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from vetter.api import Engine
from vetter.assessment.assess import assess
from vetter.assessment.model import Assessment
from vetter.base.sources import Source
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import Rulebook, rulebook_of

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 23)


@cache
def knowledge() -> dict[str, str]:
    """Return the built-in vocabulary and lists, and the rules that set a verdict."""
    texts = {"pack.yaml": (ROOT / "pack.yaml").read_text("utf-8")}
    for room in ("knowledge", "rules/chapter/2"):
        for path in sorted((ROOT / room).rglob("*.yaml")):
            texts[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
    return texts


def rule(rule_id: str, title: str, body: str, examples: str) -> dict[str, str]:
    """Return a rule of the house as a file of a pack."""
    text = (
        f"id: {rule_id}\ntitle: {title}\nhouse: for a test\n"
        f"{textwrap.dedent(body).strip()}\nexamples:\n{textwrap.dedent(examples).strip()}\n"
    )
    return {f"rules/house/{rule_id}.yaml": text}


def book_of(*rules: dict[str, str], **changed: str) -> Rulebook:
    """Return a rulebook with these rules, and files of knowledge that differ by path."""
    texts = dict(knowledge())
    for one in rules:
        texts.update(one)
    texts.update({path.replace("__", "/") + ".yaml": text for path, text in changed.items()})
    return rulebook_of(pack_of_texts(texts))


def vetted(book: Rulebook, facts: str, path: str = "facts.yaml") -> Assessment:
    """Vet the text of a fact file."""
    project = project_of(Source(path, textwrap.dedent(facts)), book)
    return assess(Forward(book), project, DAY.isoformat(), "0.0.0")


@cache
def built_in() -> Engine:
    """Return the engine of the built-in rulebook."""
    import vetter

    return vetter.load()


@cache
def _forward() -> Forward:
    return Forward(built_in().rulebook)


@cache
def example(name: str) -> Assessment:
    """Vet one of the examples under the path that a reader would give."""
    text = (ROOT / "examples" / f"{name}.yaml").read_text("utf-8")
    project = project_of(Source(f"examples/{name}.yaml", text), built_in().rulebook)
    return assess(_forward(), project, DAY.isoformat(), "0.0.0")


EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))


def flow(value: Any) -> str:
    """Return a value as YAML on one line; JSON's strings are YAML's."""
    import json

    return json.dumps(value, ensure_ascii=False)
