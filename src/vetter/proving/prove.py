"""All that is looked for, and the faults that stand with a reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from random import Random

from vetter.engine.forward import Forward
from vetter.engine.results import Run
from vetter.proving.firing import exceptions, never_fires
from vetter.proving.looked import Looked
from vetter.proving.opposites import opposites
from vetter.proving.prover import SECONDS, Prover
from vetter.proving.results import KINDS, Fault, Report
from vetter.proving.stated import alike, in_order, unused
from vetter.proving.subsumed import subsumed
from vetter.proving.worsens import worsens
from vetter.rulebook.claims import Accepted
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.scenarios.space import Space

DRAWN = 300
"""How many projects are drawn to see at once what is not so; the solver is asked of the rest."""


def _nothing(kind: str) -> None:
    """Tell nobody."""


def prove(
    forward: Forward,
    seconds: float = SECONDS,
    progress: Callable[[str], None] = _nothing,
    kinds: Collection[str] = tuple(KINDS),
) -> Report:
    """Return the faults of some kinds of the rulebook of `forward`.

    Each question takes `seconds` at most. `progress` is told each kind as its search begins. Raises
    `BeyondSolver` when the rulebook says what no formula can.
    """
    rulebook = forward.rulebook
    prover = Prover(forward, seconds)
    dead: set[str] = set()
    searches: dict[str, Callable[[], Looked]] = {
        "never-fires": lambda: never_fires(prover),
        "subsumed": lambda: subsumed(prover, _without(rulebook, dead), list(_drawn(forward))),
        "exception": lambda: exceptions(prover, _without(rulebook, dead)),
        "opposites": lambda: opposites(prover),
        "unused": lambda: unused(rulebook),
        "alike": lambda: alike(rulebook),
        "order": lambda: in_order(rulebook),
        "worsens": lambda: worsens(forward, seconds),
    }
    reasons = {(one.fault, one.about): one for one in rulebook.claims.accepted}
    faults: list[Fault] = []
    counts = []
    for kind in KINDS:
        if kind not in kinds:
            continue
        progress(kind)
        looked = searches[kind]()
        if kind == "never-fires":  # of what never fires nothing else need be said
            dead.update(fault.about for fault in looked.faults)
        counts.append(looked.count())
        for fault in looked.faults:
            accepted = reasons.get((fault.kind, fault.about))
            faults.append(fault._replace(because=accepted.because) if accepted else fault)
    found = {(fault.kind, fault.about) for fault in faults}
    left_open = {(one.kind, name.split()[0]) for one in counts for name in one.open}
    needless = [
        _needless(one)
        for key, one in reasons.items()
        if one.fault in kinds and key not in found and key not in left_open
    ]
    return Report(tuple(faults), tuple(counts), tuple(needless))


def _without(rulebook: Rulebook, dead: Collection[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rulebook.rules if rule.id not in dead)


def _needless(accepted: Accepted) -> Fault:
    return Fault(
        accepted.fault, accepted.about,
        f"the reason `{accepted.id}` stands for no fault: there is none of kind "
        f"`{accepted.fault}` about `{accepted.about}`",
        "Remove it from knowledge/claims.yaml.", accepted.location,
    )  # fmt: skip


def _drawn(forward: Forward) -> Iterator[Run]:
    """Yield runs of projects drawn from all that the rulebook leaves possible."""
    facts = forward.rulebook.vocabulary.facts
    space = Space(
        forward.rulebook, {path: None for path, spec in facts.items() if spec.computed is None}
    )
    random = Random(1)
    for _ in range(DRAWN):
        scenario = space.draw(random)
        if scenario is None:
            return
        yield forward.run(space.states(scenario))
