"""The rulebook: everything an engine needs, loaded and checked from a pack."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from vetter.base.characters import quote
from vetter.base.nodes import Node
from vetter.base.problems import InvalidPack, Location, Problem, Problems, TooManyProblems
from vetter.base.records import NamedTuple
from vetter.base.suggest import did_you_mean
from vetter.language.conditions import Test
from vetter.language.texts import BadText, Text, parse_text
from vetter.rulebook.checks import check_examples_present, check_texts, check_twins, stratify
from vetter.rulebook.links import in_order
from vetter.rulebook.pack import PACK_FILE, Pack, read_pack
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.read_derived import read_derived
from vetter.rulebook.read_facts import FactReader
from vetter.rulebook.read_lists import (
    COLUMNS,
    EFFORTS,
    FILES,
    missing_file,
    read_efforts,
    read_entries,
    read_measures,
    section,
)
from vetter.rulebook.read_rules import RuleReader
from vetter.rulebook.read_thresholds import read_thresholds
from vetter.rulebook.reader import Reader
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import Constraint, Vocabulary

NAMED_BY = "projects are named by"
CONSTRAINTS = "knowledge/constraints.yaml"
OTHER_FILES = (
    CONSTRAINTS, "knowledge/derived.yaml", EFFORTS, "knowledge/metrics.yaml",
    "knowledge/thresholds.yaml", "knowledge/units.yaml",
)  # fmt: skip
"""The files of knowledge besides the closed lists and the facts."""


class PackInfo(NamedTuple):
    """What a pack says of itself, and the hash of its content.

    `named_by` is the fact that gives a project its name, empty where the pack has none.
    """

    name: str
    version: str
    title: str
    source: str
    sha256: str
    named_by: str = ""


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
    problems = Problems()
    try:
        return _read(pack, problems)
    except TooManyProblems:
        raise InvalidPack(_with_excerpts(problems, pack)) from None
    except InvalidPack as error:
        raise InvalidPack(_with_excerpts(error.problems, pack)) from None


def _with_excerpts(problems: Iterable[Problem], pack: Pack) -> Iterator[Problem]:
    """Yield problems with the line they speak of, those that were found between files too."""
    sources = {source.path: source for source in pack.files.values()}
    for problem in problems:
        source = sources.get(problem.location.path)
        if source and not problem.excerpt:
            yield problem._replace(excerpt=source.line(problem.location.line))
        else:
            yield problem


def _read(pack: Pack, problems: Problems) -> Rulebook:
    vocabulary = _vocabulary(pack, problems)
    if problems:
        problems.left_out = FOLLOWING
    constraints = _constraints(pack, vocabulary, problems)
    rules = _rules(pack, vocabulary, problems)
    problems.extend(check_twins(rules))
    info = _info(pack, problems)
    if info.named_by and info.named_by not in vocabulary.facts:
        _no_such_name(pack, info.named_by, vocabulary, problems)
    problems.extend(_unread(pack))
    if problems:
        raise InvalidPack(problems)
    strata, circles = stratify(rules, vocabulary)
    if circles:
        raise InvalidPack(circles)
    order = tuple(in_order(vocabulary.facts))
    return Rulebook(info, vocabulary, constraints, tuple(rules), strata, order)


FOLLOWING = frozenset({
    "unknown-fact", "unknown-derived", "unknown-threshold", "unknown-heuristic", "unknown-role",
    "unknown-cause", "unknown-stage", "unknown-effort", "unknown-choice", "no-such-operand",
    "bad-level", "bad-link", "unlike-types", "wrong-type", "wrong-unit", "wrong-operator",
    "text-tested", "always-known", "derived-here", "threshold-metric", "may-be-open",
    "bare-proportion", "out-of-range",
})  # fmt: skip
"""Codes of problems that a part may have only because another part, on which it draws, has faults.

