"""Shell completion: the scripts, and what they complete."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, SPEECH, Call, process

SHELLS = ("bash", "zsh", "fish")


@pytest.mark.parametrize("shell", SHELLS)
def test_there_is_a_script_for_each_shell(call: Call, shell: str) -> None:
    said = call("completion", shell)
    assert said.code == 0
    assert said.err == ""
    assert f"_VETTER_COMPLETE={shell}_complete" in said.out
    assert said.out.endswith("\n")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_read_by_its_shell(call: Call, shell: str, tmp_path: Path) -> None:
    # bash stands on every machine that the tests run on; the others where they are installed.
    program = shutil.which(shell)
    if program is None:
        assert shell != "bash"
        return
    script = tmp_path / "script"
    script.write_text(call("completion", shell).out)
    assert subprocess.run([program, "-n", script], check=False).returncode == 0


def _completed(words: str, tmp_path: Path) -> list[str]:
    """Return what bash would offer for a line, as its own script finds it."""
    program = tmp_path / "vetter"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m vetter \"$@\"\n")
    program.chmod(0o755)
    parts = words.split(" ")
    script = (
        f'export PATH="{tmp_path}:$PATH"\n'
        'eval "$(vetter completion bash)"\n'
        f"COMP_WORDS=({' '.join(part or chr(39) * 2 for part in parts)})\n"
        f"COMP_CWORD={len(parts) - 1}\n"
        "_vetter_completion vetter\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        check=False, capture_output=True, text=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("vetter ex", ["explain"]),
        ("vetter rules show data-s", ["data-silos"]),
        ("vetter facts show quality.ta", ["quality.target"]),
        ("vetter facts show cost.d", ["cost.data", "cost.difficulty"]),
        (f"vetter explain {SPEECH} accuracy-ab", ["accuracy-above-99"]),
        (f"vetter explain {SPEECH} quality.ta", ["quality.target"]),
        ("vetter facts list team", ["team"]),
        ("vetter vet x --fail-on un", ["undecided"]),
        ("vetter vet x --rulebook nowhere -f m", ["md"]),
        ("vetter rules show --rulebook nowhere data-s", []),
    ],
)
def test_bash_completes(line: str, offered: list[str], tmp_path: Path) -> None:
    assert sorted(_completed(line, tmp_path)) == sorted(offered)


def test_completing_with_a_broken_rulebook_says_nothing() -> None:
    done = process(
        _VETTER_COMPLETE="bash_complete",
        COMP_WORDS="vetter rules show --rulebook nowhere a",
        COMP_CWORD="5",
    )
    assert done.stdout.strip() == ""
    assert done.stderr == ""
