"""Comparison: what differs between two rulebooks, and which verdicts on any project it changes."""

from __future__ import annotations

from collections.abc import Callable, Collection

from vetter.assessment.words import plain_text
from vetter.base.problems import InvalidInput, Location, Problem
from vetter.effect.both import BETTER, WORSE, Both
from vetter.effect.causes import Causes
from vetter.effect.differing import differing
from vetter.effect.prove import Prover
from vetter.effect.results import Behind, Comparison, Differing, Smallest, Whole
from vetter.effect.sides import Side
from vetter.effect.smallest import Shrinker
from vetter.engine.forward import Forward
from vetter.language.conditions import tests_of
from vetter.language.operators import UNKNOWN_TESTS
from vetter.solver.limits import BeyondSolver
from vetter.solver.results import Proof

SECONDS = 10.0
TOGETHER = 5
"""How many sets of rules are shown that change a verdict only together."""


def compare(
    old: Side,
    new: Side,
    seconds: float = SECONDS,
    progress: Callable[[str], None] = lambda doing: None,
) -> Comparison:
    """Compare two rulebooks; see `Comparison`.

    Each question has so many seconds. `progress` is told the rule that is looked at. Raises
    `InvalidInput` when one of the rulebooks says what has no formula.
    """
    found = differing(old.rulebook, new.rulebook)
    causes = Causes(old.rulebook, new.rulebook, found)
    bare = Comparison(old.edition, new.edition, found, Proof.NO)
    if not causes.rules:
        return bare
    try:
        both = Both(old.rulebook, new.rulebook, causes)
    except BeyondSolver as error:
        raise _beyond(error) from None
    return _Comparing(
        both, (Forward(old.rulebook), Forward(new.rulebook)), causes, seconds
    ).compare(bare, progress)


