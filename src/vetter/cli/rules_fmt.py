"""`vetter rules fmt`: rule files in one layout."""

from __future__ import annotations

import click

from vetter.cli.common import reported


@click.command("fmt", short_help="Write rule files in one layout.")
@click.argument("places", metavar="[FILE|DIR]...", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
def format_rules(places: tuple[str, ...], check: bool) -> None:
    """Write rule files in one layout, and print those that changed.

    It sets the order of keys, indentation, wrapping and quotes. Remarks are kept, and what a rule
    says is never changed. Of a folder all rule files are taken; without FILE or DIR, of this one.
    """
    from vetter.authoring.layout import could_be_rule, laid_out
    from vetter.authoring.rule_files import rule_files
    from vetter.base.problems import InvalidPack, Problem
    from vetter.base.sources import PACK_FILE, Unreadable, read_source
    from vetter.base.writing import write_files
    from vetter.cli.screen import show

    changed: dict[str, str] = {}
    problems: list[Problem] = []
    with reported():
        for name, may_be_other in rule_files(places or (".",)).items():
            try:
                source = read_source(name, PACK_FILE)
                if may_be_other and not could_be_rule(source):
                    continue
                text = laid_out(source)
            except Unreadable as error:
                problems.append(error.problem)
            except InvalidPack as error:
                problems.extend(error.problems)
            else:
                if text != source.text:
                    changed[name] = text
        if problems:
            raise InvalidPack(problems)
        if not check:
            write_files(changed)
    for name in changed:
        show(f"{name}\n")
    if check and changed:
        raise click.exceptions.Exit(1)
