"""Same input, same bytes: the sample memos, other processes, other folders."""

from __future__ import annotations

import hashlib
import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "reports" / "samples"
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "samples.py"))
WANTED: dict[Path, str] = SCRIPT["samples"]()
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
PROJECTS = sorted((ROOT / "examples/packs").glob("*/projects/*.yaml"))
"""Projects of packs."""


@pytest.mark.parametrize("path", sorted(WANTED), ids=lambda path: path.name)
def test_a_sample_is_what_the_program_writes(path: Path) -> None:
    assert path.exists(), "run `make samples`"
    assert path.read_bytes() == WANTED[path].encode(), "run `make samples` and look at the change"


def test_there_is_no_sample_that_nothing_makes() -> None:
    found = {path for path in SAMPLES.rglob("*") if path.is_file()}
    assert found == set(WANTED), "run `make samples`"


def test_every_example_has_its_samples() -> None:
    assert EXAMPLES
    assert PROJECTS
    for facts in (*EXAMPLES, *PROJECTS):
        made = {path.suffix for path in WANTED if path.stem == facts.stem}
        data = {".json"} if facts.stem in SCRIPT["WITH_DATA"] else set()
        assert made == {".txt", ".md"} | data, facts.name


def test_the_samples_as_data_are_of_every_verdict() -> None:
    known = {facts.stem for facts in (*EXAMPLES, *PROJECTS)}
    assert set(SCRIPT["WITH_DATA"]) <= known
    levels = {
        json.loads(text)["verdict"]["level"]
        for path, text in WANTED.items()
        if path.suffix == ".json"
    }
    assert levels == {"go", "go with conditions", "undecided", "no-go"}


def _hashes(folder: Path, *options: str, seed: str = "0") -> dict[str, str]:
    """Vet all examples of a folder in a process of its own; return the hash of each memo."""
    out = folder / "memos"
    facts = [f"examples/{path.name}" for path in EXAMPLES]
    targets = [f"--output={form}={out}/" for form in ("text", "md", "json")]
    command = [sys.executable, "-m", "vetter", "vet", *facts, *targets, *options]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1795392000"}
    done = subprocess.run(
        [*command, "--fail-on", "never"],
        check=False, capture_output=True, cwd=folder, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
    found["standard output"] = hashlib.sha256(done.stdout).hexdigest()
    assert len(found) == 3 * len(EXAMPLES) + 1
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the examples in it, and nothing else."""
    shutil.copytree(ROOT / "examples", tmp_path / "desk" / "examples")
    return tmp_path / "desk"


def test_another_hash_seed_gives_the_same_bytes(desk: Path) -> None:
    assert _hashes(desk, seed="1") == _hashes(desk, seed="4711")


def test_a_rulebook_in_another_folder_gives_the_same_bytes(desk: Path) -> None:
    other = desk.parent / "elsewhere"
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, other / name)
    shutil.copy(ROOT / "pack.yaml", other)
    assert _hashes(desk, "--rulebook", str(other)) == _hashes(desk)


def test_samples_name_no_place_on_a_machine() -> None:
    for path, text in WANTED.items():
        assert str(ROOT) not in text, path
    document = json.loads(WANTED[SAMPLES / "cat-door.json"])
    assert document["fact_file"]["path"] == "examples/cat-door.yaml"
