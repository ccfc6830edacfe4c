"""`vetter rules`: list, show and check the rulebook."""

from __future__ import annotations

import click

from vetter.cli.common import (
    Layers,
    complete_rules,
    load_rulebook,
    no_such,
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


def _check() -> click.Command:
    from vetter.cli.rules_check import check_rules

    return check_rules


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
rules.later(
    check=_check,
    diff=_diff,
    docs=_docs,
    fmt=_fmt,
    graph=_graph,
    impact=_impact,
    new=_new,
    test=_test,
)
