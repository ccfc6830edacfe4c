"""The plan of a memo, read from the pack's `reports/templates/memo.yaml`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from vetter.base.nodes import Node
from vetter.rulebook.reader import Reader
from vetter.rulebook.templates import read_template
from vetter.rulebook.vocabulary import Vocabulary

PLAN = "reports/templates/memo.yaml"
_KEYS = ("purpose", "levels", "drivers", "roles", "background")


class MemoPlan(NamedTuple):
    """What memos draw on.

    `purpose` is the fact that says what the project is for, `levels` are the derived facts that
    every memo shows, `drivers` those that the last of them rests on, `roles` the fact that lists
    the jobs that somebody does, and `background` the figures that are told once.
    """

    purpose: str
    levels: tuple[str, ...]
    drivers: tuple[str, ...]
    roles: str
    background: tuple[str, ...]


def read_plan(vocabulary: Vocabulary) -> MemoPlan:
    """Return what memos draw on; derived facts that a vocabulary lacks are left out.

    Raises `InvalidPack`.
    """
    plan, derived = _stated(), vocabulary.derived
    return plan._replace(
        levels=tuple(path for path in plan.levels if path in derived),
        drivers=tuple(path for path in plan.drivers if path in derived),
    )


@cache
def _stated() -> MemoPlan:
    """Return the plan of the program's templates as it is written."""
    return read_template(PLAN, _KEYS, _read)


def _read(reader: Reader, parts: dict[str, Node]) -> MemoPlan:
    return MemoPlan(
        reader.text(parts.get("purpose"), "purpose"),
        reader.texts(parts.get("levels"), "levels"),
        reader.texts(parts.get("drivers"), "drivers"),
        reader.text(parts.get("roles"), "roles"),
        reader.texts(parts.get("background"), "background"),
    )
