"""Computed facts: sums and margins as they are, products and quotients as equations on a variable.

A quotient that is compared with constants alone needs no equation. Any other, and a product, has
one with two factors, which is beyond linear arithmetic while both are open. So equations are kept
apart from the formula: `vetter.solver.questions` states their linear form wherever all factors but
one have one value, and the whole of them only where it must.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from vetter.rulebook.vocabulary import FactSpec
from vetter.solver.values import Comparer, Number, Ratio, Variable
from vetter.solver.z3_home import Term

SUM, ONE_MORE, MARGIN = "sum", "one more than", "margin"
PRODUCT, QUOTIENT = "product", "quotient"
EXPRESSED_FUNCTIONS = frozenset({SUM, ONE_MORE, MARGIN, PRODUCT, QUOTIENT})


class Computed(NamedTuple):
    """A computed fact: its variable, and that there is a result at all.

    `result` is the product of `factors`, where there are any; for a quotient it is the dividend.
    `paths` are the facts that the factors are, empty for a quotient itself.
    """

    variable: Number | Ratio
    defined: Term
    result: Term = None
    factors: tuple[Term, ...] = ()
    paths: tuple[str, ...] = ()


def compute(spec: FactSpec, variables: Mapping[str, Variable], comparer: Comparer) -> Computed:
    """Return a computed fact, after all that comes into it."""
    assert spec.computed is not None
    function, logic = spec.computed.function, comparer.logic
    terms = [comparer.number(variables[path]) for path in spec.computed.inputs]
    if function == SUM:
        return Computed(Number(logic.total(terms)), True)
    if function == ONE_MORE:
        return Computed(Number(logic.total([*terms, 1])), True)
    here = logic.number(spec.path, spec.type.integral)
    if function == MARGIN:
        return Computed(Number(logic.less(terms[0], Fraction(1), terms[1])), True)
    if function == PRODUCT:
        return Computed(Number(here), True, here, tuple(terms), spec.computed.inputs)
    assert function == QUOTIENT
    dividend, divisor = terms
    defined = logic.no(logic.compare("is", divisor, Fraction(0)))
    paths = ("", spec.computed.inputs[1])
    return Computed(Ratio(dividend, divisor, here), defined, dividend, (here, divisor), paths)
