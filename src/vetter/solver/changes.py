"""The cheapest changes that force a verdict: guessed, put to the test, and learned from.

A plan moves facts that have a value, decides facts that are open, and needs some that are found out
to come out in a way; what it leaves open may come to anything. A guess is a complete project with
the verdict that has few changes. The test: do its changes and findings exclude every worse verdict?
A project that shows they do not is learned from: whatever a plan does not fix could be as it is
there, and even then the verdict must be reached. This holds for all plans. So a guess that stands
the test is proved cheapest once nothing cheaper can even be guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from types import MappingProxyType

from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import FactState, Project
from vetter.language.domains import exactly
from vetter.language.types import Value
from vetter.scenarios.reads import reads_of
from vetter.solver.free import FreeProject, Guess, NotFoundError
from vetter.solver.learned import copy_with
from vetter.solver.questions import GRID, NO_DECIMALS, NOT_LINEAR, Deadline
from vetter.solver.replay import DIGITS, NotReplayed, Replay, Replayer
from vetter.solver.results import Witness
from vetter.solver.values import Number, Tally, read
from vetter.solver.z3_home import Model, Term

GRAVE = ("findings.blocker", "findings.high")
"""The counters that tell a bad way for things to turn out from a worse one."""
MOST_LEARNED = 20
"""How often a search is proved wrong before it gives up, so that this does not hang on the time."""
TOO_OPEN = "so much is open that it was not proved which plan is the cheapest"


class Changes(FreeProject):
    """The search for the changes that bring a verdict. Its methods raise `NotFoundError`."""

    def __init__(
        self, replayer: Replayer, project: Project, verdict: str, deadline: Deadline
    ) -> None:
        """Search for changes that bring this verdict or a better one, until the deadline."""
        super().__init__(replayer, project, verdict, deadline)
        logic = self.formula.logic
        reached = logic.some([self.formula.verdict(one) for one in sorted(self.goal.verdicts)])
        within = logic.implies(logic.every(self.formula.always), reached)
        self._whole = logic.every([*self.forms, within])
        self._seen: dict[str, Value] = {}
        self._ties: dict[str, str] = {}
        self._copies = self._learned = 0

    # --- plans ----------------------------------------------------------------------------------

    def cheapest(self, least: int) -> tuple[Guess, int] | None:
        """Return a guess that stands the test and its cost, which is `least` or more; None: none.

        None is cheaper but those that were blocked.
        """
        while (cost := self._least(least)) is not None:
            least = cost
            guess = self._tried([self.costs_at_most(least)])
            if guess is not None:
                return guess, least
        return None

    def _least(self, least: int) -> int | None:
        """Return the least cost, from `least` on, at which there is a guess at all."""
        most = sum(self.weights.values())
        step, low, high = 1, least, least
        while not self._can_cost(high):
            if high >= most:
                return None
            low, high, step = high + 1, min(high + step, most), step * 2
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._can_cost(middle) else (middle + 1, high)
        return low

    def _can_cost(self, most: int) -> bool:
        return self.asked([*self.reached(), self.costs_at_most(most)])

    def cost(self, paths: Collection[str]) -> int:
        """Return what it costs to change these facts."""
        return sum(self.weights[path] for path in paths)

    def block(self, paths: Collection[str]) -> None:
        """Let no further plan change all of these facts."""
        logic, marks = self.formula.logic, self.moved | self.decided
        kept = logic.some([logic.no(marks[path]) for path in paths])
        self._store.state(logic.implies(self.reaches, kept))

    def forced(
        self, sets: Guess, values: Mapping[str, Value], more: Sequence[Term] = ()
    ) -> Guess | None:
        """Return a guess that stands the test, with the same changes, and these values."""
        no, marks = self.formula.logic.no, self.moved | self.decided
        same = [mark if path in sets.changed else no(mark) for path, mark in marks.items()]
        fixed = [self.value(path, value) for path, value in values.items()]
        return self._tried([*same, *fixed, *more], values)

    def some(self) -> Guess | None:
        """Return a guess that stands the test with no change too many, not proved cheapest.

        It decides all that is open, and then leaves out what the proof does without.
        """
        self._learned = 0
        decided, no = self.all_decided(), self.formula.logic.no
        guess = self._tried([decided])
        if guess is None:
            return None
        for path in self._heaviest(guess.moved):
            kept = [no(self.moved[one]) for one in self.moved if one not in guess.moved]
            guess = self._tried([decided, *kept, no(self.moved[path])]) or guess
        left, needed = self._heaviest(guess.decided), list[str]()
        path = ""
        while True:
            rest = guess._replace(decided=(*needed, *left))
            core = self.in_core(rest, self.reach.found_out)
            if core is None:
                needed.append(path)
            else:
                left = [one for one in left if one in core]
            if not left:
                break
            path = left.pop(0)
        return guess._replace(decided=tuple(one for one in guess.decided if one in needed))

    def _heaviest(self, paths: Sequence[str]) -> list[str]:
        return sorted(paths, key=lambda path: -self.weights[path])

    # --- guesses --------------------------------------------------------------------------------

    def _tried(
        self, more: Sequence[Term], values: Mapping[str, Value] = MappingProxyType({})
    ) -> Guess | None:
        """Return a guess that stands the test, None if none does; `values` are not rounded."""
        before: set[tuple[object, ...]] = set()
        while (model := self.consistent([*self.reached(), *more])) is not None:
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

    def _read(self, model: Model, witness: Witness | None = None) -> Guess:
        """Read a model as a guess, with the values of its witness where these were rounded."""
        states: Mapping[str, FactState] = {}
        if witness is not None:
            states = project_of_mapping(witness.mapping(), self.formula.rulebook).states
        moved = [path for path, mark in self.moved.items() if model.holds(mark)]
        decided = [path for path, mark in self.decided.items() if model.holds(mark)]
        values: dict[str, Value] = {}
        for path in (*moved, *decided, *self.reach.found_out):
            if model.holds(self.formula.applies[path]):
                value = states[path].value if states else None
                value = read(self.formula.variables[path], model) if value is None else value
                if value is not None:
                    values[path] = value
        really = [path for path in moved if values.get(path) != self.reach.movable[path]]
        return Guess(tuple(really), tuple(decided), values, witness)

    def _confirmed(
        self, guess: Guess, model: Model, more: Sequence[Term], values: Mapping[str, Value]
    ) -> Guess:
        """Return a guess that stood the test with its witness, rounded if it stands it then too."""
        for rounded in (DIGITS, ()):
            replay = self._replayed(guess, model, rounded, values)
            if replay.witness is not None:
                found = self._read(model, replay.witness)
                if found.values == guess.values or self._against(found) is None:
                    return found
            elif not rounded and not replay.unwritable:
                raise NotReplayed(f"a witness of the goal `{self.goal.name}` is not confirmed")
        for digits in GRID:
            plain = self.consistent([*self.reached(), *more, self.on_grid(digits)])
            if plain is not None:
                guess = self._read(plain)
                replay = self._replayed(guess, plain, (), values)
                if replay.witness is not None and self._against(guess) is None:
                    return self._read(plain, replay.witness)
        raise NotFoundError(NO_DECIMALS)

    def _replayed(
        self, guess: Guess, model: Model, rounded: Sequence[int], values: Mapping[str, Value]
    ) -> Replay:
        states = dict(self.origin.states)
        for path in guess.changed:
            states[path] = self.reach.freed.states[path]
        for path, value in values.items():
            states[path] = states[path]._replace(domain=exactly(value))
        project = self.origin._replace(states=states)
        kept = [path for path in states if path in self._marks or path in values]
        return self.replayer.replay(model, project, kept, self.goal, rounded)

    # --- the test, and what is learned from it --------------------------------------------------

    def _against(self, guess: Guess) -> Model | None:
        """Return a way in which a guess does not bring the verdict, None when there is none."""
        tested = self.fixed(guess, self.reach.found_out)
        model = self.consistent(tested)
        if model is None:
            return None
        low, step = 0, 4
        # The worse it is, the more is learned from it at once.
        while (worse := self.consistent([*tested, self._as_bad(low + step)])) is not None:
            model, low, step = worse, low + step, step * 2
        return self._tied(guess, model, [*tested, self._as_bad(low)])

    def _as_bad(self, findings: int) -> Term:
        """Return the mark under which there are so many grave findings."""
        grave = [self.formula.variables[path] for path in GRAVE]
        things = [term for one in grave if isinstance(one, Tally) for term in one.things]
        return self.under(
            f"at least {findings} grave findings",
            lambda: self.formula.logic.at_least(things, findings),
        )

    def _tied(self, guess: Guess, model: Model, asked: list[Term]) -> Model:
        """Return as bad a way, with open numbers equal to those of the guess they are compared to.

        What is learned from a number alone could be dodged without end by numbers near to it.
        """
        comparer, variables = self.formula.comparer, self.formula.variables
        self._ties = {}
        for path, other in self._compared:
            if path in guess.values or path in self._ties or other not in guess.values:
                continue
            ends = [
                comparer.order(sign, variables[path], variables[other]) for sign in (">=", "<=")
            ]
            tie = self.under(f"{path} is {other}", partial(self.formula.logic.every, ends))
            tied = self.consistent([*asked, tie])
            if tied is not None:
                model, self._ties[path] = tied, other
                asked = [*asked, tie]
        return model

    @cached_property
    def _compared(self) -> tuple[tuple[str, str], ...]:
        """The numbers that are compared with one another, each way."""
        return tuple(dict.fromkeys(self._pairs()))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        loose = {*self.reach.movable, *self.reach.decidable, *self.reach.found_out}
        loose = {one for one in loose if isinstance(self.formula.variables[one], Number)}
        for test in reads_of(self.formula.rulebook).linked:
            for operand in test.operands:
                for pair in ((test.fact, operand.fact), (operand.fact, test.fact)):
                    if loose.issuperset(pair):
                        yield pair

    def _learn(self, guess: Guess, counter: Model) -> None:
        """State that the verdict is reached even where what a plan does not fix is as in a counter.

        What this guess does fix is taken to be as it was seen before, when it was not fixed.
        """
        formula, logic = self.formula, self.formula.logic
        self._copies += 1
        self._learned += 1
        if self._learned > MOST_LEARNED:
            raise NotFoundError(TOO_OPEN)
        fixed = self.decided | {path: formula.applies[path] for path in self.reach.found_out}
        for path in fixed:
            if path not in guess.values or path not in self._seen:
                value = read(formula.variables[path], counter)
                self._seen[path] = Fraction(0) if value is None else value
        copy = copy_with(formula, self._whole, fixed, self._seen, self._ties, self._copies)
        self._store.state(logic.implies(self.reaches, copy))
