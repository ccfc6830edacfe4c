"""The open questions in words: which to ask first, and what hangs on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vetter.base.suggest import listed
from vetter.base.wording import among, capital, counted, sentence
from vetter.memo.answers.parts import MOST_NAMES, MOST_ROWS, NOT_PROVED, Row, Section, Table
from vetter.whatif.results import ALONE, IRRELEVANT, WITH_OTHERS, Outcome, Unknowns


def tell_unknowns(answer: Unknowns) -> Section | None:
    """Return what is said of the open questions; nothing when none is open."""
    if not answer.ranked:
        return None
    title = "Which open question matters"
    idle = [one.fact.label for one in answer.ranked if one.weight == IRRELEVANT]
    rest = [one for one in answer.ranked if one.weight != IRRELEVANT]
    after = []
    if len(rest) > MOST_ROWS:
        after.append(f"And {counted(len(rest) - MOST_ROWS, 'question')} more.")
    if idle:
        if not rest:
            said = "No answer to any open question can change the verdict (proved)."
            return Section("unknowns", title, (said,))
        lead = f"{capital(counted(len(idle), 'question'))} can change no verdict (proved)"
        lead += ", so do not bother to find out"
        after.append(f"{lead}: {among(idle, MOST_NAMES)}.")
    rows = tuple(
        Row(
            (
                one.fact.label,
                one.answered_by or "anyone",
                weight_words(one.weight, outcomes_words(one.outcomes)),
            )
        )
        for one in rest[:MOST_ROWS]
    )
    table = Table("", ("Question", "Who can answer", "What hangs on it"), rows)
    return Section("unknowns", title, tuple(ask_first(answer)), (table,), tuple(after))


def ask_first(answer: Unknowns) -> Iterator[str]:
    """Yield which question to ask first, and what its answer leaves."""
    first = next((one for one in answer.ranked if one.fact.path == answer.ask_next), None)
    if first is None:
        if any(one.weight != IRRELEVANT for one in answer.ranked):
            yield sentence(answer.why)
        return
    who = f" ({first.answered_by})" if first.answered_by else ""
    yield f"Ask first: {first.question}{who}"
    yield sentence(answer.why)


def outcomes_words(outcomes: Iterable[Outcome]) -> str:
    """Return what each answer leaves: `yes → go; no → go or no-go`."""
    told = []
    for one in outcomes:
        left = listed(one.left) if one.left else "no project"
        told.append(f"{one.shown} → {left}")
    return "; ".join(told)


def weight_words(weight: str, outcomes: str) -> str:
    """Return what hangs on a question, from its weight and what its answers leave."""
    if weight == ALONE:
        return f"decides alone: {outcomes}"
    if weight == WITH_OTHERS:
        return f"decides with others: {outcomes}" if outcomes else "decides with others"
    return NOT_PROVED
