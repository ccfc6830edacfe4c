"""The documents are complete: commands, options, operators, types, packages, targets."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.docs.generated import EXAMPLES, MISTAKES, TYPES, problem_of, rulebook, walk
from tests.docs.pages import PAGES, ROOT, name_of
from vetter.cli.main import main
from vetter.language.operators import OPERATORS
from vetter.language.types import KINDS
from vetter.rulebook.typing import resolve

COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
LANGUAGE = (ROOT / "docs" / "condition-language.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
TREE = list(walk(main, "vetter"))


@pytest.mark.parametrize(("path", "command"), TREE, ids=[path for path, _ in TREE])
def test_every_command_and_option_is_documented(path: str, command: click.Command) -> None:
    _, found, rest = COMMANDS.partition(f"## {path}\n")
    assert found
    said = rest.partition("\n## ")[0]
    for parameter in command.params:
        names = [*parameter.opts, *parameter.secondary_opts]
        if isinstance(parameter, click.Option):
            assert all(name in said for name in names), names
            assert " ".join(str(parameter.help).split()) in " ".join(said.split())


@pytest.mark.parametrize("sign", OPERATORS)
def test_every_operator_is_documented_with_its_meaning(sign: str) -> None:
    row = next(line for line in LANGUAGE.split("\n") if line.startswith(f"| `{sign}` "))
    assert OPERATORS[sign].meaning in row
    assert EXAMPLES[sign] in row


def test_the_table_has_no_operator_of_its_own() -> None:
    assert set(EXAMPLES) == set(OPERATORS)
    assert set(TYPES) == set(KINDS)


@pytest.mark.parametrize("sign", EXAMPLES)
def test_the_example_of_an_operator_can_be_read(sign: str) -> None:
    vocabulary = rulebook().vocabulary
    place = rulebook().rules[0].location
    assert resolve(EXAMPLES[sign], vocabulary, place).operator.sign == sign


@pytest.mark.parametrize("sentence", MISTAKES)
def test_every_mistake_has_a_message_and_a_way_out(sentence: str) -> None:
    problem = problem_of(sentence)
    assert problem.message
    assert problem.help


def test_every_package_and_home_has_its_place_in_the_architecture() -> None:
    source = ROOT / "src" / "vetter"
    packages = {path.parent.name for path in source.glob("*/__init__.py")}
    modules = {path.stem for path in source.glob("[a-z]*.py")}
    for name in packages | modules:
        assert f"`{name}`" in ARCHITECTURE, name
    for home in source.rglob("*_home.py"):
        dotted = ".".join(home.relative_to(source).with_suffix("").parts)
        assert f"`{dotted}`" in ARCHITECTURE, dotted


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    text = page.read_text("utf-8")
    named = re.findall(r"(?:`|^\$ |^)make ([a-z][a-z0-9-]*)", text, re.MULTILINE)
    assert set(named) <= targets


def test_the_readme_opens_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.match(r"# vetter\n\n[^#]*```sh\nmake memo .*\nmake test ", text)


def test_the_wheel_is_named_by_the_version() -> None:
    version = CliRunner().invoke(main, ["--version"]).output.split()[-1]
    wheels = re.findall(r"vetter-([0-9.]+)-py3", (ROOT / "README.md").read_text("utf-8"))
    assert wheels
    assert set(wheels) == {version}
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
