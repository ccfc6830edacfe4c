"""Answers: what a fact file says, matched to the vocabulary but not yet typed."""

from __future__ import annotations

from functools import cached_property

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.problems import Problem
from vetter.base.records import NamedTuple
from vetter.base.sources import FACT_FILE, Source
from vetter.base.suggest import did_you_mean, listed
from vetter.facts.states import GRADES, NO_EVIDENCE, Evidence
from vetter.language.types import TEXT
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import Vocabulary

VALUE, UNKNOWN, EMPTY, BETWEEN, ONE_OF = "value", "unknown", "empty", "between", "one of"
_EVIDENCE = ("grade", "source", "by", "date", "note")
ANSWER_KEYS = ("value", "unknown", "between", "one of", *_EVIDENCE)
_NULLS = frozenset({"~", "null", "Null", "NULL"})


class Answer(NamedTuple):
    """What the file says of one fact: a kind, the scalars that carry it, and the evidence."""

    kind: str
    scalars: tuple[Scalar, ...]
    is_list: bool
    node: Node
    evidence: Evidence = NO_EVIDENCE


class Changes:
    """Answers that take the place of those of a fact file.

    Each comes with the reader of where it stands; all readers add to `problems`.
    """

    def __init__(self) -> None:
        """Begin with no change."""
        self.answers: dict[str, Answer] = {}
        self.readers: dict[str, Reader] = {}
        self.problems: list[Problem] = []


