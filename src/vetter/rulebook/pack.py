"""Packs: the files of a rulebook, read from a folder or given as texts, with their content hash."""

# ruff: noqa: PTH112, PTH113, PTH118, PTH120 -- pathlib takes longer to import than a pack
from __future__ import annotations

import hashlib
import os

from vetter.base.problems import InvalidPack, Location, Problem
from vetter.base.records import NamedTuple
from vetter.base.sources import PACK_FILE as PACK_SOURCE
from vetter.base.sources import Source, Unreadable, decode, read_source

PACK_FILE = "pack.yaml"
CHANGES_FILE = "changes.yaml"
ROOMS = ("knowledge", "rules")
FILE_LIMIT = 5_000


class Pack(NamedTuple):
    """The YAML sources of a pack by their path inside it, and the hash of them all."""

    root: str
    files: dict[str, Source]
    sha256: str

    def under(self, prefix: str) -> list[tuple[str, Source]]:
        """Return the sources below a folder of the pack, sorted by path."""
        return [(name, source) for name, source in self.files.items() if name.startswith(prefix)]


class Stack(NamedTuple):
    """Packs laid over one another, the bottom one first; it alone must be complete."""

    packs: tuple[Pack, ...]

    @property
    def bottom(self) -> Pack:
        """The pack that all others are laid over."""
        return self.packs[0]

    def of(self, name: str) -> list[Source]:
        """Return the sources of one name, those of lower packs first."""
        return [pack.files[name] for pack in self.packs if name in pack.files]

    def under(self, prefix: str) -> list[tuple[str, Source]]:
        """Return the sources below a folder, pack by pack, those of a pack sorted by path."""
        return [found for pack in self.packs for found in pack.under(prefix)]

    @property
    def sources(self) -> dict[str, Source]:
        """All sources by the path that people know them by."""
        return {source.path: source for pack in self.packs for source in pack.files.values()}


def built_in_root() -> str:
    """Return the folder of the pack that ships with the program.

    In an installed wheel it lies inside the package; in a checkout it is the project's root.
    """
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    inside = os.path.join(package, "pack")
    return inside if os.path.isdir(inside) else os.path.dirname(os.path.dirname(package))


def read_pack(root: str | os.PathLike[str] | None = None) -> Pack:
    """Read the pack in a folder, the built-in one by default. Raises `InvalidPack`."""
    built_in = root is None
    folder = built_in_root() if root is None else _tidy(os.fspath(root))
    shown = "" if built_in else f"{folder}/"
    if not os.path.isfile(f"{folder}/{PACK_FILE}"):
        raise InvalidPack(
            [
                Problem(
                    "no-pack",
                    f"there is no {PACK_FILE} in this folder",
                    Location(folder),
                    "Name the folder of a pack: it holds pack.yaml, knowledge/ and rules/.",
                )
            ]
        )
    files: dict[str, Source] = {}
    problems: list[Problem] = []
    digest = hashlib.sha256()
    for name in _names(folder, problems):
        try:
            source = read_source(f"{folder}/{name}", PACK_SOURCE)
        except Unreadable as error:
            problems.append(error.problem)
            continue
        files[name] = Source(f"{shown}{name}", source.text)
        _add(digest, name, source.text)
    if problems:
        raise InvalidPack(problems)
    return Pack(folder, files, digest.hexdigest())


def _tidy(path: str) -> str:
    """Return a path without what says nothing: `./`, doubled slashes, one at the end."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return f"{'/' if path.startswith('/') else ''}{'/'.join(parts)}" or "."


def pack_of_texts(texts: dict[str, str], folder: str = "") -> Pack:
    """Make a pack from texts by their path inside it, as if they lay in `folder`.

    Raises `InvalidPack`.
    """
    return pack_of_data(
        {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}, folder
    )


def pack_of_data(data: dict[str, bytes], folder: str = "") -> Pack:
    """Make a pack from what its files hold, as if they lay in `folder`. Raises `InvalidPack`."""
    shown = f"{folder}/" if folder else ""
    files: dict[str, Source] = {}
    problems: list[Problem] = []
    digest = hashlib.sha256()
    for name in sorted(data):
        try:
            source = decode(data[name], f"{shown}{name}", PACK_SOURCE)
        except Unreadable as error:
            problems.append(error.problem)
            continue
        files[name] = source
        _add(digest, name, source.text)
    if problems:
        raise InvalidPack(problems)
    return Pack(folder, files, digest.hexdigest())


def _add(digest: hashlib._Hash, name: str, text: str) -> None:
    digest.update(f"{name}\0{len(text)}\0".encode("utf-8", "surrogateescape"))
    digest.update(text.encode("utf-8"))


def _names(folder: str, problems: list[Problem]) -> list[str]:
    names = [PACK_FILE]
    if os.path.isfile(f"{folder}/{CHANGES_FILE}"):
        names.append(CHANGES_FILE)
    for room in ROOMS:
        if os.path.isdir(f"{folder}/{room}"):
            _collect(folder, room, names, problems)
    if len(names) > FILE_LIMIT:
        problems.append(
            Problem("too-many-files", f"more than {FILE_LIMIT:,} files", Location(folder))
        )
    return sorted(names)


def _collect(folder: str, room: str, names: list[str], problems: list[Problem]) -> None:
    """Add the names of the YAML files below one folder of a pack; links are not followed out."""
    folders = [room]
    while folders:
        inside = folders.pop()
        with os.scandir(f"{folder}/{inside}") as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            name, path = entry.name, f"{inside}/{entry.name}"
            if entry.is_dir():
                if entry.is_symlink():
                    problems.append(_link(f"{folder}/{path}", "a link to a folder"))
                else:
                    folders.append(path)
            elif name.startswith("."):
                continue  # editors and systems keep their own beside a file
            elif entry.is_symlink() and _leaves(entry.path, folder):
                problems.append(_link(f"{folder}/{path}", "a link out of the pack"))
            elif name.endswith(".yaml"):
                names.append(path)
            elif name.casefold().endswith((".yml", ".yaml")):
                problems.append(_other_ending(f"{folder}/{path}", name[name.rindex(".") :]))


def _other_ending(path: str, ending: str) -> Problem:
    return Problem(
        "file-ending",
        f"the file ends in {ending} and would not be read",
        Location(path),
        "Rename it to end in .yaml.",
    )


def _leaves(path: str, folder: str) -> bool:
    home = os.path.realpath(folder)
    return os.path.commonpath([os.path.realpath(path), home]) != home


def _link(path: str, what: str) -> Problem:
    help = "Put the files themselves there: a pack is all that lies in its folder."
    return Problem("link", f"this is {what}", Location(path), help)
