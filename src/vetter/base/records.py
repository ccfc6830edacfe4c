"""Named tuples as `typing.NamedTuple` makes them, in a third of the time.

`typing` compiles every annotation to see that it could be a type. Here a type checker does that,
and the program, which makes some seventy of them at each start, does not.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Maker(type):
        """Turns the body of a class into a named tuple: annotations are fields, the rest stays."""

        def __new__(cls, name, bases, body):
            fields = body.get("__annotations__", {})
            if not fields:
                raise TypeError(f"{name} has no fields; its module needs postponed annotations")
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for key, value in body.items():
                if key not in fields and key != "__module__":
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {"__module__": __name__})
