"""A changed copy of a project: facts set to other values, in the words of a command line."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from typing import Any

from vetter.base.characters import UNSAFE, describe, quote
from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.problems import InvalidFactFile, InvalidInput, Problem, TooManyProblems, add
from vetter.base.sources import Source
from vetter.base.yaml_home import compose
from vetter.facts.answers import AnswerReader, Changes
from vetter.facts.factfile import project_of, project_of_mapping
from vetter.facts.given import GivenReader
from vetter.facts.states import Project
from vetter.language.types import CHOICES, TEXT
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec

OPTION = "--set"
"""What settings are called in messages; each text has its number behind it."""
MAPPING = "set"
"""What a mapping of them is called."""

_SPACES = re.compile("[\t\n\r\x85\u2028\u2029]")
_RANGE = re.compile(r"between\s+(?P<low>.*\S)\s+and\s+(?P<high>\S.*)", re.IGNORECASE)
_OPTIONS = re.compile(r"one of\s+(?P<names>\S.*)", re.IGNORECASE)
_WORDS = re.compile(r"(between|one of)\s*:", re.IGNORECASE)

Settings = AnyMapping[str, Any] | AnySequence[str]
"""Facts to set: values by path as in a mapping of facts, or texts of the form `fact=value`."""


class InvalidSetting(InvalidInput):
    """A setting that names no fact, states no value of it, or does not go with the other facts."""

    exit_code = 2


def changed_project(
    facts: Source | AnyMapping[str, Any], settings: Settings, rulebook: Rulebook
) -> tuple[Project, tuple[str, ...]]:
    """Return the project that facts state once those in `settings` are set, and what is set.

    The facts themselves must be free of faults. Raises `InvalidSetting`.
    """
    changes = read_settings(settings, rulebook)
    try:
        if isinstance(facts, Source):
            project = project_of(facts, rulebook, changes)
        else:
            project = project_of_mapping(facts, rulebook, changes=changes)
    except InvalidFactFile as error:
        raise InvalidSetting(_blamed(error.problems, changes)) from None
    # An answer that a fact file may hold in vain is a mistake where it is the very question.
    names = {reader.source.path for reader in changes.readers.values()}
    vain = [one for one in project.warnings if one.location.path in names]
    if vain:
        raise InvalidSetting(one._replace(warning=False) for one in vain)
    return project, tuple(changes.answers)


def _blamed(problems: tuple[Problem, ...], changes: Changes) -> list[Problem]:
    """Return the errors among problems; those of the fact file came with what was set."""
    told = []
    for one in problems:
        here = one.location.path.split(" ")[0] in (OPTION, MAPPING)
        if not one.warning:
            told.append(one if here else one._replace(message=f"with what is set, {one.message}"))
    return told


def read_settings(settings: Settings, rulebook: Rulebook) -> Changes:
    """Return the answers that settings give, with what is wrong with them.

    Raises `InvalidSetting` when that is too much.
    """
    changes = Changes()
    try:
        if isinstance(settings, AnyMapping):
            _read_mapping(settings, rulebook, changes)
        else:
            for number, text in enumerate(settings, start=1):
                _Setting(text, number, rulebook, changes).read()
    except TooManyProblems:
        raise InvalidSetting(changes.problems) from None
    return changes


def _read_mapping(settings: AnyMapping[str, Any], rulebook: Rulebook, changes: Changes) -> None:
    root = GivenReader(MAPPING, changes.problems).read(settings)
    if root is not None:
        source = Source(MAPPING, "")
        changes.answers = AnswerReader(source, rulebook.vocabulary, changes.problems).read(root)
        reader = Reader(source, changes.problems)
        changes.readers = dict.fromkeys(changes.answers, reader)


class _Setting:
    """One text of the form `fact=value`."""

    def __init__(self, text: str, number: int, rulebook: Rulebook, changes: Changes) -> None:
        self.vocabulary, self.changes = rulebook.vocabulary, changes
        self.source = Source(f"{OPTION} {number}", _SPACES.sub(" ", text))
        self.reader = Reader(self.source, changes.problems)

    def read(self) -> None:
        """Add the answer to the changes, or what is wrong to their problems."""
        text = self.source.text
        unsafe = UNSAFE.search(text)
        if unsafe:
            message = f"{describe(unsafe.group())} stands in it"
            self._report("control", message, unsafe.start(), "Remove it; a value is plain text.")
            return
        name, sign, value = text.partition("=")
        path = name.strip()
        if not sign or not path:
            self._no_pair(text)
            return
        key = Scalar(path, 1, name.index(path) + 1)
        if path in self.changes.readers:
            before = self.changes.readers[path].source.path
            message = f"{quote(path)} is set twice, first in {before}"
            self.reader.report(key, "duplicate", message, "Keep one of the two.")
            return
        spec = self.vocabulary.facts.get(path)
        start = len(name) + 1 + len(value) - len(value.lstrip())
        node = self._node(spec, value.strip(), start)
        if node is None:
            return
        known = len(self.changes.problems)
        root = Mapping([(key, node)], 1, 1)
        answers = AnswerReader(self.source, self.vocabulary, self.changes.problems).read(root)
        if len(self.changes.problems) == known:
            self.changes.answers.update(answers)
            self.changes.readers[path] = self.reader

    def _no_pair(self, text: str) -> None:
        name, sign, value = text.partition(":")
        path = name.strip()
        if sign and path in self.vocabulary.facts:
            help = f"Write {quote(f'{path}={value.strip()}')}."
        else:
            help = "Write a fact, an equals sign and a value: `FACT=VALUE`."
        self._report("no-setting", f"{quote(text)} sets no fact to a value", 0, help)

    def _node(self, spec: FactSpec | None, value: str, start: int) -> Node | None:
        """Return the node that a value stands for; `start` is where it begins, from 0."""
        kind = spec.type.kind if spec is not None else TEXT
        if kind == TEXT:
            return Scalar(value, 1, start + 1)
        if value[:1] in ("{", "["):
            return self._flow(value, start)
        if _WORDS.match(value):
            return self._flow(f"{{{value}}}", start - 1)
        between, options = _RANGE.fullmatch(value), _OPTIONS.fullmatch(value)
        if between:
            ends: list[Node] = [
                Scalar(between[end], 1, start + between.start(end) + 1) for end in ("low", "high")
            ]
            return self._partly("between", ends, start)
        if options:
            items = self._items(options["names"], start + options.start("names"))
            return self._partly("one of", items, start)
        if kind == CHOICES and "," in value:
            return Sequence(self._items(value, start), 1, start + 1)
        return Scalar(value, 1, start + 1)

    def _items(self, text: str, start: int) -> list[Node]:
        items: list[Node] = []
        for part in text.split(","):
            name = part.strip()
            column = start + (part.index(name) if name else 0) + 1
            items.append(Scalar(name, 1, column))
            start += len(part) + 1
        return items

    def _partly(self, word: str, items: list[Node], start: int) -> Node:
        column = start + 1
        return Mapping([(Scalar(word, 1, column), Sequence(items, 1, column))], 1, column)

    def _flow(self, value: str, start: int) -> Node | None:
        """Return a value written as in a fact file, with the places that it has in the text."""
        composed = compose(Source(self.source.path, f"{' ' * start}{value}"))
        for problem in composed.problems:
            add(self.changes.problems, problem._replace(excerpt=self.source.text))
        return None if composed.problems else composed.root

    def _report(self, code: str, message: str, at: int, help: str = "") -> None:
        add(self.changes.problems, self.source.problem(code, message, 1, at + 1, help))
