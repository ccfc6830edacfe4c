"""The help of a message is right: the sentence that it shows is one."""

from __future__ import annotations

import re

import pytest

from tests.badinput.tables import PACK, PackCase, pack_cases
from vetter.base.problems import Location
from vetter.language.sentences import BadSentence, parse_sentence
from vetter.rulebook.rulebook import load_rulebook
from vetter.rulebook.typing import resolve

BOOK = load_rulebook(PACK)
_WHOLE = re.compile(r"`(?:- )?([a-z_]+\.[a-z_.]+ (?:is|has|lacks|between|[<>]=?) [^`…]+)`")


def sentences(case: PackCase) -> list[str]:
    """Return the whole sentences in a case's help."""
    return _WHOLE.findall(case.help)


CASES = [case for case in pack_cases() if sentences(case)]


def test_many_cases_show_a_corrected_sentence() -> None:
    assert len(CASES) > 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_sentence_in_the_help_can_be_read(case: PackCase) -> None:
    for sentence in sentences(case):
        parse_sentence(sentence)


PLACEHOLDERS = ("$name", "$least", "quality.target")


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if case.old == "labels.needed > $many_labels"
        and not any(word in case.help for word in PLACEHOLDERS)
    ],
    ids=lambda case: case.name,
)
def test_the_corrected_sentence_fits_the_vocabulary(case: PackCase) -> None:
    for sentence in sentences(case):
        resolve(sentence, BOOK.vocabulary, Location("help"))


def help_for(sentence: str) -> str:
    """Return the help for a sentence, nothing for one that can be read."""
    try:
        parse_sentence(sentence)
    except BadSentence as error:
        return error.help
    return ""


FACTS = ["labels.origin", "plan.access", "goal.forms", "labels.needed"]
TAILS = [
    "is manual or automatic", "is one of manual and automatic", "is one of [manual, automatic]",
    "isn't manual", "equals manual", "are manual", "is not in manual, automatic",
    "is either manual or automatic", "= manual", "<> manual", "is: manual", "is one of manual,",
    "is 'manual'", '>= "manual"', "is manual, automatic", "contains manual",
    "has manual, automatic",
    "has any of manual or automatic", "does not contain manual", "has no manual", "known",
    "is not unknown", "is known yes", "unknown?", "at least $x", "is no more than $x", "≥ $x",
    "is greater than other.fact", "is between $x and $y", "between $x, $y", "between $x to $y",
    "is  above   $x", "isone of manual", "lack manual", "is one off manual",
]  # fmt: skip


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("tail", TAILS)
def test_following_the_help_step_by_step_ends_at_a_sentence(fact: str, tail: str) -> None:
    """A corrected sentence may have another fault, but each step is a step forward."""
    sentence = f"{fact} {tail}"
    seen = [sentence]
    while help_for(sentence):
        sentence = _WHOLE.findall(help_for(sentence))[0]
        assert sentence not in seen
        seen.append(sentence)
    assert len(seen) <= 3
