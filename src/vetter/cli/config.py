"""`vetter config`: what is set, and where it came from."""

from __future__ import annotations

import click

from vetter.cli.common import Layers, reported, rulebook_option
from vetter.cli.usage import Commands


@click.group(cls=Commands)
def config() -> None:
    """Show settings."""


@config.command("show")
@rulebook_option
def show_config(rulebook: Layers) -> None:
    """Print every setting and where it came from.

    Packs are named by --pack, else by VETTER_PACKS, else by the nearest vetter.yaml from the
    working folder upwards. A personal file (vetter/config.yaml below $XDG_CONFIG_HOME or ~/.config)
    holds colour, width and format, and changes no verdict.
    """
    from vetter.base.layout import pad
    from vetter.cli.screen import show

    with reported():
        shown = rulebook.settings.shown
    rooms = [max(len(part) for part in parts) for parts in zip(*shown, strict=True)]
    for one in shown:
        cells = [str(pad(part, room)) for part, room in zip(one, rooms, strict=True)]
        show("  ".join(cells).rstrip() + "\n")
