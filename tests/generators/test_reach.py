"""The generators reach every corner: a property that no case touches holds nothing.

One fixed sample; the failure names what never occurred in it.
"""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings

from tests.engine.held import ByReference, assessed
from tests.generators.cases import cases
from tests.generators.completions import answer_some, completion
from tests.generators.vocabulary import COMPUTED
from vetter.assessment.model import VERDICT_ORDER
from vetter.engine.reference import evaluate
from vetter.engine.results import RuleStatus
from vetter.facts.meaning import FALSE, STUCK, TRUE, View, outcomes
from vetter.facts.states import Status
from vetter.language import conditions
from vetter.language.domains import Interval, Options
from vetter.language.operators import OPERATORS
from vetter.language.types import KINDS, TEXT
from vetter.rulebook.rules import Conclusion, Finding, Requirement, Step
from vetter.rulebook.vocabulary import COUNTED, VERDICT

SAMPLE = 220
"""Rulebooks, each with some fact files."""

EITHER = (True, False)
NAMED = {"boolean", "choice", "level", "metric"}
GROUPS = ("all", "any", "none")
TESTED = [
    ("test", sign, kind)
    for sign, operator in OPERATORS.items()
    for kind in KINDS
    if kind in operator.kinds
]
OPERANDS = [
    ("operand", "literal" if kind in NAMED else "threshold", kind)
    for kind in KINDS
    if kind not in (TEXT, "choices")
]
OUTCOMES = [
    {TRUE}, {FALSE}, {STUCK}, {TRUE, FALSE}, {TRUE, STUCK}, {FALSE, STUCK}, {TRUE, FALSE, STUCK},
]  # fmt: skip
EXPECTED = [
    *TESTED,
    *OPERANDS,
    # whether the fact, and whether the one that it is compared with, is derived
    *product(("compared",), EITHER, EITHER),
    *product(("nested",), ("", *GROUPS), GROUPS),
    *product(("entry",), (Finding, Conclusion, Requirement, Step)),
    *product(("stated",), COUNTED),
    *product(("counter",), COUNTED, EITHER),
    *product(("concludes the verdict",), EITHER),
    "unless",
    *product(("softenings",), range(3)),
    # vocabularies
    *product(("computed",), COMPUTED),
    *product(("applies when",), KINDS),
    *product(("constraints",), range(3)),
    "by pilot",
    # facts of projects
    *product(("status",), Status),
    *product(("domain",), (type(None), Interval, Options)),
    "held",
    "may not apply",
    "metric open, in part known",
    "shut",
    "complete",
    # what becomes of rules
    ("strata", 3),
    ("strata", 4),
    *product(("rule",), RuleStatus, range(4)),
    *product(("ends",), map(frozenset, OUTCOMES)),
    *product(("ends complete",), (TRUE, FALSE, STUCK)),
    *product(("stands",), COUNTED),
    "softened",
    "softening open",
    "standing above sure",
    "several values possible",
    # verdicts, and what can become of them
    *product(("verdict",), VERDICT_ORDER),
    *product(("settled",), EITHER),
    "blocker that only a pilot can bring",
    *product(("completion found",), EITHER),
    *product(("some answer found",), EITHER),
]


@pytest.mark.slow
def test_every_corner_is_reached():
    found: Counter = Counter()

    @settings(max_examples=SAMPLE)
    @given(case=cases(files=4))
    def look(case):
        look_at_rules(case.rulebook, found)
        for file in case.files:
            look_at_file(case, file, found)

    look()
    assert [what for what in EXPECTED if not found[what]] == []


def look_at_rules(book, found):
    found["strata", book.depth] += 1
    found["constraints", len(book.constraints)] += 1
    for spec in book.vocabulary.facts.values():
        if spec.computed:
            found["computed", spec.path] += 1
        if spec.applies_when is not None:
            found["applies when", spec.type.kind] += 1
        if spec.by_pilot:
            found["by pilot"] += 1
    for rule in book.rules:
        if rule.unless is not None:
            found["unless"] += 1
        for entry in rule.then:
            found["entry", type(entry)] += 1
            if isinstance(entry, Finding):
                found["stated", entry.severity] += 1
                found["softenings", len(entry.softened)] += 1
            if isinstance(entry, Conclusion):
                found["concludes the verdict", entry.fact == VERDICT] += 1
        for condition in rule.conditions():
            look_at_condition(condition, book, found)


def look_at_condition(condition, book, found, above=""):
    if isinstance(condition, conditions.Group):
        found["nested", above, condition.kind] += 1
        for part in condition.parts:
            look_at_condition(part, book, found, condition.kind)
        return
    assert isinstance(condition, conditions.Test)
    derived = book.vocabulary.derived
    kind = book.vocabulary.type_of(condition.fact).kind
    found["test", condition.operator.sign, kind] += 1
    counter = derived[condition.fact].counter if condition.fact in derived else None
    if counter is not None:
        found["counter", *counter] += 1
    for operand in condition.operands:
        if operand.fact:
            found["compared", condition.fact in derived, operand.fact in derived] += 1
        else:
            found["operand", "threshold" if operand.threshold else "literal", kind] += 1


def look_at_file(case, file, found):
    book, states = case.rulebook, file.project.states
    for state in states.values():
        found["status", state.status] += 1
        found["domain", type(state.domain)] += 1
        held = state.status is Status.UNANSWERED and state.domain is not None
        found["held"] += held
        found["may not apply"] += state.may_not_apply
        found["metric open, in part known"] += bool(state.metrics)
    found["shut"] += any(state.shut for state in file.project.without_pilot().states.values())
    found["complete"] += not file.project.open_facts()
    assessment = assessed(ByReference(book), file.project)
    verdict, run = assessment.verdict, assessment.run
    found["verdict", verdict.level] += 1
    found["settled", verdict.settled] += 1
    found["blocker that only a pilot can bring"] += verdict.level != "undecided" and any(
        state.status is RuleStatus.PENDING
        and any("blocker" in severity.possible for severity in state.severities)
        for state in run.states.values()
    )
    view = View(states, {path: reading.sound for path, reading in run.readings.items()})
    for rule in book.rules:
        state = run.states[rule.id]
        found["rule", state.status, book.strata[rule.id]] += 1
        for finding, severity in zip(rule.findings, state.severities, strict=False):
            found["stands", severity.standing] += state.status.fires
            found["softened"] += state.status.fires and severity.standing != finding.severity
            found["softening open"] += len(severity.possible) > 1
        for test in conditions.tests_of(rule.when):
            found["ends", outcomes(test, view)] += 1
    for reading in run.readings.values():
        found["standing above sure"] += reading.standing > reading.sure
        found["several values possible"] += len(reading.sound.values) > 1
    whole = completion(file, book, case.random)
    found["completion found", whole is not None] += 1
    if whole is not None:
        readings = evaluate(book, whole.project.states).readings
        view = View(whole.project.states, {path: one.sound for path, one in readings.items()})
        for rule in book.rules:
            found["ends complete", *outcomes(rule.when, view)] += 1
    found["some answer found", answer_some(file, book, case.random) is not None] += 1
