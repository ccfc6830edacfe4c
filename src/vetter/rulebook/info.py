"""What packs say of themselves, and what each needs below it."""

from __future__ import annotations

from vetter.base.characters import quote
from vetter.base.nodes import Node
from vetter.base.problems import Problem
from vetter.base.records import NamedTuple
from vetter.base.suggest import did_you_mean
from vetter.rulebook.pack import CHANGES_FILE, PACK_FILE, Pack, Stack
from vetter.rulebook.read_lists import missing_file
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Vocabulary

NAMED_BY = "projects are named by"
NEEDS = "needs"
"""The key, and the code of a problem with it."""

KEYS = ("name", "version", "title", "source", "purpose", "needs", NAMED_BY)


class PackInfo(NamedTuple):
    """What a pack says of itself, and the hash of its content.

    `named_by` is the fact that gives a project its name, empty where the pack has none. `needs` are
    the names of packs that must lie below this one.
    """

    name: str
    version: str
    title: str
    source: str
    sha256: str
    named_by: str = ""
    purpose: str = ""
    needs: tuple[str, ...] = ()
    root: str = ""
    """The folder of the pack."""


def read_infos(stack: Stack, problems: list[Problem]) -> tuple[PackInfo, ...]:
    """Return what each pack says of itself, the bottom one first."""
    infos: list[PackInfo] = []
    for pack in stack.packs:
        source = pack.files.get(PACK_FILE)
        if source is None:
            problems.append(missing_file(Stack((pack,)), PACK_FILE))
            infos.append(PackInfo("", "", "", "", pack.sha256))
            continue
        reader = Reader(source, problems)
        parts = reader.mapping(reader.top(), PACK_FILE, KEYS, ("name", "version", "title")) or {}
        texts = {key: reader.text(parts.get(key), key) for key in KEYS if key != "needs"}
        if infos and NAMED_BY in parts:
            message = "only the pack at the bottom says what names a project"
            reader.report(parts[NAMED_BY], "named-by", message, "Remove the line.")
        for other in infos:
            if texts["name"] and other.name.casefold() == texts["name"].casefold():
                message = f"a pack below is called {quote(other.name)}"
                reader.report(parts["name"], "same-pack", message, "Lay each pack once.")
        needs = reader.texts(parts.get("needs"), "needs")
        info = PackInfo(
            texts["name"], texts["version"], texts["title"], texts["source"], pack.sha256,
            texts[NAMED_BY], texts["purpose"], needs, pack.root,
        )  # fmt: skip
        for place, need in enumerate(needs):
            if need not in [one.name for one in infos]:
                node = reader.items(parts["needs"], "needs")[place]
                reader.report(node, "needs", *_missing(stack, len(infos), info, need))
        infos.append(info)
    return tuple(infos)


def is_overlay(pack: Pack) -> bool:
    """Return whether a pack is made to be laid over another: it needs one, or changes one."""
    source = pack.files.get(PACK_FILE)
    parts: dict[str, Node] = {}
    if source is not None:
        reader = Reader(source, [])  # what is wrong with it is told when it is read
        parts = reader.mapping(reader.top(), PACK_FILE) or {}
    return "needs" in parts or CHANGES_FILE in pack.files


def _missing(stack: Stack, place: int, info: PackInfo, need: str) -> tuple[str, str]:
    """Return what is wrong with a need that no pack below answers, and what to do."""
    for pack in stack.packs[place + 1 :]:
        source = pack.files.get(PACK_FILE)
        reader = Reader(source, []) if source else None
        parts = (reader.mapping(reader.top(), PACK_FILE) or {}) if reader else {}
        if reader is None or reader.text(parts.get("name"), "name") != need:
            continue
        if info.name in reader.texts(parts.get("needs"), "needs"):
            message = f"{quote(info.name)} and {quote(need)} each need the other below them"
            return message, "Packs form no circle: take the need out of one of them."
        return f"{quote(need)} lies above this pack, which needs it below", "Lay it first."
    return f"no pack below is called {quote(need)}", "Lay it below this one: `--pack` it first."


def no_such_name(stack: Stack, path: str, vocabulary: Vocabulary) -> Problem:
    """Return the problem that the fact which is to name projects is none."""
    found: list[Problem] = []
    reader = Reader(stack.bottom.files[PACK_FILE], found)
    parts = reader.mapping(reader.top(), PACK_FILE) or {}
    hint = did_you_mean(path, vocabulary.facts, "Name the fact that gives a project its name.")
    reader.report(parts[NAMED_BY], "unknown-fact", f"there is no fact `{path}`", hint)
    return found[-1]
