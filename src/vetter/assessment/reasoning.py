"""The reasoning as a graph: facts, rules, conclusions and the verdict that they lead to."""

from __future__ import annotations

from vetter.assessment.model import FindingResult, Reasoning, ReasonNode, Verdict
from vetter.assessment.proof import Prover, leaves
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
        self.severities = {finding.rule_id: finding for finding in reversed(findings)}
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
        self.edges[(f"rule {rule_id}", supports)] = None
        rule = self.prover.rulebook.rule(rule_id)
        assert rule is not None
        finding = self.severities.get(rule_id)
        text = finding.title if finding else rule_id.replace("-", " ")
        if not self.node(
            ReasonNode(f"rule {rule_id}", "rule", text, finding.severity if finding else "")
        ):
            return
        for leaf in leaves(self.prover.premise(rule.when)):
            if leaf.rules:
                self._derived(leaf.fact, leaf.shown, leaf.rules, f"rule {rule_id}")
            else:
                line = leaf.location.line if leaf.location else 0
                label = self.prover.vocabulary.label(leaf.fact)
                self.node(
                    ReasonNode(f"fact {leaf.fact}", "fact", f"{label}: {leaf.shown}", "", line)
                )
                self.edges[(f"fact {leaf.fact}", f"rule {rule_id}")] = None

    def _derived(self, path: str, shown: str, rules: tuple[str, ...], supports: str) -> None:
        spec = self.prover.vocabulary.derived[path]
        self.edges[(f"level {path}", supports)] = None
        text = shown if spec.counter else f"{spec.title}: {shown}"
        if self.node(ReasonNode(f"level {path}", "level", text)):
            for rule_id in rules:
                self.rule(rule_id, f"level {path}")
