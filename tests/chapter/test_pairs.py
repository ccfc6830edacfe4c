"""Pairs of examples that differ in a single fact, and stand on two sides of a verdict."""

from __future__ import annotations

from itertools import pairwise

import pytest

import vetter
from tests.docs.pages import ROOT
from vetter.assessment.model import VERDICT_ORDER, Assessment

ENGINE = vetter.load()
BETTER = "-one-fact-better"
PAIRS = sorted(path.stem for path in (ROOT / "examples").glob(f"*{BETTER}.yaml"))


def assessed(stem: str) -> Assessment:
    return ENGINE.vet(ROOT / "examples" / f"{stem}.yaml")


@pytest.mark.parametrize("stem", PAIRS)
def test_a_pair_differs_in_one_answer(stem: str) -> None:
    better, worse = assessed(stem), assessed(stem.removesuffix(BETTER))
    answers = [
        {
            path: (state.status, state.value, state.domain)
            for path, state in one.project.states.items()
            if state.location is not None
        }
        for one in (better, worse)
    ]
    differing = {
        path
        for path in answers[0].keys() | answers[1].keys()
        if answers[0].get(path) != answers[1].get(path)
    }
    assert len(differing) == 1


@pytest.mark.parametrize("stem", PAIRS)
def test_the_better_one_has_the_better_verdict(stem: str) -> None:
    better, worse = (
        VERDICT_ORDER.index(assessed(one).verdict.level)
        for one in (stem, stem.removesuffix(BETTER))
    )
    assert better < worse


def test_every_pair_of_neighbouring_verdicts_has_its_pair() -> None:
    found = {
        (
            assessed(stem).verdict.level,
            assessed(stem.removesuffix(BETTER)).verdict.level,
        )
        for stem in PAIRS
    }
    assert set(pairwise(VERDICT_ORDER)) <= found
