"""Explanations for one project: why its verdict, why a rule fired or not."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.assessment.model import Assessment, Reason
from vetter.assessment.proof import Prover, leaves
from vetter.assessment.stance import stance
from vetter.assessment.waived_words import waived_words
from vetter.assessment.words import render_text, severity_words
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, pad, paint, wrap
from vetter.base.suggest import listed
from vetter.base.wording import number_word, sentence
from vetter.engine.reference import evaluate
from vetter.engine.results import RuleStatus
from vetter.explain.premises import LEAD, STATUS_PAINTS, STATUS_WORDS, lay_out, rows_of
from vetter.explain.uses import FactExplainer
from vetter.rulebook.rules import Conclusion, Finding, Requirement, Rule
from vetter.rulebook.vocabulary import VERDICT, VERDICTS


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
        head = Safe(
            f"{paint(verdict.level.upper(), verdict.level)}: "
            f"{terminal(self.assessment.project.name)}"
        )
        place = paint(self.assessment.project.path, "dim")
        lines = [f"{apart(head, place, self.columns)}", ""]
        for rule_id in verdict.undecided_by:
            lines += ["  A blocker could still come:", *self._walk(rule_id), ""]
        grave = [reason for reason in verdict.reasons if reason.verdict == verdict.standing]
        for reason in grave:
            lines += self._reason(reason)
        if not grave:
            lines += [f"  {wrap(stance(self.assessment), self.columns, 2)}", ""]
        lines.append(f"  {wrap(self._settled(), self.columns, 2)}")
        lines += self._waived()
        return "\n".join(lines) + "\n"

    def _waived(self) -> list[str]:
        """Return what is waived, what lapsed, and both verdicts, behind an empty line."""
        said = waived_words(self.assessment)
        return ["", *(f"  {wrap(one, self.columns, 4)}" for one in said)] if said else []

    def _reason(self, reason: Reason) -> list[str]:
        said = Safe(f"{terminal(sentence(reason.because))} {paint(f'({reason.rule_id})', 'dim')}")
        lines = [f"  {wrap(said, self.columns, 2)}", ""]
        shown = set(reason.findings)
        for rule_id in reason.findings:
            lines += [*self._walk(rule_id), ""]
            for behind in self._behind(rule_id, shown):
                lines += [*self._walk(behind), ""]
        if not reason.findings:
            rule = self._rule(reason.rule_id)
            rows = rows_of(self.prover.premise(rule.when), "IF")
            lines += [*lay_out(rows, self.columns, 4), ""]
            for behind in self._behind(reason.rule_id, shown):
                lines += [*self._walk(behind), ""]
        return lines

    def _walk(self, rule_id: str) -> list[str]:
        """Return one rule on the way through a verdict: its title, conditions and findings."""
        rule = self._rule(rule_id)
        head = apart(self._head(rule), paint(rule_id, "dim"), self.columns, 4)
        return [f"    {head}", *self._conditions(rule, 4, softenings="that count")]

    def _behind(self, rule_id: str, shown: set[str]) -> Iterator[str]:
        """Yield the rules whose conclusions a rule rests on, down to the facts, each once."""
        for leaf in leaves(self.prover.premise(self._rule(rule_id).when)):
            for other in leaf.rules:
                if other not in shown:
                    shown.add(other)
                    yield other
                    yield from self._behind(other, shown)

    def _rule(self, rule_id: str) -> Rule:
        rule = self.rulebook.rule(rule_id)
        assert rule is not None
        return rule

    def _head(self, rule: Rule) -> Safe:
        status = self.run.states[rule.id].status
        title = render_text(rule.title, self.vocabulary, self.states, self.run.readings)
        return Safe(f"{paint(STATUS_WORDS[status], STATUS_PAINTS[status])}: {terminal(title)}")

    def _settled(self) -> str:
        verdict = self.assessment.verdict
        if verdict.settled:
            return "Settled: no answer to an open question can change this verdict."
        if verdict.undecided_by:
            facts = self._named(list(verdict.undecided_facts))
            return f"Undecided while this is open: {facts}."
        others = [level for level in verdict.reachable if level != verdict.level]
        return f"Not settled: answers to open questions could still bring {listed(others)}."

    def rule(self, rule: Rule) -> str:
        """Return why a rule fired or did not: each condition with value, line and distance."""
        waived = self.assessment.waived
        said = waived_words(self.assessment, rule.id)
        if waived is not None and any(one.waiver.rule == rule.id for one in waived.findings):
            plain = Explainer(waived.without, self.columns).rule(rule)
            return "\n".join([plain, *(f"  {wrap(one, self.columns, 2)}" for one in said), ""])
        head = apart(self._head(rule), paint(rule.location.path, "dim"), self.columns)
        lines = [f"{head}", "", *self._conditions(rule, 2), ""]
        told = (*self._consequences(rule), *said)
        lines += (f"  {wrap(one, self.columns, 2)}" for one in told)
        return "\n".join(lines) + "\n"

    def _conditions(self, rule: Rule, indent: int, softenings: str = "all") -> list[str]:
        state = self.run.states[rule.id]
        rows = rows_of(self.prover.premise(rule.when), "IF")
        if rule.unless is not None:
            rows += rows_of(self.prover.premise(rule.unless, exception=True), "UNLESS")
        lines = lay_out(rows, self.columns, indent)
        if state.status is RuleStatus.SILENT:
            return lines
        place = 0
        for entry in rule.then:
            if isinstance(entry, Finding):
                lines += self._finding(rule, entry, place, indent, softenings)
                place += 1
            elif isinstance(entry, Conclusion):
                spec = self.vocabulary.derived[entry.fact]
                title = "the verdict" if entry.fact == VERDICT else spec.title
                said = f"{title} is {spec.type.names[entry.level]}"
                lines.append(self._then(said, state.status.fires, indent))
            elif isinstance(entry, Requirement) and softenings == "all":
                text = render_text(entry.text, self.vocabulary, self.states, self.run.readings)
                said = f"a condition on the {entry.who}: {text}"
                lines.append(self._then(said, state.status.fires, indent))
        return lines

    def _finding(
        self, rule: Rule, finding: Finding, place: int, indent: int, softenings: str
    ) -> list[str]:
        state = self.run.states[rule.id]
        standing = state.severities[place].standing
        said = f"{severity_words(standing)} ({self.vocabulary.causes[finding.cause].get('title')})"
        if standing != finding.severity:
            said += f", softened from {finding.severity}"
        lines = [self._then(said, state.status.fires, indent)]
        for soft in finding.softened:
            premise = self.prover.premise(soft.when, exception=True)
            if softenings == "all" or premise.outcome in ("true", "open"):
                verb = "softened" if premise.outcome == "true" else "could be softened"
                verb = "not softened" if premise.outcome in ("false", "stuck") else verb
                lines.append(f"{' ' * (indent + 2 + LEAD)}{verb} to {terminal(soft.to)}")
                lines += lay_out(rows_of(premise, "if"), self.columns, indent + 2 + LEAD)
        return lines

    def _then(self, words: str, fires: bool, indent: int) -> str:
        start = indent + 2 + LEAD
        lead = pad("THEN" if fires else "WOULD", LEAD)
        return f"{' ' * (indent + 2)}{lead}{wrap(words, self.columns, start)}"

    def _consequences(self, rule: Rule) -> Iterator[str]:
        state = self.run.states[rule.id]
        if state.status is RuleStatus.SILENT:
            yield self._why_silent(rule)
            return
        waits = self._named(self.prover.deciders(rule))
        if state.status is RuleStatus.PENDING:
            yield f"It does not fire, but still could. That depends on {waits}."
            return
        if state.status is RuleStatus.OPEN:
            yield f"Open: it could fall, depending on {waits}."
        elif any(len(severity.possible) > 1 for severity in state.severities):
            yield f"It stands, but its severity depends on {waits}."
        feeds = [
            f"{self.vocabulary.label(entry.fact)} to "
            f"{self.vocabulary.derived[entry.fact].type.names[entry.level]}"
            for entry in rule.conclusions
            if entry.fact != VERDICT
        ]
        if feeds:
            yield f"It raises {listed(feeds, joiner='and')}."
        for reason in self.assessment.verdict.reasons:
            if rule.id in reason.findings:
                yield f"The verdict {reason.verdict} rests on it ({reason.rule_id})."
        yield self._without(rule)

    def _why_silent(self, rule: Rule) -> str:
        when = self.prover.premise(rule.when)
        parts = when.parts if when.kind == "all" else (when,)
        failing = [part for part in parts if part.outcome in ("false", "stuck")]
        if not failing:
            return "It does not fire: its exception holds."
        if len(parts) == 1:
            return "It does not fire: its condition does not hold."
        number = len(failing)
        verb = "does" if number == 1 else "do"
        many = number_word(number) if number < len(parts) else "none"
        if many == "none":
            return f"It does not fire: none of its {number_word(len(parts))} conditions holds."
        return f"It does not fire: {many} of {number_word(len(parts))} conditions {verb} not hold."

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
            about = f"{path}; {who}" if who else path
            said.append(f"{self.vocabulary.label(path)} ({about})")
        return listed(said, joiner="and") or "nothing that anyone could answer"

    def fact(self, path: str) -> str:
        """Return where a base or derived fact is used, and what became of those rules."""
        return FactExplainer(self.assessment, self.prover, self.columns).fact(path)
