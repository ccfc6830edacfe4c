"""Plain data written as block YAML, so that generated packs go through the parser."""

from __future__ import annotations

from typing import Any


class Flow(list[str]):
    """A list written in brackets."""


def block(value: Any, indent: int = 0) -> str:
    """Return nested mappings and lists of texts as YAML; every text must be a plain scalar."""
    pad = "  " * indent
    if isinstance(value, dict):
        return "".join(f"{pad}{key}:{_below(part, indent)}" for key, part in value.items())
    return "".join(f"{pad}-{_item(part, indent)}" for part in value)


def _below(value: Any, indent: int) -> str:
    if isinstance(value, Flow):
        return f" [{', '.join(value)}]\n"
    if isinstance(value, (dict, list)):
        return f"\n{block(value, indent + 1)}" if value else " {}\n"
    return f" {value}\n"


def _item(value: Any, indent: int) -> str:
    if isinstance(value, dict):
        return " " + block(value, indent + 1).lstrip(" ")
    return _below(value, indent)
