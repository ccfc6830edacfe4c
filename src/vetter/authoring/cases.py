"""Examples for a new rule: one that fires, and what decides it changed one thing at a time.

What each comes to is asked of the reference evaluator; the author sees it, and says if it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from vetter.authoring.amounts import Facts, Values, figures, has_names, is_figure
from vetter.base.nodes import Mapping
from vetter.base.records import NamedTuple
from vetter.base.sources import Source
from vetter.base.yaml_home import compose
from vetter.engine.examples import Examples
from vetter.engine.results import RuleStatus
from vetter.language.conditions import Condition, Group, Operand, Test, facts_of, tests_of
from vetter.language.types import MEASURED, METRIC, Metric
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Example, Rule

TRIES = 1_500
"""The most projects that are tried to find one on which a rule fires."""
_EXPECTS = {
    RuleStatus.FIRM: "fires",
    RuleStatus.OPEN: "fires",
    RuleStatus.PENDING: "pending",
    RuleStatus.SILENT: "silent",
}
_WHERE = ("just below", "exactly at", "just above")


class Case(NamedTuple):
    """A small project: what the rule does on it, how grave its concern then is, and why."""

    expects: str
    facts: Facts
    severity: str
    why: str


class NoCase(ValueError):
    """No project was found on which the rule fires, or none on which it stays silent."""


def flow(facts: Facts) -> str:
    """Return facts as an example states them, in one line."""
    return f"{{{', '.join(f'{path}: {text}' for path, text in facts.items())}}}"


class Cases:
    """Finds examples for one rule."""

    def __init__(self, rule: Rule, rulebook: Rulebook) -> None:
        """Look for examples of `rule`, which draws on `rulebook`."""
        self.rule, self.rulebook = rule, rulebook
        self.vocabulary = rulebook.vocabulary
        self.values = Values(self.vocabulary)
        self._examples = Examples(rulebook)
        self.found: list[Case] = []
        wanted, held_back = list(tests_of(rule.when)), list(tests_of(rule.unless))
        self.tests = [*wanted, *held_back]
        paths: list[str] = []
        for path in facts_of_all(rule):
            kind = self.vocabulary.type_of(path)
            assert kind is not None
            measure = kind.metric_of if kind.kind in MEASURED else ""
            paths += [*([measure] if measure else []), path]
        self.paths = list(dict.fromkeys(paths))

    def find(self) -> list[Case]:
        """Return the examples. Raises `NoCase`."""
        choices = self._firing()
        base = _joined(choices.values())
        assert base is not None
        self._add(base, "all that is asked for holds")
        for test in self.tests:
            self._vary(test, choices)
        self._open(base)
        if not any(case.expects == "silent" for case in self.found) and not self._silent():
            raise NoCase("no project was found on which the rule stays silent")
        return self.found

    # --- trying -------------------------------------------------------------------------------

    def _try(self, facts: Facts) -> Case | None:
        """Return what the rule does on facts, None where they are no project."""
        source = Source("example", flow(facts) + "\n")
        node = compose(source).root
        if type(node) is not Mapping:
            return None
        example = Example("fires", node, "", "", self.rule.location)
        state, problems = self._examples.run(self.rule, example, source)
        if state is None or problems:
            return None
        grave = state.severities[0].standing if state.severities else ""
        firm = state.status is RuleStatus.FIRM
        return Case(_EXPECTS[state.status], facts, grave, "firm" if firm else "")

    def _add(self, facts: Facts, why: str, only: str = "") -> bool:
        """Keep an example, unless it is there, is no project, or does not do what `only` says."""
        case = self._try(facts)
        if case is None or (only and case.expects != only):
            return False
        for place, other in enumerate(self.found):
            if other.facts == facts:
                if where_in(why) and not where_in(other.why):
                    self.found[place] = other._replace(why=f"{other.why}, {why}")
                return True
        self.found.append(case._replace(why=why))
        return True

    def _firing(self) -> dict[str, Facts]:
        """Return for each fact how it comes to its value on a project where the rule fires."""
        options = [self._options(path) for path in self.paths]
        second: dict[str, Facts] | None = None
        for chosen in islice(product(*options), TRIES):
            facts = _joined(chosen)
            case = self._try(facts) if facts is not None else None
            if case is None or case.expects != "fires":
                continue
            named = dict(zip(self.paths, chosen, strict=True))
            if case.why == "firm":
                return named
            second = second or named
        if second is None:
            raise NoCase("no project was found on which the rule fires")
        return second

    def _silent(self) -> bool:
        """Add a project on which the rule stays silent, however much of it has to differ."""
        options = [self._options(path)[::-1] for path in self.paths]
        for chosen in islice(product(*options), TRIES):
            facts = _joined(chosen)
            if facts is not None and self._add(facts, "nothing that is asked for holds", "silent"):
                return True
        return False

    # --- values of one fact -------------------------------------------------------------------

    def _options(self, path: str) -> list[Facts]:
        """Return ways to give a fact a value, those that speak for a firing first."""
        kind = self.vocabulary.type_of(path)
        assert kind is not None
        if has_names(kind):
            named = [word for test in self.tests if test.fact == path for word in _words(test)]
            names = self.values.names(path, tuple(named))
            if kind.kind == METRIC:
                names.sort(key=lambda name: name not in self._measures())
            found: list[Facts] = [{path: name} for name in names]
        elif not is_figure(kind):
            found = [{path: "as the file says"}]
        else:
            found = self._figures(path)
        return sorted([*found, {}], key=lambda facts: -self._speaks_for(path, facts))

    def _measures(self) -> set[str]:
        """Return the metrics in which thresholds of the rule hold, else those with shares."""
        held = {one for test in self.tests for operand in test.operands for one in operand.metrics}
        table = self.vocabulary.measures.metrics.values()
        return held or {one.name for one in table if one.scale == "proportion"}

    def _metric(self) -> Metric | None:
        """Return the metric in which qualities of the examples are written."""
        table = self.vocabulary.measures.metrics
        asked = [
            word
            for test in tests_of(self.rule.when)
            for word in _words(test)
            if self.vocabulary.type_of(test.fact) is not None and word in table
        ]
        pool = [*asked, *(name for name in table if name in self._measures())]
        return table[pool[0]] if pool else None

    def _figures(self, path: str) -> list[Facts]:
        marks = [value for test in self.tests if test.fact == path for _, value in figures(test)]
        around = [one for mark in marks for one in reversed(self.values.around(path, mark))]
        metric = self._metric()
        usual = self.values.usual(path)
        if metric is not None and not metric.higher_is_better:
            usual = [-abs(1 - one) for one in usual]
        given = (self.values.give(path, one, metric) for one in (*around, *usual))
        return [facts for facts in given if facts is not None]

    def _speaks_for(self, path: str, facts: Facts) -> int:
        """Return how many tests on the fact alone a value brings towards a firing."""
        score = 0
        signed = [*_signed(self.rule.when, 1), *_signed(self.rule.unless, -1)]
        for test, sign in signed:
            if test.fact != path or any(operand.fact for operand in test.operands):
                continue
            held = self._holds(test, facts)
            score += sign if held else -sign if held is False else 0
        return score

    def _holds(self, test: Test, facts: Facts) -> bool | None:
        """Return whether a test holds of a value, None where that is not easily said."""
        text, kind = facts.get(test.fact), self.vocabulary.type_of(test.fact)
        if test.asks_knowledge:
            return (test.operator.sign == "is known") == bool(facts)
        if text is None or kind is None:
            return None
        operands = tuple(operand.value for operand in test.operands)
        try:
            if text.startswith("["):
                return bool(test.operator.holds(frozenset(text.strip("[]").split(", ")), operands))
            value = parse_value(text, kind, self.vocabulary.measures, self._metric())
        except BadValue:
            return None
        return bool(test.operator.holds(value, operands))

    # --- what decides, changed one at a time --------------------------------------------------

    def _vary(self, test: Test, choices: dict[str, Facts]) -> None:
        metric = self._metric()
        marks = figures(test)
        for operand, mark in marks:
            for where, value in zip(_WHERE, self.values.around(test.fact, mark), strict=True):
                facts = self.values.give(test.fact, value, metric)
                if facts is not None:
                    self._add(_with(choices, test.fact, facts), f"{where} {_named(operand)}")
        if marks:
            return
        if test.asks_knowledge:
            options = self._options(test.fact) if not choices[test.fact] else [{}]
            why = f"{test.fact} is {'answered' if options[0] or options[1:] else 'left open'}"
            self._add(_with(choices, test.fact, next(filter(None, options), {})), why)
            return
        held = self._try(_with(choices, test.fact, choices[test.fact]))
        for facts in filter(None, self._options(test.fact)):
            changed = _with(choices, test.fact, facts)
            case = self._try(changed)
            if case is not None and held is not None and case.expects == "silent":
                text = facts.get(test.fact, "another value")
                self._add(changed, f"{test.fact} is {text.strip('[]')}")
                return

    def _open(self, base: Facts) -> None:
        """Add a project of which a fact is not known yet."""
        for path in base:
            rest = {one: text for one, text in base.items() if one != path}
            if rest and self._add(rest, f"nobody has answered {path} yet", "pending"):
                return


def where_in(why: str) -> bool:
    """Return whether a reason tells where a value lies beside a threshold."""
    return any(where in why for where in _WHERE)


def facts_of_all(rule: Rule) -> list[str]:
    """Return the facts that a rule reads to fire, in the order of its file, each once."""
    return list(dict.fromkeys((*facts_of(rule.when), *facts_of(rule.unless))))


def _joined(parts: object) -> Facts | None:
    """Return all facts of several choices, None where two of them disagree."""
    found: Facts = {}
    for facts in parts:  # type: ignore[attr-defined]
        if any(found.get(path, text) != text for path, text in facts.items()):
            return None
        found |= facts
    return found


def _with(choices: dict[str, Facts], path: str, facts: Facts) -> Facts:
    """Return the facts of all choices with those of one fact in the place of its own."""
    rest: Facts = {}
    for other, chosen in choices.items():
        rest |= facts if other == path else chosen
    return {**rest, **facts}


def _signed(condition: Condition | None, sign: int) -> Iterator[tuple[Test, int]]:
    """Yield the tests of a condition, with 1 where they speak for it and -1 where against."""
    if type(condition) is Test:
        yield condition, sign
    elif type(condition) is Group:
        for part in condition.parts:
            yield from _signed(part, -sign if condition.kind == "none" else sign)


def _words(test: Test) -> list[str]:
    return [operand.text for operand in test.operands if not operand.fact]


def _named(operand: Operand) -> str:
    return operand.text if operand.text.startswith("$") else f"`{operand.text}`"
