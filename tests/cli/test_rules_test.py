"""`vetter rules test`: what it prints, for people and as JSON, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.desk import ROOT, Call

RULE = "rules/chapter/2.4.2/thin-team.yaml"


def _book(folder: Path, old: str, new: str) -> Path:
    for room in ("knowledge", "rules"):
        shutil.copytree(ROOT / room, folder / room)
    shutil.copy(ROOT / "pack.yaml", folder)
    text = (folder / RULE).read_text("utf-8")
    assert old in text
    (folder / RULE).write_text(text.replace(old, new), "utf-8")
    return folder


def test_a_good_rule_is_told_in_three_lines(call: Call) -> None:
    said = call("rules", "test", "--only", "thin-team")
    assert said.code == 0
    assert "of 1 rule, all hold." in said.out
    assert "points are shown (100.0%)" in said.out
    assert "are noticed (100.0%)" in said.out


def test_an_example_that_fails_is_shown_as_a_table_of_conditions(
    call: Call, tmp_path: Path
) -> None:
    book = _book(tmp_path / "book", "fires: {team.full_time: 0.9}", "fires: {team.full_time: 1.5}")
    said = call("rules", "test", str(book), "--only", "thin-team", "--no-mutants")
    assert said.code == 2
    assert "Line 18: expected fires as medium, got silent." in said.out
    assert "✗ when  team.full_time < $full_time_person  1.5 FTE" in said.out
    assert "1 does not hold" in said.out
    assert "Mutants" not in said.out


def test_json_has_what_the_text_has(call: Call, tmp_path: Path) -> None:
    book = _book(tmp_path / "book", "    as: medium\n", "")
    text = call("rules", "test", str(book), "--only", "thin-team")
    assert "Add to the example in line 18:  as: medium" in text.out
    said = call("rules", "test", str(book), "--only", "thin-team", "--format", "json")
    found = json.loads(said.out)
    (rule,) = found["rules"]
    assert rule["id"] == "thin-team"
    assert {one["kind"] for one in rule["survivors"]} == {"severity"}
    assert all(one["example"]["as"] == "medium" for one in rule["survivors"])
    assert found["score"] < 100
    assert (
        said.out == call("rules", "test", str(book), "--only", "thin-team", "--format", "json").out
    )


def test_of_a_pack_laid_over_only_its_own_rules_are_tested(call: Call, tmp_path: Path) -> None:
    pack = tmp_path / "ours"
    (pack / "rules").mkdir(parents=True)
    head = "name: ours\nversion: 1.0\ntitle: Ours\nneeds: [chapter]\n"
    (pack / "pack.yaml").write_text(head, "utf-8")
    text = (ROOT / RULE).read_text("utf-8").replace("id: thin-team", "id: thinner-team")
    text = text.replace(
        "    - team.full_time < $full_time_person", "    - team.full_time <= $full_time_person"
    )
    text = text.replace("silent: {team.full_time: 1}", "fires: {team.full_time: 1}")
    (pack / "rules" / "thinner-team.yaml").write_text(text, "utf-8")
    said = call("rules", "test", str(pack))
    assert "of 1 rule, all hold." in said.out, said
    assert said.out.splitlines()[-3].startswith("chapter 1.0 + ours 1.0: ")
    below = call("rules", "test", str(pack), "--only", "thin-team", "--no-mutants")
    assert ": 3 examples of 1 rule, all hold." in below.out, below


def test_a_rule_that_is_not_there_is_wrong_usage(call: Call) -> None:
    said = call("rules", "test", "--only", "thin-tem")
    assert said.code == 2
    assert "Did you mean `thin-team`?" in said.err
