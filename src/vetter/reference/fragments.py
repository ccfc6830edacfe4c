"""Pieces of HTML: links to the pages of a rulebook, and conditions in words with such links."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vetter.assessment.words import operand_words, operator_words
from vetter.base.escape import Safe, html
from vetter.language.conditions import Condition, Group, Operand, Test
from vetter.reference.graph import RULE, Node
from vetter.rulebook.vocabulary import Vocabulary

ROOT = "../"
"""The way from a page of its own to the folder of all."""
_JOINTS = {"all": "and", "any": "or", "none": "nor"}
_GROUPS = {
    "all": "all of these hold",
    "any": "any of these holds",
    "none": "none of these holds",
}


def page_of(room: str, name: str) -> str:
    """Return the path of a page below the folder of all: `rules`, `facts` and so on are rooms.

    Whatever a name holds, the page lies in its room.
    """
    plain = re.sub(r"[^a-z0-9._-]", lambda found: f"_{ord(found[0]):x}_", name)
    return f"{room}/{plain}.html"


def link(room: str, name: str, words: str = "", kind: str = "name") -> Safe:
    """Return a link from a page in a room to another; `kind` is the class it looks by."""
    target = html(ROOT + page_of(room, name))
    return Safe(f'<a class="{kind}" href="{target}">{html(words or name)}</a>')


def rule_link(name: str) -> Safe:
    """Return a link to the page of a rule."""
    return link("rules", name)


def fact_link(path: str, vocabulary: Vocabulary, words: str = "", kind: str = "name") -> Safe:
    """Return a link to the page of a fact or of something concluded."""
    return link("facts" if path in vocabulary.facts else "conclusions", path, words, kind)


def threshold_link(name: str) -> Safe:
    """Return a link to the page of a threshold."""
    return link("thresholds", name, f"${name}")


def href_of(node: Node, vocabulary: Vocabulary, root: str = ROOT) -> str:
    """Return the way to the page of a node."""
    if node.kind == RULE:
        return root + page_of("rules", node.name)
    return root + page_of("facts" if node.name in vocabulary.facts else "conclusions", node.name)


def joined(parts: Iterable[Safe], between: str = ", ") -> Safe:
    """Return pieces one after another."""
    return Safe(between.join(parts))


def condition_html(condition: Condition, vocabulary: Vocabulary) -> Safe:
    """Return a condition as nested lists, every fact and threshold a link to its page."""
    if not isinstance(condition, Group):
        return Safe(f'<ul class="all"><li>{_test(condition, vocabulary)}</li></ul>')
    items = []
    for part in condition.parts:
        if not isinstance(part, Group):
            items.append(f"<li>{_test(part, vocabulary)}</li>")
        elif len(part.parts) == 1 and part.kind != "none":
            items.append(f"<li>{_only(part, vocabulary)}</li>")
        else:
            inside = condition_html(part, vocabulary)
            items.append(f'<li><span class="how">{_GROUPS[part.kind]}</span>{inside}</li>')
    lead = '<span class="how">none of these holds</span>' if condition.kind == "none" else ""
    top = f'<ul class="{condition.kind}" data-joint="{_JOINTS[condition.kind]}">'
    return Safe(f"{lead}{top}{''.join(items)}</ul>")


def nested(condition: Condition | None, vocabulary: Vocabulary) -> Safe:
    """Return a condition as lists, empty where there is none."""
    return Safe("") if condition is None else condition_html(condition, vocabulary)


def _only(group: Group, vocabulary: Vocabulary) -> Safe:
    (part,) = group.parts
    if isinstance(part, Group):
        return condition_html(part, vocabulary)
    return _test(part, vocabulary)


def _test(test: Test, vocabulary: Vocabulary) -> Safe:
    label = fact_link(test.fact, vocabulary, vocabulary.label(test.fact), "fact")
    operator = f'<span class="op">{html(operator_words(test, vocabulary))}</span>'
    operands = [_operand(one, vocabulary) for one in test.operands]
    words = " and ".join(operands) if test.operator.operands == "pair" else ", ".join(operands)
    return Safe(" ".join(part for part in (label, operator, words) if part))


def _operand(operand: Operand, vocabulary: Vocabulary) -> Safe:
    words = operand_words(operand, vocabulary)
    if operand.threshold:
        return link("thresholds", operand.threshold, words, "value")
    if operand.fact:
        return fact_link(operand.fact, vocabulary, words, "fact")
    return Safe(f'<span class="value">{html(words)}</span>')
