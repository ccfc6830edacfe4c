"""`vetter vet`: fact files in, memos out, an exit code that says how the verdicts compare."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from vetter.cli.common import day_option, reported, rulebook_option

if TYPE_CHECKING:
    from vetter.assessment.model import Assessment

FORMATS = ("text", "md", "json")
FAIL_ON = {
    "no-go": "no-go",
    "undecided": "undecided",
    "conditional": "go with conditions",
    "never": "",
}
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
@day_option
@rulebook_option
def vet(
    files: tuple[str, ...],
    form: str,
    outputs: tuple[tuple[str, str], ...],
    fail_on: str,
    today: date | None,
    rulebook: str | None,
) -> int:
    """Vet fact files: print a memo for each.

    FILE is a YAML fact file, or - for standard input. The last line of the text is the verdict.
    """
    from vetter.api import load
    from vetter.base.problems import InvalidFactFile
    from vetter.cli.screen import tell

    _check_outputs(files, outputs)
    with reported():
        engine = load(rulebook)
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
        _print(done, form, several=len(files) > 1)
        _write(done, outputs, several=len(files) > 1)
    return min(codes, key=GRAVEST.index)


def _code(assessment: Assessment, fail_on: str) -> int:
    from vetter.assessment.model import VERDICT_ORDER

    limit = FAIL_ON[fail_on]
    if not limit:
        return 0
    return int(VERDICT_ORDER.index(assessment.verdict.level) >= VERDICT_ORDER.index(limit))


def _check_outputs(files: tuple[str, ...], outputs: tuple[tuple[str, str], ...]) -> None:
    for _, path in outputs:
        if len(files) > 1 and not path.endswith("/"):
            raise click.UsageError(
                f"`{path}` is one file, but there are {len(files)} fact files. "
                f"Name a folder, with a slash at its end: `{path}/`."
            )


def _print(done: list[Assessment], form: str, several: bool) -> None:
    from vetter.cli.screen import columns, show
    from vetter.memo.render import render_all

    show(render_all(done, form, columns(), several))


def _write(done: list[Assessment], outputs: tuple[tuple[str, str], ...], several: bool) -> None:
    if not outputs:
        return
    from vetter.base.layout import unpainted
    from vetter.base.writing import write_files
    from vetter.memo.render import file_name, render_memo

    texts: dict[str, str] = {}
    for form, path in outputs:
        for assessment in done:
            target = path + file_name(assessment, form) if path.endswith("/") else path
            if target in texts:
                raise click.UsageError(f"two memos would be written to `{target}`.")
            texts[target] = unpainted(render_memo(assessment, form))
    write_files(texts)
