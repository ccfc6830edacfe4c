"""Answer 6: the register of unknowns, ranked by what hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from vetter.facts.states import FactState
from vetter.language.types import TEXT
from vetter.rulebook.vocabulary import PILOT, VERDICTS
from vetter.scenarios.reads import reads_of
from vetter.scenarios.space import Space, domains_of
from vetter.solver.narrowed import Narrowed
from vetter.whatif.answers import ANY, Answers
from vetter.whatif.case import Case
from vetter.whatif.pool import APART, Pool, Token
from vetter.whatif.results import ALONE, IRRELEVANT, WITH_OTHERS, Outcome, Unknown, Unknowns

NOT_PROVED = "not proved"
WEIGHTS = (ALONE, WITH_OTHERS, NOT_PROVED, IRRELEVANT)
"""What hangs on an open question, the most first."""


class _Left(NamedTuple):
    """The verdicts that are left after an answer; not `proved` if some could not be excluded."""

    verdicts: tuple[str, ...]
    proved: bool


def unknowns(case: Case) -> Unknowns:
    """Return the open questions of a project, the most decisive first.

    A question is irrelevant when no two completions that differ in its answer alone differ in their
    verdict, and no answer excludes one. Texts are left out, for no rule can read them.
    """
    states = [one for one in case.project.open_facts() if one.spec.type.kind != TEXT]
    with case.solver.lock:
        narrowed = Narrowed(case.solver.replayer, case.project, case.seconds)
        with narrowed.watched():
            return _Register(case, states, narrowed).register()


class _Register:
    def __init__(self, case: Case, states: Sequence[FactState], narrowed: Narrowed) -> None:
        self.case, self.states, self.narrowed = case, states, narrowed
        space = Space(case.rulebook, domains_of(case.project.states))
        alone = reads_of(case.rulebook).alone
        self.answers = {one.path: Answers(one, space, alone.get(one.path, ())) for one in states}
        # What is named by no verdict and no constraint leaves every verdict with every answer.
        self.idle = {
            path
            for path, answers in self.answers.items()
            if answers.single or self.narrowed.stands_apart(path)
        }
        asked = [one for one in self.answers.values() if one.path not in self.idle and len(one)]
        self.pool = Pool(self.narrowed, asked)
        self.reached = {verdict: self.pool.reach(verdict) for verdict in VERDICTS}
        self.reachable = tuple(one for one, found in self.reached.items() if found)
        self.settled = sum(found is not False for found in self.reached.values()) < 2

    def register(self) -> Unknowns:
        if not self.settled:
            self._fill()
        found = [self._unknown(state) for state in self.states]
        order = {one.path: place for place, one in enumerate(self.case.assessment.unknowns)}

        def first(one: Unknown) -> tuple[int, int, Fraction, int]:
            many = [len(outcome.left) for outcome in one.outcomes] or [len(self.reachable)]
            average = Fraction(sum(many), len(many))
            return WEIGHTS.index(one.weight), max(many), average, order[one.fact.path]

        ranked = tuple(sorted(found, key=first))
        return Unknowns(self.reachable, ranked, *self._next(ranked))

    def _fill(self) -> None:
        """Find out which verdicts each answer leaves."""
        pool, possible = self.pool, [one for one, found in self.reached.items() if found]
        every = [
            Token(path, place)
            for path, answers in pool.asked.items()
            for place in range(len(answers))
        ]
        unsure = [path for path in pool.asked if self.narrowed.applies(path) is not True]
        for verdict in possible:
            apart = [Token(path, APART) for path in unsure]
            sure = [token for token in every if token.path not in unsure]
            pool.cover(verdict, [*apart, *sure])
            rest = {token.path for token in apart if not pool.came(verdict, token)}
            pool.cover(verdict, [token for token in every if token.path in rest])
        pool.cover_any(every)

    def _unknown(self, state: FactState) -> Unknown:
        path, spec = state.path, state.spec
        lefts = self._lefts(path)
        fact = self.case.fact(path)
        outcomes = self._outcomes(path, lefts)
        weight = self._weight(path, list(lefts.values()))
        return Unknown(fact, spec.question, spec.answered_by, weight, outcomes)

    def _weight(self, path: str, lefts: Sequence[_Left]) -> str:
        if self.settled or path in self.idle:
            return IRRELEVANT
        if len(self.reachable) > 1 and any(one.proved and len(one.verdicts) == 1 for one in lefts):
            return ALONE
        proved = all(one.proved for one in lefts) and None not in self.reached.values()
        narrows = any(one.proved and one.verdicts != self.reachable for one in lefts)
        if narrows:
            return WITH_OTHERS if proved else NOT_PROVED
        turns = self.narrowed.turns(path)
        if turns is None or not proved:
            return NOT_PROVED
        return WITH_OTHERS if turns else IRRELEVANT

    def _lefts(self, path: str) -> dict[int, _Left]:
        """Return what each answer leaves; what no completion has is no answer."""
        if path not in self.pool.asked or self.settled:
            return {}
        found = {}
        for place in self.pool.asked[path].in_order:
            possible = self.pool.possible(Token(path, place))
            if possible is not False:
                left = self._left(path, place)
                found[place] = left._replace(proved=left.proved and bool(possible))
        return found

    def _left(self, path: str, place: int) -> _Left:
        """Return the verdicts of completions that have an answer, or in which nobody needs it."""
        came: dict[str, bool | None] = {}
        sure = self.narrowed.applies(path) is True
        for verdict, reached in self.reached.items():
            if not reached:
                came[verdict] = reached
                continue
            here = self.pool.came(verdict, Token(path, place))
            apart = False if sure else self.pool.came(verdict, Token(path, APART))
            if here or apart:
                came[verdict] = True
            else:
                came[verdict] = False if here is False and apart is False else None
        left = tuple(verdict for verdict, one in came.items() if one is not False)
        return _Left(left, None not in came.values())

    def _outcomes(self, path: str, lefts: dict[int, _Left]) -> tuple[Outcome, ...]:
        """Return the outcomes of answers, those that people read as one joined."""
        answers, measures = self.answers[path], self.case.rulebook.vocabulary.measures
        if path not in self.pool.asked or self.settled:
            left = tuple(one for one, found in self.reached.items() if found is not False)
            proved = None not in self.reached.values()
            return (Outcome(ANY, left, proved),) if left else ()
        groups: list[tuple[_Left, list[int]]] = []
        for place, after in lefts.items():
            alike = groups[-1:] if answers.ordered else groups
            mine = next((places for other, places in alike if other == after), None)
            if mine is None or (answers.ordered and abs(mine[-1] - place) > 1):
                groups.append((after, [place]))
            else:
                mine.append(place)
        if len(groups) == 1:
            return (Outcome(ANY, *groups[0][0]),)
        return tuple(Outcome(answers.words(places, measures), *after) for after, places in groups)

    def _next(self, ranked: Sequence[Unknown]) -> tuple[str, str]:
        """Return what to ask next, and why."""
        matter = [one for one in ranked if one.weight != IRRELEVANT]
        if not matter:
            return "", "no answer can change the verdict"
        for one in matter:
            if one.answered_by != PILOT and self.answers[one.fact.path].readable:
                return one.fact.path, self._why(one)
        return "", "only a pilot can answer what could change the verdict"

    def _why(self, one: Unknown) -> str:
        many = [len(outcome.left) for outcome in one.outcomes] or [len(self.reachable)]
        least, most = min(many), max(many)
        now = sum(found is not False for found in self.reached.values())
        begins = {
            ALONE: "an answer to it alone can settle the verdict",
            WITH_OTHERS: "no answer settles the verdict alone, "
            "but with others this one can turn it",
            NOT_PROVED: "it was not proved in time what hangs on it",
        }[one.weight]
        between = f"{least}" if least == most else f"{least} to {most}"
        return f"{begins}; its answers leave {between} of {now} verdicts"
