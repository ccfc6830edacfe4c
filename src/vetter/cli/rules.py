"""`vetter rules`: list, show and check the rulebook."""

from __future__ import annotations

import click

from vetter.cli.common import (
    Layers,
    complete_rules,
    load_engine,
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


@rules.command("docs", short_help="Write reference pages into a folder.")
@click.argument("folder", metavar="DIR")
@click.option(
    "--examples",
    metavar="DIR",
    help="Vet the fact files in this folder, and tell in which of them a heuristic's rules fire.",
)
@rulebook_option
def write_docs(folder: str, examples: str | None, rulebook: Layers) -> None:
    """Write pages on all facts, rules, thresholds and heuristics into the folder DIR."""
    from pathlib import Path

    from vetter.base.writing import write_files
    from vetter.cli.screen import tell
    from vetter.reference.pages import reference_pages

    with reported():
        engine = load_engine(rulebook)
        files = sorted(Path(examples).glob("*.yaml")) if examples else []
        assessments = [engine.vet(str(file)) for file in files]
        pages = reference_pages(engine.rulebook, assessments)
        write_files({str(Path(folder) / name): text for name, text in pages.items()})
    for assessment in assessments:
        tell(assessment.project.warnings)


def _check() -> click.Command:
    from vetter.cli.rules_check import check_rules

    return check_rules


def _diff() -> click.Command:
    from vetter.cli.rules_diff import show_difference

    return show_difference


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
rules.later(check=_check, diff=_diff, fmt=_fmt, impact=_impact, new=_new, test=_test)
