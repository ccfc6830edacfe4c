"""`vetter explain`: why a verdict, why a rule fired or did not, where a fact is used."""

from __future__ import annotations

from datetime import date

import click

from vetter.cli.common import (
    Layers,
    complete_both,
    day_option,
    load_engine,
    no_such,
    reported,
    rulebook_option,
    waivers_option,
)


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("subjects", metavar="[RULE-ID|FACT]...", nargs=-1, shell_complete=complete_both)
@day_option
@rulebook_option
@waivers_option
def explain(file: str, subjects: tuple[str, ...], today: date | None, rulebook: Layers) -> None:
    """Explain the verdict on a fact file, or one rule or fact of it.

    With FILE alone: the reasons of the verdict, each down to the lines of the file. With a rule's
    id: why it fired, or why not, condition by condition. With a fact: where it is used.
    """
    from vetter.cli.screen import columns, show, tell
    from vetter.explain.project import Explainer

    with reported():
        engine = load_engine(rulebook)
        book = engine.rulebook
        names = [
            *(rule.id for rule in book.rules),
            *book.vocabulary.facts,
            *book.vocabulary.derived,
        ]
        for subject in subjects:
            if subject not in names:
                hint = "`vetter rules list` and `vetter facts list` show all."
                raise no_such("rule or fact", subject, names, hint)
        assessment = engine.vet(file, today)
    tell(assessment.project.warnings)
    explainer = Explainer(assessment, columns())
    if not subjects:
        show(explainer.verdict())
    for place, subject in enumerate(subjects):
        rule = book.rule(subject)
        show(("\n" if place else "") + (explainer.rule(rule) if rule else explainer.fact(subject)))
