"""Driving the program with one damaged file, and what must hold whatever the file is."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fuzz.mutate import mutated
from vetter.assessment.assess import assess
from vetter.base.characters import UNSAFE
from vetter.base.escape import PAINT_END, PAINT_OFF, PAINT_ON
from vetter.base.layout import unpainted
from vetter.base.problems import InvalidFactFile, InvalidPack, Problem
from vetter.base.sources import FACT_FILE, Source, Unreadable, decode
from vetter.engine.examples import check_own_examples
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of
from vetter.facts.states import Project
from vetter.memo.render import render_memo
from vetter.rulebook.pack import Pack, pack_of_texts, read_pack
from vetter.rulebook.rulebook import rulebook_of
from vetter.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"
SLOW = 10.0
"""Seconds in which any file must have been dealt with."""
LONGEST = 1_500
"""Characters that one message may take on a screen."""
_TAG = re.compile(r"<[^>\n]{0,40}>?")
_EVALUATED = str(19117 * 70001)
"""What comes out when the token `{{ 19117 * 70001 }}` is taken for a template."""


class Wrong(Exception):
    """Something that must hold does not."""


@dataclass
class Tally:
    """What became of the cases so far."""

    cases: int = 0
    valid: int = 0
    refused: int = 0
    failures: list[str] = field(default_factory=list)


def _must(holds: object, what: str) -> None:
    if not holds:
        raise Wrong(what)


def check_problem(problem: Problem, sources: dict[str, Source]) -> None:
    """Raise `Wrong` unless a problem has code, message and a place inside its file."""
    _must(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", problem.code), f"code {problem.code!r}")
    _must(problem.message.strip(), "no message")
    source = sources.get(problem.location.path)
    _must(source or not problem.location.line, f"a line, but no file: {problem}")
    if source:
        line, column = problem.location.line, problem.location.column
        _must(0 <= line <= source.line_count, f"no such line: {problem}")
        _must(0 <= column <= len(source.line(line)) + 1, f"no such column: {problem}")
        _must(problem.excerpt == source.line(line) or not line, f"another excerpt: {problem}")
    check_shown(problem.render())
    _must(len(problem.render()) < LONGEST, f"a message of {len(problem.render())} characters")


def check_shown(text: str) -> None:
    """Raise `Wrong` when a text for people holds what steers a screen."""
    found = UNSAFE.search(text)
    _must(not found, f"{found} in {text[:300]!r}")
    marks = [mark for mark in (PAINT_ON, PAINT_END, PAINT_OFF) if mark in text]
    _must(not marks, f"marks of paint are left in {text[:300]!r}")
    _must("\r" not in text, "a carriage return")


def check_memos(project: Project, forward: Forward, tags: frozenset[str]) -> None:
    """Vet a project and look at its memos."""
    assessment = assess(forward, project, TODAY, VERSION)
    for form in ("text", "md", "json"):
        memo = unpainted(render_memo(assessment, form))
        check_shown(memo)
        _must(_EVALUATED not in memo, f"a template was filled in: {form}")
        if form == "md":
            strange = sorted(set(_TAG.findall(memo)) - tags)
            _must(not strange, f"unescaped in Markdown: {strange}")
    for warning in project.warnings:
        check_shown(warning.render())


class Target:
    """What the damaged files are thrown at."""

    def __init__(self) -> None:
        """Load the built-in rulebook and the example projects."""
        self.pack: Pack = read_pack(ROOT)
        self.book = rulebook_of(self.pack)
        self.forward = Forward(self.book)
        self.examples = {
            path.name: path.read_bytes() for path in sorted(ROOT.glob("examples/*.yaml"))
        }
        self.texts = {name: source.text for name, source in self.pack.files.items()}
        self.tags = self._tags()

    def _tags(self) -> frozenset[str]:
        """Return the tags that the templates themselves write."""
        found: set[str] = set()
        for name, data in self.examples.items():
            project = project_of(decode(data, name), self.book)
            assessment = assess(self.forward, project, TODAY, VERSION)
            found.update(_TAG.findall(render_memo(assessment, "md")))
        return frozenset(found)

    def facts(self, random: Random) -> tuple[dict[str, bytes], str]:
        """Damage a fact file; return it and the case's result. Raises whatever goes wrong."""
        name = random.choice(sorted(self.examples))
        data = mutated(self.examples[name], random, list(self.examples.values()))
        return {name: data}, self.try_facts(name, data)

    def try_facts(self, name: str, data: bytes) -> str:
        """Return `valid` or `refused` for a fact file."""
        try:
            source = decode(data, name, FACT_FILE)
        except Unreadable as error:
            lines = data.decode("utf-8", "replace")
            check_problem(error.problem, {name: Source(name, lines.removeprefix("\ufeff"))})
            return "refused"
        try:
            project = project_of(source, self.book)
        except InvalidFactFile as error:
            _must(error.problems, "refused without a problem")
            for problem in error.problems:
                check_problem(problem, {name: source})
            return "refused"
        check_memos(project, self.forward, self.tags)
        return "valid"

    def rules(self, random: Random) -> tuple[dict[str, bytes], str]:
        """Damage one or two files of the pack; return them and the case's result."""
        names = sorted(self.texts)
        damaged: dict[str, bytes] = {}
        others = [text.encode() for text in self.texts.values()]
        for name in random.sample(names, random.choice((1, 1, 1, 2))):
            damaged[name] = mutated(self.texts[name].encode(), random, others)
        return damaged, self.try_rules(damaged)

    def try_rules(self, damaged: dict[str, bytes]) -> str:
        """Return `valid` or `refused` for the pack with damaged files."""
        texts = dict(self.texts)
        for name, data in damaged.items():
            texts[name] = data.decode("utf-8", "surrogateescape")
        sources = {name: _as_read(name, text) for name, text in texts.items()}
        try:
            pack = pack_of_texts(texts)
            book = rulebook_of(pack)
        except InvalidPack as error:
            _must(error.problems, "refused without a problem")
            for problem in error.problems:
                check_problem(problem, sources)
            return "refused"
        for problem in check_own_examples(book, pack):
            check_problem(problem, sources)
        forward = Forward(book)
        data = self.examples[sorted(self.examples)[len(damaged) % len(self.examples)]]
        try:
            project = project_of(decode(data, "example.yaml"), book)
        except InvalidFactFile as error:
            for problem in error.problems:
                check_shown(problem.render())
            return "valid"
        check_memos(project, forward, self.tags)
        return "valid"


def _as_read(name: str, text: str) -> Source:
    """Return a text as its bytes are shown to people, what is not UTF-8 among them replaced."""
    shown = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return Source(name, shown.removeprefix("\ufeff"))


def random_of(seed: int, kind: str, case: int) -> Random:
    """Return the source of chance of one case, the same whenever it is asked for."""
    return Random(f"{seed}:{kind}:{case}")


def timed(deed: object, start: float) -> None:
    """Raise `Wrong` when a case took too long."""
    took = time.monotonic() - start
    _must(took < SLOW, f"took {took:.1f} seconds")
