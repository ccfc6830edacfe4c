"""The verdict: what verdict rules say, what could still overturn it, and what it rests on."""

from __future__ import annotations

from vetter.assessment.model import UNDECIDED, FindingResult, Reason, Verdict
from vetter.assessment.proof import Prover, leaves
from vetter.assessment.words import render_text
from vetter.engine.pilot import could_fire
from vetter.engine.results import RuleStatus, Run
from vetter.facts.states import Project
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import NO_GO, VERDICT, VERDICTS

BLOCKER = "blocker"


def decide_verdict(
    rulebook: Rulebook,
    project: Project,
    run: Run,
    prover: Prover,
    findings: tuple[FindingResult, ...],
) -> Verdict:
    """Return the verdict of a run.

    It reads undecided, in place of anything milder than no-go, while a rule with a blocker is
    pending that answers other than a pilot's could make fire.
    """
    reading = run.readings[VERDICT]
    standing = VERDICTS[reading.standing]
    wavering = [] if standing == NO_GO else _wavering_blockers(rulebook, run)
    blockers = _blockers_to_come(rulebook, project, run, prover, wavering)
    reachable = sorted(rank for rank in reading.sound.values if isinstance(rank, int))
    return Verdict(
        UNDECIDED if blockers else standing,
        standing,
        len(reachable) == 1 and not wavering,
        tuple(_reasons(rulebook, run, prover, findings)),
        tuple(VERDICTS[rank] for rank in reachable),
        tuple(blockers),
        tuple(sorted({path for facts in blockers.values() for path in facts})),
    )


def _wavering_blockers(rulebook: Rulebook, run: Run) -> list[Rule]:
    """Return the rules that could state a blocker and have not fired for good."""
    found = []
    for rule in rulebook.rules:
        state = run.states[rule.id]
        if state.status is not RuleStatus.FIRM and any(
            BLOCKER in severity.possible for severity in state.severities
        ):
            found.append(rule)
    return found


def _blockers_to_come(
    rulebook: Rulebook, project: Project, run: Run, prover: Prover, wavering: list[Rule]
) -> dict[str, list[str]]:
    """Return the rules that make a verdict undecided, and what others than a pilot can answer.

    A rule that has fired counts with the severity at which it stands, so only pending ones can.
    """
    pending = [rule for rule in wavering if run.states[rule.id].status is RuleStatus.PENDING]
    if not pending:
        return {}
    able = could_fire(rulebook, run, project.without_pilot().states)
    specs = rulebook.vocabulary.facts
    found = {}
    for rule in pending:
        facts = [path for path in prover.deciders(rule) if not specs[path].by_pilot]
        if facts and rule.id in able:
            found[rule.id] = facts
    return found


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
