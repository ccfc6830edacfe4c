"""The entry point: the group of commands, and how mistakes become exit codes."""

from __future__ import annotations

import atexit
import gc
import sys

import click

from vetter.cli.streams import nobody_reads, set_streams
from vetter.cli.usage import Commands, complaint

INTERRUPTED = 130


def _print_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from vetter.version import VERSION

    click.echo(f"vetter {VERSION}")
    context.exit()


EXIT_CODES = """\b
Exit codes: 0    vetted, and better than --fail-on
            1    at or past --fail-on
            2    wrong usage, or a fault in the rulebook
            3    the fact file is unreadable or invalid
            130  interrupted
"""


@click.group(
    cls=Commands,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and exit.",
)
@click.pass_context
def main(context: click.Context) -> None:
    """Vet a proposed machine-learning project before it starts.

    A fact file says what is known of the project; rules say what follows from it; the memo says
    go, go with conditions, or no-go, and why.
    """
    import os

    from vetter.config.settings import personal_file, read_personal

    if not personal_file(os.environ):
        return
    from vetter.cli.common import reported
    from vetter.cli.screen import like

    with reported():
        liked = read_personal(os.environ)
        like(liked["colour"].value, liked["width"].value)
        context.default_map = {"vet": {"form": liked["format"].value}}


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a shell script that completes commands, rules and facts.

    For bash, put this into ~/.bashrc: eval "$(vetter completion bash)"
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(main, {}, "vetter", "_VETTER_COMPLETE").source())


def _check() -> click.Command:
    from vetter.cli.check import check

    return check


def _config() -> click.Command:
    from vetter.cli.config import config

    return config


def _explain() -> click.Command:
    from vetter.cli.explain import explain

    return explain


def _facts() -> click.Command:
    from vetter.cli.facts import facts

    return facts


def _init() -> click.Command:
    from vetter.cli.init import init

    return init


def _rank() -> click.Command:
    from vetter.cli.rank import rank

    return rank


def _rules() -> click.Command:
    from vetter.cli.rules import rules

    return rules


def _schema() -> click.Command:
    from vetter.cli.schema import schema

    return schema


def _vet() -> click.Command:
    from vetter.cli.vet import vet

    return vet


def _waiver() -> click.Command:
    from vetter.cli.waiver import waiver

    return waiver


def _whatif() -> click.Command:
    from vetter.cli.whatif import whatif

    return whatif


assert isinstance(main, Commands)
main.later(
    check=_check,
    config=_config,
    explain=_explain,
    facts=_facts,
    init=_init,
    rank=_rank,
    rules=_rules,
    schema=_schema,
    vet=_vet,
    waiver=_waiver,
    whatif=_whatif,
)


def run() -> None:
    """Run the command line and exit."""
    set_streams()
    atexit.register(gc.freeze)  # else Python looks through all that lives once more at the exit
    try:
        result = main.main(standalone_mode=False, prog_name="vetter")
        code = result if isinstance(result, int) else 0
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except click.ClickException as error:
        click.echo(complaint(error), err=True)
        code = click.UsageError.exit_code
    except SystemExit:
        # So click ends a command whose reader has had enough. That is no failure, and 1 a verdict.
        if type(sys.stdout) is not click.utils.PacifyFlushWrapper:
            raise
        code = 0
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        nobody_reads()
    sys.exit(code)
