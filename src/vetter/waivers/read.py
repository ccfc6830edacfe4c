"""Reading a file of waivers, held against the rulebook that they waive findings of."""

from __future__ import annotations

import hashlib
import os
from datetime import date

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node
from vetter.base.problems import InvalidInput, Problem, TooManyProblems
from vetter.base.sources import Expected, Source, Unreadable, read_source
from vetter.base.suggest import did_you_mean
from vetter.facts.answers import Answer, AnswerReader
from vetter.facts.settle import Settler
from vetter.facts.states import FactState
from vetter.language.types import QUALITY
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import STRENGTH
from vetter.waivers.model import WAIVER_DAYS, Waiver, Waivers

WAIVER_FILE = Expected(
    "a file of waivers", 1_000_000, "`vetter waiver new` writes one; without any, remove the file."
)
TOP = "waivers"
RULE, PROJECT, REASON, OWNER = "rule", "project", "reason", "owner"
APPROVED, CREATED, EXPIRES, GRANTED = "approved by", "created", "expires", "granted for"
KEYS = (RULE, PROJECT, REASON, OWNER, APPROVED, CREATED, EXPIRES, GRANTED)


def read_waivers(path: str, rulebook: Rulebook, days: int = WAIVER_DAYS) -> Waivers:
    """Read a file of waivers; none may run for more than `days`.

    Raises `InvalidInput` with everything that is wrong with it.
    """
    try:
        source = read_source(path, WAIVER_FILE)
    except Unreadable as error:
        raise InvalidInput([error.problem]) from None
    return waivers_of(source, rulebook, days)


def waivers_of(source: Source, rulebook: Rulebook, days: int = WAIVER_DAYS) -> Waivers:
    """Return the waivers that a text holds; see `read_waivers`."""
    problems: list[Problem] = []
    try:
        entries = _Reading(source, rulebook, days, problems).read()
    except TooManyProblems:
        raise InvalidInput(problems) from None
    if problems:
        raise InvalidInput(problems)
    digest = hashlib.sha256(source.text.encode("utf-8")).hexdigest()
    return Waivers(source.path, digest, tuple(entries))


def added(entry: str, path: str | None, rulebook: Rulebook, days: int = WAIVER_DAYS) -> str:
    """Return the text of a file of waivers with an item more at its end, read to see that it holds.

    Without a file at `path` it is a new one. Raises `InvalidInput`.
    """
    text = f"{TOP}:\n"
    if path is not None and os.path.lexists(path):
        try:
            text = read_source(path, WAIVER_FILE).text
        except Unreadable as error:
            raise InvalidInput([error.problem]) from None
        waivers_of(Source(path, text), rulebook, days)  # what is wrong already is told first
        text = text if text.endswith("\n") else f"{text}\n"
    text += entry
    waivers_of(Source(path or "the waiver", text), rulebook, days)
    return text


