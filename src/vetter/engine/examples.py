"""Examples of rules, run: each must fire, stay silent or wait as its author says."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.base.nodes import Mapping, Node, Scalar
from vetter.base.problems import Problem
from vetter.base.sources import Source
from vetter.engine.reference import decide
from vetter.engine.results import Reading, RuleState, RuleStatus
from vetter.facts.answers import AnswerReader
from vetter.facts.factfile import broken_constraints
from vetter.facts.resettle import Hanging
from vetter.facts.settle import Settler
from vetter.facts.states import FactState
from vetter.language.conditions import facts_of
from vetter.language.numbers import parse_number
from vetter.rulebook.pack import Pack
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook, rulebook_of
from vetter.rulebook.rules import Example, Rule
from vetter.rulebook.vocabulary import Constraint, DerivedSpec

_SAID = {
    RuleStatus.FIRM: "fires",
    RuleStatus.OPEN: "fires",
    RuleStatus.PENDING: "is pending",
    RuleStatus.SILENT: "stays silent",
}
_EXPECTED = {"fires": "fires", "silent": "stays silent", "pending": "is pending"}


def check_examples(packs: Sequence[Pack], rulebook: Rulebook) -> list[Problem]:
    """Return a problem for every example that does not hold, of packs laid over one another.

    `rulebook` is that of all packs.

    An example states the facts that its rule reads, derived ones too; what it leaves out is
    unanswered, and a derived fact then stands at its bottom. It is run on the rulebook that its
    author saw: that of the pack which it stands in and those below. Raises `InvalidPack`.
    """
    problems: list[Problem] = []
    for height, pack in enumerate(packs[:-1], start=1):
        problems.extend(check_own_examples(rulebook_of(*packs[:height]), pack))
    return [*problems, *check_own_examples(rulebook, packs[-1])]


def check_own_examples(rulebook: Rulebook, pack: Pack) -> list[Problem]:
    """Return a problem for every example in the files of a pack that does not hold."""
    sources = {source.path: source for source in pack.files.values()}
    examples = Examples(rulebook)
    problems: list[Problem] = []
    for rule in rulebook.every_rule:
        for example in rule.examples:
            source = sources.get(example.location.path)
            if source is not None:
                problems.extend(_check(rule, example, examples, source))
    return problems


class Examples:
    """Runs examples of the rules of one rulebook.

    An example states few facts. What does not hang on these is as in a project of which nothing is
    known, and is settled once for all examples.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Settle a project of which nothing is known."""
        self.rulebook = rulebook
        self._hanging = Hanging(rulebook)
        self._nothing = Settler(rulebook, {}, Reader(Source("", ""), [])).settle()
        self._bottom = {path: Reading(0, 0, frozenset()) for path in rulebook.vocabulary.derived}
        self._touching: dict[str, list[Constraint]] = {}
        for one in rulebook.constraints:
            for path in facts_of(one.never):
                self._touching.setdefault(path, []).append(one)
        broken = broken_constraints(self._nothing, rulebook.constraints, Source("", ""))
        self._always = list(rulebook.constraints) if broken else []

    def run(
        self, rule: Rule, example: Example, source: Source
    ) -> tuple[RuleState | None, list[Problem]]:
        """Return what the rule does on an example, or the problems of its facts."""
        problems: list[Problem] = []
        states, readings = self.settle(example.facts, source, problems)
        if problems:
            return None, problems
        return decide(rule, states, readings), []

    def settle(
        self, stated: Mapping, source: Source, problems: list[Problem]
    ) -> tuple[dict[str, FactState], dict[str, Reading]]:
        """Return the states and readings that an example states, adding to `problems`.

        The facts that an example gives are taken to apply.
        """
        readings = dict(self._bottom)
        base: list[tuple[Scalar, Node]] = []
        for key, value in stated.pairs:
            spec = self.rulebook.vocabulary.derived.get(key.text)
            if spec is None:
                base.append((key, value))
                continue
            rank = _rank(spec, value)
            if rank is None:
                problems.append(_no_level(spec, key, value, source))
            else:
                readings[key.text] = Reading(rank, rank, frozenset({rank}))
        vocabulary = self.rulebook.vocabulary
        root = Mapping(base, stated.line, stated.column)
        answers = AnswerReader(source, vocabulary, problems).read(root) if base else {}
        settler = Settler(self.rulebook, answers, Reader(source, problems), assume_given=True)
        settler.states = dict(self._nothing)
        moved = self._hanging.on(answers)
        for path in moved:
            settler.states[path] = settler.state(vocabulary.facts[path])
        if not problems:
            touched = [one for path in moved for one in self._touching.get(path, ())]
            among = {one.id: one for one in (*self._always, *touched)}
            in_order = sorted(among.values(), key=self.rulebook.constraints.index)
            problems.extend(broken_constraints(settler.states, in_order, source))
        return settler.states, readings


def _no_level(spec: DerivedSpec, key: Scalar, value: Node, source: Source) -> Problem:
    counts = "Write a whole number."
    levels = f"Write one of: {', '.join(spec.type.names)}."
    return source.problem(
        "bad-level",
        f"no level of `{key.text}`",
        value.line,
        value.column,
        counts if spec.counter else levels,
    )


def _rank(spec: DerivedSpec, node: Node) -> int | None:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if spec.counter:
        number = parse_number(text)
        return (
            int(number) if number is not None and number.denominator == 1 and number >= 0 else None
        )
    return spec.type.rank(text) if text in spec.type.names else None


def _check(rule: Rule, example: Example, examples: Examples, source: Source) -> list[Problem]:
    state, problems = examples.run(rule, example, source)
    if state is None:
        return problems
    place = example.location
    said, expected = _SAID[state.status], _EXPECTED[example.expects]
    if said != expected:
        message = f"the example expects that the rule {expected}, but it {said}"
        help = _why(rule, example, said)
        return [source.problem("example", message, place.line, place.column, help)]
    if example.softened_to and state.severities:
        standing = state.severities[0].standing
        if standing != example.softened_to:
            wanted = example.softened_to
            message = f"the example expects `{wanted}`, but the finding stands at `{standing}`"
            return [
                source.problem(
                    "example", message, place.line, place.column, "Correct `as:`, or `softened:`."
                )
            ]
    return []


def _why(rule: Rule, example: Example, said: str) -> str:
    given = {key.text for key, _ in example.facts.pairs}
    missing = sorted({path for part in rule.conditions() for path in facts_of(part)} - given)
    if said == "is pending" and missing:
        return f"It does not state {', '.join(missing)}; state them, or write `pending:`."
    return "Correct the example, or the rule."
