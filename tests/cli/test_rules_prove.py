"""`vetter rules check --prove`: what is printed, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

from tests.badinput.test_packs import write
from tests.cli.desk import Call
from tests.effect.room import texts


def _book(folder: Path, **more: str) -> str:
    write(folder, {**texts(), **{path.replace("__", "/"): text for path, text in more.items()}})
    return str(folder)


def test_faults_end_in_two_and_say_where_why_and_what_to_do(call: Call, tmp_path: Path) -> None:
    claims = (
        "opposites:\n  late-yet-dear:\n    never:\n      all:\n        - cost.late is yes\n"
        "        - cost.data is high\n    because: who waits pays less\n"
    )
    book = _book(tmp_path / "book", **{"knowledge__claims.yaml": claims})
    said = call("rules", "check", book, "--prove")
    assert said.code == 2
    assert said.err == ""
    assert f"late-yet-dear  {book}/knowledge/claims.yaml:2" in said.out
    assert "Opposites are concluded of one project: who waits pays less." in said.out
    assert "A project that shows it: labels.origin: manual; labels.needed: " in said.out
    assert "Cure  Let one rule except what the other concludes." in said.out
    assert all(len(line) <= 100 for line in said.out.split("\n") if book not in line)


def test_json_carries_every_fault_with_its_project(call: Call, tmp_path: Path) -> None:
    claims = "order:\n  people: [long_team, nobody]\n"
    book = _book(tmp_path / "book", **{"knowledge__claims.yaml": claims})
    said = call("rules", "check", book, "--prove", "--format", "json")
    found = json.loads(said.out)
    assert said.code == 2
    (order,) = [one for one in found["faults"] if one["kind"] == "order"]
    assert (order["about"], order["projects"]) == ("long_team", [])
    assert order["path"].endswith("knowledge/thresholds.yaml")
    assert found["proved"][0]["kind"] == "never-fires"
    assert said.out == call("rules", "check", book, "--prove", "--format", "json").out


def test_a_rulebook_with_faults_of_another_kind_is_not_proved(call: Call, tmp_path: Path) -> None:
    book = _book(tmp_path / "book", **{"knowledge__claims.yaml": "orders:\n  a: [b, c]\n"})
    said = call("rules", "check", book, "--prove")
    assert said.code == 2
    assert said.out == ""
    assert "claims.yaml" in said.err
    assert "order" in said.err
