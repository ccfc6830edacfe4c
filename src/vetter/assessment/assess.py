"""Assessing: run the engine on a project and gather what it says."""

from __future__ import annotations

from vetter.assessment.model import (
    Assessment,
    Because,
    DraftResult,
    FindingResult,
    Gap,
    Level,
    OpenFact,
    RequirementResult,
    Softened,
    StepResult,
)
from vetter.assessment.proof import Prover
from vetter.assessment.reasoning import trace
from vetter.assessment.verdict import decide_verdict
from vetter.assessment.words import render_text
from vetter.engine.forward import Forward
from vetter.engine.reference import decide
from vetter.engine.results import RuleState, RuleStatus, Run
from vetter.facts.states import Project
from vetter.language.texts import Slot, Text
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Finding, Requirement, Rule, Step
from vetter.rulebook.vocabulary import COUNTED, SEVERITIES, STRENGTH, VERDICT


def assess(forward: Forward, project: Project, as_of: str, version: str) -> Assessment:
    """Return the assessment of a project; `as_of` is an ISO date, `version` the program's."""
    run = forward.run(project.states)
    gatherer = Gatherer(forward.rulebook, project, run)
    findings = gatherer.findings()
    verdict = decide_verdict(forward.rulebook, project, run, gatherer.prover, findings)
    gaps = gatherer.gaps()
    return Assessment(
        project,
        forward.rulebook,
        run,
        verdict,
        findings,
        gatherer.requirements(),
        gatherer.steps(),
        gatherer.levels(),
        gaps,
        gatherer.unknowns(gaps, findings),
        trace(gatherer.prover, verdict, findings),
        as_of,
        version,
        gatherer.drafts(),
    )


