"""Generated rulebooks are whole, and all engines that are timed on them find the same."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from benchmarks import in_process
from benchmarks.generate import ROOT, generate
from vetter.engine import forward
from vetter.engine.examples import check_own_examples
from vetter.engine.reference import evaluate
from vetter.facts.factfile import read_project
from vetter.rulebook.pack import read_pack
from vetter.rulebook.rulebook import Rulebook, rulebook_of

SIZE = 300
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    assert generate(SIZE, folder) == SIZE
    return folder


@pytest.fixture(scope="module")
def rulebook(folder: Path) -> Rulebook:
    return rulebook_of(read_pack(folder))


def test_a_generated_pack_has_as_many_rules_as_asked_for_and_is_valid(
    folder: Path, rulebook: Rulebook
) -> None:
    assert len(rulebook.rules) == SIZE
    assert len({rule.id for rule in rulebook.rules}) == SIZE
    assert check_own_examples(rulebook, read_pack(folder)) == []


def test_a_clone_says_what_its_original_says(rulebook: Rulebook) -> None:
    shipped = {rule.id: rule for rule in rulebook_of(read_pack(ROOT)).rules}
    clones = [rule for rule in rulebook.rules if rule.id not in shipped]
    assert len(clones) == SIZE - len(shipped) > 0
    for clone in clones:
        original = shipped[clone.id.rpartition("-")[0]]
        assert clone.title.source == original.title.source
        assert rulebook.strata[clone.id] == rulebook.strata[original.id]


@pytest.mark.parametrize("size", [1, 100, 150])
def test_a_pack_of_fewer_rules_than_shipped_leaves_some_out(size: int, tmp_path: Path) -> None:
    assert generate(size, tmp_path) == size
    smaller = read_pack(tmp_path)
    book = rulebook_of(smaller)
    shipped = {rule.id for rule in rulebook_of(read_pack(ROOT)).rules}
    assert {rule.id for rule in book.rules} < shipped
    assert len(book.rules) == size
    assert check_own_examples(book, smaller) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_all_engines_that_are_timed_find_the_same(
    example: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = read_project(str(example), rulebook).states
    quick = forward.Forward(rulebook)
    found = quick.run(states)
    assert found.fired
    assert quick.run(states) == found
    assert evaluate(rulebook, states).states == found.states
    assert evaluate(rulebook, states).readings == found.readings
    monkeypatch.setattr(forward, "make_engine", partial(forward.make_engine, prepared=False))
    assert forward.Forward(rulebook).run(states) == found


def test_the_stages_that_are_timed_are_those_that_are_reported(folder: Path) -> None:
    seconds = in_process.measure(str(folder), str(EXAMPLES[0]))
    assert seconds.pop("rules") == SIZE
    assert set(seconds) == {"load", "facts", "first", "again", "assess", "reference"}
    assert all(taken > 0 for taken in seconds.values())
