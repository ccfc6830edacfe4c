"""The results of a test of rules as plain data."""

from __future__ import annotations

from typing import Any

from vetter.harness.results import Failure, Gap, Proposal, Results, Survivor, Tested


def document_of(results: Results) -> dict[str, Any]:
    """Return lists and mappings for JSON; `score` and `coverage` are percentages."""
    return {
        "rulebook": results.names,
        "examples": results.examples,
        "failures": results.failures,
        "points": results.points,
        "shown": results.shown,
        "mutated": results.mutated,
        "mutants": results.mutants,
        "killed": results.killed,
        "equivalent": results.equivalent,
        "unproved": results.unproved,
        "score": results.score / 10,
        "rules": [_rule(rule) for rule in results.rules],
    }


def _rule(rule: Tested) -> dict[str, Any]:
    return {
        "id": rule.rule,
        "path": rule.path,
        "examples": rule.examples,
        "points": rule.points,
        "mutants": rule.mutants,
        "equivalent": rule.equivalent,
        "failures": [_failure(one) for one in rule.failures],
        "gaps": [_lack(one) for one in rule.gaps],
        "survivors": [
            {**_lack(one), "line": one.location.line, "column": one.location.column}
            for one in rule.survivors
        ],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "line": failure.location.line,
        "column": failure.location.column,
        "expected": failure.expected,
        "got": failure.got,
        "sentences": [row._asdict() for row in failure.rows],
        "problems": [problem.message for problem in failure.problems],
    }


def _lack(found: Gap | Survivor) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "words": found.words,
        "example": None if found.proposal is None else _proposal(found.proposal),
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "expects": proposal.expects,
        "facts": proposal.facts,
        "as": proposal.severity,
        "line": proposal.beside,
        "lines": list(proposal.lines),
    }
