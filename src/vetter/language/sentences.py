"""Sentences: `fact operator operand` read from text, and a message for every common mistake."""

from __future__ import annotations

import re

from vetter.base.characters import quote
from vetter.base.records import NamedTuple
from vetter.base.suggest import nearest
from vetter.language.operators import LIST, NO_OPERAND, OPERATORS, PAIR, Operator
from vetter.language.phrases import GROUPED, may_hold_phrase, phrase_in

PATH = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z][a-z0-9]*(?:_[a-z0-9]+)*)*")
THRESHOLD = re.compile(r"\$[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
NAME = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
RESERVED = frozenset(
    {"is", "not", "one", "of", "and", "or", "has", "lacks", "any", "between"}
    | {"known", "unknown", "yes", "no"}
)
LENGTH_LIMIT = 400
_QUOTES = "\"'"
_BRACKETS = "[](){} "
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\S*")


class BadSentence(ValueError):
    """A sentence that cannot be read; `help` shows it corrected where that is possible.

    `words` are those at fault, where that is not the whole sentence.
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
        raise _bad_fact(fact, operator.sign, rest)
    return Sentence(fact, operator, _operands(fact, operator, rest))


def _written(*parts: str) -> str:
    """Return a sentence made of its parts, between backticks."""
    return f"`{' '.join(' '.join(part.split()) for part in parts if part)}`"


def _operands(fact: str, operator: Operator, rest: str) -> tuple[str, ...]:
    sign = operator.sign
    if rest.startswith(":"):
        raise BadSentence(
            "colon",
            f"a colon stands after `{sign}`",
            f"Leave it away: {_written(fact, sign, rest[1:])}.",
            rest,
        )
    if operator.operands == NO_OPERAND:
        if rest:
            raise BadSentence(
                "extra-words",
                f"`{sign}` stands at the end, but {quote(rest)} follows",
                f"Write {_written(fact, sign)}.",
                rest,
            )
        return ()
    if not rest:
        raise BadSentence(
            "no-operand",
            f"nothing follows `{sign}`",
            f"Say what to compare with: `{fact} {sign} …`.",
        )
    if rest[0] in _QUOTES or rest[-1] in _QUOTES:
        raise BadSentence(
            "quotes",
            "a word stands in quotes",
            f"Leave them away: {_written(fact, sign, re.sub('[' + _QUOTES + ']', '', rest))}.",
            rest,
        )
    if rest[0] in _BRACKETS:
        raise BadSentence(
            "brackets",
            f"{quote(rest)} stands in brackets",
            f"Leave them away: {_written(fact, sign, rest.strip(_BRACKETS))}.",
            rest,
        )
    if operator.operands == PAIR:
        return _pair(fact, sign, rest)
    if operator.operands == LIST:
        return _listed(fact, sign, rest)
    return (_one(fact, sign, rest),)


def _pair(fact: str, sign: str, rest: str) -> tuple[str, ...]:
    ends = re.split(r"\s+and\s+", rest)
    if len(ends) == 2 and all(ends):
        return ends[0], ends[1]
    parted = [part for part in re.split(r"\s*(?:,|[-–]|\bto\b)\s*", rest) if part]
    guess = f"{parted[0]} and {parted[-1]}" if len(parted) > 1 else f"{parted[0]} and …"
    raise BadSentence(
        "between", "`between` needs two ends", f"Write {_written(fact, sign, guess)}.", rest
    )


def _listed(fact: str, sign: str, rest: str) -> tuple[str, ...]:
    if re.search(r"\s(?:or|and)\s", f" {rest} "):
        pieces = re.split(r",|\s(?:or|and)(?=\s)", f" {rest} ")
        parts = [piece.strip() for piece in pieces if piece.strip()]
        raise BadSentence(
            "or-in-list",
            "a list is written with commas",
            f"Write {_written(fact, sign, ', '.join(parts))}.",
            rest,
        )
    parts = [part.strip() for part in rest.split(",")]
    if not all(parts):
        kept = ", ".join(part for part in parts if part)
        raise BadSentence(
            "empty-item",
            "a place in the list is empty",
            f"Write {_written(fact, sign, kept or '…')}.",
            rest,
        )
    return tuple(parts)


def _one(fact: str, sign: str, rest: str) -> str:
    words = re.split(r"\s+(?:or|and)\s+", rest)
    joint = re.search(r"\s+(or|and)\s+", rest)
    if joint:
        kind = "any" if joint[1] == "or" else "all"
        second = rest[joint.end() :].strip()
        if _SHAPE.fullmatch(second):
            first = _written("-", fact, sign, words[0])
            raise BadSentence(
                "two-sentences",
                "two sentences stand in one",
                f"Put them under `{kind}:`: {first} and {_written('-', second)}.",
                second,
            )
        several = {"is": "is one of", "has": "has any of"}.get(sign, "") if kind == "any" else ""
        help = (
            f"Write {_written(fact, several, ', '.join(words))}."
            if several
            else f"Write one sentence for each, under `{kind}:`."
        )
        raise BadSentence("is-a-or-b", f"`{sign}` takes one value, not {quote(rest)}", help, rest)
    if "," in rest and not _THOUSANDS.fullmatch(rest):
        several = {"is": "is one of", "is not": "is not one of", "has": "has any of"}.get(sign, "")
        help = (
            f"For a list write {_written(fact, several, rest)}."
            if several
            else "Write one sentence for each, under `all:` or `any:`."
        )
        raise BadSentence("comma", f"`{sign}` takes one value, not {quote(rest)}", help, rest)
    return rest


def refuse_number(fact: str, sign: str, operand: str) -> None:
    """Raise `BadSentence` for an operand that is a number where a threshold's name belongs."""
    if not re.match(r"[+-]?[.]?\d", operand):
        return
    names = "$least and $most" if OPERATORS[sign].operands == PAIR else "$name"
    help = f"Give it a name in knowledge/thresholds.yaml and write `{fact} {sign} {names}`."
    if _THOUSANDS.fullmatch(operand):
        help = f"{help} In that file it is written {quote(operand.replace(',', ''))}."
    raise BadSentence(
        "literal-number", f"the number {quote(operand)} stands in a condition", help, operand
    )


def _no_operator(head: str, said: str, sign: str, rest: str) -> BadSentence:
    if OPERATORS[sign].operands == NO_OPERAND:
        rest = ""
    elif OPERATORS[sign].operands == LIST:
        parts = re.split(r",|\s(?:or|and)(?=\s)", f" {rest.strip(_BRACKETS)} ")
        rest = ", ".join(part.strip() for part in parts if part.strip())
    return BadSentence(
        "operator", f"{quote(said)} is no operator", f"Write {_written(head, sign, rest)}.", said
    )


def _refuse_phrase(text: str) -> None:
    """Refuse `is greater than $x`, which would otherwise read as `is` with a strange name."""
    head, *tail = text.split(None, 1)
    phrase = phrase_in(tail[0]) if tail and may_hold_phrase(tail[0]) else None
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
    head, *tail = text.split(None, 1)
    behind = tail[0].strip() if tail else ""
    fact = head.casefold() if "." in head and PATH.fullmatch(head.casefold()) else ""
    phrase = phrase_in(behind)
    if phrase and fact:
        return _no_operator(fact, *phrase)
    glued = re.fullmatch(r"([a-z0-9_.]+)\s*(>=|<=|>|<|==|=|!=)\s*(.+)", text, re.DOTALL)
    if glued:
        sign = {"==": "is", "=": "is", "!=": "is not"}.get(glued[2], glued[2])
        return BadSentence(
            "operator",
            "no spaces around the operator",
            f"Write {_written(glued[1], sign, glued[3])}.",
        )
    if head.casefold() in GROUPED and _SHAPE.fullmatch(behind):
        group = GROUPED[head.casefold()]
        return BadSentence(
            "no-fact",
            f"the sentence begins with {quote(head)}",
            f"Put it under `{group}:`: {_written('-', behind)}.",
        )
    word = behind.split()[0] if behind else ""
    guess = nearest(word, OPERATORS) if word else None
    if guess and fact:
        return _no_operator(fact, word, guess, behind[len(word) :])
    return BadSentence(
        "no-operator",
        f"no operator stands in {quote(text)}",
        f"Write `{fact or 'fact'} is …`, or one of: {', '.join(OPERATORS)}.",
    )


def _bad_fact(fact: str, sign: str, rest: str) -> BadSentence:
    if fact[0] in _QUOTES:
        bare = re.sub(f"[{_QUOTES}]", "", f"{fact} {sign} {rest}")
        return BadSentence(
            "quotes",
            "the sentence begins with a quote",
            f"Leave the quotes away: {_written(bare)}.",
        )
    if fact.startswith("$"):
        return BadSentence(
            "threshold-first",
            f"the threshold {quote(fact)} stands first",
            "Begin with the fact, then the operator.",
        )
    lowered = fact.casefold().replace("-", "_")
    if PATH.fullmatch(lowered):
        help = f"Write {_written(lowered, sign, rest)}."
    else:
        help = (
            "A fact is small letters, digits and underscores with points, such as `quality.target`."
        )
    return BadSentence("fact-name", f"{quote(fact)} is not how a fact is written", help)


def check_name(name: str) -> str | None:
    """Return why `name` cannot be the name of a choice or level, or None when it can."""
    if not NAME.fullmatch(name):
        return "a name is letters, digits, spaces and hyphens"
    taken = sorted(RESERVED.intersection(name.casefold().split()))
    if taken:
        return f"`{taken[0]}` is a word of the sentence language"
    return None
