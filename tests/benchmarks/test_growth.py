"""What growth measures is answered, about as many open facts as it says."""

from __future__ import annotations

import pytest

from benchmarks import growth
from vetter.rulebook.rulebook import load_rulebook


@pytest.mark.slow
@pytest.mark.nightly
def test_every_answer_is_proved_for_projects_with_some_facts_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(growth, "EXAMPLES", ("fraud-detection",))
    rulebook = load_rulebook()
    (whole,) = growth.complete_projects(rulebook)
    few, many = growth.asked(rulebook, [whole], (2, 6))
    for number, questions in (few, many):
        (question,) = questions
        stated = {path for path in question.case.known if path in whole}
        assert len(whole) - len(stated) == number
        points = [growth.measure(answer, 0, number, questions) for answer in growth.ANSWERS]
        assert [one.answer for one in points] == [answer.name for answer in growth.ANSWERS]
        assert not any(one.unanswered for one in points)
    assert set(few[1][0].case.known) > set(many[1][0].case.known)
