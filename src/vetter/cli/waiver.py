"""`vetter waiver`: write, list and check waivers of findings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from vetter.cli.common import (
    Layers,
    complete_rules,
    day_option,
    load_engine,
    no_such,
    reported,
    rulebook_option,
)
from vetter.cli.usage import Commands, Wrong

if TYPE_CHECKING:
    from vetter.api import Engine
    from vetter.waivers.model import Waivers

FILE_OPTION = click.option(
    "--waivers", metavar="FILE", help="The file of waivers. [default: that of vetter.yaml]"
)


@click.group(cls=Commands)
def waiver() -> None:
    """Write, list and check waivers of findings."""


@waiver.command("new", short_help="Write a waiver for a finding.")
@click.argument("file", metavar="FILE")
@click.argument("rule_id", metavar="RULE-ID", shell_complete=complete_rules)
@click.option("--reason", metavar="TEXT", required=True, help="Why the finding need not count.")
@click.option("--owner", metavar="NAME", required=True, help="Who answers for it meanwhile.")
@click.option("--approved-by", metavar="NAME", required=True, help="Who agreed to it.")
@click.option(
    "--days", metavar="NUMBER", type=click.IntRange(min=1),
    help="For how many days it stands. [default: as many as are allowed]",
)  # fmt: skip
@FILE_OPTION
@day_option
@rulebook_option
def new(  # noqa: PLR0913, PLR0917 -- an argument for each option, as click hands them over
    file: str,
    rule_id: str,
    reason: str,
    owner: str,
    approved_by: str,
    days: int | None,
    waivers: str | None,
    today: date | None,
    rulebook: Layers,
) -> None:
    """Write a waiver for what a rule finds in a fact file, with the values that it rests on.

    It is added to the file of waivers. Where none is named a whole new file is printed.
    """
    from vetter.api import as_of_date
    from vetter.base.writing import write_files
    from vetter.cli.screen import show

    with reported():
        rulebook.waive(waivers, True)
        path, allowed = rulebook.waivers, rulebook.settings.waiver_days
        rulebook.waive(waivers, False)  # the file may not be there yet
        engine = load_engine(rulebook)
        if engine.rulebook.rule(rule_id) is None:
            names = [one.id for one in engine.rulebook.rules]
            raise no_such("rule", rule_id, names, "`vetter rules list` shows all.")
        created = date.fromisoformat(as_of_date(today))
        said = {"reason": reason, "owner": owner, "approved by": approved_by}
        for name, text in said.items():
            if not text.strip():
                raise Wrong(f"--{name.replace(' ', '-')} is empty", "Say it in a few words.")
        try:
            expires = created + timedelta(days=days or allowed)
        except OverflowError:
            raise Wrong(f"--days {days} leads beyond the calendar", "Write fewer.") from None
        text = engine.draft_waiver(file, rule_id, said, created, expires, path, allowed)
        if path is None:
            show(text)
        else:
            write_files({path: text})
    if path is not None:
        click.echo(f"{path}: {rule_id} is waived until {expires}.", err=True)


@waiver.command("list", short_help="List waivers with their days.")
@FILE_OPTION
@day_option
@rulebook_option
def list_waivers(waivers: str | None, today: date | None, rulebook: Layers) -> None:
    """List all waivers of a file with their days.

    Whether their facts still stand is for `check` to say.
    """
    from vetter.api import as_of_date
    from vetter.base.layout import pad
    from vetter.cli.screen import show

    with reported():
        as_of = as_of_date(today)
        _, found = _read(waivers, rulebook)
    rows = []
    for one in found.entries:
        state = "expired" if as_of > one.expires else "until"
        state = "from" if as_of < one.created else state
        day = one.created if state == "from" else one.expires
        rows.append((f"{state} {day}", one.rule, one.project, one.owner, one.approved_by))
    rows.sort(key=lambda row: (row[0].split(" ")[1], row))
    rooms = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [str(pad(part, room)) for part, room in zip(row, rooms, strict=True)]
        show("  ".join(cells).rstrip() + "\n")


@waiver.command("check", short_help="Say which waivers stand.")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@FILE_OPTION
@day_option
@rulebook_option
def check(files: tuple[str, ...], waivers: str | None, today: date | None, rulebook: Layers) -> int:
    """Say of each waiver whether it stands for the fact files, and if not, why.

    Without a FILE only the file of waivers is checked. Exits with 1 when a waiver has lapsed.
    """
    from vetter.api import as_of_date
    from vetter.base.escape import terminal
    from vetter.base.wording import counted
    from vetter.cli.screen import show, tell

    code = 0
    with reported():
        as_of_date(today)
        engine, found = _read(waivers, rulebook)
        if not files:
            show(f"{counted(len(found.entries), 'waiver')} can be read.\n".capitalize())
            return 0
        for file in files:
            assessment, judged = engine.judge_waivers(file, today)
            tell(assessment.project.warnings)
            if not judged:
                name = terminal(assessment.project.name)
                show(f"{terminal(file)}: no waiver names the project `{name}`.\n")
            for one in judged:
                said = f"stands until {one.waiver.expires}"
                if one.why:
                    said, code = f"has lapsed: {one.why}", 1
                elif not one.findings:
                    said = "has no effect: the rule finds nothing here"
                show(f"{terminal(file)}: {one.waiver.rule} {terminal(said)}.\n")
    return code


def _read(waivers: str | None, rulebook: Layers) -> tuple[Engine, Waivers]:
    """Return an engine with its waivers. Raises `Wrong` when no file is named."""
    rulebook.waive(waivers, True)
    if rulebook.waivers is None:
        raise Wrong(
            "no file of waivers is named",
            "Name one: `--waivers FILE`, or `waivers: FILE` in vetter.yaml.",
        )
    engine = load_engine(rulebook)
    assert engine.waivers is not None
    return engine, engine.waivers
