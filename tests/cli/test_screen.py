"""Colour, width, streams, pipes and interruption."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.desk import CAT, CHURN, MONDAY, ROOT, SPEECH, Call, process
from vetter.base.characters import width

COLOUR = "\x1b["
COMMANDS = [
    ["vet", CAT],
    ["explain", CAT],
    ["explain", MONDAY, "data-silos", "quality.target", "cost.data"],
    ["whatif", CAT, "--set", "labels.origin=automatic", "--set", "data.owners=9"],
    ["rules", "list"],
    ["rules", "show", "data-silos", "labels-exceed-budget"],
    ["facts", "list"],
    ["facts", "show", "goal.forms", "classes.number", "cost.data"],
]


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_colour_is_for_terminals_and_changes_no_word(
    call: Call, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    plain = call(*arguments).out
    assert "\x1b" not in plain
    coloured = call(*arguments, terminal=True).out
    assert COLOUR in coloured
    assert _plain(coloured) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert call(*arguments, terminal=True).out == plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert call(*arguments).out == coloured
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("FORCE_COLOR", "")
    assert call(*arguments).out == plain
    assert call(*arguments, terminal=True).out == coloured


@pytest.mark.parametrize("form", ["md", "json"])
def test_memos_as_data_have_no_colour_even_when_forced(
    call: Call, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in call("vet", CAT, "-f", form, terminal=True).out


@pytest.mark.parametrize("columns", [20, 60, 80, 97, 120, 300])
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_terminal_is_laid_out_for_its_width(
    call: Call, monkeypatch: pytest.MonkeyPatch, arguments: list[str], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    room = max(60, min(120, columns))
    for line in _plain(call(*arguments, terminal=True).out).split("\n"):
        assert width(line) <= room or " " not in line.strip(), line
        assert line == line.rstrip()


def test_data_goes_to_standard_output_and_all_else_to_standard_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("project: {nmae: x}\n")
    done = process("vet", SPEECH, str(broken), "-f", "json")
    assert done.returncode == 3
    assert done.stdout.startswith("[\n")
    assert "error" not in done.stdout.partition('"schema"')[0]
    assert done.stderr.startswith(f"{broken}:1:11: error[unknown-fact]")


LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
]


@pytest.mark.parametrize("environment", LOCALES, ids=str)
def test_every_locale_gets_the_same_bytes(environment: dict[str, str]) -> None:
    day = ("--today", "2026-11-23")
    for form in ("text", "md", "json"):
        usual = process("vet", CAT, "-f", form, *day)
        other = process("vet", CAT, "-f", form, *day, **environment)
        assert usual.stdout == other.stdout
        assert other.stderr == ""
    told = process("explain", CAT, "größer", **environment)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["vet", CHURN], 1), (["vet", SPEECH], 0), (["rules", "list"], 0), (["--help"], 0)],
)
def test_a_reader_who_leaves_is_no_failure(arguments: list[str], code: int) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "vetter", *arguments],
        check=False, stdout=write, stderr=subprocess.PIPE, cwd=ROOT, timeout=60,
    )  # fmt: skip
    os.close(write)
    assert done.returncode == code
    assert done.stderr == b""


def test_a_reader_who_leaves_keeps_no_memo_from_its_file(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    subprocess.run(
        [sys.executable, "-m", "vetter", "vet", SPEECH, "-o", f"md={tmp_path}/memo.md"],
        check=False, stdout=write, cwd=ROOT, timeout=60,
    )  # fmt: skip
    os.close(write)
    assert (tmp_path / "memo.md").read_text("utf-8").startswith("# Speech notes")


def test_control_c_ends_with_130_and_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "vetter", "vet", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    ) as running:  # fmt: skip
        # It waits for standard input once the rulebook is read; the pipe stays open.
        _wait_until_asleep(running.pid)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert out == b""
    assert err.strip() == b""


def _wait_until_asleep(process: int) -> None:
    """Wait until a process has used no time for a while."""
    used, quiet = b"", 0
    deadline = time.monotonic() + 30
    while quiet < 5 and time.monotonic() < deadline:
        time.sleep(0.1)
        fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
        now = b" ".join(fields[11:13])
        quiet = quiet + 1 if now == used and fields[0] == b"S" else 0
        used = now


def test_closed_streams_are_no_traceback() -> None:
    command = f'"{sys.executable}" -m vetter vet {SPEECH}'
    for closing in (">&-", "2>&-", "<&-"):
        done = subprocess.run(
            ["sh", "-c", f"{command} {closing}"],
            check=False, capture_output=True, text=True, cwd=ROOT, timeout=60,
        )  # fmt: skip
        assert "Traceback" not in done.stderr + done.stdout, closing
        assert done.returncode == 0, closing
