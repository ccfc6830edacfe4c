"""Questions about one project: its facts as assumptions, and answers that are proved or left open.

Linear arithmetic comes first. Where an equation of a computed fact has two open factors it is left
out at first: a no without it is a no with it, and a yes counts if its witness is replayed. Only if
that gives nothing, factors are held at the values found, and at last the whole equation is stated,
which may take more time than there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from time import monotonic
from typing import NamedTuple

from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import FactState, Project, Status
from vetter.language.domains import Options
from vetter.language.types import NUMERIC, QUALITY, TEXT, Value
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.formula import Formula
from vetter.solver.replay import Goal, NotReplayed, Replay, Replayer, keeps
from vetter.solver.results import Witness
from vetter.solver.values import Names
from vetter.solver.z3_home import Model, Store, Term

NO_TIME = "the time did not suffice"
NOT_LINEAR = "two open facts are multiplied, and the time did not suffice"
NO_DECIMALS = "only numbers that no fact file can state were found"
GRID = (3, 9)
"""Decimals that open numbers are held to when those found have no end."""


class Deadline:
    """A moment by which a question is answered or left open."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._end = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self._end - monotonic()


class Answer(NamedTuple):
    """Yes with a witness, no with the facts that exclude it, or neither and why."""

    yes: Witness | None = None
    no: bool = False
    core: frozenset[str] = frozenset()
    why_open: str = ""


class _Fixed(NamedTuple):
    """A fact with one value, as long as the facts of these paths are kept."""

    value: Fraction
    by: frozenset[str]


