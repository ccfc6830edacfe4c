"""The browsable rulebook has all pages, every link leads somewhere, and no text of a pack runs."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import vetter
from tests.docs.pages import ROOT
from tests.packs import book_of, rule
from tests.reference.pages import Page
from vetter.cli.main import main
from vetter.reference.fragments import page_of
from vetter.reference.site import site
from vetter.rulebook.rulebook import Rulebook

BOOK = vetter.load().rulebook
HEALTH = vetter.load(packs=[str(ROOT / "examples" / "packs" / "health")]).rulebook
FOLDER = ROOT / "docs" / "rules"
LIMIT = 5_000_000


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    return site(BOOK)


@pytest.fixture(scope="module")
def parsed(fresh: dict[str, str]) -> dict[str, Page]:
    return pages_of(fresh)


@pytest.fixture(scope="module")
def healthy() -> dict[str, str]:
    return site(HEALTH)


def pages_of(texts: dict[str, str]) -> dict[str, Page]:
    return {path: Page(text) for path, text in texts.items() if path.endswith(".html")}


def index_of(texts: dict[str, str]) -> list[list[str]]:
    found = texts["search-index.js"].removeprefix("window.vetterIndex = ").removesuffix(";\n")
    entries = json.loads(found)
    assert isinstance(entries, list)
    return entries


def wanted(book: Rulebook) -> set[str]:
    vocabulary = book.vocabulary
    return {
        *(page_of("rules", rule.id) for rule in book.every_rule),
        *(page_of("facts", path) for path in vocabulary.facts),
        *(page_of("thresholds", name) for name in vocabulary.thresholds),
        *(page_of("conclusions", path) for path in vocabulary.derived),
    }


def test_the_pages_of_the_project_are_as_the_program_writes_them(fresh: dict[str, str]) -> None:
    stored = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file()
    }
    assert sorted(stored) == sorted(fresh), "run `make reference`"
    stale = [name for name, text in fresh.items() if stored[name] != text.encode()]
    assert stale == [], "run `make reference`"


@pytest.mark.parametrize("book", [BOOK, HEALTH], ids=["built-in", "health"])
def test_everything_has_its_page_and_its_place_in_search(book: Rulebook) -> None:
    texts = site(book)
    rooms = {path for path in texts if "/" in path}
    assert rooms == wanted(book)
    assert {entry[3] for entry in index_of(texts)} == rooms
    assert sum(len(text.encode()) for text in texts.values()) < LIMIT


@pytest.mark.parametrize("name", ["fresh", "healthy"])
def test_every_link_leads_to_a_page_and_every_page_is_led_to(
    name: str, request: pytest.FixtureRequest
) -> None:
    texts = request.getfixturevalue(name)
    pages = pages_of(texts)
    reached = {"index.html", "search-index.js"}
    for path, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            full = full if target else path
            assert full in texts, (path, link)
            assert not anchor or anchor in pages[full].ids, (path, link)
            if full != path:
                reached.add(full)
    assert reached == set(texts)


def test_every_page_is_well_formed(parsed: dict[str, Page], healthy: dict[str, str]) -> None:
    for path, page in [*parsed.items(), *pages_of(healthy).items()]:
        assert page.faults == [], path
        assert len(set(page.ids)) == len(page.ids), path


def test_a_rule_tells_all_that_its_file_says(parsed: dict[str, Page]) -> None:
    words = parsed["rules/accuracy-above-99.html"].words
    for said in (
        "A target above 99% usually runs out of labelled data",
        "target is better than 99%",
        "Softened to medium",
        "Section 2.2.1",
        "the boundary itself is not above",
        "findings.high",
        "Pack chapter , rules/chapter/2.2.1/accuracy-above-99.yaml",
        "where that does not apply",
    ):
        assert said in words


def test_a_fact_and_a_threshold_name_their_readers(parsed: dict[str, Page]) -> None:
    fact = parsed["facts/quality.target.html"]
    threshold = parsed["thresholds/near_perfect.html"]
    for page in (fact, threshold):
        assert "../rules/accuracy-above-99.html" in page.links
    assert "product owner" in fact.words
    assert "2.2.1-accuracy-99" in threshold.words


def test_what_a_pack_changed_is_told_with_its_reason(healthy: dict[str, str]) -> None:
    pages = pages_of(healthy)
    changed = [one for one in HEALTH.every_rule if one.changes]
    figures = [one for one in HEALTH.vocabulary.thresholds.values() if one.changes]
    assert changed
    assert figures
    for room, name, changes in [
        *(("rules", one.id, one.changes) for one in changed),
        *(("thresholds", one.name, one.changes) for one in figures),
    ]:
        for change in changes:
            assert change.because in pages[page_of(room, name)].words
    assert any(one.locked for one in HEALTH.every_rule)
    for one in HEALTH.every_rule:
        assert ("locked" in pages[page_of("rules", one.id)].words) >= one.locked


def test_search_finds_a_rule_by_words_of_its_title_and_reasons(fresh: dict[str, str]) -> None:
    def found(*words: str) -> list[str]:
        return [
            entry[1]
            for entry in index_of(fresh)
            if all(word in " ".join([entry[1], entry[2], entry[4]]).lower() for word in words)
        ]

    assert "accuracy-above-99" in found("runs out", "labelled")
    assert "accuracy-above-99" in found("complications")
    assert "quality.target" in found("quality", "reach")
    assert found("no such words at all") == []


HOSTILE = (
    "</script><script>alert(this)</script><img src=x onerror=alert(this)>\"' onload='alert(this)"
)
QUOTED = HOSTILE.replace("'", "''")


@pytest.fixture(scope="module")
def attacked() -> dict[str, str]:
    body = f"""
    when:
      all: [quality.target is known]
    then:
      - concern: high
        cause: talent
        because: '{QUOTED}'
        advice: '{QUOTED}'
        who: product owner
    """
    examples = f"""
    - fires: {{quality.metric: accuracy, quality.target: 99%}}
      why: '{QUOTED}'
    - silent: {{quality.metric: accuracy, quality.target: unknown}}
    """
    return site(book_of(rule("hostile", f"'{QUOTED}'", body, examples)))


def test_no_text_of_a_pack_becomes_markup(attacked: dict[str, str]) -> None:
    page = Page(attacked["rules/hostile.html"])
    assert page.faults == []
    assert page.words.count("alert(this)") >= 12
    for path, one in pages_of(attacked).items():
        scripts = [attributes for tag, attributes in one.tags if tag == "script"]
        assert [set(attributes) for attributes in scripts] == [{"defer", "src", "data-root"}], path
        for tag, attributes in one.tags:
            assert tag not in {"img", "iframe", "object", "embed", "style"}
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert not re.match(r"\s*[a-z]+:", attributes.get("href", "")), path
    assert "<" not in attacked["search-index.js"]
    assert ">" not in attacked["search-index.js"]
    entry = next(entry for entry in index_of(attacked) if entry[1] == "hostile")
    assert "</script><script>alert(this)" in entry[2]


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "..", "a b<c>", "A", "ü", "x\\y", "con:1"])
def test_a_page_lies_in_its_room_whatever_it_is_called(name: str) -> None:
    path = page_of("thresholds", name)
    assert re.fullmatch(r"thresholds/[a-z0-9._-]+\.html", path)
    assert path != page_of("thresholds", name + "x")


def test_the_script_makes_no_markup_of_text() -> None:
    script = (ROOT / "reports" / "templates" / "site" / "search.js").read_text("utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "fetch("):
        assert way not in script


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        lit = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_text_can_be_read_in_light_and_in_dark() -> None:
    style = (ROOT / "reports" / "templates" / "site" / "style.css").read_text("utf-8")
    palettes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    assert len(palettes) == 2
    for palette in palettes:
        pairs = [(ink, on) for ink in ("ink", "quiet", "link") for on in ("ground", "card", "head")]
        pairs += [(name, f"{name}-ground") for name in ("bad", "warn", "fine", "plain")]
        pairs += [("ink", f"{name}-ground") for name in ("warn", "plain")]
        pairs += [("ink", "soft"), ("link", "soft")]
        for ink, on in pairs:
            assert contrast(palette[ink], palette[on]) >= 4.5, (ink, on)


def test_the_command_writes_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    found = []
    for seed in ("1", "77"):
        target = tmp_path / seed
        command = [sys.executable, "-m", "vetter", "rules", "docs", "-o", str(target)]
        command += ["--pack", "examples/packs/health"]
        settings = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, cwd=ROOT, env=settings, check=True)
        files = sorted(path for path in target.rglob("*") if path.is_file())
        found.append({path.relative_to(target).as_posix(): path.read_bytes() for path in files})
    assert found[0] == found[1]
    assert found[0]["index.html"]


def test_examples_belong_to_the_tables_alone(tmp_path: Path) -> None:
    command = ["rules", "docs", "-o", str(tmp_path / "x"), "--examples", str(ROOT / "examples")]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert not (tmp_path / "x").exists()
