"""How far from a threshold is just beside it."""

from __future__ import annotations

from fractions import Fraction

from vetter.language.types import INTEGER, LEVEL, MARGIN, PROPORTION, QUALITY, FactType, Measures

PARTS = 10
"""Just beside an amount is within a tenth of it."""
SHARE_PARTS = 5
"""Just beside a share is within a fifth of its way to nothing or to the whole."""
POINT = Fraction(1, 100)


def step(value: Fraction, kind: FactType, measures: Measures) -> Fraction:
    """Return how far from a threshold a value can be that is just below or above it."""
    size = abs(value)
    if kind.kind in (INTEGER, LEVEL):
        return Fraction(max(1, size // PARTS))
    if kind.kind == MARGIN:
        return max(size / SHARE_PARTS, POINT)
    if _is_share(kind, measures) and 0 < size < 1:
        return min(size, 1 - size) / SHARE_PARTS
    return size / PARTS or Fraction(1)


def in_range(value: Fraction, kind: FactType, measures: Measures) -> bool:
    """Return whether a fact compared with a threshold of this type can have a value."""
    if kind.kind == MARGIN:
        return True
    if _is_share(kind, measures):
        return -1 <= value <= 1 and (kind.kind == QUALITY or value >= 0)
    if kind.low is not None and value < kind.low:
        return False
    if kind.high is not None and value > kind.high:
        return False
    return value >= 0 or kind.kind == QUALITY


def _is_share(kind: FactType, measures: Measures) -> bool:
    if kind.kind == QUALITY:
        named = [measures.metrics[name] for name in kind.metrics]
        return bool(named) and all(metric.scale == "proportion" for metric in named)
    return kind.kind == PROPORTION
