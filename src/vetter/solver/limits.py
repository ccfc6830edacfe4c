"""What has no formula: named before anything is asked, so that no answer is ever wrong for it."""

from __future__ import annotations

from vetter.language.conditions import Condition, tests_of
from vetter.language.operators import KNOWN_TESTS
from vetter.language.types import TEXT
from vetter.rulebook.rulebook import Rulebook
from vetter.solver.computed import EXPRESSED_FUNCTIONS, PRODUCT, QUOTIENT
from vetter.solver.domains import EXPRESSED_KINDS
from vetter.solver.values import EXPRESSED


class BeyondSolver(Exception):
    """A rulebook says something that the solver has no formula for; `reasons` name what."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        """Keep the reasons, in the order of the rulebook."""
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def check_expressed(rulebook: Rulebook) -> None:
    """Raise `BeyondSolver` unless everything in a rulebook has a formula."""
    reasons = []
    for path, spec in rulebook.vocabulary.facts.items():
        if spec.type.kind not in EXPRESSED_KINDS | {TEXT}:
            reasons.append(f"`{path}` is of the type {spec.type.kind}")
        if spec.computed is not None and spec.computed.function not in EXPRESSED_FUNCTIONS:
            reasons.append(f"`{path}` is computed by `{spec.computed.function}`")
        reasons.extend(_signs(spec.applies_when, f"`applies when` of `{path}`"))
    for constraint in rulebook.constraints:
        reasons.extend(_signs(constraint.never, f"the constraint `{constraint.id}`"))
    for rule in rulebook.rules:
        for condition in rule.conditions():
            reasons.extend(_signs(condition, f"the rule `{rule.id}`"))
    if reasons:
        raise BeyondSolver(tuple(dict.fromkeys(reasons)))


def _signs(condition: Condition | None, where: str) -> list[str]:
    signs = [test.operator.sign for test in tests_of(condition)]
    unknown = [sign for sign in signs if sign not in EXPRESSED | KNOWN_TESTS]
    return [f"{where} uses the operator `{sign}`" for sign in unknown]


def not_linear(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the computed facts that are products or quotients, by path.

    Where two of their inputs are open at once an answer may not be found in time; none is wrong.
    """
    return tuple(
        path
        for path, spec in rulebook.vocabulary.facts.items()
        if spec.computed is not None and spec.computed.function in (PRODUCT, QUOTIENT)
    )
