"""The reference pages tell of all that is in the rulebook, as `make reference` writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import vetter
from tests.docs.pages import ROOT
from vetter.cli.main import main
from vetter.reference.pages import PAGES, reference_pages

ENGINE = vetter.load()
BOOK = ENGINE.rulebook
FOLDER = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    files = sorted((ROOT / "examples").glob("*.yaml"))
    return reference_pages(BOOK, [ENGINE.vet(file) for file in files])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_the_program_writes_it(name: str, fresh: dict[str, str]) -> None:
    assert (FOLDER / name).read_text("utf-8") == fresh[name], "run `make reference`"


def test_every_fact_rule_threshold_and_heuristic_has_its_place(fresh: dict[str, str]) -> None:
    vocabulary = BOOK.vocabulary
    for path in (*vocabulary.facts, *vocabulary.derived):
        assert f"`{path}`" in fresh["facts.md"]
    for rule in BOOK.rules:
        assert f"### {rule.id}\n" in fresh["rules.md"]
    for name in vocabulary.thresholds:
        assert f"`${name}`" in fresh["thresholds.md"]
    for name in vocabulary.heuristics:
        assert f"| {name} |" in fresh["heuristics.md"]


def test_every_link_to_a_rule_leads_to_it(fresh: dict[str, str]) -> None:
    linked = {
        name for text in fresh.values() for name in re.findall(r"\(rules\.md#([^)]+)\)", text)
    }
    assert linked <= {rule.id for rule in BOOK.rules}


def test_the_command_writes_all_pages(tmp_path: Path) -> None:
    target = tmp_path / "pages"
    command = ["rules", "docs", "-o", str(target), "--format", "md"]
    command += ["--examples", str(ROOT / "examples")]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert sorted(path.name for path in target.iterdir()) == sorted(PAGES)
