"""Plans: the cheapest changes that force a verdict, each value as near as may be."""

from __future__ import annotations

from vetter.facts.states import Project
from vetter.solver.changes import Changes
from vetter.solver.free import Guess, NotFoundError
from vetter.solver.nearest import nearest
from vetter.solver.needs import needs_of
from vetter.solver.questions import Deadline
from vetter.solver.replay import Replayer
from vetter.solver.results import Plan, Plans, Proof
from vetter.solver.subsets import shrink

MOST_PLANS = 3
"""How many different plans are looked for."""


def find_plans(
    replayer: Replayer, project: Project, verdict: str, deadline: Deadline, most: int
) -> Plans:
    """Return plans that bring a verdict or a better one, the cheapest first."""
    changes = Changes(replayer, project, verdict, deadline)
    answer = changes.ask(changes.goal, changes.stated, deadline)
    if answer.no:
        needed = shrink(changes, changes.goal, answer.core, deadline)
        core = tuple(path for path in project.states if path in needed)
        return Plans(Proof.NO, (), core, all(needed.values()))
    if answer.yes is None:
        return Plans(Proof.OPEN, why_open=answer.why_open)
    plans: list[Plan] = []
    why_open, least = "", 0
    while len(plans) < most:
        try:
            found = changes.cheapest(least)
        except NotFoundError as error:
            why_open = str(error)
            plans += _unproved(changes) if not plans else []
            break
        if found is None:
            break
        guess, least = found
        plans.append(_plan(changes, guess, minimal=True))
        changes.block(guess.changed)
    return Plans(Proof.YES, tuple(plans), why_open=why_open)


def _unproved(changes: Changes) -> list[Plan]:
    """Return a plan that nothing can be left out of, if there is time for it."""
    try:
        guess = changes.some()
    except NotFoundError:
        return []
    return [_plan(changes, guess, minimal=False)] if guess is not None else []


def _plan(changes: Changes, guess: Guess, minimal: bool) -> Plan:
    cost = changes.cost(guess.changed)
    # Where a proof is out of reach there is no time to choose among what is open now either.
    guess = nearest(changes, guess, guess.changed if minimal else guess.moved)
    needs, needs_minimal = needs_of(changes, guess)
    assert guess.witness is not None
    values = guess.values
    return Plan(
        tuple((path, values[path]) for path in guess.moved),
        tuple((path, values[path]) for path in guess.decided),
        tuple(needs.items()),
        cost,
        minimal,
        needs_minimal,
        guess.witness,
    )