class Gatherer:
    """Turns the states of a run into results with their texts filled in."""

    def __init__(self, rulebook: Rulebook, project: Project, run: Run) -> None:
        """Gather from `run`, the run of `rulebook` on `project`."""
        self.rulebook, self.project, self.run = rulebook, project, run
        self.prover = Prover(rulebook, project.states, run)
        self.fired = [rule for rule in rulebook.rules if run.states[rule.id].status.fires]

    def _text(self, text: Text | None) -> str:
        return render_text(text, self.rulebook.vocabulary, self.project.states, self.run.readings)

    def findings(self) -> tuple[FindingResult, ...]:
        """Return the findings, gravest first, strengths last, by cause and then by rule."""
        causes = list(self.rulebook.vocabulary.causes)
        found = [
            self._finding(rule, self.run.states[rule.id], place, entry)
            for rule in self.fired
            for place, entry in enumerate(rule.findings)
        ]
        grave = [*reversed(SEVERITIES), STRENGTH]
        return tuple(
            sorted(
                found,
                key=lambda one: (grave.index(one.severity), causes.index(one.cause), one.rule_id),
            )
        )

    def _finding(self, rule: Rule, state: RuleState, place: int, entry: Finding) -> FindingResult:
        seen = state.severities[place]
        softened = [
            Softened(soft.to, self._text(soft.because))
            for soft in entry.softened
            if self.prover.premise(soft.when, exception=True).outcome == "true"
        ]
        firm = state.status is RuleStatus.FIRM
        could_be = sorted(seen.possible - {seen.standing}, key=COUNTED.index)
        return FindingResult(
            rule.id,
            self._text(rule.title),
            seen.standing,
            entry.severity,
            tuple(softened),
            entry.cause,
            self._text(entry.because),
            self._text(entry.advice),
            entry.who,
            rule.cites,
            rule.house,
            firm,
            tuple(could_be),
            () if firm and not could_be else tuple(self.prover.deciders(rule)),
            tuple(self.prover.facts_behind(rule)),
            (proof := self.prover.premise(rule.when)),
            rule.location,
            tuple(self.prover.unstated(proof)),
            any(self._is_of_the_project(slot) for slot in entry.because.slots),
        )

    def _is_of_the_project(self, slot: Slot) -> bool:
        """Whether a place in a text is filled with what the project states or what follows."""
        return not slot.is_threshold and self.rulebook.vocabulary.figure(slot.name) is None

    def requirements(self) -> tuple[RequirementResult, ...]:
        """Return what must be done, in the order of the rules."""
        return tuple(
            RequirementResult(
                rule.id,
                self._text(entry.text),
                entry.who,
                self._text(entry.by),
                self.run.states[rule.id].status is RuleStatus.FIRM,
            )
            for rule in self.fired
            for entry in rule.then
            if isinstance(entry, Requirement)
        )

    def steps(self) -> tuple[StepResult, ...]:
        """Return the steps of the pilot plan in the order of its stages."""
        stages = list(self.rulebook.vocabulary.stages)
        found = [
            StepResult(rule.id, self._text(entry.text), entry.stage, entry.who)
            for rule in self.fired
            for entry in rule.then
            if isinstance(entry, Step)
        ]
        return tuple(sorted(found, key=lambda step: stages.index(step.stage)))

    def levels(self) -> tuple[Level, ...]:
        """Return how the derived facts stand, the verdict and counters left out."""
        found = []
        for path, spec in self.rulebook.vocabulary.derived.items():
            if spec.counter or path == VERDICT:
                continue
            reading = self.run.readings[path]
            others = sorted(
                rank
                for rank in reading.sound.values
                if isinstance(rank, int) and rank != reading.standing
            )
            names = spec.type.names
            found.append(
                Level(
                    path,
                    spec.title,
                    names[reading.standing],
                    reading.standing,
                    tuple(names[rank] for rank in others),
                    tuple(self._because(path, reading.standing)),
                )
            )
        return tuple(found)

    def _because(self, path: str, rank: int) -> list[Because]:
        found = []
        for rule in self.fired:
            for entry in rule.conclusions:
                if entry.fact == path and entry.level == rank:
                    text = self._text(entry.because) or self._text(rule.title)
                    facts = tuple(self.prover.facts_behind(rule))
                    found.append(Because(rule.id, text, facts))
        return found

    def drafts(self) -> tuple[DraftResult, ...]:
        """Return what drafts would say on the finished readings, had they been in force."""
        found = []
        for rule in self.rulebook.drafts:
            state = decide(rule, self.project.states, self.run.readings)
            if not state.status.fires:
                continue
            firm = state.status is RuleStatus.FIRM
            title = self._text(rule.title)
            entries = rule.findings
            severity = state.severities[0].standing if entries else ""
            because = self._text(entries[0].because) if entries else ""
            found.append(DraftResult(rule.id, title, severity, because, firm))
        return tuple(found)

    def gaps(self) -> tuple[Gap, ...]:
        """Return the rules that are pending, the gravest first."""
        found = []
        for rule in self.rulebook.rules:
            state = self.run.states[rule.id]
            if state.status is not RuleStatus.PENDING:
                continue
            would: list[str] = []
            for severity in state.severities:
                would.extend(sorted(severity.possible, key=COUNTED.index, reverse=True))
            for entry in rule.conclusions:
                spec = self.rulebook.vocabulary.derived[entry.fact]
                would.append(f"{spec.title.lower()}: {spec.type.names[entry.level]}")
            gap = Gap(
                rule.id, self._text(rule.title), tuple(would), tuple(self.prover.deciders(rule))
            )
            found.append(gap)
        return tuple(sorted(found, key=lambda gap: (_gravity(gap), gap.rule_id)))

    def unknowns(
        self, gaps: tuple[Gap, ...], findings: tuple[FindingResult, ...]
    ) -> tuple[OpenFact, ...]:
        """Return the open facts, those first that the gravest rules wait for."""
        waiting: dict[str, dict[str, int]] = {}
        for gap in gaps:
            for path in gap.waits_for:
                waiting.setdefault(path, {})[gap.rule_id] = _gravity(gap)
        for finding in findings:
            for path in finding.waits_for:
                waiting.setdefault(path, {})[finding.rule_id] = -COUNTED.index(finding.severity)
        found = [
            OpenFact(
                state.path,
                self.rulebook.vocabulary.label(state.path),
                state.spec.question,
                state.status.value,
                state.shown,
                state.spec.answered_by,
                state.location,
                tuple(_gravest_first(waiting.get(state.path, {}))),
            )
            for state in self.project.open_facts()
        ]

        def first(one: OpenFact) -> tuple[int, int, str]:
            gravest = waiting[one.path][one.rules[0]] if one.rules else 1
            return (gravest, -len(one.rules), one.path)

        return tuple(sorted(found, key=first))


def _gravest_first(gravities: dict[str, int]) -> list[str]:
    return sorted(gravities, key=lambda rule_id: (gravities[rule_id], rule_id))


def _gravity(gap: Gap) -> int:
    ranks = [SEVERITIES.index(word) for word in gap.would_state if word in SEVERITIES]
    return -max(ranks, default=-1)
