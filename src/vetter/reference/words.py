"""Sentences and texts in pieces, each with the page that it leads to."""

from __future__ import annotations

from typing import Any

from vetter.assessment.words import operand_words, operator_words, plain_text
from vetter.language.conditions import Condition, Operand, Test
from vetter.language.texts import Text
from vetter.rulebook.vocabulary import Vocabulary

Document = dict[str, Any]
_LEADS = {"all": "all of these hold", "any": "any of these holds", "none": "none of these holds"}


def page_of(path: str, vocabulary: Vocabulary) -> str:
    """Return the page of a fact or of something concluded."""
    return f"{'conclusions' if path in vocabulary.derived else 'facts'}/{path}.html"


def threshold_page(name: str) -> str:
    """Return the page of a threshold."""
    return f"thresholds/{name}.html"


def rule_page(rule_id: str) -> str:
    """Return the page of a rule."""
    return f"rules/{rule_id}.html"


def piece(text: str, to: str = "") -> Document:
    """Return words that lead to a page, or nowhere."""
    return {"text": text, "to": to}


def test_pieces(test: Test, vocabulary: Vocabulary) -> list[Document]:
    """Return a sentence in pieces."""
    pieces = [piece(vocabulary.label(test.fact), page_of(test.fact, vocabulary))]
    pieces.append(piece(f" {operator_words(test, vocabulary)}"))
    joint = " and " if test.operator.operands == "pair" else ", "
    for place, operand in enumerate(test.operands):
        pieces.append(piece(joint if place else " "))
        pieces.append(_operand(operand, vocabulary))
    return pieces


def _operand(operand: Operand, vocabulary: Vocabulary) -> Document:
    to = ""
    if operand.threshold:
        to = threshold_page(operand.threshold)
    elif operand.fact:
        to = page_of(operand.fact, vocabulary)
    return piece(operand_words(operand, vocabulary), to)


def text_pieces(text: Text | None, vocabulary: Vocabulary) -> list[Document]:
    """Return a text in pieces, facts by their labels."""
    pieces = []
    for part in text.parts if text is not None else ():
        if isinstance(part, str):
            pieces.append(piece(part))
            continue
        assert text is not None
        words = plain_text(Text((part,), text.location), vocabulary)
        if part.is_threshold:
            pieces.append(piece(words, threshold_page(part.name)))
        elif vocabulary.figure(part.name):
            pieces.append(piece(words))
        else:
            pieces.append(piece(words, page_of(part.name, vocabulary)))
    return pieces


def tree(condition: Condition, vocabulary: Vocabulary) -> Document:
    """Return a condition as a tree: a sentence, or words with the parts below them."""
    if isinstance(condition, Test):
        return {"lead": "", "pieces": test_pieces(condition, vocabulary), "parts": []}
    parts = [tree(part, vocabulary) for part in condition.parts]
    if len(parts) == 1 and condition.kind != "none":
        return parts[0]
    return {"lead": _LEADS[condition.kind], "pieces": [], "parts": parts}
