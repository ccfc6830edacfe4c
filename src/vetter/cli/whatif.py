"""`vetter whatif`: what would change the verdict on a fact file, and what a changed copy gets."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import click

from vetter.cli.common import (
    Layers,
    complete_facts,
    day_option,
    load_engine,
    no_such,
    reported,
    rulebook_option,
    waivers_option,
)
from vetter.cli.usage import Wrong

if TYPE_CHECKING:
    from vetter.rulebook.rulebook import Rulebook
    from vetter.whatif.results import WhatIf

FORMATS = ("text", "md", "json")
ANSWERS = ("verdicts", "change", "watch", "basis", "tipping", "unknowns", "evidence")
DOING = {
    "verdicts": "which verdicts are still possible",
    "change": "what would bring a better one",
    "watch": "what to watch",
    "basis": "what it rests on",
    "tipping": "where it tips",
    "unknowns": "which open question matters",
    "evidence": "what is claimed and what evidenced",
}
LONGEST = 86_400
"""The most seconds that a question can be given: a day."""


def read_seconds(context: click.Context, parameter: click.Parameter, value: str) -> float:
    """Read a number of seconds; what Python also takes for one (`nan`, `1e9`) is refused."""
    good = re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value)
    seconds = float(value) if good else 0.0
    if not 0 < seconds <= LONGEST:
        raise click.BadParameter(
            f"`{value}` is not a number of seconds above 0 and up to {LONGEST:,}, such as 10."
        )
    return seconds


@click.command(short_help="Find what would change the verdict on a fact file.")
@click.argument("file", metavar="FILE")
@click.option(
    "--only", type=click.Choice(ANSWERS), multiple=True,
    help="Give this answer only. Repeatable.",
)  # fmt: skip
@click.option(
    "--set", "settings", metavar="FACT=VALUE", multiple=True, shell_complete=complete_facts,
    help="Vet a changed copy, in which a fact is set so, and show what differs. Repeatable.",
)  # fmt: skip
@click.option(
    "--fact", "facts", metavar="FACT", multiple=True, shell_complete=complete_facts,
    help="Show the tipping points of this fact only. Repeatable.",
)  # fmt: skip
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="What to print: a page for the terminal, Markdown, or all of it as JSON.",
)  # fmt: skip
@click.option("-o", "--output", metavar="PATH", help="Write the answers to a file instead.")
@click.option(
    "--timeout", "seconds", metavar="SECONDS", callback=read_seconds, default="10",
    show_default=True, help="Leave a question open that takes longer.",
)  # fmt: skip
@day_option
@rulebook_option
@waivers_option
def whatif(  # noqa: PLR0913, PLR0917 -- an argument for each option, as click hands them over
    file: str,
    only: tuple[str, ...],
    settings: tuple[str, ...],
    facts: tuple[str, ...],
    form: str,
    output: str | None,
    seconds: float,
    today: date | None,
    rulebook: Layers,
) -> None:
    """Find what would change the verdict on a fact file.

    FILE is a YAML fact file, or - for standard input. What is said to be proved holds for every
    way in which the open questions can come out; what was not proved in time says so.

    With --set alone only the difference is shown; with --only or --fact too, the answers are about
    the changed copy. VALUE stands as in a fact file: a list is `a, b`, a range `between a and b` or
    `one of a, b`; `unknown` and nothing are answers too.
    """
    from vetter.api import as_of_date
    from vetter.base.layout import unpainted
    from vetter.base.writing import write_files
    from vetter.cli.screen import columns, show, tell
    from vetter.memo.answers.render import render_whatif
    from vetter.whatif.results import WhatIf

    wanted = _wanted(only, settings, facts)
    _check_output(file, output)
    with reported():
        as_of_date(today)
        engine = load_engine(rulebook)
        _check_facts(facts, engine.rulebook)
        if settings:
            assessment, differs = engine.vet_changed(file, settings, today)
        else:
            assessment, differs = engine.vet(file, today), None
            tell(assessment.project.warnings)
        answers = WhatIf(assessment.verdict.level)
        if wanted:
            with progress() as told:
                answers = engine.ask(assessment, wanted, seconds, told)
        answers = _only_facts(answers._replace(difference=differs), facts)
        text = render_whatif(assessment, answers, form, columns(), settings)
        if output is None:
            show(text)
        else:
            write_files({output: unpainted(text)})


def _wanted(
    only: tuple[str, ...], settings: tuple[str, ...], facts: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the answers to give, in their order."""
    chosen = set(only) or ({"tipping"} if facts else set() if settings else set(ANSWERS))
    if facts and "tipping" not in chosen:
        raise Wrong(
            "--fact asks for tipping points, which --only leaves out", "Add --only tipping."
        )
    return tuple(name for name in ANSWERS if name in chosen)


def _check_output(file: str, output: str | None) -> None:
    from vetter.cli.vet import same_place

    if output is not None and same_place(file, output):
        raise Wrong(
            f"the answers would be written over the fact file `{output}`", "Name another file."
        )


def _check_facts(facts: tuple[str, ...], book: Rulebook) -> None:
    """Refuse facts that have no tipping points."""
    from vetter.language.types import NUMERIC

    for path in facts:
        spec = book.vocabulary.facts.get(path)
        if spec is None:
            names = [
                name for name, one in book.vocabulary.facts.items() if one.type.kind in NUMERIC
            ]
            raise no_such("fact", path, names, "`vetter facts list` shows all facts.")
        if spec.computed is not None:
            hint = f"Name what it is computed from: {', '.join(spec.computed.inputs)}."
            raise Wrong(f"`{path}` is computed, so nobody can move it", hint)
        if spec.type.kind not in NUMERIC:
            hint = f"`--set {path}=…` shows what another value would bring."
            raise Wrong(f"`{path}` is no number, so it has no tipping points", hint)


def _only_facts(answers: WhatIf, facts: tuple[str, ...]) -> WhatIf:
    """Return answers whose tipping points are those of the facts asked for."""
    if not facts or answers.tipping is None:
        return answers
    found = answers.tipping
    return answers._replace(
        tipping=found._replace(
            tipping=tuple(one for one in found.tipping if one.fact.path in facts),
            steady=tuple(one for one in found.steady if one.path in facts),
        )
    )


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield what tells on standard error which answer is looked for, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return

    def told(name: str) -> None:
        click.echo(f"\r\x1b[KLooking: {DOING[name]} …", nl=False, err=True)

    try:
        yield told
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)
