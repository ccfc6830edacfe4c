"""What columns, forward and reference say of the same complete projects, compared one by one."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.columns.columns import SILENT, Findings
from vetter.engine.results import Run
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import COUNTED, VERDICT


def assert_same(rulebook: Rulebook, found: Findings, runs: Sequence[Run]) -> None:
    """Hold every rule, severity, level, counter and verdict of columns to those of runs."""
    assert found.size == len(runs)
    matrix = found.fired_matrix()
    for row, rule in enumerate(rulebook.rules):
        states = [run.states[rule.id] for run in runs]
        assert {state.status.value for state in states} <= {"firm", "silent"}
        fired = [state.status.fires for state in states]
        assert found.fired(rule.id).tolist() == fired, rule.id
        assert matrix[row].tolist() == fired
        assert not (found.never(rule.id) and any(fired))
        for place in range(len(rule.findings)):
            expected = [
                COUNTED.index(state.severities[place].standing) if state.status.fires else SILENT
                for state in states
            ]
            assert found.severity(rule.id, place).tolist() == expected, (rule.id, place)
    for path, spec in rulebook.vocabulary.derived.items():
        numbers = found.counter(path) if spec.counter else found.level(path)
        assert numbers.tolist() == [run.readings[path].standing for run in runs], path
    assert found.verdict.tolist() == [run.readings[VERDICT].standing for run in runs]
