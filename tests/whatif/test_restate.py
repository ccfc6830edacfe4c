"""Ranges in words: what is said of an end lies within the range."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.packs import built_in, example
from vetter.language.domains import Interval
from vetter.language.types import DURATION, MONEY, PERSON_TIME
from vetter.language.values import parse_value
from vetter.whatif.restate import range_words

FAR = Fraction(10**15)
RULEBOOK = built_in().rulebook
FACTS = RULEBOOK.vocabulary.facts
HOUR = RULEBOOK.vocabulary.measures.units["person-time"]["person-hours"].factor


def said(path, end, upwards):
    state = example("support-ticket-dispatcher").project.states[path]
    domain = Interval(end, FAR, False) if upwards else Interval(-FAR, end, False)
    state = state._replace(domain=Interval(end, end, False))
    return range_words(_Valued(state, end), domain, RULEBOOK)


class _Valued:
    """A state whose fact has a value."""

    def __init__(self, state, value):
        self.spec, self.metric, self.value, self.shown = state.spec, state.metric, value, ""


@pytest.mark.parametrize(
    ("hours", "upwards", "words"),
    [
        ("8", True, "at least 1 person-day"),
        ("8.001", True, "at least 1.1 person-days"),
        ("8.3", True, "at least 1.1 person-days"),
        ("8", False, "at most 1 person-day"),
        ("8.7", False, "at most 1 person-day"),
    ],
)
def test_an_end_is_rounded_inwards(hours, upwards, words):
    assert said("plan.full_effort", Fraction(hours) * HOUR, upwards) == words


@pytest.mark.parametrize(
    "path",
    [
        path
        for path, spec in FACTS.items()
        if spec.type.kind in (DURATION, MONEY, PERSON_TIME) and spec.computed is None
    ],
)
def test_what_is_said_of_an_end_is_so(path):
    kind = FACTS[path].type
    for end in (Fraction(1, 3), Fraction(12345, 7), Fraction(98765432, 99)):
        for upwards in (True, False):
            text = said(path, end, upwards).split(" ", 2)[2].replace(",", "")
            value = parse_value(text, kind, RULEBOOK.vocabulary.measures)
            assert value >= end if upwards else value <= end, (path, end, text)
