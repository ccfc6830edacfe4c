"""Wrong usage: every mistake has exit code 2, this program's tone, and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from tests.cli.desk import SPEECH, Call
from vetter.cli.main import main

VET = ["vet", SPEECH]
SHOWN = "`vetter rules list` and `vetter facts list`"
MISTAKES = [
    (["vte"], "vetter: ", "there is no command `vte`", "Did you mean `vet`?"),
    (["xyz"], "vetter: ", "there is no command `xyz`", "Commands: "),
    (["rules", "shw"], "vetter rules: ", "there is no command `shw`", "Did you mean `show`?"),
    (["--versoin"], "vetter: ", "there is no option `--versoin`", "Did you mean `--version`?"),
    ([*VET, "--fial-on=x"], "vetter vet: ", "option `--fial-on`", "Did you mean `--fail-on`?"),
    (["vet"], "vetter vet: ", "FILE is missing", "`vetter vet --help`"),
    (["explain"], "vetter explain: ", "FILE is missing", "`vetter explain --help`"),
    (["rules", "show"], "vetter rules show: ", "RULE-ID is missing", "--help"),
    (["facts", "show"], "vetter facts show: ", "FACT is missing", "--help"),
    (["completion"], "vetter completion: ", "SHELL is missing", "--help"),
    (["completion", "tcsh"], "", "SHELL: `tcsh` is not one of `bash`, `zsh`, `fish`", "--help"),
    ([*VET, "-f", "pdf"], "", "--format: `pdf` is not one of `text`, `md`, `json`", "--help"),
    ([*VET, "--fail-on", "go"], "", "--fail-on: `go` is not one of", "--help"),
    ([*VET, "-o", "memo.md"], "", "--output: `memo.md` is not a format and a path", "--help"),
    ([*VET, "-o", "md="], "", "--output: `md=` is not a format and a path", "--help"),
    ([*VET, "-o", "pdf=x"], "", "--output: `pdf=x` is not a format and a path", "--help"),
    ([*VET, "--today"], "", "option `--today` requires an argument", "--help"),
    (["vet", "-", "-"], "vetter vet: ", "standard input stands twice", "Keep one `-`."),
    (["facts", "list", "gaol"], "", "there is no group `gaol`", "Did you mean `goal`?"),
    (["facts", "list", "x", "y"], "", "got unexpected extra argument", "--help"),
    (["facts", "show", "quality.taget"], "", "no fact `quality.taget`", "mean `quality.target`?"),
    (["facts", "show", "zzz"], "", "there is no fact `zzz`", "`vetter facts list` shows all."),
    (["rules", "show", "data-silo"], "", "there is no rule `data-silo`", "mean `data-silos`?"),
    (["explain", SPEECH, "data-silo"], "", "no rule or fact `data-silo`", "mean `data-silos`?"),
    (["explain", SPEECH, "zzz"], "vetter explain: ", "there is no rule or fact `zzz`", SHOWN),
    (["explain", SPEECH, "\x1b[31mred"], "", "no rule or fact `\\x1b[31mred`", SHOWN),
]


@pytest.mark.parametrize(
    ("arguments", "place", "message", "hint"), MISTAKES, ids=[" ".join(one[0]) for one in MISTAKES]
)
def test_a_mistake_is_told_in_two_lines(
    call: Call, arguments: list[str], place: str, message: str, hint: str
) -> None:
    said = call(*arguments)
    assert said.code == 2
    assert said.out == ""
    first, second = said.err.rstrip("\n").split("\n")
    assert re.match(r"vetter[a-z ]*: error\[usage\]: \S", first)
    assert first.startswith(place)
    assert message in first
    assert second.startswith("  help: ")
    assert hint in second
    assert "\x1b" not in said.err


def test_nothing_is_printed_before_all_subjects_are_known(call: Call) -> None:
    for arguments in (
        ["rules", "show", "data-silos", "zzz"],
        ["facts", "show", "quality.target", "zzz"],
        ["explain", SPEECH, "data-silos", "zzz"],
    ):
        said = call(*arguments)
        assert said.code == 2
        assert said.out == ""


@pytest.mark.parametrize("group", [[], ["rules"], ["facts"]])
def test_a_group_alone_shows_its_help_and_fails(call: Call, group: list[str]) -> None:
    said = call(*group)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("Usage: vetter")
    assert said.err == call(*group, "--help").out


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _walk(below, (*path, name))


@pytest.mark.parametrize("path", list(_walk(main, ())), ids=" ".join)
def test_every_command_has_help_that_fits(call: Call, path: tuple[str, ...]) -> None:
    long, short = call(*path, "--help"), call(*path, "-h")
    assert long == short
    assert long.code == 0
    assert long.err == ""
    assert all(len(line) <= 100 for line in long.out.split("\n"))
    assert "\\b" not in long.out
    assert "..." not in long.out.partition("Commands:")[2], "a short help line is cut"


def test_version_is_one_line(call: Call) -> None:
    from vetter.version import VERSION

    assert call("--version") == (0, f"vetter {VERSION}\n", "")


def test_the_help_lists_the_exit_codes_one_a_line(call: Call) -> None:
    told = re.findall(r"^ +(?:Exit codes: )?(\d+) +\S", call("--help").out, re.MULTILINE)
    assert told == ["0", "1", "2", "3", "130"]
