"""Proofs over two rulebooks: a project whose verdict changes, or that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from vetter.base.problems import InvalidFactFile
from vetter.effect.both import WORSE, Both
from vetter.effect.results import Whole
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project
from vetter.language.types import NUMERIC, QUALITY, TEXT, Metric, Value
from vetter.language.writing import Written, round_value, write_value
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.computed import Computed
from vetter.solver.questions import GRID, NO_DECIMALS, NO_TIME, NOT_LINEAR, Deadline
from vetter.solver.replay import ANY_TEXT, DIGITS, NotReplayed
from vetter.solver.results import Proof
from vetter.solver.values import read
from vetter.solver.z3_home import Model, Store, Term


class Found(NamedTuple):
    """Whether there is such a project: one that both engines confirm, or why none was found."""

    answer: Proof
    whole: Whole | None = None
    why_open: str = ""


class Prover:
    """Asks about all projects that two rulebooks both know."""

    def __init__(self, both: Both, engines: tuple[Forward, Forward], seconds: float) -> None:
        """Ask with so many seconds for each question; `engines` replay what is found."""
        self.both, self.engines, self.seconds = both, engines, seconds
        self._equations: dict[str, Computed] = {}
        self._applies: dict[str, list[Term]] = {}
        for name, side in zip(("old", "new"), both.sides, strict=True):
            for path, made in side.equations.items():
                called = f"{name} {path}" if path in both.apart else path
                self._equations[called] = made
                self._applies.setdefault(called, []).append(side.applies[path])

    def ask(self, direction: str, *wanted: Term) -> Found:
        """Ask for a project whose verdict gets worse, or better, and of which all this holds.

        One that gets the worst verdict, or had it, is looked for first.
        """
        deadline = Deadline(self.seconds)
        found = self._ask(direction, True, wanted, deadline)
        if found.answer is Proof.YES:
            return found
        return self._ask(direction, False, wanted, deadline)

    def _ask(
        self, direction: str, gravest: bool, wanted: Sequence[Term], deadline: Deadline
    ) -> Found:
        # Each question has a store of its own, so that its answer hangs on no other.
        store = Store(self.both.logic)
        store.state(*self.both.always, self.both.turn(direction, gravest), *wanted)
        answer = store.ask([], deadline.left)
        if answer is None:
            return Found(Proof.OPEN, why_open=NO_TIME)
        if not answer:
            return Found(Proof.NO)
        model = store.model()
        whole, unwritable = self._replay(model, direction)
        if whole is not None:
            return Found(Proof.YES, whole)
        if self._equations:
            return self._beyond_linear(store, model, direction, deadline)
        if not unwritable:
            raise NotReplayed("a project whose verdict changes is not confirmed")
        numbers = [
            side.comparer.number(side.variables[path])
            for side in self.both.sides
            for path, spec in side.rulebook.vocabulary.facts.items()
            if spec.computed is None and spec.type.kind in NUMERIC
        ]
        for digits in GRID:
            grid = [self.both.logic.grid(number, digits) for number in numbers]
            _, whole, _ = self._attempt(store, grid, direction, deadline)
            if whole is not None:
                return Found(Proof.YES, whole)
        return Found(Proof.OPEN, why_open=NO_DECIMALS)

    def _beyond_linear(
        self, store: Store, model: Model, direction: str, deadline: Deadline
    ) -> Found:
        """Look for a project in which products and quotients come out, which were left out."""
        logic = self.both.logic
        for held in self._held(model):
            _, whole, _ = self._attempt(store, held, direction, deadline)
            if whole is not None:
                return Found(Proof.YES, whole)
        exact = [
            logic.implies(
                logic.some(self._applies[called]),
                logic.equals(made.result, Fraction(1), logic.product(made.factors)),
            )
            for called, made in self._equations.items()
        ]
        answer, whole, unwritable = self._attempt(store, exact, direction, deadline)
        if answer is False:
            return Found(Proof.NO)
        if answer is None:
            return Found(Proof.OPEN, why_open=NOT_LINEAR)
        if whole is not None:
            return Found(Proof.YES, whole)
        if not unwritable:
            raise NotReplayed("a project whose verdict changes is not confirmed")
        return Found(Proof.OPEN, why_open=NO_DECIMALS)

    def _held(self, model: Model) -> Iterator[list[Term]]:
        """Yield ways to hold all factors but one of each equation at their values in a model."""
        logic = self.both.logic
        for free in (-1, 0):
            held: list[Term] = []
            for made in self._equations.values():
                constant = Fraction(1)
                for place, factor in enumerate(made.factors):
                    if place != free % len(made.factors):
                        value = model.number(factor) or Fraction(0)
                        held.append(logic.compare("is", factor, value))
                        constant *= value
                held.append(logic.equals(made.result, constant, made.factors[free]))
            yield held

    def _attempt(
        self, store: Store, more: Sequence[Term], direction: str, deadline: Deadline
    ) -> tuple[bool | None, Whole | None, bool]:
        store.enter()
        try:
            store.state(*more)
            answer = store.ask([], deadline.left)
            if not answer:
                return answer, None, False
            whole, unwritable = self._replay(store.model(), direction)
            return answer, whole, unwritable
        finally:
            store.leave()

    # --- replaying ----------------------------------------------------------------------------

    def _replay(self, model: Model, direction: str) -> tuple[Whole | None, bool]:
        """Return the project of a model, and without one whether its numbers are the reason."""
        written: list[dict[str, Written] | None] = []
        for digits in (*DIGITS, 0):
            written = [self._written(model, at, digits) for at in (0, 1)]
            old, new = written
            if old is None or new is None:
                continue
            verdicts = self.verdict(0, old), self.verdict(1, new)
            if turned(verdicts, direction):
                return Whole(old, new, (str(verdicts[0]), str(verdicts[1]))), False
        return None, None in written

    def _written(self, model: Model, at: int, digits: int) -> dict[str, Written] | None:
        """Return all facts that apply on one side as a fact file states them, None if it cannot."""
        side = self.both.sides[at]
        vocabulary = side.rulebook.vocabulary
        values: dict[str, Value | None] = {}
        found: dict[str, Written] = {}
        for path in side.rulebook.fact_order:
            spec = vocabulary.facts[path]
            if spec.computed is not None or not model.holds(side.applies[path]):
                continue
            if spec.type.kind == TEXT:
                found[path] = ANY_TEXT
                continue
            value = values[path] = read(side.variables[path], model)
            if value is None:
                return None
            metric: Metric | None = None
            if spec.type.kind == QUALITY:
                metric = vocabulary.measures.metrics[str(values[spec.type.metric_of])]
            said = round_value(value, spec.type, digits) if digits else value
            text = write_value(said, spec.type, vocabulary.measures, metric)
            if text is None:
                return None
            found[path] = text
        return {path: found[path] for path in vocabulary.facts if path in found}

    def verdict(self, at: int, facts: dict[str, Written]) -> str | None:
        """Return the verdict on a complete project, None if it is none."""
        try:
            project = project_of_mapping(facts, self.engines[at].rulebook)
        except InvalidFactFile:
            return None
        if project.warnings or project.open_facts():
            return None
        return standing(self.engines[at], project)


def standing(engine: Forward, project: Project) -> str:
    """Return what the verdict rules say of a project on what is known."""
    return VERDICTS[engine.run(project.states).readings[VERDICT].standing]


def turned(verdicts: tuple[str | None, str | None], direction: str) -> bool:
    """Return whether a verdict got worse, or better."""
    old, new = verdicts
    if old is None or new is None:
        return False
    step = VERDICTS.index(new) - VERDICTS.index(old)
    return step > 0 if direction == WORSE else step < 0
