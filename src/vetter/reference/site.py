"""The browsable rulebook: static pages by their paths, with one style sheet and one script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from vetter.base.escape import html
from vetter.explain.lists import by_section
from vetter.memo.jinja_home import render_pages
from vetter.reference.drawing import drawing
from vetter.reference.graph import (
    RULE,
    Graph,
    Node,
    fact_key,
    neighbours,
    overview,
    rule_key,
    whole_graph,
)
from vetter.reference.part_pages import (
    conclusion_contents,
    conclusion_entry,
    fact_contents,
    fact_entry,
    threshold_contents,
    threshold_entry,
)
from vetter.reference.rule_pages import rule_contents, rule_entry
from vetter.reference.words import Document, page_of, rule_page
from vetter.rulebook.rulebook import Rulebook

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = ("style.css", "search.js")
INDEX = "assets/index.js"
Page = tuple[str, str, Document]
"""The path of a page, its template, what it holds."""


def site(rulebook: Rulebook) -> dict[str, str]:
    """Return every file of the browsable rulebook by its path.

    Templates are the program's own: those of packs are never looked for, and whatever a pack says
    is escaped. Raises `InvalidPack` when a template is at fault.
    """
    pages = list(_pages(rulebook))
    about = {"name": rulebook.pack.title, "packs": [
        {"name": one.name, "version": one.version, "title": one.title, "source": one.source,
         "purpose": one.purpose}
        for one in rulebook.packs
    ]}  # fmt: skip
    documents = (
        (template, {"root": _root(path), "page": path, "about": about, **document})
        for path, template, document in pages
    )
    texts = render_pages(TEMPLATES, documents, html)
    files = {path: text for (path, _, _), text in zip(pages, texts, strict=True)}
    files[INDEX] = search_index(rulebook)
    for name in ASSETS:
        files[f"assets/{name}"] = (TEMPLATES / name).read_text("utf-8")
    return files


def _root(path: str) -> str:
    return "../" * path.count("/")


def _pages(rulebook: Rulebook) -> Iterator[Page]:
    vocabulary = rulebook.vocabulary
    graph = whole_graph(rulebook)
    sections = [
        {"name": name, "rules": [rule_entry(rule, rulebook) for rule in rules]}
        for name, rules in by_section(rulebook).items()
    ]
    yield "index.html", "index.html.j2", {
        "sections": sections,
        "numbers": [
            ("rules", len(rulebook.every_rule)),
            ("facts", len(vocabulary.facts)),
            ("thresholds", len(vocabulary.thresholds)),
            ("conclusions", len(vocabulary.derived)),
        ],
    }  # fmt: skip
    yield "rules/index.html", "rules.html.j2", {"sections": sections}
    groups = [
        {
            "title": group.title,
            "name": group.name,
            "facts": [
                fact_entry(spec, rulebook)
                for path, spec in vocabulary.facts.items()
                if path.partition(".")[0] == group.name
            ],
        }
        for group in vocabulary.groups.values()
    ]
    yield "facts/index.html", "facts.html.j2", {"groups": groups}
    limits = [threshold_entry(one, rulebook) for one in vocabulary.thresholds.values()]
    yield "thresholds/index.html", "thresholds.html.j2", {"thresholds": limits}
    concluded = [conclusion_entry(one, rulebook) for one in vocabulary.derived.values()]
    yield "conclusions/index.html", "conclusions.html.j2", {"conclusions": concluded}
    title = "What is concluded from what, up to the verdict"
    picture = drawing(overview(rulebook), _addresses(rulebook, ""), title, most=40)
    yield "graph.html", "graph.html.j2", {"picture": picture}
    draw = _drawer(rulebook, graph)
    yield from _rule_pages(rulebook, sections, draw)
    for path, fact in vocabulary.facts.items():
        held = {"fact": fact_contents(fact, rulebook), "picture": draw(fact_key(path))}
        yield page_of(path, vocabulary), "fact.html.j2", held
    for name, one in vocabulary.thresholds.items():
        held = {"threshold": threshold_contents(one, rulebook)}
        yield f"thresholds/{name}.html", "threshold.html.j2", held
    for path, spec in vocabulary.derived.items():
        held = {"one": conclusion_contents(spec, rulebook), "picture": draw(fact_key(path))}
        yield page_of(path, vocabulary), "conclusion.html.j2", held


def _rule_pages(
    rulebook: Rulebook, sections: list[Document], draw: Callable[[str], str]
) -> Iterator[Page]:
    rules = {rule.id: rule for rule in rulebook.every_rule}
    placed = [(section["name"], entry) for section in sections for entry in section["rules"]]
    for place, (section, entry) in enumerate(placed):
        rule = rules[entry["id"]]
        beside = {
            "before": placed[place - 1][1] if place else None,
            "after": placed[place + 1][1] if place + 1 < len(placed) else None,
        }
        held = {"rule": rule_contents(rule, rulebook), "section": section, **beside}
        yield rule_page(rule.id), "rule.html.j2", {**held, "picture": draw(rule_key(rule.id))}


def _drawer(rulebook: Rulebook, graph: Graph) -> Callable[[str], str]:
    """Return what draws the surroundings of a node for its page."""
    others = {
        rule_key(rule.id): rule
        for rule in (*rulebook.drafts, *rulebook.deprecated, *rulebook.off)
    }  # fmt: skip
    address = _addresses(rulebook, "../")

    def draw(key: str) -> str:
        book = whole_graph(rulebook, others[key]) if key in others else graph
        return drawing(neighbours(book, key), address, "What feeds this, and what it feeds", key)

    return draw


def _addresses(rulebook: Rulebook, root: str) -> Callable[[Node], str]:
    def address(node: Node) -> str:
        if node.kind == "more":
            return ""
        if node.kind == RULE:
            return root + rule_page(node.name)
        return root + page_of(node.name, rulebook.vocabulary)

    return address


def search_entries(rulebook: Rulebook) -> list[list[str]]:
    """Return what can be searched: kind, name, title, page, and all other words of each."""
    found = []
    for rule in rulebook.every_rule:
        held = rule_contents(rule, rulebook)
        said = [one["text"] for entry in held["then"] for one in entry["text"] + entry["advice"]]
        words = [*said, *(cite["says"] for cite in held["cites"]), rule.house]
        found.append(["rule", rule.id, held["title"], held["to"], _folded(words)])
    for spec in rulebook.vocabulary.facts.values():
        fact = fact_entry(spec, rulebook)
        choices = [word for pair in spec.choices for word in pair]
        words = [spec.help, *choices]
        found.append(["fact", spec.path, spec.question, fact["to"], _folded(words)])
    for limit in rulebook.vocabulary.thresholds.values():
        held = threshold_entry(limit, rulebook)
        title = f"{held['value']}: {limit.meaning}"
        found.append(["threshold", f"${limit.name}", title, held["to"], limit.house])
    for derived in rulebook.vocabulary.derived.values():
        held = conclusion_entry(derived, rulebook)
        found.append(["conclusion", derived.path, held["title"], held["to"], derived.meaning])
    return found


def search_index(rulebook: Rulebook) -> str:
    """Return the index of the search as a script that does nothing but name it.

    It is plain ASCII, and no text in it can end a script element.
    """
    rows = [json.dumps(entry).replace("<", "\\u003c") for entry in search_entries(rulebook)]
    return "window.rulebookIndex = [\n" + ",\n".join(rows) + "\n];\n"


def _folded(words: list[str]) -> str:
    return " ".join(" ".join(words).split())
