"""`vetter check`: what is wrong and open in a fact file, by who can answer, and no verdict."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import MONDAY, ROOT, SPEECH, Call, caller
from tests.packs import EXAMPLES, built_in
from vetter.assessment.essentials import essential_facts
from vetter.authoring.blank import blank_fact_file
from vetter.base.sources import Source
from vetter.explain.completeness import Completeness, check_document, check_text, completeness
from vetter.facts.factfile import project_of
from vetter.facts.states import Status

BOOK = built_in().rulebook
FACTS = BOOK.vocabulary.facts


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    for name in ("FORCE_COLOR", "VETTER_PACKS"):
        monkeypatch.delenv(name, raising=False)
    return caller(monkeypatch)


def _found(text: str) -> Completeness:
    return completeness(project_of(Source("facts.yaml", text), BOOK), BOOK)


def _open(found: Completeness) -> list[str]:
    return [state.path for _, states in found.by_role for state in states]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_question_is_counted_once(name: str) -> None:
    path = ROOT / "examples" / f"{name}.yaml"
    found = _found(path.read_text("utf-8"))
    asked = {one for one, spec in FACTS.items() if spec.computed is None}
    assert found.asked == len(asked) == found.answered + found.open + found.not_applicable
    opened = _open(found)
    assert len(opened) == len(set(opened)) == found.open
    states = found.project.states
    assert set(opened) <= {one for one in asked if states[one].status.is_open}
    for role, of_role in found.by_role:
        assert {FACTS[state.path].answered_by for state in of_role} == {role}
    assert max(map(len, re.sub("\ue000[^\ue001]*\ue001|\ue002", "",
                               check_text(found, 100)).split("\n"))) <= 100  # fmt: skip


def test_essential_facts_are_what_the_rulebook_asks_of_every_project() -> None:
    essential = essential_facts(BOOK)
    assert essential
    for path in essential:
        found = _found("project: {name: A}\n")
        assert path in [state.path for state in found.essential]
    stated = ROOT / SPEECH
    assert _found(stated.read_text("utf-8")).essential == ()


def test_essential_questions_stand_first_in_their_role() -> None:
    found = _found("project: {name: A}\n")
    must = {state.path for state in found.essential}
    for _, states in found.by_role:
        marks = [state.path in must for state in states]
        assert marks == sorted(marks, reverse=True)


def test_an_answer_that_may_not_apply_is_not_asked_for_again() -> None:
    hanging = next(path for path, spec in FACTS.items() if spec.applies_when and spec.type.names)
    group, _, key = hanging.partition(".")
    text = f"{group}: {{{key}: {FACTS[hanging].type.names[0]}}}\n"
    found = _found(text)
    assert found.project.states[hanging].status is Status.UNANSWERED
    assert hanging not in _open(found)
    assert found.answered == 1


def test_an_empty_form_is_no_mistake_and_says_what_to_do(call: Call, tmp_path: Path) -> None:
    (tmp_path / "blank.yaml").write_text(blank_fact_file(BOOK), "utf-8")
    said = call("check", str(tmp_path / "blank.yaml"))
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(
        "Nothing is wrong, but nothing is answered yet: begin with what is needed first.\n"
    )
    filled = blank_fact_file(BOOK).replace("  name:", "  name: Mine", 1)
    (tmp_path / "filled.yaml").write_text(filled, "utf-8")
    said = call("check", str(tmp_path / "filled.yaml"))
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("Nothing is wrong with what is stated.\n")


def test_all_that_is_wrong_is_said_as_vet_says_it(call: Call, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("project: {nam: A}\nclasses: {number: 4,000}\n", "utf-8")
    checked, vetted = call("check", str(bad)), call("vet", str(bad))
    assert checked.code == vetted.code == 3
    assert checked.out == ""
    assert checked.err == vetted.err
    assert checked.err.count("error[") >= 2


def test_several_files_and_standard_input(call: Call, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("hello\n", "utf-8")
    said = call("check", MONDAY, str(bad), SPEECH)
    assert said.code == 3
    assert said.out.startswith(f"{MONDAY}\n")
    assert f"\n\n{SPEECH}\n" in said.out
    read = call("check", "-", stdin=(ROOT / SPEECH).read_text("utf-8"))
    assert read.code == 0
    assert read.out.partition("\n")[2] == call("check", SPEECH).out.partition("\n")[2]
    assert call("check", "-", "-").code == 2


def _documents(said: str) -> Any:
    return json.loads(said)


def test_json_holds_the_same_and_what_is_wrong(call: Call, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("project: {nam: A}\n", "utf-8")
    good, wrong = _documents(call("check", MONDAY, str(bad), "-f", "json").out)
    found = _found((ROOT / MONDAY).read_text("utf-8"))
    assert good["counts"] == check_document(found)["counts"]
    assert [one["path"] for one in good["open"]] == _open(found)
    assert {one["path"] for one in good["open"] if one["essential"]} == {
        state.path for state in found.essential
    }
    assert (good["valid"], wrong["valid"]) == (True, False)
    assert wrong["problems"][0]["code"] == "unknown-fact"
    assert wrong["problems"][0]["line"] == 1
    assert isinstance(_documents(call("check", MONDAY, "-f", "json").out), dict)


def test_hostile_texts_steer_no_screen() -> None:
    said = check_text(_found('project: {name: "a\u200b\u2060 \ue000title\ue001x\ue002"}\n'), 100)
    name = said.split("\n")[1]
    assert "\\u200b" in name
    assert "\\ue000title\\ue001x\\ue002" in name
