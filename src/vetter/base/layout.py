"""Layout of terminal text: wrapping, columns, and marks where colour goes."""

from __future__ import annotations

import re

from vetter.base.characters import width
from vetter.base.escape import PAINT_END, PAINT_OFF, PAINT_ON, Safe, terminal

_MARK = re.compile(f"{PAINT_ON}[^{PAINT_END}]*{PAINT_END}|{PAINT_OFF}")
_SPACE = re.compile(f" (?![^{PAINT_ON}{PAINT_END}]*{PAINT_END})")
"""A space, but none in the name of a paint."""
_PAINTED = re.compile(f"{PAINT_ON}([a-z -]+){PAINT_END}(.*?){PAINT_OFF}", re.DOTALL)


def paint(text: str, name: str) -> Safe:
    """Mark text to be shown in the paint called `name`; the marks take no room."""
    shown = text if isinstance(text, Safe) else terminal(text)
    return Safe(f"{PAINT_ON}{name}{PAINT_END}{shown}{PAINT_OFF}")


def unpainted(text: str) -> str:
    """Return text without its marks of paint."""
    return _MARK.sub("", text) if PAINT_OFF in text or PAINT_END in text else text


def repaint(text: str, style: Painter) -> str:
    """Return text with each mark of paint replaced by what `style(text, name)` makes of it."""
    return _PAINTED.sub(lambda match: style(match[2], match[1]), text)


class Painter:
    """Turns a paint's name and a text into what a terminal shows."""

    def __call__(self, text: str, name: str) -> str:
        """Return the text as it is."""
        return text


def wrap(text: str, columns: int, indent: int = 0, first: int | None = None) -> Safe:
    """Break text into lines of at most `columns`, all but the first indented by `indent`.

    `first` is where the first line begins; a word longer than a line is left whole.
    """
    shown = (text if isinstance(text, Safe) else terminal(text)).strip(" ")
    line, *words = _SPACE.split(shown) if PAINT_ON in shown else shown.split(" ")
    used = (indent if first is None else first) + width(unpainted(line))
    lines: list[str] = []
    for word in words:
        long = width(unpainted(word))
        if used + 1 + long > columns:
            lines.append(line)
            line, used = word, indent + long
        else:
            line = f"{line} {word}"
            used += 1 + long
    lines.append(line)
    return Safe(f"\n{' ' * indent}".join(lines))


def fits_apart(left: str, right: str, columns: int, indent: int = 0) -> bool:
    """Whether two texts have room on one line, with a gap between them."""
    taken = width(unpainted(left)) + width(unpainted(right))
    return indent + taken + 2 <= columns


def apart(left: str, right: str, columns: int, indent: int = 0) -> Safe:
    """Put two texts on one line, the second flush right; below the first where they do not fit.

    `indent` is where the left text begins on its line.
    """
    here = left if isinstance(left, Safe) else terminal(left)
    there = right if isinstance(right, Safe) else terminal(right)
    room = columns - indent - width(unpainted(there)) - 2
    taken = width(unpainted(here))
    if taken <= room:
        return Safe(f"{here}{' ' * (room - taken + 2)}{there}")
    wrapped = wrap(here, columns, indent)
    last = wrapped.rpartition("\n")[2]
    used = width(unpainted(last)) + (0 if "\n" in wrapped else indent)
    gap = columns - used - width(unpainted(there))
    if gap >= 2:
        return Safe(f"{wrapped}{' ' * gap}{there}")
    return Safe(f"{wrapped}\n{' ' * (columns - width(unpainted(there)))}{there}")


def pad(text: str, columns: int) -> Safe:
    """Fill text with spaces to `columns`."""
    shown = text if isinstance(text, Safe) else terminal(text)
    return Safe(f"{shown}{' ' * max(0, columns - width(unpainted(shown)))}")
