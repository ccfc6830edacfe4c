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
EXAMPLES: list[Path] = SCRIPT["EXAMPLES"]
PROJECTS: list[Path] = SCRIPT["PROJECTS"]
"""Projects of packs."""
ALL = (*EXAMPLES, *PROJECTS)


def files_of(facts: Path) -> set[Path]:
    """Return the samples of a fact file."""
    endings = {".md", ".txt"} | ({".json"} if facts.stem in SCRIPT["WITH_DATA"] else set())
    return {SCRIPT["home_of"](facts) / f"{facts.stem}{ending}" for ending in endings}


@pytest.mark.parametrize("facts", ALL, ids=lambda path: path.stem)
def test_samples_are_what_the_program_writes(facts: Path) -> None:
    wanted = SCRIPT["samples_of"](facts)
    assert set(wanted) == files_of(facts)
    for path, text in wanted.items():
        assert path.exists(), "run `make samples`"
        assert path.read_bytes() == text.encode(), "run `make samples` and look at the change"
        assert str(ROOT) not in text


def test_the_page_lists_them_all() -> None:
    listed = (SAMPLES / "README.md").read_text("utf-8")
    assert listed == SCRIPT["page"](), "run `make samples`"
    for facts in ALL:
        for path in files_of(facts):
            assert f"({path.relative_to(SAMPLES).as_posix()})" in listed


def test_there_is_no_sample_that_nothing_makes() -> None:
    assert EXAMPLES
    assert PROJECTS
    wanted = {path for facts in ALL for path in files_of(facts)}
    found = {path for path in SAMPLES.rglob("*") if path.is_file()}
    assert found == wanted | {SAMPLES / "README.md"}, "run `make samples`"


def test_the_samples_as_data_are_of_every_verdict() -> None:
    assert set(SCRIPT["WITH_DATA"]) <= {facts.stem for facts in ALL}
    documents = [json.loads(path.read_text("utf-8")) for path in SAMPLES.glob("*.json")]
    levels = {document["verdict"]["level"] for document in documents}
    assert levels == {"go", "go with conditions", "undecided", "no-go"}


def _hashes(folder: Path, *options: str, seed: str = "0") -> dict[str, str]:
    """Vet all examples of a folder in a process of its own; return the hash of each memo."""
    out = folder / "memos"
    facts = [f"examples/{path.name}" for path in EXAMPLES]
    targets = [f"--output={form}={out}/" for form in ("text", "md", "json")]
    command = [sys.executable, "-m", "vetter", "vet", *facts, *targets, "--no-whatif", *options]
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


@pytest.mark.parametrize("name", ["cat-door", "churn-everything", "support-ticket-dispatcher"])
def test_another_hash_seed_gives_the_same_answers(name: str) -> None:
    told = []
    for seed in ("1", "4711"):
        command = [sys.executable, "-m", "vetter", "whatif", f"examples/{name}.yaml", "-f", "json"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1795392000"}
        done = subprocess.run(
            [*command, "--timeout", "300"],
            check=True, capture_output=True, cwd=ROOT, env=environment,
        )  # fmt: skip
        told.append(done.stdout)
    assert told[0] == told[1]


def test_a_rulebook_in_another_folder_gives_the_same_bytes(desk: Path) -> None:
    other = desk.parent / "elsewhere"
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, other / name)
    shutil.copy(ROOT / "pack.yaml", other)
    assert _hashes(desk, "--rulebook", str(other)) == _hashes(desk)
