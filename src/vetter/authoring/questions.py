"""What an author is asked about a new rule, in the order in which it is easiest to answer."""

from __future__ import annotations

import re

from vetter.authoring.draft import GRAVITY, Draft
from vetter.base.records import NamedTuple
from vetter.rulebook.vocabulary import STRENGTH, Vocabulary

SEVERAL = ("when", "unless", "cites")
"""Parts that can have several answers; an empty line ends them."""


class Question(NamedTuple):
    """A question in words, what may be answered, and whether an answer is needed.

    `names` are the names to choose from with what each means, empty where the answer is free.
    """

    part: str
    words: str
    hint: str = ""
    names: tuple[tuple[str, str], ...] = ()
    needed: bool = True


def questions(vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Return all questions, in order."""
    causes = tuple((name, one.get("meaning")) for name, one in vocabulary.causes.items())
    roles = tuple((name, one.get("does")) for name, one in vocabulary.roles.items())
    grave = tuple((name, _GRAVE.get(name, "")) for name in GRAVITY)
    return (
        Question("title", "What is seen, in one sentence?", "Numbers are named: {{ $threshold }}."),
        Question("id", "What is the rule to be called?", "Small letters, digits and hyphens."),
        Question(
            "when",
            "When is it seen? One sentence a line, each of which must hold.",
            "Write `fact > $threshold`, say; `vetter facts list` shows all facts.",
        ),
        Question(
            "unless", "Unless what? One sentence a line, each of which is enough.", needed=False
        ),
        Question("concern", "How grave is it?", names=grave),
        Question("cause", "What kind of trouble is it?", names=causes),
        Question(
            "because",
            "Why? One or two sentences for the memo.",
            "Say the project's own values with {{ fact }}.",
        ),
        Question("advice", "What should be done about it?"),
        Question("who", "Who should do it?", names=roles),
        Question("house", "Why does your house say so?", "An experience, a rule, a source."),
    )


_GRAVE = {
    "blocker": "the project must not start so",
    "high": "it can bring the project down",
    "medium": "it costs time or money",
    "low": "it should be kept in view",
    STRENGTH: "it speaks for the project",
}


def missing(draft: Draft, vocabulary: Vocabulary) -> list[Question]:
    """Return the questions that are still to be asked; where none is needed, none is."""
    left = [
        one
        for one in questions(vocabulary)
        if not getattr(draft, one.part) and not _settled(one.part, draft)
    ]
    return left if any(one.needed for one in left) else []


def _settled(part: str, draft: Draft) -> bool:
    """Return whether a part needs no answer because of another one."""
    if part == "house":
        return bool(draft.cites)
    return part in ("advice", "who") and draft.concern == STRENGTH


def suggested_id(title: str) -> str:
    """Return an id made from a title, its first words that say something."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\{\{.*?\}\}", " ", title.casefold()))
    telling = [word for word in words if word not in _EMPTY] or words
    return "-".join(telling[:4])


_EMPTY = frozenset(
    {"a", "an", "the", "is", "are", "be", "of", "to", "in", "on", "than", "and", "or", "for", "no"}
    | {"with", "by", "at", "it", "its", "has", "have", "which", "that", "from", "as", "more", "one"}
)
