"""The plan of a summary, read from the pack's `reports/templates/summary.yaml`."""

from __future__ import annotations

from vetter.base.problems import InvalidPack, Problem
from vetter.base.sources import Unreadable, read_source
from vetter.memo.summary import SummaryPlan
from vetter.rulebook.pack import built_in_root
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Vocabulary

PLAN = "reports/templates/summary.yaml"


def read_plan(vocabulary: Vocabulary) -> SummaryPlan:
    """Return which facts a summary shows; those that a vocabulary lacks are left out.

    Raises `InvalidPack`.
    """
    try:
        source = read_source(f"{built_in_root()}/{PLAN}")
    except Unreadable as error:
        raise InvalidPack([error.problem]) from None
    problems: list[Problem] = []
    reader = Reader(source, problems)
    parts = reader.mapping(reader.top(), PLAN, ("purpose", "levels"), ("purpose", "levels")) or {}
    levels = reader.texts(parts.get("levels"), "levels")
    plan = SummaryPlan(
        reader.text(parts.get("purpose"), "purpose"),
        tuple(path for path in levels if path in vocabulary.derived),
    )
    if problems:
        raise InvalidPack(problems)
    return plan
