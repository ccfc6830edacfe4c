"""The verdict: what verdict rules say, what could still overturn it, and what it rests on."""

from __future__ import annotations

from vetter.assessment.model import UNDECIDED, FindingResult, Reason, Verdict
from vetter.assessment.proof import Prover, leaves
from vetter.assessment.words import render_text
from vetter.engine.forward import Forward
from vetter.engine.results import RuleState, RuleStatus, Run
from vetter.facts.states import Project
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import NO_GO, VERDICT, VERDICTS

BLOCKER = "blocker"


def decide_verdict(
    forward: Forward,
    project: Project,
    run: Run,
    prover: Prover,
    findings: tuple[FindingResult, ...],
) -> Verdict:
    """Return the verdict of a run.

    It reads undecided, in place of anything milder than no-go, while a rule with a blocker is
    pending that answers other than a pilot's could make fire.
    """
    rulebook = forward.rulebook
    reading = run.readings[VERDICT]
    standing = VERDICTS[reading.standing]
    pending = {} if standing == NO_GO else _pending_blockers(rulebook, run, prover)
    if pending:
        without_pilot = forward.run(project.without_pilot().states)
        blockers = {
            rule_id: facts
            for rule_id, facts in pending.items()
            if facts and _could_block(without_pilot.states[rule_id])
        }
    else:
        blockers = {}
    reachable = sorted(rank for rank in reading.sound.values if isinstance(rank, int))
    return Verdict(
        UNDECIDED if blockers else standing,
        standing,
        len(reachable) == 1 and not pending,
        tuple(_reasons(rulebook, run, prover, findings)),
        tuple(VERDICTS[rank] for rank in reachable),
        tuple(blockers),
        tuple(sorted({path for facts in blockers.values() for path in facts})),
    )


def _pending_blockers(rulebook: Rulebook, run: Run, prover: Prover) -> dict[str, list[str]]:
    """Return the pending rules with a blocker, and what others than a pilot can answer of each."""
    facts = rulebook.vocabulary.facts
    return {
        rule.id: [path for path in prover.deciders(rule) if not facts[path].by_pilot]
        for rule in rulebook.rules
        if run.states[rule.id].status is RuleStatus.PENDING and _could_block(run.states[rule.id])
    }


def _could_block(state: RuleState) -> bool:
    return any(BLOCKER in severity.possible for severity in state.severities)


def _reasons(
    rulebook: Rulebook, run: Run, prover: Prover, findings: tuple[FindingResult, ...]
) -> list[Reason]:
    """Return the verdict rules that fired, the gravest first."""
    reasons = []
    order = {finding.rule_id: place for place, finding in reversed(list(enumerate(findings)))}
    for rule in rulebook.rules:
        state = run.states[rule.id]
        for entry in rule.conclusions:
            if entry.fact != VERDICT or not state.status.fires:
                continue
            behind = _behind(prover, rule.id, rulebook)
            counted = sorted((one for one in behind if one in order), key=order.__getitem__)
            because = render_text(entry.because, rulebook.vocabulary, prover.states, run.readings)
            firm = state.status is RuleStatus.FIRM
            reasons.append(Reason(rule.id, VERDICTS[entry.level], because, firm, tuple(counted)))
    return sorted(reasons, key=lambda reason: (-VERDICTS.index(reason.verdict), reason.rule_id))


def _behind(prover: Prover, rule_id: str, rulebook: Rulebook) -> set[str]:
    """Return the rules with findings that carry a verdict rule, through conclusions too."""
    found: set[str] = set()
    queue = [rule_id]
    seen = {rule_id}
    while queue:
        rule = rulebook.rule(queue.pop())
        assert rule is not None
        for leaf in leaves(prover.premise(rule.when)):
            for other in leaf.rules:
                if other in seen:
                    continue
                seen.add(other)
                behind = rulebook.rule(other)
                assert behind is not None
                if behind.findings:
                    found.add(other)
                else:
                    queue.append(other)
    return found
