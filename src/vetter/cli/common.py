"""What commands share: options, arguments with completion, and mistakes turned into exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vetter.cli.usage import Wrong

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
    """Read a date; other spellings that Python knows are refused."""
    from datetime import date

    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise click.BadParameter(f"`{value}` is not a date such as 2026-10-02.")
    return day


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
    book = _for_completion(context)
    names = [rule.id for rule in book.rules] if book else []
    return [name for name in names if name.startswith(incomplete)]


def complete_facts(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Return the facts that begin with what was typed."""
    book = _for_completion(context)
    names = [*book.vocabulary.facts, *book.vocabulary.derived] if book else []
    return [name for name in names if name.startswith(incomplete)]


def complete_groups(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Return the groups of facts that begin with what was typed."""
    book = _for_completion(context)
    names = book.vocabulary.groups if book else {}
    return [name for name in names if name.startswith(incomplete)]


def _for_completion(context: click.Context) -> Rulebook | None:
    """Return the rulebook; a broken one completes nothing, and the command itself will complain."""
    from vetter.base.problems import InvalidPack

    try:
        return load_rulebook(context.params.get("rulebook"))
    except InvalidPack:
        return None


def complete_both(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the rule ids and facts that begin with what was typed."""
    return [
        *complete_rules(context, parameter, incomplete),
        *complete_facts(context, parameter, incomplete),
    ]


def no_such(what: str, word: str, names: list[str], hint: str) -> Wrong:
    """Return a usage error that names the nearest word."""
    from vetter.base.characters import quote
    from vetter.base.suggest import did_you_mean

    return Wrong(f"there is no {what} {quote(word)}", did_you_mean(word, names, hint))
