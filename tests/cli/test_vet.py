"""`vetter vet`: exit codes, formats, files, dates."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from tests.cli.desk import CAT, CHURN, MONDAY, ROOT, SPEECH, TICKETS, VERDICTS, Call
from vetter.cli.vet import GRAVEST

ORDER = ["go", "go with conditions", "undecided", "no-go"]
LIMITS = {"no-go": 3, "undecided": 2, "conditional": 1, "never": 4}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("file", VERDICTS)
def test_the_exit_code_compares_the_verdict_with_the_limit(
    call: Call, file: str, limit: str
) -> None:
    said = call("vet", file, "--fail-on", limit)
    assert said.code == int(ORDER.index(VERDICTS[file]) >= LIMITS[limit])
    assert said.out.rstrip("\n").rpartition("\n")[2].startswith(VERDICTS[file].upper())


@pytest.mark.parametrize("file", VERDICTS)
def test_no_go_is_what_fails_by_default(call: Call, file: str) -> None:
    assert call("vet", file).code == int(VERDICTS[file] == "no-go")


def test_the_gravest_code_of_several_files_counts(call: Call, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("project: {nmae: x}\n")
    assert GRAVEST == (2, 3, 1, 0)
    assert call("vet", SPEECH, TICKETS).code == 0
    assert call("vet", SPEECH, CHURN, TICKETS).code == 1
    said = call("vet", CHURN, str(broken), SPEECH)
    assert said.code == 3
    assert "NO-GO" in said.out
    assert "GO: nothing" in said.out
    assert "error[unknown-fact]" in said.err
    assert call("vet", CHURN, str(broken), "--rulebook", "nowhere").code == 2


def test_several_memos_stand_apart(call: Call) -> None:
    text = call("vet", SPEECH, TICKETS).out
    assert re.search(r"^GO: .+\n\nexamples/support", text, re.MULTILINE)
    memos = call("vet", SPEECH, TICKETS, "-f", "md").out
    assert memos.count("\n---\n\n# ") == 1
    documents = json.loads(call("vet", SPEECH, TICKETS, "-f", "json").out)
    assert [one["verdict"]["level"] for one in documents] == ["go", "go with conditions"]
    assert json.loads(call("vet", SPEECH, "-f", "json").out)["verdict"]["level"] == "go"


def test_a_run_that_vets_nothing_prints_nothing_and_fails(call: Call) -> None:
    for form in ("text", "md", "json"):
        said = call("vet", "no-such.yaml", "none-either.yaml", "-f", form)
        assert said.code == 3
        assert said.out == ""
        assert said.err.count("error[missing]") == 2


def test_standard_input_is_a_fact_file(call: Call) -> None:
    said = call("vet", "-", "-f", "json", stdin="project: {name: Piped}\n")
    assert json.loads(said.out)["project"]["name"] == "Piped"
    assert said.err == ""
    broken = call("vet", "-", stdin="project: {nmae: x}\n")
    assert broken.code == 3
    assert broken.err.startswith("standard input:1:11: error[unknown-fact]")
    assert call("vet", "-", stdin="").code == 3


def test_warnings_go_to_standard_error_and_stop_nothing(call: Call) -> None:
    facts = "goal: {forms: [alert]}\nclasses: {number: 12}\n"
    said = call("vet", "-", "-f", "json", stdin=facts)
    assert "warning[" in said.err
    assert json.loads(said.out)["warnings"]
    assert said.code == 0


def test_outputs_are_the_same_memos_as_printed(call: Call, tmp_path: Path) -> None:
    targets = [f"{form}={tmp_path}/new/{form}.out" for form in ("text", "md", "json")]
    options = [part for target in targets for part in ("-o", target)]
    said = call("vet", CAT, "--today", "2026-11-23", *options)
    assert said.code == 0
    assert (tmp_path / "new" / "text.out").read_text("utf-8") == said.out
    for form in ("md", "json"):
        printed = call("vet", CAT, "--today", "2026-11-23", "-f", form).out
        assert (tmp_path / "new" / f"{form}.out").read_text("utf-8") == printed
    assert not [path for path in (tmp_path / "new").iterdir() if path.name.startswith(".")]


def test_several_files_go_into_a_folder_under_their_own_names(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "memos"
    said = call("vet", CAT, SPEECH, "-o", f"md={folder}/", "-o", f"json={folder}/")
    assert said.code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["cat-door.json", "cat-door.md", "speech-notes.json", "speech-notes.md"]


def test_a_file_gets_the_rights_that_any_new_file_gets(call: Call, tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        call("vet", CAT, "-o", f"md={tmp_path}/memo.md")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "memo.md").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("md={old}/memo.md", "error[unwritable]"),
        ("md=/dev/null/memo.md", "error[unwritable]"),
        ("md=/proc/none/memo.md", "error[unwritable]"),
    ],
)
def test_what_cannot_be_written_leaves_all_as_it_was(
    call: Call, tmp_path: Path, target: str, message: str
) -> None:
    first, old = tmp_path / "first.md", tmp_path / "old"
    first.write_text("the old memo")
    old.write_text("a file, no folder")
    said = call("vet", CAT, "-o", f"md={first}", "-o", target.format(old=old))
    assert said.code == 2
    assert message in said.err
    assert said.out == ""
    assert first.read_text() == "the old memo"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.md", "old"]


def test_an_invalid_file_overwrites_no_memo(call: Call, tmp_path: Path) -> None:
    memo = tmp_path / "memo.md"
    memo.write_text("the old memo")
    assert call("vet", "-", "-o", f"md={memo}", stdin="nonsense: 1\n").code == 3
    assert memo.read_text() == "the old memo"


def test_no_memo_is_written_over_a_fact_file(call: Call, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("project: {name: x}\n")
    link = tmp_path / "link.yaml"
    link.symlink_to(facts)
    for target in (facts, link, tmp_path / "." / "facts.yaml"):
        said = call("vet", str(facts), "-o", f"md={target}")
        assert said.code == 2
        assert "over the fact file" in said.err
        assert facts.read_text() == "project: {name: x}\n"


def test_two_memos_never_share_a_file(call: Call, tmp_path: Path) -> None:
    said = call("vet", CAT, "-o", f"md={tmp_path}/x", "-o", f"json={tmp_path}/x")
    assert said.code == 2
    assert "two memos would be written to" in said.err
    twice = call("vet", CAT, CAT, "-o", f"md={tmp_path}/")
    assert twice.code == 2
    one = call("vet", CAT, SPEECH, "-o", f"md={tmp_path}/memo.md")
    assert one.code == 2
    assert f"`{tmp_path}/memo.md/`" in one.err
    assert list(tmp_path.iterdir()) == []


def test_the_date_is_the_one_given(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def date(*options: str) -> str:
        return str(json.loads(call("vet", SPEECH, "-f", "json", *options).out)["as_of"])

    assert date("--today", "2024-02-29") == "2024-02-29"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    assert date() == "2026-11-23"
    assert date("--today", "2024-02-29") == "2024-02-29"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert date() == "1970-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", date())


@pytest.mark.parametrize(
    "value", ["soon", "-1", "1.5", "²", "1" * 40, " 5", "0x10", "99999999999999"]
)
def test_a_bad_source_date_epoch_is_told(
    call: Call, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    said = call("vet", SPEECH)
    assert said.code == 2
    assert said.err.startswith("SOURCE_DATE_EPOCH: error[bad-date]: `")
    assert said.out == ""
    assert call("vet", SPEECH, "--today", "2026-11-23").code == 0


@pytest.mark.parametrize(
    "value", ["tomorrow", "20261123", "2026-W48-1", "2026-02-30", "26-11-23", ""]
)
def test_a_bad_date_is_told(call: Call, value: str) -> None:
    said = call("vet", SPEECH, "--today", value)
    assert said.code == 2
    assert f"`{value}` is not a date such as 2026-10-02" in said.err


def test_a_broken_rulebook_is_told_with_its_places(call: Call, tmp_path: Path) -> None:
    import shutil

    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pack.yaml", tmp_path)
    rule = next((tmp_path / "rules").rglob("data-silos.yaml"))
    rule.write_text(rule.read_text().replace("data.owners >= ", "data.owner >= "))
    for command in (
        ["vet", SPEECH], ["explain", SPEECH], ["rules", "list"], ["rules", "show", "data-silos"],
        ["facts", "list"], ["facts", "show", "data.owners"],
    ):  # fmt: skip
        said = call(*command, "--rulebook", str(tmp_path))
        assert said.code == 2, command
        assert said.out == ""
        assert f"{rule}:" in said.err
        assert "did you mean `data.owners`" in said.err.lower()
    assert call("rules", "check", str(tmp_path)).code == 2


def test_a_folder_without_a_rulebook_is_told(call: Call, tmp_path: Path) -> None:
    for folder in (str(tmp_path), "nowhere", SPEECH):
        said = call("vet", SPEECH, "--rulebook", folder)
        assert said.code == 2, folder
        assert "error[no-pack]" in said.err


def test_monday_is_undecided(call: Call) -> None:
    assert call("vet", MONDAY).out.rstrip("\n").rpartition("\n")[2].startswith("UNDECIDED: ")
