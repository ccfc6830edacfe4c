"""The plan of a ranking, read from the pack's `reports/templates/rank.yaml`."""

from __future__ import annotations

from vetter.base.nodes import Node
from vetter.base.records import NamedTuple
from vetter.rulebook.reader import Reader
from vetter.rulebook.templates import read_template
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
    plan, derived = read_template(PLAN, ("order", "shown"), _read), vocabulary.derived
    return RankingPlan(
        tuple(one for one in plan.order if one.path in derived),
        tuple(path for path in plan.shown if path in derived),
    )


def _read(reader: Reader, parts: dict[str, Node]) -> RankingPlan:
    order = reader.mapping(parts.get("order"), "order") or {}
    return RankingPlan(
        tuple(
            Criterion(path, reader.one_of(node, "direction", (HIGHER, LOWER)) == HIGHER)
            for path, node in order.items()
        ),
        reader.texts(parts.get("shown"), "shown"),
    )
