"""Rules that can never fire, and exceptions and softenings that make no difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vetter.engine.results import Run
from vetter.facts.states import Project
from vetter.proving.looked import Looked
from vetter.proving.prover import Prover, Shows
from vetter.proving.results import Fault
from vetter.rulebook.rules import Rule, Softening
from vetter.solver.results import Proof


def fires(rule: Rule) -> Shows:
    """Return what confirms that a rule fires."""

    def shows(project: Project, run: Run) -> bool:
        return run.states[rule.id].status.fires

    return shows


def never_fires(prover: Prover) -> Looked:
    """Look for rules that fire in no project at all."""
    looked = Looked("never-fires")
    for rule in prover.rulebook.rules:
        found = prover.ask(prover.formula.fires[rule.id], fires(rule))
        if found.some is Proof.NO:
            looked.fault(_never(prover, rule))
        else:
            looked.settle(rule.id, found.some is Proof.YES)
    return looked


def _never(prover: Prover, rule: Rule) -> Fault:
    when = prover.formula.ends(rule.when).true
    why = "no project makes its condition true"
    help = "Look for two parts that exclude one another, or a constraint that does."
    if rule.unless is not None and prover.ask(when, lambda project, run: True).some is Proof.YES:
        why = "its exception holds whenever its condition does"
        help = "Narrow `unless`, or remove the rule."
    return Fault("never-fires", rule.id, f"the rule can never fire: {why}", help, rule.location)


def exceptions(prover: Prover, rules: Sequence[Rule]) -> Looked:
    """Look for exceptions and softenings that always or never hold where they would matter."""
    looked = Looked("exception")
    for rule in rules:
        when = prover.formula.ends(rule.when).true
        if rule.unless is not None:
            held_back = prover.logic.every([when, prover.formula.ends(rule.unless).true])
            found = prover.ask(held_back, _silent(rule))
            if found.some is Proof.NO:
                looked.fault(
                    Fault(
                        "exception", rule.id,
                        "the exception never holds: no project makes `when` and `unless` true",
                        "Remove `unless`, or widen it.", rule.location,
                        prover.example(prover.formula.fires[rule.id], fires(rule)),
                    )
                )  # fmt: skip
            else:
                looked.settle(f"{rule.id} unless", found.some is Proof.YES)
        for place, softening in _softenings(rule):
            _softening(prover, rule, place, softening, looked)
    return looked


def _silent(rule: Rule) -> Shows:
    def shows(project: Project, run: Run) -> bool:
        return not run.states[rule.id].status.fires

    return shows


def _softenings(rule: Rule) -> Iterator[tuple[int, Softening]]:
    for place, finding in enumerate(rule.findings):
        for softening in finding.softened:
            yield place, softening


def _softening(
    prover: Prover, rule: Rule, place: int, softening: Softening, looked: Looked
) -> None:
    logic, fired = prover.logic, prover.formula.fires[rule.id]
    stands = prover.formula.severities[rule.id, place]
    effect = logic.every([fired, stands.get(softening.to, False)])
    applies = logic.every([effect, prover.formula.ends(softening.when).true])
    rest = logic.every([fired, logic.no(prover.formula.ends(softening.when).true)])

    def softened(project: Project, run: Run) -> bool:
        state = run.states[rule.id]
        return state.status.fires and state.severities[place].standing == softening.to

    name = f"{rule.id} softened to {softening.to}"
    found, without = prover.ask(applies, softened), prover.ask(rest, fires(rule))
    if found.some is Proof.NO:
        looked.fault(
            Fault(
                "exception", rule.id,
                f"the softening to `{softening.to}` never takes effect",
                "Remove it, or look whether a milder one always holds with it.",
                softening.location, prover.example(fired, fires(rule)),
            )
        )  # fmt: skip
    elif without.some is Proof.NO:
        looked.fault(
            Fault(
                "exception", rule.id,
                f"the softening to `{softening.to}` holds whenever the rule fires",
                f"State `{softening.to}` as the severity, or narrow the softening.",
                softening.location, prover.example(fired, softened),
            )
        )  # fmt: skip
    else:
        looked.settle(name, found.some is Proof.YES and without.some is Proof.YES)
