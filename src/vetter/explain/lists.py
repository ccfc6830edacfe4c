"""Lists of a rulebook for the terminal: its rules by section, its facts by group."""

from __future__ import annotations

from vetter.assessment.words import plain_text
from vetter.base.escape import terminal
from vetter.base.layout import pad, paint, wrap
from vetter.base.suggest import listed
from vetter.base.wording import capital, counted
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import ACTIVE, DRAFT, Requirement, Rule
from vetter.rulebook.vocabulary import VERDICT

KIND = 9
"""Columns of what a rule states."""


def rule_list(rulebook: Rulebook, columns: int, cites: str = "") -> str:
    """Return the rules by section; `cites` keeps those that cite a heuristic beginning with it."""
    vocabulary = rulebook.vocabulary
    sections = by_section(rulebook, cites)
    widest = max((len(rule.id) for rule in rulebook.every_rule), default=0)
    lines: list[str] = []
    for section, rules in sections.items():
        lines += ["", str(paint(section, "dim"))]
        for rule in rules:
            kind = "off" if rule in rulebook.off else rule_kind(rule)
            lead = f"  {pad(rule.id, widest)}  {pad(paint(kind, 'dim'), KIND)}"
            title = wrap(plain_text(rule.title, vocabulary), columns, widest + 5 + KIND)
            lines.append(f"{lead} {title}")
    count = sum(len(rules) for rules in sections.values())
    if not count:
        return f"No rule cites a heuristic that begins with {terminal(cites)}.\n"
    said = f"{counted(count, 'rule')}. `vetter rules show RULE-ID` shows one."
    return "\n".join([*lines[1:], "", capital(said)]) + "\n"


def by_section(rulebook: Rulebook, cites: str = "") -> dict[str, list[Rule]]:
    """Return the rules by the section of their first citation, in the order of the sections.

    `cites` keeps those that cite a heuristic beginning with it; rules that cite none are `house`.
    """
    found: dict[str, list[Rule]] = {}
    for rule in rulebook.every_rule:
        if not cites or any(cite.startswith(cites) for cite in rule.cites):
            found.setdefault(_section(rule, rulebook), []).append(rule)
    return {section: found[section] for section in sorted(found, key=_section_order)}


def rule_kind(rule: Rule) -> str:
    """Return the weightiest thing that a rule states in one word, or that it is not in force."""
    if rule.status != ACTIVE:
        return "draft" if rule.status == DRAFT else "given up"
    if rule.findings:
        return rule.findings[0].severity
    if rule.conclusions:
        return "verdict" if rule.conclusions[0].fact == VERDICT else "level"
    return "condition" if any(type(entry) is Requirement for entry in rule.then) else "step"


def _section(rule: Rule, rulebook: Rulebook) -> str:
    sections = [rulebook.vocabulary.heuristics[cite].get("section") for cite in rule.cites]
    return sections[0] if sections else "house"


def _section_order(section: str) -> tuple[int, list[int], str]:
    parts = [int(part) for part in section.split(".") if part.isdigit()]
    return (0 if parts else 1, parts, section)


def fact_list(rulebook: Rulebook, columns: int, only: str = "") -> str:
    """Return the facts by group, each with its question; derived facts last."""
    vocabulary = rulebook.vocabulary
    widest = max(len(path) for path in (*vocabulary.facts, *vocabulary.derived))
    lines: list[str] = []
    for group in vocabulary.groups.values():
        if only and group.name != only:
            continue
        lines += ["", str(paint(group.title, "bold"))]
        for path, spec in vocabulary.facts.items():
            if path.partition(".")[0] == group.name:
                kind = f" ({spec.type.kind}{', computed' if spec.computed else ''})"
                lines.append(
                    f"  {pad(path, widest)}  {wrap(spec.question + kind, columns, widest + 4)}"
                )
    if not only:
        lines += ["", str(paint("Derived", "bold"))]
        for path, derived in vocabulary.derived.items():
            said = f"{derived.title} ({listed(derived.type.names) or 'a number'})"
            lines.append(f"  {pad(path, widest)}  {wrap(said, columns, widest + 4)}")
    return "\n".join(lines[1:]) + "\n"
