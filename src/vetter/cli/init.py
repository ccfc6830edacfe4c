"""`vetter init`: a fact file to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vetter.cli.common import Layers, load_rulebook, no_such, reported, rulebook_option
from vetter.cli.usage import Wrong

if TYPE_CHECKING:
    from vetter.rulebook.rulebook import Rulebook


@click.command(short_help="Write a fact file to fill in.")
@click.option("-o", "--output", metavar="FILE", help="Write to this file and not to the screen.")
@click.option(
    "--for", "forms", metavar="FORM", multiple=True,
    help="Ask only what applies to a project of this form, such as classify. Repeatable.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@rulebook_option
def init(output: str | None, forms: tuple[str, ...], force: bool, rulebook: Layers) -> None:
    """Write a fact file to fill in.

    Every question stands as a remark over an empty answer: what it means, what can be answered, and
    who can. A file that is there is not overwritten.
    """
    from vetter.authoring.blank import blank_fact_file
    from vetter.base.writing import write_files
    from vetter.cli.screen import show

    with reported():
        book = load_rulebook(rulebook)
        text = blank_fact_file(book, _forms(forms, book))
        if output is None:
            show(text)
            return
        if not force:
            _refuse_to_overwrite(output)
        write_files({output: text})
    click.echo(f"{output} is written. Fill in what you know, then: vetter check {output}", err=True)


def _forms(forms: tuple[str, ...], book: Rulebook) -> tuple[str, ...]:
    """Return the forms as the rulebook spells them. Raises `Wrong` for what is none."""
    from vetter.authoring.blank import form_fact
    from vetter.base.suggest import listed

    if not forms:
        return ()
    spec = form_fact(book)
    if spec is None:
        raise Wrong("no question hangs on the form of a project here", "Leave --for away.")
    names = spec.type.names
    found = []
    for form in forms:
        folded = " ".join(form.casefold().split())
        name = next((one for one in names if one.casefold() == folded), None)
        if name is None:
            raise no_such("form", form, list(names), f"Forms: {listed(names, 20, 'and')}.")
        found.append(name)
    return tuple(dict.fromkeys(found))


def _refuse_to_overwrite(path: str) -> None:
    import os

    if os.path.lexists(path):
        raise Wrong(
            f"`{path}` is there already", "Name another file, or add --force to replace it."
        )
