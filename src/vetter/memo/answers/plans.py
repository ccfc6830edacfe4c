"""What would bring a better verdict, in words: plans, or what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.base.suggest import listed
from vetter.base.wording import among, capital, counted, number_word
from vetter.memo.answers.parts import MOST_NAMES, NOT_PROVED, Row, Section, Table
from vetter.solver.results import Proof
from vetter.whatif.results import Change, Move, Plan, Value

MANY = 4
"""From so many changes on, a plan that shares most of them with the first tells only the others."""


def tell_change(answer: tuple[Change, ...]) -> Section | None:
    """Return what would bring each better verdict; nothing where none is better."""
    if not answer:
        return None
    said: list[str] = []
    tables: list[Table] = []
    for one in answer:
        if one.possible is Proof.YES and one.plans:
            tables += [_plan(one, plan, place) for place, plan in enumerate(one.plans, start=1)]
            if one.why_open:
                said.append(f"The search for more ways to {one.goal} ended early: {one.why_open}.")
        elif one.possible is Proof.NO:
            tables.append(_core(one))
        else:
            why = f": {one.why_open}" if one.why_open else ""
            said.append(f"Whether any change would bring {one.goal} was {NOT_PROVED}{why}.")
    return Section("change", "What would bring a better verdict", tuple(said), tuple(tables))


def _plan(change: Change, plan: Plan, place: int) -> Table:
    many = len(change.plans)
    title = capital(change.goal) if many == 1 else f"{capital(change.goal)}, way {place} of {many}"
    rows, like_first = _moves(change.plans[0], plan)
    after = [like_first] if like_first else []
    if plan.needs and place > 1 and plan.needs == change.plans[0].needs:
        after.append("The same must turn out.")
    elif plan.needs:
        lead = "It must also turn out that" if plan.moves else (
            "Nothing has to change; it must turn out that"
        )  # fmt: skip
        fewer = "" if plan.needs_minimal else " (fewer may do)"
        after.append(f"{lead} {come_out(plan.needs)}{fewer}.")
    if plan.to_answer:
        names = among([one.label for one in plan.to_answer], MOST_NAMES)
        after.append(f"To be answered before the memo shows it, whatever the answers: {names}.")
    if plan.verdict != change.goal:
        after.append(f"This brings even {plan.verdict}.")
    if not plan.minimal:
        after.append(f"That nothing easier would do was {NOT_PROVED}.")
    elif place == 1:
        after.append("Proved: nothing easier brings it.")
    else:
        after.append("Proved: nothing easier brings it but the ways above.")
    return Table(title, ("Change", "From", "To", "How hard"), rows, tuple(after))


def _moves(first: Plan, plan: Plan) -> tuple[tuple[Row, ...], str]:
    """Return the changes of a plan; of many that it shares with the first, only how many."""
    before = {(one.value.path, one.value.shown) for one in first.moves}
    shared = [one for one in plan.moves if (one.value.path, one.value.shown) in before]
    if plan is first or len(shared) < MANY or 2 * len(shared) < len(plan.moves):
        return tuple(_row(one) for one in plan.moves), ""
    here = {one.value.path for one in plan.moves}
    spared = [one.value.label for one in first.moves if one.value.path not in here]
    said = f"And {counted(len(shared), 'change')} of way 1"
    said += f", but not {among(spared, MOST_NAMES)}." if spared else "."
    return tuple(_row(one) for one in plan.moves if one not in shared), said


def _row(move: Move) -> Row:
    value = move.value
    before = value.before or ("to be decided" if move.decided else "open")
    return Row((value.label, before, f"→ {value.shown}", move.effort), value.path)


def _core(change: Change) -> Table:
    """Return the facts in whose presence no change brings a verdict."""
    title = f"{capital(change.goal)}: no change of what can be changed brings it"
    rows = tuple(Row((one.label, one.shown or "open"), one.path, one.line) for one in change.core)
    if not rows:
        return Table(f"{capital(change.goal)}: no project at all can have it", (), ())
    after = () if change.core_minimal else (f"That all of them are needed was {NOT_PROVED}.",)
    holds = "this holds" if len(rows) == 1 else f"these {number_word(len(rows))} hold"
    return Table(f"{title} as long as {holds}", ("Fact", "Stated"), rows, after)


def come_out(values: Sequence[Value]) -> str:
    """Return values that facts must come to: `a is yes and b is at least 3`."""
    return listed([f"{one.label} is {one.shown}" for one in values], MOST_NAMES, "and")
