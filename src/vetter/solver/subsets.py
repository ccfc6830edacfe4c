"""Sets of facts that exclude a goal together: with none to spare, and as few as can be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from vetter.solver.questions import Deadline, Questions
from vetter.solver.replay import Goal
from vetter.solver.results import Proof, Witness

WAYS = 50
"""How many ways to have the goal are looked at before the search for fewer facts ends."""
STEPS = 20_000
"""How many choices a search for the fewest facts that meet some sets may take."""

Without = dict[str, Witness | None]
"""Facts that exclude a goal together, each with a way to have the goal that keeps the others."""


def shrink(questions: Questions, goal: Goal, core: Collection[str], deadline: Deadline) -> Without:
    """Return facts of a core that exclude a goal together, each with what happens without it.

    A witness that does without one fact keeps all the others, and so it does when these grow fewer.
    """
    needed: Without = {}
    left = [path for path in questions.stated if path in core]
    while left:
        path = left.pop()
        answer = questions.ask(goal, [*needed, *left], deadline)
        if answer.no:
            left = [one for one in left if one in answer.core]
        else:
            needed[path] = answer.yes
    return needed


def fewest_of(
    questions: Questions, goal: Goal, found: Without, deadline: Deadline
) -> tuple[Without, Proof]:
    """Return the fewest facts that exclude a goal, and whether it is proved that they are.

    `found` excludes it already and is what is returned where nothing smaller was found. Every way
    to have the goal breaks some facts, and each set that excludes it holds one of these. So the
    fewest facts that meet all such sets are a lower bound, and often exclude the goal themselves.
    """
    broken = [questions.broken_by(way) for way in found.values() if way is not None]
    while True:
        meeting = _Meeting(broken, questions.stated)
        fewer = meeting.fewer_than(len(found))
        if fewer is None:
            return found, Proof.OPEN if meeting.gave_up else Proof.YES
        kept = set(fewer)
        while way := _way_keeping(questions, goal, kept, deadline):
            # What it breaks is kept next time, so that the sets tell much and are told apart.
            broken.append(questions.broken_by(way))
            kept |= broken[-1]
            if len(broken) > WAYS:
                return found, Proof.OPEN
        if way is None:
            return found, Proof.OPEN
        if kept == set(fewer):
            return shrink(questions, goal, fewer, deadline), Proof.YES


def _way_keeping(
    questions: Questions, goal: Goal, kept: Collection[str], deadline: Deadline
) -> Witness | Literal[False] | None:
    """Return a way to have a goal that keeps these facts and most others, False if there is none.

    None if neither was shown.
    """
    more = [path for path in questions.stated if path not in kept]
    while True:
        answer = questions.ask(goal, [*kept, *more], deadline)
        if not answer.no:
            return answer.yes
        excluding = [path for path in more if path in answer.core]
        if not excluding:
            return False
        more.remove(excluding[0])


class _Meeting:
    """Looks for the fewest facts of which each of some sets holds one."""

    def __init__(self, sets: Sequence[frozenset[str]], order: Sequence[str]) -> None:
        """Look at the smallest sets first, and in each at facts in their `order`."""
        place = {path: at for at, path in enumerate(order)}
        rows = {tuple(sorted(one, key=place.__getitem__)) for one in sets}
        self.rows = sorted(rows, key=lambda row: (len(row), [place[path] for path in row]))
        self.steps = 0

    @property
    def gave_up(self) -> bool:
        """Whether the search took too long, so that finding nothing says nothing."""
        return self.steps > STEPS

    def fewer_than(self, most: int) -> tuple[str, ...] | None:
        """Return the fewest facts that meet all sets, if they are fewer than `most`."""
        for size in range(most):
            chosen = self.within(size, ())
            if chosen is not None:
                return chosen
        return None

    def within(self, room: int, chosen: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return facts that meet all rows: those chosen and at most so many more."""
        self.steps += 1
        missed = next((row for row in self.rows if not any(one in chosen for one in row)), None)
        if missed is None:
            return chosen
        if not room or self.gave_up:
            return None
        for one in missed:
            found = self.within(room - 1, (*chosen, one))
            if found is not None:
                return found
        return None
