"""A rule as its author describes it: each answer checked as the checker of files would."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vetter.base.nodes import Scalar
from vetter.base.problems import Location, Problem
from vetter.base.records import NamedTuple
from vetter.base.sources import Source
from vetter.language.conditions import Condition
from vetter.language.texts import Text
from vetter.rulebook.checks import check_texts
from vetter.rulebook.read_rules import RuleReader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import SEVERITIES, STRENGTH

GRAVITY = (*reversed(SEVERITIES), STRENGTH)


class Draft(NamedTuple):
    """What an author has said of a rule so far; empty is not said yet."""

    id: str = ""
    title: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    concern: str = ""
    cause: str = ""
    because: str = ""
    advice: str = ""
    who: str = ""
    house: str = ""
    cites: tuple[str, ...] = ()
    any_of: bool = False
    """Whether one sentence of `when` is enough."""


class Checker:
    """Checks single answers against a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Check against `rulebook`."""
        self.rulebook = rulebook
        self._by_part: dict[str, Callable[[RuleReader, str, Draft], None]] = {
            "id": self._id,
            "when": self._sentence,
            "unless": self._sentence,
            "concern": _one_of("severity", GRAVITY, "unknown-name"),
            "cause": _one_of("cause", rulebook.vocabulary.causes, "unknown-cause"),
            "who": _one_of("role", rulebook.vocabulary.roles, "unknown-role"),
            "cites": _one_of("heuristic", rulebook.vocabulary.heuristics, "unknown-heuristic"),
            "house": lambda read, word, _: _drop(read.reader.text(Scalar(word, 1, 1), "house")),
        }

    def problems(self, part: str, answer: str, draft: Draft) -> list[Problem]:
        """Return what is wrong with an answer, given what was said before it."""
        found: list[Problem] = []
        path = f"{answer}.yaml" if part == "id" else "the answer"
        read = RuleReader(Source(path, answer), self.rulebook.vocabulary, found, {})
        self._by_part.get(part, self._text)(read, answer, draft)
        return found

    def _id(self, read: RuleReader, word: str, draft: Draft) -> None:
        read.rule_id(Scalar(word, 1, 1))
        taken = next((rule for rule in self.rulebook.every_rule if rule.id == word), None)
        if taken is not None:
            message = f"the id `{word}` is taken by {taken.location.path}"
            help = "Ids are permanent and unique: choose another."
            read.reader.report(Scalar(word, 1, 1), "duplicate-id", message, help)

    def _sentence(self, read: RuleReader, sentence: str, draft: Draft) -> None:
        self._condition((sentence,), read.reader.problems)

    def _condition(
        self, sentences: tuple[str, ...], problems: list[Problem], group: str = "all"
    ) -> Condition | None:
        """Return the condition of some sentences, as a file would have it."""
        text = f"{group}:\n" + "".join(f"  - {one}\n" for one in sentences)
        source = Source("the answer", text)
        read = RuleReader(source, self.rulebook.vocabulary, problems, {})
        return read.conditions.read(read.reader.top(), "`when`")

    def _text(self, read: RuleReader, words: str, draft: Draft) -> None:
        text = read.text(Scalar(words, 1, 1), "the answer")
        when = self._condition(draft.when, []) if draft.when else None
        if text is not None and when is not None:
            read.reader.problems.extend(self._open(text, when, draft))

    def _open(self, text: Text, when: Condition, draft: Draft) -> list[Problem]:
        """Return a problem for each fact of a text that may be open when the rule fires."""
        if draft.any_of:
            when = self._condition(draft.when, [], "any") or when
        rule = Rule("", text, (), "", when, None, (), (), Location("the answer"))
        return check_texts(rule, self.rulebook.vocabulary)


def _one_of(what: str, names: Iterable[str], code: str) -> Callable[[RuleReader, str, Draft], None]:
    pool = tuple(names)

    def check(read: RuleReader, word: str, draft: Draft) -> None:
        read.reader.one_of(Scalar(word, 1, 1), what, pool, code)

    return check


def _drop(value: object) -> None:
    """Forget a value that was only read to be checked."""
