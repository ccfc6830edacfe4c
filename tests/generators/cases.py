"""Strategies for whole rulebooks, and for rulebooks with fact files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.generators.pick import Pick
from tests.generators.projects import FactFile, draw_fact_file
from tests.generators.rules import draw_rules
from tests.generators.vocabulary import draw_vocabulary
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import Rulebook, rulebook_of


@dataclass(frozen=True)
class Case:
    """A rulebook, fact files for it, and a source of choices that are not worth shrinking."""

    texts: dict[str, str]
    rulebook: Rulebook
    files: tuple[FactFile, ...]
    random: Random

    def __repr__(self) -> str:
        """Return the texts that differ from case to case, to be read in a failure."""
        drawn = ("rules/", "knowledge/facts/", "knowledge/constraints")
        shown = [f"# {name}\n{text}" for name, text in self.texts.items() if name.startswith(drawn)]
        files = [f"# fact file {place}\n{file.text}" for place, file in enumerate(self.files)]
        return "\n".join(["", *shown, *files])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the same where Hypothesis would write out all that the rulebook is made of."""
        printer.text(repr(self))


def draw_texts(pick: Pick, changeable: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return the files of a pack by their path inside it.

    Facts of the kinds `changeable` mostly say how they can be changed.
    """
    drawn = draw_vocabulary(pick, changeable)
    return {**drawn.texts, **draw_rules(pick, drawn)}


@st.composite
def cases(
    draw: Callable[[st.SearchStrategy[Any]], Any],
    files: int = 1,
    changeable: frozenset[str] = frozenset(),
) -> Case:
    """Rulebooks with `files` fact files each."""
    pick = Pick.from_hypothesis(draw)
    texts = draw_texts(pick, changeable)
    rulebook = rulebook_of(pack_of_texts(texts))
    drawn = tuple(draw_fact_file(pick, rulebook) for _ in range(files))
    return Case(texts, rulebook, drawn, Random(draw(st.integers(0, 2**32 - 1))))
