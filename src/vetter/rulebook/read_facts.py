"""The vocabulary of facts: types, questions, applicability, computed and derived facts."""

from __future__ import annotations

from fractions import Fraction

from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.problems import Problem
from vetter.base.suggest import did_you_mean, listed
from vetter.language.conditions import facts_of
from vetter.language.numbers import parse_number
from vetter.language.sentences import PATH, check_name
from vetter.language.types import (
    CHOICE,
    CHOICES,
    INTEGER,
    KINDS,
    LEVEL,
    METRIC,
    MONEY,
    NUMBER,
    QUALITY,
    FactType,
)
from vetter.rulebook.functions import FUNCTIONS
from vetter.rulebook.pack import Pack
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.read_lists import section
from vetter.rulebook.reader import Reader
from vetter.rulebook.vocabulary import (
    PILOT,
    Computation,
    DerivedSpec,
    FactSpec,
    Group,
    Vocabulary,
    program_facts,
)

_PARTS = (
    "type", "unit", "range", "choices", "levels", "measured in", "name", "question", "help",
    "answered by", "better", "applies when", "computed",
)  # fmt: skip


class FactReader:
    """Reads the facts of a pack; conditions are resolved once all types are known."""

    def __init__(self, pack: Pack, roles: set[str], problems: list[Problem]) -> None:
        """Read `pack`; `roles` are those who can answer."""
        self.pack, self.roles, self.problems = pack, roles, problems
        self.groups: dict[str, Group] = {}
        self.facts: dict[str, FactSpec] = {}
        self._conditions: list[tuple[str, Reader, Node]] = []

    def read(self, currency: str) -> None:
        """Read every file of knowledge/facts/."""
        files = self.pack.under("knowledge/facts/")
        if not files:
            _, _ = section(self.pack, "knowledge/facts/", "facts", self.problems)
        for _, source in files:
            reader = Reader(source, self.problems)
            top = reader.mapping(
                reader.top(),
                "a file of facts",
                ("group", "title", "order", "facts"),
                ("group", "title", "facts"),
            )
            if top is not None:
                self._file(reader, top, currency)
        order = {name: (group.order, name) for name, group in self.groups.items()}
        self.groups = dict(sorted(self.groups.items(), key=lambda item: order[item[0]]))
        ranked = sorted(self.facts.items(), key=lambda item: order[item[0].partition(".")[0]])
        self.facts = dict(ranked)

    def _file(self, reader: Reader, top: dict[str, Node], currency: str) -> None:
        name = reader.text(top.get("group"), "group")
        node = top.get("group")
        if node is not None and not PATH.fullmatch(name):
            reader.report(
                node, "bad-path", f"`{name}` cannot be a group", "Write small letters, digits, _."
            )
            return
        if name in self.groups and node is not None:
            reader.report(
                node,
                "duplicate",
                f"the group `{name}` stands in another file too",
                "Join the two files.",
            )
        place = parse_number(reader.text(top.get("order"), "order")) if "order" in top else None
        title = reader.text(top.get("title"), "title")
        self.groups[name] = Group(name, title, int(place) if place is not None else 1000)
        for leaf, fact in (reader.mapping(top.get("facts"), "facts") or {}).items():
            path = f"{name}.{leaf}"
            if not PATH.fullmatch(path):
                reader.report(
                    fact, "bad-path", f"`{leaf}` cannot be a fact",
                    "Write small letters, digits and single underscores.",
                )  # fmt: skip
                continue
            spec = self._fact(reader, path, fact, currency)
            if spec is not None:
                self.facts[path] = spec

    def _fact(self, reader: Reader, path: str, node: Node, currency: str) -> FactSpec | None:
        parts = reader.mapping(node, f"the fact `{path}`", _PARTS, ("type", "question"))
        if parts is None:
            return None
        kind = reader.one_of(parts.get("type"), "type", KINDS)
        if not kind:
            return None
        names = self._names(reader, kind, parts, node, path)
        low, high = self._range(reader, kind, parts, node, path)
        unit = currency if kind == MONEY else reader.text(parts.get("unit"), "unit")
        metric_of = reader.text(parts.get("measured in"), "measured in")
        if kind == QUALITY and not metric_of:
            reader.report(
                node,
                "missing-key",
                f"the quality `{path}` lacks `measured in`",
                "Name the fact that states the metric.",
            )
        answered_by = reader.text(parts.get("answered by"), "answered by")
        if answered_by and answered_by not in self.roles | {PILOT}:
            help = did_you_mean(answered_by, self.roles, "Roles live in knowledge/roles.yaml.")
            reader.report(
                parts["answered by"], "unknown-role", f"there is no role `{answered_by}`", help
            )
        if "applies when" in parts:
            self._conditions.append((path, reader, parts["applies when"]))
        better = reader.text(parts.get("better"), "better")
        if better and better not in ("higher", "lower", "yes", "no", *(name for name, _ in names)):
            reader.report(
                parts["better"],
                "unknown-name",
                f"`{better}` is no direction of `{path}`",
                "Write higher, lower, yes, no or a choice.",
            )
        return FactSpec(
            path,
            FactType(kind, unit, low, high, tuple(name for name, _ in names), metric_of),
            reader.text(parts.get("question"), "question"),
            reader.place(node),
            reader.text(parts.get("help"), "help"),
            answered_by,
            better,
            names,
            None,
            self._computed(reader, parts.get("computed"), path),
            reader.text(parts.get("name"), "name"),
        )

    def _names(
        self, reader: Reader, kind: str, parts: dict[str, Node], node: Node, path: str
    ) -> tuple[tuple[str, str], ...]:
        key = {CHOICE: "choices", CHOICES: "choices", LEVEL: "levels"}.get(kind)
        for other in {"choices", "levels"} - {key}:
            if other in parts:
                reader.report(
                    parts[other], "unknown-key", f"a {kind} has no {other}", "Remove the line."
                )
        if key is None:
            return ()
        if key not in parts:
            reader.report(
                node,
                "missing-key",
                f"the fact `{path}` lacks `{key}`",
                f"Add `{key}:` with the names.",
            )
            return ()
        return read_names(reader, parts[key], key)

    def _range(
        self, reader: Reader, kind: str, parts: dict[str, Node], node: Node, path: str
    ) -> tuple[Fraction, Fraction] | tuple[None, None]:
        if kind not in (INTEGER, NUMBER):
            if "range" in parts:
                reader.report(
                    parts["range"],
                    "unknown-key",
                    f"a {kind} has no range of its own",
                    "Remove the line.",
                )
            return None, None
        if "computed" in parts and "range" not in parts:
            return None, None
        if "range" not in parts:
            reader.report(
                node,
                "missing-key",
                f"the fact `{path}` lacks `range`",
                "Add `range: [least, most]`.",
            )
            return None, None
        ends = [parse_number(text) for text in reader.texts(parts["range"], "range")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            reader.report(
                parts["range"],
                "bad-range",
                "a range is two numbers, the least first",
                "Write `range: [2, 1000]`.",
            )
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
        for path, spec in self.facts.items():
            self._check_links(path, spec)
        for circle in _circles(self.facts):
            spec = self.facts[circle[0]]
            self.problems.append(
                Problem(
                    "circle",
                    f"facts wait for each other: {' → '.join((*circle, circle[0]))}",
                    spec.location,
                    "Whether a fact applies, and what it computes, must come from other facts.",
                )
            )
        return self.facts

    def _check_links(self, path: str, spec: FactSpec) -> None:
        source = spec.type.metric_of
        if source and (source not in self.facts or self.facts[source].type.kind != METRIC):
            self._link_problem(
                spec, f"`{source}`, in which `{path}` is measured, is no metric fact"
            )
        if spec.computed is None:
            return
        missing = [name for name in spec.computed.inputs if name not in self.facts]
        if missing:
            self._link_problem(spec, f"`{path}` is computed of `{missing[0]}`, which is no fact")
            return
        kinds = tuple(self.facts[name].type.kind for name in spec.computed.inputs)
        result = FUNCTIONS[spec.computed.function].result_kind(kinds)
        if result != spec.type.kind:
            self._link_problem(
                spec,
                f"`{path}` is a {spec.type.kind}, but a {spec.computed.function} of "
                f"{listed(kinds, joiner='and')} is {f'a {result}' if result else 'nothing'}",
            )

    def _link_problem(self, spec: FactSpec, message: str) -> None:
        self.problems.append(
            Problem("bad-link", message, spec.location, "Correct the fact that it names.")
        )


def read_names(reader: Reader, node: Node, key: str) -> tuple[tuple[str, str], ...]:
    """Return names with their explanations, from a mapping of both or a list of names."""
    pairs: list[tuple[str, str]] = []
    if type(node) is Mapping:
        for key_node, value in node.pairs:
            explained = value.text.strip() if type(value) is Scalar else ""
            if type(value) is not Scalar:
                reader.report(
                    value, "not-text", f"`{key_node.text}` is not explained by a text", ""
                )
            pairs.append((key_node.text, explained))
    elif type(node) is Sequence:
        pairs = [(name, "") for name in reader.texts(node, key)]
    else:
        reader.report(node, "not-a-list", f"`{key}` is a text", "Write a list of names.")
    seen: set[str] = set()
    for name, _ in pairs:
        wrong = None if name in ("yes", "no") and key == "yes-no" else check_name(name)
        if name.casefold() in seen:
            wrong = "it stands twice"
        seen.add(name.casefold())
        if wrong:
            reader.report(
                node, "bad-name", f"`{name}` cannot be a name here: {wrong}", "Choose another."
            )
    return tuple(pairs)


def read_derived(pack: Pack, problems: list[Problem]) -> dict[str, DerivedSpec]:
    """Return the derived facts of a pack, after those that every rulebook has."""
    specs = program_facts()
    reader, pairs = section(pack, "knowledge/derived.yaml", "derived", problems)
    for path, node in pairs.items():
        parts = reader.mapping(
            node, f"the derived fact `{path}`", ("title", "meaning", "levels"), ("title", "levels")
        )
        if parts is None:
            continue
        if not PATH.fullmatch(path) or path in specs or path.startswith("findings."):
            reader.report(
                node, "bad-path", f"`{path}` cannot be a derived fact", "Choose another path."
            )
            continue
        levels = parts.get("levels")
        yes_no = type(levels) is Sequence and [
            item.text for item in levels.items if type(item) is Scalar
        ] == ["no", "yes"]
        names = read_names(reader, levels, "yes-no" if yes_no else "levels") if levels else ()
        if levels is not None and len(names) < 2:
            reader.report(
                levels,
                "bad-levels",
                "a derived fact has at least two levels",
                "The first stands if no rule speaks.",
            )
            continue
        kind = FactType(LEVEL, names=tuple(name for name, _ in names))
        title, meaning = (
            reader.text(parts.get("title"), "title"),
            reader.text(parts.get("meaning"), "meaning"),
        )
        specs[path] = DerivedSpec(path, kind, title, meaning, reader.place(node))
    return specs


def fact_links(spec: FactSpec) -> set[str]:
    """Return the facts that must be settled before this one: applicability, inputs, metric."""
    links = set(facts_of(spec.applies_when))
    if spec.computed:
        links.update(spec.computed.inputs)
    if spec.type.metric_of:
        links.add(spec.type.metric_of)
    return links


def in_order(facts: dict[str, FactSpec]) -> list[str]:
    """Return the paths so that each comes after all that it hangs on."""
    done: dict[str, None] = {}

    def visit(path: str) -> None:
        if path in done:
            return
        for link in sorted(fact_links(facts[path])):
            visit(link)
        done[path] = None

    for path in facts:
        visit(path)
    return list(done)


def _circles(facts: dict[str, FactSpec]) -> list[list[str]]:
    from vetter.rulebook.strata import circles

    graph = {
        path: {link for link in fact_links(spec) if link in facts} for path, spec in facts.items()
    }
    return circles(graph)
