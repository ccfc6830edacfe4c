"""Explanations for one project: why its verdict, why a rule fired or not, where a fact is used."""

from __future__ import annotations

from vetter.assessment.model import Assessment, Premise, Reason
from vetter.assessment.proof import Prover
from vetter.assessment.words import render_text, value_words
from vetter.base.characters import width
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, pad, paint, wrap
from vetter.base.suggest import listed
from vetter.engine.reference import evaluate
from vetter.engine.results import RuleStatus
from vetter.facts.states import Status
from vetter.language.conditions import facts_of, tests_of
from vetter.rulebook.rules import Conclusion, Rule
from vetter.rulebook.vocabulary import VERDICT, VERDICTS

_MARKS = {"true": "✓", "false": "✗", "stuck": "–", "open": "?"}
_PAINT = {"true": "strength", "false": "high", "stuck": "dim", "open": "undecided"}
_STATUS = {
    RuleStatus.FIRM: "Fires (firm)",
    RuleStatus.OPEN: "Fires (open)",
    RuleStatus.PENDING: "Pending",
    RuleStatus.SILENT: "Silent",
}


class Explainer:
    """Explains one assessment as text with marks of paint."""

    def __init__(self, assessment: Assessment, columns: int = 100) -> None:
        """Explain `assessment` in lines of at most `columns`."""
        self.assessment, self.columns = assessment, columns
        self.rulebook, self.run = assessment.rulebook, assessment.run
        self.vocabulary = self.rulebook.vocabulary
        self.states = assessment.project.states
        self.prover = Prover(self.rulebook, self.states, self.run)

    def verdict(self) -> str:
        """Return the verdict's reasons, each followed down to the facts of the file."""
        verdict = self.assessment.verdict
        name = terminal(self.assessment.project.name)
        lines = [f"{paint(verdict.level.upper(), verdict.level)}: {name}", ""]
        grave = [reason for reason in verdict.reasons if reason.verdict == verdict.standing]
        for reason in grave:
            lines += self._reason(reason)
        if not grave:
            lines.append("  No verdict rule speaks: nothing in the rulebook stands against it.")
        for rule_id in verdict.undecided_by:
            rule = self.rulebook.rule(rule_id)
            assert rule is not None
            lines += ["", "  A blocker could still come:", *_shift(self._rule_lines(rule), 2)]
        lines += ["", f"  {wrap(self._settled(), self.columns, 2)}"]
        return "\n".join(lines) + "\n"

    def _reason(self, reason: Reason) -> list[str]:
        lines = [f"  {wrap(reason.because, self.columns, 2)} {paint(f'({reason.rule_id})', 'dim')}"]
        for rule_id in reason.findings:
            rule = self.rulebook.rule(rule_id)
            assert rule is not None
            lines += ["", *_shift(self._rule_lines(rule), 4)]
        if not reason.findings:
            rule = self.rulebook.rule(reason.rule_id)
            assert rule is not None
            lines += _shift(self._premises(self.prover.premise(rule.when), "IF"), 4)
        return lines

    def _settled(self) -> str:
        verdict = self.assessment.verdict
        if verdict.settled:
            return "Settled: no answer to an open question can change this verdict."
        if verdict.undecided_by:
            facts = self._named(list(verdict.undecided_facts))
            return f"Undecided until these are answered: {facts}."
        others = [level for level in verdict.reachable if level != verdict.level]
        return f"Not settled: answers to open questions could still bring {listed(others)}."

    def rule(self, rule: Rule) -> str:
        """Return why a rule fired or did not: each condition with value, line and distance."""
        lines = self._rule_lines(rule)
        lines += ["", *(f"  {wrap(said, self.columns, 2)}" for said in self._consequences(rule))]
        return "\n".join(lines) + "\n"

    def _rule_lines(self, rule: Rule) -> list[str]:
        state = self.run.states[rule.id]
        title = render_text(rule.title, self.vocabulary, self.states, self.run.readings)
        head = Safe(f"{paint(_STATUS[state.status], 'bold')}: {terminal(title)}")
        lines = [f"{apart(head, paint(rule.location.path, 'dim'), self.columns)}", ""]
        lines += self._premises(self.prover.premise(rule.when), "IF")
        if rule.unless is not None:
            lines += self._premises(self.prover.premise(rule.unless, exception=True), "UNLESS")
        for place, finding in enumerate(rule.findings):
            for soft in finding.softened:
                premise = self.prover.premise(soft.when, exception=True)
                lines += self._premises(premise, f"to {soft.to} if")
            if state.severities:
                standing = state.severities[place].standing
                softened = (
                    f", softened from {finding.severity}" if standing != finding.severity else ""
                )
                kind = (
                    "a strength" if standing == "strength" else f"a concern: {standing}{softened}"
                )
                said = f"{kind}, under {finding.cause}"
                lines.append(self._then(said, state.status.fires))
        for entry in rule.then:
            if isinstance(entry, Conclusion):
                spec = self.vocabulary.derived[entry.fact]
                said = f"{spec.title.lower()} is {spec.type.names[entry.level]}"
                lines.append(self._then(said, state.status.fires))
        return lines

    def _then(self, words: str, fires: bool) -> str:
        lead, said = ("THEN", words) if fires else ("would", f"state {words}")
        return f"    {pad(lead, 6)} {terminal(said)}"

    def _consequences(self, rule: Rule) -> list[str]:
        state = self.run.states[rule.id]
        said = []
        if state.status is RuleStatus.OPEN:
            said.append(
                f"Open: an answer to {self._named(self.prover.deciders(rule))} could withdraw it."
            )
        if state.status is RuleStatus.PENDING:
            said.append(f"It waits for {self._named(self.prover.deciders(rule))}.")
        if state.status.fires:
            feeds = [
                f"{entry.fact} = {self.vocabulary.derived[entry.fact].type.names[entry.level]}"
                for entry in rule.conclusions
                if entry.fact != VERDICT
            ]
            if feeds:
                said.append(f"It feeds {listed(feeds, joiner='and')}.")
            said.append(self._without(rule))
        return said

    def _without(self, rule: Rule) -> str:
        """Return what the verdict would be if the rulebook did not have this rule."""
        others = tuple(one for one in self.rulebook.rules if one.id != rule.id)
        fewer = self.rulebook._replace(rules=others)
        then = VERDICTS[evaluate(fewer, self.states).readings[VERDICT].standing]
        now = self.assessment.verdict.standing
        if then == now:
            return f"Without it the verdict rules would still say {now}."
        return f"Without it the verdict rules would say {then} in place of {now}."

    def _named(self, paths: list[str]) -> str:
        said = []
        for path in paths:
            who = self.vocabulary.facts[path].answered_by
            said.append(f"{path} ({who})" if who else path)
        return listed(said, joiner="and") or "nothing that anyone could answer"

    def _premises(self, premise: Premise, lead: str) -> list[str]:
        rows: list[tuple[int, str, Premise]] = []
        _flatten(premise, lead, 0, rows)
        widest = max((depth * 2 + width(one.words) for depth, _, one in rows), default=0)
        words_room = min(widest, max(30, self.columns - 52))
        lead_room = max(6, *(len(word) for _, word, _ in rows)) if rows else 6
        lines = []
        for depth, word, one in rows:
            mark = paint(_MARKS[one.outcome], _PAINT[one.outcome])
            start = 5 + lead_room + depth * 2
            words = wrap(one.words, start + max(12, words_room - depth * 2), start)
            room = words_room - depth * 2 - width(words.rpartition("\n")[2].strip())
            value = self._value(one)
            tail = f"{' ' * max(0, room)}  {value}" if value else ""
            lines.append(
                f"  {mark} {terminal(word).ljust(lead_room)} {' ' * (depth * 2)}{words}{tail}"
            )
        return lines

    def _value(self, premise: Premise) -> str:
        if premise.kind != "test":
            return ""
        parts = [str(terminal(premise.shown))]
        if premise.location is not None and premise.location.line:
            parts.append(str(paint(f"line {premise.location.line}", "dim")))
        if premise.distance and premise.outcome in ("true", "false"):
            parts.append(str(terminal(premise.distance)))
        if premise.rules:
            parts.append(str(paint(f"by {listed(premise.rules, 3, 'and')}", "dim")))
        return "  ".join(parts)

    def fact(self, path: str) -> str:
        """Return where a base or derived fact is used, and what became of those rules."""
        lines = self._base_head(path) if path in self.states else self._derived_head(path)
        lines.append("")
        used = [rule for rule in self.rulebook.rules if path in rule.reads()]
        for rule in used:
            lines += self._use(rule, path)
        if not used:
            lines.append("  No rule reads it directly.")
        lines += self._other_uses(path)
        return "\n".join(lines) + "\n"

    def _base_head(self, path: str) -> list[str]:
        state = self.states[path]
        place = state.status.value
        if state.location is not None and state.location.line:
            place = f"{self.assessment.project.path}:{state.location.line}"
        value = state.shown if state.domain is not None else state.status.value
        head = Safe(f"{paint(path, 'bold')} = {terminal(value)}")
        lines = [
            f"{apart(head, paint(place, 'dim'), self.columns)}",
            f"  {wrap(state.spec.question, self.columns, 2)}",
        ]
        if state.location is not None:
            seen = state.evidence
            said = [part for part in (seen.grade, seen.source, seen.by, seen.date) if part]
            lines.append(f"  {wrap(', '.join(said), self.columns, 2)}")
        return lines

    def _derived_head(self, path: str) -> list[str]:
        spec = self.vocabulary.derived[path]
        value = value_words(path, self.vocabulary, self.states, self.run.readings)
        lines = [f"{paint(path, 'bold')} = {terminal(value)}"]
        lines.append(f"  {wrap(spec.title, self.columns, 2)}")
        behind = list(self.prover.behind(path))
        if behind:
            lines.append(f"  {wrap('by ' + listed(behind, 12, 'and'), self.columns, 2)}")
        return lines

    def _use(self, rule: Rule, path: str) -> list[str]:
        status = self.run.states[rule.id].status
        lines = [f"  {pad(paint(status.value, _PAINT_STATUS[status]), 8)} {terminal(rule.id)}"]
        for condition in rule.conditions():
            for test in tests_of(condition):
                if path in (test.fact, *(operand.fact for operand in test.operands)):
                    premise = self.prover.premise(test, exception=condition is not rule.when)
                    mark = paint(_MARKS[premise.outcome], _PAINT[premise.outcome])
                    lines.append(f"           {mark} {wrap(premise.words, self.columns, 13)}")
        return lines

    def _other_uses(self, path: str) -> list[str]:
        lines = []
        for other, spec in self.vocabulary.facts.items():
            if spec.computed and path in spec.computed.inputs:
                lines.append(f"  {other} is computed from it: {self.states[other].shown or 'open'}")
            if path in facts_of(spec.applies_when):
                state = self.states[other]
                applies = "does not apply" if state.status is Status.NOT_APPLICABLE else "applies"
                said = "may apply" if state.may_not_apply else applies
                lines.append(f"  {other} hangs on it, and {said}")
        return ["", *lines] if lines else []


