"""Explanations of a fact for one project: what it is here, where it is used, what came of it."""

from __future__ import annotations

from vetter.assessment.model import Assessment, Premise
from vetter.assessment.proof import Prover
from vetter.assessment.words import render_text, value_words
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, fits_apart, pad, paint, wrap
from vetter.base.suggest import listed
from vetter.base.wording import sentence
from vetter.explain.premises import MARKS, PAINTS, STATUS_PAINTS, STATUS_WORDS
from vetter.facts.states import CLAIMED, Status
from vetter.language.conditions import facts_of, tests_of
from vetter.rulebook.rules import Rule


class FactExplainer:
    """Explains facts of one assessment as text with marks of paint."""

    def __init__(self, assessment: Assessment, prover: Prover, columns: int) -> None:
        """Explain facts of `assessment` in lines of at most `columns`."""
        self.assessment, self.prover, self.columns = assessment, prover, columns
        self.rulebook, self.run = assessment.rulebook, assessment.run
        self.vocabulary = self.rulebook.vocabulary
        self.states = assessment.project.states

    def fact(self, path: str) -> str:
        """Return where a base or derived fact is used, and what became of those rules."""
        lines = self._base_head(path) if path in self.states else self._derived_head(path)
        lines.append("")
        used = [rule for rule in self.rulebook.rules if path in rule.reads()]
        order = list(STATUS_WORDS)
        for rule in sorted(used, key=lambda one: order.index(self.run.states[one.id].status)):
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
        if state.status.is_open and state.spec.answered_by:
            ask = f"Ask the {state.spec.answered_by}."
            lines.append(f"  {terminal('Only a pilot can tell.' if state.spec.by_pilot else ask)}")
        if state.location is not None and state.domain is not None:
            seen = state.evidence
            said = [
                part for part in (seen.grade, seen.source, seen.by, seen.date, seen.note) if part
            ]
            shown = "claimed, without evidence" if said == [CLAIMED] else ", ".join(said)
            lines.append(f"  {wrap(shown, self.columns, 2)}")
        return lines

    def _derived_head(self, path: str) -> list[str]:
        spec = self.vocabulary.derived[path]
        value = value_words(path, self.vocabulary, self.states, self.run.readings)
        lines = [f"{paint(path, 'bold')} = {terminal(value)}"]
        meaning = f"{spec.title}: {spec.meaning}"
        lines.append(f"  {wrap(sentence(meaning), self.columns, 2)}")
        behind = list(self.prover.behind(path))
        if behind:
            lines.append(f"  {wrap('By ' + listed(behind, 12, 'and') + '.', self.columns, 2)}")
        return lines

    def _use(self, rule: Rule, path: str) -> list[str]:
        status = self.run.states[rule.id].status
        title = render_text(rule.title, self.vocabulary, self.states, self.run.readings)
        lead = f"  {pad(paint(status.value, STATUS_PAINTS[status]), 8)} "
        rule_id = paint(rule.id, "dim")
        if fits_apart(title, rule_id, self.columns, 11):
            lines = [f"{lead}{apart(title, rule_id, self.columns, 11)}"]
        else:
            lines = [f"{lead}{wrap(title, self.columns, 11)}", f"{' ' * 11}{rule_id}"]
        found: dict[Premise, None] = {}
        for condition in rule.conditions():
            for test in tests_of(condition):
                if path in (test.fact, *(operand.fact for operand in test.operands)):
                    found[self.prover.premise(test, exception=condition is not rule.when)] = None
        for premise in found:
            mark = paint(MARKS[premise.outcome], PAINTS[premise.outcome])
            far = premise.distance if premise.outcome in ("true", "false") else ""
            said = f"{premise.words}{f'  ({far})' if far else ''}"
            lines.append(f"           {mark} {wrap(said, self.columns, 13)}")
        return lines

    def _other_uses(self, path: str) -> list[str]:
        lines = []
        for other, spec in self.vocabulary.facts.items():
            if spec.computed and path in spec.computed.inputs:
                shown = self.states[other].shown or "open"
                said = f"{other} is computed from it: {shown}"
                lines.append(f"  {wrap(said, self.columns, 4)}")
            if path in facts_of(spec.applies_when):
                state = self.states[other]
                applies = "does not apply" if state.status is Status.NOT_APPLICABLE else "applies"
                said = "may apply" if state.may_not_apply else applies
                lines.append(f"  {other} hangs on it, and {said}")
        return ["", *lines] if lines else []
