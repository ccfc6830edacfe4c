"""Bounds on what a template can do: how often it loops, how much it writes, what it can call.

Packs bring templates, and packs come from people who write no programs and from elsewhere. A
template can neither run code nor keep anybody waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from jinja2 import TemplateRuntimeError, nodes
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

STEPS = 2_000_000
"""Turns of all loops together."""
OUTPUT = 20_000_000
"""Characters that come out."""
LONGEST = 1_000_000
"""Characters of one text on the way, and the largest number."""
ALLOWED = frozenset({
    "abs", "capitalize", "count", "default", "dictsort", "first", "int", "join", "last", "length",
    "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round",
    "select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper",
})  # fmt: skip
"""The filters of Jinja2 that a template has."""
_METHODS = frozenset({"get", "index", "items", "keys", "values"})
"""What can be called of a value."""


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox whose templates end. It renders one template, or several that `renew` divides."""

    intercepted_binops = frozenset({"+", "*", "**", "%", "/", "//"})

    def __init__(self, filters: dict[str, Callable[..., Any]], **options: Any) -> None:
        """Make an environment with these filters beside Jinja2's, and the options of Jinja2's."""
        super().__init__(**options)
        known = {name: one for name, one in self.filters.items() if name in ALLOWED}
        every = {**known, **filters, "in steps": self._in_steps, "as text": _as_text}
        self.filters = {name: _within(one) for name, one in every.items()}
        self.globals = {"namespace": Namespace}
        self.renew()

    def renew(self) -> None:
        """Give the next template the turns of loops that each one has."""
        self._left = STEPS

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = Parser(self, source, name, filename).parse()
        for loop in template.find_all(nodes.For):
            loop.iter = _filtered(loop.iter, "in steps")  # type: ignore[arg-type]
        for joined in list(template.find_all(nodes.Concat)):
            # A text doubled in a loop would soon fill the memory; this is looked at on the way.
            joined.nodes = [_filtered(nodes.List(joined.nodes, lineno=joined.lineno), "as text")]
        return template

    def _in_steps(self, items: Iterable[Any]) -> list[Any]:
        found = []
        for item in items:
            self._left -= 1
            if self._left < 0:
                raise TemplateRuntimeError(f"its loops take more than {STEPS:,} turns")
            found.append(item)
        return found

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with small whole numbers, and join lists; there is nothing else."""
        if operator == "+" and isinstance(left, list) and isinstance(right, list):
            return left + right
        if operator not in "+*" or not (isinstance(left, int) and isinstance(right, int)):
            raise TemplateRuntimeError(f"`{operator}` joins no texts; write `~`")
        if max(abs(left), abs(right)) > LONGEST:
            raise TemplateRuntimeError("it reckons with large numbers")
        return left + right if operator == "+" else left * right

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may reach an attribute: no method that is not listed."""
        return super().is_safe_attribute(obj, attr, value) and (
            not callable(value) or attr in _METHODS or isinstance(obj, (LoopContext, Namespace))
        )


def bounded(chunks: Iterable[str]) -> str:
    """Return the output of a template. Raises `TemplateRuntimeError` when it is too long."""
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > OUTPUT:
            raise TemplateRuntimeError(f"it writes more than {OUTPUT:,} characters")
        parts.append(chunk)
    return "".join(parts)


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _as_text(parts: list[Any]) -> str:
    return "".join(str(part) for part in parts)


def _within(filter: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses to make a text which is too long."""

    @wraps(filter)
    def within(*arguments: Any, **named: Any) -> Any:
        found = filter(*arguments, **named)
        if isinstance(found, str) and len(found) > LONGEST:
            raise TemplateRuntimeError(f"it makes a text of more than {LONGEST:,} characters")
        return found

    return within
