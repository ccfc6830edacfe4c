"""Facts that worsen the verdict by becoming better, all other facts the same.

Two complete projects are compared in which the same facts apply. They differ in one fact, which is
better in one of them as the vocabulary says what is better, and in what is computed of it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from vetter.base.problems import InvalidFactFile
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.language.types import BOOLEAN, LEVEL, QUALITY, Value
from vetter.language.writing import Written, round_value, write_value
from vetter.proving.looked import Looked
from vetter.proving.prover import in_order
from vetter.proving.results import Fault
from vetter.proving.smaller import Facts, smaller
from vetter.rulebook.vocabulary import VERDICT, VERDICTS, FactSpec
from vetter.solver.formula import Formula
from vetter.solver.replay import DIGITS, Goal, Replayer
from vetter.solver.values import Names, Ratio, Variable, changed, own_terms, read
from vetter.solver.z3_home import Model, Store, Term

HIGHER, LOWER, YES = "higher", "lower", "yes"


class _Pair(NamedTuple):
    """A worse project and the same one with a fact better; `verdicts` are theirs."""

    before: Facts
    after: Facts
    verdicts: tuple[str, str]


def worsens(forward: Forward, seconds: float) -> Looked:
    """Look for facts that worsen the verdict by becoming better. Raises `BeyondSolver`."""
    looked = Looked("worsens")
    pairs = Pairs(forward, seconds)
    for path, spec in forward.rulebook.vocabulary.facts.items():
        if not spec.better or spec.computed is not None:
            continue
        proved, pair = pairs.ask(spec)
        if pair is not None:
            looked.fault(_fault(forward, spec, pair))
        else:
            looked.settle(path, proved)
    return looked


def _fault(forward: Forward, spec: FactSpec, pair: _Pair) -> Fault:
    order = forward.rulebook.vocabulary.facts
    before, after = pair.before[spec.path], pair.after[spec.path]
    return Fault(
        "worsens", spec.path,
        f"a better answer worsens the verdict: with {_said(before)} it is {pair.verdicts[0]}, "
        f"with {_said(after)} {pair.verdicts[1]}",
        "Mend the rule behind it, correct `better:`, or give the reason why it may be so.",
        spec.location,
        (in_order(pair.before, order), in_order(pair.after, order)),
    )  # fmt: skip


def _said(value: Written) -> str:
    return f"`{value if isinstance(value, str) else ', '.join(value)}`"


class Pairs:
    """Two copies of a rulebook's formula, the second with one fact of its own."""

    def __init__(self, forward: Forward, seconds: float) -> None:
        """Make the formula of the rulebook of `forward`, which replays every pair."""
        self.forward, self.seconds = forward, seconds
        self.rulebook = forward.rulebook
        self.formula = Formula(self.rulebook)
        self.logic = self.formula.logic
        self._replayer = Replayer(self.formula, forward)
        applies = [term for term in self.formula.applies.values() if not isinstance(term, bool)]
        self._from = [self.formula.verdict_from(verdict) for verdict in VERDICTS[1:]]
        self._applies = applies
        self._whole = [*self._from, *applies, *self.formula.always]
        self._nothing = project_of_mapping({self.rulebook.pack.named_by: "any"}, self.rulebook)

    def ask(self, spec: FactSpec) -> tuple[bool, _Pair | None]:
        """Return whether a fact is proved never to worsen the verdict, or a pair that shows it."""
        logic, path = self.logic, spec.path
        before = self.formula.variables[path]
        twins = [
            (term, logic.twin(term, f"{path} after {at}"))
            for at, term in enumerate(own_terms(before))
        ]
        after = changed(before, lambda term: logic.together([term]).replaced(twins)[0])
        pairs = [*twins, *self._equations(path)]
        copied = logic.together(self._whole).replaced(pairs)
        verdicts = copied[: len(self._from)]
        applies = copied[len(self._from) : len(self._from) + len(self._applies)]
        always = copied[len(self._from) + len(self._applies) :]
        worse = logic.some(
            [
                logic.every([now, logic.no(was)])
                for was, now in zip(self._from, verdicts, strict=True)
                if now is not was
            ]
        )
        if worse is False:
            return True, None
        same = [
            logic.alike(was, now)
            for was, now in zip(self._applies, applies, strict=True)
            if now is not was
        ]
        store = Store(logic)
        better = self._better(spec, before, after)
        store.state(*self.formula.always, *always, *same, self.formula.applies[path], better, worse)
        answer = store.ask([], self.seconds)
        if not answer:
            return answer is False, None
        pair = self._pair(store.model(), spec, after)
        if pair is not None:
            return False, pair
        return self._with_products(store, spec, after, pairs)

    def _with_products(
        self, store: Store, spec: FactSpec, after: Variable, pairs: list[tuple[Term, Term]]
    ) -> tuple[bool, _Pair | None]:
        whole = [
            self.logic.implies(  # a quotient by zero has no result, and excludes nothing
                self.formula.applies[path],
                self.logic.equals(made.result, Fraction(1), self.logic.product(made.factors)),
            )
            for path, made in self.formula.equations.items()
        ]
        store.state(*whole, *self.logic.together(whole).replaced(pairs))
        answer = store.ask([], self.seconds)
        if not answer:
            return answer is False, None
        return False, self._pair(store.model(), spec, after)

    def _pair(self, model: Model, spec: FactSpec, after: Variable) -> _Pair | None:
        """Return the two projects of a model, if the forward engine says the same of them."""
        goal = Goal("any verdict", frozenset(VERDICTS))
        value = read(after, model)
        if value is None:
            return None
        for rounded in (DIGITS, ()):
            witness = self._replayer.replay(model, self._nothing, (), goal, rounded).witness
            if witness is None:
                continue
            before = witness.mapping()
            for text in self._written(value, spec, before):
                pair = self._shown(before, spec.path, text)
                if pair is not None:
                    return pair
        return None

    def _equations(self, path: str) -> list[tuple[Term, Term]]:
        """Return the results of equations that hang on a fact, each with one of the second copy."""
        found, hanging = [], {path}
        for one in self.rulebook.fact_order:
            computed = self.rulebook.vocabulary.facts[one].computed
            if computed is not None and hanging.intersection(computed.inputs):
                hanging.add(one)
                made = self.formula.equations.get(one)
                if made is not None:
                    here = made.factors[0] if isinstance(made.variable, Ratio) else made.result
                    found.append((here, self.logic.twin(here, f"{one} after")))
        return found

    def _better(self, spec: FactSpec, before: Variable, after: Variable) -> Term:
        comparer, logic, kind = self.formula.comparer, self.logic, spec.type
        if kind.kind == BOOLEAN:
            assert isinstance(before, Names)
            assert isinstance(after, Names)
            best = after.each[True], before.each[True]
            good, was = best if spec.better == YES else (logic.no(best[0]), logic.no(best[1]))
            return logic.every([good, logic.no(was)])
        if spec.better == HIGHER:
            return comparer.order(">", after, before)
        if spec.better == LOWER:
            return comparer.order("<", after, before)
        best_value = kind.rank(spec.better) if kind.kind == LEVEL else spec.better
        now, then = comparer.same(after, best_value), comparer.same(before, best_value)
        return logic.every([now, logic.no(then)])

    # --- projects -------------------------------------------------------------------------------

    def _written(self, value: Value, spec: FactSpec, before: Facts) -> list[Written]:
        """Return texts of a value, those with few digits first."""
        measures, kind = self.rulebook.vocabulary.measures, spec.type
        metric = None
        if kind.kind == QUALITY:
            metric = measures.metrics[str(before[kind.metric_of])]
        rounded = [round_value(value, kind, digits) for digits in DIGITS]
        texts = [write_value(one, kind, measures, metric) for one in (*rounded, value)]
        return [text for text in texts if text is not None]

    def _verdict(self, facts: Facts) -> int:
        """Return the place of the verdict on facts; -1 where they are no project."""
        try:
            project = project_of_mapping(facts, self.rulebook)
        except InvalidFactFile:
            return -1
        if project.warnings:
            return -1
        return self.forward.run(project.states).readings[VERDICT].standing

    def _shown(self, before: Facts, path: str, better: Written) -> _Pair | None:
        """Return a small pair, if the forward engine gives the better project a worse verdict."""

        def worse(facts: Facts) -> bool:
            if path not in facts:
                return False
            standing = self._verdict(facts)
            return 0 <= standing < self._verdict({**facts, path: better})

        if not worse(before):
            return None
        facts = smaller(before, self.rulebook.fact_order, worse)
        after = {**facts, path: better}
        places = self._verdict(facts), self._verdict(after)
        return _Pair(facts, after, (VERDICTS[places[0]], VERDICTS[places[1]]))