Once the lists of a pack have faults these are left out of its facts and thresholds, once those have
any, of what links facts, and then of rules; all else is reported at once.
"""


def _unread(pack: Pack) -> Iterator[Problem]:
    """Yield a problem for each file of knowledge that nothing reads, misspelt most likely."""
    known = (*FILES.values(), *OTHER_FILES)
    for name, source in pack.under("knowledge/"):
        if name not in known and not name.startswith("knowledge/facts/"):
            help = did_you_mean(name, known, "Files of facts belong into knowledge/facts/.")
            yield Problem("unknown-file", "nothing reads this file", Location(source.path), help)


def _info(pack: Pack, problems: list[Problem]) -> PackInfo:
    source = pack.files.get(PACK_FILE)
    if source is None:
        problems.append(missing_file(pack, PACK_FILE))
        return PackInfo("", "", "", "", pack.sha256)
    reader = Reader(source, problems)
    keys = ("name", "version", "title", "source", "purpose", NAMED_BY)
    parts = reader.mapping(reader.top(), PACK_FILE, keys, ("name", "version", "title")) or {}
    texts = {key: reader.text(parts.get(key), key) for key in keys}
    return PackInfo(
        texts["name"],
        texts["version"],
        texts["title"],
        texts["source"],
        pack.sha256,
        texts[NAMED_BY],
    )


def _no_such_name(pack: Pack, path: str, vocabulary: Vocabulary, problems: list[Problem]) -> None:
    reader = Reader(pack.files[PACK_FILE], problems)
    parts = reader.mapping(reader.top(), PACK_FILE) or {}
    hint = did_you_mean(path, vocabulary.facts, "Name the fact that gives a project its name.")
    reader.report(parts[NAMED_BY], "unknown-fact", f"there is no fact `{path}`", hint)


def _vocabulary(pack: Pack, problems: Problems) -> Vocabulary:
    measures = read_measures(pack, problems)
    lists = {key: read_entries(pack, key, problems) for key in COLUMNS}
    efforts = read_efforts(pack, problems)
    if problems:
        problems.left_out = FOLLOWING
    facts = FactReader(pack, set(lists["roles"]), efforts, problems)
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
        efforts,
    )
    if problems:
        problems.left_out = FOLLOWING
    facts.finish(vocabulary)
    return vocabulary


def _constraints(
    pack: Pack, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Constraint, ...]:
    if CONSTRAINTS not in pack.files:
        return ()
    reader, pairs = section(pack, CONSTRAINTS, "constraints", problems)
    conditions = ConditionReader(reader, vocabulary, "a constraint")
    found = []
    for key, node in pairs:
        name = quote(key.text)
        keys = ("never", "because")
        parts = reader.mapping(node, f"the constraint {name}", keys, keys, key)
        if parts is None:
            continue
        never = conditions.read(parts.get("never"), f"`never` of {name}")
        because = _plain_text(reader, parts.get("because"))
        if never is not None and because is not None:
            found.append(Constraint(key.text, never, because, reader.place(node)))
    return tuple(found)


def _plain_text(reader: Reader, node: Node | None) -> Text | None:
    text = reader.text(node, "because")
    if node is None or not text:
        return None
    try:
        parsed = parse_text(text, reader.place(node))
    except BadText as error:
        reader.report(node, error.code, str(error), error.help, error.words)
        return None
    if parsed.slots:
        reader.report(node, "substitution", "a constraint's text names a fact", "Say it in words.")
    return parsed


def _rules(pack: Pack, vocabulary: Vocabulary, problems: list[Problem]) -> list[Rule]:
    rules = []
    known: dict[str, Test] = {}
    for _, source in pack.under("rules/"):
        rule = RuleReader(source, vocabulary, problems, known).read()
        if rule is None:
            continue
        problems.extend(check_texts(rule, vocabulary, source))
        problems.extend(check_examples_present(rule, source))
        rules.append(rule)
    return sorted(rules, key=lambda rule: rule.id)
