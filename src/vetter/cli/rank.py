"""`vetter rank`: a backlog of fact files in, a ranking out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import click

from vetter.cli.common import day_option, reported, rulebook_option

if TYPE_CHECKING:
    from vetter.api import Engine
    from vetter.assessment.model import Assessment
    from vetter.base.problems import Problem

FORMATS = ("text", "md", "json")
ENDINGS = (".yaml", ".yml")


@click.command(short_help="Vet a backlog of fact files and compare them.")
@click.argument("places", metavar="DIR|FILE...", nargs=-1, required=True)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="What to print: a table for the terminal, Markdown, or all of it as JSON.",
)  # fmt: skip
@click.option("-o", "--output", metavar="PATH", help="Write the ranking to a file instead.")
@day_option
@rulebook_option
def rank(
    places: tuple[str, ...],
    form: str,
    output: str | None,
    today: date | None,
    rulebook: str | None,
) -> None:
    """Rank a backlog: vet all fact files of a folder and compare them.

    Projects stand by verdict, then by impact and cost, then by their concerns. A file that cannot
    be read is reported, and the rest is still ranked; the exit code is then 3.
    """
    from vetter.api import load
    from vetter.base.layout import unpainted
    from vetter.base.problems import InvalidFactFile
    from vetter.base.writing import write_files
    from vetter.cli.screen import columns, show
    from vetter.ranking.render import render_ranking

    files = _files(places)
    with reported():
        engine = load(rulebook)
    assessments, unread = _vet_all(engine, files, today)
    with reported():
        document = engine.rank(assessments, unread, today)
        text = render_ranking(document, form, columns())
        if output is None:
            show(text)
        else:
            write_files({output: unpainted(text)})
    if unread:
        raise click.exceptions.Exit(InvalidFactFile.exit_code)


def _files(places: Sequence[str]) -> list[str]:
    """Return the files named, and those with a YAML ending in the folders named, by name."""
    from pathlib import Path

    found: dict[str, None] = {}
    for place in places:
        path = Path(place)
        if not path.is_dir():
            found[place] = None
            continue
        try:
            inside = sorted(
                str(one) for one in path.iterdir() if one.suffix in ENDINGS and not one.is_dir()
            )
        except OSError as error:
            raise click.UsageError(f"`{place}` cannot be read: {error.strerror}.") from None
        if not inside:
            raise click.UsageError(
                f"`{place}` holds no fact file. A fact file ends in .yaml or .yml."
            )
        found.update(dict.fromkeys(inside))
    return list(found)


def _vet_all(
    engine: Engine, files: Sequence[str], today: date | None
) -> tuple[list[Assessment], list[tuple[str, tuple[Problem, ...]]]]:
    """Vet each file; what cannot be read is told and left out."""
    from vetter.base.problems import InvalidFactFile
    from vetter.cli.screen import tell

    assessments, unread = [], []
    with _progress(files) as shown:
        for file in shown:
            try:
                assessments.append(engine.vet(file, today))
            except InvalidFactFile as error:
                unread.append((file, error.problems))
    for assessment in assessments:
        tell(assessment.project.warnings)
    for _, problems in unread:
        tell(problems)
    return assessments, unread


@contextmanager
def _progress(files: Sequence[str]) -> Iterator[Iterator[str]]:
    """Yield the files, with a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield iter(files)
        return
    with click.progressbar(files, label="Vetting", file=sys.stderr) as bar:
        yield iter(bar)
