"""The open questions in words: which to ask first, and what hangs on each."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.base.suggest import listed
from vetter.base.wording import among, capital, counted, sentence
from vetter.memo.answers.parts import MOST_NAMES, NOT_PROVED, Row, Section, Table
from vetter.whatif.results import ALONE, IRRELEVANT, WITH_OTHERS, Unknown, Unknowns


def tell_unknowns(answer: Unknowns) -> Section | None:
    """Return what is said of the open questions; nothing when none is open."""
    if not answer.ranked:
        return None
    title = "Which open question matters"
    idle = [one.fact.label for one in answer.ranked if one.weight == IRRELEVANT]
    rest = [one for one in answer.ranked if one.weight != IRRELEVANT]
    after = []
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
                hangs_on(one, answer),
            )
        )
        for one in rest
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


def hangs_on(unknown: Unknown, answer: Unknowns) -> str:
    """Return what hangs on a question: its weight, and what each of its answers leaves."""
    if unknown.weight not in (ALONE, WITH_OTHERS):
        return NOT_PROVED
    # An answer that excludes no verdict has nothing to be told.
    told = [
        f"{one.shown} → {listed(one.left) or 'no project'}"
        for one in unknown.outcomes
        if one.left != answer.reachable
    ]
    return f"decides {unknown.weight}{': ' if told else ''}{'; '.join(told)}"
