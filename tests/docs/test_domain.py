"""The program has no opinion of the domain: nothing of the pack is written in src.

Only examples in messages may name facts, and say so: they stand behind "such as".
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.generated import pack, rulebook
from tests.docs.pages import ROOT
from vetter.rulebook.vocabulary import program_facts

SOURCES = sorted((ROOT / "src").rglob("*.py"))
BOOK = rulebook()


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module with their lines, its docstrings left out."""
    tree = ast.parse(path.read_text("utf-8"))
    told = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", [])
        for one in body if isinstance(body, list) else []:
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                told.add(id(one.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


TEXTS = [(path, line, text) for path in SOURCES for line, text in _texts(path)]


def _found(words: set[str]) -> list[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    one_of_them = "|".join(map(re.escape, longest_first))
    pattern = re.compile(rf"(?<![\w.-])(?:{one_of_them})(?![\w-]|\.\w)")
    return [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}"
        for path, line, text in TEXTS
        if "such as" not in text
        for match in pattern.finditer(text)
    ]


def test_texts_are_found() -> None:
    assert len(TEXTS) > 1000
    assert any(text == "go with conditions" for _, _, text in TEXTS)


def test_no_fact_of_the_vocabulary_is_named_in_the_program() -> None:
    vocabulary = BOOK.vocabulary
    derived = set(vocabulary.derived) - set(program_facts())
    assert _found({*vocabulary.facts, *derived}) == []


def test_no_rule_heuristic_or_threshold_is_named_in_the_program() -> None:
    vocabulary = BOOK.vocabulary
    thresholds = {f"${name}" for name in vocabulary.thresholds}
    constraints = {one.id for one in BOOK.constraints}
    rules = {rule.id for rule in BOOK.rules}
    assert _found({*rules, *vocabulary.heuristics, *thresholds, *constraints}) == []


def test_no_role_metric_or_stage_is_named_in_the_program() -> None:
    vocabulary = BOOK.vocabulary
    names = {*vocabulary.roles, *vocabulary.measures.metrics}
    assert _found({name for name in names if " " in name or "-" in name}) == []


def test_no_text_of_the_pack_is_in_the_program() -> None:
    said = set()
    for source in pack().files.values():
        for line in source.text.split("\n"):
            text = line.strip().strip("'\"").rstrip(".")
            if len(text.split()) >= 5 and not text.startswith("#"):
                said.add(text.partition(": ")[2].strip("'\"") or text)
    program = "\n".join(text for _, _, text in TEXTS)
    assert [text for text in sorted(said) if len(text.split()) >= 5 and text in program] == []


NUMBERS = {
    str(threshold.written).split()[0].strip("%")
    for threshold in BOOK.vocabulary.thresholds.values()
}


def test_no_threshold_is_written_as_a_share_in_the_program() -> None:
    # Every share ends at 100%, in whatever domain.
    shares = {number for number in NUMBERS if len(number) > 1} - {"100"}
    assert shares
    for path, line, text in TEXTS:
        found = set(re.findall(r"\d+(?:\.\d+)?(?=\s?%)", text))
        assert not found & shares or "such as" in text or "`" in text, (path, line, text)
