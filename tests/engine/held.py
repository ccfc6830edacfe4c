"""What the property tests share: how many cases they try, and what they compare."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

from vetter.assessment.assess import assess
from vetter.assessment.model import Assessment
from vetter.engine.reference import evaluate
from vetter.engine.results import Run
from vetter.facts.states import Project
from vetter.rulebook.rulebook import Rulebook

TIMES = 10 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 1
"""experta's caches grow with every engine, so how many are built stays within bounds."""


def tries(rulebooks: int) -> settings:
    """Try a property on this many rulebooks, ten times as many in a nightly run."""
    return settings(max_examples=rulebooks * TIMES)


class ByReference:
    """The reference evaluator in the place of the forward engine."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def run(self, states: Any) -> Run:
        return evaluate(self.rulebook, states)


def assessed(engine: Any, project: Project) -> Assessment:
    """Return the assessment that an engine gives."""
    return assess(engine, project, "a day", "a version")


def same(one: Run, other: Run) -> bool:
    """Whether two runs agree on every rule, severity and reading; not on the order of firing."""
    return (one.states, one.readings, sorted(one.fired)) == (
        other.states,
        other.readings,
        sorted(other.fired),
    )
