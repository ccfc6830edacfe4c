"""What the page of a rule holds."""

from __future__ import annotations

from vetter.assessment.words import plain_text, severity_words, threshold_words
from vetter.base.nodes import Scalar, Sequence
from vetter.base.wording import capital
from vetter.explain.lists import rule_kind
from vetter.language.conditions import tests_of
from vetter.reference.words import (
    Document,
    page_of,
    piece,
    rule_page,
    text_pieces,
    threshold_page,
    tree,
)
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import ACTIVE, Conclusion, Example, Finding, Outcome, Requirement, Rule
from vetter.rulebook.vocabulary import PartChange, Vocabulary


def rule_entry(rule: Rule, rulebook: Rulebook) -> Document:
    """Return a rule as it stands in lists."""
    off = rule.status == ACTIVE and rule.id not in rulebook.strata
    return {
        "id": rule.id,
        "title": plain_text(rule.title, rulebook.vocabulary),
        "kind": "off" if off else rule_kind(rule),
        "to": rule_page(rule.id),
    }


def rule_contents(rule: Rule, rulebook: Rulebook) -> Document:
    """Return all that the page of a rule says."""
    vocabulary = rulebook.vocabulary
    order = {path: place for place, path in enumerate((*vocabulary.facts, *vocabulary.derived))}
    reads = sorted(rule.reads(), key=order.__getitem__)
    fed = list(dict.fromkeys(entry.fact for entry in rule.conclusions))
    silent = [one.why for one in rule.examples if one.expects == "silent" and one.why]
    return {
        **rule_entry(rule, rulebook),
        "status": rule.status,
        "replaced": rule.replaced_by,
        "when": tree(rule.when, vocabulary),
        "unless": tree(rule.unless, vocabulary) if rule.unless is not None else None,
        "then": [_outcome(entry, vocabulary) for entry in rule.then],
        "cites": [
            {
                "section": vocabulary.heuristics[cite].get("section"),
                "says": vocabulary.heuristics[cite].get("says"),
                "name": cite,
            }
            for cite in rule.cites
        ],
        "house": rule.house,
        "thresholds": [
            {
                "name": name,
                "to": threshold_page(name),
                "value": threshold_words(vocabulary.thresholds[name], vocabulary),
                "meaning": vocabulary.thresholds[name].meaning,
            }
            for name in thresholds_of(rule)
        ],
        "reads": [_read(path, rulebook) for path in reads],
        "feeds": [
            {
                "path": path,
                "to": page_of(path, vocabulary),
                "title": vocabulary.derived[path].title,
                "rules": [rule_entry(one, rulebook) for one in readers(path, rulebook)],
            }
            for path in fed
        ],
        "counts": [
            {"severity": one, "to": page_of(f"findings.{one}", vocabulary)}
            for one in dict.fromkeys(
                severity
                for finding in rule.findings
                for severity in (finding.severity, *(soft.to for soft in finding.softened))
            )
        ],
        "wrong": list(dict.fromkeys(silent)),
        "examples": [_example(one, vocabulary) for one in rule.examples],
        "sources": [
            {"part": "the rule", "pack": rule.pack, "place": rule.location.path,
             "locked": rule.locked},
            *(
                {"part": f"${name}", "pack": one.pack, "place": one.location.path,
                 "locked": one.locked}
                for name in thresholds_of(rule)
                for one in (vocabulary.thresholds[name],)
            ),
        ],
        "changes": changes([*rule.changes, *(
            change for name in thresholds_of(rule)
            for change in vocabulary.thresholds[name].changes
        )]),
    }  # fmt: skip


def readers(path: str, rulebook: Rulebook) -> list[Rule]:
    """Return the rules in force that read a fact or something concluded."""
    return [rule for rule in rulebook.rules if path in rule.reads()]


def thresholds_of(rule: Rule) -> list[str]:
    """Return the thresholds that the conditions of a rule name."""
    return list(
        dict.fromkeys(
            operand.threshold
            for part in rule.conditions()
            for test in tests_of(part)
            for operand in test.operands
            if operand.threshold
        )
    )


def changes(made: list[PartChange]) -> list[Document]:
    """Return what packs changed, as rows."""
    return [
        {"part": one.part, "before": one.before, "after": one.after, "pack": one.pack,
         "because": one.because, "place": one.location.path}
        for one in made
    ]  # fmt: skip


def _read(path: str, rulebook: Rulebook) -> Document:
    vocabulary = rulebook.vocabulary
    fact = vocabulary.facts.get(path)
    if fact is not None:
        return {"path": path, "to": page_of(path, vocabulary), "says": fact.question,
                "who": fact.answered_by or "computed", "rules": []}  # fmt: skip
    makers = [one for one in rulebook.rules if any(e.fact == path for e in one.conclusions)]
    return {
        "path": path,
        "to": page_of(path, vocabulary),
        "says": capital(vocabulary.derived[path].title),
        "who": "" if makers else "counted by the program",
        "rules": [rule_entry(one, rulebook) for one in makers],
    }


def _outcome(entry: Outcome, vocabulary: Vocabulary) -> Document:
    if isinstance(entry, Finding):
        return {
            "kind": entry.severity,
            "lead": severity_words(entry.severity),
            "about": vocabulary.causes[entry.cause].get("title"),
            "text": text_pieces(entry.because, vocabulary),
            "who": entry.who,
            "advice": text_pieces(entry.advice, vocabulary),
            "softened": [
                {"to": soft.to, "because": text_pieces(soft.because, vocabulary),
                 "when": tree(soft.when, vocabulary)}
                for soft in entry.softened
            ],
        }  # fmt: skip
    plain = {"about": "", "who": "", "advice": [], "softened": []}
    if isinstance(entry, Conclusion):
        spec = vocabulary.derived[entry.fact]
        said = [piece(capital(spec.title), page_of(entry.fact, vocabulary))]
        said.append(piece(f" is {spec.type.names[entry.level]}"))
        if entry.because is not None:
            said += [piece(": "), *text_pieces(entry.because, vocabulary)]
        return {**plain, "kind": "level", "lead": "a conclusion", "text": said}
    if isinstance(entry, Requirement):
        by = [piece(", "), *text_pieces(entry.by, vocabulary)] if entry.by is not None else []
        return {**plain, "kind": "condition", "lead": "a condition", "about": entry.who,
                "text": [*text_pieces(entry.text, vocabulary), *by]}  # fmt: skip
    return {**plain, "kind": "step", "lead": "a step of the pilot", "about": entry.stage,
            "text": text_pieces(entry.text, vocabulary)}  # fmt: skip


def _example(example: Example, vocabulary: Vocabulary) -> Document:
    facts = []
    for key, value in example.facts.pairs:
        text = value.text if isinstance(value, Scalar) else "…"
        if isinstance(value, Sequence):
            text = ", ".join(item.text for item in value.items if isinstance(item, Scalar))
        known = key.text in vocabulary.facts or key.text in vocabulary.derived
        to = page_of(key.text, vocabulary) if known else ""
        facts.append({"path": key.text, "to": to, "value": text})
    return {"expects": example.expects, "softened": example.softened_to, "facts": facts,
            "why": example.why}  # fmt: skip
