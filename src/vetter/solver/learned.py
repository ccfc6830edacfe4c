"""What is learned from a way in which a plan fails: the verdict must be reached even so.

A copy of the whole formula, in which every open fact that a plan does not fix is as it was in that
way. It says something about all plans: whichever fact they do fix keeps its own variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from vetter.language.types import Value
from vetter.solver.formula import Formula
from vetter.solver.values import Names, Number, Ranks, Ratio, Several, Variable
from vetter.solver.z3_home import Term


def copy_with(
    formula: Formula,
    whole: Term,
    fixed: Mapping[str, Term],
    values: Mapping[str, Value],
    ties: Mapping[str, str],
    number: int,
) -> Term:
    """Return a formula in which facts have values, each unless a plan fixes it as `fixed` says.

    A fact in `ties` has the value that another one has in the plan. Products are made anew;
    `number` tells the copies apart.
    """
    logic, variables = formula.logic, formula.variables
    pairs: list[tuple[Term, Term]] = []
    unless: list[Term] = []
    for path, mark in fixed.items():
        if path in ties:
            here = formula.comparer.number(variables[path])
            atoms = [(here, formula.comparer.number(variables[ties[path]]))]
        else:
            atoms = list(_atoms(variables[path], values[path]))
        pairs += atoms
        unless += [mark] * len(atoms)
    same = []
    for path, made in formula.equations.items():
        here = made.factors[0] if isinstance(made.variable, Ratio) else made.result
        twin = logic.twin(here, f"{path} #{number}")
        pairs.append((here, twin))
        unless.append(False)
        same.append(logic.implies(_is_kept(formula, path, fixed), logic.compare("is", twin, here)))
    guards, equal = [], []
    for made in formula.equations.values():
        for path, other in zip(made.paths, made.factors[::-1], strict=True):
            if path in fixed and path not in ties:
                times = values[path]
                assert isinstance(times, (int, Fraction))
                guards.append(fixed[path])
                equal.append(logic.equals(made.result, Fraction(times), other))
    copied = logic.with_values([whole, *equal], pairs, unless)
    products = [logic.some(list(one)) for one in zip(guards, copied[1:], strict=True)]
    return logic.every([copied[0], *same, *products])


def _is_kept(formula: Formula, path: str, fixed: Mapping[str, Term]) -> Term:
    """Return that a fact is in the copy as it is in the plan."""
    computed = formula.rulebook.vocabulary.facts[path].computed
    if computed is None:
        return fixed.get(path, True)
    return formula.logic.every([_is_kept(formula, one, fixed) for one in computed.inputs])


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
