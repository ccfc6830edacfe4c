"""Paths that lead to no file that can be read or written, and what comes in other ways."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.badinput.command import Done, vetter
from tests.badinput.tables import PACK, pack_texts
from vetter.base.problems import InvalidFactFile
from vetter.facts.factfile import read_project
from vetter.rulebook.rulebook import load_rulebook

GOOD = "project:\n  name: Atlas\n"
HERE = ("--rulebook", str(PACK))


def vet(folder: Path, path: str) -> Done:
    done = vetter(folder, "vet", path, *HERE)
    assert done.out == ""
    return done


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".", "this is a folder, expected a file"),
        ("pipe", "this is a pipe, expected a file"),
        ("socket", "this is a socket, expected a file"),
        ("/dev/null", "this is a device, expected a file"),
        ("/dev/zero", "this is a device, expected a file"),
    ],
)
def test_what_is_no_file_is_not_waited_for(name: str, said: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(tmp_path / "socket"))
        done = vet(tmp_path, name)
    assert done.code == 3
    assert done.err == (
        f"{name}: error[not-a-file]: {said}\n  help: Name a fact file, or `-` for standard input.\n"
    )


@pytest.mark.parametrize(
    ("name", "shown", "help"),
    [
        ("fact.yaml", "fact.yaml", "Did you mean `facts.yaml`?"),
        ("facts.yml", "facts.yml", "Did you mean `facts.yaml`?"),
        ("weather.txt", "weather.txt", "Check the folder and the spelling."),
        ("none/facts.yaml", "none/facts.yaml", "There is no folder `none`. Check the spelling."),
        ("", "''", "Name a file."),
        ("z\x1b[31m\n", "z\\x1b[31m ", "Check the folder and the spelling."),
        (os.fsdecode(b"f\xff.yaml"), "f\\udcff.yaml", "Did you mean `facts.yaml`?"),
    ],
)
def test_a_missing_file(name: str, shown: str, help: str, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(GOOD)
    done = vet(tmp_path, name)
    assert done.code == 3
    message = "the name of the file is empty" if not name else "there is no such file"
    assert done.err == f"{shown}: error[missing]: {message}\n  help: {help}\n"


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    done = vet(tmp_path, "x" * 5_000)
    assert done.code == 3
    assert "error[unreadable]: the file cannot be read: file name too long\n" in done.err


def test_a_path_with_a_nul_or_half_a_character_from_python() -> None:
    book = load_rulebook(PACK)
    for path in ("a\0b.yaml", "a\ud800.yaml"):
        with pytest.raises(InvalidFactFile) as refused:
            read_project(path, book)
        assert refused.value.problems[0].code == "unreadable"
        assert refused.value.problems[0].render().isprintable() is False  # only for its line ends
        refused.value.problems[0].render().encode("utf-8")


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "facts.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    done = vet(tmp_path, "facts.yaml")
    assert done.code == 3
    assert done.err == (
        "facts.yaml: error[too-large]: the file is larger than 1,000,000 bytes\n"
        "  help: A fact file is a few pages of text; is this the right file?\n"
    )


def test_a_name_that_is_not_utf8_can_be_vetted(tmp_path: Path) -> None:
    name = os.fsdecode(b"f\xff.yaml")
    (tmp_path / name).write_text(GOOD)
    for form in ("text", "json"):
        done = vetter(tmp_path, "vet", name, *HERE, "--fail-on", "never", "--format", form)
        assert (done.code, done.err) == (0, "")
        done.out.encode("utf-8")


def piped(data: bytes, *arguments: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "vetter", "vet", *arguments, *HERE],
        input=data, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_standard_input_is_refused_like_a_file() -> None:
    done = piped(b"plan:\n  owners: x\n", "-")
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "standard input:2:11: error[wrong-type]: "
        "`x` is not a whole number of owners (plan.owners)\n"
        "  2 |   owners: x\n"
        "    |           ^\n"
        "  help: Write a whole number of owners, or `unknown`.\n"
    )


def test_standard_input_without_end_is_cut_off() -> None:
    done = piped(b"#" * 1_000_001, "-")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("standard input: error[too-large]:")


def test_a_file_that_grows_while_it_is_read_is_read_once(tmp_path: Path) -> None:
    """What is vetted is one state of the file: text, excerpts and hash belong together."""
    path = tmp_path / "facts.yaml"
    path.write_text(GOOD)
    ended = threading.Event()

    def meddle() -> None:
        while not ended.is_set():
            path.write_text("plan:\n  owners: x\n")
            path.write_text(GOOD)

    thread = threading.Thread(target=meddle)
    thread.start()
    try:
        done = [
            vetter(tmp_path, "vet", "facts.yaml", *HERE, "--fail-on", "never") for _ in range(30)
        ]
    finally:
        ended.set()
        thread.join()
    for one in done:
        if one.code == 0:
            assert "Atlas" in one.out
        elif "empty" not in one.err:
            assert "owners: x\n    |           ^" in one.err


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("folder", "it is a folder"),
        ("pipe", "it is a pipe or a device, not a file"),
        ("facts.yaml/memo.json", "its folder is a file"),
        ("x" * 300, "file name too long"),
        ("a\0b", "embedded null byte"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_left_behind(
    target: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "facts.yaml").write_text(GOOD)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.rglob("*"))
    done = vetter(
        tmp_path, "vet", "facts.yaml", *HERE, "--fail-on", "never",
        "-o", "text=new/memo.txt", "-o", f"json={target}",
    )  # fmt: skip
    assert done.code == 2
    assert f"error[unwritable]: the memo cannot be written: {said}\n" in done.err
    assert done.err.endswith("  help: Name another place; what stood there before is unchanged.\n")
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path / "pipe").is_file()


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("nowhere", "there is no pack.yaml in this folder"),
        ("facts.yaml", "there is no pack.yaml in this folder"),
        ("pipe", "there is no pack.yaml in this folder"),
    ],
)
def test_what_is_no_pack(folder: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(GOOD)
    os.mkfifo(tmp_path / "pipe")
    for arguments in (("rules", "check", folder), ("vet", "facts.yaml", "--rulebook", folder)):
        done = vetter(tmp_path, *arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            f"{folder}: error[no-pack]: {said}\n"
            "  help: Name the folder of a pack: it holds pack.yaml, knowledge/ and rules/.\n"
        )


def test_odd_files_in_a_pack(tmp_path: Path) -> None:
    for name, text in pack_texts().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    rules = tmp_path / "rules"
    os.mkfifo(rules / "pipe.yaml")
    (rules / "gone.yaml").symlink_to("nowhere.yaml")
    (rules / "old.yml").write_text("id: old\n")
    (rules / "loud.YAML").write_text("id: loud\n")
    (rules / ".#late.yaml").symlink_to("somebody@somewhere")
    (rules / "round").symlink_to("..")
    done = vetter(tmp_path, "rules", "check", ".")
    assert done.code == 2
    assert [line for line in done.err.split("\n") if "error" in line] == [
        "./rules/gone.yaml: error[missing]: there is no such file",
        "./rules/loud.YAML: error[file-ending]: the file ends in .YAML and would not be read",
        "./rules/old.yml: error[file-ending]: the file ends in .yml and would not be read",
        "./rules/pipe.yaml: error[not-a-file]: this is a pipe, expected a file",
        "./rules/round: error[link]: this is a link to a folder",
        "5 errors.",
    ]
