"""Puts the built-in pack into the wheel, while hatchling builds it (see pyproject.toml)."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the rooms of the pack under vetter/pack/, and fails if one is missing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to add; an editable install reads the pack where it lies."""
        if version == "editable":
            return
        for room in self.config["pack"]:
            if not (Path(self.root) / room).exists():
                message = f"the pack is incomplete: {room} is missing"
                raise FileNotFoundError(message)
            build_data["force_include"][room] = f"vetter/pack/{room}"
