"""Curves as SVG; the one home of matplotlib, which is imported when something is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Curves(NamedTuple):
    """One panel: what is measured, over what, and a line for each name."""

    title: str
    unit: str
    over: str
    places: tuple[int, ...]
    lines: Mapping[str, Sequence[float]]


def draw(path: Path, panels: Sequence[Curves]) -> None:
    """Write panels side by side, both axes logarithmic; the same figures give the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.ticker import FixedLocator, NullLocator, ScalarFormatter

    settings = {"svg.hashsalt": "vetter", "svg.fonttype": "none", "font.size": 9}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(3.6 * len(panels), 3.2), layout="constrained")
        axes = figure.subplots(1, len(panels), squeeze=False)
        for axis, panel in zip(axes[0], panels, strict=True):
            for marker, (name, values) in zip("osd^v<>", panel.lines.items(), strict=False):
                axis.plot(panel.places, values, marker=marker, label=name)
            axis.set(xscale="log", yscale="log", xlabel=panel.over, ylabel=panel.unit)
            axis.set_title(panel.title)
            axis.xaxis.set_major_locator(FixedLocator(panel.places))
            axis.xaxis.set_minor_locator(NullLocator())
            axis.xaxis.set_major_formatter(ScalarFormatter())
            axis.grid(visible=True, which="both", linewidth=0.3)
            axis.legend()
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
