"""What commands share: options, arguments with completion, and mistakes turned into exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from datetime import date

    from vetter.rulebook.rulebook import Rulebook

Command = TypeVar("Command", bound=Callable[..., Any])


def rulebook_option(command: Command) -> Command:
    """Add `--rulebook`."""
    return click.option(
        "--rulebook",
        metavar="DIR",
        help="Use the rulebook in this folder in place of the built-in one.",
    )(command)


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read a date."""
    from datetime import date

    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"`{value}` is not a date such as 2026-10-02.") from None


def day_option(command: Command) -> Command:
    """Add `--today`."""
    return click.option(
        "--today",
        metavar="DATE",
        callback=_day,
        help="The date that the memo bears. [default: today]",
    )(command)


@contextmanager
def reported() -> Iterator[None]:
    """Turn problems with a person's files into messages on standard error and an exit code."""
    from vetter.base.problems import InvalidInput
    from vetter.cli.screen import tell

    try:
        yield
    except InvalidInput as error:
        tell(error.problems)
        raise click.exceptions.Exit(error.exit_code) from None


def load_rulebook(folder: str | None) -> Rulebook:
    """Return the rulebook that a command works with."""
    from vetter.rulebook.rulebook import load_rulebook as load

    return load(folder)


def complete_rules(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Return the rule ids that begin with what was typed."""
    names = [rule.id for rule in load_rulebook(context.params.get("rulebook")).rules]
    return [name for name in names if name.startswith(incomplete)]


def complete_facts(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Return the facts that begin with what was typed."""
    vocabulary = load_rulebook(context.params.get("rulebook")).vocabulary
    names = [*vocabulary.facts, *vocabulary.derived]
    return [name for name in names if name.startswith(incomplete)]


def complete_both(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the rule ids and facts that begin with what was typed."""
    return [
        *complete_rules(context, parameter, incomplete),
        *complete_facts(context, parameter, incomplete),
    ]


def no_such(what: str, word: str, names: list[str], hint: str) -> click.ClickException:
    """Return a usage error that names the nearest word."""
    from vetter.base.suggest import did_you_mean

    return click.ClickException(f"there is no {what} `{word}`. {did_you_mean(word, names, hint)}")
