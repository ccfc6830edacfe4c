"""The verdict: what verdict rules say, what could still overturn it, and what it rests on."""

from __future__ import annotations

from vetter.assessment.model import UNDECIDED, FindingResult, Reason, Verdict
from vetter.assessment.proof import Prover, leaves
from vetter.assessment.words import render_text
from vetter.engine.pilot import could_fire
from vetter.engine.results import RuleState, RuleStatus, Run
from vetter.facts.states import Project
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import COUNTED, NO_GO, STRENGTH, VERDICT, VERDICTS

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
    ranks = sorted(rank for rank in reading.sound.values if isinstance(rank, int))
    reachable = [VERDICTS[rank] for rank in ranks]
    settled = len(reachable) == 1 and not wavering
    if not settled and not blockers and reachable == [standing]:
        reachable.append(UNDECIDED)  # by a blocker that no verdict rule reads
    return Verdict(
        UNDECIDED if blockers else standing,
        standing,
        settled,
        tuple(_reasons(rulebook, run, prover, findings)),
        tuple(reachable),
        tuple(blockers),
        tuple(sorted({path for facts in blockers.values() for path in facts})),
        () if settled else tuple(_could_change(rulebook, run)),
    )


def verdict_shown(rulebook: Rulebook, project: Project, run: Run) -> str:
    """Return the verdict that a memo shows for a run, and nothing of what it rests on."""
    standing = VERDICTS[run.readings[VERDICT].standing]
    if standing == NO_GO:
        return standing
    wavering = _wavering_blockers(rulebook, run)
    prover = Prover(rulebook, project.states, run)
    return UNDECIDED if _blockers_to_come(rulebook, project, run, prover, wavering) else standing


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
    able = could_fire(rulebook, run, project.without_pilot().states, pending)
    specs = rulebook.vocabulary.facts
    found = {}
    for rule in pending:
        facts = [path for path in prover.deciders(rule) if not specs[path].by_pilot]
        if facts and rule.id in able:
            found[rule.id] = facts
    return found


def _could_change(rulebook: Rulebook, run: Run) -> list[str]:
    """Return the rules that an answer could make fire, fall or weigh less, and so move the verdict.

    They are those that feed what verdict rules read, through conclusions and counters too.
    """
    counters = {
        path: spec.counter[0]
        for path, spec in rulebook.vocabulary.derived.items()
        if spec.counter is not None
    }
    feeding: dict[str, tuple[Rule, set[str], int]] = {}
    for rule in rulebook.rules:
        state = run.states[rule.id]
        if state.status is RuleStatus.SILENT:
            continue
        severities = {one for each in state.severities for one in (each.standing, *each.possible)}
        fed = {entry.fact for entry in rule.conclusions}
        fed.update(path for path, severity in counters.items() if severity in severities)
        gravest = max((COUNTED.index(one) for one in severities - {STRENGTH}), default=-1)
        feeding[rule.id] = (rule, fed, gravest)
    wanted = {VERDICT}
    found: dict[str, int] = {}
    grown = True
    while grown:
        grown = False
        for rule_id, (rule, fed, gravest) in feeding.items():
            if rule_id not in found and fed & wanted:
                grown = True
                found[rule_id] = gravest
                wanted |= rule.reads()
    return sorted(
        (
            rule_id
            for rule_id in found
            if _hangs(run.states[rule_id]) and VERDICT not in _concluded(feeding[rule_id][0])
        ),
        key=lambda rule_id: (-found[rule_id], rule_id),
    )


def _hangs(state: RuleState) -> bool:
    """Whether an answer could still change what a rule states."""
    return state.status is not RuleStatus.FIRM or any(
        len(one.possible) > 1 for one in state.severities
    )


def _concluded(rule: Rule) -> set[str]:
    return {entry.fact for entry in rule.conclusions}


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
            behind = _behind(prover, rule)
            counted = sorted((one for one in behind if one in order), key=order.__getitem__)
            because = render_text(entry.because, rulebook.vocabulary, prover.states, run.readings)
            firm = state.status is RuleStatus.FIRM
            reasons.append(Reason(rule.id, VERDICTS[entry.level], because, firm, tuple(counted)))
    return sorted(reasons, key=lambda reason: (-VERDICTS.index(reason.verdict), reason.rule_id))


def _behind(prover: Prover, rule: Rule) -> set[str]:
    """Return the rules with findings that carry a verdict rule, through conclusions too."""
    found: set[str] = set()
    queue = [rule]
    seen = {rule.id}
    while queue:
        for leaf in leaves(prover.premise(queue.pop().when)):
            for other in leaf.rules:
                if other in seen:
                    continue
                seen.add(other)
                behind = prover.rule(other)
                if behind.findings:
                    found.add(other)
                else:
                    queue.append(behind)
    return found
