"""Columns: the rules over many complete projects at once, with numpy."""

from importlib.util import find_spec


def installed() -> bool:
    """Return whether numpy is there, without which nothing else of this package can be imported."""
    return find_spec("numpy") is not None
