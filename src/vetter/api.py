"""The library: `vetter.vet` and `vetter.load`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from vetter.assessment.assess import assess
from vetter.assessment.model import Assessment
from vetter.base.characters import quote
from vetter.base.problems import InvalidInput, Location, Problem
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping, read_project
from vetter.rulebook.rulebook import Rulebook, load_rulebook
from vetter.version import VERSION

if TYPE_CHECKING:
    from vetter.ranking.entries import Entry

EPOCH = "SOURCE_DATE_EPOCH"

__all__ = ["Assessment", "Engine", "as_of_date", "load", "vet"]


class Engine:
    """A rulebook ready to vet any number of projects."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Make an engine of a rulebook; its network is built when the first project comes."""
        self.rulebook = rulebook
        self._forward = Forward(rulebook)

    def vet(
        self, facts: str | os.PathLike[str] | Mapping[str, Any], today: date | None = None
    ) -> Assessment:
        """Vet a fact file by path (`-`: standard input), or a mapping of facts.

        `today` is the date that the assessment bears. Raises `InvalidFactFile`.
        """
        if isinstance(facts, Mapping):
            project = project_of_mapping(facts, self.rulebook)
        else:
            project = read_project(os.fsdecode(facts), self.rulebook)
        return assess(self._forward, project, as_of_date(today), VERSION)

    def rank(
        self,
        assessments: Sequence[Assessment],
        unread: Sequence[tuple[str, tuple[Problem, ...]]] = (),
        today: date | None = None,
    ) -> dict[str, Any]:
        """Rank assessments of this engine and return the ranking as a document.

        `unread` are the files that could not be vetted, each with its problems. The document's
        shape is published as `reports/schema/ranking.schema.json`. Raises `InvalidPack`.
        """
        from vetter.ranking.entries import entry_of
        from vetter.ranking.plan import read_plan

        paths = read_plan(self.rulebook.vocabulary).paths
        return self.ranking([entry_of(one, paths) for one in assessments], unread, today)

    def ranking(
        self,
        entries: Sequence[Entry],
        unread: Sequence[tuple[str, tuple[Problem, ...]]] = (),
        today: date | None = None,
    ) -> dict[str, Any]:
        """Rank entries of projects, as a survey of many fact files gives them; see `rank`."""
        from vetter.ranking.compare import compare
        from vetter.ranking.plan import read_plan

        plan = read_plan(self.rulebook.vocabulary)
        return compare(entries, unread, self.rulebook, plan, as_of_date(today), VERSION)


def load(rulebook: str | os.PathLike[str] | None = None) -> Engine:
    """Return an engine for the rulebook in a folder, the built-in one by default.

    Raises `InvalidPack` with everything that is wrong with it.
    """
    return Engine(load_rulebook(rulebook))


@cache
def _built_in() -> Engine:
    return load()


def vet(
    facts: str | os.PathLike[str] | Mapping[str, Any],
    *,
    rulebook: str | os.PathLike[str] | None = None,
    today: date | None = None,
) -> Assessment:
    """Vet a proposed project and return its assessment.

    `facts` is the path of a YAML fact file, or a mapping of facts, nested or by dotted path.
    `rulebook` is the folder of a pack, the built-in one by default. Raises `InvalidFactFile` and
    `InvalidPack`, whose `problems` say what is wrong, where, and what to do.
    """
    engine = _built_in() if rulebook is None else load(rulebook)
    return engine.vet(facts, today)


def as_of_date(today: date | None = None) -> str:
    """Return the date to print: the one given, else SOURCE_DATE_EPOCH's, else today's.

    Raises `InvalidInput` when SOURCE_DATE_EPOCH is set to what is no number of seconds.
    """
    if today is not None:
        return today.isoformat()
    epoch = os.environ.get(EPOCH, "")
    if not epoch:
        return date.today().isoformat()
    try:
        if not (epoch.isascii() and epoch.isdigit()):
            raise ValueError
        return datetime.fromtimestamp(int(epoch), tz=UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        message = f"{quote(epoch)} is not a number of seconds since 1970"
        help = f"Correct {EPOCH}, or take it out of the environment."
        raise InvalidInput([Problem("bad-date", message, Location(EPOCH), help)]) from None
