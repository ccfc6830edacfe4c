"""`vetter check`: what is wrong with fact files and what is open in them, without a verdict."""

from __future__ import annotations

import click

from vetter.cli.common import Layers, load_rulebook, reported, rulebook_option
from vetter.cli.usage import Wrong
from vetter.cli.vet import GRAVEST, STDIN

FORMATS = ("text", "json")


@click.command(short_help="Say what is wrong and what is open in fact files.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="How to say it.",
)  # fmt: skip
@rulebook_option
def check(files: tuple[str, ...], form: str, rulebook: Layers) -> int:
    """Check fact files without vetting them.

    FILE is a YAML fact file, or - for standard input. Says all that is wrong, else what is open, by
    who can answer, and what is needed first.
    """
    import json

    from vetter.base.problems import InvalidFactFile
    from vetter.cli.screen import columns, show, tell
    from vetter.explain.completeness import (
        check_document,
        check_text,
        completeness,
        invalid_document,
    )
    from vetter.facts.factfile import read_project

    if files.count(STDIN) > 1:
        raise Wrong("standard input stands twice among the fact files", "Keep one `-`.")
    with reported():
        book = load_rulebook(rulebook)
    codes, texts, documents = [], [], []
    for file in files:
        try:
            found = completeness(read_project(file, book), book)
        except InvalidFactFile as error:
            tell(error.problems)
            codes.append(error.exit_code)
            documents.append(invalid_document(file, error.problems))
            continue
        tell(found.project.warnings)
        codes.append(0)
        documents.append(check_document(found))
        if form == "text":
            texts.append(check_text(found, columns()))
    if form == "json":
        said = documents if len(files) > 1 else documents[0]
        show(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    elif texts:
        show("\n".join(texts))
    return min(codes, key=GRAVEST.index)
