"""`vetter vet`: fact files in, memos out, an exit code that says how the verdicts compare."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import click

from vetter.cli.common import (
    Layers,
    day_option,
    load_engine,
    reported,
    rulebook_option,
    waivers_option,
)
from vetter.cli.usage import Wrong

if TYPE_CHECKING:
    from vetter.api import Engine
    from vetter.assessment.model import Assessment
    from vetter.whatif.results import WhatIf

FORMATS = ("text", "md", "json")
FAIL_ON = {
    "no-go": "no-go",
    "undecided": "undecided",
    "conditional": "go with conditions",
    "never": "",
}
STDIN = "-"
GRAVEST = (2, 3, 1, 0)
"""Exit codes from the gravest to the mildest: with several files the gravest is given."""


def _targets(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Split each `FORMAT=PATH`."""
    found = []
    for value in values:
        form, _, path = value.partition("=")
        if form not in FORMATS or not path:
            raise click.BadParameter(f"`{value}` is not a format and a path, such as `md=memo.md`.")
        found.append((form, path))
    return tuple(found)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="What to print: a summary for the terminal, the memo as Markdown, or all of it as JSON.",
)  # fmt: skip
@click.option(
    "-o", "--output", "outputs", metavar="FORMAT=PATH", callback=_targets, multiple=True,
    help="Also write a memo to a file (a folder for several fact files). Repeatable.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(list(FAIL_ON)), default="no-go", show_default=True,
    help="Exit with 1 when a verdict is this or worse.",
)  # fmt: skip
@click.option(
    "--no-whatif", is_flag=True,
    help="Leave out of Markdown and JSON what would change the verdict.",
)  # fmt: skip
@day_option
@rulebook_option
@waivers_option
def vet(
    files: tuple[str, ...],
    form: str,
    outputs: tuple[tuple[str, str], ...],
    fail_on: str,
    no_whatif: bool,
    today: date | None,
    rulebook: Layers,
) -> int:
    """Vet fact files: print a memo for each.

    FILE is a YAML fact file, or - for standard input. The last line of the text is the verdict.
    Memos as Markdown and JSON also say what would change the verdict, as `vetter whatif` does.
    """
    from vetter.api import as_of_date
    from vetter.base.problems import InvalidFactFile
    from vetter.cli.screen import tell

    _check(files, outputs)
    with reported():
        as_of_date(today)
        engine = load_engine(rulebook)
    codes = []
    done: list[Assessment] = []
    for file in files:
        try:
            assessment = engine.vet(file, today)
        except InvalidFactFile as error:
            tell(error.problems)
            codes.append(error.exit_code)
            continue
        tell(assessment.project.warnings)
        done.append(assessment)
        codes.append(_code(assessment, fail_on))
    with reported():
        answers = _Answers(None if no_whatif else engine)
        _write(done, outputs, answers)
        _print(done, form, answers, several=len(files) > 1)
    return min(codes, key=GRAVEST.index)


def _code(assessment: Assessment, fail_on: str) -> int:
    from vetter.assessment.model import VERDICT_ORDER

    limit = FAIL_ON[fail_on]
    if not limit:
        return 0
    return int(VERDICT_ORDER.index(assessment.verdict.level) >= VERDICT_ORDER.index(limit))


def _check(files: tuple[str, ...], outputs: tuple[tuple[str, str], ...]) -> None:
    """Refuse, before anything is done, what would lose somebody's work."""
    if files.count(STDIN) > 1:
        raise Wrong("standard input stands twice among the fact files", "Keep one `-`.")
    sources = {_real(file) for file in files}
    for _, path in outputs:
        if len(files) > 1 and not _is_folder(path):
            raise Wrong(
                f"`{path}` is one file, but there are {len(files)} fact files",
                f"Name a folder, with a slash at its end: `{path}/`.",
            )
        if _real(path) in sources:
            raise Wrong(
                f"the memo would be written over the fact file `{path}`", "Name another file."
            )


def _is_folder(path: str) -> bool:
    return path.endswith(("/", os.sep))


def same_place(file: str, output: str) -> bool:
    """Whether an output would be written over a fact file."""
    return file != STDIN and _real(file) == _real(output)


def _real(path: str) -> str:
    """Return where a path leads; one that no file can have leads nowhere else."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


class _Answers:
    """What would change the verdict, for the memos that tell it: found once for each project."""

    def __init__(self, engine: Engine | None) -> None:
        """Ask an engine, or nobody."""
        self._engine = engine
        self._found: dict[int, tuple[WhatIf | None, str]] = {}

    def __call__(self, assessment: Assessment) -> tuple[WhatIf | None, str]:
        """Return the answers that can be given, and why others are left out."""
        if self._engine is None:
            return None, ""
        key = id(assessment)
        if key not in self._found:
            from vetter.cli.whatif import progress

            with progress() as told:
                self._found[key] = self._engine.ask_what_can_be(assessment, told)
        return self._found[key]


def _print(done: list[Assessment], form: str, answers: _Answers, several: bool) -> None:
    from vetter.cli.screen import columns, show
    from vetter.memo.render import render_all

    if not done:
        return
    show(render_all(done, form, columns(), several, answers))


def _write(done: list[Assessment], outputs: tuple[tuple[str, str], ...], answers: _Answers) -> None:
    if not outputs:
        return
    from vetter.base.layout import unpainted
    from vetter.base.writing import write_files
    from vetter.memo.render import MEMO_WIDTH, file_name, render_memo

    texts: dict[str, str] = {}
    for form, path in outputs:
        for assessment in done:
            name = file_name(assessment, form)
            target = os.path.join(path, name) if _is_folder(path) else path  # noqa: PTH118
            if target in texts:
                hint = "Vet each fact file once, and give those of one name folders of their own."
                raise Wrong(f"two memos would be written to `{target}`", hint)
            told = (None, "") if form == "text" else answers(assessment)
            texts[target] = unpainted(render_memo(assessment, form, MEMO_WIDTH, *told))
    write_files(texts)
