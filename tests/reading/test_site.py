"""The browsable rulebook: complete, linked, searchable, inert, and as `make reference` makes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from tests.packs import ROOT, book_of, built_in, rule
from vetter.reference.site import INDEX, TEMPLATES, search_entries, site
from vetter.rulebook.rulebook import Rulebook, load_rulebook

FOLDER = ROOT / "docs" / "rules"
VOID = {"meta", "link", "input", "br"}
HOSTILE = (
    "<script>alert`x`</script> \"quoted\" 'so' <img src=x onerror=alert`y`> javascript:alert`z`"
)


class Page(HTMLParser):
    """The elements of a page, and whether each that is opened is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    @property
    def links(self) -> list[str]:
        return [
            found
            for _, attributes in self.elements
            for found in (attributes.get("href"), attributes.get("src"))
            if found is not None
        ]

    @property
    def ids(self) -> list[str]:
        return [found for _, attributes in self.elements if (found := attributes.get("id"))]


@cache
def pages() -> dict[str, str]:
    return site(built_in().rulebook)


@cache
def health() -> Rulebook:
    return load_rulebook(packs=[ROOT / "examples/packs/health"])


def parsed(files: dict[str, str]) -> dict[str, Page]:
    return {name: Page(text) for name, text in files.items() if name.endswith(".html")}


def test_everything_has_its_page() -> None:
    for book in (built_in().rulebook, health()):
        files, vocabulary = site(book), book.vocabulary
        wanted = [f"rules/{one.id}.html" for one in book.every_rule]
        wanted += [f"facts/{path}.html" for path in vocabulary.facts]
        wanted += [f"thresholds/{name}.html" for name in vocabulary.thresholds]
        wanted += [f"conclusions/{path}.html" for path in vocabulary.derived]
        assert set(wanted) <= set(files)


@pytest.mark.parametrize("packs", [False, True])
def test_every_link_leads_somewhere_inside(packs: bool) -> None:
    files = site(health()) if packs else pages()
    read = parsed(files)
    for name, page in read.items():
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            path, _, anchor = link.partition("#")
            target = normpath(join(dirname(name), path)) if path else name
            assert target in files, (name, link)
            if anchor:
                assert anchor in read[target].ids, (name, link)


def test_nothing_in_a_page_runs_or_comes_from_elsewhere() -> None:
    for name, page in parsed(pages()).items():
        for tag, attributes in page.elements:
            assert not any(key.startswith("on") or key == "style" for key in attributes), name
            assert tag not in ("style", "iframe", "img", "object"), name
        scripts = [attributes for tag, attributes in page.elements if tag == "script"]
        assert [one["src"] for one in scripts] == ["../" * name.count("/") + "assets/search.js"]
        assert "://" not in "".join(page.links)
    assert "://" not in pages()["assets/style.css"] + pages()["assets/search.js"]


def test_templates_of_packs_are_never_looked_for(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "reports/templates").mkdir(parents=True)
    (pack / "pack.yaml").write_text("name: sly\nversion: 1\ntitle: Sly\nneeds: [chapter]\n")
    (pack / "reports/templates/rule.html.j2").write_text("<script>run()</script>")
    assert "run()" not in "".join(site(load_rulebook(packs=[pack])).values())


def hostile_book() -> Rulebook:
    text = json.dumps(HOSTILE)
    body = f"""
    when:
      all:
        - goal.input is known
    then:
      - concern: low
        cause: talent
        because: {text}
        advice: {text}
        who: sponsor
    """
    examples = f"""
    - fires: {{goal.input: {text}}}
      why: {text}
    - silent: {{goal.input: unknown}}
    """
    made = rule("sly", text, body, examples)
    return book_of({path: one.replace("for a test", text) for path, one in made.items()})


def test_hostile_text_is_shown_and_nothing_more() -> None:
    files = site(hostile_book())
    page = Page(files["rules/sly.html"])
    assert HOSTILE in page.shown
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert len([tag for tag, _ in page.elements if tag == "script"]) == 1
    assert not [link for link in page.links if link.startswith("javascript")]
    assert "<" not in files[INDEX]
    assert not any(key.startswith("on") for _, held in page.elements for key in held)


def test_search_finds_a_rule_by_words_of_its_advice() -> None:
    entries = search_entries(built_in().rulebook)
    words = ("last step", "promising")
    found = [one[1] for one in entries if all(word in " ".join(one) for word in words)]
    assert found == ["accuracy-above-99"]
    rows = pages()[INDEX].removeprefix("window.rulebookIndex = ").rstrip().removesuffix(";")
    assert json.loads(rows) == entries
    assert all(to in pages() for *_, to, _ in entries)


def test_a_page_says_what_a_pack_changed() -> None:
    files = site(health())
    changed = [one for one in health().every_rule if one.changes]
    assert changed
    for one in changed:
        for change in one.changes:
            assert change.because in Page(files[f"rules/{one.id}.html"]).shown


def test_docs_rules_is_as_the_program_writes_it() -> None:
    kept = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert kept == set(pages()), "run `make reference`"
    for name, text in pages().items():
        assert (FOLDER / name).read_text("utf-8") == text, f"{name}: run `make reference`"


def test_the_same_bytes_whatever_the_hashes_are(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "vetter", "rules", "docs", "-o", str(tmp_path / seed)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        folder = tmp_path / seed
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        made.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert made[0] == made[1]


def test_only_drawings_and_macros_pass_unescaped() -> None:
    for template in TEMPLATES.glob("*.j2"):
        text = template.read_text("utf-8")
        assert "keep" not in text
        for part in text.split("| mark }}")[:-1]:
            inside = part.rpartition("{{")[2]
            name = inside.partition("(")[0].strip()
            assert name in ("badge", "changes", "constraints", "crumbs", "picture_box", "pieces",
                            "rule_list", "tree"), inside  # fmt: skip
