"""A fact file to fill in: every question is there, nothing is said yet, and vetting takes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, process
from tests.packs import book_of, built_in
from vetter.authoring.blank import blank_fact_file, form_fact
from vetter.base.characters import UNSAFE
from vetter.base.sources import Source
from vetter.facts.factfile import project_of
from vetter.facts.states import Status
from vetter.rulebook.rulebook import Rulebook, load_rulebook

BOOK = built_in().rulebook
HEALTH = load_rulebook(packs=[ROOT / "examples" / "packs" / "health"])
FORM = form_fact(BOOK)
assert FORM is not None
FORMS = FORM.type.names


def _asked(book: Rulebook) -> set[str]:
    return {path for path, spec in book.vocabulary.facts.items() if spec.computed is None}


def _named(text: str) -> list[str]:
    """Return the paths of all facts that a file has a line for."""
    found, group = [], ""
    for line in text.split("\n"):
        if re.match(r"[a-z]", line):
            group = line.partition(":")[0]
        elif match := re.match(r"  ([a-z][\w.]*):", line):
            found.append(f"{group}.{match[1]}")
    return found


@pytest.mark.parametrize("book", [BOOK, HEALTH], ids=["built in", "with a pack"])
def test_every_question_stands_once_over_an_empty_answer(book: Rulebook) -> None:
    text = blank_fact_file(book)
    named = _named(text)
    assert len(named) == len(set(named))
    assert set(named) == _asked(book)
    states = project_of(Source("blank.yaml", text), book).states
    assert all(
        state.status in (Status.UNANSWERED, Status.NOT_APPLICABLE) for state in states.values()
    )
    folded = " ".join(text.replace("#", " ").split())
    for path in _asked(book):
        spec = book.vocabulary.facts[path]
        assert " ".join(spec.question.split()) in folded
        assert all(
            name in folded and " ".join(said.split()) in folded for name, said in spec.choices
        )


@pytest.mark.parametrize("form", FORMS)
def test_with_a_form_only_what_applies_to_it_is_asked(form: str) -> None:
    assert FORM is not None
    text = blank_fact_file(BOOK, [form])
    project = project_of(Source("blank.yaml", text), BOOK)
    assert project.states[FORM.path].value == frozenset({form})
    assert project.warnings == ()
    applying = {
        path for path in _asked(BOOK) if project.states[path].status is not Status.NOT_APPLICABLE
    }
    assert set(_named(text)) == applying


def test_a_form_leaves_questions_out() -> None:
    assert len(_named(blank_fact_file(BOOK, ["recommend"]))) < len(_asked(BOOK))
    several = set(_named(blank_fact_file(BOOK, ["classify", "recommend"])))
    assert several > set(_named(blank_fact_file(BOOK, ["recommend"])))


@pytest.mark.parametrize("book", [BOOK, HEALTH], ids=["built in", "with a pack"])
def test_lines_are_not_too_wide(book: Rulebook) -> None:
    assert max(map(len, blank_fact_file(book).split("\n"))) <= 100


HOSTILE = """\
group: extra
title: "Extra \\ninjected: yes"
facts:
  first:
    type: choice
    question: "What? \\nproject: {name: evil}\\n# x"
    help: "| > & * ! %YAML \\t--- ... 中文"
    answered by: sponsor
    choices:
      red: "a # b: c\\n  second: 3"
      blue: "`x` {y} [z]"
"""


def test_texts_of_a_pack_stay_remarks() -> None:
    book = book_of(knowledge__facts__extra=HOSTILE)
    text = blank_fact_file(book)
    assert set(_named(text)) == _asked(book)
    assert not UNSAFE.search(text)
    states = project_of(Source("blank.yaml", text), book).states
    assert not any(state.known for state in states.values())


def test_the_command_overwrites_nothing_unasked(tmp_path: Path) -> None:
    done = process("init", "-o", "mine.yaml", "--for", "Classify", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    first = (tmp_path / "mine.yaml").read_text("utf-8")
    assert first == blank_fact_file(BOOK, ["classify"])
    again = process("init", "-o", "mine.yaml", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr == (
        "vetter init: error[usage]: `mine.yaml` is there already\n"
        "  help: Name another file, or add --force to replace it.\n"
    )
    assert (tmp_path / "mine.yaml").read_text("utf-8") == first
    assert process("init", "-o", "mine.yaml", "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "mine.yaml").read_text("utf-8") == process("init").stdout


def test_an_unknown_form_is_refused() -> None:
    done = process("init", "--for", "clasify")
    assert done.returncode == 2
    assert "there is no form `clasify`" in done.stderr
    assert "Did you mean `classify`?" in done.stderr
