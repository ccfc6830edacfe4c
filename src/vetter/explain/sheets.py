"""Sheets of the rulebook: a rule as an IF / THEN / UNLESS sentence, a fact with its question."""

from __future__ import annotations

from vetter.assessment.words import plain_text, severity_words, test_words, threshold_words
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, pad, paint, wrap
from vetter.base.nodes import Scalar, Sequence
from vetter.base.suggest import listed
from vetter.language.conditions import Condition, Group, facts_of, tests_of
from vetter.language.formats import format_value
from vetter.language.types import INTEGER, NUMBER
from vetter.rulebook.merge import in_words
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import (
    DEPRECATED,
    DRAFT,
    Conclusion,
    Example,
    Finding,
    Requirement,
    Rule,
    Step,
)
from vetter.rulebook.typing import describe, operators_for
from vetter.rulebook.vocabulary import VERDICT, DerivedSpec, FactSpec, Vocabulary

LEAD = 8
_GROUP_WORDS = {
    "all": "all of these hold:",
    "any": "any of these holds:",
    "none": "none of these holds:",
}


def condition_lines(
    condition: Condition, vocabulary: Vocabulary, lead: str, columns: int, indent: int = 2
) -> list[str]:
    """Return a condition as indented lines that begin with IF, AND, OR, NOR."""
    if not isinstance(condition, Group):
        return [_line(lead, test_words(condition, vocabulary), columns, indent)]
    joint = {"all": "AND", "any": "OR", "none": "NOR"}[condition.kind]
    lines: list[str] = []
    for place, part in enumerate(condition.parts):
        word = joint if place else f"{lead} NONE OF" if condition.kind == "none" else lead
        if isinstance(part, Group) and len(part.parts) > 1:
            lines.append(_line(word, _GROUP_WORDS[part.kind], columns, indent))
            for one in part.parts:
                lines += condition_lines(one, vocabulary, "·", columns, indent + LEAD)
        elif isinstance(part, Group):
            word = f"{word} NOT" if part.kind == "none" else word
            lines += condition_lines(part.parts[0], vocabulary, word, columns, indent)
        else:
            lines.append(_line(word, test_words(part, vocabulary), columns, indent))
    return lines


def _line(lead: str, words: str, columns: int, indent: int) -> str:
    start = indent + LEAD
    shown = terminal(lead).ljust(LEAD - 1)
    return f"{' ' * indent}{paint(Safe(shown), 'dim')} {wrap(words, columns, start)}"


def rule_sheet(rule: Rule, rulebook: Rulebook, columns: int = 100) -> str:
    """Return a rule as people read it: sentence, thresholds, sections, examples."""
    vocabulary = rulebook.vocabulary
    place = paint(rule.location.path, "dim")
    lines = [f"{apart(paint(plain_text(rule.title, vocabulary), 'bold'), place, columns)}", ""]
    lines += condition_lines(rule.when, vocabulary, "IF", columns)
    if rule.unless is not None:
        lines += condition_lines(rule.unless, vocabulary, "UNLESS", columns)
    for entry in rule.then:
        lines += _entry_lines(entry, vocabulary, columns)
    thresholds = thresholds_of(rule)
    if thresholds:
        lines += ["", "  Thresholds"]
        for name in thresholds:
            threshold = vocabulary.thresholds[name]
            origin = f"the house: {threshold.house}"
            if threshold.source:
                origin = f"section {vocabulary.heuristics[threshold.source].get('section')}"
            said = f"{threshold_words(threshold, vocabulary)}, {threshold.meaning} ({origin})"
            lines.append(f"    {pad(paint('$' + name, 'who'), 20)} {wrap(said, columns, 25)}")
    lines += ["", "  From"]
    for cite in rule.cites:
        heuristic = vocabulary.heuristics[cite]
        lines.append(f"    {wrap(cite + ': ' + heuristic.get('says'), columns, 6, 4)}")
    if rule.house:
        lines.append(f"    {wrap('the house: ' + rule.house, columns, 6, 4)}")
    lines += ["", "  Examples", *_example_lines(rule, columns)]
    if len(rulebook.packs) > 1:
        lines += ["", "  Packs", *_pack_lines(rule, vocabulary, columns)]
    lines += ["", f"  {wrap(runs_words(rule, rulebook), columns, 2)}"]
    return "\n".join(lines) + "\n"


