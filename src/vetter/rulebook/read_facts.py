"""The vocabulary of facts: types, questions, applicability, computed facts."""

from __future__ import annotations

import re
from fractions import Fraction

from vetter.base.characters import quote
from vetter.base.nodes import Node, Scalar
from vetter.base.problems import Problem
from vetter.base.suggest import did_you_mean
from vetter.language.numbers import parse_number
from vetter.language.sentences import PATH
from vetter.language.types import (
    CHOICE,
    CHOICES,
    INTEGER,
    KINDS,
    LEVEL,
    MARGIN,
    MEASURED,
    NUMBER,
    FactType,
)
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.links import link_problems
from vetter.rulebook.pack import Stack
from vetter.rulebook.read_changeable import KEY, read_changeable
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.read_lists import missing_file, report_taken
from vetter.rulebook.read_names import read_names, read_unit
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import (
    PILOT,
    Computation,
    Effort,
    FactSpec,
    Group,
    Vocabulary,
)

PARTS = (
    "type", "unit", "range", "choices", "levels", "measured in", "name", "question", "help",
    "answered by", "better", "applies when", "computed", KEY,
)  # fmt: skip

_LAST = 1_000_000


class FactReader:
    """Reads the facts of all packs; conditions are resolved once all types are known."""

    def __init__(
        self, stack: Stack, roles: set[str], efforts: dict[str, Effort], problems: list[Problem]
    ) -> None:
        """Read `stack`; `roles` are those who can answer, `efforts` what changes can take."""
        self.stack, self.roles, self.efforts, self.problems = stack, roles, efforts, problems
        self.groups: dict[str, Group] = {}
        self.facts: dict[str, FactSpec] = {}
        self._conditions: list[tuple[str, Reader, Node]] = []

    def read(self, currency: str) -> None:
        """Read every file of knowledge/facts/."""
        if not self.stack.under("knowledge/facts/"):
            self.problems.append(missing_file(self.stack, "knowledge/facts/"))
        for pack in self.stack.packs:
            below = dict(self.groups)
            for _, source in pack.under("knowledge/facts/"):
                reader = Reader(source, self.problems)
                keys = ("group", "title", "order", "facts")
                top = reader.mapping(reader.top(), "a file of facts", keys, ("group", "facts"))
                if top is not None:
                    self._file(reader, top, below, currency)
        order = {name: (group.order, name) for name, group in self.groups.items()}
        self.groups = dict(sorted(self.groups.items(), key=lambda item: order[item[0]]))
        ranked = sorted(self.facts.items(), key=lambda item: order[item[0].partition(".")[0]])
        self.facts = dict(ranked)

    def _file(
        self, reader: Reader, top: dict[str, Node], below: dict[str, Group], currency: str
    ) -> None:
        name = reader.text(top.get("group"), "group")
        node = top.get("group")
        if node is None or not name:
            return
        if not PATH.fullmatch(name) or "." in name:
            help = "Write small letters, digits and single underscores."
            reader.report(node, "bad-path", f"{quote(name)} cannot be a group", help)
            return
        if name not in below:
            self._group(reader, top, node, name)
        for key, fact in reader.pairs(top.get("facts"), "`facts`"):
            path = f"{name}.{key.text}"
            if not PATH.fullmatch(path):
                help = "Write small letters, digits and single underscores."
                reader.report(key, "bad-path", f"{quote(key.text)} cannot be a fact", help)
                continue
            if path in self.facts:
                report_taken(reader, key, self.facts[path].location)
                continue
            spec = self._fact(reader, path, key, fact, currency)
            if spec is not None:
                self.facts[path] = spec

    def _group(self, reader: Reader, top: dict[str, Node], node: Node, name: str) -> None:
        if name in self.groups:
            message = f"the group {quote(name)} stands in another file too"
            reader.report(node, "duplicate", message, "Join the two files.")
        if "title" not in top:
            message = "a file of facts lacks `title`"
            reader.report(node, "missing-key", message, "Add a line `title: …`.")
        title = reader.text(top.get("title"), "title")
        self.groups[name] = Group(name, title, _order(reader, top.get("order")))

    def _fact(
        self, reader: Reader, path: str, key: Scalar, node: Node, currency: str
    ) -> FactSpec | None:
        parts = reader.mapping(node, f"the fact `{path}`", PARTS, ("type", "question"), key)
        if parts is None:
            return None
        kind = reader.one_of(parts.get("type"), "type", KINDS)
        if not kind:
            return None
        names = self._names(reader, kind, parts, key, path)
        low, high = self._range(reader, kind, parts, key, path)
        unit = read_unit(reader, kind, parts, currency)
        metric_of = reader.text(parts.get("measured in"), "measured in")
        if kind in MEASURED and not metric_of:
            message = f"the {kind} `{path}` lacks `measured in`"
            reader.report(key, "missing-key", message, "Name the fact that states the metric.")
        if kind not in MEASURED and metric_of:
            message = f"the type {kind} is not measured in a metric"
            reader.report(parts["measured in"], "unknown-key", message, "Remove the line.")
            metric_of = ""
        if kind == MARGIN and "computed" not in parts:
            message = f"the margin `{path}` lacks `computed`"
            reader.report(key, "missing-key", message, "Name the two qualities that it is between.")
        answered_by = reader.text(parts.get("answered by"), "answered by")
        if answered_by and answered_by not in self.roles | {PILOT}:
            help = did_you_mean(answered_by, self.roles, "Roles live in knowledge/roles.yaml.")
            message = f"there is no role {quote(answered_by)}"
            reader.report(parts["answered by"], "unknown-role", message, help)
        if "applies when" in parts:
            self._conditions.append((path, reader, parts["applies when"]))
        better = reader.text(parts.get("better"), "better")
        if better and better not in ("higher", "lower", "yes", "no", *(name for name, _ in names)):
            message = f"{quote(better)} is no direction of `{path}`"
            help = "Write higher, lower, yes, no or a choice."
            reader.report(parts["better"], "unknown-name", message, help)
        fact_type = FactType(kind, unit, low, high, tuple(name for name, _ in names), metric_of)
        computed = "computed" in parts
        return FactSpec(
            path,
            fact_type,
            reader.text(parts.get("question"), "question"),
            reader.place(node),
            reader.text(parts.get("help"), "help"),
            answered_by,
            better,
            names,
            None,
            self._computed(reader, parts.get("computed"), path),
            reader.text(parts.get("name"), "name"),
            read_changeable(reader, parts.get(KEY), path, fact_type, computed, self.efforts),
        )

    def _names(
        self, reader: Reader, kind: str, parts: dict[str, Node], at: Node, path: str
    ) -> tuple[tuple[str, str], ...]:
        key = {CHOICE: "choices", CHOICES: "choices", LEVEL: "levels"}.get(kind)
        for other in {"choices", "levels"} - {key}:
            if other in parts:
                message = f"the type {kind} has no {other}"
                reader.report(parts[other], "unknown-key", message, "Remove the line.")
        if key is None:
            return ()
        if key not in parts:
            message = f"the fact `{path}` lacks `{key}`"
            reader.report(at, "missing-key", message, f"Add `{key}:` with the names.")
            return ()
        return read_names(reader, parts[key], key)

    def _range(
        self, reader: Reader, kind: str, parts: dict[str, Node], at: Node, path: str
    ) -> tuple[Fraction, Fraction] | tuple[None, None]:
        if kind not in (INTEGER, NUMBER):
            if "range" in parts:
                message = f"the type {kind} has no range of its own"
                reader.report(parts["range"], "unknown-key", message, "Remove the line.")
            return None, None
        if "computed" in parts and "range" not in parts:
            return None, None
        if "range" not in parts:
            message = f"the fact `{path}` lacks `range`"
            reader.report(at, "missing-key", message, "Add `range: [least, most]`.")
            return None, None
        ends = [parse_number(text) for text in reader.texts(parts["range"], "range")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            message = "a range is two numbers, the least first"
            reader.report(parts["range"], "bad-range", message, "Write `range: [2, 1000]`.")
            return None, None
        return ends[0], ends[1]

    def _computed(self, reader: Reader, node: Node | None, path: str) -> Computation | None:
        parts = reader.mapping(
            node, f"`computed` of `{path}`", ("function", "of"), ("function", "of")
        )
        if parts is None:
            return None
        function = reader.one_of(parts.get("function"), "function", FUNCTIONS)
        inputs = reader.texts(parts.get("of"), "of")
        return Computation(function, inputs) if function and inputs else None

    def finish(self, vocabulary: Vocabulary) -> dict[str, FactSpec]:
        """Return the facts with their `applies when`, inputs and metrics checked."""
        for path, reader, node in self._conditions:
            conditions = ConditionReader(reader, vocabulary, "`applies when`")
            condition = conditions.read(node, f"`applies when` of `{path}`")
            self.facts[path] = self.facts[path]._replace(applies_when=condition)
        self.problems.extend(link_problems(self.facts))
        return self.facts


def _order(reader: Reader, node: Node | None) -> int:
    """Return where a group stands among the others, behind them all where it does not say."""
    text = reader.text(node, "order")
    if text and not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        assert node is not None
        reader.report(node, "bad-order", f"{quote(text)} is no place", "Write a whole number.")
    return int(text) if node is not None and re.fullmatch(r"\d{1,6}", text, re.ASCII) else _LAST
