"""Answer 2: the cheapest changes that bring a better verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from vetter.assessment.model import UNDECIDED
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import FactState, Project
from vetter.language.writing import Written
from vetter.rulebook.vocabulary import CONDITIONAL, GO, NO_GO
from vetter.solver.replay import NotReplayed
from vetter.solver.results import Plan as Found
from vetter.whatif.case import Case
from vetter.whatif.restate import range_words, restate
from vetter.whatif.results import Change, Fact, Move, Plan, Value

ORDER = (GO, CONDITIONAL, UNDECIDED, NO_GO)
"""The verdicts that a memo shows, from the best to the gravest."""


def change(case: Case) -> tuple[Change, ...]:
    """Return for the next better verdict, and for go, what it takes; nothing for a go."""
    better = [one for one in ORDER[: ORDER.index(case.shown)] if one != UNDECIDED]
    goals = dict.fromkeys([*better[-1:], *better[:1]])
    return tuple(_change(case, goal) for goal in goals)


def _change(case: Case, goal: str) -> Change:
    found = case.solver.plans(case.project, goal, case.seconds)
    return Change(
        goal,
        found.possible,
        tuple(_plan(case, goal, plan) for plan in found.plans),
        tuple(case.fact(path) for path in found.core),
        found.core_minimal,
        found.why_open,
    )


def _plan(case: Case, goal: str, found: Found) -> Plan:
    facts = case.rulebook.vocabulary.facts
    written = found.witness.mapping()
    whole = project_of_mapping(written, case.rulebook).states

    def value(path: str) -> Value:
        now = case.fact(path)
        before = now.shown if case.project.states[path].domain is not None else ""
        return Value(path, now.label, before, whole[path].shown, written[path])

    changed = [(path, False) for path, _ in found.moved]
    changed += [(path, True) for path, _ in found.decided]
    order = list(facts)
    moves = []
    for path, decided in sorted(changed, key=lambda one: order.index(one[0])):
        can = facts[path].changeable
        assert can is not None
        moves.append(Move(value(path), can.effort, decided))
    said = [*changed, *((path, False) for path, _ in found.needs)]
    told = restate(case.project, case.rulebook) | {path: written[path] for path, _ in said}
    verdict, to_answer = _shown(case, goal, told, whole, written)
    return Plan(
        verdict,
        tuple(moves),
        tuple(
            value(path)._replace(shown=range_words(whole[path], domain, case.rulebook))
            for path, domain in found.needs
        ),
        found.cost,
        found.minimal,
        found.witness,
        found.needs_minimal,
        to_answer,
    )


def _shown(
    case: Case,
    goal: str,
    told: Mapping[str, object],
    whole: Mapping[str, FactState],
    written: Mapping[str, Written],
) -> tuple[str, tuple[Fact, ...]]:
    """Return the verdict that is shown of a changed project, and what must be answered before.

    Raises `NotReplayed` when it is worse than the goal even with everything answered.
    """

    @cache
    def verdict(answered: tuple[str, ...]) -> str:
        mapping = {**told, **{path: written[path] for path in answered}}
        return case.verdict_of(project_of_mapping(mapping, case.rulebook))

    def reached(answered: Sequence[str]) -> bool:
        return ORDER.index(verdict(tuple(answered))) <= ORDER.index(goal)

    if reached(()):
        return verdict(()), ()
    still = _open_in(project_of_mapping(told, case.rulebook), whole)
    if not reached(still):
        raise NotReplayed(f"a plan for the verdict `{goal}` is not confirmed")
    needed = _fewest(reached, still, [])
    order = list(written)
    needed.sort(key=order.index)
    return verdict(tuple(needed)), tuple(case.fact(path) for path in needed)


def _open_in(project: Project, whole: Mapping[str, FactState]) -> list[str]:
    """Return the open facts of a project that a completion answers, texts and all."""
    return [
        path
        for path, state in project.states.items()
        if not state.known and state.spec.computed is None and whole[path].known
    ]


def _fewest(
    reached: Callable[[Sequence[str]], bool], paths: Sequence[str], sure: Sequence[str]
) -> list[str]:
    """Return some of the paths with which, beside those that are sure, a test holds.

    It holds with all of them. By halves: most paths are left out many at a time.
    """
    if reached(sure):
        return []
    if len(paths) == 1:
        return list(paths)
    middle = len(paths) // 2
    first, second = paths[:middle], paths[middle:]
    later = _fewest(reached, second, [*sure, *first])
    return [*_fewest(reached, first, [*sure, *later]), *later]
