"""Surveying: many fact files read and vetted, by several processes where that pays.

Only what a ranking shows is found out. Where it says why, every project is assessed as for a memo.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from vetter import columns
from vetter.assessment.waived import Assessor
from vetter.base.problems import InvalidFactFile, Problem
from vetter.base.sources import Unreadable, read_source
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of
from vetter.facts.quick import QuickReader
from vetter.facts.states import Project
from vetter.ranking.entries import Entry, entry_of
from vetter.ranking.plan import read_plan
from vetter.rulebook.rulebook import Rulebook, load_rulebook
from vetter.waivers.model import WAIVER_DAYS, Waivers
from vetter.waivers.read import read_waivers

if TYPE_CHECKING:
    from vetter.ranking.by_columns import Columnist

CHUNK = 1024
"""How many files are vetted at once."""
FEW = 512
"""So many files are vetted by one process sooner than others could begin."""


Unread = tuple[str, tuple[Problem, ...]]
"""A file that could not be vetted, and why."""


Folders = tuple[str | None, tuple[str, ...]]
"""The folder of a rulebook, None for the built-in one, and those of the packs over it."""


Waiving = tuple[str | None, int, str]
"""A file of waivers if any, for how many days one may run, and the day on which they are looked at.
"""


class Surveyed(NamedTuple):
    """What became of fact files, in their order: entries, files that are none, and warnings."""

    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...]
    warnings: tuple[Problem, ...]


class Surveyor:
    """A rulebook ready to survey fact files. `explained` says whether entries say why."""

    def __init__(
        self, rulebook: Rulebook, explained: bool, waivers: Waivers | None = None, as_of: str = ""
    ) -> None:
        """Prepare for fact files of one rulebook, with the waivers that stand on a day."""
        self._rulebook, self._as_of = rulebook, as_of
        self._assessor = Assessor(Forward(rulebook), waivers)
        self._paths = read_plan(rulebook.vocabulary).paths
        self._columnist: Columnist | None = None
        self._reader = QuickReader(rulebook)
        if not explained and columns.installed():
            from vetter.ranking.by_columns import Columnist

            self._columnist = Columnist(rulebook, self._paths)

    def survey(self, files: Sequence[str]) -> Surveyed:
        """Return what becomes of some files."""
        unread: list[Unread] = []
        warnings: list[Problem] = []
        projects = list(self._read(files, unread, warnings))
        if self._columnist is not None:
            entries = self._columnist.entries(projects)
            for place, one in enumerate(projects):
                if self._is_waived(one):
                    entries[place] = self._entry(one)._replace(explained=None)
        else:
            entries = [self._entry(one) for one in projects]
        return Surveyed(tuple(entries), tuple(unread), tuple(warnings))

    def _entry(self, project: Project) -> Entry:
        return entry_of(self._assessor.assess(project, self._as_of, ""), self._paths)

    def _is_waived(self, project: Project) -> bool:
        """Whether a waiver names a project; columns know nothing of waivers."""
        waivers = self._assessor.waivers
        return waivers is not None and bool(waivers.of(project.name))

    def _read(
        self, files: Sequence[str], unread: list[Unread], warnings: list[Problem]
    ) -> Iterator[Project]:
        for file in files:
            try:
                source = read_source(file)
                quick = self._reader.read(source) if self._columnist is not None else None
                project = quick or project_of(source, self._rulebook)
            except Unreadable as error:
                unread.append((file, (error.problem,)))
            except InvalidFactFile as error:
                unread.append((file, error.problems))
            else:
                warnings.extend(project.warnings)
                yield project


_mine: list[Surveyor] = []
"""The surveyor of a process that was begun for others' files."""


def _begin(folders: Folders, explained: bool, waived: Waiving) -> None:
    # An interrupt reaches every process of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    rulebook = load_rulebook(*folders)
    path, days, as_of = waived
    waivers = read_waivers(path, rulebook, days) if path else None
    _mine.append(Surveyor(rulebook, explained, waivers, as_of))


def _survey(files: Sequence[str]) -> Surveyed:
    return _mine[-1].survey(files)


def survey(
    rulebook: Rulebook,
    folders: Folders,
    files: Sequence[str],
    explained: bool,
    jobs: int | None = None,
    progress: Callable[[int], None] = lambda done: None,
    waived: Waiving = (None, WAIVER_DAYS, ""),
) -> Surveyed:
    """Vet files and return what became of each, in their order.

    `folders` are what `rulebook` was loaded from, for processes that load it too. `jobs` is how
    many there may be, as many as this machine has processors by default; few files are vetted by
    this process alone. `progress` is told how many more files are done.
    """
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    jobs = min(jobs or _processors(), len(chunks))
    if jobs == 1 or len(files) < FEW:
        path, days, as_of = waived
        waivers = read_waivers(path, rulebook, days) if path else None
        surveyor = Surveyor(rulebook, explained, waivers, as_of)
        return _joined(map(surveyor.survey, chunks), progress)
    begun_with = (folders, explained, waived)
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=begun_with) as pool:
        try:
            return _joined(pool.map(_survey, chunks), progress)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _joined(parts: Iterator[Surveyed], progress: Callable[[int], None]) -> Surveyed:
    entries: list[Entry] = []
    unread: list[Unread] = []
    warnings: list[Problem] = []
    for part in parts:
        entries.extend(part.entries)
        unread.extend(part.unread)
        warnings.extend(part.warnings)
        progress(len(part.entries) + len(part.unread))
    return Surveyed(tuple(entries), tuple(unread), tuple(warnings))
