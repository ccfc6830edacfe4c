"""What commands share: options, arguments with completion, and mistakes turned into exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vetter.cli.usage import Wrong

if TYPE_CHECKING:
    from datetime import date

    from vetter.api import Engine
    from vetter.config.settings import Settings
    from vetter.rulebook.pack import Pack
    from vetter.rulebook.rulebook import Rulebook

Command = TypeVar("Command", bound=Callable[..., Any])


class Layers:
    """What a command works with: the rulebook at the bottom, the packs over it, and waivers."""

    def __init__(self, rulebook: str | None, packs: tuple[str, ...]) -> None:
        """Keep what the options say; other places are looked at when it is needed."""
        self._rulebook, self._packs = rulebook, packs
        self._waivers: str | None = None
        self._waived = False

    def waive(self, waivers: str | None, wanted: bool) -> None:
        """Keep what the options say of waivers; a command that never asks counts everything."""
        self._waivers, self._waived = waivers, wanted

    @cached_property
    def settings(self) -> Settings:
        """The settings of this run. Raises `InvalidInput`."""
        import os

        from vetter.config.settings import read_settings

        folder = os.getcwd()  # noqa: PTH109
        return read_settings(self._rulebook, self._packs, os.environ, folder, self._waivers)

    @property
    def root(self) -> str | None:
        """The folder of the rulebook at the bottom, None for the built-in one."""
        return self.settings.rulebook

    @property
    def packs(self) -> tuple[str, ...]:
        """The folders of the packs over it, the lowest first."""
        return self.settings.packs

    @property
    def waivers(self) -> str | None:
        """The file of waivers that counts, None for none."""
        return self.settings.waivers or None if self._waived else None


def rulebook_option(command: Command) -> Command:
    """Add `--rulebook` and `--pack`, and hand both over as `rulebook`."""

    @wraps(command)
    def with_layers(
        *arguments: Any, rulebook: str | None, packs: tuple[str, ...], **rest: Any
    ) -> Any:
        return command(*arguments, rulebook=Layers(rulebook, packs), **rest)

    over = click.option(
        "--pack",
        "packs",
        metavar="DIR",
        multiple=True,
        help="Lay the pack in this folder over the rulebook. Repeatable, the lowest first.",
    )(with_layers)
    bottom = click.option(
        "--rulebook",
        metavar="DIR",
        help="Use the rulebook in this folder in place of the built-in one.",
    )
    return bottom(over)  # type: ignore[return-value]


def waivers_option(command: Command) -> Command:
    """Add `--waivers` and `--no-waivers` to a command that has `rulebook`, and keep them there."""

    @wraps(command)
    def with_waivers(
        *arguments: Any, rulebook: Layers, waivers: str | None, no_waivers: bool, **rest: Any
    ) -> Any:
        if waivers is not None and no_waivers:
            raise Wrong("--waivers and --no-waivers exclude one another", "Keep one of the two.")
        rulebook.waive(waivers, not no_waivers)
        return command(*arguments, rulebook=rulebook, **rest)

    without = click.option(
        "--no-waivers", is_flag=True, help="Count every finding, whatever has been waived."
    )(with_waivers)
    named = click.option(
        "--waivers", metavar="FILE", help="Do not count what the waivers in this file cover."
    )
    return named(without)  # type: ignore[return-value]


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


def read_packs(folder: str | None, layers: Layers) -> tuple[list[Pack], Pack | None]:
    """Return the packs that a command checks, the lowest first, and the one in a folder it names.

    A folder is laid over what is set if it holds a pack for that, else it is the bottom.
    """
    from vetter.rulebook.info import is_overlay
    from vetter.rulebook.pack import read_pack

    packs = [*map(read_pack, layers.packs)]
    named = None if folder is None else read_pack(folder)
    if named is None or is_overlay(named):
        packs.insert(0, read_pack(layers.root))
    if named is not None:
        packs.insert(len(packs) if is_overlay(named) else 0, named)
    return packs, named


def load_rulebook(layers: Layers) -> Rulebook:
    """Return the rulebook that a command works with."""
    from vetter.rulebook.rulebook import load_rulebook as load

    return load(layers.root, layers.packs)


def load_engine(layers: Layers) -> Engine:
    """Return an engine of the rulebook that a command works with."""
    from vetter.api import load

    days = layers.settings.waiver_days
    return load(layers.root, layers.packs, waivers=layers.waivers, waiver_days=days)


def complete_rules(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Return the rule ids that begin with what was typed."""
    book = _for_completion(context)
    names = [rule.id for rule in book.every_rule] if book else []
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
    from vetter.base.problems import InvalidInput

    chosen = Layers(context.params.get("rulebook"), context.params.get("packs") or ())
    try:
        return load_rulebook(chosen)
    except InvalidInput:
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
