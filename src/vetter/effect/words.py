"""Conditions and types in the words of the files, and what of a condition is compared."""

from __future__ import annotations

from typing import Any

from vetter.language.conditions import Condition, Test
from vetter.language.types import CHOICE, CHOICES, LEVEL, FactType
from vetter.rulebook.vocabulary import FactSpec

_JOINED = {"all": " and ", "any": " or ", "none": " nor "}


def condition_words(condition: Condition | None, inside: bool = False) -> str:
    """Return a condition on one line: `a is yes and (b >= 3 or c is no)`; empty for none."""
    if condition is None:
        return ""
    if isinstance(condition, Test):
        return condition.sentence
    said = _JOINED[condition.kind].join(condition_words(one, True) for one in condition.parts)
    if condition.kind == "none":
        return f"neither ({said})" if len(condition.parts) > 1 else f"not ({said})"
    return f"({said})" if inside and len(condition.parts) > 1 else said


def condition_key(condition: Condition | None) -> Any:
    """Return what makes two conditions the same, wherever they stand and however spaced.

    A threshold counts by its name, for its value is compared by itself.
    """
    if condition is None:
        return None
    if isinstance(condition, Test):
        operands = tuple(
            one.threshold or one.fact or (type(one.value).__name__, one.value)
            for one in condition.operands
        )
        return condition.fact, condition.operator.sign, operands
    return condition.kind, tuple(condition_key(one) for one in condition.parts)


def type_words(kind: FactType) -> str:
    """Return a type in a few words."""
    said = kind.kind
    if kind.kind == LEVEL:
        said += f" ({', '.join(kind.names)})"
    if kind.low is not None or kind.high is not None:
        said += f" from {kind.low} to {kind.high}"
    if kind.unit:
        said += f" in {kind.unit}"
    return said


def choices_words(spec: FactSpec) -> str:
    """Return the choices of a fact, empty where it has none."""
    return ", ".join(spec.type.names) if spec.type.kind in (CHOICE, CHOICES) else ""


def applies_words(spec: FactSpec) -> str:
    """Return when a fact applies."""
    return condition_words(spec.applies_when) or "always"


def computed_words(spec: FactSpec) -> str:
    """Return what a fact is computed from, empty where someone answers it."""
    if spec.computed is None:
        return ""
    return f"{spec.computed.function} of {', '.join(spec.computed.inputs)}"
