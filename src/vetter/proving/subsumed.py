"""Rules that another rule makes needless.

A rule is needless when no other rule and no verdict changes without it, and in every project in
which it fires others fire that say as much: for each level that it concludes some other rule
concludes this one or a higher, and for each finding one and the same other rule states a finding
under the same cause that is at least as severe. A rule with a condition or a pilot step of its own
is never needless, for no other says these words.
"""

from __future__ import annotations

from collections.abc import Sequence

from vetter.base.suggest import listed
from vetter.engine.results import RuleState, Run
from vetter.facts.states import Project
from vetter.proving.looked import Looked
from vetter.proving.prover import Prover, Shows
from vetter.proving.results import Fault
from vetter.rulebook.rules import Conclusion, Finding, Rule
from vetter.rulebook.vocabulary import SEVERITIES, VERDICTS
from vetter.solver.hidden import Hidden
from vetter.solver.results import Proof
from vetter.solver.z3_home import Term


def subsumed(prover: Prover, rules: Sequence[Rule], runs: Sequence[Run]) -> Looked:
    """Look for needless rules; `runs` are those of some projects, to ask fewer questions."""
    looked = Looked("subsumed")
    for rule in rules:
        if not all(type(entry) in (Finding, Conclusion) for entry in rule.then):
            looked.settle(rule.id, proved=True)
            continue
        others = [one for one in prover.rulebook.rules if one.id != rule.id]
        if rule.findings:
            _beside_one(prover, rule, [[one] for one in others if one.findings], runs, looked)
        else:
            _beside_one(prover, rule, [others], runs, looked)
    return looked


def _beside_one(
    prover: Prover,
    rule: Rule,
    groups: Sequence[Sequence[Rule]],
    runs: Sequence[Run],
    looked: Looked,
) -> None:
    """Ask of each group of others, one or all of them, whether it always says as much."""
    proved = True
    others = [one for one in prover.rulebook.rules if one.id != rule.id]
    for group in groups:
        if not _may_cover(rule, group):
            continue
        if any(
            run.states[rule.id].status.fires and not _covers(rule, group, others, run)
            for run in runs
        ):
            continue
        fired = prover.formula.fires[rule.id]
        alone = prover.logic.every([fired, prover.logic.no(_covered(prover, rule, group, others))])
        found = prover.ask(alone, _says_more(rule, group, others))
        if found.some is Proof.NO and _changes_nothing(prover, rule):
            looked.fault(_fault(prover, rule, _fewest(prover, rule, group, others)))
            return
        proved = proved and found.some is not Proof.OPEN
    looked.settle(rule.id, proved)


def _changes_nothing(prover: Prover, rule: Rule) -> bool:
    """Return whether it is proved that all others do the same without a rule, and so the verdict.

    What the rule says counts: others may be there because of it, or a verdict by its number.
    """
    whole, logic = prover.formula, prover.logic
    rules = tuple(one for one in prover.rulebook.rules if one.id != rule.id)
    rest = Hidden(prover.rulebook._replace(rules=rules), logic)
    differ = [
        logic.no(logic.alike(whole.verdict_from(verdict), rest.verdict_from(verdict)))
        for verdict in VERDICTS[1:]
    ]
    for one in rules:
        differ.append(logic.no(logic.alike(whole.fires[one.id], rest.fires[one.id])))
        for place in range(len(one.findings)):
            mine, theirs = whole.severities[one.id, place], rest.severities[one.id, place]
            differ += [
                logic.every([whole.fires[one.id], logic.no(logic.alike(term, theirs[name]))])
                for name, term in mine.items()
            ]
    return prover.never(logic.some(differ))


def _fewest(
    prover: Prover, rule: Rule, group: Sequence[Rule], others: Sequence[Rule]
) -> list[Rule]:
    """Return rules that say as much together, and of which none can be left out."""
    if rule.findings:
        return list(group)
    kept = [one for one in group if any(_concludes(one, said) for said in rule.conclusions)]
    for one in tuple(kept):
        fewer = [other for other in kept if other is not one]
        alone = prover.logic.every(
            [
                prover.formula.fires[rule.id],
                prover.logic.no(_covered(prover, rule, fewer, fewer)),
            ]
        )
        if fewer and prover.ask(alone, _says_more(rule, fewer, fewer)).some is Proof.NO:
            kept = fewer
    return kept


