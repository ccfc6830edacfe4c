"""The schemas for editors: all that is shipped fits them, and mistakes do not."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
import yaml

from tests.authoring.broken import CHANGES, OF_CHANGES, PACK, PACKS
from tests.authoring.editor import faults, kind_of, read, schema_of, shipped
from tests.badinput.tables import PackCase, pack_cases, pack_texts
from tests.cli.desk import process
from tests.packs import ROOT
from vetter.authoring.schema_knowledge import knowledge_files
from vetter.base.problems import Location
from vetter.rulebook.pack import pack_of_texts, read_pack
from vetter.rulebook.rulebook import rulebook_of
from vetter.rulebook.typing import resolve

FILES = {name: source.text for name, source in read_pack(ROOT).files.items()}
BOTH = pytest.mark.parametrize("typed", [False, True], ids=["as texts", "as an editor reads"])
BEYOND = {
    "block-sign", "quotes", "flow-list", "comment",  # how it is written, which is lost in reading
    "duplicate", "duplicate-id", "id-and-file", "circle", "bad-link",  # what links several places
    "listed-twice", "ends-swapped", "may-be-open", "constraint", "example",  # what words mean
    "bad-range", "bad-factor", "bare-proportion", "thousands", "wrong-unit",  # numbers
    "one-currency",  # a pack that is laid over another has none
}  # fmt: skip
"""Codes of mistakes that no schema sees; `vetter rules check` does."""
FEW = {
    "choice twice", "better in no direction", "changed to what it cannot be",
    "an order of thresholds unlike",
}  # fmt: skip
"""Cases of other codes that hang on names which stand elsewhere in the same file."""


@BOTH
@pytest.mark.parametrize("room", ["rules/chapter/2.2", "rules/", "knowledge/", "pack.yaml"])
def test_all_shipped_files_fit(room: str, typed: bool) -> None:
    found = [name for name in FILES if name.startswith(room)]
    assert found
    assert {
        name: bad for name in found if (bad := faults(kind_of(name), read(FILES[name], typed)))
    } == {}


@BOTH
def test_the_small_pack_and_the_sound_samples_fit(typed: bool) -> None:
    for name, text in pack_texts().items():
        assert faults(kind_of(name), read(text, typed), of_small=True) == []
    assert faults("pack", read(PACK, typed)) == []
    assert faults("changes", read(CHANGES, typed)) == []
    above = pack_of_texts({"pack.yaml": PACK, "changes.yaml": CHANGES}, "house")
    assert rulebook_of(read_pack(ROOT), above).packs[-1].name == "our house"


def _refused(case: PackCase) -> bool | None:
    """Return whether a schema refuses the file of a case, None where no editor could read it."""
    text = case.texts().get(case.file)
    kind = kind_of(case.file)
    if text is None or kind.partition(" ")[2] not in ("", *knowledge_files()):
        return None
    try:
        data = read(text, typed=False)
    except yaml.YAMLError:
        return None
    return bool(faults(kind_of(case.file), data, of_small=True))


def test_bad_rules_and_knowledge_are_refused() -> None:
    seen: Counter[str] = Counter()
    missed = set()
    for case in pack_cases():
        refused = _refused(case)
        if refused:
            seen[kind_of(case.file).partition(" ")[0]] += 1
        elif refused is False and case.code not in BEYOND and case.name not in FEW:
            missed.add((case.name, case.code))
    assert missed == set()
    assert seen["rule"] >= 100
    assert seen["knowledge"] >= 60


@BOTH
@pytest.mark.parametrize(("old", "new"), PACKS)
def test_a_bad_pack_file_is_refused(old: str, new: str, typed: bool) -> None:
    assert old in PACK
    assert faults("pack", read(PACK.replace(old, new, 1), typed))


@BOTH
@pytest.mark.parametrize(("old", "new"), OF_CHANGES)
def test_a_bad_file_of_changes_is_refused(old: str, new: str, typed: bool) -> None:
    assert old in CHANGES
    assert faults("changes", read(CHANGES.replace(old, new, 1), typed))


def test_there_are_forty_of_each() -> None:
    assert len(set(PACKS)) >= 40
    assert len(set(OF_CHANGES)) >= 40


def test_sentences_that_an_editor_offers_are_right_and_cover_every_fact() -> None:
    book = shipped()
    offered = schema_of("rule", book)["$defs"]["sentence"]["examples"]
    for sentence in offered:
        assert resolve(sentence, book.vocabulary, Location("here")).sentence == sentence
    facts = {sentence.split()[0] for sentence in offered}
    assert facts == {*book.vocabulary.facts, *book.vocabulary.derived} - {"verdict"}


def _patterns(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [one for item in schema for one in _patterns(item)]
    if not isinstance(schema, dict):
        return []
    own = schema.get("pattern")
    return [*([own] if isinstance(own, str) else []), *_patterns(list(schema.values()))]


@pytest.mark.parametrize("kind", ["rule", "pack", "changes", "knowledge facts"])
def test_patterns_keep_to_what_every_editor_understands(kind: str) -> None:
    for pattern in _patterns(schema_of(kind, shipped())):
        assert not re.search(r"\(\?[^:!]|\\[AZzGpP]|(?<!\\)[*+?}]\+", pattern), pattern


def test_the_command_prints_each_schema_and_says_which_there_are() -> None:
    ways = [["rule"], ["pack"], ["changes"]]
    ways += [["knowledge", "--file", one] for one in knowledge_files()]
    for words in ways:
        done = process("schema", *words)
        assert (done.returncode, done.stderr) == (0, "")
        assert read(done.stdout, typed=False)["$schema"].endswith("2020-12/schema")
    done = process("schema", "knowledge")
    assert done.returncode == 2
    assert "facts, causes, chapter" in done.stderr
    done = process("schema", "knowledge", "--file", "treshold")
    assert "Did you mean `thresholds`?" in done.stderr
    assert process("schema", "rule", "--file", "facts").returncode == 2
