"""The prover: whether some project makes something true, with a small project that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from vetter.base.problems import InvalidFactFile
from vetter.engine.forward import Forward
from vetter.engine.results import Run
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project
from vetter.language.conditions import tests_of
from vetter.language.operators import UNKNOWN_TESTS
from vetter.language.types import NUMERIC, QUALITY, TEXT, Value
from vetter.language.writing import Written, round_value, write_value
from vetter.proving.results import Stated
from vetter.proving.smaller import Facts, smaller
from vetter.rulebook.rulebook import Rulebook
from vetter.solver.hidden import Hidden
from vetter.solver.replay import ANY_TEXT
from vetter.solver.results import Proof
from vetter.solver.values import read
from vetter.solver.z3_home import Model, Store, Term

SECONDS = 10.0
"""How long one question may take."""
DECIMALS = 3
"""How many decimals open numbers have at most where those found could not be written."""
LARGEST = Fraction(10**6)
"""How large they are then at most, in hours, units of money, or whatever the fact counts."""
DIGITS = (2, 3, 6, 0)
"""Significant digits that numbers of a project are rounded to, if it still shows the same."""
Shows = Callable[[Project, Run], bool]


class Found(NamedTuple):
    """What was found: whether some project does it, and one that does."""

    some: Proof
    facts: Facts | None = None


class Prover:
    """Asks about all projects of a rulebook, those with open facts too. Raises `BeyondSolver`."""

    def __init__(self, forward: Forward, seconds: float = SECONDS) -> None:
        """Make the formula of the rulebook of `forward`, which replays every project."""
        self.forward, self.seconds = forward, seconds
        self.rulebook: Rulebook = forward.rulebook
        self.formula = Hidden(self.rulebook)
        self.logic = self.formula.logic
        self._store = Store(self.logic, apart=False)
        self._store.state(*self.formula.always)
        self._all_known, self._few_open = self._known_marks()
        self._models: list[Model] = []
        self._asked = 0

    def ask(self, what: Term, shows: Shows) -> Found:
        """Return whether some project makes `what` true, as the forward engine confirms.

        A refusal is a proof. A project that the engine does not confirm proves nothing: then more
        is stated, the products of open facts, and at last nothing is claimed.
        """
        if what is False:
            return Found(Proof.NO)
        for known in self._models:
            if known.holds(what) and (facts := self._confirmed(known, shows)) is not None:
                return Found(Proof.YES, facts)
        self._asked += 1
        mark = self.logic.boolean(f"question {self._asked}")
        self._store.state(self.logic.implies(mark, what))
        answer: bool | None = None
        # The more is known, the less a rule waits for: first projects of which all is.
        for openness in (self._all_known, self._few_open, None):
            assumed = [mark] if openness is None else [mark, openness]
            answer = self._store.ask(assumed, self.seconds)
            if answer:
                model = self._store.model()
                facts = self._confirmed(model, shows)
                if facts is None:
                    facts = self._closer(assumed, shows)
                else:
                    self._models.append(model)
                if facts is not None:
                    return Found(Proof.YES, facts)
        if answer is False:
            return Found(Proof.NO)
        if answer and self._excluded_by_products(mark):
            return Found(Proof.NO)
        return Found(Proof.OPEN)

    def example(self, what: Term, shows: Shows) -> tuple[Stated, ...]:
        """Return a small project that makes `what` true, as a fault carries it; none if none is."""
        facts = self.ask(what, shows).facts
        if facts is None:
            return ()
        return (in_order(self.smaller(facts, shows), self.rulebook.vocabulary.facts),)

    def never(self, what: Term) -> bool:
        """Return whether it is proved that no project makes `what` true."""
        self._asked += 1
        mark = self.logic.boolean(f"question {self._asked}")
        self._store.state(self.logic.implies(mark, what))
        return self._store.ask([mark], self.seconds) is False

    def _known_marks(self) -> tuple[Term, Term]:
        """Return the marks under which no fact is open, and only those that a rule asks about."""
        logic, vocabulary = self.logic, self.rulebook.vocabulary
        conditions = [part for rule in self.rulebook.rules for part in rule.conditions()]
        asked = {
            test.fact
            for part in conditions
            for test in tests_of(part)
            if test.operator.sign in UNKNOWN_TESTS
        }
        base = [path for path, spec in vocabulary.facts.items() if spec.computed is None]
        marks = []
        for name, among in (
            ("all is known", base),
            ("few are open", [path for path in base if path not in asked]),
        ):
            mark = logic.boolean(name)
            known = logic.every([logic.no(self.formula.hidden(path)) for path in among])
            self._store.state(logic.implies(mark, known))
            marks.append(mark)
        return marks[0], marks[1]

    def _excluded_by_products(self, mark: Term) -> bool:
        self._store.enter()
        try:
            self._store.state(*self._products())
            return self._store.ask([mark], self.seconds) is False
        finally:
            self._store.leave()

    def _products(self) -> list[Term]:
        logic, formula = self.logic, self.formula
        return [
            logic.implies(
                formula.applies[path],
                logic.equals(made.result, Fraction(1), logic.product(made.factors)),
            )
            for path, made in formula.equations.items()
        ]

    def _closer(self, assumed: Sequence[Term], shows: Shows) -> Facts | None:
        """Ask again with products stated, and with numbers of few decimals."""
        logic, formula = self.logic, self.formula
        numbers = [
            formula.comparer.number(formula.variables[path])
            for path, spec in self.rulebook.vocabulary.facts.items()
            if spec.computed is None and spec.type.kind in NUMERIC
        ]
        plain = [logic.grid(number, DECIMALS) for number in numbers]
        plain += [logic.compare("<=", number, LARGEST) for number in numbers]
        products = self._products()
        for more in (plain, [*products, *plain]):
            self._store.enter()
            try:
                self._store.state(*more)
                answer = self._store.ask(assumed, self.seconds)
                confirmed = self._confirmed(self._store.model(), shows) if answer else None
            finally:
                self._store.leave()
            if confirmed is not None:
                return confirmed
        return None

    # --- projects -------------------------------------------------------------------------------

    def _confirmed(self, model: Model, shows: Shows) -> Facts | None:
        """Return the facts of a model, if the forward engine says of them what is to be shown."""
        values = self._values(model)
        for digits in DIGITS:
            facts = self._written(values, digits)
            if facts is not None and self.holds(facts, shows):
                return facts
        return None

    def holds(self, facts: Facts, shows: Shows) -> bool:
        """Return whether facts are a project, and show something."""
        try:
            project = project_of_mapping(facts, self.rulebook)
        except InvalidFactFile:
            return False
        return not project.warnings and shows(project, self.forward.run(project.states))

    def smaller(self, facts: Facts, shows: Shows) -> Facts:
        """Return a small project that still shows something."""
        return smaller(facts, self.rulebook.fact_order, lambda fewer: self.holds(fewer, shows))

    def _values(self, model: Model) -> dict[str, Value | None]:
        formula = self.formula
        found: dict[str, Value | None] = {}
        for path in self.rulebook.fact_order:
            spec = self.rulebook.vocabulary.facts[path]
            if spec.computed is not None or model.holds(formula.hidden(path)):
                continue
            if model.holds(formula.applies[path]):
                text = spec.type.kind == TEXT
                found[path] = ANY_TEXT if text else read(formula.variables[path], model)
        return found

    def _written(
        self, values: Mapping[str, Value | None], digits: int
    ) -> dict[str, Written] | None:
        vocabulary = self.rulebook.vocabulary
        found: dict[str, Written] = {}
        for path, value in values.items():
            kind = vocabulary.facts[path].type
            if value is None:
                return None
            metric = None
            if kind.kind == QUALITY:
                metric = vocabulary.measures.metrics[str(values[kind.metric_of])]
            said = round_value(value, kind, digits) if digits else value
            written = write_value(said, kind, vocabulary.measures, metric)
            if written is None:
                return None
            found[path] = written
        return found


def in_order(facts: Facts, order: Iterable[str]) -> Stated:
    """Return facts as a fault carries them, in the order of the vocabulary."""
    return tuple(
        (path, value if isinstance(value, str) else tuple(value))
        for path in order
        if (value := facts.get(path)) is not None
    )
