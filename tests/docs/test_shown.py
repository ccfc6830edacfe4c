"""What the documents show is what the program does: outputs, sessions, rules, facts, conditions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.generated import pack, rulebook
from tests.docs.pages import PAGES, Block, blocks, name_of
from tests.docs.play import masked, play
from tests.docs.room import COPIED, Room
from vetter.base.problems import InvalidFactFile, InvalidPack, Problem
from vetter.base.sources import Source
from vetter.engine.examples import check_own_examples
from vetter.facts.factfile import project_of
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import rulebook_of

MARKS = {"rule", "facts", "condition"}


def _marked(mark: str) -> list[object]:
    return [
        pytest.param(block, id=f"{name_of(page)}:{block.first + 1}")
        for page in PAGES
        for block in blocks(page.read_text("utf-8"))
        if block.language == "yaml" and mark in block.words
    ]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_shows_what_the_program_gives(page: Path) -> None:
    text = page.read_text("utf-8")
    assert masked(play(text)) == masked(text), "run `python -m tests.docs.update`"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_is_of_a_kind_that_is_looked_at(page: Path) -> None:
    known = {"console", "pycon", "yaml", "diff", "text", "sh", "mermaid"}
    for block in blocks(page.read_text("utf-8")):
        assert block.language in known, block
        extra = {word for word in block.words if "=" not in word}
        assert extra <= MARKS | {"quiet"}, block


@pytest.mark.parametrize("block", _marked("rule"))
def test_a_rule_loads_and_its_examples_hold(block: Block) -> None:
    name = block.lines[0].removeprefix("id: ")
    texts = {path: source.text for path, source in pack().files.items()}
    texts[f"rules/house/{name}.yaml"] = block.text
    made = pack_of_texts(texts)
    try:
        book = rulebook_of(made)
    except InvalidPack as error:
        pytest.fail(str(error))
    problems = [one for one in check_own_examples(book, made) if name in one.location.path]
    assert not problems, problems


@pytest.mark.parametrize("block", _marked("facts"))
def test_a_fact_file_is_read_without_a_complaint(block: Block) -> None:
    try:
        project = project_of(Source("facts.yaml", block.text), rulebook())
    except InvalidFactFile as error:
        pytest.fail(str(error))
    assert not project.warnings


@pytest.mark.parametrize("block", _marked("condition"))
def test_a_condition_is_read_without_a_complaint(block: Block) -> None:
    problems: list[Problem] = []
    reader = Reader(Source("condition.yaml", block.text), problems)
    parts = reader.mapping(reader.top(), "the block", ("when", "unless")) or {}
    for key, node in parts.items():
        ConditionReader(reader, rulebook().vocabulary).read(node, f"`{key}`")
    assert parts
    assert not problems, problems


def test_make_memo_shows_the_memo(tmp_path: Path) -> None:
    room = Room(tmp_path)
    made = room.folder / ".venv"
    (made / "bin").mkdir(parents=True)
    room.shim("vetter", made / "bin")
    for stamp in (".made", ".run"):
        (made / stamp).touch()
    ((out, code),) = room.run(["make memo"])
    assert code == 0, out
    assert out.startswith("# Support ticket dispatcher\n")


def test_a_room_holds_what_a_reader_works_with() -> None:
    assert {"examples", "knowledge", "rules", "pack.yaml"} <= set(COPIED)
