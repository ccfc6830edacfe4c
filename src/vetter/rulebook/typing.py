"""Sentences meet the vocabulary: facts, thresholds and literals looked up, and types compared."""

from __future__ import annotations

from vetter.base.characters import quote
from vetter.base.problems import Location
from vetter.base.suggest import did_you_mean, listed
from vetter.language.conditions import Operand, Test
from vetter.language.operators import KNOWN_TESTS, LIST, OPERATORS, PAIR
from vetter.language.sentences import THRESHOLD, BadSentence, parse_sentence, refuse_number
from vetter.language.types import (
    BOOLEAN,
    CHOICES,
    INTEGER,
    MEASURED,
    MONEY,
    NAMED,
    QUALITY,
    TEXT,
    FactType,
)
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.vocabulary import VERDICT, Threshold, Vocabulary


def resolve(text: str, vocabulary: Vocabulary, location: Location, base_only: str = "") -> Test:
    """Read a sentence and look its words up. Raises `BadSentence`.

    `base_only` names the place (such as `applies when`) where only base facts may stand and
    nothing may hang on whether a fact is known; else it is empty.
    """
    sentence = parse_sentence(text)
    path, operator = sentence.fact, sentence.operator
    kind = vocabulary.type_of(path)
    if kind is None:
        known = (*vocabulary.facts, *vocabulary.derived)
        raise BadSentence(
            "unknown-fact",
            f"there is no fact {quote(path)}",
            did_you_mean(path, known, "`vetter facts list` shows all facts."),
        )
    if path == VERDICT:
        raise BadSentence("reads-verdict", "no rule may read the verdict", "Read what leads to it.")
    derived = path in vocabulary.derived
    if base_only and derived:
        raise BadSentence(
            "derived-here",
            f"`{path}` is derived; {base_only} reads base facts only",
            "Use facts of the file.",
        )
    if operator.sign in KNOWN_TESTS and (derived or base_only):
        why = (
            "a derived fact is always known"
            if derived
            else f"{base_only} cannot hang on what is known"
        )
        raise BadSentence("always-known", why, "Test its value instead.")
    if kind.kind not in operator.kinds:
        raise _wrong_operator(path, kind, operator.sign)
    operands = tuple(
        _operand(word, path, kind, operator.sign, vocabulary, base_only)
        for word in sentence.operands
    )
    _check_order(operator.operands, path, operator.sign, operands)
    return Test(path, operator, operands, " ".join(text.split()), location)


def operators_for(kind: FactType) -> list[str]:
    """Return the signs of the operators that can test a fact of this type."""
    return [sign for sign, operator in OPERATORS.items() if kind.kind in operator.kinds]


def _wrong_operator(path: str, kind: FactType, sign: str) -> BadSentence:
    if kind.kind == TEXT:
        return BadSentence(
            "text-tested",
            f"`{path}` is free text, and nothing is concluded from its words",
            f"Ask only `{path} is known` or `{path} is unknown`.",
        )
    if kind.kind == CHOICES:
        help = f"Write `{path} has …`, `{path} lacks …` or `{path} has any of …`."
    else:
        help = f"Write one of: {', '.join(operators_for(kind))}."
    message = f"`{sign}` does not fit `{path}`, {describe(kind)}"
    return BadSentence("wrong-operator", message, help, sign)


def _operand(
    word: str, path: str, kind: FactType, sign: str, vocabulary: Vocabulary, base_only: str
) -> Operand:
    if word.startswith("$"):
        return _threshold(word, path, kind, sign, vocabulary)
    if kind.kind in NAMED or kind.kind == BOOLEAN:
        try:
            value = parse_value(word, kind, vocabulary.measures)
        except BadValue as error:
            if vocabulary.type_of(word) is None:
                raise BadSentence(error.code, f"{error} ({path})", error.help, word) from None
        else:
            return Operand(word, value=value)
    return _fact(word, path, kind, sign, vocabulary, base_only)


