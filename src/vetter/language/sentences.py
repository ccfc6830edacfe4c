"""Sentences: `fact operator operand` read from text, and a message for every common mistake."""

from __future__ import annotations

import re
from typing import NamedTuple

from vetter.base.suggest import nearest
from vetter.language.operators import LIST, NO_OPERAND, OPERATORS, PAIR, Operator

PATH = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z][a-z0-9]*(?:_[a-z0-9]+)*)*")
THRESHOLD = re.compile(r"\$[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
NAME = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
RESERVED = frozenset(
    {"is", "not", "one", "of", "and", "or", "has", "lacks", "any", "between"}
    | {"known", "unknown", "yes", "no"}
)
LENGTH_LIMIT = 400


class BadSentence(ValueError):
    """A sentence that cannot be read; `help` shows it corrected where that is possible.

    `words` are those of the sentence at fault, where it is not the whole of it.
    """

    def __init__(self, code: str, message: str, help: str, words: str = "") -> None:
        """Keep what is wrong, what to write, and which words are at fault."""
        super().__init__(message)
        self.code, self.help, self.words = code, help, words


class Sentence(NamedTuple):
    """A sentence taken apart: the words are not yet looked up in a vocabulary."""

    fact: str
    operator: Operator
    operands: tuple[str, ...]


_SHAPE = re.compile(
    r"\s*(?P<fact>\S+)\s+(?P<sign>"
    + "|".join(r"\s+".join(re.escape(word) for word in sign.split()) for sign in OPERATORS)
    + r")(?=\s|$|[^\w\s<>=])\s*(?P<rest>.*)",
    re.DOTALL,
)


def parse_sentence(text: str) -> Sentence:
    """Take a sentence apart. Raises `BadSentence` with the corrected sentence in its help."""
    if len(text) > LENGTH_LIMIT:
        raise BadSentence(
            "long-sentence", "a sentence this long is not read", "Split it under `all` or `any`."
        )
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        raise _no_shape(text.strip())
    fact, rest = match["fact"], match["rest"].strip()
    if match["sign"].startswith("is"):
        _refuse_phrase(text.strip())
    operator = OPERATORS[" ".join(match["sign"].split())]
    if not PATH.fullmatch(fact):
        raise _bad_fact(fact, text)
    return Sentence(fact, operator, _operands(fact, operator, rest))


def _operands(fact: str, operator: Operator, rest: str) -> tuple[str, ...]:
    sign = operator.sign
    if rest.startswith(":"):
        raise BadSentence(
            "colon",
            f"a colon stands after `{sign}`",
            f"Leave it away: `{fact} {sign} {rest[1:].strip()}`.",
        )
    if operator.operands == NO_OPERAND:
        if rest:
            raise BadSentence(
                "extra-words",
                f"`{sign}` stands at the end, but `{rest}` follows",
                f"Write `{fact} {sign}`.",
            )
        return ()
    if not rest:
        raise BadSentence(
            "no-operand",
            f"nothing follows `{sign}`",
            f"Say what to compare with: `{fact} {sign} …`.",
        )
    if rest[0] in "\"'" or rest[-1] in "\"'":
        bare = rest.strip("\"'")
        raise BadSentence(
            "quotes", "a word stands in quotes", f"Leave them away: `{fact} {sign} {bare}`."
        )
    if rest.startswith(("[", "(", "{")):
        raise BadSentence(
            "brackets",
            "the list stands in brackets",
            f"Leave them away: `{fact} {sign} {rest.strip('[](){} ')}`.",
        )
    if operator.operands == PAIR:
        return _pair(fact, sign, rest)
    if operator.operands == LIST:
        return _listed(fact, sign, rest)
    return (_one(fact, sign, rest),)


def _pair(fact: str, sign: str, rest: str) -> tuple[str, ...]:
    ends = re.split(r"\s+and\s+", rest)
    if len(ends) == 2 and all(ends):
        for end in ends:
            _refuse_number(fact, sign, end)
        return ends[0], ends[1]
    dashed = re.split(r"\s*(?:,|-|–|to)\s*", rest)
    guess = f"{dashed[0]} and {dashed[-1]}" if len(dashed) > 1 else f"{rest} and …"
    raise BadSentence("between", "`between` needs two ends", f"Write `{fact} {sign} {guess}`.")


def _listed(fact: str, sign: str, rest: str) -> tuple[str, ...]:
    if re.search(r"\s(?:or|and)\s", f" {rest} "):
        parts = [
            part.strip() for part in re.split(r",|\s(?:or|and)\s", f" {rest} ") if part.strip()
        ]
        raise BadSentence(
            "or-in-list",
            "a list is written with commas",
            f"Write `{fact} {sign} {', '.join(parts)}`.",
        )
    parts = [part.strip() for part in rest.split(",")]
    if not all(parts):
        kept = ", ".join(part for part in parts if part)
        raise BadSentence(
            "empty-item", "a place in the list is empty", f"Write `{fact} {sign} {kept}`."
        )
    for part in parts:
        _refuse_number(fact, sign, part)
    return tuple(parts)


def _one(fact: str, sign: str, rest: str) -> str:
    words = re.split(r"\s+(?:or|and)\s+", rest)
    if len(words) > 1:
        second = words[1].strip()
        if _SHAPE.fullmatch(second):
            kind = "any" if " or " in rest else "all"
            raise BadSentence(
                "two-sentences",
                "two sentences stand in one",
                f"Put them under `{kind}:`: `- {fact} {sign} {words[0]}` and `- {second}`.",
            )
        several = {"is": "is one of", "has": "has any of"}.get(sign, "") if " or " in rest else ""
        help = (
            f"Write `{fact} {several} {', '.join(words)}`."
            if several
            else f"Write one sentence for each, under `{'any' if ' or ' in rest else 'all'}:`."
        )
        raise BadSentence("is-a-or-b", f"`{sign}` takes one value, not `{rest}`", help)
    _refuse_number(fact, sign, rest)
    if "," in rest:
        several = (
            "is one of" if sign == "is" else "is not one of" if sign == "is not" else "has any of"
        )
        raise BadSentence(
            "comma", f"`{sign}` takes one value", f"For a list write `{fact} {several} {rest}`."
        )
    return rest


def _refuse_number(fact: str, sign: str, operand: str) -> None:
    if not re.match(r"[+-]?[.]?\d", operand):
        return
    if NAME.fullmatch(operand) and re.search(r"[A-Za-z]", operand) and sign in {
        "is", "is not", "is one of", "is not one of", "has", "lacks", "has any of",
    }:  # fmt: skip
        return
    help = f"Give it a name in knowledge/thresholds.yaml and write `{fact} {sign} $name`."
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", operand):
        help = f"{help} In that file it is written `{operand.replace(',', '')}`."
    raise BadSentence("literal-number", f"the number `{operand}` stands in a condition", help)


_INSTEAD = (
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


# What can follow `is` in a phrase of `_INSTEAD`, alone or with one of these words behind it. By
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


def _may_hold_phrase(tail: str) -> bool:
    words = tail.casefold().replace("$", " ").split(maxsplit=3)
    if words[:1] != ["is"]:
        return True
    behind = _AFTER_IS.get(words[1]) if len(words) > 1 else None
    return behind is not None and (not behind or not behind.isdisjoint(words[2:3]))


def _phrase(tail: str) -> tuple[str, str, str] | None:
    """Return what people say instead of an operator, the operator they mean, and the rest."""
    for pattern, sign in _INSTEAD:
        match = re.match(rf"(?:{pattern})(?=\s|$|\$)\s*", tail, re.IGNORECASE)
        if match:
            return match.group().strip(), sign, tail[match.end() :]
    return None


def _no_operator(head: str, said: str, sign: str, rest: str) -> BadSentence:
    return BadSentence(
        "operator",
        f"`{said}` is no operator",
        f"Write `{' '.join(filter(None, (head, sign, rest)))}`.",
    )


def _refuse_phrase(text: str) -> None:
    """Refuse `is greater than $x`, which would otherwise read as `is` with a strange name."""
    head, _, tail = text.partition(" ")
    phrase = _phrase(tail.strip()) if _may_hold_phrase(tail) else None
    if phrase is None or phrase[0] in OPERATORS or " " not in phrase[0]:
        return
    said, sign, rest = phrase
    if (
        sign == "is known"
        or re.match(r"\$|[+-]?\d|[a-z_]+\.[a-z_]", rest)
        or said.endswith((" in", " either"))
    ):
        raise _no_operator(head, said, sign, rest)


def _no_shape(text: str) -> BadSentence:
    if not text:
        return BadSentence(
            "empty-sentence", "the sentence is empty", "Write `fact operator value`."
        )
    if text[0] in "<>=":
        return BadSentence(
            "no-fact",
            f"the sentence begins with `{text[0]}`",
            "Begin with the fact: `fact > $name`.",
        )
    head, _, tail = text.partition(" ")
    phrase = _phrase(tail.strip())
    if phrase:
        said, sign, rest = phrase
        return _no_operator(head, said, sign, rest)
    glued = re.fullmatch(r"([a-z_.]+)\s*(>=|<=|>|<|==|=|!=)\s*(.+)", text)
    if glued:
        sign = {"==": "is", "=": "is", "!=": "is not"}.get(glued[2], glued[2])
        return BadSentence(
            "operator", "no spaces around the operator", f"Write `{glued[1]} {sign} {glued[3]}`."
        )
    colon = re.fullmatch(r"([a-z_.]+)\s*:\s*(.+)", text)
    if colon:
        return BadSentence(
            "colon", "a colon stands in the sentence", f"Write `{colon[1]} is {colon[2]}`."
        )
    word = tail.split()[0] if tail.split() else ""
    guess = nearest(word, OPERATORS) if word else None
    if guess:
        rest = tail.strip()[len(word) :].strip()
        return BadSentence(
            "operator",
            f"`{word}` is no operator",
            f"Write `{' '.join(filter(None, (head, guess, rest)))}`.",
        )
    return BadSentence(
        "no-operator",
        f"no operator stands in `{text}`",
        f"Write `{head} is …`, or one of: {', '.join(OPERATORS)}.",
    )


def _bad_fact(fact: str, text: str) -> BadSentence:
    if fact[0] in "\"'":
        return BadSentence(
            "quotes",
            "the sentence begins with a quote",
            f"Leave the quotes away: `{text.replace(fact[0], '')}`.",
        )
    if fact.startswith("$"):
        return BadSentence(
            "threshold-first",
            f"the threshold `{fact}` stands first",
            "Begin with the fact, then the operator.",
        )
    lowered = fact.casefold().replace("-", "_")
    if PATH.fullmatch(lowered):
        return BadSentence(
            "fact-name", f"`{fact}` is not how a fact is written", f"Write `{lowered}`."
        )
    return BadSentence(
        "fact-name",
        f"`{fact}` is not how a fact is written",
        "A fact is small letters, digits and underscores with points, such as `quality.target`.",
    )


def check_name(name: str) -> str | None:
    """Return why `name` cannot be the name of a choice or level, or None when it can."""
    if not NAME.fullmatch(name):
        return "a name is letters, digits, spaces and hyphens"
    taken = sorted(RESERVED.intersection(name.casefold().split()))
    if taken:
        return f"`{taken[0]}` is a word of the sentence language"
    return None
