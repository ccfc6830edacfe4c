"""The pack that a new rule is written into: what it holds, and what it will hold."""

# ruff: noqa: PTH113, PTH119 -- paths of packs are texts
from __future__ import annotations

import json
import os
import re

from vetter.authoring.cases import Cases
from vetter.authoring.draft import Draft
from vetter.authoring.rule_text import block, plain, rule_text
from vetter.base.problems import InvalidPack, Location, Problem
from vetter.base.sources import Source
from vetter.engine.examples import check_own_examples
from vetter.language.sentences import BadSentence, parse_sentence
from vetter.language.types import MEASURED, QUALITY
from vetter.language.values import BadValue, parse_value
from vetter.rulebook.pack import PACK_FILE, Pack, pack_of_texts, read_pack
from vetter.rulebook.read_rules import RuleReader
from vetter.rulebook.rulebook import Rulebook, rulebook_of
from vetter.rulebook.vocabulary import Vocabulary

THRESHOLDS = "knowledge/thresholds.yaml"


class House:
    """A pack in the making, over those below it. Nothing is written before `files` are."""

    def __init__(self, folder: str, below: list[Pack]) -> None:
        """Read the pack in `folder`, or begin one where the folder holds none.

        Raises `InvalidPack`.
        """
        self.folder, self.below = folder.rstrip("/") or "/", below
        self.files: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self.rulebook: Rulebook
        if os.path.isfile(f"{self.folder}/{PACK_FILE}"):
            pack = read_pack(self.folder)
            self._texts = {name: source.text for name, source in pack.files.items()}
            self.rulebook = rulebook_of(*below, pack)
        else:
            name = os.path.basename(os.path.realpath(self.folder)) or "house"
            needs = [one.name for one in rulebook_of(*below).packs] if below else []
            self._put(PACK_FILE, pack_text(name, needs))

    def _put(self, name: str, text: str) -> None:
        """Take a file in, once the rulebook with it can be read. Raises `InvalidPack`."""
        texts = {**self._texts, name: text}
        self.rulebook = rulebook_of(*self.below, pack_of_texts(texts, self.folder))
        self._texts = texts
        self.files[f"{self.folder}/{name}"] = text

    def check_figure(self, fact: str, value: str) -> None:
        """Check that a fact can have a value; a quality needs its metric, and is checked later.

        Raises `InvalidPack`.
        """
        kind = self.rulebook.vocabulary.type_of(fact)
        if kind is None or kind.kind == QUALITY:
            return
        try:
            parse_value(value, kind, self.rulebook.vocabulary.measures)
        except BadValue as error:
            problem = Problem(error.code, str(error), Location("the answer"), error.help)
            raise InvalidPack([problem]) from None

    def add_threshold(
        self, name: str, value: str, meaning: str, house: str, sentences: tuple[str, ...]
    ) -> None:
        """Add a figure with a name, of the type of the fact that it is compared with.

        Raises `InvalidPack`.
        """
        typed = type_of_threshold(name, sentences, self.rulebook.vocabulary)
        entry = [f"  {name}:", *block("value", value, 4), *(f"    {line}" for line in typed)]
        entry += [*block("meaning", meaning, 4), *block("house", house, 4)]
        before = self._texts.get(THRESHOLDS, "thresholds:\n")
        top = re.search(r"^thresholds:[^\n]*\n", before, re.MULTILINE)
        end = top.end() if top else len(before)
        text = "".join(f"{line}\n" for line in entry)
        self._put(THRESHOLDS, before[:end] + text + before[end:])

    def add_rule(self, draft: Draft, where: str = "rules") -> str:
        """Add a rule with examples, and return the path of its file.

        Raises `InvalidPack` when it does not pass what `vetter rules check` asks, and `NoCase`.
        """
        name = f"{where}/{draft.id}.yaml"
        path = f"{self.folder}/{name}"
        bare = rule_text(draft, [])
        problems: list[Problem] = []
        lone = f"{bare}  - fires: {{}}\n  - silent: {{}}\n"
        rule = RuleReader(Source(path, lone), self.rulebook.vocabulary, problems, {}).read()
        if rule is None:
            raise InvalidPack(problems)
        cases = Cases(rule, self.rulebook).find()
        self._put(name, rule_text(draft, cases))
        wrong = check_own_examples(self.rulebook, pack_of_texts(self._texts, self.folder))
        found = [one for one in wrong if one.location.path == path]
        if found:
            raise InvalidPack(found)
        return path


def pack_text(name: str, needs: list[str]) -> str:
    """Return the pack.yaml of a new pack that is laid over others."""
    written = [f"  - {_quoted(one)}" for one in needs]
    below = ["needs:  # the packs that it is laid over", *written] if needs else []
    lines = [
        "# What this pack is. Rules go into rules/, facts and figures of your own into knowledge/,",
        "# and what you change of the packs below into changes.yaml.",
        f"name: {_quoted(name)}",
        'version: "0.1"',
        "title: Rules of our own",
        *below,
    ]
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    return name if plain(name) else json.dumps(name, ensure_ascii=False)


def type_of_threshold(name: str, sentences: tuple[str, ...], vocabulary: Vocabulary) -> list[str]:
    """Return the lines that give a threshold its type: that of the fact compared with it.

    Raises `InvalidPack` where no sentence names it beside a fact with figures.
    """
    metric = ""
    found = None
    for one in sentences:
        try:
            sentence = parse_sentence(one)
        except BadSentence:
            continue
        if f"${name}" in sentence.operands:
            found = vocabulary.type_of(sentence.fact)
        if sentence.operator.sign == "is" and sentence.operands[0] in vocabulary.measures.metrics:
            metric = sentence.operands[0]
    if found is None:
        message = f"no sentence compares a fact with `${name}`"
        help = f"Write a sentence such as `some.fact > ${name}` under `when` or `unless`."
        raise InvalidPack([Problem("unknown-threshold", message, Location(THRESHOLDS), help)])
    lines = [f"type: {found.kind}"]
    if found.kind == QUALITY and metric:
        lines.append(f"metric: {metric}")
    if found.unit and found.kind not in MEASURED and found.kind in ("integer", "number"):
        lines.append(f"unit: {found.unit}")
    return lines
