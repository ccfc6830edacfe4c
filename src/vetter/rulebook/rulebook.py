"""The rulebook: everything an engine needs, loaded and checked from a pack."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence

from vetter.base.characters import quote
from vetter.base.nodes import Node
from vetter.base.problems import InvalidPack, Location, Problem, Problems, TooManyProblems
from vetter.base.records import NamedTuple
from vetter.base.suggest import did_you_mean
from vetter.language.conditions import Test
from vetter.language.texts import BadText, Text, parse_text
from vetter.rulebook.checks import (
    check_examples_present,
    check_replacements,
    check_texts,
    check_twins,
    stratify,
)
from vetter.rulebook.claims import Claims
from vetter.rulebook.info import NEEDS, PackInfo, no_such_name, read_infos
from vetter.rulebook.links import in_order
from vetter.rulebook.merge import Changes
from vetter.rulebook.pack import PACK_FILE, Pack, Stack, read_pack
from vetter.rulebook.read_claims import CLAIMS, read_claims
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.read_derived import read_derived
from vetter.rulebook.read_facts import FactReader
from vetter.rulebook.read_lists import (
    COLUMNS,
    EFFORTS,
    FILES,
    read_efforts,
    read_entries,
    read_measures,
    section,
)
from vetter.rulebook.read_rules import RuleReader
from vetter.rulebook.read_thresholds import read_thresholds
from vetter.rulebook.reader import Reader
from vetter.rulebook.rules import ACTIVE, DEPRECATED, DRAFT, Rule
from vetter.rulebook.vocabulary import Constraint, Vocabulary

RULE_LIMIT = 3_000
"""The most rules that all packs may have together."""
CONSTRAINTS = "knowledge/constraints.yaml"
OTHER_FILES = (
    CLAIMS, CONSTRAINTS, "knowledge/derived.yaml", EFFORTS, "knowledge/metrics.yaml",
    "knowledge/thresholds.yaml", "knowledge/units.yaml",
)  # fmt: skip
"""The files of knowledge besides the closed lists and the facts."""


class Rulebook(NamedTuple):
    """Vocabulary, constraints and rules; `strata` maps a rule's id to the stratum it runs in.

    `rules` are those in force. Drafts and deprecated rules stand beside them, and rules that a pack
    has switched off. `packs` are all that it was made of, the bottom one first.
    """

    packs: tuple[PackInfo, ...]
    vocabulary: Vocabulary
    constraints: tuple[Constraint, ...]
    rules: tuple[Rule, ...]
    strata: dict[str, int]
    fact_order: tuple[str, ...]
    drafts: tuple[Rule, ...] = ()
    deprecated: tuple[Rule, ...] = ()
    off: tuple[Rule, ...] = ()
    claims: Claims = Claims()

    @property
    def pack(self) -> PackInfo:
        """The pack at the bottom."""
        return self.packs[0]

    @property
    def above(self) -> tuple[str, ...]:
        """The folders of the packs over the bottom one, the lowest first."""
        return tuple(pack.root for pack in self.packs[1:])

    @property
    def every_rule(self) -> tuple[Rule, ...]:
        """The rules of all packs by id, in force or not."""
        every = (*self.rules, *self.drafts, *self.deprecated, *self.off)
        return tuple(sorted(every, key=lambda rule: rule.id))

    def rule(self, rule_id: str) -> Rule | None:
        """Return a rule by its id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    @property
    def depth(self) -> int:
        """The number of strata."""
        return max(self.strata.values(), default=0) + 1


Folder = str | os.PathLike[str]


def load_rulebook(root: Folder | None = None, packs: Sequence[Folder] = ()) -> Rulebook:
    """Load the pack in a folder, the built-in one by default, with `packs` laid over it in order.

    Raises `InvalidPack`.
    """
    return rulebook_of(read_pack(root), *map(read_pack, packs))


def rulebook_of(bottom: Pack, *above: Pack) -> Rulebook:
    """Read, type and check packs laid over one another.

    Raises `InvalidPack` with everything that is wrong.
    """
    stack, problems = Stack((bottom, *above)), Problems()
    try:
        return _read(stack, problems)
    except TooManyProblems:
        raise InvalidPack(_with_excerpts(problems, stack)) from None
    except InvalidPack as error:
        raise InvalidPack(_with_excerpts(error.problems, stack)) from None


def _with_excerpts(problems: Iterable[Problem], stack: Stack) -> Iterator[Problem]:
    """Yield problems with the line they speak of, those that were found between files too."""
    sources = stack.sources
    for problem in problems:
        source = sources.get(problem.location.path)
        if source and not problem.excerpt:
            yield problem._replace(excerpt=source.line(problem.location.line))
        else:
            yield problem


