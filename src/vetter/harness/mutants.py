"""Mutants: rules with one small change, such as a slip of the pen could make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.harness.nearby import in_range, step
from vetter.language.conditions import Condition, Group, Operand, Test
from vetter.language.formats import format_value
from vetter.language.operators import OPERATORS
from vetter.language.types import LEVEL, Metric
from vetter.rulebook.rules import Finding, Rule
from vetter.rulebook.vocabulary import SEVERITIES, Vocabulary

OPERATOR, THRESHOLD, LISTED = "operator", "threshold", "listed name"
DROPPED, NEGATED, GROUP = "dropped sentence", "negated sentence", "all and any"
EXCEPTION, SOFTENING, SEVERITY = "exception", "softening", "severity"
KINDS = (
    OPERATOR, THRESHOLD, LISTED, DROPPED, NEGATED, GROUP, EXCEPTION, SOFTENING, SEVERITY,
)  # fmt: skip

_STRICTNESS = {">": (">=",), ">=": (">",), "<": ("<=",), "<=": ("<",)}
_OTHER_GROUP = {"all": "any", "any": "all"}


class Mutant(NamedTuple):
    """A rule with one change: its kind, what was changed in words, and where.

    `test` is the sentence that was negated or moved, if it was one.
    """

    kind: str
    words: str
    location: Location
    rule: Rule
    test: Test | None = None


class _Change(NamedTuple):
    """A condition with one change; without `condition` it is left out altogether."""

    kind: str
    words: str
    location: Location
    condition: Condition | None
    test: Test | None = None


def mutants_of(rule: Rule, vocabulary: Vocabulary) -> list[Mutant]:
    """Return all mutants of a rule, in the order of its file."""
    return [*_of_conditions(rule, vocabulary), *_of_findings(rule, vocabulary)]


def _of_conditions(rule: Rule, vocabulary: Vocabulary) -> Iterator[Mutant]:
    for change in _changes(rule.when, vocabulary):
        if change.condition is not None:
            yield _mutant(change, rule._replace(when=change.condition))
    if rule.unless is None:
        return
    for change in _changes(rule.unless, vocabulary):
        if change.condition is not None:
            yield _mutant(change, rule._replace(unless=change.condition))
    place = rule.unless.location
    yield Mutant(EXCEPTION, "the exception (`unless`) left out", place, rule._replace(unless=None))


def _of_findings(rule: Rule, vocabulary: Vocabulary) -> Iterator[Mutant]:
    for place, entry in enumerate(rule.then):
        if not isinstance(entry, Finding) or entry.severity not in SEVERITIES:
            continue
        for other in _beside(entry.severity):
            words = f"the concern `{entry.severity}` made `{other}`"
            changed = entry._replace(severity=other)
            yield Mutant(SEVERITY, words, entry.location, _with(rule, place, changed))
        for at, soft in enumerate(entry.softened):
            rest = (*entry.softened[:at], *entry.softened[at + 1 :])
            words = f"the softening to `{soft.to}` left out"
            without = _with(rule, place, entry._replace(softened=rest))
            yield Mutant(SOFTENING, words, soft.location, without)
            for other in _beside(soft.to):
                if SEVERITIES.index(other) < SEVERITIES.index(entry.severity):
                    words = f"the softening to `{soft.to}` made one to `{other}`"
                    changed = _softened(entry, at, soft._replace(to=other))
                    yield Mutant(SEVERITY, words, soft.location, _with(rule, place, changed))
            for change in _changes(soft.when, vocabulary):
                if change.condition is not None:
                    changed = _softened(entry, at, soft._replace(when=change.condition))
                    yield _mutant(change, _with(rule, place, changed))


def _softened(entry: Finding, at: int, soft: object) -> Finding:
    return entry._replace(softened=(*entry.softened[:at], soft, *entry.softened[at + 1 :]))  # type: ignore[arg-type]


def _with(rule: Rule, place: int, entry: Finding) -> Rule:
    return rule._replace(then=(*rule.then[:place], entry, *rule.then[place + 1 :]))


def _beside(severity: str) -> tuple[str, ...]:
    """Return the severities next to one, the graver one first."""
    rank = SEVERITIES.index(severity)
    return (*SEVERITIES[rank + 1 : rank + 2], *SEVERITIES[max(0, rank - 1) : rank])


def _mutant(change: _Change, rule: Rule) -> Mutant:
    return Mutant(change.kind, change.words, change.location, rule, change.test)


def _changes(condition: Condition, vocabulary: Vocabulary) -> Iterator[_Change]:
    if isinstance(condition, Test):
        yield from _of_test(condition, vocabulary)
        return
    parts = condition.parts
    other = _OTHER_GROUP.get(condition.kind)
    if other and len(parts) > 1:
        words = f"`{condition.kind}` read as `{other}`"
        yield _Change(GROUP, words, condition.location, condition._replace(kind=other))
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        for change in _changes(part, vocabulary):
            if change.condition is not None:
                whole = condition._replace(parts=(*before, change.condition, *after))
                yield change._replace(condition=whole)
            elif len(parts) > 1:
                yield change._replace(condition=condition._replace(parts=(*before, *after)))
            else:
                yield change


def _of_test(test: Test, vocabulary: Vocabulary) -> Iterator[_Change]:
    said, place = f"`{test.sentence}`", test.location
    yield _Change(DROPPED, f"{said} left out", place, None)
    no = Group("none", (test,), place)
    yield _Change(NEGATED, f"{said} negated", place, no, test)
    for other in _other_operators(test, vocabulary):
        yield _Change(OPERATOR, f"{said} read as `{other.sentence}`", place, other)
    yield from _ends(test)
    if len(test.operands) > 1 and test.operator.sign != "between":
        for at, operand in enumerate(test.operands):
            rest = (*test.operands[:at], *test.operands[at + 1 :])
            words = f"{said} without `{operand.text}`"
            yield _Change(LISTED, words, place, _written(test, test.operator.sign, rest))
    for at, operand in enumerate(test.operands):
        for moved in moved_operands(operand, vocabulary):
            operands = (*test.operands[:at], moved, *test.operands[at + 1 :])
            words = f"{said} with `{operand.text}` taken as {moved.text}"
            yield _Change(
                THRESHOLD, words, place, _written(test, test.operator.sign, operands), test
            )


def _other_operators(test: Test, vocabulary: Vocabulary) -> Iterator[Test]:
    sign = test.operator.sign
    others: tuple[str, ...] = _STRICTNESS.get(sign, ())
    kind = vocabulary.type_of(test.fact)
    if sign == "is" and kind is not None and kind.kind == LEVEL:
        others = (">=", "<=")
    for other in others:
        yield _written(test, other, test.operands)


def _ends(test: Test) -> Iterator[_Change]:
    """Yield `between` with one of its ends left out."""
    if test.operator.sign != "between":
        return
    low, high = test.operands
    for signs in ((">", "<="), (">=", "<")):
        parts = (_written(test, signs[0], (low,)), _written(test, signs[1], (high,)))
        words = f"`{test.sentence}` read as `{parts[0].sentence}` and `{parts[1].sentence}`"
        yield _Change(OPERATOR, words, test.location, Group("all", parts, test.location))


def _written(test: Test, sign: str, operands: Sequence[Operand]) -> Test:
    texts = [operand.text for operand in operands]
    joined = (" and " if sign == "between" else ", ").join(texts)
    sentence = f"{test.fact} {sign} {joined}".strip()
    return Test(test.fact, OPERATORS[sign], tuple(operands), sentence, test.location)


def moved_operands(operand: Operand, vocabulary: Vocabulary) -> Iterator[Operand]:
    """Yield a threshold just below and just above where it stands; its text is the new value."""
    if not operand.threshold:
        return
    kind = vocabulary.thresholds[operand.threshold].type
    measures = vocabulary.measures
    value = Fraction(operand.value)  # type: ignore[arg-type]
    near = step(value, kind, measures)
    metric: Metric | None = measures.metrics[kind.metrics[0]] if kind.metrics else None
    for moved in (value - near, value + near):
        if in_range(moved, kind, measures):
            text = format_value(moved, kind, measures, metric)
            yield operand._replace(value=moved, text=text, threshold="")
