"""Wrong usage: what click complains of, said in this program's own tone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


class Wrong(click.UsageError):
    """A command line that asks for what cannot be; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "", context: click.Context | None = None) -> None:
        super().__init__(message, context or click.get_current_context(silent=True))
        self.hint = hint


class Commands(click.Group):
    """A group of commands that shows its help on standard error when none is named.

    Commands that come `later` are imported when somebody asks for them: one run needs only one.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._later: dict[str, Callable[[], click.Command]] = {}

    def later(self, **commands: Callable[[], click.Command]) -> None:
        """Add commands by name, each with what imports it."""
        self._later.update(commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in order."""
        return sorted({*self.commands, *self._later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported by now; None if there is none of this name."""
        if cmd_name in self._later:
            self.add_command(self._later.pop(cmd_name)(), cmd_name)
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; ends with wrong usage when there are none."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(click.UsageError.exit_code)
        return super().parse_args(ctx, args)


def complaint(error: click.ClickException) -> str:
    """Return an error of click's as people read this program's errors: place, message, help."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    where = context.command_path if context is not None else "vetter"
    message, hint = _said(error, context)
    lines = [f"{where}: error[usage]: {message}"]
    lines.append(f"  help: {hint or f'`{where} --help` shows how it is used.'}")
    return "\n".join(lines)


def _said(error: click.ClickException, context: click.Context | None) -> tuple[str, str]:
    """Return what is wrong, and what to do where more can be said than where the help is."""
    from vetter.base.suggest import did_you_mean, listed

    if isinstance(error, Wrong):
        return error.message, error.hint
    if isinstance(error, click.NoSuchOption):
        known = [] if context is None else context.command.get_params(context)
        options = [name for one in known for name in one.opts if name.startswith("-")]
        return f"there is no option `{error.option_name}`", did_you_mean(error.option_name, options)
    command = getattr(error, "command_name", None)  # of NoSuchCommand, which old releases lack
    group = context.command if context is not None else None
    if isinstance(command, str) and isinstance(group, click.Group) and context is not None:
        names = group.list_commands(context)
        otherwise = f"Commands: {listed(names, joiner='and')}."
        return f"there is no command `{command}`", did_you_mean(command, names, otherwise)
    if isinstance(error, click.MissingParameter):
        return f"{_name(error.param)} is missing", ""
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_name(error.param)}: {_quoted(error.message)}", ""
    return _quoted(error.format_message()), ""


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "an argument"
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    metavar = getattr(parameter, "metavar", None) or str(parameter.name).upper()
    return str(metavar).removesuffix("...").strip("[]")


def _quoted(message: str) -> str:
    """Return a message of click's with this program's quotes, and no full stop."""
    text = message.replace("'", "`").removesuffix(".")
    return text[:1].lower() + text[1:]