def runs_words(rule: Rule, rulebook: Rulebook) -> str:
    """Return when a rule runs and what it concludes, or why it does not run."""
    stratum = rulebook.strata.get(rule.id)
    if rule.status == DEPRECATED:
        instead = f"; `{rule.replaced_by}` stands in its place" if rule.replaced_by else ""
        return f"Deprecated, so it does not run{instead}."
    if rule.status == DRAFT:
        return "A draft: what it says is reported apart, and never counted."
    if stratum is None:
        return "Switched off, so it does not run."
    said = f"Runs in stratum {stratum + 1} of {rulebook.depth}"
    feeds = sorted({entry.fact for entry in rule.conclusions})
    return f"{said}, and concludes {listed(feeds, joiner='and')}." if feeds else f"{said}."


def _pack_lines(rule: Rule, vocabulary: Vocabulary, columns: int) -> list[str]:
    """Say which pack set each part of a rule: the rule, its thresholds, and what was changed."""
    locked = ", locked" if rule.locked else ""
    said = [f"the rule: {rule.pack} ({rule.location.path}{locked})", *in_words(rule.changes)]
    for name in thresholds_of(rule):
        one = vocabulary.thresholds[name]
        locked = ", locked" if one.locked else ""
        said.append(f"${name}: {one.pack} ({one.location.path}{locked})")
        said += [f"${name}, {words}" for words in in_words(one.changes)]
    return [f"    {wrap(one, columns, 6, 4)}" for one in said]


def _entry_lines(
    entry: Finding | Conclusion | Requirement | Step, vocabulary: Vocabulary, columns: int
) -> list[str]:
    if isinstance(entry, Finding):
        kind = severity_words(entry.severity)
        cause = vocabulary.causes[entry.cause].get("title")
        said = f"{kind} ({cause}): {plain_text(entry.because, vocabulary)}"
        lines = [_line("THEN", said, columns, 2)]
        if entry.advice:
            said = f"Advice to the {entry.who}: {plain_text(entry.advice, vocabulary)}"
            lines.append(_line("", said, columns, 2))
        for soft in entry.softened:
            said = f"softened to {soft.to}, because {plain_text(soft.because, vocabulary)},"
            lines.append(_line("", said, columns, 2))
            lines += condition_lines(soft.when, vocabulary, "if", columns, 2 + LEAD)
        return lines
    if isinstance(entry, Conclusion):
        spec = vocabulary.derived[entry.fact]
        title = "the verdict" if entry.fact == VERDICT else spec.title
        said = f"{title} is {spec.type.names[entry.level]}"
        if entry.because:
            said = f"{said}: {plain_text(entry.because, vocabulary)}"
        return [_line("THEN", said, columns, 2)]
    if isinstance(entry, Requirement):
        by = f", {plain_text(entry.by, vocabulary)}" if entry.by else ""
        said = f"a condition on the {entry.who}{by}: {plain_text(entry.text, vocabulary)}"
        return [_line("THEN", said, columns, 2)]
    said = f"a step of the pilot ({entry.stage}): {plain_text(entry.text, vocabulary)}"
    return [_line("THEN", said, columns, 2)]


def thresholds_of(rule: Rule) -> list[str]:
    """Return the names of the thresholds that a rule reads, in the order of its file."""
    names = [
        operand.threshold
        for part in rule.conditions()
        for test in tests_of(part)
        for operand in test.operands
    ]
    return list(dict.fromkeys(name for name in names if name))


def _example_lines(rule: Rule, columns: int) -> list[str]:
    lines = []
    for example in rule.examples:
        facts = [f"{path}: {text}" for path, text in example_facts(example)]
        why = f" ({example.why})" if example.why else ""
        said = wrap(", ".join(facts) + why, columns, 21)
        lines.append(f"    {pad(expected_words(example), 16)} {said}")
    return lines


def expected_words(example: Example) -> str:
    """Return what an example expects of its rule."""
    return f"{example.expects}{' as ' + example.softened_to if example.softened_to else ''}"


def example_facts(example: Example) -> list[tuple[str, str]]:
    """Return the facts of an example with their values, on one line each."""
    found = []
    for key, value in example.facts.pairs:
        text = value.text if isinstance(value, Scalar) else "…"
        if isinstance(value, Sequence):
            items = [item.text for item in value.items if isinstance(item, Scalar)]
            text = f"[{', '.join(items)}]"
        found.append((key.text, text))
    return found


