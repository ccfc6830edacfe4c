"""What the examples of a rule must show, and what of it they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from vetter.base.records import NamedTuple
from vetter.facts.meaning import View, outcomes
from vetter.harness.cases import FIRES, SILENT, Case, Told
from vetter.harness.mutants import EXCEPTION, NEGATED, SOFTENING, Mutant
from vetter.harness.nearby import in_range, step
from vetter.language.conditions import Test, tests_of
from vetter.language.formats import format_value
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import Vocabulary

OUTCOME, SENTENCE, THRESHOLD = "outcome", "sentence", "threshold"
_ORDERED = frozenset({">", ">=", "<", "<=", "between"})


class Point(NamedTuple):
    """Something that an example must show: its kind, what lacks in words while none does.

    `shows` says whether a case shows it, given what the rule does there. `better` is asked of the
    example that is proposed, if one can be found that is so.
    """

    kind: str
    words: str
    shows: Callable[[Case, Told], bool]
    better: Callable[[Case, Told], bool] | None = None


def points_of(rule: Rule, mutants: Sequence[Mutant], vocabulary: Vocabulary) -> Iterator[Point]:
    """Yield all that the examples of a rule must show."""
    yield Point(OUTCOME, "the rule fires in no example", lambda case, what: what.does == FIRES)
    yield Point(
        OUTCOME, "the rule stays silent in no example", lambda case, what: what.does == SILENT
    )
    for mutant in mutants:
        if mutant.kind == NEGATED and mutant.test is not None:
            words = f"`{mutant.test.sentence}` decides no example"
            yield Point(SENTENCE, words, _differs(mutant.rule))
            yield from _around(mutant, vocabulary)
        elif mutant.kind == EXCEPTION:
            yield Point(EXCEPTION, "no example shows the exception", _differs(mutant.rule))
        elif mutant.kind == SOFTENING:
            words = mutant.words.removesuffix(" left out")
            words = f"no example shows {words} (line {mutant.location.line})"
            yield Point(SOFTENING, words, _differs(mutant.rule))


def _differs(other: Rule) -> Callable[[Case, Told], bool]:
    return lambda case, what: case.told(other) != what


def _around(mutant: Mutant, vocabulary: Vocabulary) -> Iterator[Point]:
    test = mutant.test
    assert test is not None
    if test.operator.sign not in _ORDERED:
        return
    measures = vocabulary.measures
    for operand in test.operands:
        if not operand.threshold:
            continue
        kind = vocabulary.thresholds[operand.threshold].type
        value, metric = Fraction(operand.value), None  # type: ignore[arg-type]
        if kind.metrics:
            metric = measures.metrics[kind.metrics[0]]
        near = step(value, kind, measures)
        for where, low, high in (
            ("just below", value - near, value),
            ("at", value, value),
            ("just above", value, value + near),
        ):
            if not in_range(low if where == "just below" else high, kind, measures):
                continue
            shown = format_value(value, kind, measures, metric)
            words = f"`{test.sentence}` is tested {where} {shown} in no example"
            yield Point(
                THRESHOLD,
                words,
                _lies(test, where, low, high),
                _differs(mutant.rule),
            )


def _lies(test: Test, where: str, low: Fraction, high: Fraction) -> Callable[[Case, Told], bool]:
    def lies(case: Case, what: Told) -> bool:
        reading = case.readings.get(test.fact)
        if reading is not None:
            value = Fraction(reading.standing)
        else:
            state = case.states[test.fact]
            metrics = {name for operand in test.operands for name in operand.metrics}
            if not state.known or state.value is None:
                return False
            if metrics and (state.metric is None or state.metric.name not in metrics):
                return False
            value = Fraction(state.value)  # type: ignore[arg-type]
        if where == "at":
            return value == low
        return low <= value < high if where == "just below" else low < value <= high

    return lies


def sentence_ends(rule: Rule, case: Case) -> Iterator[tuple[str, Test, str]]:
    """Yield each sentence of a rule with the part it stands in and how it ends on a case."""
    parts = [("when", rule.when)]
    if rule.unless is not None:
        parts.append(("unless", rule.unless))
    parts += [("softened", soft.when) for finding in rule.findings for soft in finding.softened]
    view = View(case.states, {path: one.firing for path, one in case.readings.items()})
    for part, condition in parts:
        for test in tests_of(condition):
            ends = outcomes(test, view)
            yield part, test, "open" if len(ends) > 1 else next(iter(ends)).name.lower()
