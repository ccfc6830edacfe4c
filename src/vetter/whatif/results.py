"""The answers of `whatif`, as plain frozen data.

An answer says what was proved. What was not proved in time says so (`Proof.OPEN`), and what cannot
be exact is named. Complete projects that an answer shows were replayed through the forward engine.
"""

from __future__ import annotations

from typing import NamedTuple

from vetter.language.writing import Written
from vetter.solver.results import Proof, Witness

ANSWERS = ("verdicts", "change", "watch", "basis", "tipping", "unknowns", "evidence")
"""The questions that `whatif` answers, by the names that `--only` takes, in the order shown."""


class Fact(NamedTuple):
    """A fact of the project as an answer names it.

    `shown` is its value as people read it, empty while it is open; `line` is its line in the fact
    file, 0 where it stands on none.
    """

    path: str
    label: str
    shown: str
    line: int


class Value(NamedTuple):
    """A fact with a value that an answer gives it.

    `before` is what the project says now, empty while that is open; `shown` is the new value as
    people read it, `written` as a fact file states it.
    """

    path: str
    label: str
    before: str
    shown: str
    written: Written


class Way(NamedTuple):
    """How a verdict can still come about.

    `answers` are answers to open questions that bring the verdict whatever the other open questions
    come to; none of them can be left out if `minimal`. They are empty when it takes none. `witness`
    is a complete project with this verdict. Where nothing is proved `why_open` says why.
    """

    verdict: str
    reachable: Proof
    answers: tuple[Value, ...] = ()
    minimal: bool = False
    witness: Witness | None = None
    why_open: str = ""


class Verdicts(NamedTuple):
    """Answer 1: which verdicts completions give, from the best to the gravest.

    `shown` is the verdict of the memo. `settled` says whether every completion gives it; `always`
    is the one verdict that all completions give, which may be another one, and empty while there
    are several. Where the facts contradict one another there is no completion, and nothing is
    settled.
    """

    shown: str
    settled: Proof
    always: str
    ways: tuple[Way, ...]

    @property
    def contradiction(self) -> bool:
        """Whether it was proved that no completion exists: the facts contradict one another."""
        return all(way.reachable is Proof.NO for way in self.ways)

    @property
    def shown_reachable(self) -> Proof:
        """Whether some completion gives the verdict shown; none ever gives undecided."""
        return next((way.reachable for way in self.ways if way.verdict == self.shown), Proof.NO)


class Move(NamedTuple):
    """One change of a plan: a fact, what it becomes, and the effort that this takes.

    `effort` is a name of the vocabulary (`easily`, `with effort`, `hardly`). `decided` is true of a
    question that is open now and that the people of the project decide.
    """

    value: Value
    effort: str
    decided: bool


class Plan(NamedTuple):
    """Changes that bring a verdict.

    `needs` are open questions that are not changed but found out, and that must come out so; none
    of them can be left out if `needs_minimal`. Whatever all other open questions come to, the
    verdict is then the goal or better. `to_answer` are open questions that must be answered
    besides, with whatever answer, before the memo shows that; which ones was found with the answers
    of `witness`, a complete project that follows the plan. `verdict` is what the forward engine
    shows once all that is so. `cost` adds up the efforts. `minimal` says whether it was proved that
    no cheaper plan brings the verdict, plans shown before left out.
    """

    verdict: str
    moves: tuple[Move, ...]
    needs: tuple[Value, ...]
    cost: int
    minimal: bool
    witness: Witness
    needs_minimal: bool = True
    to_answer: tuple[Fact, ...] = ()


class Change(NamedTuple):
    """Answer 2, for one better verdict: the cheapest plans that bring it, or why there is none.

    No plan shown has all the changes of another. `possible` says whether any plan brings it. When
    none does, nothing that is changed or found out helps as long as the facts in `core` hold; none
    of them can be left out if `core_minimal`. A fact in it that can be changed cannot be changed
    that way. An empty core: no project at all can have the verdict. `why_open` says what kept the
    search from its end.
    """

    goal: str
    possible: Proof
    plans: tuple[Plan, ...] = ()
    core: tuple[Fact, ...] = ()
    core_minimal: bool = False
    why_open: str = ""


class Turn(NamedTuple):
    """A known fact that would worsen the verdict if it turned.

    `turns` are values that are worse than the present one, each standing for all values of its
    cell, the nearest first, with the verdict that would be shown then.
    """

    fact: Fact
    turns: tuple[tuple[str, str], ...]


class Watch(NamedTuple):
    """Answer 3: the single facts whose turn for the worse would worsen the verdict shown."""

    shown: str
    turns: tuple[Turn, ...]
    tried: int
    """How many known facts could turn for the worse at all."""


class Ground(NamedTuple):
    """A fact that a verdict rests on; `without` is a completion of the others with another verdict.

    `without` is None when it was not shown in time that the fact is needed.
    """

    fact: Fact
    without: Witness | None


