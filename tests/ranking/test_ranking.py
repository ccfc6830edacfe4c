"""A backlog is ranked by verdict, impact, cost and concerns; what cannot be read is told."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import vetter
from tests.docs.pages import ROOT
from vetter.assessment.model import VERDICT_ORDER
from vetter.cli.main import main

SCHEMA = json.loads((ROOT / "reports/schema/ranking.schema.json").read_text("utf-8"))
SOUND = (ROOT / "examples/speech-notes.yaml").read_text("utf-8")


def rank(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["rank", *map(str, arguments)])


def ranked(folder: Path) -> dict[str, Any]:
    document = json.loads(rank(folder, "--format", "json", "--today", "2026-11-24").stdout)
    jsonschema.validate(document, SCHEMA)
    return dict(document)


def backlog(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_the_examples_are_ranked_by_verdict_first() -> None:
    verdicts = [one["verdict"] for one in ranked(ROOT / "examples")["projects"]]
    assert verdicts == sorted(verdicts, key=VERDICT_ORDER.index)
    assert len(set(verdicts)) == len(VERDICT_ORDER)


def test_of_equal_verdicts_higher_impact_comes_first_then_lower_cost() -> None:
    projects = ranked(ROOT / "examples")["projects"]
    levels = [{one["path"]: one["level"] for one in project["levels"]} for project in projects]
    keys = [
        (
            VERDICT_ORDER.index(project["verdict"]),
            -["low", "high"].index(level["value.impact"]),
            ["low", "moderate", "high", "very high"].index(level["cost.overall"]),
        )
        for project, level in zip(projects, levels, strict=True)
    ]
    assert keys == sorted(keys)


def test_equal_projects_share_a_place_and_stand_by_name(tmp_path: Path) -> None:
    twin = SOUND.replace("Speech notes for the clinic", "A twin of it")
    worse = SOUND.replace("feedback: yes", "feedback: no")
    projects = ranked(backlog(tmp_path, first=SOUND, twin=twin, worse=worse))["projects"]
    assert [one["place"] for one in projects] == [1, 1, 3]
    assert [one["row"] for one in projects] == [1, 2, 3]
    assert projects[0]["name"] == "A twin of it"


def test_a_cause_counts_as_shared_only_if_two_projects_have_it(tmp_path: Path) -> None:
    mute = SOUND.replace("feedback: yes", "feedback: no")
    one = ranked(backlog(tmp_path, sound=SOUND, mute=mute))
    assert one["shared_causes"] == []
    two = ranked(backlog(tmp_path, other=mute.replace("clinic", "hospital")))
    assert [shared["name"] for shared in two["shared_causes"]] == ["alignment"]
    assert [member["row"] for member in two["shared_causes"][0]["projects"]] == [2, 3]


def test_a_broken_file_is_told_and_the_rest_is_ranked(tmp_path: Path) -> None:
    backlog(tmp_path, sound=SOUND, broken="goal: [\n", wrong="goal: {form: [classify]}\n")
    result = rank(tmp_path)
    assert result.exit_code == 3
    assert "Speech notes" in result.stdout
    assert "Not ranked" in result.stdout
    assert result.stdout.rstrip().endswith("1 go.")
    assert "error[yaml-bracket]" in result.stderr
    assert "error[unknown-fact]" in result.stderr
    document = ranked(tmp_path)
    assert [Path(one["path"]).stem for one in document["unreadable"]] == ["broken", "wrong"]


def test_nothing_but_broken_files_is_no_ranking(tmp_path: Path) -> None:
    result = rank(backlog(tmp_path, broken="goal: [\n"))
    assert result.exit_code == 3
    assert result.stdout.rstrip().endswith("No project could be vetted.")


def test_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no fact file")
    result = rank(tmp_path)
    assert result.exit_code == 2
    assert "holds no fact file" in result.stderr


def test_files_and_folders_can_be_named_together(tmp_path: Path) -> None:
    backlog(tmp_path, sound=SOUND)
    result = rank(tmp_path, ROOT / "examples/cat-door.yaml", "--format", "json")
    assert {one["name"] for one in json.loads(result.stdout)["projects"]} == {
        "Speech notes for the clinic",
        "Cat door",
    }


def test_markdown_holds_no_markup_of_a_name(tmp_path: Path) -> None:
    evil = SOUND.replace("Speech notes for the clinic", "'<b>x</b> | [a](http://b) @you #1'")
    text = rank(backlog(tmp_path, evil=evil), "--format", "md").stdout
    assert "<b>" not in text
    assert r"\| \[a\]" in text
    assert "@you" not in text


def test_a_ranking_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    backlog(tmp_path, sound=SOUND)
    target = tmp_path / "out" / "ranking.md"
    assert rank(tmp_path, "-f", "md", "-o", target).exit_code == 0
    assert target.read_text("utf-8").startswith("# Backlog of one project")
    refused = rank(tmp_path, "-o", tmp_path)
    assert refused.exit_code == 2
    assert "it is a folder" in refused.stderr


def test_the_same_backlog_gives_the_same_bytes() -> None:
    command = [sys.executable, "-m", "vetter", "rank", "examples", "-f", "json"]
    outputs = {
        subprocess.run(
            [*command, "--today", "2026-11-24"],
            check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    backlog(tmp_path, sound=SOUND)
    command = [sys.executable, "-m", "vetter", "rank", str(tmp_path)]
    quiet = subprocess.run(command, check=True, capture_output=True, text=True)
    assert quiet.stderr == ""
    ours, theirs = pty.openpty()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    assert b"Vetting" in os.read(ours, 10_000)
    os.close(ours)


@pytest.mark.parametrize("columns", [60, 100, 120])
def test_no_line_of_the_table_is_wider_than_the_screen(columns: int) -> None:
    from vetter.base.layout import unpainted
    from vetter.ranking.render import render_ranking

    engine = vetter.load()
    examples = sorted((ROOT / "examples").glob("*.yaml"))
    done = [engine.vet(path, date(2026, 11, 24)) for path in examples]
    text = unpainted(render_ranking(engine.rank(done), "text", columns))
    widest = max(len(line) for line in text.split("\n"))
    assert widest <= columns
