"""The test of all rules of a rulebook: examples, what they show, and mutants."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from vetter.base.problems import Problem
from vetter.base.sources import Source
from vetter.harness.cases import FIRES, Case, Desk, Told, given_by, holds, told
from vetter.harness.coverage import Point, points_of, sentence_ends
from vetter.harness.mutants import Mutant, mutants_of
from vetter.harness.results import Failure, Gap, Proposal, Results, Row, Survivor, Tested
from vetter.harness.trials import Trials, paste
from vetter.rulebook.pack import Pack
from vetter.rulebook.rulebook import Rulebook, rulebook_of
from vetter.rulebook.rules import Example, Rule
from vetter.rulebook.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from vetter.harness.equivalent import Sameness

NO_SOLVER = 'z3 is not installed (`pip install "vetter[whatif]"`)'


def run_tests(
    packs: Sequence[Pack],
    only: Collection[str] = (),
    mutate: bool = True,
    top_alone: bool = False,
) -> Results:
    """Test the rules of packs laid over one another, each on the rulebook that its author saw.

    `only` names the rules wanted, all by default; with `top_alone` only those in the files of the
    uppermost pack are. Raises `InvalidPack`.
    """
    tested: list[Tested] = []
    unproved = ""
    names = ""
    for height, pack in enumerate(packs, start=1):
        rulebook = rulebook_of(*packs[:height])
        names = " + ".join(f"{one.name} {one.version}" for one in rulebook.packs)
        if top_alone and height < len(packs):
            continue
        tester = _Tester(rulebook, mutate)
        unproved = unproved or tester.unproved
        sources = {source.path: source for source in pack.files.values()}
        for rule in rulebook.every_rule:
            source = sources.get(rule.location.path)
            if source is not None and (not only or rule.id in only):
                tested.append(tester.test(rule, source))
    return Results(names, tuple(sorted(tested, key=lambda one: one.rule)), mutate, unproved)


class _Tester:
    """Tests rules of one rulebook."""

    def __init__(self, rulebook: Rulebook, mutate: bool) -> None:
        self.rulebook, self.mutate = rulebook, mutate
        self.desk = Desk(rulebook)
        self.unproved = ""
        # Nobody adds examples to a rule that is given up or switched off.
        self._tried = {rule.id for rule in (*rulebook.rules, *rulebook.drafts)}
        self._sameness: Sameness | None = None
        if mutate:
            self._prepare_proofs()

    def _prepare_proofs(self) -> None:
        if find_spec("z3") is None:
            self.unproved = NO_SOLVER
            return
        from vetter.harness.equivalent import Sameness
        from vetter.solver.limits import BeyondSolver

        try:
            self._sameness = Sameness(self.rulebook)
        except BeyondSolver as error:
            self.unproved = f"the rulebook has no formula: {error}"

    def test(self, rule: Rule, source: Source) -> Tested:
        """Return what a test of one rule finds."""
        failures, cases = self._examples(rule, source)
        if rule.id not in self._tried:
            return Tested(rule.id, source.path, len(rule.examples), tuple(failures), 0, ())
        mutants = mutants_of(rule, self.rulebook.vocabulary)
        done = [case.told(rule) for case in cases]
        points = list(points_of(rule, mutants, self.rulebook.vocabulary))
        lacking = [
            point for point in points
            if not any(point.shows(case, what) for case, what in zip(cases, done, strict=True))
        ]  # fmt: skip
        alive = [one for one in mutants if not _killed(one, cases)] if self.mutate else []
        # What is the same in firing and severity can still differ in what is pending.
        same = [self._same(rule, mutant) for mutant in alive]
        in_pairs = bool(lacking) or not all(same)
        search = _Search(rule, Trials(self.desk, rule, cases, source, in_pairs))
        gap_proposals, proposals = search.find(lacking, alive)
        gaps = [
            Gap(point.kind, point.words, proposal)
            for point, proposal in zip(lacking, gap_proposals, strict=True)
        ]
        survivors, equivalent = [], 0
        for mutant, proposal, proved in zip(alive, proposals, same, strict=True):
            if proposal is None and proved:
                equivalent += 1
            else:
                survivors.append(Survivor(mutant.kind, mutant.words, mutant.location, proposal))
        return Tested(
            rule.id, source.path, len(rule.examples), tuple(failures), len(points), tuple(gaps),
            len(mutants) if self.mutate else 0, equivalent, tuple(survivors),
        )  # fmt: skip

    def _same(self, rule: Rule, mutant: Mutant) -> bool:
        return self._sameness is not None and self._sameness.same(rule, mutant.rule)

    def _examples(self, rule: Rule, source: Source) -> tuple[list[Failure], list[Case]]:
        failures: list[Failure] = []
        cases: list[Case] = []
        for example in rule.examples:
            state, problems = self.desk.examples.run(rule, example, source)
            case = self.desk.settled(rule, given_by(example), source, example)
            if state is None or not isinstance(case, Case):
                failures.append(_unusable(example, problems))
                continue
            what = told(state)
            if holds(example, what):
                cases.append(case)
            else:
                failures.append(self._failure(rule, example, case, what))
        return failures, cases

    def _failure(self, rule: Rule, example: Example, case: Case, what: Told) -> Failure:
        rows = []
        for part, test, end in sentence_ends(rule, case):
            named = [test.fact, *(one.fact for one in test.operands if one.fact)]
            value = ", ".join(self._shown(path, case) for path in named)
            rows.append(Row(part, test.sentence, value, end))
        expected = _said(example.expects, example.softened_to)
        got = _said(what.does, what.severity if example.softened_to else "")
        return Failure(example.location, expected, got, tuple(rows))

    def _shown(self, path: str, case: Case) -> str:
        reading = case.readings.get(path)
        if reading is not None:
            spec = self.rulebook.vocabulary.derived[path]
            return str(reading.standing) if spec.counter else spec.type.names[reading.standing]
        state = case.states[path]
        return state.shown or state.status.value


def _said(does: str, severity: str) -> str:
    return f"{does} as {severity}" if severity else does


def _unusable(example: Example, problems: Sequence[Problem]) -> Failure:
    expected = _said(example.expects, example.softened_to)
    return Failure(example.location, expected, "cannot be run", (), tuple(problems))


def _killed(mutant: Mutant, cases: Sequence[Case]) -> bool:
    return any(
        case.example is not None and not holds(case.example, case.told(mutant.rule))
        for case in cases
    )


class _Search:
    """Looks for examples that show what lacks."""

    def __init__(self, rule: Rule, trials: Trials) -> None:
        self.rule, self.trials = rule, trials

    def find(
        self, lacking: Sequence[Point], alive: Sequence[Mutant]
    ) -> tuple[list[Proposal | None], list[Proposal | None]]:
        """Return an example for each point that lacks, and for each mutant that is alive."""
        points: list[Proposal | None] = [None] * len(lacking)
        mutants: list[Proposal | None] = [None] * len(alive)
        good: set[int] = set()
        if not lacking and not alive:
            return points, mutants
        for case in self.trials:
            what = case.told(self.rule)
            made: Callable[[], Proposal] = lambda: self._proposal(case, what)  # noqa: B023, E731
            for place, mutant in enumerate(alive):
                if mutants[place] is None and case.told(mutant.rule) != what:
                    mutants[place] = made()
            for place, point in enumerate(lacking):
                if place in good or case.example is not None or not point.shows(case, what):
                    continue
                if point.better is None or point.better(case, what):
                    good.add(place)
                    points[place] = made()
                elif points[place] is None:
                    points[place] = made()
            if len(good) == len(lacking) and None not in mutants:
                break
        return points, mutants

    def _proposal(self, case: Case, what: Told) -> Proposal:
        severity = what.severity if what.does == FIRES and what.severity in SEVERITIES else ""
        beside = case.example.location.line if case.example is not None else 0
        return Proposal(what.does, paste(case.given), severity, beside)
