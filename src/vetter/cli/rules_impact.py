"""`vetter rules impact`: what another rulebook would say of stored projects."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from vetter.cli.common import Layers, reported, rulebook_option
from vetter.cli.usage import Wrong

if TYPE_CHECKING:
    from vetter.effect.results import Impact

FORMATS = ("text", "md", "json")
FAIL_ON = ("verdict", "findings", "any", "never")
FAILED = 1


@click.command("impact", short_help="Show what a change does to stored projects.")
@click.option(
    "--against", metavar="PACK-OR-REVISION", required=True,
    help="The folder of a pack or rulebook, or a revision such as HEAD~1.",
)  # fmt: skip
@click.option(
    "--corpus", "places", metavar="DIR", multiple=True, required=True,
    help="Vet all fact files below this folder. Repeatable.",
)  # fmt: skip
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="What to print: a page for the terminal, Markdown, or all of it as JSON.",
)  # fmt: skip
@click.option("-o", "--output", metavar="PATH", help="Write the page to a file instead.")
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), default="never", show_default=True,
    help="Exit with 1 when a verdict changes, a finding too, or anything.",
)  # fmt: skip
@rulebook_option
def show_impact(
    against: str,
    places: tuple[str, ...],
    form: str,
    output: str | None,
    fail_on: str,
    rulebook: Layers,
) -> None:
    """Vet stored projects under two rulebooks, and show what changes for which of them, and why.

    PACK-OR-REVISION is the folder of a pack, and shows what laying it over the rulebook does; the
    folder of another rulebook; or a git revision of the repository that holds the rulebook, and
    shows what has been changed since. A fact file that only one of the two can read is told as
    such, and the others are still compared.
    """
    from vetter.base.layout import unpainted
    from vetter.base.writing import write_files
    from vetter.cli.screen import columns, show
    from vetter.effect.corpus import fact_files
    from vetter.effect.impact import impact
    from vetter.effect.sides import in_order, read_current
    from vetter.effect.tell_impact import render_impact

    with reported():
        files = fact_files(places)
        check_output(output, files)
        before, after = in_order(against, read_current(rulebook.root, rulebook.packs))
        with _progress(len(files)) as progress:
            found = impact(before, after, files, progress)
        text = render_impact(found, form, columns())
        if output is None:
            show(text)
        else:
            write_files({output: unpainted(text)})
    if _fails(found, fail_on):
        raise click.exceptions.Exit(FAILED)


def check_output(output: str | None, files: list[str]) -> None:
    """Refuse to write over one of the files that are read."""
    from vetter.cli.vet import same_place

    if output is not None and any(same_place(file, output) for file in files):
        raise Wrong(
            f"the page would be written over the fact file `{output}`", "Name another file."
        )


def _fails(found: Impact, fail_on: str) -> bool:
    changes = {one.changes for one in found.projects}
    if fail_on == "verdict":
        return "verdict" in changes
    if fail_on == "findings":
        return any(one.findings for one in found.projects) or "verdict" in changes
    return fail_on == "any" and bool(changes)


@contextmanager
def _progress(count: int) -> Iterator[Callable[[int], None]]:
    """Yield what is told of projects done, a bar on standard error if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    with click.progressbar(length=count, label="Vetting", file=sys.stderr) as bar:
        yield bar.update
