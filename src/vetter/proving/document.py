"""What was proved of a rulebook, as plain data for JSON."""

from __future__ import annotations

from typing import Any

from vetter.proving.results import Fault, Report


def report_document(report: Report) -> dict[str, Any]:
    """Return everything that was found, ready for JSON."""
    return {
        "schema": "vetter-rules-prove/1",
        "faults": [_fault(one) for one in report.standing],
        "accepted": [_fault(one) for one in report.faults if one.because],
        "needless": [_fault(one) for one in report.needless],
        "proved": [
            {
                "kind": one.kind,
                "sound": one.sound,
                "faults": one.faults,
                "not_proved": list(one.open),
            }
            for one in report.counts
        ],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "about": fault.about,
        "message": fault.message,
        "help": fault.help,
        "path": fault.location.path,
        "line": fault.location.line,
        "projects": [
            {path: value if isinstance(value, str) else list(value) for path, value in project}
            for project in fault.projects
        ],
        **({"because": fault.because} if fault.because else {}),
    }
