"""Settings: where packs are named, which place counts, and what a personal file can change."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.desk import Call, process

FACTS = "project: {name: A}\nteam: {full_time: 1.5}\n"
SOME = {"option": "2", "variable": "3", "near": "4", "far": "5"}
"""A pack for each place that can name one, and its value of a threshold."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder two below one with packs; nothing names a pack yet."""
    for name, value in SOME.items():
        home = tmp_path / name
        home.mkdir()
        (home / "pack.yaml").write_text(f'name: {name}\nversion: "1"\ntitle: {name}\n', "utf-8")
        text = f"thresholds: {{full_time_person: {{value: {value}, because: so}}}}\n"
        (home / "changes.yaml").write_text(text, "utf-8")
    work = tmp_path / "a" / "b"
    work.mkdir(parents=True)
    (work / "facts.yaml").write_text(FACTS, "utf-8")
    monkeypatch.chdir(work)
    return tmp_path


def name_everywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name a pack in every place there is but the option."""
    monkeypatch.setenv("VETTER_PACKS", "../../variable")
    (folder / "a/b/vetter.yaml").write_text("packs: [../../near]\n", "utf-8")
    (folder / "a/vetter.yaml").write_text("packs: [../far]\n", "utf-8")


def packs_of(call: Call, *options: str) -> list[str]:
    """Return the names of the packs that a memo names, those over the bottom one."""
    document = json.loads(call("vet", "facts.yaml", "-f", "json", "--no-whatif", *options).out)
    return [one["name"] for one in document["packs"][1:]]


def setting(call: Call, name: str, *options: str) -> list[str]:
    """Return the value of a setting and where it came from, as `config show` prints them."""
    lines = call("config", "show", *options).out.splitlines()
    (line,) = [one for one in lines if one.startswith(f"{name} ")]
    return [part.strip() for part in line.split("  ") if part.strip()][1:]


def test_the_highest_place_that_names_packs_counts(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert packs_of(call) == []
    assert setting(call, "packs") == ["none", "built in"]
    name_everywhere(folder, monkeypatch)
    assert packs_of(call, "--pack", "../../option") == ["option"]
    assert setting(call, "packs", "--pack", "../../option") == ["../../option", "option --pack"]
    assert packs_of(call) == ["variable"]
    assert setting(call, "packs") == ["../../variable", "environment VETTER_PACKS"]
    monkeypatch.delenv("VETTER_PACKS")
    assert packs_of(call) == ["near"]
    assert setting(call, "packs") == ["../../near", str(folder / "a/b/vetter.yaml")]
    (folder / "a/b/vetter.yaml").unlink()
    assert packs_of(call) == ["far"]
    assert setting(call, "packs") == ["../../far", str(folder / "a/vetter.yaml")]


def test_an_empty_variable_names_nothing(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_everywhere(folder, monkeypatch)
    monkeypatch.setenv("VETTER_PACKS", "")
    assert packs_of(call) == ["near"]


def test_a_nearer_file_that_names_no_packs_ends_the_search(call: Call, folder: Path) -> None:
    (folder / "a/vetter.yaml").write_text("packs: [../far]\n", "utf-8")
    (folder / "a/b/vetter.yaml").write_text("packs: []\n", "utf-8")
    assert packs_of(call) == []
    assert setting(call, "packs") == ["none", str(folder / "a/b/vetter.yaml")]


def test_packs_are_laid_in_the_order_in_which_they_are_named(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert packs_of(call, "--pack", "../../near", "--pack", "../../far") == ["near", "far"]
    monkeypatch.setenv("VETTER_PACKS", os.pathsep.join(("../../far", "../../near")))
    assert packs_of(call) == ["far", "near"]
    monkeypatch.delenv("VETTER_PACKS")
    (folder / "a/vetter.yaml").write_text("packs: [../near, ../option]\n", "utf-8")
    assert packs_of(call) == ["near", "option"]


def test_a_pack_that_is_set_changes_what_every_command_says(call: Call, folder: Path) -> None:
    assert "thin-team" not in call("vet", "facts.yaml").out
    (folder / "vetter.yaml").write_text("packs: [option]\n", "utf-8")
    assert "2 FTE" in call("rules", "show", "thin-team").out
    assert "option" in call("rank", "facts.yaml").out
    assert "Fires" in call("explain", "facts.yaml", "thin-team").out
    said = call("rules", "check")
    assert said.code == 0
    assert said.out.startswith("chapter 1.0 + option 1: ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pakcs: [x]\n", "unknown-key"),
        ("packs: {a: b}\n", "not-a-list"),
        ("packs: [\n", "yaml-bracket"),
    ],
)
def test_a_bad_file_of_settings_is_named(call: Call, folder: Path, text: str, code: str) -> None:
    (folder / "a/vetter.yaml").write_text(text, "utf-8")
    said = call("vet", "facts.yaml")
    assert said.code == 2
    assert said.out == ""
    assert f"{folder}/a/vetter.yaml:" in said.err
    assert f"error[{code}]" in said.err


def test_a_pack_that_is_not_there_is_named(call: Call, folder: Path) -> None:
    said = call("vet", "facts.yaml", "--pack", "nowhere")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("nowhere: error[no-pack]")


# --- the personal file ----------------------------------------------------------------------------


def personal(home: Path, text: str) -> dict[str, str]:
    """Write a personal file and return the environment that finds it."""
    (home / "vetter").mkdir(parents=True)
    (home / "vetter/config.yaml").write_text(text, "utf-8")
    return {"XDG_CONFIG_HOME": str(home), "SOURCE_DATE_EPOCH": "1795392000"}


def test_a_personal_file_changes_how_output_looks_and_nothing_else(tmp_path: Path) -> None:
    environment = personal(tmp_path / "one", "colour: always\nwidth: 60\nformat: md\n")
    bare = {**environment, "XDG_CONFIG_HOME": str(tmp_path / "none")}
    facts = "examples/monday-morning.yaml"
    vet = ("vet", facts, "--no-whatif")
    assert process(*vet, **environment).stdout == process(*vet, "-f", "md", **bare).stdout
    wide = process(*vet, "-f", "text", **bare)
    narrow = process(*vet, "-f", "text", **environment)
    assert "\x1b[" in narrow.stdout
    assert "\x1b[" not in wide.stdout
    assert max(map(len, wide.stdout.splitlines())) > 60
    listed = process("rules", "list", **{**environment, "NO_COLOR": "1"}).stdout
    assert max(map(len, listed.splitlines())) <= 60
    as_data = ("vet", facts, "--no-whatif", "-f", "json")
    liked, plain = process(*as_data, **environment), process(*as_data, **bare)
    assert liked.stdout == plain.stdout
    assert liked.returncode == plain.returncode == process(*vet, **environment).returncode
    shown = process("config", "show", **environment).stdout
    for name, value in (("colour", "always"), ("width", "60"), ("format", "md")):
        (line,) = [one for one in shown.splitlines() if name in one]
        assert value in line
        assert "vetter/config.yaml" in line


@pytest.mark.parametrize(
    "key", ["packs: [x]", "rulebook: x", "today: 2026-01-01", "fail-on: never"]
)
def test_nothing_in_a_personal_file_can_change_a_verdict(tmp_path: Path, key: str) -> None:
    said = process("vet", "examples/cat-door.yaml", **personal(tmp_path, f"{key}\n"))
    assert said.returncode == 2
    assert said.stdout == ""
    assert "error[personal-setting]" in said.stderr
    assert "a verdict is the same for everybody" in said.stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [("width: 10", "bad-width"), ("width: wide", "bad-width"), ("colour: pink", "unknown-name"),
     ("format: html", "unknown-name")],
)  # fmt: skip
def test_a_bad_personal_setting_is_named(tmp_path: Path, line: str, code: str) -> None:
    said = process("vet", "examples/cat-door.yaml", **personal(tmp_path, f"{line}\n"))
    assert (said.returncode, said.stdout) == (2, "")
    assert f"error[{code}]" in said.stderr
