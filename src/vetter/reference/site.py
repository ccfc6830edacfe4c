"""The browsable rulebook: static pages with links, drawings and search, by the names of files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from vetter.assessment.words import plain_text, threshold_words
from vetter.base.escape import html
from vetter.explain.lists import by_section
from vetter.memo.findings import Document
from vetter.memo.jinja_home import TEMPLATES, render_pages
from vetter.reference.drawing import drawing
from vetter.reference.fragments import ROOT, href_of, page_of
from vetter.reference.graph import (
    Graph,
    Node,
    fact_key,
    neighbours,
    overview,
    rule_key,
    whole_graph,
)
from vetter.reference.site_parts import (
    conclusion_part,
    fact_part,
    kind_of,
    rule_part,
    threshold_part,
)
from vetter.rulebook.pack import built_in_root
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import VERDICT

FOLDER = f"{TEMPLATES}/site"
SHARED = ("style.css", "search.js")
"""Files that all pages share, written as they are."""
SEARCH = "search-index.js"
MOST = 10
"""Boxes that a layer of a drawing shows on the page of one thing."""


def site(rulebook: Rulebook) -> dict[str, str]:
    """Return every page and shared file by its path, with `index.html` to begin with.

    Raises `InvalidPack` when a template is at fault.
    """
    folder = Path(built_in_root()) / FOLDER
    entries = [*_tops(rulebook), *_rules(rulebook), *_facts(rulebook)]
    entries += [*_thresholds(rulebook), *_conclusions(rulebook)]
    common = {
        "book": " + ".join(one.title or one.name for one in rulebook.packs),
        "several": len(rulebook.packs) > 1,
    }
    pages = [(f"{template}.html.j2", {**common, **page}) for _, template, page in entries]
    names = [name for name, _, _ in entries]
    texts = dict(zip(names, render_pages(folder, pages, html), strict=True))
    for name in SHARED:
        texts[name] = (folder / name).read_text("utf-8")
    texts[SEARCH] = _search(rulebook)
    return texts


Page = tuple[str, str, Document]
"""The path of a page, the name of its template, and what it holds."""


def _tops(rulebook: Rulebook) -> Iterator[Page]:
    """Yield the pages that lead to others."""
    vocabulary = rulebook.vocabulary
    every = rulebook.every_rule
    counts = {
        "rules": len(every),
        "facts": len(vocabulary.facts),
        "thresholds": len(vocabulary.thresholds),
        "conclusions": len(vocabulary.derived),
    }
    svg = drawing(
        overview(rulebook),
        lambda node: href_of(node, vocabulary, ""),
        "What is concluded, from what is concluded first to the verdict",
        fact_key(VERDICT),
    )
    sections = [
        {
            "name": name,
            "anchor": f"s{place}",
            "says": next(
                (one.get("says") for one in vocabulary.heuristics.values()
                 if one.get("section") == name), ""
            ),
            "rules": [
                {
                    "href": page_of("rules", rule.id),
                    "id": rule.id,
                    "kind": kind_of(rule, rulebook),
                    "title": plain_text(rule.title, vocabulary),
                }
                for rule in rules
            ],
        }
        for place, (name, rules) in enumerate(by_section(rulebook).items())
    ]  # fmt: skip
    yield _top("index", "", counts=counts, packs=rulebook.packs, sections=sections)
    yield _top("rules", "Rules", sections=sections)
    groups = [
        {
            "title": group.title,
            "facts": [
                (page_of("facts", path), path, spec.question, spec.answered_by)
                for path, spec in vocabulary.facts.items()
                if path.partition(".")[0] == group.name
            ],
        }
        for group in vocabulary.groups.values()
    ]
    yield _top("facts", "Facts", groups=groups)
    thresholds = [
        (page_of("thresholds", name), name, threshold_words(one, vocabulary), one.meaning)
        for name, one in vocabulary.thresholds.items()
    ]
    yield _top("thresholds", "Thresholds", thresholds=thresholds)
    conclusions = [
        (page_of("conclusions", path), path, spec.title, spec.type.names, bool(spec.counter))
        for path, spec in vocabulary.derived.items()
    ]
    yield _top("conclusions", "Conclusions", conclusions=conclusions)
    yield _top("graph", "Graph of conclusions", drawing=svg)


def _top(name: str, heading: str, **more: object) -> Page:
    page = {"root": "", "room": name, "heading": heading, "back": [], **more}
    return f"{name}.html", name, page


def _rules(rulebook: Rulebook) -> Iterator[Page]:
    graph = whole_graph(rulebook, *rulebook.every_rule)
    order = [(name, rule) for name, rules in by_section(rulebook).items() for rule in rules]
    sections = {name: place for place, name in enumerate(by_section(rulebook))}
    for place, (section, rule) in enumerate(order):
        around = neighbours(graph, rule_key(rule.id))
        page = {
            "rule": rule_part(rule, rulebook),
            "section": section,
            "anchor": f"s{sections[section]}",
            "drawing": _drawn(rulebook, around, rule_key(rule.id), f"What {rule.id} joins"),
            "before": _step(order[place - 1][1].id) if place else None,
            "after": _step(order[place + 1][1].id) if place + 1 < len(order) else None,
        }
        yield _one("rules", "rule", rule.id, plain_text(rule.title, rulebook.vocabulary), page)


def _step(rule_id: str) -> tuple[str, str]:
    return ROOT + page_of("rules", rule_id), rule_id


def _facts(rulebook: Rulebook) -> Iterator[Page]:
    graph = whole_graph(rulebook)
    for path, spec in rulebook.vocabulary.facts.items():
        around = neighbours(graph, fact_key(path))
        svg = _drawn(rulebook, around, fact_key(path), f"What reads {path}")
        page = {"fact": fact_part(spec, rulebook), "drawing": svg}
        yield _one("facts", "fact", path, path, page)


def _thresholds(rulebook: Rulebook) -> Iterator[Page]:
    for name, one in rulebook.vocabulary.thresholds.items():
        page = {"threshold": threshold_part(one, rulebook)}
        yield _one("thresholds", "threshold", name, f"${name}", page)


def _conclusions(rulebook: Rulebook) -> Iterator[Page]:
    graph = whole_graph(rulebook)
    for path, spec in rulebook.vocabulary.derived.items():
        around = neighbours(graph, fact_key(path))
        svg = _drawn(rulebook, around, fact_key(path), f"What concludes and reads {path}")
        page = {"conclusion": conclusion_part(spec, rulebook), "drawing": svg}
        yield _one("conclusions", "conclusion", path, spec.title, page)


def _drawn(rulebook: Rulebook, around: Graph, key: str, about: str) -> str:
    def href(node: Node) -> str:
        return href_of(node, rulebook.vocabulary)

    return drawing(around, href, about, key, MOST)


def _one(room: str, template: str, name: str, heading: str, more: Document) -> Page:
    back = [(f"{ROOT}{room}.html", room.capitalize())]
    page = {"root": ROOT, "room": room, "heading": heading, "back": back, **more}
    return page_of(room, name), template, page


def _search(rulebook: Rulebook) -> str:
    """Return what search looks through, as a script that only holds data."""
    vocabulary = rulebook.vocabulary
    found: list[tuple[str, str, str, str, str]] = []
    for rule in rulebook.every_rule:
        texts = [plain_text(entry.because, vocabulary) for entry in rule.findings]
        more = " ".join([*rule.cites, *sorted(rule.reads()), *texts])
        title = plain_text(rule.title, vocabulary)
        found.append(("rule", rule.id, title, page_of("rules", rule.id), more))
    for path, fact in vocabulary.facts.items():
        more = " ".join([fact.name, fact.help, *(name for name, _ in fact.choices)])
        found.append(("fact", path, fact.question, page_of("facts", path), more))
    for name, one in vocabulary.thresholds.items():
        value = threshold_words(one, vocabulary)
        found.append(("threshold", name, one.meaning, page_of("thresholds", name), value))
    for path, spec in vocabulary.derived.items():
        more = " ".join([spec.meaning, *spec.type.names])
        found.append(("conclusion", path, spec.title, page_of("conclusions", path), more))
    text = json.dumps(found, separators=(",", ":")).replace("],[", "],\n[")
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"window.vetterIndex = {text};\n"
