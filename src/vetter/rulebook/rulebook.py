"""The rulebook: everything an engine needs, loaded and checked from a pack."""

from __future__ import annotations

import os
from typing import NamedTuple

from vetter.base.nodes import Node
from vetter.base.problems import InvalidPack, Problem, TooManyProblems
from vetter.language.texts import BadText, Text, parse_text
from vetter.rulebook.checks import check_examples_present, check_texts, check_twins, stratify
from vetter.rulebook.pack import PACK_FILE, Pack, read_pack
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.read_facts import FactReader, in_order, read_derived
from vetter.rulebook.read_lists import COLUMNS, read_entries, read_measures, section
from vetter.rulebook.read_rules import RuleReader
from vetter.rulebook.read_thresholds import read_thresholds
from vetter.rulebook.reader import Reader
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import Constraint, Vocabulary


class PackInfo(NamedTuple):
    """What a pack says of itself, and the hash of its content."""

    name: str
    version: str
    title: str
    source: str
    sha256: str


class Rulebook(NamedTuple):
    """Vocabulary, constraints and rules; `strata` maps a rule's id to the stratum it runs in."""

    pack: PackInfo
    vocabulary: Vocabulary
    constraints: tuple[Constraint, ...]
    rules: tuple[Rule, ...]
    strata: dict[str, int]
    fact_order: tuple[str, ...]

    def rule(self, rule_id: str) -> Rule | None:
        """Return a rule by its id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    @property
    def depth(self) -> int:
        """The number of strata."""
        return max(self.strata.values(), default=0) + 1


def load_rulebook(root: str | os.PathLike[str] | None = None) -> Rulebook:
    """Load the pack in a folder, the built-in one by default. Raises `InvalidPack`."""
    return rulebook_of(read_pack(root))


def rulebook_of(pack: Pack) -> Rulebook:
    """Read, type and check a pack. Raises `InvalidPack` with everything that is wrong."""
    problems: list[Problem] = []
    try:
        return _read(pack, problems)
    except TooManyProblems:
        raise InvalidPack(problems) from None


def _read(pack: Pack, problems: list[Problem]) -> Rulebook:
    info = _info(pack, problems)
    vocabulary = _vocabulary(pack, problems)
    if problems:
        raise InvalidPack(problems)
    constraints = _constraints(pack, vocabulary, problems)
    rules = _rules(pack, vocabulary, problems)
    problems.extend(check_twins(rules))
    if problems:
        raise InvalidPack(problems)
    strata, circles = stratify(rules, vocabulary)
    if circles:
        raise InvalidPack(circles)
    order = tuple(in_order(vocabulary.facts))
    return Rulebook(info, vocabulary, constraints, tuple(rules), strata, order)


def _info(pack: Pack, problems: list[Problem]) -> PackInfo:
    source = pack.files.get(PACK_FILE)
    if source is None:
        from vetter.base.problems import Location

        problems.append(Problem("missing-file", "the pack has no pack.yaml", Location(PACK_FILE)))
        return PackInfo("", "", "", "", pack.sha256)
    reader = Reader(source, problems)
    keys = ("name", "version", "title", "source", "purpose")
    parts = reader.mapping(reader.top(), PACK_FILE, keys, ("name", "version", "title")) or {}
    texts = {key: reader.text(parts.get(key), key) for key in keys}
    return PackInfo(texts["name"], texts["version"], texts["title"], texts["source"], pack.sha256)


def _vocabulary(pack: Pack, problems: list[Problem]) -> Vocabulary:
    measures = read_measures(pack, problems)
    lists = {key: read_entries(pack, key, problems) for key in COLUMNS}
    facts = FactReader(pack, set(lists["roles"]), problems)
    facts.read(measures.currency)
    derived = read_derived(pack, problems)
    for path in sorted(set(derived) & set(facts.facts)):
        place = derived[path].location
        problems.append(
            Problem("duplicate", f"`{path}` is a fact and a derived fact", place, "Rename one.")
        )
    thresholds = read_thresholds(pack, measures, lists["heuristics"], problems)
    vocabulary = Vocabulary(
        measures,
        facts.groups,
        facts.facts,
        derived,
        thresholds,
        lists["causes"],
        lists["roles"],
        lists["stages"],
        lists["heuristics"],
        lists["figures"],
    )
    facts.finish(vocabulary)
    return vocabulary


def _constraints(
    pack: Pack, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Constraint, ...]:
    if "knowledge/constraints.yaml" not in pack.files:
        return ()
    reader, pairs = section(pack, "knowledge/constraints.yaml", "constraints", problems)
    conditions = ConditionReader(reader, vocabulary, "a constraint")
    found = []
    for name, node in pairs.items():
        parts = reader.mapping(
            node, f"the constraint `{name}`", ("never", "because"), ("never", "because")
        )
        if parts is None:
            continue
        never = conditions.read(parts.get("never"), f"`never` of `{name}`")
        because = _plain_text(reader, parts.get("because"))
        if never is not None and because is not None:
            found.append(Constraint(name, never, because, reader.place(node)))
    return tuple(found)


def _plain_text(reader: Reader, node: Node | None) -> Text | None:
    text = reader.text(node, "because")
    if node is None or not text:
        return None
    try:
        parsed = parse_text(text, reader.place(node))
    except BadText as error:
        reader.report(node, error.code, str(error), error.help)
        return None
    if parsed.slots:
        reader.report(node, "substitution", "a constraint's text names a fact", "Say it in words.")
    return parsed


def _rules(pack: Pack, vocabulary: Vocabulary, problems: list[Problem]) -> list[Rule]:
    rules = []
    for _, source in pack.under("rules/"):
        rule = RuleReader(source, vocabulary, problems).read()
        if rule is None:
            continue
        problems.extend(check_texts(rule, vocabulary, source))
        problems.extend(check_examples_present(rule, source))
        rules.append(rule)
    return sorted(rules, key=lambda rule: rule.id)
