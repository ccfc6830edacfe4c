"""The parts of a document that findings and levels are made of."""

from __future__ import annotations

from typing import Any

from vetter.assessment.model import Assessment, Because, FindingResult, Premise
from vetter.rulebook.vocabulary import STRENGTH, Vocabulary

Document = dict[str, Any]


def finding_part(finding: FindingResult, assessment: Assessment) -> Document:
    """Return a finding with its cause, its proof, and what it waits for."""
    vocabulary = assessment.rulebook.vocabulary
    cause = vocabulary.causes[finding.cause]
    sections = [vocabulary.heuristics[cite].get("section") for cite in finding.cites]
    return {
        "rule": finding.rule_id,
        "title": finding.title,
        "severity": finding.severity,
        "stated": finding.stated,
        "softened": [{"to": one.to, "because": one.because} for one in finding.softened],
        "cause": {"name": finding.cause, "title": cause.get("title")},
        "sections": list(dict.fromkeys(sections)),
        "cites": list(finding.cites),
        "house": finding.house,
        "because": finding.because,
        "fills_in": finding.fills_in,
        "unstated": [vocabulary.label(path) for path in finding.unstated],
        "advice": finding.advice,
        "who": finding.who,
        "firm": finding.firm,
        "could_be": list(finding.could_be),
        "waits_for": [asked(path, vocabulary) for path in finding.waits_for],
        "facts": (facts := [_used(path, assessment) for path in finding.facts]),
        "proof": _proof(finding.proof),
        "line": next((fact["line"] for fact in facts if fact["line"]), 0),
    }


def _proof(premise: Premise) -> Document:
    """A condition as it stands: its outcome, the value and line behind it, and its parts."""
    return {
        "kind": premise.kind,
        "outcome": premise.outcome,
        "words": premise.words,
        "fact": premise.fact,
        "value": premise.shown,
        "line": premise.location.line if premise.location else 0,
        "distance": premise.distance,
        "rules": list(premise.rules),
        "parts": [_proof(part) for part in premise.parts],
    }


def by_cause(findings: list[Document]) -> list[Document]:
    """Concerns by cause, the cause of the gravest first: each with the places of its findings."""
    groups: dict[str, Document] = {}
    for place, finding in enumerate(findings):
        if finding["severity"] != STRENGTH:
            cause = finding["cause"]
            group = groups.setdefault(cause["name"], {**cause, "findings": []})
            group["findings"].append(place)
    return list(groups.values())


def _used(path: str, assessment: Assessment) -> Document:
    """A fact that something rests on: its label, value and line."""
    state = assessment.project.states[path]
    return {
        "path": path,
        "label": assessment.rulebook.vocabulary.label(path),
        "value": state.shown if state.domain is not None else state.status.value,
        "line": state.location.line if state.location else 0,
    }


def because_part(because: Because, assessment: Assessment) -> Document:
    """Return why a derived fact has its level."""
    base = [path for path in because.facts if path in assessment.project.states]
    return {
        "rule": because.rule_id,
        "text": because.text,
        "facts": [_used(path, assessment) for path in base],
    }


def asked(path: str, vocabulary: Vocabulary) -> Document:
    """Return an open fact as something to ask: its label, its question, and who can answer."""
    spec = vocabulary.facts[path]
    return {
        "path": path,
        "label": vocabulary.label(path),
        "question": spec.question,
        "answered_by": spec.answered_by,
    }
