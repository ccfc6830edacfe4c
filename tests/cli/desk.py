"""The command line as a test runs it: in this process, through the very entry point."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
CAT = "examples/cat-door.yaml"
CHURN = "examples/churn-everything.yaml"
MONDAY = "examples/monday-morning.yaml"
SPEECH = "examples/speech-notes.yaml"
TICKETS = "examples/support-ticket-dispatcher.yaml"
VERDICTS = {SPEECH: "go", TICKETS: "go with conditions", MONDAY: "undecided", CHURN: "no-go"}


class Said(NamedTuple):
    """What a command ended with and said."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


Call = Callable[..., Said]


def caller(monkeypatch: pytest.MonkeyPatch) -> Call:
    """Return a function that runs `vetter` with arguments."""

    def call(*arguments: str, stdin: str = "", terminal: bool = False) -> Said:
        from vetter.cli.main import run

        out, err = Terminal() if terminal else io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["vetter", *arguments])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            with pytest.raises(SystemExit) as ended:
                run()
        said = Said(int(ended.value.code or 0), out.getvalue(), err.getvalue())
        assert "Traceback" not in said.out + said.err
        return said

    return call


def process(
    *arguments: str, cwd: Path = ROOT, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `vetter` in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "vetter", *arguments],
        check=False, capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=60,
        input=stdin, env={**kept, **environment},
    )  # fmt: skip
