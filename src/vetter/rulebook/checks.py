"""What must hold between the parts of a rulebook: texts, ids, strata, examples' presence."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.base.characters import quote
from vetter.base.problems import Problem
from vetter.base.suggest import did_you_mean
from vetter.language.conditions import Condition, sure_facts
from vetter.language.texts import Text
from vetter.language.types import MARGIN
from vetter.rulebook.rules import DEPRECATED, Conclusion, Finding, Requirement, Rule, Step
from vetter.rulebook.strata import layers
from vetter.rulebook.vocabulary import FIGURES, Vocabulary


def check_texts(rule: Rule, vocabulary: Vocabulary) -> list[Problem]:
    """Return a problem for every substitution that is unknown or may have nothing to show."""
    problems = []
    slotted = [(text, slots, soft) for text, soft in _texts(rule) if (slots := text.slots)]
    sure = sure_facts(rule.when) if slotted else frozenset()
    for text, slots, soft in slotted:
        known = _implied(sure | sure_facts(soft), vocabulary)
        for slot in slots:
            wrong = _slot_problem(slot.name, slot.is_threshold, known, vocabulary)
            if wrong:
                problems.append(Problem(wrong[0], wrong[1], text.location, wrong[2]))
    return problems


def _implied(sure: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Add what a known fact was made of, its inputs and metric, and the margins of known ones."""
    found = set(sure)
    queue = list(sure)
    while queue:
        spec = vocabulary.facts.get(queue.pop())
        if spec is None:
            continue
        made_of = [*(spec.computed.inputs if spec.computed else ()), spec.type.metric_of]
        fresh = [path for path in made_of if path and path not in found]
        found.update(fresh)
        queue.extend(fresh)
    margins = {
        path
        for path, spec in vocabulary.facts.items()
        if spec.type.kind == MARGIN and spec.computed and found.issuperset(spec.computed.inputs)
    }
    return frozenset(found | margins)


def _slot_problem(
    name: str, is_threshold: bool, sure: frozenset[str], vocabulary: Vocabulary
) -> tuple[str, str, str] | None:
    if is_threshold:
        if name in vocabulary.thresholds:
            return None
        help = did_you_mean(
            name, vocabulary.thresholds, "Thresholds live in knowledge/thresholds.yaml."
        )
        return (
            "unknown-threshold",
            f"the text names {quote('$' + name)}, which is no threshold",
            help,
        )
    if name in vocabulary.derived or vocabulary.figure(name):
        return None
    if name.startswith(FIGURES):
        names = [f"{FIGURES}{one}" for one in vocabulary.figures]
        help = did_you_mean(name, names, "Figures live in knowledge/figures.yaml.")
        return "unknown-figure", f"the text names {quote(name)}, which is no figure", help
    if name not in vocabulary.facts:
        known = (*vocabulary.facts, *vocabulary.derived)
        help = did_you_mean(name, known, "`vetter facts list` shows all facts.")
        return "unknown-fact", f"the text names {quote(name)}, which is no fact", help
    if name in sure:
        return None
    return (
        "may-be-open",
        f"the text names `{name}`, which may be open when the rule fires",
        f"Add `- {name} is known` to `when`, or leave it out of the text.",
    )


def _texts(rule: Rule) -> Iterator[tuple[Text, Condition | None]]:
    """Yield each text with the condition of its own softening, which adds to the facts known."""
    yield rule.title, None
    for entry in rule.then:
        if type(entry) is Finding:
            yield entry.because, None
            if entry.advice:
                yield entry.advice, None
            for soft in entry.softened:
                yield soft.because, soft.when
        elif type(entry) is Conclusion:
            if entry.because:
                yield entry.because, None
        elif type(entry) is Requirement:
            yield entry.text, None
            if entry.by:
                yield entry.by, None
        else:
            assert type(entry) is Step
            yield entry.text, None


def check_examples_present(rule: Rule) -> list[Problem]:
    """Return a problem when a rule shows no case that fires, or none that stays silent."""
    expects = {example.expects for example in rule.examples}
    return [
        Problem(
            "no-example",
            f"no example shows the rule {words}",
            rule.location,
            f"Add `- {kind}: {{…}}` under `examples`.",
        )
        for kind, words in (("fires", "firing"), ("silent", "staying silent"))
        if kind not in expects
    ]


def check_twins(rules: list[Rule]) -> list[Problem]:
    """Return a problem for every id that two files claim."""
    seen: dict[str, Rule] = {}
    problems = []
    for rule in rules:
        if rule.id in seen:
            problems.append(
                Problem(
                    "duplicate-id",
                    f"the id `{rule.id}` is taken by {seen[rule.id].location.path}",
                    rule.location,
                    "Ids are permanent and unique: rename this rule and its file.",
                )
            )
        seen.setdefault(rule.id, rule)
    return problems


def check_replacements(rules: list[Rule]) -> list[Problem]:
    """Return a problem for every deprecated rule that is replaced by what is no rule in force."""
    known = {rule.id: rule for rule in rules}
    problems = []
    for rule in rules:
        other = known.get(rule.replaced_by)
        if rule.replaced_by and (other is None or other.status == DEPRECATED):
            what = "deprecated too" if other else "no rule"
            hint = did_you_mean(rule.replaced_by, known, "Name the rule that stands in its place.")
            message = f"`{rule.id}` is replaced by {quote(rule.replaced_by)}, which is {what}"
            problems.append(Problem("replaced-by", message, rule.location, hint))
    return problems


def stratify(rules: list[Rule], vocabulary: Vocabulary) -> tuple[dict[str, int], list[Problem]]:
    """Return the stratum of each rule by id, or the circles that leave none."""
    concluders: dict[str, set[str]] = {path: set() for path in vocabulary.derived}
    for rule in rules:
        for path in concluded_by(rule, vocabulary):
            concluders[path].add(rule.id)
    # A level stands between the rules that conclude it and those that read it: rules that all
    # read a counter would else be linked with all that are counted, each with each.
    graph: dict[str, set[str]] = {_FACTS: set()}
    for path, concluding in concluders.items():
        graph[_LEVEL + path] = {_FACTS, *concluding}
    for rule in rules:
        graph[rule.id] = {_LEVEL + path for path in rule.reads() if path in vocabulary.derived}
    groups, strata = layers(graph)
    by_id = {rule.id: rule for rule in rules}
    problems = [
        Problem(
            "circle",
            f"rules wait for each other: {' → '.join((*circle, circle[0]))}",
            by_id[circle[0]].location,
            "A rule may not read, directly or through others, what it concludes.",
        )
        for group in groups
        if (circle := [one for one in group if one in by_id])
    ]
    if problems:
        return {}, problems
    return {rule_id: strata[rule_id] // 2 for rule_id in sorted(by_id)}, []


_FACTS = ""
"""What every level comes after, besides the rules that conclude it."""
_LEVEL = "level "
"""What the name of a level begins with among those of rules, none of which has a space."""


def concluded_by(rule: Rule, vocabulary: Vocabulary) -> set[str]:
    """Return the derived facts and counters that a firing of this rule can change."""
    paths = {entry.fact for entry in rule.conclusions}
    for finding in rule.findings:
        severities = {finding.severity, *(soft.to for soft in finding.softened)}
        paths.update(
            path
            for path, spec in vocabulary.derived.items()
            if spec.counter and spec.counter[0] in severities
        )
    return paths
