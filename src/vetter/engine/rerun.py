"""Running again after few facts changed: only what the change reaches is decided anew.

It decides by the reference evaluator, so that the run is the one that every engine gives. Who looks
at many variants of a project sorts them with it, and has the forward engine confirm what is shown.
"""

from __future__ import annotations

from vetter.engine.reference import decide, read_one
from vetter.engine.results import Run
from vetter.facts.states import Project
from vetter.rulebook.checks import concluded_by
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule


class Rerun:
    """Runs variants of one project, given the run on the project itself."""

    def __init__(self, rulebook: Rulebook, project: Project, run: Run) -> None:
        """Start from `run`, the run of `rulebook` on `project`."""
        self.rulebook, self.project, self.first = rulebook, project, run
        self._readers: dict[str, list[Rule]] = {}
        self._levels: dict[str, tuple[str, ...]] = {}
        self._fed = {rule.id: concluded_by(rule, rulebook.vocabulary) for rule in rulebook.rules}
        self._feeding: dict[str, Rulebook] = {}
        for rule in rulebook.rules:
            reads = sorted(rule.reads())
            self._levels[rule.id] = tuple(one for one in reads if one in run.readings)
            for path in reads:
                self._readers.setdefault(path, []).append(rule)
        for path in rulebook.vocabulary.derived:
            feeding = tuple(rule for rule in rulebook.rules if path in self._fed[rule.id])
            self._feeding[path] = rulebook._replace(rules=feeding)

    def run(self, variant: Project) -> Run:
        """Return the run on a variant; what did not change has the very states of the project."""
        before = self.project.states
        states, readings = dict(self.first.states), dict(self.first.readings)
        due: dict[str, Rule] = {}
        for path, state in variant.states.items():
            if state is not before[path]:
                due.update((rule.id, rule) for rule in self._readers.get(path, ()))
        for stratum in range(self.rulebook.depth):
            stale: set[str] = set()
            for rule in [one for one in due.values() if self.rulebook.strata[one.id] == stratum]:
                levels = {path: readings[path] for path in self._levels[rule.id]}
                decided = decide(rule, variant.states, levels)
                if decided != states[rule.id]:
                    states[rule.id] = decided
                    stale |= self._fed[rule.id]
            for path in sorted(stale):
                reading = read_one(self._feeding[path], path, states)
                if reading != readings[path]:
                    readings[path] = reading
                    due.update((rule.id, rule) for rule in self._readers.get(path, ()))
        fired = [rule.id for rule in self.rulebook.rules if states[rule.id].status.fires]
        fired.sort(key=lambda rule_id: self.rulebook.strata[rule_id])
        return Run(states, readings, tuple(fired))
