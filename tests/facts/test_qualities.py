"""A quality hangs on its metric: where that does not apply, the quality does not."""

from __future__ import annotations

from tests.engine.small import project, rulebook
from vetter.facts.states import Status

FACTS = {
    "plan.ready": {},
    "quality.metric": {"applies when": {"all": ["plan.ready is yes"]}},
    "quality.target": {},
}
BOOK = rulebook(FACTS)


def test_quality_whose_metric_does_not_apply_does_not_apply_either():
    stated = project(BOOK, {"plan.ready": "no", "quality.target": "95%"})
    assert stated.states["quality.target"].status is Status.NOT_APPLICABLE
    assert stated.open_facts() == []
    (warning,) = stated.warnings
    assert warning.code == "not-applicable"
    assert "`plan.ready` is no" in warning.help


def test_quality_whose_metric_may_not_apply_may_not_either():
    state = project(BOOK).states["quality.target"]
    assert state.status is Status.UNANSWERED
    assert state.may_not_apply


def test_quality_whose_metric_applies_is_read_in_it():
    answers = {"plan.ready": "yes", "quality.metric": "accuracy", "quality.target": "95%"}
    state = project(BOOK, answers).states["quality.target"]
    assert state.status is Status.KNOWN
    assert state.metric.name == "accuracy"
