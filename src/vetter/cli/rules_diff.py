"""`vetter rules diff`: what differs between two rulebooks, and which verdicts that changes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from vetter.cli.common import Layers, reported, rulebook_option
from vetter.cli.whatif import read_seconds

FORMATS = ("text", "md", "json")


@click.command("diff", short_help="Compare two rulebooks, and prove what changes.")
@click.argument("old")
@click.argument("new")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="What to print: a page for the terminal, Markdown, or all of it as JSON.",
)  # fmt: skip
@click.option("-o", "--output", metavar="PATH", help="Write the page to a file instead.")
@click.option(
    "--timeout", "seconds", metavar="SECONDS", callback=read_seconds, default="10",
    show_default=True, help="Leave a question open that takes longer.",
)  # fmt: skip
@rulebook_option
def show_difference(
    old: str, new: str, form: str, output: str | None, seconds: float, rulebook: Layers
) -> None:
    """Compare two rulebooks: what differs, and which verdicts on any project that changes.

    It is proved that no project at all changes verdict, or small projects that do are shown,
    grouped by the rule behind it. What was not proved in time says so.

    OLD and NEW are each `current` (the rulebook that is set), the folder of a pack (laid over it)
    or of another rulebook, or a git revision of the repository that holds it.
    """
    from vetter.base.layout import unpainted
    from vetter.base.writing import write_files
    from vetter.cli.screen import columns, show
    from vetter.effect.compare import compare
    from vetter.effect.sides import read_current, read_side
    from vetter.effect.tell_compare import render_comparison
    from vetter.whatif.limits import check_libraries

    with reported():
        check_libraries(("z3",), "proofs")
        current = read_current(rulebook.root, rulebook.packs)
        sides = read_side(old, current), read_side(new, current)
        with proving() as told:
            found = compare(*sides, seconds, told)
        text = render_comparison(found, form, columns())
        if output is None:
            show(text)
        else:
            write_files({output: unpainted(text)})


@contextmanager
def proving() -> Iterator[Callable[[str], None]]:
    """Yield what tells on standard error which rule is looked at, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda doing: None
        return

    def told(doing: str) -> None:
        click.echo(f"\r\x1b[KProving: {doing} …", nl=False, err=True)

    try:
        yield told
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)
