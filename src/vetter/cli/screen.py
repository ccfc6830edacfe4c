"""The screen: width, colour, and what goes to standard output and standard error."""

from __future__ import annotations

import os
import sys

import click

from vetter.base.layout import Painter, repaint, unpainted
from vetter.base.problems import Problem
from vetter.cli.streams import nobody_reads

PLAIN_WIDTH = 100
NARROWEST, WIDEST = 60, 120
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True},
    "bold": {"bold": True},
    "dim": {"dim": True},
    "who": {"fg": "cyan"},
    "blocker": {"fg": "white", "bg": "red", "bold": True},
    "high": {"fg": "red", "bold": True},
    "medium": {"fg": "yellow"},
    "low": {"fg": "blue"},
    "strength": {"fg": "green"},
    "go": {"fg": "green", "bold": True},
    "go with conditions": {"fg": "yellow", "bold": True},
    "undecided": {"fg": "magenta", "bold": True},
    "no-go": {"fg": "red", "bold": True},
}


class _Coloured(Painter):
    def __call__(self, text: str, name: str) -> str:
        return click.style(text, **_STYLES.get(name, {}))  # type: ignore[arg-type]


class _Liked:
    """How the person at the screen likes output to look."""

    colour = "auto"
    width = 0


def like(colour: str, width: str) -> None:
    """Lay text out as a personal file says; `auto` follows the terminal."""
    _Liked.colour = colour
    _Liked.width = int(width) if width != "auto" else 0


def columns() -> int:
    """Return the width to lay text out in: the terminal's, or a fixed one when there is none."""
    if _Liked.width:
        return _Liked.width
    if not sys.stdout.isatty():
        return PLAIN_WIDTH
    import shutil

    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns))


def coloured() -> bool:
    """Return whether to colour.

    FORCE_COLOR wins, then NO_COLOR, then the personal file, then the terminal decides.
    """
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR") or _Liked.colour == "never":
        return False
    return _Liked.colour == "always" or sys.stdout.isatty()


def show(text: str) -> None:
    """Write data to standard output, painted where that is wanted."""
    colour = coloured()
    painted = repaint(text, _Coloured()) if colour else unpainted(text)
    try:
        click.echo(painted, nl=False, color=colour)
    except BrokenPipeError:
        nobody_reads()


def tell(problems: tuple[Problem, ...]) -> None:
    """Write problems to standard error, with a last line that counts them."""
    for problem in problems:
        click.echo(problem.render(), err=True)
    errors = sum(not problem.warning for problem in problems)
    if errors > 1:
        click.echo(f"{errors} errors.", err=True)
