"""Plans: the cheapest changes that force a verdict, their values as near as can be, and why none."""

from __future__ import annotations

from vetter.facts.states import Project
from vetter.solver.changes import Changes, Guess, NotFoundError
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
            break
        if found is None:
            break
        guess, least = found
        plans.append(_plan(changes, guess))
        changes.block(guess.changed)
    return Plans(Proof.YES, tuple(plans), why_open=why_open)


def _plan(changes: Changes, guess: Guess) -> Plan:
    cost = changes.cost(guess.changed)
    guess = nearest(changes, guess)
    needs, minimal = needs_of(changes, guess)
    assert guess.witness is not None
    values = guess.values
    return Plan(
        tuple((path, values[path]) for path in guess.moved),
        tuple((path, values[path]) for path in guess.decided),
        tuple(needs.items()),
        cost,
        True,
        minimal,
        guess.witness,
    )