class _Reading:
    """One file on its way to waivers."""

    def __init__(
        self, source: Source, rulebook: Rulebook, days: int, problems: list[Problem]
    ) -> None:
        self.source, self.rulebook, self.days, self.problems = source, rulebook, days, problems
        self.reader = Reader(source, problems)

    def read(self) -> list[Waiver]:
        """Return the waivers that can be read."""
        reader = self.reader
        top = reader.mapping(reader.top(WAIVER_FILE.if_empty), "the file", (TOP,), (TOP,)) or {}
        found: list[Waiver] = []
        for node in reader.items(top.get(TOP), TOP):
            waiver = self._waiver(node)
            if waiver is None:
                continue
            twin = next((one for one in found if one[:2] == waiver[:2]), None)
            if twin is None:
                found.append(waiver)
                continue
            message = f"{quote(waiver.rule)} is waived twice for {quote(waiver.project)}"
            message += f", first in line {twin.location.line}"
            reader.report(node, "waived-twice", message, "Keep one of the two.")
        return found

    def _waiver(self, node: Node) -> Waiver | None:
        reader, known = self.reader, len(self.problems)
        parts = reader.mapping(node, "a waiver", KEYS, KEYS)
        if parts is None:
            return None
        rule = self._rule(parts.get(RULE))
        texts = [reader.text(parts.get(key), key) for key in (PROJECT, REASON, OWNER, APPROVED)]
        created, expires = self._day(parts.get(CREATED)), self._day(parts.get(EXPIRES))
        if created and expires:
            self._span(parts[EXPIRES], created, expires)
        granted = self._granted(parts.get(GRANTED))
        if len(self.problems) > known or created is None or expires is None:
            return None
        place = reader.place(node)
        days = (created.isoformat(), expires.isoformat())
        return Waiver(rule, texts[0], texts[1], texts[2], texts[3], *days, granted, place)

    def _rule(self, node: Node | None) -> str:
        name = self.reader.text(node, RULE)
        if node is None or not name:
            return ""
        rule = self.rulebook.rule(name)
        if rule is None:
            names = [one.id for one in self.rulebook.rules]
            help = did_you_mean(name, names, "`vetter rules list` shows all.")
            self.reader.report(node, "unknown-rule", f"no rule in force is {quote(name)}", help)
        elif rule.locked:
            message = f"the rule {quote(name)} is locked by `{rule.pack}` and cannot be waived"
            self.reader.report(node, "locked", message, "Ask whoever keeps that pack.")
        elif all(one.severity == STRENGTH for one in rule.findings):
            message = f"the rule {quote(name)} states no concern, so there is nothing to waive"
            help = "Waive the rules whose concerns it counts, or take the waiver out."
            self.reader.report(node, "no-concern", message, help)
        return name

    def _day(self, node: Node | None) -> date | None:
        text = self.reader.text(node, "the date")
        if node is None or not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            help = "Write year, month and day: `2026-10-02`."
            self.reader.report(node, "bad-date", f"{quote(text)} is no date", help)
            return None
        return day

    def _span(self, node: Node, created: date, expires: date) -> None:
        length = (expires - created).days
        if length < 0:
            message = f"the waiver expires before it was created, on {created}"
            self.reader.report(node, "expires-first", message, "Correct one of the two dates.")
        elif length > self.days:
            last = date.fromordinal(min(created.toordinal() + self.days, date.max.toordinal()))
            message = f"the waiver runs for {length:,} days, and {self.days:,} are allowed"
            help = f"Write {last} or an earlier day; `waiver days` in vetter.yaml sets the limit."
            self.reader.report(node, "runs-too-long", message, help)

    def _granted(self, node: Node | None) -> dict[str, FactState]:
        """Return the facts that a waiver was granted for, settled by themselves."""
        if node is None:
            return {}
        if type(node) is not Mapping or not node.pairs:
            help = "Write the facts that the finding rests on, `fact: value`, one a line below it."
            self.reader.report(node, "no-grounds", f"`{GRANTED}` names no fact", help)
            return {}
        known = len(self.problems)
        answers = AnswerReader(self.source, self.rulebook.vocabulary, self.problems).read(node)
        if len(self.problems) > known:
            return {}
        self._check_metrics(answers)
        settler = Settler(self.rulebook, answers, self.reader, assume_given=True)
        states = settler.settle()
        self.problems.extend(one._replace(warning=False) for one in settler.warnings)
        return {path: states[path] for path in answers}

    def _check_metrics(self, answers: dict[str, Answer]) -> None:
        """Report qualities that stand without the metric they are read in."""
        facts = self.rulebook.vocabulary.facts
        for path, answer in answers.items():
            kind = facts[path].type
            if kind.kind == QUALITY and kind.metric_of not in answers:
                message = f"`{path}` is read in `{kind.metric_of}`, which is not given"
                help = f"Add a line {quote(f'{kind.metric_of}: …')}."
                self.reader.report(answer.node, "needs-metric", message, help)
