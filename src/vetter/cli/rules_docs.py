"""`vetter rules docs`: the rulebook as pages."""

from __future__ import annotations

import click

from vetter.cli.common import Layers, load_engine, load_rulebook, reported, rulebook_option
from vetter.cli.usage import Wrong


@click.command("docs", short_help="Write the rulebook as pages into a folder.")
@click.option("-o", "--output", "folder", metavar="DIR", required=True, help="Write into DIR.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md"]),
    default="html",
    show_default=True,
    help="Pages for a browser, or reference tables as Markdown.",
)
@click.option(
    "--examples",
    metavar="DIR",
    help="Vet the fact files in this folder, and tell in which of them a heuristic's rules fire "
    "(only with --format md).",
)
@rulebook_option
def write_docs(folder: str, form: str, examples: str | None, rulebook: Layers) -> None:
    """Write the rulebook as pages into the folder DIR.

    There is a page for every rule, fact, threshold and conclusion, with drawings of what feeds
    what, and search. The pages need no server and no network: open DIR/index.html.
    """
    from pathlib import Path

    from vetter.base.writing import write_files

    if examples is not None and form != "md":
        raise Wrong("--examples belongs to the tables alone", "Add `--format md`.")
    with reported():
        if form == "md":
            pages = _markdown(examples, rulebook)
        else:
            from vetter.reference.site import site

            pages = site(load_rulebook(rulebook))
        write_files({str(Path(folder) / name): text for name, text in pages.items()})


def _markdown(examples: str | None, rulebook: Layers) -> dict[str, str]:
    from pathlib import Path

    from vetter.cli.screen import tell
    from vetter.reference.pages import reference_pages

    engine = load_engine(rulebook)
    files = sorted(Path(examples).glob("*.yaml")) if examples else []
    assessments = [engine.vet(str(file)) for file in files]
    for assessment in assessments:
        tell(assessment.project.warnings)
    return reference_pages(engine.rulebook, assessments)
