"""The plan of a ranking, read from the pack's `reports/templates/rank.yaml`."""

from __future__ import annotations

from vetter.base.problems import InvalidPack, Problem
from vetter.base.records import NamedTuple
from vetter.base.sources import Unreadable, read_source
from vetter.rulebook.pack import built_in_root
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Vocabulary

PLAN = "reports/templates/rank.yaml"
HIGHER, LOWER = "higher first", "lower first"


class Criterion(NamedTuple):
    """A derived fact that projects are compared by, and whether its higher level comes first."""

    path: str
    higher_first: bool


class RankingPlan(NamedTuple):
    """What projects are compared by after their verdicts, and the derived facts of the table."""

    order: tuple[Criterion, ...]
    shown: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The derived facts that are compared or shown, each once."""
        return tuple(dict.fromkeys((*(one.path for one in self.order), *self.shown)))


def read_plan(vocabulary: Vocabulary) -> RankingPlan:
    """Return the plan of the program's templates; what a vocabulary lacks is left out.

    Raises `InvalidPack`.
    """
    try:
        source = read_source(f"{built_in_root()}/{PLAN}")
    except Unreadable as error:
        raise InvalidPack([error.problem]) from None
    problems: list[Problem] = []
    reader = Reader(source, problems)
    parts = reader.mapping(reader.top(), PLAN, ("order", "shown"), ("order", "shown")) or {}
    order = [
        Criterion(path, reader.one_of(node, "direction", (HIGHER, LOWER)) == HIGHER)
        for path, node in (reader.mapping(parts.get("order"), "order") or {}).items()
    ]
    shown = reader.texts(parts.get("shown"), "shown")
    if problems:
        raise InvalidPack(problems)
    derived = vocabulary.derived
    return RankingPlan(
        tuple(one for one in order if one.path in derived),
        tuple(path for path in shown if path in derived),
    )
