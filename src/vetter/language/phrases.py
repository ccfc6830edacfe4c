"""Phrases: what people say in place of an operator, and the operator that they mean."""

from __future__ import annotations

import re

INSTEAD = (
    (r"!=|<>|≠", "is not"), (r"==|=", "is"), (r"≥|=>", ">="), (r"≤|=<", "<="),
    (r"is\s+not\s+unknown", "is known"), (r"isn't|isnt|is\s+no\s+longer", "is not"),
    (r"is\s+not\s+in|not\s+in", "is not one of"),
    (r"is\s+in|in", "is one of"), (r"is\s+either", "is one of"),
    (r"(?:is\s+)?(?:at\s+least)", ">="), (r"(?:is\s+)?(?:at\s+most|no\s+more\s+than)", "<="),
    (r"(?:is\s+)?(?:greater|more|higher|larger|better)\s+than(?!\s+or)", ">"),
    (r"(?:is\s+)?(?:above|over|exceeds)", ">"),
    (r"(?:is\s+)?(?:less|lower|smaller|fewer|worse)\s+than(?!\s+or)", "<"),
    (r"(?:is\s+)?(?:below|under)", "<"),
    (r"is\s+between", "between"), (r"contains|includes|have", "has"),
    (r"does\s+not\s+have|does\s+not\s+contain|has\s+no|has\s+not", "lacks"),
    (r"known", "is known"), (r"unknown", "is unknown"), (r"one\s+of", "is one of"),
    (r"are\s+not|was\s+not", "is not"), (r"are|was|equals", "is"),
    (r"not\s+equal(?:s)?(?:\s+to)?", "is not"),
)  # fmt: skip
"""Patterns of what people write, and the sign of the operator that they mean."""


# What can follow `is` in a phrase of `INSTEAD`, alone or with one of these words behind it. By
# that nearly every sentence is seen to hold no phrase, and the patterns are not even compiled.
_THAN = frozenset({"than"})
_AFTER_IS: dict[str, frozenset[str]] = {
    "not": frozenset({"unknown", "in"}),
    "no": frozenset({"longer", "more"}),
    "at": frozenset({"least", "most"}),
    **dict.fromkeys(("greater", "more", "higher", "larger", "better"), _THAN),
    **dict.fromkeys(("less", "lower", "smaller", "fewer", "worse"), _THAN),
    **dict.fromkeys(("above", "over", "exceeds", "below", "under"), frozenset()),
    **dict.fromkeys(("in", "either", "between"), frozenset()),
}


def may_hold_phrase(tail: str) -> bool:
    """Return whether what follows a fact could begin with a phrase; False is always right."""
    words = tail.casefold().replace("$", " ").split(maxsplit=3)
    if words[:1] != ["is"]:
        return True
    behind = _AFTER_IS.get(words[1]) if len(words) > 1 else None
    return behind is not None and (not behind or not behind.isdisjoint(words[2:3]))


def phrase_in(tail: str) -> tuple[str, str, str] | None:
    """Return what people say instead of an operator, the operator they mean, and the rest."""
    for pattern, sign in INSTEAD:
        match = re.match(rf"(?:{pattern})(?=\s|$|\$)\s*", tail, re.IGNORECASE)
        if match:
            return match.group().strip(), sign, tail[match.end() :]
    return None


GROUPED = {"not": "none", "if": "all", "when": "all", "and": "all", "or": "any"}
"""Words that people begin a sentence with, and the group that says the same."""
