"""`vetter facts`: list and show the facts that a fact file can state."""

from __future__ import annotations

import click

from vetter.cli.common import (
    Layers,
    complete_facts,
    complete_groups,
    load_rulebook,
    no_such,
    reported,
    rulebook_option,
)
from vetter.cli.usage import Commands


@click.group(cls=Commands)
def facts() -> None:
    """List and show the facts that can be stated."""


@facts.command("list")
@click.argument("group", required=False, shell_complete=complete_groups)
@rulebook_option
def list_facts(group: str | None, rulebook: Layers) -> None:
    """List all facts by group, or those of one GROUP."""
    from vetter.cli.screen import columns, show
    from vetter.explain.lists import fact_list

    with reported():
        book = load_rulebook(rulebook)
    if group is not None and group not in book.vocabulary.groups:
        raise no_such("group", group, list(book.vocabulary.groups), "Leave it away to see all.")
    show(fact_list(book, columns(), group or ""))


@facts.command("show", short_help="Show a fact: question, type, choices, uses.")
@click.argument("paths", metavar="FACT...", nargs=-1, required=True, shell_complete=complete_facts)
@rulebook_option
def show_fact(paths: tuple[str, ...], rulebook: Layers) -> None:
    """Show a fact: its question, type, choices, who can answer, and what uses it."""
    from vetter.cli.screen import columns, show
    from vetter.explain.sheets import fact_sheet

    with reported():
        book = load_rulebook(rulebook)
    names = [*book.vocabulary.facts, *book.vocabulary.derived]
    for path in paths:
        if path not in names:
            raise no_such("fact", path, names, "`vetter facts list` shows all.")
    for place, path in enumerate(paths):
        show(("\n" if place else "") + fact_sheet(path, book, columns()))
