"""What an installed vetter must do with nothing beside it: run inside the wheel's environment.

Only pytest and the wheel are there; `examples` lies beside these tests. Run by `make wheel`.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import vetter

HERE = Path(__file__).resolve().parent
EXAMPLES = sorted((HERE.parent / "examples").glob("*.yaml"))
HOME = Path(vetter.__file__).resolve().parent
LEVELS = ("go", "go with conditions", "undecided", "no-go")


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("vetter"), *arguments],
        check=False, capture_output=True, text=True, encoding="utf-8", cwd=cwd,
        env={**os.environ, **environment},
    )  # fmt: skip


def test_it_is_the_wheel_that_is_tested() -> None:
    assert HOME.is_relative_to(Path(sys.prefix).resolve())
    assert importlib.metadata.version("vetter") in run("--version", cwd=HERE).stdout


def test_the_examples_are_here() -> None:
    assert EXAMPLES


def test_the_pack_is_inside_the_package() -> None:
    pack = HOME / "pack"
    for name in ("pack.yaml", "knowledge/thresholds.yaml", "reports/templates/memo.md.j2"):
        assert (pack / name).is_file(), name
    assert list((pack / "rules").rglob("*.yaml"))
    for path in (pack / "reports" / "schema").glob("*.json"):
        assert json.loads(path.read_text("utf-8"))["$schema"]


def test_its_types_are_for_everybody() -> None:
    assert (HOME / "py.typed").is_file()
    for name in vetter.__all__:
        assert getattr(vetter, name).__doc__


@pytest.mark.parametrize("facts", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_vetted_by_path_and_by_mapping(facts: Path) -> None:
    assessment = vetter.vet(facts, today=date(2026, 11, 23))
    assert assessment.verdict.level in LEVELS
    assert assessment.as_of == "2026-11-23"
    stated = {
        path: state.shown
        for path, state in assessment.project.states.items()
        if state.known and state.spec.type.kind == "text"
    }
    # A project without a name goes by its source, which for a mapping is another one.
    named = assessment.project.states["project.name"].known
    assert vetter.vet(stated).project.name == (assessment.project.name if named else "facts")


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_every_format_comes_from_any_folder(form: str, tmp_path: Path) -> None:
    done = run("vet", str(EXAMPLES[0]), "--format", form, "--fail-on", "never", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    level = vetter.vet(EXAMPLES[0]).verdict.level
    if form == "json":
        assert json.loads(done.stdout)["verdict"]["level"] == level
    elif form == "md":
        assert re.match(rf"# .+\n\n\*\*. {level.capitalize()}\.", done.stdout)
    else:
        assert done.stdout.rstrip("\n").rpartition("\n")[2].startswith(level.upper())
    assert list(tmp_path.iterdir()) == []


def test_the_rulebook_inside_holds_its_examples(tmp_path: Path) -> None:
    done = run("rules", "check", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"All \d+ examples hold\.", done.stdout)


def test_every_command_but_rank_explains_itself(tmp_path: Path) -> None:
    for arguments in (
        ["explain", str(EXAMPLES[0])], ["rules", "list"], ["facts", "list"],
        ["completion", "bash"], ["rank", str(EXAMPLES[0].parent)],
    ):  # fmt: skip
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode == 0, (arguments, done.stderr)
        assert done.stdout


def test_it_reads_no_file_of_the_folder_it_runs_in(tmp_path: Path) -> None:
    # Whoever runs vetter somewhere must not get another rulebook or module from there.
    for name in ("pack.yaml", "knowledge", "rules", "vetter.py", "click.py", "schema.py"):
        (tmp_path / name).write_text("this must not be read")
    usual = run("vet", str(EXAMPLES[0]), "--today", "2026-11-23", cwd=HERE)
    here = run("vet", str(EXAMPLES[0]), "--today", "2026-11-23", cwd=tmp_path)
    assert (here.returncode, here.stdout, here.stderr) == (usual.returncode, usual.stdout, "")


def test_it_opens_only_its_own_files_and_python(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "seen = []\n"
        "def hook(event, args):\n"
        "    if event == 'open' and isinstance(args[0], str):\n"
        "        seen.append(args[0])\n"
        "    assert not event.startswith(('socket.', 'subprocess.')), event\n"
        "sys.addaudithook(hook)\n"
        "import vetter\n"
        "vetter.vet(sys.argv[1])\n"
        "print('\\n'.join(seen))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, EXAMPLES[0]],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    allowed = [Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), EXAMPLES[0].resolve()]
    for name in done.stdout.split("\n"):
        path = Path(name).resolve()
        known = any(path == one or one in path.parents for one in allowed)
        assert known or not path.is_file() or path.parts[1] in ("usr", "lib", "proc"), name


def test_what_is_wrong_comes_as_values() -> None:
    from vetter.base.problems import InvalidFactFile, InvalidPack

    with pytest.raises(InvalidFactFile) as facts:
        vetter.vet({"project.nmae": "x"})
    assert facts.value.problems[0].code == "unknown-fact"
    with pytest.raises(InvalidPack) as pack:
        vetter.load("no-such-folder")
    assert pack.value.problems[0].code == "no-pack"


def test_the_rulebook_can_be_read_as_pages(tmp_path: Path) -> None:
    done = run("rules", "docs", "-o", "pages", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in ("index.html", "style.css", "search.js", "search-index.js"):
        assert (tmp_path / "pages" / name).stat().st_size > 1000
    assert run("rules", "graph", cwd=tmp_path).stdout.startswith("digraph")