_PAINT_STATUS = {
    RuleStatus.FIRM: "bold",
    RuleStatus.OPEN: "undecided",
    RuleStatus.PENDING: "undecided",
    RuleStatus.SILENT: "dim",
}
_JOINTS = {"all": "AND", "any": "OR", "none": "NOR"}
_HEADS = {"all": "all of these", "any": "any of these", "none": "none of these"}


def _flatten(premise: Premise, lead: str, depth: int, rows: list[tuple[int, str, Premise]]) -> None:
    """List the sentences of a proof with the word that joins each to the one before."""
    if premise.kind == "test":
        rows.append((depth, lead, premise))
        return
    if premise.kind == "all" and depth == 0:
        for place, part in enumerate(premise.parts):
            _flatten(part, lead if not place else "AND", 0 if part.kind == "test" else 1, rows)
        return
    rows.append((max(0, depth - 1), lead, premise._replace(words=_HEADS[premise.kind])))
    for place, part in enumerate(premise.parts):
        below = max(1, depth) if part.kind == "test" else depth + 1
        _flatten(part, _JOINTS[premise.kind] if place else "", below, rows)


def _shift(lines: list[str], by: int) -> list[str]:
    space = " " * by
    return [
        "\n".join(f"{space}{part}" if part else part for part in line.split("\n")) for line in lines
    ]
