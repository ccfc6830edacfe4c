"""A formula narrowed to one project: what it states is put in, and what is left is asked about.

With the known facts folded away only what is open stays, so that many small questions about one
project are cheap. They share one store, each under assumptions of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import NamedTuple

from vetter.facts.states import FactState, Project
from vetter.language.domains import Options
from vetter.language.types import METRIC, NUMERIC, TEXT
from vetter.rulebook.vocabulary import CONDITIONAL, NO_GO, VERDICTS
from vetter.solver.questions import GRID, Deadline, as_stated, says_something
from vetter.solver.replay import Goal, Replay, Replayer
from vetter.solver.values import (
    Comparer,
    Names,
    Number,
    Ranks,
    Several,
    Variable,
    changed,
    own_terms,
)
from vetter.solver.z3_home import Model, Store, Term

BEYOND = Fraction(1, 20)
"""The part of the time of all questions that one with a product of two open facts may take."""


class Found(NamedTuple):
    """A model, or a proof that there is none with the assumed terms that exclude it, or neither."""

    model: Model | None = None
    no: bool = False
    core: frozenset[str] = frozenset()


class _Equation(NamedTuple):
    """An equation of a computed fact, with the parts that it is made of."""

    whole: Term
    result: Term
    factors: tuple[Term, ...]


class Narrowed:
    """The formula of a rulebook with what a project states put in.

    `variables` are those of base facts by path and `applies` that one applies, both in a `logic`
    of this project's own; `comparer` makes terms on them.
    """

    def __init__(self, replayer: Replayer, project: Project, seconds: float) -> None:
        """State a formula and a project; all questions together may take so many seconds."""
        self.replayer, self.project, self.seconds = replayer, project, seconds
        self.deadline = Deadline(seconds)
        self._kept = tuple(path for path, one in project.states.items() if says_something(one))
        self._narrow()
        self._store = Store(self.logic, apart=False)
        self._store.state(*self._known, *self._always)
        self._goals: dict[str, Term] = {}
        self._others: dict[str, Term] = {}
        for place, verdict in enumerate(VERDICTS):
            here = self._from[place - 1] if place else True
            above = self._from[place] if place < len(self._from) else False
            this = self.logic.every([here, self.logic.no(above)])
            self._goals[verdict] = self.when(this)
            self._others[verdict] = self.when(self.logic.no(this))

    def _narrow(self) -> None:
        formula, states = self.replayer.formula, self.project.states
        paths = list(formula.variables.keys() & states.keys())
        paths = [path for path in states if path in set(paths)]
        equations = [
            formula.logic.implies(
                made.defined,
                formula.logic.equals(made.result, Fraction(1), formula.logic.product(made.factors)),
            )
            for made in formula.equations.values()
        ]
        parts: list[list[Term]] = [
            [formula.verdict_from(CONDITIONAL), formula.verdict_from(NO_GO)],
            formula.always,
            [as_stated(formula, states[path]) for path in self._kept],
            equations,
            [made.result for made in formula.equations.values()],
            [factor for made in formula.equations.values() for factor in made.factors],
            [formula.applies[path] for path in states],
        ]
        terms: list[Term] = []
        for path in paths:
            changed(formula.variables[path], terms.append)  # only to see its terms
        flat = [term for part in parts for term in part]
        self.logic, moved = formula.logic.moved([*terms, *flat])
        self.comparer = Comparer(self.logic)
        copies = iter(moved[: len(terms)])
        self.variables: dict[str, Variable] = {
            path: changed(formula.variables[path], lambda _: next(copies)) for path in paths
        }
        known = [states[path] for path in self._kept if _one_value(states[path])]
        values = [pair for state in known for pair in self._values(state)]
        news = _parted(self.logic.together(moved[len(terms) :]).replaced(values), parts)
        # Nothing is left that names these variables, but models are to have them as they are.
        self._known = [self._is(term, value) for term, value in values]
        self._from = news[0]
        self._applies = dict(zip(states, news[6], strict=True))
        factors = iter(news[5])
        self._left_out: list[_Equation] = []
        self._always = [*news[1], *news[2]]
        constraints = len(formula.rulebook.constraints)
        for made, whole, result in zip(formula.equations.values(), news[3], news[4], strict=True):
            equation = _Equation(whole, result, tuple(next(factors) for _ in made.factors))
            if sum(not self.logic.known(factor) for factor in equation.factors) > 1:
                self._left_out.append(equation)
            else:
                self._always.append(whole)
        self._always = [term for term in self._always if term is not True]
        self._verdicts = self.logic.together(self._from)
        self._constraints = self.logic.together(news[1][len(news[1]) - constraints :])
        self._whole = self.logic.together(self._always)

    def _values(self, state: FactState) -> Iterator[tuple[Term, Term]]:
        """Yield the terms of a known fact, each with what it is."""
        variable, value = self.variables[state.path], state.value
        if isinstance(variable, Ranks):
            assert isinstance(value, int)
            yield from ((term, rank < value) for rank, term in enumerate(variable.at_least))
        elif isinstance(variable, Several):
            assert isinstance(value, frozenset)
            yield from ((term, name in value) for name, term in variable.each.items())
        elif isinstance(variable, Names):
            own = own_terms(variable)
            for name, term in variable.each.items():
                if any(self.logic.same(term, one) for one in own):
                    yield term, name == value
        else:
            assert isinstance(variable, Number) and isinstance(value, (int, Fraction))
            yield variable.term, Fraction(value)

    def _is(self, term: Term, value: Term) -> Term:
        if isinstance(value, bool):
            return term if value else self.logic.no(term)
        return self.logic.compare("is", term, value)

    def watched(self) -> AbstractContextManager[None]:
        """Watch over all questions in a block: none goes on when their time is over."""
        return self._store.watched(self.deadline.left)

    # --- asking -------------------------------------------------------------------------------

    def goal(self, verdict: str) -> Term:
        """Return a variable that brings a verdict when it is assumed."""
        return self._goals[verdict]

    def applies(self, path: str) -> Term:
        """Return that a fact applies, a constant where that is sure."""
        return self._applies[path]

    def when(self, term: Term) -> Term:
        """Return a variable that brings a term when it is assumed."""
        mark = self.logic.fresh()
        self._store.state(self.logic.implies(mark, term))
        return mark

    def ask(self, assumed: Sequence[Term]) -> Found:
        """Return a model in which everything assumed holds, or a proof that there is none."""
        if self.deadline.left <= 0:
            return Found()
        return self._exactly(assumed, self._left_out)

    def on_grid(self, assumed: Sequence[Term]) -> Iterator[Model]:
        """Yield models in which all open numbers have few decimals, so that they can be written."""
        numbers = [
            variable.term
            for path, variable in self.variables.items()
            if isinstance(variable, Number)
            and self.project.states[path].spec.computed is None
            and self.project.states[path].spec.type.kind in NUMERIC
            and not self.project.states[path].known
        ]
        for digits in GRID:
            self._store.enter()
            try:
                self._store.state(*(self.logic.grid(number, digits) for number in numbers))
                found = self._exactly(assumed, self._left_out)
            finally:
                self._store.leave()
            if found.model is not None:
                yield found.model

    def replay(self, model: Model, goal: Goal) -> Replay:
        """Return the witness that a model is, with its numbers as they are."""
        inside = model.moved(self.replayer.formula.logic)
        return self.replayer.replay(inside, self.project, self._kept, goal, rounded=())

    def _exactly(self, assumed: Sequence[Term], left_out: Sequence[_Equation]) -> Found:
        """Ask without the equations that are not linear, and then with them if it is a yes."""
        store = self._store
        found = self._attempt(assumed, self.deadline.left)
        if found.model is None or not left_out:
            return found
        for held in self._held(left_out, found.model):
            store.enter()
            try:
                store.state(*held)
                exact = self._attempt(assumed, self.deadline.left)
            finally:
                store.leave()
            if exact.model is not None:
                return exact
        store.enter()
        try:
            store.state(*(one.whole for one in left_out))
            return self._attempt(assumed, min(self.deadline.left, float(BEYOND) * self.seconds))
        finally:
            store.leave()

    def _attempt(self, assumed: Sequence[Term], seconds: float) -> Found:
        answer = self._store.ask(assumed, seconds)
        if answer:
            return Found(self._store.model())
        return Found(no=True, core=self._store.core()) if answer is False else Found()

    def _held(self, left_out: Sequence[_Equation], model: Model) -> Iterator[list[Term]]:
        """Yield ways to hold all factors but one of each equation at their values in a model."""
        for free in (-1, 0):
            held: list[Term] = []
            for equation in left_out:
                for place, factor in enumerate(equation.factors):
                    if place != free % len(equation.factors):
                        value = model.number(factor) or Fraction(0)
                        held.append(self.logic.compare("is", factor, value))
                held.append(equation.whole)
            yield held

    # --- one fact alone -----------------------------------------------------------------------

    def stands_apart(self, path: str) -> bool:
        """Return whether no verdict and no constraint names an open fact or what follows from it.

        Then any completion stays one with the same verdict whatever the fact is instead.
        """
        return not (self._verdicts.names(self._twins(path)) or self.constrained(path))

    def constrained(self, path: str) -> bool:
        """Return whether a constraint names an open fact or what follows from it."""
        return self._constraints.names(self._twins(path))

    def bound(self, model: Model) -> dict[str, list[Term]]:
        """Return by path what binds each open fact to its value in a model, if it is assumed.

        The model must be one that was written and replayed.
        """
        found: dict[str, list[Term]] = {}
        for path, variable in self.variables.items():
            state = self.project.states[path]
            if state.spec.computed is not None or _one_value(state):
                continue
            if isinstance(variable, Number):
                value = model.number(variable.term)
                if value is None:  # of a fact that does not apply
                    continue
                found[path] = [self.when(self.logic.compare("is", variable.term, value))]
            else:
                found[path] = [
                    term if model.holds(term) else self.logic.no(term)
                    for term in own_terms(variable)
                ]
        return found

    def stays(self, verdict: str, bound: Mapping[str, Sequence[Term]], free: str) -> bool:
        """Return whether it is proved that a model keeps its verdict with every value of a fact.

        Those are meant that break no constraint with the rest of it.
        """
        assumed = [self._others[verdict], *_but(free, bound)]
        return self._attempt(assumed, self.deadline.left).no

    def fits(self, mark: Term, bound: Mapping[str, Sequence[Term]], free: str) -> bool:
        """Return whether a model breaks no constraint with some value of a fact under a mark.

        For a fact of which nothing is computed, so that no equation was left out of the answer.
        """
        return self._attempt([mark, *_but(free, bound)], self.deadline.left).model is not None

    def turns(self, path: str) -> bool | None:
        """Return whether two completions that differ in one open fact have different verdicts.

        All other open facts are the same in both as far as they apply in both, what is computed
        follows. A quality is another answer in another metric. None is neither shown.
        """
        if self.deadline.left <= 0:
            return None
        twins, logic = self._twins(path), self.logic
        if not self._verdicts.names(twins):
            return False
        second = self._verdicts.replaced(twins)
        always = self._whole.replaced(twins)
        terms = [new for old, new in zip(self._always, always, strict=True) if new is not old]
        both = [*self._left_out]
        for equation in self._left_out:
            parts = logic.together([*equation[:2], *equation.factors])
            whole, result, *factors = parts.replaced(twins)
            if not logic.same(whole, equation.whole):
                both.append(_Equation(whole, result, tuple(factors)))
        graver = [
            logic.every([there, logic.no(here)])
            for here, there in zip(self._from, second, strict=True)
        ]
        self._store.enter()
        try:
            self._store.state(*terms, logic.some(graver))
            found = self._exactly([], both)
        finally:
            self._store.leave()
        if found.model is not None:
            return True
        return False if found.no else None

    def _twins(self, path: str) -> list[tuple[Term, Term]]:
        """Return the variables of a fact and of what follows from it, each with another one."""
        facts = self.replayer.formula.rulebook.vocabulary.facts
        other = {path}
        if facts[path].type.kind == METRIC:
            other |= {one for one, spec in facts.items() if spec.type.metric_of == path}
        terms: list[Term] = []
        for one in self.replayer.formula.rulebook.fact_order:
            spec = facts[one]
            if spec.computed is not None and other & set(spec.computed.inputs):
                other.add(one)
                if one in self.replayer.formula.equations:
                    terms.extend(own_terms(self.variables[one]))
            elif one in other and spec.type.kind != TEXT:
                terms.extend(own_terms(self.variables[one]))
        return [(term, self.logic.twin(term)) for term in terms]


def _but(free: str, bound: Mapping[str, Sequence[Term]]) -> list[Term]:
    """Return what binds all facts but one."""
    return [term for path, terms in bound.items() if path != free for term in terms]


def _one_value(state: FactState) -> bool:
    """Whether a fact is known and applies in every completion."""
    return state.known and isinstance(state.domain, Options) and state.domain.single


def _parted(terms: list[Term], like: list[list[Term]]) -> list[list[Term]]:
    parts, at = [], 0
    for part in like:
        parts.append(terms[at : at + len(part)])
        at += len(part)
    return parts
