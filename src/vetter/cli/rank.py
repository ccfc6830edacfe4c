"""`vetter rank`: a backlog of fact files in, a ranking out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import click

from vetter.cli.common import (
    Layers,
    day_option,
    load_engine,
    reported,
    rulebook_option,
    waivers_option,
)

FORMATS = ("text", "md", "json")
ENDINGS = (".yaml", ".yml")


@click.command(short_help="Vet a backlog of fact files and compare them.")
@click.argument("places", metavar="DIR|FILE...", nargs=-1, required=True)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="What to print: a table for the terminal, Markdown, or all of it as JSON.",
)  # fmt: skip
@click.option("-o", "--output", metavar="PATH", help="Write the ranking to a file instead.")
@click.option(
    "-j", "--jobs", metavar="NUMBER", type=click.IntRange(min=1),
    help="How many processes may vet files. [default: one for each processor]",
)  # fmt: skip
@day_option
@rulebook_option
@waivers_option
def rank(
    places: tuple[str, ...],
    form: str,
    output: str | None,
    jobs: int | None,
    today: date | None,
    rulebook: Layers,
) -> None:
    """Rank a backlog: vet all fact files of a folder and compare them.

    Projects stand by verdict, then by impact and cost, then by their concerns. A file that cannot
    be read is reported, and the rest is still ranked; the exit code is then 3.
    """
    from vetter.api import as_of_date
    from vetter.base.layout import unpainted
    from vetter.base.problems import InvalidFactFile
    from vetter.base.writing import write_files
    from vetter.cli.screen import columns, show, tell
    from vetter.ranking.render import EXPLAINED, render_ranking
    from vetter.ranking.survey import survey

    files = _files(places)
    with reported():
        as_of = as_of_date(today)
        engine = load_engine(rulebook)
        with _progress(len(files)) as progress:
            layers = (rulebook.root, rulebook.packs)
            waived = (rulebook.waivers, rulebook.settings.waiver_days, as_of)
            explained = form in EXPLAINED
            found = survey(engine.rulebook, layers, files, explained, jobs, progress, waived)
        tell(found.warnings)
        for _, problems in found.unread:
            tell(problems)
        document = engine.ranking(found.entries, found.unread, today)
        text = render_ranking(document, form, columns())
        if output is None:
            show(text)
        else:
            write_files({output: unpainted(text)})
    if found.unread:
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


@contextmanager
def _progress(count: int) -> Iterator[Callable[[int], None]]:
    """Yield what is told of files that are done, a bar on standard error if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    with click.progressbar(length=count, label="Vetting", file=sys.stderr) as bar:
        yield bar.update