class Questions:
    """Questions about one project, each of its facts under an assumption of its own.

    What was asked of another project leaves nothing behind, so that answers do not hang on it.
    """

    def __init__(
        self,
        replayer: Replayer,
        project: Project,
        goals: Sequence[Goal],
        given: Project | None = None,
    ) -> None:
        """State a formula and a project, to ask for these goals.

        With `given` all that this other project states holds for certain, and only what `project`
        states beyond it is under assumptions. A figure of quality then says nothing without its
        metric, as in a fact file.
        """
        self.formula, self.replayer, self.project = replayer.formula, replayer, project
        self._given = given
        self._goals: dict[str, Term] = {}
        self._marks: dict[str, Term] = {}
        self._linear: dict[str, list[frozenset[str]]] = {}
        self._store = Store(self.formula.logic)
        self._store.state(
            *self.formula.always,
            *self._reach_goals(goals),
            *self._state_facts(),
            *self._linear_forms(),
        )

    @property
    def stated(self) -> tuple[str, ...]:
        """The facts under an assumption: all that the project states, wholly or in part, in order.

        With another project given they are those that it leaves open.
        """
        return tuple(path for path in self.project.states if path in self._marks)

    def _reach_goals(self, goals: Sequence[Goal]) -> Iterator[Term]:
        logic = self.formula.logic
        for goal in goals:
            mark = self._goals[goal.name] = logic.boolean(f"goal {goal.name}")
            reached = [self.formula.verdict(one) for one in VERDICTS if one in goal.verdicts]
            yield logic.implies(mark, logic.some(reached))

    def _state_facts(self) -> Iterator[Term]:
        logic = self.formula.logic
        for path, state in self.project.states.items():
            if says_something(state) and not self._is_given(path):
                self._marks[path] = logic.boolean(f"stated {path}")
        if self._given is not None:
            for state in self._given.states.values():
                if says_something(state):
                    yield self._as_stated(state)
        for path, mark in self._marks.items():
            yield logic.implies(mark, self._as_stated(self.project.states[path]))

    def _is_given(self, path: str) -> bool:
        """Return whether the project given states the one value that a fact can have."""
        if self._given is None:
            return False
        state = self._given.states[path]
        return says_something(state) and state.domain is not None and state.domain.single

    def _as_stated(self, state: FactState) -> Term:
        formula, kind = self.formula, state.spec.type
        if self._given is not None and state.metric is not None and kind.metric_of in self._marks:
            stated = formula.comparer.within(formula.variables[state.path], state.domain)
            return formula.logic.implies(self._marks[kind.metric_of], stated)
        return as_stated(formula, state)

    def _linear_forms(self) -> Iterator[Term]:
        formula, logic = self.formula, self.formula.logic
        fixed = self._fixed()
        for path, made in formula.equations.items():
            forms = self._linear[path] = []
            for place, factor in enumerate(made.factors):
                others = [fixed.get(one) for at, one in enumerate(made.paths) if at != place]
                known = [one for one in others if one is not None]
                if len(known) < len(others):
                    continue
                by = frozenset().union(*(one.by for one in known))
                constant = Fraction(1)
                for one in known:
                    constant *= one.value
                guards = [made.defined, *(self._marks[one] for one in sorted(by))]
                equal = logic.equals(made.result, constant, factor)
                forms.append(by)
                yield logic.implies(logic.every(guards), equal)

    def _fixed(self) -> dict[str, _Fixed]:
        """Return the numbers, answered and computed, that the project states."""
        found: dict[str, _Fixed] = {}
        for path in self.formula.rulebook.fact_order:
            state = self.project.states[path]
            if state.spec.computed is not None:
                inputs = [found.get(one) for one in state.spec.computed.inputs]
                known = [one for one in inputs if one is not None]
                if len(known) < len(inputs):
                    continue
                compute = FUNCTIONS[state.spec.computed.function].compute
                result = compute([one.value for one in known])
                if result is not None:
                    found[path] = _Fixed(result, frozenset().union(*(one.by for one in known)))
            elif path in self._marks or self._is_given(path):
                value = _only_value(state)
                if isinstance(value, (int, Fraction)) and state.spec.type.kind != QUALITY:
                    by = frozenset((path,)) if path in self._marks else frozenset[str]()
                    found[path] = _Fixed(Fraction(value), by)
        return found

    # --- asking -------------------------------------------------------------------------------

    def model(self, goal: Goal, kept: Collection[str], deadline: Deadline) -> Model | None:
        """Return one way to have a goal, not replayed; None where no way was found."""
        found = self._store.ask(self._assumed(goal, kept), deadline.left)
        return self._store.model() if found else None

    def _assumed(self, goal: Goal, kept: Collection[str]) -> list[Term]:
        return [self._goals[goal.name], *(self._marks[path] for path in sorted(kept))]

    def ask(self, goal: Goal, kept: Collection[str], deadline: Deadline) -> Answer:
        """Ask for a complete project with the goal that keeps these facts of the project."""
        assumed, store = self._assumed(goal, kept), self._store
        answer = store.ask(assumed, deadline.left)
        if answer is None:
            return Answer(why_open=NO_TIME)
        if not answer:
            return Answer(no=True, core=self._core(kept))
        model = store.model()
        replay = self._replay(model, kept, goal)
        if replay.witness is not None:
            return Answer(yes=replay.witness)
        open_equations = [
            path for path, forms in self._linear.items() if not any(by <= set(kept) for by in forms)
        ]
        if open_equations:
            return self._beyond_linear(goal, kept, assumed, open_equations, model, deadline)
        if not replay.unwritable:
            raise NotReplayed(f"a witness of the goal `{goal.name}` is not confirmed")
        return self._on_grid(goal, kept, assumed, deadline) or Answer(why_open=NO_DECIMALS)

    def _core(self, kept: Collection[str]) -> frozenset[str]:
        names = self._store.core()
        return frozenset(path for path in kept if f"stated {path}" in names)

    def _replay(self, model: Model, kept: Collection[str], goal: Goal) -> Replay:
        project, kept = self._holding(kept)
        return self.replayer.replay(model, project, kept, goal)

    def _holding(self, kept: Collection[str]) -> tuple[Project, Collection[str]]:
        """Return a project that states what is kept beside what is given, and the facts of both."""
        if self._given is None:
            return self.project, kept
        states = dict(self._given.states)
        for path in kept:
            metric = self.project.states[path].spec.type.metric_of
            if metric not in self._marks or metric in kept:
                states[path] = self.project.states[path]
        holds = [path for path, state in states.items() if says_something(state)]
        return self._given._replace(states=states), holds

    def broken_by(self, witness: Witness) -> frozenset[str]:
        """Return the facts under an assumption that a witness has in another way than stated."""
        whole = project_of_mapping(witness.mapping(), self.formula.rulebook)
        return frozenset(
            path for path in self._marks if not keeps(self.project.states[path], whole.states[path])
        )

    def _attempt(
        self,
        more: Sequence[Term],
        goal: Goal,
        kept: Collection[str],
        assumed: Sequence[Term],
        deadline: Deadline,
    ) -> tuple[bool | None, Replay | None]:
        """Ask once more with more stated; return the answer, and for a yes its replay."""
        store = self._store
        store.enter()
        try:
            store.state(*more)
            answer = store.ask(assumed, deadline.left)
            return answer, self._replay(store.model(), kept, goal) if answer else None
        finally:
            store.leave()

    def _on_grid(
        self, goal: Goal, kept: Collection[str], assumed: Sequence[Term], deadline: Deadline
    ) -> Answer | None:
        """Ask again with all open numbers held to a few decimals."""
        formula = self.formula
        _, held = self._holding(kept)
        numbers = [
            formula.comparer.number(formula.variables[path])
            for path, spec in formula.rulebook.vocabulary.facts.items()
            if spec.computed is None and spec.type.kind in NUMERIC and path not in held
        ]
        for digits in GRID:
            grid = [formula.logic.grid(number, digits) for number in numbers]
            _, replay = self._attempt(grid, goal, kept, assumed, deadline)
            if replay is not None and replay.witness is not None:
                return Answer(yes=replay.witness)
        return None

    def _beyond_linear(
        self,
        goal: Goal,
        kept: Collection[str],
        assumed: Sequence[Term],
        paths: Sequence[str],
        model: Model,
        deadline: Deadline,
    ) -> Answer:
        for held in self._held(paths, model):
            _, replay = self._attempt(held, goal, kept, assumed, deadline)
            if replay is not None and replay.witness is not None:
                return Answer(yes=replay.witness)
        formula, logic = self.formula, self.formula.logic
        whole = [
            logic.implies(
                formula.applies[path],
                logic.equals(made.result, Fraction(1), logic.product(made.factors)),
            )
            for path, made in formula.equations.items()
            if path in paths
        ]
        answer, replay = self._attempt(whole, goal, kept, assumed, deadline)
        if answer is False:
            # The equations hold whatever is kept, but which facts are needed beside them is not
            # told apart here.
            return Answer(no=True, core=frozenset(kept))
        if replay is None:
            return Answer(why_open=NOT_LINEAR)
        if replay.witness is not None:
            return Answer(yes=replay.witness)
        if not replay.unwritable:
            raise NotReplayed(f"a witness of the goal `{goal.name}` is not confirmed")
        return Answer(why_open=NO_DECIMALS)

    def _held(self, paths: Sequence[str], model: Model) -> Iterator[list[Term]]:
        """Yield ways to hold all factors but one of each equation at their values in a model."""
        logic, equations = self.formula.logic, self.formula.equations
        for free in (-1, 0):
            held: list[Term] = []
            for path in paths:
                made = equations[path]
                constant = Fraction(1)
                for place, factor in enumerate(made.factors):
                    if place == free % len(made.factors):
                        continue
                    value = model.number(factor) or Fraction(0)
                    held.append(logic.compare("is", factor, value))
                    constant *= value
                held.append(logic.equals(made.result, constant, made.factors[free]))
            yield held


def _only_value(state: FactState) -> Value | None:
    """Return the one value that a fact can have, None if it can have several."""
    if not isinstance(state.domain, Options) or not state.domain.single:
        return None
    (value,) = state.domain.values
    return value


def as_stated(formula: Formula, state: FactState) -> Term:
    """Return that a fact is as a project states it."""
    kind = state.spec.type
    stated = formula.comparer.within(formula.variables[state.path], state.domain)
    if kind.kind == QUALITY and state.metric is not None:
        # A figure says nothing in another metric.
        metric = formula.variables[kind.metric_of]
        assert isinstance(metric, Names)
        return formula.logic.implies(metric.each[state.metric.name], stated)
    return stated


def says_something(state: FactState) -> bool:
    """Whether a state narrows what its fact can be; a text or a computed fact never does."""
    return (
        state.status is not Status.NOT_APPLICABLE
        and state.domain is not None
        and state.spec.computed is None
        and state.spec.type.kind != TEXT
    )
