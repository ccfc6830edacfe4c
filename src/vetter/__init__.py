"""vetter: vets a proposed machine-learning project before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vetter.api import Assessment, load, rules_diff, rules_impact, vet, what_if

__all__ = ["Assessment", "load", "rules_diff", "rules_impact", "vet", "what_if"]


def __getattr__(name: str) -> Any:
    """Import the library's face on first use, so that `vetter --help` stays quick."""
    if name in __all__:
        from vetter import api

        return getattr(api, name)
    raise AttributeError(f"module 'vetter' has no attribute {name!r}")