class Basis(NamedTuple):
    """Answer 4: known facts that force a verdict, whatever all other facts are.

    The verdict in question is the one that stands or a graver one; for go it is go. It stands
    beneath an undecided one too. `forced` says whether the known facts force it at all; if not
    `otherwise` is a completion with another verdict. `minimal` is true when none of `grounds` can
    be left out; `smallest` says whether it was proved that no fewer facts force it. A go has no
    grounds but `breakers`: single known facts that break it when they change alone, each with the
    nearest value that does so and the verdict shown then, the smallest changes first. There may be
    more of them if not `all_breakers`.
    """

    verdict: str
    forced: Proof
    grounds: tuple[Ground, ...] = ()
    minimal: bool = False
    smallest: Proof = Proof.OPEN
    breakers: tuple[tuple[Value, str], ...] = ()
    why_open: str = ""
    otherwise: Witness | None = None
    all_breakers: bool = True


class Stretch(NamedTuple):
    """An interval of a numeric fact, or one value, and the verdict shown on all of it.

    `low` and `high` are values as people read them, empty where the range of the fact ends;
    `low_in` and `high_in` say whether the ends belong to it. `shown` is the interval in words.
    `breaks` is true when such a project would break a constraint; it has no verdict then.
    """

    low: str
    low_in: bool
    high: str
    high_in: bool
    shown: str
    verdict: str
    breaks: bool
    here: bool
    """Whether the present value lies in it."""


class Tipping(NamedTuple):
    """A numeric fact, with the intervals on which the verdict shown is the same, in order."""

    fact: Fact
    exact: bool
    stretches: tuple[Stretch, ...]


class TippingPoints(NamedTuple):
    """Answer 5: the numeric facts at which the verdict tips, given all the rest.

    `steady` names those on which it is the same wherever they stand.
    """

    tipping: tuple[Tipping, ...]
    steady: tuple[Fact, ...]


class Outcome(NamedTuple):
    """Answers to an open question that leave the same verdicts, and these verdicts.

    Not `proved`: some verdict of `left` was neither shown to be left nor excluded in time.
    """

    shown: str
    left: tuple[str, ...]
    proved: bool


IRRELEVANT, ALONE, WITH_OTHERS = "irrelevant", "alone", "with others"
"""What an open question weighs, once something is proved of it."""


class Unknown(NamedTuple):
    """An open question and what hangs on it.

    `weight` is `irrelevant` (proved: whatever the others are, its answer turns no verdict, and it
    excludes none), `alone` (some answer to it alone leaves one verdict of several), `with others`,
    or `not proved`. Answers that no completion has are not among the `outcomes`.
    """

    fact: Fact
    question: str
    answered_by: str
    weight: str
    outcomes: tuple[Outcome, ...]


class Unknowns(NamedTuple):
    """Answer 6: the open questions, the most decisive first.

    `ask_next` is the path of the first that matters and that can be answered now, not only by a
    pilot; empty if there is none. `why` says why that one: how many verdicts its answers leave.
    """

    reachable: tuple[str, ...]
    ranked: tuple[Unknown, ...]
    ask_next: str
    why: str


class Evidenced(NamedTuple):
    """Answer 7: the verdict as claimed, and with everything not measured or documented unknown.

    `weak` are the answers without such evidence that a verdict can hang on at all. `carriers` are
    those that this one hangs on: taken as unknown alone, each changes the verdict shown to the one
    beside it. With `together` no single one does. They change it when all of them are unknown at
    once, and none of them can be left out. What is not `proved` ended with its time: more carriers
    there may be.
    """

    claimed: str
    evidenced: str
    weak: tuple[Fact, ...]
    carriers: tuple[tuple[Fact, str, str], ...]
    """The fact, its grade, and the verdict shown without it."""
    together: bool
    could_be: tuple[str, ...]
    """Verdicts that completions of the evidenced facts alone can give."""
    not_refuted: tuple[str, ...] = ()
    """Other verdicts of which it was not shown in time that no such completion gives them."""
    proved: bool = True


class FactChange(NamedTuple):
    """A fact of a changed copy: how it stood and how it stands, in words.

    `asked` says whether it was set; else it follows from what was.
    """

    path: str
    label: str
    before: str
    after: str
    asked: bool


class FindingChange(NamedTuple):
    """A finding that a changed copy has and the project had not, or the other way round.

    `before` and `after` are severities, or `strength`; empty where there was or is no such finding.
    """

    rule: str
    title: str
    before: str
    after: str


class DutyChange(NamedTuple):
    """A condition that a changed copy brings (`new`), or that is no longer asked for."""

    rule: str
    text: str
    who: str
    new: bool


class LevelChange(NamedTuple):
    """A derived fact whose level differs."""

    path: str
    title: str
    before: str
    after: str


class Difference(NamedTuple):
    """What differs between a project and a copy in which some facts are set.

    `before` and `after` are the verdicts shown; `because` is what its verdict rules say.
    """

    before: str
    after: str
    because: tuple[str, ...]
    facts: tuple[FactChange, ...]
    findings: tuple[FindingChange, ...]
    conditions: tuple[DutyChange, ...]
    levels: tuple[LevelChange, ...]


class WhatIf(NamedTuple):
    """All answers about one project; None for those that were not asked for.

    `not_exact` names facts for which an answer may not be found, and why. `difference` is there
    when facts were set; the answers are then about the changed copy.
    """

    shown: str
    verdicts: Verdicts | None = None
    change: tuple[Change, ...] | None = None
    watch: Watch | None = None
    basis: Basis | None = None
    tipping: TippingPoints | None = None
    unknowns: Unknowns | None = None
    evidence: Evidenced | None = None
    not_exact: tuple[tuple[str, str], ...] = ()
    difference: Difference | None = None
