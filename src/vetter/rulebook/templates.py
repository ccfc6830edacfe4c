"""The program's own files of templates, read as strictly as any file of a pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from vetter.base.nodes import Node
from vetter.base.problems import InvalidPack, Problem
from vetter.base.sources import Unreadable, read_source
from vetter.rulebook.pack import built_in_root
from vetter.rulebook.reader import Reader

Made = TypeVar("Made")


def read_template(
    path: str, keys: Sequence[str], make: Callable[[Reader, dict[str, Node]], Made]
) -> Made:
    """Return what `make` reads from the parts of a file, of which there must be all of `keys`.

    `path` begins at the root of the built-in pack. Raises `InvalidPack`.
    """
    try:
        source = read_source(f"{built_in_root()}/{path}")
    except Unreadable as error:
        raise InvalidPack([error.problem]) from None
    problems: list[Problem] = []
    reader = Reader(source, problems)
    made = make(reader, reader.mapping(reader.top(), path, keys, keys) or {})
    if problems:
        raise InvalidPack(problems)
    return made
