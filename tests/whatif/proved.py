"""What tests of proved answers share: cases with a solver, and scenarios as brute force."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random

from tests.engine.small import concern, rule, rulebook, verdict
from tests.generators.pick import Pick
from tests.generators.projects import Answer, FactFile, draw_fact_file
from tests.generators.vocabulary import COLORS, LEVELS
from tests.generators.yaml_text import Flow
from vetter.assessment.assess import assess
from vetter.engine.forward import Forward
from vetter.engine.reference import evaluate
from vetter.facts.states import Project
from vetter.language.types import QUALITY
from vetter.language.writing import Written
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.scenarios.space import Space, domains_of
from vetter.solver.solve import Solver
from vetter.whatif.case import Case
from vetter.whatif.variants import Quick


class Desk:
    """A rulebook with its engines, to make cases of its projects."""

    def __init__(self, rulebook: Rulebook, seconds: float = 10) -> None:
        self.rulebook, self.seconds = rulebook, seconds
        self.forward = Forward(rulebook)
        self.solver = Solver(self.forward, seconds)
        self.quick = Quick(rulebook)

    def case(self, project: Project) -> Case:
        assessed = assess(self.forward, project, "2026-11-24", "0")
        return Case(self.forward, self.solver, assessed, self.seconds, self.quick)


def agrees(whole: Project, wanted: Project, paths: Collection[str], open_facts: set[str]) -> bool:
    """Return whether a complete project has these facts as another one has them.

    Of a quality nothing is said unless its metric is one of them too, or was never open.
    """
    for path in paths:
        now, said = whole.states[path], wanted.states[path]
        metric = said.spec.type.metric_of
        if said.spec.type.kind == QUALITY and metric in open_facts and metric not in paths:
            continue
        if now.known and (now.value != said.value or now.metric is not said.metric):
            return False
    return True


def scenario_verdicts(
    rulebook: Rulebook, project: Project, kept: Collection[str], cap: int
) -> set[str] | None:
    """Return the verdicts of all scenarios that keep these facts; None if it is not exact, or long.

    Each scenario is a complete project, and the reference evaluator runs it.
    """
    domains = domains_of(project.states, frozenset(project.states) - frozenset(kept))
    space = Space(rulebook, domains)
    if not space.exact or space.count is None or space.count > cap:
        return None
    found = set()
    for scenario in space.scenarios():
        run = evaluate(rulebook, space.states(scenario))
        found.add(VERDICTS[run.readings[VERDICT].standing])
    return found


def answered(file: FactFile, said: Mapping[str, Written]) -> dict[str, Answer]:
    """Return the answers of a fact file with others beside them or in their place."""
    more = {path: Flow(one) if isinstance(one, list) else one for path, one in said.items()}
    return {**file.answers, **more}


FEW_FACTS = (
    "plan.ready", "plan.urgent", "plan.color", "plan.shade", "plan.support", "plan.backing",
    "plan.items", "plan.spare",
)  # fmt: skip
"""Facts of few values, so that all completions can be looked at."""


def small_case(seed: int, files: int) -> tuple[Rulebook, list[FactFile], Random]:
    """Draw a rulebook whose rules ask for two or three facts each, and fact files."""
    random = Random(seed)
    facts = {path: {} for path in FEW_FACTS}
    chosen = [
        rule(f"rule-{place}", {kind: _sentences(random)}, *then)
        for place, (kind, then) in enumerate(
            (
                ("all", [verdict("no-go")]),
                ("all", [verdict("no-go")]),
                ("any", [verdict("go with conditions")]),
                ("all", [verdict("go with conditions")]),
                ("all", [concern("blocker"), verdict("no-go")]),
            )
        )
    ]
    book = rulebook(facts, *chosen)
    pick = Pick.from_random(random)
    return book, [draw_fact_file(pick, book) for _ in range(files)], random


def _sentences(random: Random) -> list[str]:
    every = [
        f"plan.ready is {random.choice(('yes', 'no'))}",
        f"plan.urgent is {random.choice(('yes', 'no'))}",
        f"plan.color is{random.choice(('', ' not'))} {random.choice(COLORS)}",
        f"plan.shade is {random.choice(COLORS)}",
        "plan.color is plan.shade",
        f"plan.support {random.choice(('>=', '<'))} {random.choice(LEVELS)}",
        f"plan.backing {random.choice(('>=', '<='))} plan.support",
        f"plan.items {random.choice(('>', '<='))} plan.spare",
    ]
    return random.sample(every, random.choice((2, 2, 3)))