class _Comparing:
    """The questions of one comparison."""

    def __init__(
        self, both: Both, engines: tuple[Forward, Forward], causes: Causes, seconds: float
    ) -> None:
        self._both, self._causes, self._engines = both, causes, engines
        self._prover = Prover(both, engines, seconds)
        self._shrinker = Shrinker(both, engines)

    def compare(self, bare: Comparison, progress: Callable[[str], None]) -> Comparison:
        """Return a comparison: first of all projects, then rule by rule."""
        both = self._both
        bare = bare._replace(
            one_sided=both.one_sided,
            apart=tuple(sorted(both.apart)),
            left_out=both.left_out,
            unheard=tuple(one for one in both.roots if self._asks_unknown(one)),
        )
        progress("all projects")
        whole = {direction: self._prover.ask(direction) for direction in (WORSE, BETTER)}
        if all(one.answer is Proof.NO for one in whole.values()):
            return bare._replace(quiet=both.roots)
        directions = [one for one in (WORSE, BETTER) if whole[one].answer is not Proof.NO]
        groups: list[Behind] = []
        quiet: list[str] = []
        for rule in both.roots:
            progress(rule)
            group = self._behind((rule,), directions)
            if group.worse is group.better is Proof.NO:
                quiet.append(rule)
            else:
                groups.append(group)
        progress("rules together")
        more, traced = self._together(groups, directions)
        groups += more
        answers = [one.answer for one in whole.values()]
        if any(one.projects for one in groups) or Proof.YES in answers:
            changes, why = Proof.YES, ""
        else:
            changes = Proof.OPEN
            why = next(one.why_open for one in whole.values() if one.answer is Proof.OPEN)
        traced = traced and all(Proof.OPEN not in (one.worse, one.better) for one in groups)
        return bare._replace(
            changes=changes, groups=tuple(groups), quiet=tuple(quiet), traced=traced, why_open=why
        )

    def _behind(self, rules: tuple[str, ...], directions: Collection[str]) -> Behind:
        """Return what rules do to verdicts where no other rule that differs does something else."""
        answers = dict.fromkeys((WORSE, BETTER), Proof.NO)
        projects: list[Smallest] = []
        why = ""
        for direction in directions:
            found = self._prover.ask(direction, self._both.only(rules))
            answers[direction] = found.answer
            why = why or found.why_open
            if found.whole is not None:
                projects.append(self._shrinker.smallest(found.whole, direction, rules))
        return self._group(rules, answers, projects, why)

    def _group(
        self,
        rules: tuple[str, ...],
        answers: dict[str, Proof],
        projects: list[Smallest],
        why: str,
    ) -> Behind:
        differ: dict[tuple[str, str], Differing] = {}
        titles = []
        for one in rules:
            differ.update({(each.kind, each.name): each for each in self._causes.own(one)})
            for book in (engine.rulebook for engine in reversed(self._engines)):
                rule = book.rule(one)
                if rule is not None:
                    titles.append(plain_text(rule.title, book.vocabulary))
                    break
        return Behind(
            rules,
            tuple(titles),
            tuple(differ.values()),
            answers[WORSE],
            answers[BETTER],
            tuple(projects),
            why,
        )

    def _together(
        self, alone: list[Behind], directions: Collection[str]
    ) -> tuple[list[Behind], bool]:
        """Return sets of rules that change a verdict though none of them does alone.

        Also returns whether there are no more of them.
        """
        both, logic = self._both, self._both.logic
        able = {rule for one in alone if one.projects for rule in one.rules}
        left = [rule for rule in both.roots if rule not in able]
        wanted = [logic.no(both.differs(rule)) for rule in sorted(able)]
        groups: list[Behind] = []
        for direction in directions:
            while True:
                found = self._prover.ask(direction, *wanted)
                if found.whole is None:
                    if found.answer is Proof.OPEN:
                        return groups, False
                    break
                if len(groups) == TOGETHER:
                    return groups, False
                rules, found_whole = self._fewest(found.whole, left, direction)
                groups.append(self._set(rules, direction, found_whole))
                # Whatever takes more rules than these is no news.
                wanted.append(logic.some([logic.no(both.differs(rule)) for rule in rules]))
        return groups, True

    def _fewest(
        self, whole: Whole, among: list[str], direction: str
    ) -> tuple[tuple[str, ...], Whole]:
        """Return rules none of which a turn of the verdict can do without, and a project."""
        rules = self._acting(whole, among)
        for one in rules:
            fewer = tuple(rule for rule in rules if rule != one)
            found = self._prover.ask(direction, self._both.only(fewer))
            if found.whole is not None:
                rules, whole = fewer, found.whole
        return rules, whole

    def _set(self, rules: tuple[str, ...], direction: str, whole: Whole) -> Behind:
        answers = dict.fromkeys((WORSE, BETTER), Proof.NO)
        answers[direction] = Proof.YES
        small = self._shrinker.smallest(whole, direction, rules)
        return self._group(rules, answers, [small], "")

    def _acting(self, whole: Whole, among: list[str]) -> tuple[str, ...]:
        runs = []
        for at, facts in ((0, whole.old), (1, whole.new)):
            project = self._shrinker.project(at, facts)
            assert project is not None
            runs.append(self._engines[at].run(project.states))
        acting = self._shrinker.acting(runs)
        return tuple(rule for rule in among if rule in acting)

    def _asks_unknown(self, rule_id: str) -> bool:
        """Whether a rule asks if something is unknown, which no complete project answers."""
        rules = [engine.rulebook.rule(rule_id) for engine in self._engines]
        return any(
            test.operator.sign in UNKNOWN_TESTS
            for rule in rules
            if rule is not None
            for condition in rule.conditions()
            for test in tests_of(condition)
        )


def _beyond(error: BeyondSolver) -> InvalidInput:
    message = f"nothing can be proved of these rulebooks: {'; '.join(error.reasons)}"
    help = "`vetter rules impact` shows what the difference does to stored projects."
    return InvalidInput([Problem("no-formula", message, Location("the rulebooks"), help)])
