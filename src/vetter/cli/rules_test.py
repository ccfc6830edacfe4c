"""`vetter rules test`: run the examples of rules, and tell what they do not show."""

from __future__ import annotations

import click

from vetter.cli.common import Layers, complete_rules, no_such, read_packs, reported, rulebook_option

BROKEN = 2
"""The exit code when some example does not hold, as of any fault of a rulebook."""


@click.command("test", short_help="Test rules: examples, what they cover, mutants.")
@click.argument("folder", metavar="[DIR]", required=False)
@click.option(
    "--only",
    metavar="RULE-ID",
    multiple=True,
    shell_complete=complete_rules,
    help="Test this rule only. Repeatable.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON with everything.",
)
@click.option("--no-mutants", is_flag=True, help="Leave the mutants out, which takes less time.")
@rulebook_option
def test_rules(
    folder: str | None, only: tuple[str, ...], form: str, no_mutants: bool, rulebook: Layers
) -> None:
    """Run all examples of rules, and tell what they do not show.

    Examples should show every rule fire and stay silent, every sentence decide, every exception
    and softening, and every threshold just below, at and just above its value. Then each rule is
    changed in small ways: a good set of examples notices every such mutant. What is lacking is
    named, with an example to paste.

    DIR is the folder of a rulebook, or of a pack to lay over it, of which the own rules are tested,
    unless --only names others; without it the rules of all that is set are tested.
    """
    from vetter.cli.screen import columns, show
    from vetter.harness.run import run_tests
    from vetter.rulebook.info import is_overlay
    from vetter.rulebook.rulebook import rulebook_of

    with reported():
        packs, named = read_packs(folder, rulebook)
        overlay = named is not None and is_overlay(named)
        if only:
            known = [rule.id for rule in rulebook_of(*packs).every_rule]
            for one in only:
                if one not in known:
                    raise no_such("rule", one, known, "`vetter rules list` shows all.")
        results = run_tests(packs, only, not no_mutants, top_alone=overlay and not only)
    if form == "json":
        import json

        from vetter.harness.document import document_of

        show(json.dumps(document_of(results), indent=2, ensure_ascii=False) + "\n")
    else:
        from vetter.harness.text import results_text

        show(results_text(results, columns()))
    if results.failures:
        raise click.exceptions.Exit(BROKEN)
