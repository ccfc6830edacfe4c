"""Essential questions: those that every project must answer, as the rulebook's rules have it."""

from __future__ import annotations

from vetter.assessment.stance import essentials_path
from vetter.language.conditions import tests_of
from vetter.language.operators import UNKNOWN_TESTS
from vetter.rulebook.rulebook import Rulebook


def essential_facts(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the facts whose being open makes a rule conclude that something essential is open.

    They come in the order of the vocabulary; none in a rulebook that has no such rule.
    """
    concluded = essentials_path()
    asked = {
        test.fact
        for rule in rulebook.rules
        if any(one.fact == concluded for one in rule.conclusions)
        for test in tests_of(rule.when)
        if test.operator.sign in UNKNOWN_TESTS
    }
    return tuple(path for path in rulebook.vocabulary.facts if path in asked)
