"""A room: a copy of the project in which what a page shows is done, step by step."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT, Block

COPIED = (
    "Makefile", "pyproject.toml", "pack.yaml", "examples", "knowledge", "requirements", "rules",
)  # fmt: skip
AS_OF = "1795392000"
"""The date that all memos of the documents bear, in seconds since 1970: 2026-11-23."""

ELLIPSIS = "…"
SECONDS = 60
_DROPPED = (
    "FORCE_COLOR",
    "NO_COLOR",
    "COLUMNS",
    "MAKEFLAGS",
    "MFLAGS",
    "MAKELEVEL",
    "PYTHON",
    "VENV",
)
_MARK = "\x1e"


class Broken(AssertionError):
    """What a page shows cannot be done."""


class Room:
    """A folder with the parts of the project that a reader of the documents works with.

    `vetter` runs from the sources there. Each block is one shell, so that `$?` is the command
    before; what the blocks write stays for those that follow.
    """

    def __init__(self, folder: Path) -> None:
        """Furnish `folder`."""
        self.folder = folder / "project"
        self.folder.mkdir()
        for name in COPIED:
            source, target = ROOT / name, self.folder / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
            else:
                shutil.copy2(source, target)
        commands = folder / "bin"
        commands.mkdir()
        self.shim("vetter", commands)
        paths = [str(commands), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
        kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        self.environment = {
            **kept,
            "PATH": os.pathsep.join(paths),
            "PYTHONPATH": str(ROOT / "src"),
            "SOURCE_DATE_EPOCH": AS_OF,
        }

    @staticmethod
    def shim(name: str, folder: Path) -> None:
        """Put a command into a folder that runs vetter with the Python that runs this."""
        command = folder / name
        command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m vetter \"$@\"\n", "utf-8")
        command.chmod(0o755)

    def do(self, block: Block) -> list[str] | None:
        """Do what a block shows; return its lines as they should be, None where that is no matter.

        `console`: run the commands behind `$ `. `head=` and `tail=` say how many lines of output
        are shown, `quiet` that none are, `exit=` with which code one of the commands ends.
        `file=`: write the block to a file, or make the change that a `diff` shows.
        `pycon`: run a session of Python.
        """
        target = block.value("file")
        if target and block.language == "diff":
            self._change(self._path(target), block)
        elif target:
            path = self._path(target)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
        elif block.language == "console":
            return self._console(block)
        elif block.language == "pycon":
            return self._session(block)
        return None

    def _path(self, name: str) -> Path:
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise Broken(f"{name} is outside the room")
        return path

    def _change(self, path: Path, block: Block) -> None:
        before = "".join(f"{line[1:]}\n" for line in block.lines if line[:1] in " -")
        after = "".join(f"{line[1:]}\n" for line in block.lines if line[:1] in " +")
        text = path.read_text("utf-8")
        if text.count(before) != 1:
            raise Broken(f"{path.name} does not hold once what the page changes:\n{before}")
        path.write_text(text.replace(before, after), "utf-8")

    def _console(self, block: Block) -> list[str]:
        commands = commands_of(block)
        said = self.run(commands)
        wanted = int(block.value("exit") or 0)
        codes = [code for _, code in said]
        if (wanted and wanted not in codes) or set(codes) - {0, wanted}:
            shown = "\n".join(
                f"$ {one}\n{out}" for one, (out, _) in zip(commands, said, strict=True)
            )
            raise Broken(f"exit codes {codes}, expected {wanted} and otherwise 0:\n{shown}")
        lines: list[str] = []
        for command, (out, _) in zip(commands, said, strict=True):
            if lines and not lines[-1].startswith(("$ ", "> ")):
                lines.append("")
            first, *more = command.split("\n")
            lines += [f"$ {first}", *(f"> {line}" for line in more)]
            if "quiet" not in block.words:
                lines += self._cut(out.rstrip().split("\n"), block) if out.strip() else []
        return lines

    @staticmethod
    def _cut(lines: list[str], block: Block) -> list[str]:
        head, tail = int(block.value("head") or 0), int(block.value("tail") or 0)
        if not head or len(lines) <= head + tail:
            return lines
        return [*lines[:head], ELLIPSIS, *lines[len(lines) - tail :]]

    def run(self, commands: list[str]) -> list[tuple[str, int]]:
        """Run commands in one shell; return what each prints, and its exit code."""
        told = f"code=$?; printf '{_MARK}%d{_MARK}' $code; (exit $code)"
        script = "\n".join(["exec 2>&1", *(f"{command}\n{told}" for command in commands)])
        done = subprocess.run(
            ["sh", "-c", script],
            check=False, capture_output=True, text=True, cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, timeout=SECONDS,
        )  # fmt: skip
        parts = done.stdout.split(_MARK)
        if len(parts) != 2 * len(commands) + 1:
            raise Broken(f"the shell stopped early:\n{done.stdout}{done.stderr}")
        return [(parts[at], int(parts[at + 1])) for at in range(0, len(parts) - 1, 2)]

    def _session(self, block: Block) -> list[str]:
        lines: list[str] = []
        names: dict[str, object] = {}
        for example in doctest.DocTestParser().get_examples(block.text):
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.chdir(self.folder):
                exec(compile(example.source, "<page>", "single"), names)
            first, *more = example.source.rstrip("\n").split("\n")
            lines += [f">>> {first}", *(f"... {line}" for line in more)]
            lines += out.getvalue().rstrip("\n").split("\n") if out.getvalue() else []
        return lines


def commands_of(block: Block) -> list[str]:
    """Return the commands of a console block; lines behind `> ` go on with the one before."""
    commands: list[str] = []
    for number, line in enumerate(block.lines):
        if line.startswith("$ "):
            commands.append(line[2:])
        elif line.startswith("> ") and number and block.lines[number - 1].startswith(("$ ", "> ")):
            commands[-1] += f"\n{line[2:]}"
    if not commands:
        raise Broken("a console block shows no command behind `$ `")
    return commands