def _read(stack: Stack, problems: Problems) -> Rulebook:
    infos = read_infos(stack, problems)
    if any(one.code == NEEDS for one in problems):
        raise InvalidPack(problems)  # much of what follows would only say once more what is missing
    changes = Changes(stack, infos, problems)
    vocabulary = _vocabulary(stack, changes, problems)
    if problems:
        problems.left_out = FOLLOWING
    constraints = _constraints(stack, vocabulary, problems)
    every = changes.of_rules(_rules(stack, vocabulary, problems), vocabulary)
    for rule in every:
        problems.extend(check_texts(rule, vocabulary))
    named_by = infos[0].named_by
    if named_by and named_by not in vocabulary.facts:
        problems.append(no_such_name(stack, named_by, vocabulary))
    claims = read_claims(stack, vocabulary, problems)
    problems.extend(_unread(stack))
    problems.extend(check_replacements(every))
    if problems:
        raise InvalidPack(problems)
    rules = [rule for rule in every if rule.status == ACTIVE and rule.id not in changes.off]
    strata, circles = stratify(rules, vocabulary)
    if circles:
        raise InvalidPack(circles)
    drafts, deprecated, off = _out_of_force(every, changes.off)
    return Rulebook(
        infos,
        vocabulary,
        constraints,
        tuple(rules),
        strata,
        tuple(in_order(vocabulary.facts)),
        drafts,
        deprecated,
        off,
        claims,
    )


def _out_of_force(
    every: Sequence[Rule], off: Collection[str]
) -> tuple[tuple[Rule, ...], tuple[Rule, ...], tuple[Rule, ...]]:
    """Return drafts, deprecated rules, and those that were switched off."""
    left = [rule for rule in every if rule.id not in off]
    drafts = tuple(rule for rule in left if rule.status == DRAFT)
    deprecated = tuple(rule for rule in left if rule.status == DEPRECATED)
    return drafts, deprecated, tuple(rule for rule in every if rule.id in off)


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


def _unread(stack: Stack) -> Iterator[Problem]:
    """Yield a problem for each file of knowledge that nothing reads, misspelt most likely."""
    known = (*FILES.values(), *OTHER_FILES)
    for name, source in stack.under("knowledge/"):
        if name not in known and not name.startswith("knowledge/facts/"):
            help = did_you_mean(name, known, "Files of facts belong into knowledge/facts/.")
            yield Problem("unknown-file", "nothing reads this file", Location(source.path), help)


def _vocabulary(stack: Stack, changes: Changes, problems: Problems) -> Vocabulary:
    measures = read_measures(stack, problems)
    lists = {key: read_entries(stack, key, problems) for key in COLUMNS}
    efforts = read_efforts(stack, problems)
    if problems:
        problems.left_out = FOLLOWING
    facts = FactReader(stack, set(lists["roles"]), efforts, problems)
    facts.read(measures.currency)
    facts.facts = changes.of_facts(facts.facts, efforts)
    derived = read_derived(stack, problems)
    for path in sorted(set(derived) & set(facts.facts)):
        place = derived[path].location
        problems.append(
            Problem("duplicate", f"`{path}` is a fact and a derived fact", place, "Rename one.")
        )
    thresholds = read_thresholds(stack, measures, lists["heuristics"], problems)
    vocabulary = Vocabulary(
        measures,
        facts.groups,
        facts.facts,
        derived,
        changes.of_thresholds(thresholds, measures),
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
    stack: Stack, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Constraint, ...]:
    if not stack.of(CONSTRAINTS):
        return ()
    found = []
    for reader, key, node in section(stack, CONSTRAINTS, "constraints", problems):
        conditions = ConditionReader(reader, vocabulary, "a constraint")
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


def _rules(stack: Stack, vocabulary: Vocabulary, problems: list[Problem]) -> list[Rule]:
    rules = []
    known: dict[str, Test] = {}
    for _, source in stack.under("rules/"):
        rule = RuleReader(source, vocabulary, problems, known).read()
        if rule is None:
            continue
        problems.extend(check_examples_present(rule))
        rules.append(rule)
    problems.extend(check_twins(rules))
    if len(rules) > RULE_LIMIT:
        place = Location(stack.packs[-1].root or PACK_FILE)
        message = f"there are {len(rules):,} rules, and {RULE_LIMIT:,} are the most"
        problems.append(Problem("too-many-rules", message, place, "Divide the rulebook."))
    return sorted(rules, key=lambda rule: rule.id)
