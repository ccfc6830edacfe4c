"""`vetter rules`: list, show and check the rulebook."""

from __future__ import annotations

import click

from vetter.cli.common import (
    Layers,
    complete_rules,
    load_rulebook,
    no_such,
    read_packs,
    reported,
    rulebook_option,
)
from vetter.cli.usage import Commands


@click.group(cls=Commands)
def rules() -> None:
    """List, show, document and check rules."""


@rules.command("list")
@click.option(
    "--cites", metavar="TEXT", help="Only rules that cite a heuristic beginning so, such as 2.2.1."
)
@rulebook_option
def list_rules(cites: str | None, rulebook: Layers) -> None:
    """List all rules by section of the chapter."""
    from vetter.cli.screen import columns, show
    from vetter.explain.lists import rule_list

    with reported():
        show(rule_list(load_rulebook(rulebook), columns(), cites or ""))


@rules.command("show", short_help="Show a rule as an IF / THEN sentence.")
@click.argument(
    "rule_ids", metavar="RULE-ID...", nargs=-1, required=True, shell_complete=complete_rules
)
@rulebook_option
def show_rule(rule_ids: tuple[str, ...], rulebook: Layers) -> None:
    """Show a rule as an IF / THEN / UNLESS sentence, with thresholds, sections and examples."""
    from vetter.cli.screen import columns, show
    from vetter.explain.sheets import rule_sheet

    with reported():
        book = load_rulebook(rulebook)
    found = {rule.id: rule for rule in book.every_rule}
    for rule_id in rule_ids:
        if rule_id not in found:
            raise no_such("rule", rule_id, list(found), "`vetter rules list` shows all.")
    for place, rule in enumerate(found[rule_id] for rule_id in rule_ids):
        show(("\n" if place else "") + rule_sheet(rule, book, columns()))


@rules.command("check", short_help="Check a rulebook and run all its examples.")
@click.argument("folder", metavar="[DIR]", required=False)
@rulebook_option
def check_rules(folder: str | None, rulebook: Layers) -> None:
    """Load and check everything in a rulebook, and run the examples of every rule.

    DIR is the folder of a rulebook, or of a pack to lay over it; without it what is set is checked.
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
    show(
        f"{names}: {len(book.rules)} rules{more} in {book.depth} strata, "
        f"{len(vocabulary.facts)} facts, {len(vocabulary.thresholds)} thresholds, "
        f"{len(book.constraints)} constraints. All {examples} examples hold.\n"
    )


def _diff() -> click.Command:
    from vetter.cli.rules_diff import show_difference

    return show_difference


def _docs() -> click.Command:
    from vetter.cli.rules_docs import write_docs

    return write_docs


def _graph() -> click.Command:
    from vetter.cli.rules_graph import graph_rules

    return graph_rules


def _fmt() -> click.Command:
    from vetter.cli.rules_fmt import format_rules

    return format_rules


def _impact() -> click.Command:
    from vetter.cli.rules_impact import show_impact

    return show_impact


def _new() -> click.Command:
    from vetter.cli.new import new_rule

    return new_rule


def _test() -> click.Command:
    from vetter.cli.rules_test import test_rules

    return test_rules


assert isinstance(rules, Commands)
rules.later(diff=_diff, docs=_docs, fmt=_fmt, graph=_graph, impact=_impact, new=_new, test=_test)
