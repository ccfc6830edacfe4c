"""What columns say of partly known projects, held to the engines and to the assessment."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.assessment.assess import Gatherer
from vetter.assessment.verdict import decide_verdict
from vetter.columns.partial import SHOWN_VERDICTS, SILENT, STATUSES, Said
from vetter.engine.results import Run
from vetter.facts.states import Project
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import COUNTED, VERDICT


def assert_same_runs(rulebook: Rulebook, said: Said, runs: Sequence[Run]) -> None:
    """Hold every status, severity, level and counter, in all readings, to those of runs."""
    assert said.size == len(runs)
    matrix = said.fired_matrix()
    for row, rule in enumerate(rulebook.rules):
        states = [run.states[rule.id] for run in runs]
        found = [STATUSES[place] for place in said.status(rule.id).tolist()]
        assert found == [state.status.value for state in states], rule.id
        fired = [state.status.fires for state in states]
        assert said.fired(rule.id).tolist() == matrix[row].tolist() == fired
        for place in range(len(rule.findings)):
            seen = [state.severities[place] if state.severities else None for state in states]
            standing = [COUNTED.index(one.standing) if one else SILENT for one in seen]
            assert said.severity(rule.id, place).tolist() == standing, (rule.id, place)
            could = said.could_be(rule.id, place)
            for severity in COUNTED:
                possible = [one is not None and severity in one.possible for one in seen]
                mine = could[severity].tolist() if severity in could else [False] * said.size
                assert mine == possible, (rule.id, place, severity)
    for path, spec in rulebook.vocabulary.derived.items():
        readings = [run.readings[path] for run in runs]
        assert said.standing(path).tolist() == [one.standing for one in readings], path
        assert said.sure(path).tolist() == [one.sure for one in readings], path
        if spec.counter:
            assert said.most(path).tolist() == [max(one.possible) for one in readings], path
        else:
            possible = said.possible(path)
            for value in range(len(possible)):
                expected = [value in one.possible for one in readings]
                assert possible[value].tolist() == expected, (path, value)
    assert said.verdict.tolist() == [run.readings[VERDICT].standing for run in runs]


def shown(said: Said) -> list[str]:
    return [SHOWN_VERDICTS[place] for place in said.shown.tolist()]


def verdict_of(rulebook: Rulebook, project: Project, run: Run) -> str:
    """Return the verdict that an assessment of a run shows."""
    gatherer = Gatherer(rulebook, project, run)
    return decide_verdict(rulebook, project, run, gatherer.prover, gatherer.findings()).level
