"""The file of a new rule, with remarks that teach."""

from __future__ import annotations

import json
import re
import textwrap

from vetter.authoring.cases import Case, flow
from vetter.authoring.draft import Draft
from vetter.rulebook.vocabulary import STRENGTH

WIDTH = 100
_SAFE = re.compile(r"[^\W_]|[($.+/]|-(?=\S)")


def rule_text(draft: Draft, cases: list[Case]) -> str:
    """Return the text of the rule's file."""
    lines = [
        "# A rule in words: if what stands under `when` holds, and nothing under `unless`,",
        "# then the memo says what stands under `then`. `vetter rules check` looks at it all.",
        f"id: {draft.id}  # permanent, and the name of this file",
        *block("title", draft.title),
    ]
    if draft.cites:
        lines.append(f"cites: [{', '.join(draft.cites)}]")
    if draft.house:
        lines += block("house", draft.house)
    lines += ["when:  # a sentence is: fact operator operand. Numbers have names ($name)"]
    lines += _group("any" if draft.any_of else "all", draft.when)
    if draft.unless:
        lines += ["unless:  # an exception must be shown; while it is open, the rule fires"]
        lines += _group("any", draft.unless)
    return "\n".join([*lines, *_then(draft), *_examples(draft, cases)]) + "\n"


def _group(kind: str, sentences: tuple[str, ...]) -> list[str]:
    need = "one of these is enough" if kind == "any" else "each of these must hold"
    shown = f"  {kind}:  # {need}" if len(sentences) > 1 else f"  {kind}:"
    return [shown, *(f"    - {' '.join(one.split())}" for one in sentences)]


def _then(draft: Draft) -> list[str]:
    if draft.concern == STRENGTH:
        lines = ["then:", "  - strength: yes", f"    cause: {draft.cause}"]
        return [*lines, *block("because", draft.because, 4)]
    lines = ["then:", f"  - concern: {draft.concern}", f"    cause: {draft.cause}"]
    lines += block("because", draft.because, 4)
    lines += block("advice", draft.advice, 4)
    lines += [
        f"    who: {draft.who}",
        "    # Where something makes it milder, say so, and the memo says both:",
        "    # softened:",
        "    #   - when: {any: [fact operator operand]}",
        "    #     to: low",
        "    #     because: there is a reason",
    ]
    return lines


def _examples(draft: Draft, cases: list[Case]) -> list[str]:
    lines = [
        "# Small projects, which are the tests of the rule. Each was run when it was written: read",
        "# whether it is what you mean. What is left out is not known.",
        "examples:",
    ]
    for case in cases:
        lines.append(f"  - {case.expects}: {flow(case.facts)}")
        if case.expects == "fires" and draft.concern != STRENGTH:
            lines.append(f"    as: {case.severity}")
        lines += block("why", case.why, 4)
    return lines


def block(key: str, text: str, indent: int = 0, folds: bool = True) -> list[str]:
    """Return the lines of a text under a key: on one line where it fits, else wrapped.

    Where white space counts (`folds` is False), a text with line ends is written in quotes.
    """
    folded = " ".join(text.split())
    room = " " * indent
    if not folds and folded != text.strip():
        return [f"{room}{key}: {quoted(text.strip())}"]
    line = f"{room}{key}: {scalar(folded)}"
    if len(line) <= WIDTH or not folded:
        return [line]
    whole = textwrap.wrap(
        folded, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False
    )
    return [f"{room}{key}: >", *(f"{room}  {line}" for line in whole)]


def scalar(text: str, in_flow: bool = False) -> str:
    """Return a text on one line, in quotes only where YAML needs them."""
    if in_flow and re.search(r"[,\[\]{}]", text):
        return quoted(text)
    return text if plain(text) else quoted(text)


def quoted(text: str) -> str:
    """Return a text in quotes."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def plain(text: str) -> bool:
    """Return whether a text needs no quotes in YAML."""
    if not text or text != text.strip() or not text.isprintable():
        return False
    return _SAFE.match(text) is not None and not re.search(r":(?:\s|$)|\s#", text)
