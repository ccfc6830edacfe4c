"""A pool of replayed completions: which verdict comes with which answer, each told only once.

One completion shows something of every open fact at once. So many answers are assumed together, one
for each fact; where they exclude one another a proof says which to leave for later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vetter.facts.states import Project, Status
from vetter.language.types import METRIC, NUMERIC
from vetter.rulebook.vocabulary import VERDICTS
from vetter.solver.narrowed import Narrowed
from vetter.solver.replay import Goal, NotReplayed
from vetter.solver.results import Witness
from vetter.solver.z3_home import Model, Term
from vetter.whatif.answers import Answers

APART = -1
"""The place of an answer that is not needed: the fact does not apply."""
ANY = Goal("any", frozenset(VERDICTS))
"""Whatever the verdict is."""
FEW = 4
"""From how many answers on it is worth while to look for a verdict that is free of a fact."""
SPREADS = 3
"""How many completions of each verdict are looked at so."""


class Token(NamedTuple):
    """An open fact with one of its answers, or that it does not apply."""

    path: str
    place: int


class Pool:
    """What completions of a project are known to give, and what none gives.

    `witnesses` are all completions that were found; the forward engine has replayed each.
    """

    def __init__(self, narrowed: Narrowed, asked: Iterable[Answers]) -> None:
        """Begin with nothing, to ask for the answers of these facts."""
        self.narrowed = narrowed
        self.asked = {one.path: one for one in asked}
        self.witnesses: list[Witness] = []
        self._seen: set[tuple[str, Token]] = set()
        self._never: set[tuple[str, Token]] = set()
        self._left_open: set[tuple[str, Token]] = set()
        self._marks: dict[Token, Term] = {}
        self._reached: dict[str, bool | None] = {}
        self._spreads: dict[str, int] = {}
        # Facts that no constraint names: where they apply they can have any of their answers.
        self._unbound = {
            path
            for path, one in self.asked.items()
            if one.kind.kind != METRIC and not one.rest and not narrowed.constrained(path)
        }

    def reach(self, verdict: str) -> bool | None:
        """Return whether some completion gives a verdict, None when neither was shown."""
        if verdict not in self._reached:
            found = self.narrowed.ask([self.narrowed.goal(verdict)])
            if found.model is not None:
                goal = Goal(verdict, frozenset((verdict,)))
                shown = self._take(found.model, goal, [self.narrowed.goal(verdict)], None)
                self._reached[verdict] = shown or None
            else:
                self._reached[verdict] = False if found.no else None
        return self._reached[verdict]

    def came(self, verdict: str, token: Token) -> bool | None:
        """Return whether completions give a verdict with an answer, None when neither was shown."""
        if (verdict, token) in self._seen:
            return True
        return False if (verdict, token) in self._never else None

    def possible(self, token: Token) -> bool | None:
        """Return whether any completion has an answer, None when neither was shown."""
        same = range(len(self.asked[token.path])) if token.path in self._unbound else [token.place]
        if any((one, Token(token.path, at)) in self._seen for one in VERDICTS for at in same):
            return True
        gone = [verdict for verdict in VERDICTS if self._reached.get(verdict) is not False]
        everywhere = all((verdict, token) in self._never for verdict in gone)
        return False if everywhere or (ANY.name, token) in self._never else None

    def cover(self, verdict: str, wanted: Sequence[Token]) -> None:
        """Find out for answers whether completions give a verdict with them."""
        goal = Goal(verdict, frozenset((verdict,)))
        self._cover(goal, [self.narrowed.goal(verdict)], wanted)

    def cover_any(self, wanted: Sequence[Token]) -> None:
        """Find out for answers whether any completion has them."""
        self._cover(ANY, [], wanted)

    def _cover(self, goal: Goal, aim: list[Term], wanted: Sequence[Token]) -> None:
        left = [token for token in wanted if not self._told(goal, token)]
        while left and self.narrowed.deadline.left > 0:
            self._settle_first(goal, aim, left)
            left = [token for token in left if not self._told(goal, token)]

    def _told(self, goal: Goal, token: Token) -> bool:
        if goal is ANY:
            told = self.possible(token) is not None
        else:
            told = self.came(goal.name, token) is not None
        return told or (goal.name, token) in self._left_open

    def _settle_first(self, goal: Goal, aim: list[Term], left: Sequence[Token]) -> None:
        """Settle the first of some answers, and with it as many others as go together with it."""
        together = list({token.path: token for token in reversed(left)}.values())[::-1]
        while True:
            first = together[0]
            marks = {self._mark(token).decl().name(): token for token in together}
            assumed = [*aim, *(self._mark(token) for token in together)]
            found = self.narrowed.ask(assumed)
            if found.model is not None:
                alone = len(together) == 1
                if self._take(found.model, goal, assumed if alone else None, first):
                    return
            elif found.no:
                against = [token for name, token in marks.items() if name in found.core]
                if len(against) < 2:
                    self._never.update((goal.name, token) for token in against or together)
                    return
                together.remove(against[-1])
                continue
            if len(together) == 1:
                self._left_open.add((goal.name, first))
                return
            together = together[:1]

    def _mark(self, token: Token) -> Term:
        if token not in self._marks:
            narrowed, asked = self.narrowed, self.asked[token.path]
            applies = narrowed.applies(token.path)
            if token.place == APART:
                term = narrowed.logic.no(applies)
            else:
                variable = narrowed.variables[token.path]
                here = asked.term(token.place, narrowed.comparer, variable)
                term = narrowed.logic.every([applies, here])
            self._marks[token] = narrowed.when(term)
        return self._marks[token]

    def _take(
        self, model: Model, goal: Goal, again: Sequence[Term] | None, wanted: Token | None
    ) -> bool:
        """Replay a model and note what it shows; return whether it shows what was wanted.

        If it cannot be written, those that can are asked for under the same assumptions.
        """
        replay = self.narrowed.replay(model, goal)
        if replay.witness is None:
            if not replay.unwritable:
                raise NotReplayed(f"a completion with the verdict `{goal.name}` is not confirmed")
            for other in self.narrowed.on_grid(again) if again is not None else ():
                model, replay = other, self.narrowed.replay(other, goal)
                if replay.witness is not None:
                    break
        if replay.witness is None or replay.whole is None:
            return False
        tokens = self._tokens(replay.whole)
        self.witnesses.append(replay.witness)
        self._seen.update((replay.witness.verdict, token) for token in tokens)
        self._spread(replay.witness.verdict, model, tokens)
        return wanted is None or wanted in tokens

    def _spread(self, verdict: str, model: Model, tokens: frozenset[Token]) -> None:
        """See for facts with many answers whether the verdict of a completion hangs on them.

        Where it does not, one completion shows all answers, and there need not be one for each.
        """
        if self._spreads.get(verdict, 0) >= SPREADS or self.narrowed.deadline.left <= 0:
            return
        self._spreads[verdict] = self._spreads.get(verdict, 0) + 1
        bound = self.narrowed.bound(model)
        for path, asked in self.asked.items():
            every = [Token(path, place) for place in range(len(asked))]
            new = [token for token in every if (verdict, token) not in self._seen]
            if len(new) < FEW or Token(path, APART) in tokens or not self._free(asked):
                continue
            if self.narrowed.stays(verdict, bound, path):
                here = [
                    token
                    for token in new
                    if path in self._unbound or self.narrowed.fits(self._mark(token), bound, path)
                ]
                self._seen.update((verdict, token) for token in here)

    def _free(self, asked: Answers) -> bool:
        """Return whether a fact can be changed alone: nothing else is another answer then.

        Qualities are in another metric, and numbers that a constraint names can be computed with.
        """
        if asked.path in self._unbound:
            return True
        return asked.kind.kind not in NUMERIC | {METRIC}

    def _tokens(self, whole: Project) -> frozenset[Token]:
        found = []
        for path, asked in self.asked.items():
            state = whole.states[path]
            if state.status is Status.NOT_APPLICABLE:
                found.append(Token(path, APART))
            else:
                assert state.value is not None
                found.append(Token(path, asked.place(state.value)))
        return frozenset(found)
