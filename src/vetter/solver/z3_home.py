"""The one home of z3: terms with exact rationals, and questions that end within their time.

Formulas are plain terms of z3, opaque to the rest of the program. What is constant is folded here,
so that a formula holds only what is open.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from threading import Timer
from typing import Any

import z3

Term = Any
"""A term of z3, or a bool where a formula is constant, or a Fraction where a number is."""

GRACE = 0.3
"""Seconds after its time is over when a question that did not stop by itself is interrupted."""
SEED = 0
KEYBOARD = "interrupted from keyboard"
"""What z3 says of a question that somebody ended with Ctrl-C."""

_COMPARE: dict[str, Any] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip


class Logic:
    """Makes terms. All of a formula must come from one logic.

    Variables of one name are one variable; `prefix` goes before the names of those made from now
    on.
    """

    def __init__(self) -> None:
        """Begin with nothing stated."""
        self.context = z3.Context()
        self.prefix = ""
        self._names = 0

    def boolean(self, name: str) -> Term:
        """Return a variable that is true or false."""
        return z3.Bool(f"{self.prefix}{name}", self.context)

    def fresh(self) -> Term:
        """Return a variable that is true or false, of a name that nothing else has."""
        self._names += 1
        return z3.Bool(f"?{self._names}", self.context)

    def twin(self, variable: Term, name: str = "") -> Term:
        """Return another variable of the sort of one, by default of a name of its own."""
        self._names += not name
        return z3.Const(name or f"?{self._names}", variable.sort())

    def number(self, name: str, integral: bool) -> Term:
        """Return a variable that is a number, a whole one if `integral`."""
        said = f"{self.prefix}{name}"
        return z3.Int(said, self.context) if integral else z3.Real(said, self.context)

    def every(self, parts: Sequence[Term]) -> Term:
        """Return that all parts hold."""
        return self._joined(parts, z3.And, neutral=True)

    def some(self, parts: Sequence[Term]) -> Term:
        """Return that at least one part holds."""
        return self._joined(parts, z3.Or, neutral=False)

    def _joined(self, parts: Sequence[Term], join: Any, neutral: bool) -> Term:
        kept: dict[int, Term] = {}
        for part in parts:
            if isinstance(part, bool):
                if part is not neutral:
                    return part
            else:
                kept[part.get_id()] = part
        if not kept:
            return neutral
        terms = list(kept.values())
        return terms[0] if len(terms) == 1 else join(*terms)

    def no(self, part: Term) -> Term:
        """Return that a part does not hold."""
        return not part if isinstance(part, bool) else z3.Not(part)

    def implies(self, condition: Term, consequence: Term) -> Term:
        """Return that the consequence holds wherever the condition does."""
        return self.some([self.no(condition), consequence])

    def alike(self, left: Term, right: Term) -> Term:
        """Return that both hold or neither."""
        return self.every([self.implies(left, right), self.implies(right, left)])

    def at_least(self, parts: Sequence[Term], least: int) -> Term:
        """Return that at least so many parts hold; equal parts count as often as they stand."""
        sure = sum(part is True for part in parts)
        open_parts = [part for part in parts if not isinstance(part, bool)]
        needed = least - sure
        if needed <= 0 or needed > len(open_parts):
            return needed <= 0
        if needed == 1:
            return self.some(open_parts)
        if needed == len(open_parts):
            return self.every(open_parts)
        return z3.AtLeast(*open_parts, needed)

    def weighs_at_most(self, weights: Sequence[tuple[Term, int]], most: int) -> Term:
        """Return that the variables that hold weigh no more than this together."""
        if sum(weight for _, weight in weights) <= most:
            return True
        return z3.PbLe(list(weights), most)

    def with_values(
        self,
        terms: Sequence[Term],
        values: Sequence[tuple[Term, Term]],
        unless: Sequence[Term],
    ) -> list[Term]:
        """Return formulas in which variables have values, each unless its own condition holds."""
        pairs = []
        for (variable, value), kept in zip(values, unless, strict=True):
            if isinstance(value, bool):
                constant = z3.BoolVal(value, self.context)
            else:
                constant = self._term(value, variable)
            pairs.append((variable, constant if kept is False else z3.If(kept, variable, constant)))
        stated = [z3.BoolVal(one, self.context) if isinstance(one, bool) else one for one in terms]
        if not pairs:
            return stated
        # Replaced in one piece, for z3 looks at each pair again every time.
        replaced = z3.substitute(z3.And(*stated), *pairs)
        return [z3.simplify(one) for one in replaced.children()]

    def exactly_one(self, parts: Sequence[Term]) -> Term:
        """Return that one part holds and no other."""
        pairs = [
            self.some([self.no(one), self.no(other)])
            for place, one in enumerate(parts)
            for other in parts[place + 1 :]
        ]
        return self.every([self.some(parts), *pairs])

    def compare(self, sign: str, left: Term, right: Term) -> Term:
        """Return a comparison of two numbers: `>=`, `<=`, `>`, `<` or `is`.

        Equality is two bounds, so that its opposite is one of two strict ones.
        """
        if sign == "is":
            return self.every([self.compare(">=", left, right), self.compare("<=", left, right)])
        one, other = self._term(left, right), self._term(right, left)
        return _COMPARE[sign](one, other)

    def total(self, parts: Sequence[Term]) -> Term:
        """Return a sum of numbers."""
        return z3.Sum(list(parts))

    def equals(self, left: Term, times: Fraction, right: Term) -> Term:
        """Return that one number is a multiple of another."""
        return left == self._term(times, right) * right

    def less(self, left: Term, times: Fraction, right: Term) -> Term:
        """Return one number less a multiple of another."""
        return left - self._term(times, right) * right

    def count(self, parts: Sequence[Term]) -> Term:
        """Return the number of parts that hold, as a number."""
        ones = [
            z3.If(part, z3.IntVal(1, self.context), z3.IntVal(0, self.context))
            for part in parts
            if not isinstance(part, bool)
        ]
        sure = sum(part is True for part in parts)
        return z3.Sum([z3.IntVal(sure, self.context), *ones])

    def product(self, parts: Sequence[Term]) -> Term:
        """Return a product of numbers."""
        product = parts[0]
        for part in parts[1:]:
            product = self._term(product, part) * self._term(part, product)
        return product

    def grid(self, number: Term, digits: int) -> Term:
        """Return that a number has at most so many decimals."""
        scaled = number * z3.RealVal(10**digits, self.context)
        return z3.IsInt(scaled) if z3.is_real(number) else True

    def moved(self, terms: Sequence[Term]) -> tuple[Logic, list[Term]]:
        """Return a new logic and terms of this one in it, all copied in one piece."""
        logic = Logic()
        vector = z3.AstVector(ctx=self.context)
        for term in terms:
            if not isinstance(term, (bool, Fraction)):
                vector.push(term)
        copies = iter(vector.translate(logic.context))
        return logic, [
            term if isinstance(term, (bool, Fraction)) else next(copies) for term in terms
        ]

    def together(self, terms: Sequence[Term]) -> Together:
        """Return terms held together, so that what they share is gone through once."""
        return Together(self, terms)

    def constant_or(self, value: Term, variable: Term) -> Term:
        """Return a value as a term of the sort of a variable."""
        if isinstance(value, bool):
            return z3.BoolVal(value, self.context)
        return self._term(value, variable)

    def known(self, number: Term) -> bool:
        """Return whether a number is a constant."""
        if isinstance(number, Fraction):
            return True
        simple = z3.simplify(number)
        return bool(z3.is_int_value(simple) or z3.is_rational_value(simple))

    def same(self, one: Term, other: Term) -> bool:
        """Return whether two terms are written alike, which equal ones need not be."""
        if isinstance(one, (bool, Fraction)) or isinstance(other, (bool, Fraction)):
            return one is other or (type(one) is type(other) and bool(one == other))
        return bool(one.eq(other))

    def _term(self, number: Term, beside: Term) -> Term:
        """Return a constant as a term of the sort that it stands beside, if it is of that sort."""
        if not isinstance(number, Fraction) or isinstance(beside, Fraction):
            return number
        if z3.is_int(beside) and number.denominator == 1:
            return z3.IntVal(number.numerator, self.context)
        return z3.Q(number.numerator, number.denominator, self.context)


class Together:
    """Terms in which variables are replaced, all in one go."""

    def __init__(self, logic: Logic, terms: Sequence[Term]) -> None:
        """Hold terms of a logic."""
        self.logic, self.terms = logic, list(terms)
        kept = [term for term in terms if not isinstance(term, (bool, Fraction))]
        # One application of a function over all of them.
        sorts = [term.sort() for term in kept]
        function = z3.Function("together", *sorts, z3.BoolSort(logic.context))
        self._all = function(*kept) if kept else None

    def names(self, variables: Sequence[tuple[Term, Term]]) -> bool:
        """Return whether some term names one of the variables, each given with another one."""
        return self._all is not None and not z3.substitute(self._all, *variables).eq(self._all)

    def replaced(self, values: Sequence[tuple[Term, Term]]) -> list[Term]:
        """Return the terms with variables replaced by terms or constants, and what is sure folded.

        A term in which nothing was replaced stays the same object.
        """
        pairs = [(one, self.logic.constant_or(value, one)) for one, value in values]
        if self._all is None or not pairs:
            return list(self.terms)
        replaced = z3.substitute(self._all, *pairs)
        if replaced.eq(self._all):
            return list(self.terms)
        news = iter(replaced.children())
        return [
            term if isinstance(term, (bool, Fraction)) else _folded(term, next(news))
            for term in self.terms
        ]


def _folded(old: Term, new: Term) -> Term:
    if old.eq(new):
        return old
    if not z3.is_bool(new):
        return new
    simple = z3.simplify(new)
    return bool(z3.is_true(simple)) if z3.is_true(simple) or z3.is_false(simple) else simple


class Model:
    """One way in which everything stated holds."""

    def __init__(self, model: Any) -> None:
        """Read from a model of z3."""
        self._model = model

    def moved(self, logic: Logic) -> Model:
        """Return the model for terms of another logic, in which variables have the same names."""
        return Model(self._model.translate(logic.context))

    def holds(self, term: Term) -> bool:
        """Return whether a formula holds; z3 completes what the model leaves open."""
        if isinstance(term, bool):
            return term
        return bool(z3.is_true(self._model.eval(term, model_completion=True)))

    def number(self, term: Term) -> Fraction | None:
        """Return the value of a number, None when it is not rational."""
        if isinstance(term, Fraction):
            return term
        value = self._model.eval(term, model_completion=True)
        if z3.is_int_value(value):
            return Fraction(value.as_long())
        if z3.is_rational_value(value):
            return Fraction(value.numerator_as_long(), value.denominator_as_long())
        return None


class Store:
    """What is stated, and questions about it.

    Each store has a context of its own, into which formulas are copied. For z3 takes its turns by
    the order in which a context came to know its terms, and an answer shall not hang on what was
    asked before in another store.
    """

    def __init__(self, logic: Logic, apart: bool = True) -> None:
        """State nothing yet. Not `apart` is for a logic that was made for these questions alone."""
        self.logic = logic
        self._context = z3.Context() if apart else logic.context
        self._solver = z3.Solver(ctx=self._context)
        self._solver.set("random_seed", SEED)
        self._watched = False
        self._assumed: dict[int, tuple[Term, Term]] = {}

    def state(self, *terms: Term) -> None:
        """State that formulas hold."""
        news = [
            z3.BoolVal(term, self.logic.context) if isinstance(term, bool) else term
            for term in terms
        ]
        if self._context is self.logic.context:
            self._solver.add(*news)
        elif news:  # copied in one piece, so that what they share is copied once
            self._solver.add(z3.And(*news).translate(self._context).children())

    def enter(self) -> None:
        """Begin a part that `leave` takes back."""
        self._solver.push()

    def leave(self) -> None:
        """Take back what was stated since `enter`."""
        self._solver.pop()

    @contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        """Watch over all questions in a block together: none goes on past this time and `GRACE`.

        A watch takes longer to set than most questions to answer.
        """
        timer = Timer(max(seconds, 0) + GRACE, self._context.interrupt)
        timer.daemon = True
        timer.start()
        self._watched = True
        try:
            yield
        finally:
            timer.cancel()
            self._watched = False

    def ask(self, assumed: Sequence[Term], seconds: float) -> bool | None:
        """Return whether everything can hold at once, None when the time did not suffice.

        `assumed` are variables or their opposites. The answer comes within the time and `GRACE`.
        """
        if seconds <= 0:
            return None
        self._solver.set("timeout", max(1, int(seconds * 1000)))
        if self._watched:
            return self._check(assumed)
        with self.watched(seconds):
            return self._check(assumed)

    def _check(self, assumed: Sequence[Term]) -> bool | None:
        answer = self._solver.check(*(self._here(one) for one in assumed))
        if answer == z3.unknown and self._solver.reason_unknown() == KEYBOARD:
            raise KeyboardInterrupt  # z3 takes it for its own, and Python would never hear of it
        if answer == z3.sat:
            return True
        return False if answer == z3.unsat else None

    def _here(self, term: Term) -> Term:
        """Return a variable, or that it does not hold, in the store's own context."""
        place = term.get_id()
        if place not in self._assumed:  # the term is kept too, so that its number stays its own
            apart = self._context is not self.logic.context
            self._assumed[place] = term, term.translate(self._context) if apart else term
        return self._assumed[place][1]

    def model(self) -> Model:
        """Return a way in which all holds, after a question that was answered with yes."""
        model = self._solver.model()
        apart = self._context is not self.logic.context
        return Model(model.translate(self.logic.context) if apart else model)

    def core(self) -> frozenset[str]:
        """Return names of assumed variables that already exclude one another, after a no."""
        return frozenset(one.decl().name() for one in self._solver.unsat_core())
