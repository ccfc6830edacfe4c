"""Settling: answers become states, each fact after all that it hangs on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from vetter.base.characters import quote
from vetter.base.nodes import Scalar
from vetter.base.problems import Location, Problem
from vetter.base.suggest import listed
from vetter.facts.answers import BETWEEN, EMPTY, ONE_OF, UNKNOWN, VALUE, Answer
from vetter.facts.computed import computed_state
from vetter.facts.meaning import TRUE, View, outcomes
from vetter.facts.states import FactState, Status, held
from vetter.language.conditions import facts_of
from vetter.language.domains import Domain, Interval, Options, exactly
from vetter.language.formats import format_value
from vetter.language.types import (
    BOOLEAN,
    CHOICES,
    LEVEL,
    NAMED,
    NUMERIC,
    ORDERED,
    QUALITY,
    TEXT,
    Metric,
    Value,
)
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.typing import describe
from vetter.rulebook.vocabulary import FactSpec

LIST_LIMIT = 100
"""The most values that an answer can list, so that what compares lists stays quick."""


class Settler:
    """Types the answers of one fact file. `assume_given`: facts that are answered also apply.

    `readers` are those of answers that stand elsewhere, by path.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        answers: dict[str, Answer],
        reader: Reader,
        assume_given: bool = False,
        readers: Mapping[str, Reader] | None = None,
    ) -> None:
        """Settle `answers`, reporting through `reader`."""
        self.rulebook, self.answers = rulebook, answers
        self.reader = self._file = reader
        self._elsewhere = readers or {}
        self.measures = rulebook.vocabulary.measures
        self.assume_given = assume_given
        self.states: dict[str, FactState] = {}
        self.warnings: list[Problem] = []

    def settle(self) -> dict[str, FactState]:
        """Return the state of every fact of the vocabulary, in the vocabulary's order."""
        facts = self.rulebook.vocabulary.facts
        for path in self.rulebook.fact_order:
            self.states[path] = self.state(facts[path])
        return {path: self.states[path] for path in facts}

    def state(self, spec: FactSpec) -> FactState:
        """Return the state of one fact; `states` must hold those that it hangs on."""
        self.reader = self._elsewhere.get(spec.path, self._file)
        applies, may_not_apply = self._applicability(spec)
        answer = self.answers.get(spec.path)
        if not applies:
            if answer is not None and answer.kind != EMPTY:
                self._ignored(spec, answer)
            return FactState(spec, Status.NOT_APPLICABLE)
        if spec.computed is not None:
            inputs = [self.states[path] for path in spec.computed.inputs]
            return computed_state(spec, inputs, self.measures, may_not_apply)
        state = self._answered(spec, answer)
        if may_not_apply:
            return held(state)
        return state

    def _applicability(self, spec: FactSpec) -> tuple[bool, bool]:
        """Return whether the fact can apply, and whether it may turn out not to."""
        stated = self.states.get(spec.type.metric_of)
        if stated is not None and stated.status is Status.NOT_APPLICABLE:
            return False, False  # a quality in no metric is none
        unsure = stated is not None and stated.may_not_apply
        if spec.applies_when is not None:
            ends = outcomes(spec.applies_when, View(self.states, {}))
            if TRUE not in ends:
                return False, False
            unsure = unsure or len(ends) > 1
        return True, unsure and not (self.assume_given and spec.path in self.answers)

    def _ignored(self, spec: FactSpec, answer: Answer) -> None:
        because = sorted(
            set(facts_of(spec.applies_when))
            or set(facts_of(self.states[spec.type.metric_of].spec.applies_when))
        )
        said = listed(
            [f"`{path}` is {self.states[path].shown or 'open'}" for path in because], 3, "and"
        )
        self.warnings.append(
            self.reader.source.problem(
                "not-applicable",
                f"`{spec.path}` does not apply here, so its answer is not used",
                answer.node.line,
                answer.node.column,
                f"It hangs on other answers: {said}.",
                warning=True,
            )
        )

    def _answered(self, spec: FactSpec, answer: Answer | None) -> FactState:
        metric, metrics = self._metric(spec)
        empty = FactState(spec, Status.UNANSWERED, metric=metric, metrics=metrics)
        if answer is None:
            return empty
        place = Location(self.reader.source.path, answer.node.line, answer.node.column)
        if spec.path in self._elsewhere:
            place = Location(place.path)  # its line is none of the fact file
        if answer.kind in (EMPTY, UNKNOWN):
            status = Status.UNKNOWN if answer.kind == UNKNOWN else Status.UNANSWERED
            shown = "unknown" if answer.kind == UNKNOWN else ""
            return FactState(
                spec, status, metric=metric, metrics=metrics, shown=shown,
                evidence=answer.evidence, location=place,
            )  # fmt: skip
        if spec.type.kind == QUALITY and metric is None:
            self._no_metric(spec, answer)
            return empty
        values = self._values(spec, answer, metric)
        if values is None:
            return empty
        status, value, domain = self._domain(spec, answer, values, metric)
        if status is Status.UNANSWERED:
            return empty
        shown = self._shown(spec, answer, value, values, metric)
        return FactState(
            spec, status, value, domain, metric=metric, metrics=metrics, shown=shown,
            evidence=answer.evidence, location=place,
        )  # fmt: skip

    def _metric(self, spec: FactSpec) -> tuple[Metric | None, frozenset[str]]:
        """Return the stated metric of a quality, or while that is open those it can still be."""
        if spec.type.kind != QUALITY:
            return None, frozenset()
        stated = self.states[spec.type.metric_of]
        if stated.known:
            return self.measures.metrics[str(stated.value)], frozenset()
        if type(stated.domain) is Options:
            return None, frozenset(str(name) for name in stated.domain.values)
        return None, frozenset()

    def _no_metric(self, spec: FactSpec, answer: Answer) -> None:
        self.warnings.append(
            self.reader.source.problem(
                "no-metric",
                f"`{spec.path}` cannot be read before `{spec.type.metric_of}` is stated",
                answer.node.line,
                answer.node.column,
                f"State `{spec.type.metric_of}`; until then this answer counts as open.",
                warning=True,
            )
        )

    def _values(self, spec: FactSpec, answer: Answer, metric: Metric | None) -> list[Value] | None:
        kind = spec.type.kind
        if answer.kind == VALUE and answer.is_list and kind != CHOICES:
            message = f"`{spec.path}` is {describe(spec.type)}, not a list"
            self._report(answer, "is-a-list", message, "Write one value.")
            return None
        if answer.kind == VALUE and kind == TEXT:
            return [answer.scalars[0].text.strip()]
        if len(answer.scalars) > LIST_LIMIT:
            message = f"the list of `{spec.path}` holds more than {LIST_LIMIT} values"
            self._report(answer, "long-list", message, "Name fewer; numbers can be `between`.")
            return None
        values: list[Value] = []
        for scalar in answer.scalars:
            value = self._value(spec, scalar, metric)
            if value is None:
                return None
            if value in values and answer.kind != BETWEEN:
                message = f"{quote(scalar.text)} stands twice"
                self.reader.report(scalar, "listed-twice", message, "Name each once.")
                return None
            values.append(value)
        return values

    def _value(self, spec: FactSpec, scalar: Scalar, metric: Metric | None) -> Value | None:
        try:
            return parse_value(scalar.text, spec.type, self.measures, metric)
        except BadValue as error:
            help = error.help
            if spec.type.kind == CHOICES and "," in scalar.text:
                help = f"Write a list: {quote(f'[{scalar.text}]')}."
            self.reader.report(scalar, error.code, f"{error} ({spec.path})", help)
            return None

    def _domain(
        self, spec: FactSpec, answer: Answer, values: list[Value], metric: Metric | None
    ) -> tuple[Status, Value | None, Domain]:
        kind = spec.type.kind
        if answer.kind == VALUE:
            value = frozenset(str(name) for name in values) if kind == CHOICES else values[0]
            return Status.KNOWN, value, exactly(value)
        if answer.kind == ONE_OF:
            if len(values) < 2 or kind not in (NAMED - {CHOICES}) | NUMERIC | {BOOLEAN}:
                help = "Name two or more values that it could be."
                if kind in (CHOICES, TEXT):
                    help = "Write `unknown`."
                self._report(
                    answer, "bad-one-of", f"`one of` does not say what `{spec.path}` could be", help
                )
                return Status.UNANSWERED, None, None
            return Status.PARTLY, None, Options(frozenset(values))
        assert answer.kind == BETWEEN
        return self._between(spec, answer, values, metric)

    def _between(
        self, spec: FactSpec, answer: Answer, values: list[Value], metric: Metric | None
    ) -> tuple[Status, Value | None, Domain]:
        if spec.type.kind not in ORDERED:
            self._report(
                answer,
                "bad-between",
                f"`{spec.path}` is {describe(spec.type)} and has no order",
                "Write `one of: [a, b]`.",
            )
            return Status.UNANSWERED, None, None
        ends = [Fraction(value) for value in values if isinstance(value, (int, Fraction))]
        low, high = sorted(ends)
        # A quality is held as goodness: where lower is better its ends come in falling order.
        falling = metric is not None and not metric.higher_is_better
        if low == high:
            self._report(
                answer,
                "bad-between",
                f"both ends of `{spec.path}` are the same",
                "Write the value alone.",
            )
            return Status.UNANSWERED, None, None
        if (ends[0] > ends[1]) != falling:
            first, second = answer.scalars
            self._report(
                answer, "ends-swapped", f"the first end of `{spec.path}` is above the second",
                f"Write {quote(f'between: [{second.text}, {first.text}]')}.",
            )  # fmt: skip
            return Status.UNANSWERED, None, None
        if spec.type.kind == LEVEL:
            ranks = range(math.ceil(low), math.floor(high) + 1)
            return Status.PARTLY, None, Options(frozenset(ranks))
        return Status.PARTLY, None, Interval(low, high, spec.type.integral)

    def _shown(
        self,
        spec: FactSpec,
        answer: Answer,
        value: Value | None,
        values: list[Value],
        metric: Metric | None,
    ) -> str:
        def written(one: Value) -> str:
            return format_value(one, spec.type, self.measures, metric)

        if value is not None:
            if spec.type.kind in ("duration", "person-time"):
                return " ".join(answer.scalars[0].text.split())
            return written(value)
        if answer.kind == BETWEEN:
            low, high = _unit_once([written(one) for one in values])
            return f"between {low} and {high}"
        return listed(_unit_once([written(one) for one in values]))

    def _report(self, answer: Answer, code: str, message: str, help: str) -> None:
        self.reader.report(answer.node, code, message, help)


def _unit_once(written: list[str]) -> list[str]:
    """Leave out a unit that all values bear, but for the last: `3 or 4 owners`."""
    amounts = [one.rpartition(" ") for one in written]
    last = amounts[-1][2]
    same = all(unit in (last, last.removesuffix("s")) for _, _, unit in amounts)
    if not same or not all(number[:1].isdigit() for number, _, _ in amounts):
        return written
    return [*(number for number, _, _ in amounts[:-1]), written[-1]]
