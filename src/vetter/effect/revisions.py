"""Packs as they were at a revision of the git repository that holds them.

Git is only asked to read: by fixed lists of arguments, without a shell, and without anything that a
repository could make it run.
"""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

from vetter.base.characters import quote
from vetter.base.problems import InvalidInput, InvalidPack, Location, Problem
from vetter.rulebook.pack import CHANGES_FILE, FILE_LIMIT, PACK_FILE, ROOMS, Pack, pack_of_data

SECONDS = 60
"""How long git may take for one answer."""
LINK = "120000"


class _Failed(Exception):
    """Git gave no answer."""


class _Held(NamedTuple):
    """A file of a folder at a revision: its path there, what git calls it, whether it is a link."""

    name: str
    object: str
    link: bool


def packs_at(revision: str, packs: list[Pack]) -> list[Pack]:
    """Return packs as they were at a revision of the repository that holds the lowest one held.

    A pack that no repository holds, or another one, is taken as it is. One that was not there yet
    is left out. Raises `InvalidInput` when there is no such revision, no repository, or no git.
    """
    tops = {pack.root: _repository(pack.root) for pack in packs}
    held = [pack for pack in packs if tops[pack.root]]
    if not held:
        message = f"{quote(revision)} is neither a folder nor can it be a revision"
        help = "No pack that is set lies in a git repository. Name the folder of a pack."
        raise _refused("no-repository", message, revision, help)
    top = tops[held[0].root]
    commit = _commit(top, revision)
    found: list[Pack] = []
    for place, pack in enumerate(packs):
        if tops[pack.root] != top:
            found.append(pack)
            continue
        then = _pack_at(top, commit, revision, pack)
        if then is not None:
            found.append(then)
        elif not place:
            message = f"at {quote(revision)} there is no {PACK_FILE} in {quote(pack.root)}"
            help = "Name a revision that holds the rulebook in this folder."
            raise _refused("no-pack-then", message, revision, help)
    return found


def _repository(folder: str) -> str:
    """Return the top folder of the repository that tracks a pack, empty where none does."""
    try:
        top = _git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape")
        tracked = _git(folder, "ls-files", "--error-unmatch", "-z", "--", PACK_FILE)
    except _Failed:
        return ""
    return top.rstrip("\n") if tracked else ""


def _commit(top: str, revision: str) -> str:
    if not revision.startswith("-") and "\0" not in revision:
        try:
            told = _git(
                top,
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                f"{revision}^{{commit}}",
            )
            return told.decode("ascii").strip()
        except _Failed:
            pass
    message = f"{quote(revision)} is neither a folder nor a revision"
    help = "Name the folder of a pack, or a revision of the repository, such as HEAD~1."
    raise _refused("no-revision", message, revision, help)


def _pack_at(top: str, commit: str, revision: str, pack: Pack) -> Pack | None:
    """Return a pack at a commit, None when it was not there."""
    inside = os.path.relpath(os.path.realpath(pack.root), os.path.realpath(top))
    prefix = "" if inside == "." else f"{inside.replace(os.sep, '/')}/"
    where = ("--", prefix) if prefix else ()
    try:
        listed = _git(top, "ls-tree", "-r", "-z", "--full-tree", commit, *where)
        lines = [line for line in listed.split(b"\0") if line]
        held = [one for one in map(_held, lines) if _counts(one, prefix)]
        if f"{prefix}{PACK_FILE}" not in [one.name for one in held]:
            return None
        _check(held, revision)
        texts = _contents(top, held)
    except _Failed:
        message = f"git could not read {quote(pack.root)} at {quote(revision)}"
        raise _refused("no-revision", message, revision, "Look at it with `git log`.") from None
    files = {one.name.removeprefix(prefix): text for one, text in zip(held, texts, strict=True)}
    return pack_of_data(files, f"{revision}:{prefix}".rstrip("/"))


def _held(line: bytes) -> _Held:
    meta, _, name = line.partition(b"\t")
    mode, _, rest = meta.partition(b" ")
    return _Held(
        name.decode("utf-8", "surrogateescape"),
        rest.rpartition(b" ")[2].decode("ascii"),
        mode.decode("ascii") == LINK,
    )


def _counts(one: _Held, prefix: str) -> bool:
    """Whether a file is one of a pack in this folder, as a pack is read from a folder."""
    name = one.name.removeprefix(prefix)
    if name in (PACK_FILE, CHANGES_FILE):
        return True
    room, _, file = name.partition("/")
    last = file.rpartition("/")[2]
    return room in ROOMS and last.endswith(".yaml") and not last.startswith(".")


def _check(held: list[_Held], revision: str) -> None:
    for one in held:
        if one.link:
            help = "Put the files themselves there: a pack is all that lies in its folder."
            place = Location(f"{revision}:{one.name}")
            raise InvalidPack([Problem("link", "this is a link", place, help)])
    if len(held) > FILE_LIMIT:
        place = Location(revision)
        raise InvalidPack([Problem("too-many-files", f"more than {FILE_LIMIT:,} files", place)])


def _contents(top: str, held: list[_Held]) -> list[bytes]:
    """Return what files hold, all by one call of git."""
    asked = "".join(f"{one.object}\n" for one in held)
    rest = _git(top, "cat-file", "--batch", given=asked.encode("ascii"))
    found = []
    for _ in held:
        head, _, rest = rest.partition(b"\n")
        words = head.split(b" ")
        if len(words) != 3:
            raise _Failed
        size = int(words[2])
        found.append(rest[:size])
        rest = rest[size + 1 :]
    return found


def _git(folder: str, *words: str, given: bytes = b"") -> bytes:
    """Return what git says. Raises `_Failed` when it refuses, `InvalidInput` when there is none."""
    settings = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
    try:
        done = subprocess.run(
            ["git", *settings, "-C", folder or ".", *words],
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=_surroundings(),
        )
    except FileNotFoundError:
        help = "Install git, or name the folder of a pack."
        raise _refused(
            "no-git", "revisions are read by git, which is not installed", "git", help
        ) from None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        raise _Failed from None
    if done.returncode:
        raise _Failed
    return done.stdout


def _surroundings() -> dict[str, str]:
    """Return the environment without what would lead git to another repository, as in a hook."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}


def _refused(code: str, message: str, place: str, help: str) -> InvalidInput:
    return InvalidInput([Problem(code, message, Location(place), help)])
