"""The document: an assessment as plain lists and mappings, of which every memo is made.

Its shape is published as `reports/schema/assessment.schema.json`. Everything is sorted or in the
order of the rulebook, so that the same input gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vetter.assessment.editions import packs_part
from vetter.assessment.model import Assessment, Gap, OpenFact, RequirementResult
from vetter.assessment.stance import stance
from vetter.assessment.words import render_text
from vetter.facts.states import FactState, Status
from vetter.memo.findings import Document, asked, because_part, by_cause, finding_part
from vetter.memo.people import roles_of
from vetter.memo.plan import MemoPlan, read_plan
from vetter.memo.waived import waivers_part
from vetter.rulebook.vocabulary import COUNTED, PILOT, SEVERITIES, Vocabulary

if TYPE_CHECKING:
    from vetter.whatif.results import WhatIf

SCHEMA = "vetter-assessment-1"
DOCUMENTED, NEVER_ANSWERED, ONLY_A_PILOT = "documented", "never answered", "pilot"
"""The parts of the register of unknowns."""


def as_document(
    assessment: Assessment, whatif: WhatIf | None = None, left_out: str = ""
) -> Document:
    """Return the document of an assessment, with the answers of `whatif` where there are any.

    `left_out` says why there are none, or not all.
    """
    vocabulary = assessment.rulebook.vocabulary
    pack = assessment.rulebook.pack
    titles, plan = _titles(assessment), read_plan(vocabulary)
    return {
        "schema": SCHEMA,
        "program": {"name": "vetter", "version": assessment.version},
        "as_of": assessment.as_of,
        "rulebook": {
            "name": pack.name,
            "version": pack.version,
            "title": pack.title,
            "source": pack.source,
            "sha256": pack.sha256,
            "rules": len(assessment.rulebook.rules),
        },
        "packs": packs_part(assessment.rulebook),
        "fact_file": {"path": assessment.project.path, "sha256": assessment.project.sha256},
        "project": {"name": assessment.project.name},
        "verdict": _verdict(assessment, titles),
        "counts": {name: len(assessment.of_severity(name)) for name in reversed(COUNTED)},
        "findings": (findings := [finding_part(one, assessment) for one in assessment.findings]),
        "by_cause": by_cause(findings),
        "conditions": [
            {"rule": one.rule_id, "text": one.text, "who": one.who, "by": one.by, "firm": one.firm}
            for one in _gravest_first(assessment)
        ],
        "pilot": _pilot(assessment),
        "roles": roles_of(assessment, plan.roles),
        "background": [
            {
                "name": name,
                "says": figure.get("says"),
                "year": figure.get("year"),
                "source": figure.get("source"),
            }
            for name, figure in vocabulary.figures.items()
            if name in plan.background
        ],
        "levels": {
            level.path: {
                "title": level.title,
                "kind": _kind(level.path, plan),
                "level": level.level,
                "rank": level.rank,
                "of": len(vocabulary.derived[level.path].type.names),
                "could_be": list(level.could_be),
                "because": [because_part(one, assessment) for one in level.because],
            }
            for level in assessment.levels
        },
        "unknowns": [_unknown(one, titles, assessment) for one in assessment.unknowns],
        "could_change": [
            _could_change(one, titles[one], assessment) for one in assessment.verdict.could_change
        ],
        "whatif": _answers(whatif),
        "whatif_left_out": left_out,
        "gaps": [_gap(one, vocabulary) for one in assessment.gaps],
        "facts": {
            path: _fact(state, vocabulary) for path, state in assessment.project.states.items()
        },
        "reasoning": {
            "nodes": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "text": one.text,
                    "severity": one.severity,
                    "facts": [
                        {
                            "path": fact.path,
                            "label": fact.label,
                            "value": fact.shown,
                            "line": fact.line,
                        }
                        for fact in one.facts
                    ],
                }
                for one in assessment.reasoning.nodes
            ],
            "edges": [list(edge) for edge in assessment.reasoning.edges],
        },
        "drafts": [
            {
                "rule": one.rule_id,
                "title": one.title,
                "severity": one.severity,
                "because": one.because,
                "firm": one.firm,
            }
            for one in assessment.drafts
        ],
        "warnings": [
            {"code": one.code, "message": one.message, "line": one.location.line, "help": one.help}
            for one in assessment.project.warnings
        ],
        **waivers_part(assessment),
    }


def _gravest_first(assessment: Assessment) -> list[RequirementResult]:
    """Return the conditions: first those that come with a concern, the gravest before the rest."""
    ranks = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    grave = {one.rule_id: ranks.get(one.severity, -1) for one in assessment.findings}
    return sorted(assessment.requirements, key=lambda one: -grave.get(one.rule_id, -1))


def _answers(whatif: WhatIf | None) -> Document | None:
    if whatif is None:
        return None
    from vetter.memo.answers.document import answers_document

    return answers_document(whatif)


def _kind(path: str, plan: MemoPlan) -> str:
    """Return the part that a derived fact plays in a memo."""
    return "main" if path in plan.levels else "driver" if path in plan.drivers else "other"


def _titles(assessment: Assessment) -> dict[str, str]:
    """Return the titles of all rules that say something or still could."""
    run, states = assessment.run, assessment.project.states
    return {
        rule.id: render_text(rule.title, assessment.rulebook.vocabulary, states, run.readings)
        for rule in assessment.rulebook.rules
        if run.states[rule.id].status.may_speak
    }


def _verdict(assessment: Assessment, titles: dict[str, str]) -> Document:
    verdict, vocabulary = assessment.verdict, assessment.rulebook.vocabulary
    return {
        "level": verdict.level,
        "standing": verdict.standing,
        "settled": verdict.settled,
        "reachable": list(verdict.reachable),
        "stance": stance(assessment),
        "reasons": [
            {
                "rule": reason.rule_id,
                "verdict": reason.verdict,
                "because": reason.because,
                "firm": reason.firm,
                "findings": list(reason.findings),
            }
            for reason in verdict.reasons
        ],
        "undecided": {
            "rules": [{"rule": one, "title": titles[one]} for one in verdict.undecided_by],
            "facts": [asked(path, vocabulary) for path in verdict.undecided_facts],
        },
    }


def _pilot(assessment: Assessment) -> list[Document]:
    stages = assessment.rulebook.vocabulary.stages
    plan = []
    for name, stage in stages.items():
        steps = [
            {"rule": one.rule_id, "text": one.text, "who": one.who}
            for one in assessment.steps
            if one.stage == name
        ]
        if steps:
            plan.append({"stage": name, "title": stage.get("title"), "steps": steps})
    return plan


def _could_change(rule_id: str, title: str, assessment: Assessment) -> Document:
    """A rule through which an answer could change the verdict: what it says now and could say."""
    vocabulary = assessment.rulebook.vocabulary
    finding = assessment.finding(rule_id)
    gap = next((one for one in assessment.gaps if one.rule_id == rule_id), None)
    if gap is not None:
        now, could, waits = "", list(gap.would_state), gap.waits_for
    elif finding is not None:
        now, could, waits = finding.severity, list(finding.could_be), finding.waits_for
    else:
        now, could, waits = "", [], ()
    return {
        "rule": rule_id,
        "title": title,
        "now": now,
        "could_be": could,
        "could_fall": finding is not None and not finding.firm,
        "waits_for": [asked(path, vocabulary) for path in waits],
    }


def _unknown(one: OpenFact, titles: dict[str, str], assessment: Assessment) -> Document:
    return {
        "path": one.path,
        "label": one.label,
        "question": one.question,
        "status": one.status,
        "part": _part_of(one),
        "value": one.shown if one.status == "partly known" else "",
        "answered_by": one.answered_by,
        "line": one.location.line if one.location else 0,
        "rules": [{"rule": rule_id, "title": titles[rule_id]} for rule_id in one.rules],
        "decides_verdict": one.path in assessment.verdict.undecided_facts,
    }


def _part_of(one: OpenFact) -> str:
    """Return the part of the register of unknowns in which an open fact stands."""
    if one.answered_by == PILOT:
        return ONLY_A_PILOT
    return NEVER_ANSWERED if one.status == Status.UNANSWERED.value else DOCUMENTED


def _gap(gap: Gap, vocabulary: Vocabulary) -> Document:
    return {
        "rule": gap.rule_id,
        "title": gap.title,
        "would_state": list(gap.would_state),
        "waits_for": [asked(path, vocabulary) for path in gap.waits_for],
    }


def _fact(state: FactState, vocabulary: Vocabulary) -> Document:
    evidence = state.evidence
    return {
        "label": vocabulary.label(state.path),
        "status": state.status.value,
        "value": state.shown if state.domain is not None else "",
        "line": state.location.line if state.location else 0,
        "grade": evidence.grade if state.location else "",
        "source": evidence.source,
        "by": evidence.by,
        "date": evidence.date,
        "note": evidence.note,
    }