def fact_sheet(path: str, rulebook: Rulebook, columns: int = 100) -> str:
    """Return a fact of the vocabulary: question, type, who answers, when it applies, its uses."""
    vocabulary = rulebook.vocabulary
    spec = vocabulary.facts.get(path)
    if spec is None:
        return _derived_sheet(vocabulary.derived[path], rulebook, columns)
    head = apart(paint(path, "bold"), paint(spec.location.path, "dim"), columns)
    lines = [f"{head}", "", f"  {wrap(spec.question, columns, 2)}"]
    if spec.help:
        lines.append(f"  {wrap(spec.help, columns, 2)}")
    lines.append("")
    lines += _rows(fact_rows(spec, vocabulary), columns)
    for name, meaning in spec.choices:
        lines.append(f"    {pad(paint(name, 'who'), 24)} {wrap(meaning, columns, 29)}")
    if spec.applies_when is not None:
        lines += ["", "  Applies", *condition_lines(spec.applies_when, vocabulary, "IF", columns)]
    lines += _readers(path, rulebook, columns)
    return "\n".join(lines) + "\n"


def changeable_words(spec: FactSpec) -> str:
    """Return how a fact can be changed, in the words of its file."""
    can = spec.changeable
    if can is None:
        return "no" if spec.computed is None else "no, it follows from what it is computed of"
    words = f"{can.effort}, only {can.only}" if can.only else can.effort
    if can.to is None:
        return words
    names = ["yes" if one is True else "no" if one is False else str(one) for one in can.to]
    return f"{words}, to {listed(names, len(names))}"


def fact_rows(spec: FactSpec, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return what a fact is, as names and words: type, range, who answers, how it can change."""
    kind = spec.type
    rows = [("Type", describe(kind))]
    if kind.kind in (INTEGER, NUMBER) and kind.low is not None and kind.high is not None:
        low, high = (format_value(end, kind, vocabulary.measures) for end in (kind.low, kind.high))
        rows.append(("Range", f"{low} to {high}"))
    if kind.metric_of:
        rows.append(("Measured in", kind.metric_of))
    if spec.computed:
        inputs = listed(spec.computed.inputs, joiner="and")
        rows.append(("Computed", f"{spec.computed.function} of {inputs}"))
    if spec.answered_by:
        rows.append(("Answered by", spec.answered_by))
    rows.append(("Changeable", changeable_words(spec)))
    signs = sorted(operators_for(kind), key=lambda sign: (not sign.isalpha(), len(sign), sign))
    rows.append(("Operators", ", ".join(signs)))
    return rows


def _rows(rows: list[tuple[str, str]], columns: int, indent: int = 2) -> list[str]:
    space = " " * indent
    return [
        f"{space}{pad(paint(name, 'dim'), 12)} {wrap(text, columns, indent + 13)}"
        for name, text in rows
    ]


def _derived_sheet(spec: DerivedSpec, rulebook: Rulebook, columns: int) -> str:
    lines = [
        f"{paint(spec.path, 'bold')}",
        "",
        f"  {wrap(f'{spec.title}: {spec.meaning}', columns, 2)}",
        "",
    ]
    if spec.type.names:
        levels = [("Levels", ", ".join(spec.type.names)), ("At first", spec.type.names[0])]
        lines += _rows(levels, columns)
    concluded = [
        rule.id
        for rule in rulebook.rules
        if any(entry.fact == spec.path for entry in rule.conclusions)
    ]
    lines += _rows([("Concluded by", listed(concluded, 40, "and") or "the program")], columns)
    lines += _readers(spec.path, rulebook, columns)
    return "\n".join(lines) + "\n"


def _readers(path: str, rulebook: Rulebook, columns: int) -> list[str]:
    rules = [rule.id for rule in rulebook.rules if path in rule.reads()]
    others = [
        other
        for other, spec in rulebook.vocabulary.facts.items()
        if path in facts_of(spec.applies_when) or (spec.computed and path in spec.computed.inputs)
    ]
    limits = [one.id for one in rulebook.constraints if path in facts_of(one.never)]
    rows = [("Rules", listed(rules, 40, "and") or "none")]
    if others:
        rows.append(("Facts", listed(others, 40, "and")))
    if limits:
        rows.append(("Constraints", listed(limits, 40, "and")))
    return ["", "  Used by", *_rows(rows, columns, 4)]
