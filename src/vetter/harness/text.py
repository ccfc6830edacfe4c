"""The results of a test of rules for people: what fails, what is not shown, what goes unnoticed."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.base.characters import width
from vetter.base.layout import pad, paint, wrap
from vetter.harness.results import Failure, Proposal, Results, Tested

MARKS = {"true": "✓", "false": "✗", "stuck": "–", "open": "?"}
PAINTS = {"true": "strength", "false": "high", "stuck": "dim", "open": "undecided"}


def results_text(results: Results, columns: int) -> str:
    """Return what was found, rule by rule, and the sums below."""
    lines: list[str] = []
    for rule in results.rules:
        if rule.failures or rule.gaps or rule.survivors:
            lines += [*_rule(rule, columns), ""]
    lines += _sums(results, columns)
    return "\n".join(lines) + "\n"


def _rule(rule: Tested, columns: int) -> Iterator[str]:
    yield f"{paint(rule.rule, 'title')}  {paint(rule.path, 'dim')}"
    for failure in rule.failures:
        yield from _failure(failure, columns)
    lacks: dict[Proposal | None, list[str]] = {}
    for gap in rule.gaps:
        words = f"{gap.words[:1].upper()}{gap.words[1:]}."
        lacks.setdefault(gap.proposal, []).append(words)
    for survivor in rule.survivors:
        words = f"No example notices {survivor.words} (line {survivor.location.line})."
        lacks.setdefault(survivor.proposal, []).append(words)
    for proposal, said in lacks.items():
        for words in said:
            yield f"  {wrap(words, columns, 4)}"
        yield from _proposal(proposal)


def _failure(failure: Failure, columns: int) -> Iterator[str]:
    said = f"Line {failure.location.line}: expected {failure.expected}, got {failure.got}."
    yield f"  {paint('Fails', 'high')}  {wrap(said, columns, 9)}"
    for problem in failure.problems:
        yield f"         {wrap(problem.message, columns, 9)}"
    sentences = max((width(row.sentence) for row in failure.rows), default=0)
    parts = max((len(row.part) for row in failure.rows), default=0)
    for row in failure.rows:
        mark = paint(MARKS[row.ends], PAINTS[row.ends])
        yield f"         {mark} {pad(row.part, parts)}  {pad(row.sentence, sentences)}  {row.value}"


def _proposal(proposal: Proposal | None) -> Iterator[str]:
    if proposal is None:
        yield f"    {paint('No example was found that would.', 'dim')}"
    elif proposal.beside:
        yield f"    Add to the example in line {proposal.beside}:  as: {proposal.severity}"
    else:
        for line in proposal.lines:
            yield f"      {line}"


def _sums(results: Results, columns: int) -> Iterator[str]:
    rules, examples = len(results.rules), results.examples
    failed = results.failures
    verdict = "all hold" if not failed else f"{failed} {'does' if failed == 1 else 'do'} not hold"
    yield wrap(
        f"{results.names}: {examples:,} examples of {_number(rules, 'rule')}, {verdict}.", columns
    )
    covered = _percent(1000 * results.shown // results.points if results.points else 1000)
    yield wrap(
        f"Coverage: {results.shown:,} of {results.points:,} points are shown ({covered}).", columns
    )
    if not results.mutated:
        return
    same = f"{_number(results.equivalent, 'more')} that no project tells from the rule"
    left_out = (
        f"mutants that no project tells from their rule are counted too, for {results.unproved}"
        if results.unproved
        else f"{same} {'is' if results.equivalent == 1 else 'are'} left out"
    )
    yield wrap(
        f"Mutants: {results.killed:,} of {results.mutants:,} are noticed "
        f"({_percent(results.score)}); {left_out}.",
        columns,
    )


def _number(number: int, noun: str) -> str:
    plural = "" if number == 1 or noun == "more" else "s"
    return f"{number:,} {noun}{plural}"


def _percent(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}%"
