"""Texts of rules: prose with `{{ fact }}` and `{{ $threshold }}` in it, and nothing else."""

from __future__ import annotations

import re

from vetter.base.characters import quote
from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.language.sentences import PATH, THRESHOLD

_SLOT = re.compile(r"\{\{([^{}]*)\}\}")
_SPECIAL = re.compile(r"[{}\d]")
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_NUMBER = re.compile(r"[^\W\d]*\d(?:\S*[\w%])?")


class BadText(ValueError):
    """A text that holds more than plain substitutions, or a number of its own."""

    def __init__(self, code: str, message: str, help: str, words: str) -> None:
        """Keep what is wrong, what to write instead, and which words are at fault."""
        super().__init__(message)
        self.code, self.help, self.words = code, help, words


class Slot(NamedTuple):
    """A place in a text where the value of a fact or of a threshold stands."""

    name: str
    is_threshold: bool


class Text(NamedTuple):
    """Prose and slots in their order."""

    parts: tuple[str | Slot, ...]
    location: Location

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The substitutions of this text."""
        return tuple(part for part in self.parts if type(part) is Slot)

    @property
    def source(self) -> str:
        """The text as its author wrote it, white space folded."""
        return "".join(part if isinstance(part, str) else _written(part) for part in self.parts)


def _written(slot: Slot) -> str:
    return f"{{{{ {'$' if slot.is_threshold else ''}{slot.name} }}}}"


def parse_text(text: str, location: Location) -> Text:
    """Take a text apart; line ends and runs of spaces become one space. Raises `BadText`."""
    folded = " ".join(text.split())
    if not _SPECIAL.search(folded):  # most texts are prose alone, and it is quicker to see that
        return Text((folded,) if folded else (), location)
    parts: list[str | Slot] = []
    end = 0
    for match in _SLOT.finditer(folded):
        _prose(folded[end : match.start()], parts)
        parts.append(_slot(match[1].strip()))
        end = match.end()
    _prose(folded[end:], parts)
    return Text(tuple(parts), location)


def _prose(prose: str, parts: list[str | Slot]) -> None:
    leftover = _LEFTOVER.search(prose)
    if leftover:
        raise BadText(
            "template",
            f"`{leftover.group()}` stands in the text",
            "A text holds {{ fact }} and {{ $threshold }} and no other template words.",
            leftover.group(),
        )
    number = _NUMBER.search(prose)
    if number:
        raise BadText(
            "number-in-text",
            f"the number {quote(number.group())} stands in the text",
            "Name it in knowledge/thresholds.yaml and write {{ $name }}, or say it in words.",
            number.group(),
        )
    if prose:
        parts.append(prose)


def _slot(inner: str) -> Slot:
    if THRESHOLD.fullmatch(inner):
        return Slot(inner[1:], True)
    if PATH.fullmatch(inner):
        return Slot(inner, False)
    raise BadText(
        "substitution",
        f"{quote(f'{{{{ {inner} }}}}')} is not a fact or a threshold",
        "Write a fact such as {{ quality.target }} or a threshold such as {{ $near_perfect }}.",
        inner,
    )