def _threshold(word: str, path: str, kind: FactType, sign: str, vocabulary: Vocabulary) -> Operand:
    name = THRESHOLD.match(word)
    if name and name.end() < len(word):
        behind = word[name.end() :].strip()
        raise BadSentence(
            "extra-words",
            f"`{name.group()}` stands at the end, but {quote(behind)} follows",
            f"Write `{path} {sign} {name.group()}`. There is no arithmetic in sentences.",
            behind,
        )
    threshold: Threshold | None = vocabulary.thresholds.get(word[1:])
    if threshold is None:
        names = [f"${name}" for name in vocabulary.thresholds]
        raise BadSentence(
            "unknown-threshold",
            f"there is no threshold {quote(word)}",
            did_you_mean(word, names, "Thresholds live in knowledge/thresholds.yaml."),
            word,
        )
    same = threshold.type.kind == kind.kind and (
        kind.kind in MEASURED or threshold.type.unit == kind.unit
    )
    if not same:
        raise BadSentence(
            "unlike-types",
            f"`{path}` is {describe(kind)}, and `{word}` is {describe(threshold.type)}",
            "Compare only what is of one type and unit.",
            word,
        )
    return Operand(word, threshold.value, threshold=threshold.name, metrics=threshold.type.metrics)


def _fact(
    word: str, path: str, kind: FactType, sign: str, vocabulary: Vocabulary, base_only: str
) -> Operand:
    other = vocabulary.type_of(word)
    if other is None:
        # Facts with names have been asked for one before; only numbers come so far.
        refuse_number(path, sign, word)
        help = f"Write `{path} {sign} $name`, or another fact."
        raise BadSentence(
            "no-such-operand",
            f"{quote(word)} is neither a threshold nor a fact",
            did_you_mean(word, vocabulary.facts, help),
            word,
        )
    if word == path:
        raise BadSentence(
            "self-comparison", f"`{path}` is compared with itself", "Name another fact.", word
        )
    if base_only and word in vocabulary.derived:
        raise BadSentence(
            "derived-here",
            f"`{word}` is derived; {base_only} reads base facts only",
            "Use facts of the file.",
            word,
        )
    alike = (other.kind, other.unit, other.metric_of) == (kind.kind, kind.unit, kind.metric_of)
    if not alike or (kind.kind in NAMED and other.names != kind.names) or kind.kind == CHOICES:
        raise BadSentence(
            "unlike-types",
            f"`{path}` is {describe(kind)}, and `{word}` is {describe(other)}",
            "Compare only what is of one type and unit.",
            word,
        )
    return Operand(word, fact=word)


def _check_order(shape: str, path: str, sign: str, operands: tuple[Operand, ...]) -> None:
    values = [operand.value for operand in operands]
    if any(value is None for value in values):
        return
    if shape == PAIR and not values[0] <= values[1]:  # type: ignore[operator]
        first, second = operands[1].text, operands[0].text
        raise BadSentence(
            "ends-swapped",
            "the first end is above the second",
            f"Write `{path} {sign} {first} and {second}`.",
        )
    if shape == LIST and len(set(values)) < len(values):
        raise BadSentence("listed-twice", "a value stands twice in the list", "Name each once.")


def describe(kind: FactType) -> str:
    """Return a type in words, with its unit or names."""
    if kind.kind == INTEGER and kind.unit:
        return f"a whole number of {kind.unit}"
    if kind.kind == CHOICES:
        return "a list of choices"
    if kind.kind == MONEY:
        return f"an amount of {kind.unit}"
    if kind.names:
        return f"a {kind.kind} of {listed(kind.names, 6)}"
    if kind.kind == QUALITY and kind.metrics:
        return f"a quality in {kind.metrics[0]}"
    article = "an" if kind.kind[0] in "aeiou" else "a"
    unit = f" of {kind.unit}" if kind.unit else ""
    return f"{article} {kind.kind}{unit}"