def _fault(prover: Prover, rule: Rule, group: Sequence[Rule]) -> Fault:
    said = listed([f"`{one.id}`" for one in group], joiner="or")
    return Fault(
        "subsumed", rule.id,
        f"the rule adds nothing: whenever it fires, {said} says at least as much",
        "Remove it, or let it say what the other does not.", rule.location,
        prover.example(prover.formula.fires[rule.id], _said_twice(rule, group)),
    )  # fmt: skip


def _said_twice(rule: Rule, group: Sequence[Rule]) -> Shows:
    def shows(project: Project, run: Run) -> bool:
        return run.states[rule.id].status.fires and _covers(rule, group, group, run)

    return shows


def _may_cover(rule: Rule, group: Sequence[Rule]) -> bool:
    """Return whether others have what it takes at all: the causes and severities of findings."""
    for finding in rule.findings:
        least = _place(_mildest(finding))
        if not any(
            one.cause == finding.cause
            and (one.severity in SEVERITIES) == (finding.severity in SEVERITIES)
            and _place(one.severity) >= least
            for other in group
            for one in other.findings
        ):
            return False
    return True


def _mildest(finding: Finding) -> str:
    return min([finding.severity, *(soft.to for soft in finding.softened)], key=_place)


def _place(severity: str) -> int:
    """Return the place of a severity, that of a strength before all."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1


def _covers(rule: Rule, group: Sequence[Rule], others: Sequence[Rule], run: Run) -> bool:
    """Return whether, in one run, others say as much as a rule."""
    for conclusion in rule.conclusions:
        if not any(
            run.states[other.id].status.fires and _concludes(other, conclusion) for other in others
        ):
            return False
    states = run.states[rule.id]
    for place, finding in enumerate(rule.findings):
        standing = _standing(states, place, finding)
        if not any(
            run.states[other.id].status.fires
            and one.cause == finding.cause
            and (one.severity in SEVERITIES) == (finding.severity in SEVERITIES)
            and _standing(run.states[other.id], at, one) >= standing
            for other in group
            for at, one in enumerate(other.findings)
        ):
            return False
    return True


def _standing(state: RuleState, place: int, finding: Finding) -> int:
    return _place(state.severities[place].standing if state.severities else finding.severity)


def _concludes(rule: Rule, conclusion: Conclusion) -> bool:
    return any(
        one.fact == conclusion.fact and one.level >= conclusion.level for one in rule.conclusions
    )


def _covered(prover: Prover, rule: Rule, group: Sequence[Rule], others: Sequence[Rule]) -> Term:
    """Return that others say as much as a rule."""
    formula, logic = prover.formula, prover.logic
    parts: list[Term] = []
    for conclusion in rule.conclusions:
        parts.append(
            logic.some([formula.fires[one.id] for one in others if _concludes(one, conclusion)])
        )
    for place, finding in enumerate(rule.findings):
        mine = formula.severities[rule.id, place]
        ways: list[Term] = []
        for other in group:
            for at, one in enumerate(other.findings):
                if one.cause != finding.cause or (one.severity in SEVERITIES) != (
                    finding.severity in SEVERITIES
                ):
                    continue
                theirs = formula.severities[other.id, at]
                as_grave = logic.every(
                    [
                        logic.implies(
                            stands,
                            logic.some(
                                [
                                    term
                                    for name, term in theirs.items()
                                    if _place(name) >= _place(severity)
                                ]
                            ),
                        )
                        for severity, stands in mine.items()
                    ]
                )
                ways.append(logic.every([formula.fires[other.id], as_grave]))
        parts.append(logic.some(ways))
    return logic.every(parts)


def _says_more(rule: Rule, group: Sequence[Rule], others: Sequence[Rule]) -> Shows:
    def shows(project: Project, run: Run) -> bool:
        return run.states[rule.id].status.fires and not _covers(rule, group, others, run)

    return shows
