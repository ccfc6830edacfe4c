"""The answers in words: the verdicts that are possible, and what would bring a better one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from vetter.base.suggest import listed
from vetter.base.wording import capital, counted, number_word
from vetter.memo.answers.parts import MOST_NAMES, NOT_PROVED, Row, Section, Table
from vetter.memo.answers.questions import tell_unknowns
from vetter.memo.answers.single import tell_basis, tell_evidence, tell_tipping, tell_watch
from vetter.solver.results import Proof
from vetter.whatif.results import Change, Fact, Plan, Value, Verdicts, Way, WhatIf


def sections_of(whatif: WhatIf, leave: Iterable[str] = ()) -> list[Section]:
    """Return a section for each answer that says something, but none for those in `leave`."""
    turns = whatif.watch.turns if whatif.watch and "watch" not in leave else ()
    watched = frozenset(one.fact.path for one in turns)
    tellers: dict[str, Callable[..., Section | None]] = {
        "verdicts": _verdicts,
        "change": _change,
        "watch": tell_watch,
        "basis": partial(tell_basis, shown=whatif.shown, watched=watched),
        "tipping": tell_tipping,
        "unknowns": tell_unknowns,
        "evidence": tell_evidence,
    }
    found = []
    for name, tell in tellers.items():
        answer = getattr(whatif, name)
        if answer is not None and name not in leave:
            found.append(tell(answer))
    return [one for one in found if one is not None]


def not_exact(whatif: WhatIf) -> list[str]:
    """Return a sentence for each fact of which an answer may be missed."""
    return [f"Not exact: {path}: {why}." for path, why in whatif.not_exact]


MOST_TOLD = 4
"""How many answers that bring a verdict are told; JSON has them all."""


def _verdicts(answer: Verdicts) -> Section:
    ways = [one for one in answer.ways if one.reachable is not Proof.NO]
    never = [one.verdict for one in answer.ways if one.reachable is Proof.NO]
    said = [settled_words(answer)]
    rows = tuple(Row((one.verdict, _how(one))) for one in ways)
    if answer.settled is Proof.YES or (answer.always and len(ways) == 1):
        return Section("verdicts", "Verdicts that are still possible", tuple(said))
    after = [f"Proved impossible, whatever the answers: {listed(never)}."] if never else []
    return Section(
        "verdicts",
        "Verdicts that are still possible",
        tuple(said),
        (Table("", ("Verdict", "Comes about"), rows),),
        tuple(after),
    )


def settled_words(answer: Verdicts) -> str:
    """Return whether a verdict is settled, as one or two sentences."""
    proved = [one.verdict for one in answer.ways if one.reachable is Proof.YES]
    others = [one for one in proved if one != answer.shown]
    if answer.settled is Proof.YES:
        return f"Settled: no answer to an open question can change {answer.shown} (proved)."
    if answer.always:
        return (
            f"The verdict shown is {answer.shown}, but every way of answering the open questions "
            f"gives {answer.always} (proved)."
        )
    if answer.settled is Proof.NO and others:
        said = f"Not settled: answers to open questions can still bring {listed(others)}."
        reached = next((one for one in answer.ways if one.verdict == answer.shown), None)
        if reached is not None and reached.reachable is Proof.NO:
            said += f" None of them gives {answer.shown} itself."
        return said
    return f"Whether the verdict is settled was {NOT_PROVED}."


def _how(way: Way) -> str:
    if way.reachable is Proof.OPEN:
        return f"{NOT_PROVED}{f': {way.why_open}' if way.why_open else ''}"
    if way.answers:
        first = _come_out(way.answers[:MOST_TOLD])
        rest = len(way.answers) - MOST_TOLD
        said = f"for instance if {first}"
        if rest > 0:
            said += f", with {counted(rest, 'more answer')}"
        return said if way.minimal else f"{said} (fewer may do)"
    if way.witness is None or not way.witness.answered:
        return "as it stands"
    return f"with answers to {counted(len(way.witness.answered), 'open question')} together"


def _come_out(values: Sequence[Value]) -> str:
    """Return values that facts must come to: `a is yes and b is at least 3`."""
    return listed([f"{one.label} is {one.shown}" for one in values], MOST_NAMES, "and")


def _change(answer: tuple[Change, ...]) -> Section | None:
    if not answer:
        return None
    said: list[str] = []
    tables: list[Table] = []
    for one in answer:
        if one.possible is Proof.YES and one.plans:
            tables += [_plan(one, plan, place) for place, plan in enumerate(one.plans, start=1)]
        elif one.possible is Proof.NO:
            tables.append(_core(one))
        else:
            why = f": {one.why_open}" if one.why_open else ""
            said.append(f"Whether any change would bring {one.goal} was {NOT_PROVED}{why}.")
    return Section("change", "What would bring a better verdict", tuple(said), tuple(tables))


def _plan(change: Change, plan: Plan, place: int) -> Table:
    many = len(change.plans)
    title = capital(change.goal) if many == 1 else f"{capital(change.goal)}, way {place} of {many}"
    rows = tuple(
        Row(
            (
                one.value.label,
                one.value.before or ("to be decided" if one.decided else "open"),
                f"→ {one.value.shown}",
                one.effort,
            ),
            one.value.path,
        )
        for one in plan.moves
    )
    after = []
    if plan.needs:
        lead = (
            "It must also turn out that" if rows else "Nothing has to change; it must turn out that"
        )
        after.append(f"{lead} {_come_out(plan.needs)}.")
    if plan.verdict != change.goal:
        after.append(f"This brings even {plan.verdict}.")
    if not plan.minimal:
        after.append(f"That nothing easier would do was {NOT_PROVED}.")
    elif place == 1:
        after.append("Proved: nothing easier brings it.")
    else:
        after.append("Proved: nothing easier brings it but the ways above.")
    return Table(title, ("Change", "From", "To", "How hard"), rows, tuple(after))


def _core(change: Change) -> Table:
    title = f"{capital(change.goal)}: no change of what can be changed brings it"
    if not change.core:
        return Table(f"{title}, whatever is stated", ("Fact", "Stated"), ())
    after = () if change.core_minimal else (f"That all of them are needed was {NOT_PROVED}.",)
    number = len(change.core)
    holds = "this holds" if number == 1 else f"these {number_word(number)} hold"
    return Table(f"{title} as long as {holds}", ("Fact", "Stated"), _stated(change.core), after)


def _stated(facts: Iterable[Fact]) -> tuple[Row, ...]:
    return tuple(Row((one.label, one.shown or "open"), one.path, one.line) for one in facts)
