"""The cheapest changes that force a verdict: guessed, put to the test, and learned from.

A plan moves facts that have a value, decides facts that are open, and needs some that are found out
to come out in a way; what it leaves open may come to anything. A guess is a complete project with
the verdict that has few changes. The test: do its changes and findings exclude every worse verdict?
A project that shows they do not is learned from: whatever a plan does not decide could be as it is
there, and even then the verdict must be reached. This holds for all plans. So a guess that stands
the test is proved cheapest once nothing cheaper can even be guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from types import MappingProxyType
from typing import NamedTuple

from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project
from vetter.language.domains import Domain, Options, exactly
from vetter.language.types import Value
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.questions import GRID, NO_DECIMALS, NO_TIME, NOT_LINEAR, Deadline, Questions
from vetter.solver.reach import reach_of
from vetter.solver.replay import DIGITS, Goal, NotReplayed, Replay, Replayer
from vetter.solver.results import Witness
from vetter.solver.values import Names, Number, Ranks, Ratio, Several, Tally, Variable, read
from vetter.solver.z3_home import Model, Term

GRAVE = ("findings.blocker", "findings.high")
"""The counters that tell a bad way for things to turn out from a worse one."""


class NotFoundError(Exception):
    """A search ends without an answer; the words say why."""


class Guess(NamedTuple):
    """A complete project with the verdict, and the facts that it moves and decides.

    `values` are those of all facts that are moved, decided or found out and apply.
    """

    moved: tuple[str, ...]
    decided: tuple[str, ...]
    values: Mapping[str, Value]
    witness: Witness | None

    @property
    def changed(self) -> tuple[str, ...]:
        """All that a plan changes."""
        return (*self.moved, *self.decided)


class Changes(Questions):
    """A project whose changeable facts are free, to ask for the changes that bring a verdict."""

    def __init__(
        self, replayer: Replayer, project: Project, verdict: str, deadline: Deadline
    ) -> None:
        """Ask for this verdict or a better one, until the deadline."""
        place = VERDICTS.index(verdict) + 1
        self.goal = Goal(f"{verdict} or better", frozenset(VERDICTS[:place]))
        self.worse = Goal(f"worse than {verdict}", frozenset(VERDICTS[place:]))
        self.origin, self.deadline = project, deadline
        self.reach = reach_of(project)
        self._forms: list[Term] = []
        super().__init__(replayer, self.reach.freed, [self.goal, self.worse])
        logic, vocabulary = self.formula.logic, self.formula.rulebook.vocabulary
        self._open = frozenset(self.reach.found_out)
        self._moved = {path: logic.boolean(f"moved {path}") for path in self.reach.movable}
        self._decided = {path: logic.boolean(f"decided {path}") for path in self.reach.decidable}
        self._weights = {
            path: vocabulary.efforts[can.effort].weight
            for path in (*self._moved, *self._decided)
            if (can := vocabulary.facts[path].changeable) is not None
        }
        self._named: dict[str, Term] = {}
        self._fixed_products: set[str] = set()
        self._copies = 0
        self._seen: dict[str, Value] = {}
        reached = self._goals[self.goal.name]
        for path, mark in self._moved.items():
            self._store.state(logic.some([mark, self._as_stated(project.states[path])]))
        for path, domain in self.reach.decidable.items():
            if domain is not None:
                here = self.formula.comparer.within(self.formula.variables[path], domain)
                self._store.state(logic.implies(reached, here))
        for path, mark in [*self._moved.items(), *self._decided.items()]:
            self._store.state(logic.implies(mark, self.formula.applies[path]))
            variable = self.formula.variables[path]
            if isinstance(variable, Several):  # nobody is told to strike out a whole list
                some = logic.some(list(variable.each.values()))
                self._store.state(logic.implies(mark, some))
        kept = {path: logic.no(mark) for path, mark in self._moved.items()}
        self._forms += self._products(self.reach.movable, kept)

    def _linear_forms(self) -> Iterator[Term]:
        for form in super()._linear_forms():
            self._forms.append(form)
            yield form

    # --- the cheapest ---------------------------------------------------------------------------

    def cheapest(self, least: int) -> tuple[Guess, int] | None:
        """Return a guess that stands the test and its cost, which is `least` or more; None: none.

        None is cheaper but those that were blocked. Raises `NotFoundError`.
        """
        while (cost := self._least(least)) is not None:
            least = cost
            guess = self._tried([self._bound(least)])
            if guess is not None:
                return guess, least
        return None

    def forced(self, sets: Guess, values: Mapping[str, Value]) -> Guess | None:
        """Return a guess that stands the test, changes no other facts, and has these values."""
        logic, marks = self.formula.logic, self._moved | self._decided
        kept = [logic.no(mark) for path, mark in marks.items() if path not in sets.changed]
        fixed = [self._value(path, value) for path, value in values.items()]
        return self._tried([*kept, *fixed], values)

    def _tried(
        self, more: Sequence[Term], values: Mapping[str, Value] = MappingProxyType({})
    ) -> Guess | None:
        """Return a guess that stands the test, None if none does; `values` are not rounded."""
        before: set[tuple[object, ...]] = set()
        while (model := self._consistent([*self._reached(), *more])) is not None:
            guess = self._read(model)
            counter = self._against(guess)
            if counter is None:
                return self._confirmed(guess, model, more, values)
            self._learn(guess, counter)
            again = (guess.changed, *guess.values.items())
            if again in before:
                raise NotFoundError(NOT_LINEAR)
            before.add(again)
        return None

    def _least(self, least: int) -> int | None:
        """Return the least cost, from `least` on, at which there is a guess at all."""
        most = sum(self._weights.values())
        step, low, high = 1, least, least
        while not self._can([self._bound(high)]):
            if high >= most:
                return None
            low, high, step = high + 1, min(high + step, most), step * 2
        while low < high:
            middle = (low + high) // 2
            if self._can([self._bound(middle)]):
                high = middle
            else:
                low = middle + 1
        return low

    def cost(self, paths: Collection[str]) -> int:
        """Return what it costs to change these facts."""
        return sum(self._weights[path] for path in paths)

    def block(self, paths: Collection[str]) -> None:
        """Let no further plan change all of these facts."""
        logic, marks = self.formula.logic, self._moved | self._decided
        kept = logic.some([logic.no(marks[path]) for path in paths])
        self._store.state(logic.implies(self._goals[self.goal.name], kept))

    def _bound(self, most: int) -> Term:
        marks = self._moved | self._decided
        weights = [(marks[path], weight) for path, weight in self._weights.items()]
        return self._under(
            f"costs at most {most}", lambda: self.formula.logic.weighs_at_most(weights, most)
        )

    def _under(self, name: str, make: Callable[[], Term]) -> Term:
        """Return the mark of this name under which something holds, stated when first needed."""
        if name not in self._named:
            mark = self._named[name] = self.formula.logic.boolean(name)
            self._store.state(self.formula.logic.implies(mark, make()))
        return self._named[name]

    def _asked(self, assumed: Sequence[Term]) -> bool:
        answer = self._store.ask(assumed, self.deadline.left)
        if answer is None:
            raise NotFoundError(NO_TIME)
        return answer

    def _can(self, more: Sequence[Term]) -> bool:
        return self._asked([*self._reached(), *more])

    def _reached(self) -> list[Term]:
        """Return the marks under which the project has the verdict and is what it can become."""
        stated = self._under(
            "all that is stated",
            lambda: self.formula.logic.every([self._marks[path] for path in self.stated]),
        )
        return [self._goals[self.goal.name], stated]

    # --- guesses --------------------------------------------------------------------------------

    def _consistent(self, assumed: Sequence[Term]) -> Model | None:
        """Return a model in which products are right, None if there is none."""
        held: list[Term] = []
        while True:
            if self._asked([*assumed, *held]):
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

    def _read(self, model: Model, witness: Witness | None = None) -> Guess:
        """Read a model as a guess, with the values of its witness where these were rounded."""
        states = {}
        if witness is not None:
            states = project_of_mapping(witness.mapping(), self.formula.rulebook).states
        moved = [path for path, mark in self._moved.items() if model.holds(mark)]
        decided = [path for path, mark in self._decided.items() if model.holds(mark)]
        values: dict[str, Value] = {}
        for path in (*moved, *decided, *self.reach.found_out):
            if model.holds(self.formula.applies[path]):
                state = states.get(path)
                value = state.value if state is not None else None
                if value is None:
                    value = read(self.formula.variables[path], model)
                if value is not None:
                    values[path] = value
        really = [path for path in moved if values.get(path) != self.reach.movable[path]]
        return Guess(tuple(really), tuple(decided), values, witness)

    def _confirmed(
        self, guess: Guess, model: Model, more: Sequence[Term], values: Mapping[str, Value]
    ) -> Guess:
        """Return a guess that stood the test with its witness, rounded if it stands it then too."""
        for rounded in (DIGITS, ()):
            replay = self._replay_guess(guess, model, rounded, values)
            if replay.witness is not None:
                found = self._read(model, replay.witness)
                if found.values == guess.values or self._against(found) is None:
                    return found
        if not replay.unwritable:
            raise NotReplayed(f"a witness of the goal `{self.goal.name}` is not confirmed")
        for digits in GRID:
            plain = self._consistent([*self._reached(), *more, self._grid(digits)])
            if plain is not None:
                guess = self._read(plain)
                replay = self._replay_guess(guess, plain, (), values)
                if replay.witness is not None and self._against(guess) is None:
                    return self._read(plain, replay.witness)
        raise NotFoundError(NO_DECIMALS)

    def _replay_guess(
        self, guess: Guess, model: Model, rounded: Sequence[int], values: Mapping[str, Value]
    ) -> Replay:
        states = dict(self.origin.states)
        for path in guess.moved:
            states[path] = self.reach.freed.states[path]
        for path, value in values.items():
            states[path] = states[path]._replace(domain=exactly(value))
        project = self.origin._replace(states=states)
        kept = [path for path in states if path in self._marks or path in values]
        return self.replayer.replay(model, project, kept, self.goal, rounded)

    def _grid(self, digits: int) -> Term:
        """Return the mark under which all numbers have few decimals."""
        formula = self.formula
        return self._under(
            f"at most {digits} decimals",
            lambda: formula.logic.every(
                [
                    formula.logic.grid(variable.term, digits)
                    for path, spec in formula.rulebook.vocabulary.facts.items()
                    if spec.computed is None
                    and isinstance(variable := formula.variables.get(path), Number)
                ]
            ),
        )

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

    # --- the test -------------------------------------------------------------------------------

    def _against(self, guess: Guess) -> Model | None:
        """Return a way in which a guess does not bring the verdict, None when there is none."""
        tested = self._tested(guess, self._open)
        model = self._consistent(tested)
        if model is None:
            return None
        low, step = 0, 4
        # The worse it is, the more is learned from it at once.
        while (worse := self._consistent([*tested, self._as_bad(low + step)])) is not None:
            model, low, step = worse, low + step, step * 2
        return model

    def _as_bad(self, findings: int) -> Term:
        """Return the mark under which there are so many grave findings."""
        grave = [self.formula.variables[path] for path in GRAVE]
        things = [term for one in grave if isinstance(one, Tally) for term in one.things]
        return self._under(
            f"at least {findings} grave findings",
            lambda: self.formula.logic.at_least(things, findings),
        )

    @cached_property
    def factors(self) -> frozenset[str]:
        """The facts that are multiplied or divided by."""
        return frozenset(
            one
            for path in self.formula.equations
            if (computed := self.formula.rulebook.vocabulary.facts[path].computed) is not None
            for one in computed.inputs
        )

    def suffices(self, guess: Guess, needs: Mapping[str, Domain]) -> bool:
        """Return whether changes force the verdict once what is needed comes out within domains."""
        fixed = [path for path, domain in needs.items() if domain is not None and domain.single]
        within = [
            self._under(f"{path} in {domain}", partial(self._within, path, domain))
            for path, domain in needs.items()
            if path not in fixed
        ]
        return self._consistent([*self._tested(guess, fixed), *within]) is None

    def _within(self, path: str, domain: Domain) -> Term:
        return self.formula.comparer.within(self.formula.variables[path], domain)

    def _tested(self, guess: Guess, needs: Collection[str]) -> list[Term]:
        """Return all that a plan fixes, of the facts that are found out only those in `needs`."""
        logic = self.formula.logic
        paths = [*guess.changed, *(path for path in self.reach.found_out if path in needs)]
        fixed = {path: guess.values[path] for path in paths if path in guess.values}
        kept = {path: logic.no(mark) for path, mark in self._moved.items() if path not in fixed}
        marks = {path: self._value(path, value) for path, value in fixed.items()}
        for form in self._products(self.reach.movable | fixed, kept | marks):
            self._store.state(form)
        known = self._under(
            "all that stays",
            lambda: self.formula.logic.every(
                [self._marks[path] for path in self.stated if path not in self._moved]
            ),
        )
        return [self._goals[self.worse.name], known, *kept.values(), *marks.values()]

    def needed(self, guess: Guess) -> tuple[tuple[str, ...], bool]:
        """Return what must be found out to be as in a guess, and whether none of it is too much.

        The guess has stood the test.
        """
        left = list(self._in_core(guess, self._open))
        needed: list[str] = []
        try:
            while left:
                path = left.pop()
                core = self._in_core(guess, [*needed, *left])
                if core is None:
                    needed.append(path)
                else:
                    left = [one for one in left if one in core]
        except NotFoundError:
            return self._ordered([*needed, *left, path]), False
        return self._ordered(needed), True

    def _ordered(self, paths: Collection[str]) -> tuple[str, ...]:
        return tuple(path for path in self.reach.found_out if path in paths)

    def _in_core(self, guess: Guess, needs: Collection[str]) -> list[str] | None:
        """Return those of `needs` that stand in a proof of a guess, None if there is no proof."""
        if self._consistent(self._tested(guess, needs)) is not None:
            return None
        names = self._store.core()
        return [
            path
            for path in self._ordered(needs)
            if path in guess.values and _name(path, guess.values[path]) in names
        ]

    def _value(self, path: str, value: Value) -> Term:
        """Return the mark under which a fact has a value."""
        comparer, variable = self.formula.comparer, self.formula.variables[path]
        return self._under(_name(path, value), lambda: comparer.exactly(variable, value))

    def _products(self, values: Mapping[str, Value], marks: Mapping[str, Term]) -> Iterator[Term]:
        """Yield the products of which all factors but one have values, each under its mark."""
        logic = self.formula.logic
        for path, made in self.formula.equations.items():
            for place, factor in enumerate(made.factors):
                constant, guards = Fraction(1), [made.defined]
                for at, one in enumerate(made.paths):
                    found = self._number(one, values, marks) if at != place else (Fraction(1), [])
                    if found is None:
                        break
                    constant *= found[0]
                    guards += found[1]
                else:
                    equal = logic.equals(made.result, constant, factor)
                    form = logic.implies(logic.every(guards), equal)
                    name = f"{path} {place} {constant} {sorted(map(str, guards[1:]))}"
                    if name not in self._fixed_products:
                        self._fixed_products.add(name)
                        yield form

    def _number(
        self, path: str, values: Mapping[str, Value], marks: Mapping[str, Term]
    ) -> tuple[Fraction, list[Term]] | None:
        """Return the number that a fact has under some marks, None when they do not give one."""
        spec = self.formula.rulebook.vocabulary.facts.get(path)
        if spec is None:
            return None  # the quotient itself
        if spec.computed is None:
            value = values.get(path)
            if value is not None and path in marks:
                assert isinstance(value, (int, Fraction))
                return Fraction(value), [marks[path]]
            domain = self.project.states[path].domain
            if path in self._marks and isinstance(domain, Options) and domain.single:
                (value,) = domain.values
                assert isinstance(value, (int, Fraction))
                return Fraction(value), [self._marks[path]]
            return None
        inputs = [self._number(one, values, marks) for one in spec.computed.inputs]
        found = [one for one in inputs if one is not None]
        result = None
        if len(found) == len(inputs):
            result = FUNCTIONS[spec.computed.function].compute([number for number, _ in found])
        return None if result is None else (result, [term for _, some in found for term in some])

    @cached_property
    def _whole(self) -> Term:
        """That a project which breaks no constraint has the verdict."""
        formula, logic = self.formula, self.formula.logic
        reached = logic.some([formula.verdict(one) for one in sorted(self.goal.verdicts)])
        within = logic.implies(logic.every(formula.always), reached)
        return logic.every([*self._forms, within])

    # --- learning -------------------------------------------------------------------------------

    def _learn(self, guess: Guess, counter: Model) -> None:
        """State that the verdict is reached even where what is not decided is as in a counter.

        What the guess decides is taken to be as it was seen before, when it was not decided.
        """
        formula, logic = self.formula, self.formula.logic
        self._copies += 1
        pairs: list[tuple[Term, Term]] = []
        unless: list[Term] = []
        kept = self._decided | {path: formula.applies[path] for path in self.reach.found_out}
        for path, mark in kept.items():
            if path not in guess.values or path not in self._seen:
                value = read(formula.variables[path], counter)
                self._seen[path] = Fraction(0) if value is None else value
            atoms = list(_atoms(formula.variables[path], self._seen[path]))
            pairs += atoms
            unless += [mark] * len(atoms)
        twins = []
        for path, made in formula.equations.items():
            here = made.factors[0] if isinstance(made.variable, Ratio) else made.result
            twin = logic.twin(here, f"{path} #{self._copies}")
            pairs.append((here, twin))
            unless.append(False)
            same = logic.implies(self._is_kept(path, kept), logic.compare("is", twin, here))
            twins.append(same)
        for made in formula.equations.values():
            for path, other in zip(made.paths, made.factors[::-1], strict=True):
                if path in kept:
                    times = Fraction(self._seen[path])  # type: ignore[arg-type]
                    equal = logic.equals(made.result, times, other)
                    equal = logic.with_values(equal, pairs, unless)
                    twins.append(logic.some([kept[path], equal]))
        copy = logic.with_values(self._whole, pairs, unless)
        self._store.state(logic.implies(self._goals[self.goal.name], logic.every([copy, *twins])))

    def _is_kept(self, path: str, kept: Mapping[str, Term]) -> Term:
        """Return that a fact is in a copy as it is in the guess."""
        computed = self.formula.rulebook.vocabulary.facts[path].computed
        if computed is None:
            return kept.get(path, True)
        return self.formula.logic.every([self._is_kept(one, kept) for one in computed.inputs])


_BOUNDS = (
    (">=", ">=", ">="), ("<=", ">=", "<="), (">=", "<=", "<="), ("<=", "<=", ">="),
)  # fmt: skip
"""Of one factor against its value, the other against zero: how the product stands."""


def _name(path: str, value: Value) -> str:
    return f"{path} = {sorted(value) if isinstance(value, frozenset) else value}"


def _atoms(variable: Variable, value: Value) -> Iterator[tuple[Term, Term]]:
    """Yield the variables of a formula that make up a fact, each with what it is at a value."""
    if isinstance(variable, Names):
        if True in variable.each:
            yield variable.each[True], value is True
        else:
            for name, term in variable.each.items():
                yield term, name == value
    elif isinstance(variable, Several):
        assert isinstance(value, frozenset)
        for name, term in variable.each.items():
            yield term, name in value
    elif isinstance(variable, Ranks):
        assert isinstance(value, int)
        for place, term in enumerate(variable.at_least):
            yield term, value > place
    else:
        assert isinstance(variable, Number)
        assert isinstance(value, (int, Fraction))
        yield variable.term, Fraction(value)
