"""The answers in words: which sections there are, and the verdicts that are possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from vetter.base.suggest import listed
from vetter.base.wording import counted, number_word
from vetter.memo.answers.parts import MOST_ROWS, NOT_PROVED, Row, Section, Table
from vetter.memo.answers.plans import come_out, tell_change
from vetter.memo.answers.questions import tell_unknowns
from vetter.memo.answers.single import (
    says_no_more,
    tell_basis,
    tell_evidence,
    tell_tipping,
    tell_watch,
)
from vetter.solver.results import Proof
from vetter.whatif.results import Verdicts, Way, WhatIf


def sections_of(whatif: WhatIf, leave: Iterable[str] = ()) -> list[Section]:
    """Return a section for each answer that says something, but none for those in `leave`.

    Where there is more than one answer long tables are cut.
    """
    turns = whatif.watch.turns if whatif.watch and "watch" not in leave else ()
    watched = frozenset(one.fact.path for one in turns)
    tellers: dict[str, Callable[..., Section | None]] = {
        "verdicts": _verdicts,
        "change": tell_change,
        "watch": tell_watch,
        "basis": partial(tell_basis, shown=whatif.shown, watched=watched),
        "tipping": tell_tipping,
        "unknowns": tell_unknowns,
        "evidence": tell_evidence,
    }
    answers = {name: getattr(whatif, name) for name in tellers if name not in leave}
    if whatif.verdicts and whatif.basis and says_no_more(whatif.basis, whatif.shown):
        answers["basis"] = None
    given = [name for name, answer in answers.items() if answer is not None]
    found = [tellers[name](answers[name]) for name in given]
    told = [one for one in found if one is not None]
    return told if len(given) == 1 else [_cut(one) for one in told]


def _cut(section: Section) -> Section:
    """Return a section whose tables are short enough to stand among others."""
    tables = []
    for table in section.tables:
        rest = len(table.rows) - MOST_ROWS
        said = (f"And {number_word(rest)} more, which `--only {section.name}` shows.",)
        kept = table._replace(rows=table.rows[:MOST_ROWS], after=(*said, *table.after))
        tables.append(kept if rest > 1 else table)
    return section._replace(tables=tuple(tables))


def not_exact(whatif: WhatIf, sections: Iterable[Section]) -> list[str]:
    """Return a sentence for the facts that may have kept an answer from being found.

    What was proved is exact with them too, so there is none where nothing was left open.
    """
    if not any(NOT_PROVED in one.everything for one in sections):
        return []
    reasons: dict[str, list[str]] = {}
    for path, why in whatif.not_exact:
        reasons.setdefault(why, []).append(path)
    return [f"Not exact: {listed(paths, joiner='and')}: {why}." for why, paths in reasons.items()]


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
        first = come_out(way.answers[:MOST_TOLD])
        rest = len(way.answers) - MOST_TOLD
        said = f"for instance if {first}"
        if rest > 0:
            said += f", with {counted(rest, 'more answer')}"
        return said if way.minimal else f"{said} (fewer may do)"
    if way.witness is None or not way.witness.answered:
        return "as it stands"
    return f"with answers to {counted(len(way.witness.answered), 'open question')} together"
