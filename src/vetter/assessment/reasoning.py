"""The reasoning as a graph: rules with their facts, conclusions, and the verdict they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.assessment.model import FindingResult, ReasonFact, Reasoning, ReasonNode, Verdict
from vetter.assessment.proof import Prover, leaves
from vetter.assessment.words import render_text
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import VERDICT


def trace(prover: Prover, verdict: Verdict, findings: tuple[FindingResult, ...]) -> Reasoning:
    """Return the reasoning behind a verdict, from the verdict rules down to the facts."""
    tracer = _Tracer(prover, findings)
    tracer.node(ReasonNode(VERDICT, "verdict", verdict.level))
    for reason in verdict.reasons:
        if reason.verdict == verdict.reasons[0].verdict:
            tracer.rule(reason.rule_id, VERDICT)
    for rule_id in verdict.undecided_by:
        tracer.rule(rule_id, VERDICT)
    return Reasoning(tuple(tracer.nodes.values()), tuple(tracer.edges))


class _Tracer:
    def __init__(self, prover: Prover, findings: tuple[FindingResult, ...]) -> None:
        self.prover = prover
        self.severities = {one.rule_id: one.severity for one in reversed(findings)}
        self.nodes: dict[str, ReasonNode] = {}
        self.edges: dict[tuple[str, str], None] = {}

    def node(self, node: ReasonNode) -> bool:
        """Add a node; return whether it is new."""
        if node.id in self.nodes:
            return False
        self.nodes[node.id] = node
        return True

    def rule(self, rule_id: str, supports: str) -> None:
        """Add a rule and all that it rests on."""
        name = f"rule {rule_id}"
        self.edges[(name, supports)] = None
        if name in self.nodes:
            return
        prover = self.prover
        rule = prover.rule(rule_id)
        title = render_text(rule.title, prover.vocabulary, prover.states, prover.run.readings)
        facts = tuple(dict.fromkeys(self._facts(rule)))
        self.node(ReasonNode(name, "rule", title, self.severities.get(rule_id, ""), facts))
        for leaf in leaves(prover.premise(rule.when)):
            if leaf.rules:
                self._derived(leaf.fact, leaf.shown, leaf.rules, name)

    def _facts(self, rule: Rule) -> Iterator[ReasonFact]:
        """Yield the facts that a rule itself reads; each level has its own rules."""
        for leaf in leaves(self.prover.premise(rule.when)):
            if leaf.fact in self.prover.states:
                line = leaf.location.line if leaf.location else 0
                label = self.prover.vocabulary.label(leaf.fact)
                yield ReasonFact(leaf.fact, label, leaf.shown, line)

    def _derived(self, path: str, shown: str, rules: tuple[str, ...], supports: str) -> None:
        spec = self.prover.vocabulary.derived[path]
        self.edges[(f"level {path}", supports)] = None
        text = shown if spec.counter else f"{spec.title}: {shown}"
        if self.node(ReasonNode(f"level {path}", "level", text)):
            for rule_id in rules:
                self.rule(rule_id, f"level {path}")