class AnswerReader:
    """Walks a fact file and collects the answer to each fact it names."""

    def __init__(self, source: Source, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        """Read `source`, adding to `problems`."""
        self.reader = Reader(source, problems)
        self.vocabulary = vocabulary
        self.named: dict[str, Scalar] = {}
        self.answers: dict[str, Answer] = {}

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """The names of groups of facts, of groups of these, and so on."""
        found: set[str] = set()
        for path in self.vocabulary.facts:
            parts = path.split(".")
            found.update(".".join(parts[:end]) for end in range(1, len(parts)))
        return frozenset(found)

    def read(self, root: Node | None) -> dict[str, Answer]:
        """Return the answers by path, reporting all that fits no fact."""
        if root is None:
            return {}
        if type(root) is not Mapping:
            what = "a list" if type(root) is Sequence else "a single text"
            self.reader.report(
                root, "not-a-mapping", f"the file is {what}, expected facts by name",
                "Begin with a group and a fact below it: `project:`, then `  name: …`.",
            )  # fmt: skip
            return {}
        if not root.pairs:
            self.reader.report(root, "empty", "the file states no fact", FACT_FILE.if_empty)
        self._group(root, "", "the file")
        return self.answers

    def _group(self, node: Mapping, prefix: str, what: str) -> None:
        for key, value in self.reader.pairs(node, what):
            path = f"{prefix}{key.text}"
            if path in self.vocabulary.facts:
                self._fact(path, key, value)
            elif path in self.prefixes:
                self._subgroup(path, value)
            else:
                self._unknown(path, key)

    def _subgroup(self, path: str, value: Node) -> None:
        if type(value) is Mapping:
            self._group(value, f"{path}.", f"`{path}`")
        elif not (type(value) is Scalar and not value.text.strip()):
            inside = f"{path}."
            facts = self.vocabulary.facts
            names = [name[len(inside) :] for name in facts if name.startswith(inside)]
            self.reader.report(
                value, "not-a-mapping", f"`{path}` is a group of facts, not a fact",
                f"Write its facts below it: {listed(names, 6)}.",
            )  # fmt: skip

    def _unknown(self, path: str, key: Scalar) -> None:
        derived = self.vocabulary.derived.get(path)
        if derived is not None:
            help = "It is concluded by rules; state the facts that lead to it."
            self.reader.report(key, "derived-fact", f"`{path}` cannot be answered", help)
            return
        names = [*self.vocabulary.facts, *self.prefixes]
        help = did_you_mean(path, names, "`vetter facts list` shows all facts.")
        self.reader.report(key, "unknown-fact", f"there is no fact {quote(path)}", help)

    def _fact(self, path: str, key: Scalar, value: Node) -> None:
        if path in self.named:
            self.reader.report_twice(key, self.named[path], "the file", path)
            return
        self.named[path] = key
        spec = self.vocabulary.facts[path]
        if spec.computed is not None:
            self.reader.report(
                key, "computed-fact", f"`{path}` is computed and cannot be answered",
                f"State {listed([f'`{name}`' for name in spec.computed.inputs], joiner='and')}.",
            )  # fmt: skip
            return
        answer = self.answer(path, value)
        if answer is not None:
            self.answers[path] = answer

    def answer(self, path: str, value: Node) -> Answer | None:
        """Return what a node says of one fact, or None after reporting what is wrong with it."""
        return self._mapping(path, value) if type(value) is Mapping else self._plain(path, value)

    def _plain(self, path: str, node: Node) -> Answer | None:
        if type(node) is Sequence:
            scalars = self._scalars(node, f"the list of `{path}`")
            return None if scalars is None else Answer(VALUE, scalars, True, node)
        assert type(node) is Scalar
        text = node.text.strip()
        if not text:
            return Answer(EMPTY, (), False, node)
        if node.plain and text in _NULLS:
            self.reader.report(
                node, "null", f"`{text}` is no answer", "Leave it empty, or write `unknown`."
            )
            return None
        if text.casefold() == "unknown" and self.vocabulary.facts[path].type.kind != TEXT:
            if not node.plain:
                message = "`unknown` stands in quotes, which makes it a value"
                self.reader.report(node, "unknown-in-quotes", message, "Write it without them.")
                return None
            return Answer(UNKNOWN, (), False, node)
        if node.plain and text.casefold() == "unknown":
            return Answer(UNKNOWN, (), False, node)
        return Answer(VALUE, (node,), False, node)

    def _mapping(self, path: str, node: Mapping) -> Answer | None:
        what = f"the answer to `{path}`"
        parts = self.reader.mapping(node, what, ANSWER_KEYS)
        if parts is None:
            return None
        evidence = self._evidence(parts)
        said = [kind for kind in (VALUE, BETWEEN, ONE_OF) if kind in parts]
        says_unknown = "unknown" in parts
        if says_unknown:
            word = self.reader.text(parts["unknown"], "unknown").casefold()
            if not word:
                return None
            if word not in ("true", "yes"):
                self.reader.report(
                    parts["unknown"],
                    "unknown-flag",
                    "`unknown` is said with `true`",
                    "Write `unknown: true`, or leave it out.",
                )
                return None
        if len(said) > 1 or (says_unknown and VALUE in said):
            both = "unknown" if says_unknown and VALUE in said else said[1]
            self.reader.report(
                node,
                "contradiction",
                f"{what} states `{said[0]}` and `{both}`",
                "Keep one of them.",
            )
            return None
        if not said:
            return Answer(UNKNOWN if says_unknown else EMPTY, (), False, node, evidence)
        value = parts[said[0]]
        if said[0] == VALUE:
            if type(value) is Mapping:
                self.reader.report(
                    value,
                    "not-text",
                    f"the value of `{path}` is a mapping",
                    "Write the value itself.",
                )
                return None
            plain = self._plain(path, value)
            return (
                None
                if plain is None
                else Answer(plain.kind, plain.scalars, plain.is_list, value, evidence)
            )
        if type(value) is not Sequence:
            self.reader.report(
                value,
                "not-a-list",
                f"`{said[0]}` of `{path}` is no list",
                f"Write `{said[0]}: [a, b]`.",
            )
            return None
        scalars = self._scalars(value, f"`{said[0]}` of `{path}`")
        if scalars is None:
            return None
        if said[0] == BETWEEN and len(scalars) != 2:
            self.reader.report(
                value,
                "bad-between",
                f"`between` of `{path}` needs two ends",
                "Write `between: [least, most]`.",
            )
            return None
        return Answer(said[0], scalars, True, value, evidence)

    def _scalars(self, node: Sequence, what: str) -> tuple[Scalar, ...] | None:
        good = True
        for item in node.items:
            if type(item) is not Scalar:
                self.reader.report(
                    item, "not-text", f"{what} holds more than values", "Write values only."
                )
                good = False
            elif not item.text.strip():
                self.reader.report(item, "empty-text", f"a place in {what} is empty", "Remove it.")
                good = False
        return tuple(item for item in node.items if type(item) is Scalar) if good else None

    def _evidence(self, parts: dict[str, Node]) -> Evidence:
        texts = {key: self.reader.text(parts.get(key), key) for key in _EVIDENCE}
        if texts["grade"]:
            texts["grade"] = self.reader.one_of(parts["grade"], "grade", GRADES)
        if texts["date"] and not _is_date(texts["date"]):
            help = "Write year, month and day: `2026-10-02`."
            self.reader.report(
                parts["date"], "bad-date", f"{quote(texts['date'])} is no date", help
            )
        texts["grade"] = texts["grade"] or NO_EVIDENCE.grade
        return Evidence(**texts)


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        return text.isascii() and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
