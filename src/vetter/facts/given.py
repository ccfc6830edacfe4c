"""Facts given as Python values, turned into the same nodes that a fact file is read into."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import Any

from vetter.base.characters import UNSAFE, describe, quote
from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.problems import Location, Problem, add
from vetter.base.sources import FACT_FILE
from vetter.base.yaml_home import DEPTH_LIMIT
from vetter.language.numbers import exact_text

_HELP = "Give a text, a number, True or False, a date, None, a list or a mapping."


class GivenReader:
    """Turns values into nodes, which have no places; what is no fact is reported by its path."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        """Read the facts called `name`, adding to `problems`."""
        self.name, self.problems = name, problems
        self._room = FACT_FILE.limit

    def read(self, facts: AnyMapping[str, Any]) -> Mapping | None:
        """Return the facts as a mapping of nodes, or None after reporting that they are too many.

        A mapping that holds itself ends at the limit of depth, one that holds another many times
        over at the limit of size, which is that of a file.
        """
        try:
            return self._mapping(facts, ())
        except _TooLargeError:
            message = f"the facts are larger than {FACT_FILE.limit:,} characters"
            self._report("too-large", message, "Is this the right mapping?")
            return None

    def _mapping(self, value: AnyMapping[Any, Any], path: tuple[str, ...]) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        for key, part in value.items():
            if isinstance(key, str):
                name = self._text(str.__str__(key), path)
                pairs.append((name, self._node(part, (*path, name.text))))
            else:
                message = f"a name in {_where(path)} is of type {_type(key)}"
                self._report("python-value", message, "Give names as texts.")
        return Mapping(pairs)

    def _node(self, value: Any, path: tuple[str, ...]) -> Node:
        self._take(1)
        if isinstance(value, (AnyMapping, list, tuple, set, frozenset)):
            if len(path) > DEPTH_LIMIT:
                message = f"lists and mappings nest more than {DEPTH_LIMIT} deep"
                self._report("too-deep", message, "Does one of them hold itself?")
                return Scalar("")
            if isinstance(value, AnyMapping):
                return self._mapping(value, path)
            items = [self._node(part, (*path, "…")) for part in value]
            if isinstance(value, (set, frozenset)):
                items.sort(key=lambda item: item.text if isinstance(item, Scalar) else "")
            return Sequence(items)
        text = _written(value)
        if text is None:
            message = f"{_where(path)} is of type {_type(value)}"
            self._report("python-value", message, _HELP)
            return Scalar("")
        return self._text(text, path)

    def _text(self, text: str, path: tuple[str, ...]) -> Scalar:
        self._take(len(text))
        found = UNSAFE.search(text)
        if found:
            message = f"{describe(found.group())} stands in {_where(path)}"
            self._report("control", message, "Remove it; a text is plain characters.")
            return Scalar(UNSAFE.sub("", text))
        return Scalar(text)

    def _take(self, room: int) -> None:
        self._room -= room
        if self._room < 0:
            raise _TooLargeError

    def _report(self, code: str, message: str, help: str) -> None:
        add(self.problems, Problem(code, message, Location(self.name), help))


class _TooLargeError(Exception):
    """Ends the reading of facts that are too many."""


def _where(path: tuple[str, ...]) -> str:
    return quote(".".join(path)) if path else "the facts"


def _type(value: object) -> str:
    kind = type(value)
    home = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return quote(f"{home}{kind.__qualname__}")


def _written(value: Any) -> str | None:
    """Return a value as a fact file would write it, or None for what no fact file can hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Integral):
        number = int(value)
        # Python does not write out the longest numbers; their size alone gets them refused.
        return str(number) if abs(number) < 10**99 else f"1e{number.bit_length() * 3 // 10}"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Rational):
        return exact_text(Fraction(int(value.numerator), int(value.denominator)))
    if isinstance(value, Real):
        return repr(float(value))
    if isinstance(value, date):
        return value.isoformat()
    return None
