"""A project whose changeable facts are free: what changes cost, and what a plan fixes, as marks.

Everything is stated once, under marks: variables that are assumed in one question and not in the
next. So one store serves the search for a plan and the test of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from vetter.facts.states import Project
from vetter.language.domains import Domain, Options
from vetter.language.types import INTEGER, MONEY, Value
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.questions import NO_TIME, Deadline, Questions
from vetter.solver.reach import reach_of
from vetter.solver.replay import Goal, Replayer
from vetter.solver.results import Witness
from vetter.solver.values import Number, Several
from vetter.solver.z3_home import Model, Term


class NotFoundError(Exception):
    """A search ends without an answer; the words say why."""


class Guess(NamedTuple):
    """A complete project with the verdict, and the facts that it moves and decides.

    `values` are those of all facts that are moved, decided or found out and apply.
    """

    moved: tuple[str, ...]
    decided: tuple[str, ...]
    values: Mapping[str, Value]
    witness: Witness | None = None

    @property
    def changed(self) -> tuple[str, ...]:
        """All that a plan changes."""
        return (*self.moved, *self.decided)


class FreeProject(Questions):
    """A project with what its facts can become in place of what they are.

    A fact with a value keeps it unless it is marked as moved. An open fact that can be decided is
    found in what it can be decided to be; if something is known of it, only once it is marked as
    decided. Both must apply to be changed.
    """

    def __init__(
        self, replayer: Replayer, project: Project, verdict: str, deadline: Deadline
    ) -> None:
        """Ask for this verdict or a better one, until the deadline."""
        place = VERDICTS.index(verdict) + 1
        self.goal = Goal(f"{verdict} or better", frozenset(VERDICTS[:place]))
        self.worse = Goal(f"worse than {verdict}", frozenset(VERDICTS[place:]))
        self.origin, self.deadline = project, deadline
        self.reach = reach_of(project)
        self.forms: list[Term] = []
        super().__init__(replayer, self.reach.freed, [self.goal, self.worse])
        logic, vocabulary = self.formula.logic, self.formula.rulebook.vocabulary
        self.moved = {path: logic.boolean(f"moved {path}") for path in self.reach.movable}
        self.decided = {path: logic.boolean(f"decided {path}") for path in self.reach.decidable}
        self.weights = {
            path: vocabulary.efforts[can.effort].weight
            for path in (*self.moved, *self.decided)
            if (can := vocabulary.facts[path].changeable) is not None
        }
        self.partly = {
            path: mark
            for path, mark in self.decided.items()
            if project.states[path].domain is not None
        }
        self._named: dict[str, Term] = {}
        self._products_stated: set[str] = set()
        self._state_changes()

    def _state_changes(self) -> None:
        logic, store, formula = self.formula.logic, self._store, self.formula
        for path, mark in self.moved.items():
            store.state(logic.some([mark, self._as_stated(self.origin.states[path])]))
        for path, domain in self.reach.decidable.items():
            if path in self.partly:
                now = self._as_stated(self.origin.states[path])
                store.state(logic.some([self.decided[path], now]))
            if domain is not None:
                when = self.decided[path] if path in self.partly else self.reaches
                store.state(logic.implies(when, self.within(path, domain)))
        for path, mark in [*self.moved.items(), *self.decided.items()]:
            store.state(logic.implies(mark, formula.applies[path]))
            variable = formula.variables[path]
            if isinstance(variable, Several):  # nobody is told to strike out a whole list
                some = logic.some(list(variable.each.values()))
                store.state(logic.implies(mark, some))
                if path in self.decided:
                    there = logic.every([self.reaches, formula.applies[path]])
                    store.state(logic.implies(there, some))
        kept = {path: logic.no(mark) for path, mark in self.moved.items()}
        for form in self._products(self.reach.movable, kept):
            self.forms.append(form)
            store.state(form)

    def _linear_forms(self) -> Iterator[Term]:
        for form in super()._linear_forms():
            self.forms.append(form)
            yield form

    # --- marks ----------------------------------------------------------------------------------

    @property
    def reaches(self) -> Term:
        """The mark under which the verdict is reached."""
        return self._goals[self.goal.name]

    def under(self, name: str, make: Callable[[], Term]) -> Term:
        """Return the mark of this name under which something holds, stated when first needed."""
        if name not in self._named:
            mark = self._named[name] = self.formula.logic.boolean(name)
            self._store.state(self.formula.logic.implies(mark, make()))
        return self._named[name]

    def reached(self) -> list[Term]:
        """Return the marks under which the project has the verdict and is what it can become."""
        every = self.formula.logic.every
        stated = self.under(
            "all that is stated", lambda: every([self._marks[path] for path in self.stated])
        )
        return [self.reaches, stated]

    def costs_at_most(self, most: int) -> Term:
        """Return the mark under which all changes together cost no more than this."""
        marks = self.moved | self.decided
        weights = [(marks[path], weight) for path, weight in self.weights.items()]
        weigh = self.formula.logic.weighs_at_most
        return self.under(f"costs at most {most}", lambda: weigh(weights, most))

    def all_decided(self) -> Term:
        """Return the mark under which every open fact that can be is decided, if it applies."""
        logic, applies = self.formula.logic, self.formula.applies
        marks = [logic.implies(applies[path], mark) for path, mark in self.decided.items()]
        return self.under("all is decided", lambda: logic.every(marks))

    def value(self, path: str, value: Value) -> Term:
        """Return the mark under which a fact has a value."""
        comparer, variable = self.formula.comparer, self.formula.variables[path]
        return self.under(_name(path, value), lambda: comparer.exactly(variable, value))

    def within(self, path: str, domain: Domain) -> Term:
        """Return that a fact has a value of a domain."""
        return self.formula.comparer.within(self.formula.variables[path], domain)

    def on_grid(self, digits: int) -> Term:
        """Return the mark under which all numbers have few decimals."""
        formula = self.formula
        numbers = [
            variable.term
            for path, spec in formula.rulebook.vocabulary.facts.items()
            if spec.computed is None and isinstance(variable := formula.variables.get(path), Number)
        ]
        return self.under(
            f"at most {digits} decimals",
            lambda: formula.logic.every([formula.logic.grid(one, digits) for one in numbers]),
        )

    def worth_saying(self) -> Term:
        """Return the mark under which what is found out is no amount too small to speak of.

        A time is at least one of the middle one of its units, money one, a whole number one.
        """
        formula, measures = self.formula, self.formula.rulebook.vocabulary.measures
        parts = []
        for path in self.reach.found_out:
            variable, kind = formula.variables[path], formula.rulebook.vocabulary.facts[path].type
            factors = sorted(one.factor for one in measures.units.get(kind.kind, {}).values())
            least = factors[len(factors) // 2] if factors else Fraction(1)
            if isinstance(variable, Number) and (factors or kind.kind in (MONEY, INTEGER)):
                enough = formula.logic.compare(">=", variable.term, least)
                parts.append(formula.logic.implies(formula.applies[path], enough))
        return self.under("amounts are worth saying", lambda: formula.logic.every(parts))

    # --- asking ---------------------------------------------------------------------------------

    def asked(self, assumed: Sequence[Term]) -> bool:
        """Return whether everything can hold at once. Raises `NotFoundError` after the time."""
        answer = self._store.ask(assumed, self.deadline.left)
        if answer is None:
            raise NotFoundError(NO_TIME)
        return answer

    def consistent(self, assumed: Sequence[Term]) -> Model | None:
        """Return a model in which products are right, None if there is none."""
        held: list[Term] = []
        while True:
            if self.asked([*assumed, *held]):
                model = self._store.model()
                if self._multiplied(model):
                    return model
                held = [] if held else [self._around(model)]
            elif held:
                held = []
            else:
                return None

    def _multiplied(self, model: Model) -> bool:
        """Return whether the products in a model are what their factors come to."""
        for path, made in self.formula.equations.items():
            if model.holds(self.formula.applies[path]):
                product = Fraction(1)
                for factor in made.factors:
                    product *= model.number(factor) or Fraction(0)
                if product != model.number(made.result):
                    return False
        return True

    def _around(self, model: Model) -> Term:
        """State what products come to around the factors of a model that has them wrong.

        Return a mark under which their first factors are as in the model.
        """
        logic, zero, here = self.formula.logic, Fraction(0), []
        for made in self.formula.equations.values():
            for one, other in (made.factors, made.factors[::-1]):
                at = model.number(one) or zero
                more = logic.less(made.result, at, other)
                # More of one factor is more of the product where the other is above zero.
                for beyond, side, then in _BOUNDS:
                    guards = [made.defined, logic.compare(beyond, one, at)]
                    guards.append(logic.compare(side, other, zero))
                    bound = logic.compare(then, more, zero)
                    self._store.state(logic.implies(logic.every(guards), bound))
                if one is made.factors[0]:
                    here.append(logic.compare("is", one, at))
        mark = logic.fresh()
        self._store.state(logic.implies(mark, logic.every(here)))
        return mark

    # --- what a plan fixes ----------------------------------------------------------------------

    def fixed(self, guess: Guess, needs: Collection[str]) -> list[Term]:
        """Return all that a plan fixes, of the facts that are found out only those in `needs`.

        Under these marks the verdict is worse than the goal.
        """
        logic = self.formula.logic
        paths = [*guess.changed, *(path for path in self.reach.found_out if path in needs)]
        values = {path: guess.values[path] for path in paths if path in guess.values}
        loose = self.moved | self.partly
        kept = {path: logic.no(mark) for path, mark in loose.items() if path not in values}
        marks = {path: self.value(path, value) for path, value in values.items()}
        for form in self._products(self.reach.movable | values, kept | marks):
            self._store.state(form)
        known = self.under(
            "all that stays",
            lambda: logic.every([self._marks[one] for one in self.stated if one not in self.moved]),
        )
        return [self._goals[self.worse.name], known, *kept.values(), *marks.values()]

    def suffices(self, guess: Guess, needs: Mapping[str, Domain]) -> bool:
        """Return whether changes force the verdict once what is needed comes out within domains."""
        single = [path for path, domain in needs.items() if domain is not None and domain.single]
        wide = [
            self.under(f"{path} within {domain}", partial(self.within, path, domain))
            for path, domain in needs.items()
            if path not in single
        ]
        return self.consistent([*self.fixed(guess, single), *wide]) is None

    def in_core(self, guess: Guess, needs: Collection[str]) -> frozenset[str] | None:
        """Return the changes and needs in a proof that a guess will do; None if it will not."""
        if self.consistent(self.fixed(guess, needs)) is not None:
            return None
        names = self._store.core()
        return frozenset(
            path for path, value in guess.values.items() if _name(path, value) in names
        )

    def _products(self, values: Mapping[str, Value], marks: Mapping[str, Term]) -> Iterator[Term]:
        """Yield the products of which all factors but one have values, each under its marks."""
        logic = self.formula.logic
        for path, made in self.formula.equations.items():
            for place, factor in enumerate(made.factors):
                others = [one for at, one in enumerate(made.paths) if at != place]
                numbers = [self._number(one, values, marks) for one in others]
                known = [one for one in numbers if one is not None]
                if len(known) < len(numbers):
                    continue
                constant = Fraction(1)
                for number, _ in known:
                    constant *= number
                guards = [term for _, terms in known for term in terms]
                name = f"{path} {place} {constant} {sorted(map(str, guards))}"
                if name not in self._products_stated:
                    self._products_stated.add(name)
                    equal = logic.equals(made.result, constant, factor)
                    yield logic.implies(logic.every([made.defined, *guards]), equal)

    def _number(
        self, path: str, values: Mapping[str, Value], marks: Mapping[str, Term]
    ) -> tuple[Fraction, list[Term]] | None:
        """Return the number that a fact has under some marks, None when they do not give one."""
        spec = self.formula.rulebook.vocabulary.facts.get(path)
        if spec is None:
            return None  # a quotient itself
        if spec.computed is not None:
            inputs = [self._number(one, values, marks) for one in spec.computed.inputs]
            found = [one for one in inputs if one is not None]
            if len(found) < len(inputs):
                return None
            result = FUNCTIONS[spec.computed.function].compute([number for number, _ in found])
            terms = [term for _, some in found for term in some]
            return None if result is None else (result, terms)
        domain, mark = self.project.states[path].domain, self._marks.get(path)
        value = values.get(path)
        if path in marks:
            mark = marks[path]
        elif mark is not None and isinstance(domain, Options) and domain.single:
            (value,) = domain.values
        if value is None or mark is None:
            return None
        assert isinstance(value, (int, Fraction))
        return Fraction(value), [mark]


_BOUNDS = (
    (">=", ">=", ">="), ("<=", ">=", "<="), (">=", "<=", "<="), ("<=", "<=", ">="),
)  # fmt: skip
"""Of one factor against its value, the other against zero: how the product stands."""


def _name(path: str, value: Value) -> str:
    return f"{path} = {sorted(value) if isinstance(value, frozenset) else value}"
