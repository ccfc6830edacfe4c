"""Assessing with waivers: the one place that decides which findings count.

Memos, rankings, explanations and changed copies all come through `Assessor.assess`.
"""

from __future__ import annotations

from collections.abc import Mapping

from vetter.assessment.assess import assess
from vetter.assessment.model import Assessment, FindingResult, Lapsed, Waived, WaivedFinding
from vetter.assessment.proof import Prover, leaves
from vetter.base.characters import quote
from vetter.base.problems import InvalidInput, Location, Problem
from vetter.base.records import NamedTuple
from vetter.engine.forward import Forward
from vetter.facts.states import Project
from vetter.language.conditions import facts_of
from vetter.language.types import QUALITY
from vetter.rulebook.vocabulary import STRENGTH
from vetter.waivers.lapse import why_lapsed
from vetter.waivers.model import Waiver, Waivers
from vetter.waivers.uncounted import uncounted


class Judged(NamedTuple):
    """A waiver held against a project: the concerns that it names, and why it does not stand.

    Without concerns the waiver has no effect; with an empty `why` they are not counted.
    """

    waiver: Waiver
    findings: tuple[FindingResult, ...]
    why: str


class Assessor:
    """A rulebook ready to assess projects, with waivers or without."""

    def __init__(self, forward: Forward, waivers: Waivers | None = None) -> None:
        """Assess by the rulebook of `forward`; `waivers` fit that rulebook."""
        self._forward, self.waivers = forward, waivers
        self._fewer: dict[frozenset[str], Forward] = {}

    def assess(self, project: Project, as_of: str, version: str) -> Assessment:
        """Return the assessment of a project on a day; see `vetter.assessment.assess`.

        Findings that a waiver covers on that day are not counted, and stand apart in `waived`,
        with the assessment that counts them.
        """
        everything = assess(self._forward, project, as_of, version)
        if self.waivers is None:
            return everything
        judged = self.judge(everything)
        if not any(one.findings for one in judged):
            return everything
        covered = [
            WaivedFinding(finding, one.waiver)
            for one in judged
            if not one.why
            for finding in one.findings
        ]
        lapsed = [Lapsed(one.waiver, one.why) for one in judged if one.findings and one.why]
        counted = everything
        if covered:
            fewer = self._without(frozenset(one.waiver.rule for one in covered))
            counted = assess(fewer, project, as_of, version)
        place = (self.waivers.path, self.waivers.sha256)
        return counted._replace(waived=Waived(*place, tuple(covered), tuple(lapsed), everything))

    def judge(self, everything: Assessment) -> list[Judged]:
        """Return what becomes of each waiver that names a project.

        `everything` is an assessment of it that counts all findings.
        """
        project, as_of = everything.project, everything.as_of
        found = []
        for waiver in self.waivers.of(project.name) if self.waivers else ():
            on = grounds(everything, waiver.rule)
            why = why_lapsed(waiver, project, on, as_of)
            found.append(Judged(waiver, tuple(concerns_of(everything, waiver.rule)), why))
        return found

    def _without(self, rule_ids: frozenset[str]) -> Forward:
        """Return the engine that does not count these rules, built when first needed."""
        if rule_ids not in self._fewer:
            self._fewer[rule_ids] = Forward(uncounted(self._forward.rulebook, rule_ids))
        return self._fewer[rule_ids]


def concerns_of(assessment: Assessment, rule_id: str) -> list[FindingResult]:
    """Return the concerns of an assessment that a rule states."""
    found = [one for one in assessment.findings if one.rule_id == rule_id]
    return [one for one in found if one.severity != STRENGTH]


def grounds(assessment: Assessment, rule_id: str) -> tuple[str, ...]:
    """Return the base facts that the finding of a rule and its severity rest on.

    They are all that its conditions read, exceptions and softenings included, what carries the
    levels that these read, what computed facts are made of, and the metrics of qualities.
    """
    rulebook = assessment.rulebook
    rule = rulebook.rule(rule_id)
    assert rule is not None
    prover = Prover(rulebook, assessment.project.states, assessment.run)
    found: dict[str, None] = {}
    for condition in rule.conditions():
        found.update(dict.fromkeys(facts_of(condition)))
        for leaf in leaves(prover.premise(condition)):
            for other in leaf.rules:
                found.update(dict.fromkeys(prover.facts_behind(prover.rule(other))))
    specs = rulebook.vocabulary.facts
    stated: dict[str, None] = {}
    queue = [path for path in found if path in specs]
    while queue:
        path = queue.pop(0)
        computed = specs[path].computed
        if computed is None:
            stated[path] = None
        else:
            queue += computed.inputs  # which may be computed too
    metrics = [specs[path].type.metric_of for path in stated if specs[path].type.kind == QUALITY]
    return tuple(dict.fromkeys((*stated, *metrics)))


def draft_waiver(
    everything: Assessment, rule_id: str, said: Mapping[str, str], path: str | None, days: int
) -> str:
    """Return the text of a file of waivers with one more, for a rule that finds something here.

    `said` are the parts of the waiver that people write. Raises `InvalidInput`.
    """
    from vetter.waivers.draft import draft, waivable
    from vetter.waivers.read import added

    project = everything.project
    if not concerns_of(everything, rule_id):
        message = f"{quote(rule_id)} states no concern about this project"
        help = "`vetter vet` lists what is found; a waiver is for what is."
        raise InvalidInput([Problem("nothing-to-waive", message, Location(project.path), help)])
    states = {path: project.states[path] for path in grounds(everything, rule_id)}
    granted = {path: state for path, state in states.items() if waivable(state)}
    parts = {"rule": rule_id, "project": project.name, **said}
    entry = draft(parts, granted, everything.rulebook.vocabulary.measures)
    return added(entry, path, everything.rulebook, days)
