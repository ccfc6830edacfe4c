"""Settings: which packs lie over the rulebook, and how a person likes output to look.

Packs change verdicts, so they are named where a team sees them: on the command line, in the
environment, or in the working folder's `vetter.yaml`. A personal file changes presentation only.
"""

# ruff: noqa: PTH111, PTH113, PTH118, PTH120 -- pathlib takes longer to import than a setting to read
from __future__ import annotations

import os
from collections import abc

from vetter.base.characters import quote
from vetter.base.nodes import Node, Sequence
from vetter.base.problems import InvalidInput, Problem
from vetter.base.records import NamedTuple
from vetter.base.sources import PACK_FILE, Unreadable, read_source
from vetter.rulebook.reader import Reader
from vetter.waivers.model import WAIVER_DAYS

PACKS = "VETTER_PACKS"
"""The variable that names folders of packs, set apart as paths are on this system."""
FOLDER_FILE = "vetter.yaml"
PERSONAL_FILE = "vetter/config.yaml"
COLOURS, FORMATS = ("auto", "always", "never"), ("text", "md", "json")
NARROWEST, WIDEST = 60, 200
BUILT_IN = "built in"
FOLDER_KEYS = ("packs", "waivers", "waiver days")
MOST_DAYS = 3_660


class Setting(NamedTuple):
    """A setting: its name, its value in words, and where it came from."""

    name: str
    value: str
    origin: str


class Settings(NamedTuple):
    """What is set: the rulebook at the bottom (None for the built-in one) and the packs over it.

    `waivers` is the file of waivers, empty for none, and `waiver_days` how long one may run.
    `shown` are all settings with their origins, those of presentation too.
    """

    rulebook: str | None
    packs: tuple[str, ...]
    shown: tuple[Setting, ...]
    waivers: str = ""
    waiver_days: int = WAIVER_DAYS


class _OfFolder(NamedTuple):
    """What a `vetter.yaml` sets; None for what it does not name. Paths start at the folder."""

    packs: tuple[str, ...] | None = None
    waivers: str | None = None
    waiver_days: int | None = None


def read_settings(
    rulebook: str | None,
    packs: abc.Sequence[str],
    environment: abc.Mapping[str, str],
    folder: str,
    waivers: str | None = None,
) -> Settings:
    """Return the settings for a command that was started in `folder`.

    Of the places that name packs the first one that does counts: options, the environment, the
    nearest `vetter.yaml` from the folder upwards. So it is with `waivers`, which no variable names;
    the limit of their days stands in that file alone. Raises `InvalidInput`.
    """
    problems: list[Problem] = []
    path = _nearest(folder)
    of_folder = _read_folder(path, folder, problems) if path else _OfFolder()
    named, origin = tuple(packs), "option --pack"
    if not named:
        named = tuple(part for part in environment.get(PACKS, "").split(os.pathsep) if part)
        origin = f"environment {PACKS}"
    if not named:
        named, origin = of_folder.packs or (), BUILT_IN if of_folder.packs is None else path
    agreed, agreed_by = (waivers or "", "option --waivers" if waivers else BUILT_IN)
    if not agreed and of_folder.waivers is not None:
        agreed, agreed_by = of_folder.waivers, path
    days = WAIVER_DAYS if of_folder.waiver_days is None else of_folder.waiver_days
    if problems:
        raise InvalidInput(problems)
    personal = read_personal(environment)
    bottom = rulebook or "the rulebook of the program"
    shown = (
        Setting("rulebook", bottom, "option --rulebook" if rulebook else BUILT_IN),
        Setting("packs", ", ".join(named) or "none", origin),
        Setting("waivers", agreed or "none", agreed_by),
        Setting("waiver days", str(days), BUILT_IN if of_folder.waiver_days is None else path),
        *personal.values(),
    )
    return Settings(rulebook, named, shown, agreed, days)


def _nearest(folder: str) -> str:
    """Return the path of the nearest `vetter.yaml` from a folder upwards, empty without one."""
    while True:
        path = os.path.join(folder, FOLDER_FILE)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def _read_folder(path: str, folder: str, problems: list[Problem]) -> _OfFolder:
    """Return what a `vetter.yaml` sets, its paths as they are from `folder`."""
    reader = _reader(path, problems)
    if reader is None:
        return _OfFolder()
    parts = reader.mapping(reader.top(), FOLDER_FILE, FOLDER_KEYS) or {}
    home = os.path.dirname(path)

    def from_here(name: str) -> str:
        return os.path.relpath(os.path.join(home, name), folder)

    packs, waivers, days = (parts.get(key) for key in FOLDER_KEYS)
    named: tuple[str, ...] | None = None
    if type(packs) is Sequence and not packs.items:
        named = ()  # which says that none of those count which a file further up may name
    elif packs is not None:
        named = tuple(from_here(one) for one in reader.texts(packs, "packs") if one)
    file = reader.text(waivers, "waivers")
    return _OfFolder(
        named, from_here(file) if file else None, None if days is None else _days(reader, days)
    )


def _days(reader: Reader, node: Node) -> int:
    text = reader.text(node, "waiver days")
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= MOST_DAYS and len(text) < 6:
        return int(text)
    if text:
        help = f"Write a number of days from 1 to {MOST_DAYS:,}."
        reader.report(node, "bad-days", f"{quote(text)} is no number of days", help)
    return WAIVER_DAYS


def personal_file(environment: abc.Mapping[str, str]) -> str:
    """Return the path of the personal file, empty without one."""
    home = environment.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    path = os.path.join(home, PERSONAL_FILE)
    return path if os.path.isfile(path) else ""


def read_personal(environment: abc.Mapping[str, str]) -> dict[str, Setting]:
    """Return how a person likes output to look: `colour`, `width`, `format`.

    Nothing here can change a verdict. Raises `InvalidInput`.
    """
    found = {
        "colour": Setting("colour", "auto", BUILT_IN),
        "width": Setting("width", "auto", BUILT_IN),
        "format": Setting("format", "text", BUILT_IN),
    }
    path = personal_file(environment)
    problems: list[Problem] = []
    reader = _reader(path, problems) if path else None
    allowed = {"colour": COLOURS, "format": FORMATS}
    for name, node in reader.pairs(reader.top(), "the personal file") if reader else ():
        assert reader is not None
        if name.text not in found:
            help = "It holds colour, width and format: a verdict is the same for everybody."
            message = f"{quote(name.text)} is no personal setting"
            reader.report(name, "personal-setting", message, help)
        elif name.text == "width":
            found["width"] = Setting("width", _width(reader, node), path)
        else:
            value = reader.one_of(node, name.text, allowed[name.text])
            found[name.text] = Setting(name.text, value, path)
    if problems:
        raise InvalidInput(problems)
    return found


def _width(reader: Reader, node: Node) -> str:
    text = reader.text(node, "width")
    fits = text.isascii() and text.isdigit() and NARROWEST <= int(text) <= WIDEST
    if text and text != "auto" and not fits:
        help = f"Write auto, or a number of columns from {NARROWEST} to {WIDEST}."
        reader.report(node, "bad-width", f"{quote(text)} is no width", help)
    return text


def _reader(path: str, problems: list[Problem]) -> Reader | None:
    try:
        return Reader(read_source(path, PACK_FILE), problems)
    except Unreadable as error:
        problems.append(error.problem)
        return None
