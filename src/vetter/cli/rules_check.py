"""`vetter rules check`: check a rulebook, run its examples, prove what holds of all projects."""

from __future__ import annotations

import click

from vetter.cli.common import Layers, read_packs, reported, rulebook_option
from vetter.cli.rules_diff import proving
from vetter.cli.whatif import read_seconds
from vetter.rulebook.read_claims import FAULTS
from vetter.rulebook.rulebook import Rulebook

BROKEN = 2
"""The exit code when a fault is found that nobody gave a reason for."""


@click.command("check", short_help="Check a rulebook and run all its examples.")
@click.argument("folder", metavar="[DIR]", required=False)
@click.option(
    "--prove",
    is_flag=True,
    help="Also look for faults over all projects: rules that never fire or add nothing, and more.",
)
@click.option(
    "--only",
    "kinds",
    metavar="KIND",
    multiple=True,
    type=click.Choice(FAULTS),
    help="With --prove: look for faults of this kind only. Repeatable.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="With --prove: text for people, or JSON with everything.",
)
@click.option(
    "--timeout", "seconds", metavar="SECONDS", default="10", callback=read_seconds,
    show_default=True, help="With --prove: how long one question may take.",
)  # fmt: skip
@rulebook_option
def check_rules(
    folder: str | None,
    prove: bool,
    kinds: tuple[str, ...],
    form: str,
    seconds: float,
    rulebook: Layers,
) -> int:
    """Load and check everything in a rulebook, and run the examples of every rule.

    DIR is the folder of a rulebook, or of a pack to lay over it; without it what is set is checked.
    With --prove every fault comes with a small project that shows it, or is proved of all projects.
    Faults that may stand have their reason in knowledge/claims.yaml.
    """
    from vetter.base.problems import InvalidPack
    from vetter.cli.screen import show
    from vetter.engine.examples import check_examples
    from vetter.rulebook.rulebook import rulebook_of

    with reported():
        packs, _ = read_packs(folder, rulebook)
        book = rulebook_of(*packs)
        problems = check_examples(packs, book)
        if problems:
            raise InvalidPack(problems)
    if not prove or form == "text":
        show(_said(book))
    return _prove(book, kinds or FAULTS, form, seconds) if prove else 0


def _said(book: Rulebook) -> str:
    examples = sum(len(rule.examples) for rule in book.every_rule)
    vocabulary = book.vocabulary
    names = " + ".join(f"{one.name} {one.version}" for one in book.packs)
    drafts = "draft" if len(book.drafts) == 1 else "drafts"
    beside = ", ".join(
        f"{len(rules)} {what}"
        for what, rules in (
            (drafts, book.drafts),
            ("deprecated", book.deprecated),
            ("switched off", book.off),
        )
        if rules
    )
    more = f" (besides {beside})" if beside else ""
    return (
        f"{names}: {len(book.rules)} rules{more} in {book.depth} strata, "
        f"{len(vocabulary.facts)} facts, {len(vocabulary.thresholds)} thresholds, "
        f"{len(book.constraints)} constraints. All {examples} examples hold.\n"
    )


def _prove(book: Rulebook, kinds: tuple[str, ...], form: str, seconds: float) -> int:
    from vetter.base.problems import InvalidInput, Location, Problem
    from vetter.cli.screen import columns, show
    from vetter.whatif.limits import check_libraries

    with reported():
        check_libraries(("z3",), "proofs")
        from vetter.engine.forward import Forward
        from vetter.proving.prove import prove
        from vetter.proving.results import KINDS
        from vetter.solver.limits import BeyondSolver

        try:
            with proving() as told:
                report = prove(Forward(book), seconds, lambda kind: told(KINDS[kind]), kinds)
        except BeyondSolver as error:
            message = f"nothing can be proved of this rulebook: {'; '.join(error.reasons)}"
            help = "`vetter rules test` needs no proof."
            problem = Problem("no-formula", message, Location("the rulebook"), help)
            raise InvalidInput([problem]) from None
    if form == "json":
        import json

        from vetter.proving.document import report_document

        show(json.dumps(report_document(report), indent=2, ensure_ascii=False) + "\n")
    else:
        from vetter.proving.text import report_text

        show("\n" + report_text(report, columns()))
    return BROKEN if report.standing or report.needless else 0
