"""Answers on single facts in words: what to watch, the basis, tipping points, evidence."""

from __future__ import annotations

from itertools import groupby

from vetter.assessment.model import VERDICT_ORDER
from vetter.base.suggest import listed
from vetter.base.wording import among, capital, counted, number_word
from vetter.memo.answers.parts import NOT_PROVED, Row, Section, Table
from vetter.solver.results import Proof
from vetter.whatif.results import Basis, Evidenced, TippingPoints, Turn, Watch

BEST, WORST = VERDICT_ORDER[0], VERDICT_ORDER[-1]
FEW = 5
"""How many numbers that tip nothing are named."""


def tell_watch(answer: Watch) -> Section | None:
    """Return which facts to watch; nothing when no fact could turn for the worse."""
    title = "What to watch"
    if not answer.turns:
        if not answer.tried or answer.shown == WORST:
            return None
        many = capital(counted(answer.tried, "known fact"))
        none = "It does not" if answer.tried == 1 else "None of them"
        said = f"{many} could turn for the worse. {none} worsen{'' if answer.tried == 1 else 's'}"
        return Section("watch", title, (f"{said} the verdict alone.",))
    rows = tuple(
        Row(
            (
                one.fact.label,
                one.fact.shown,
                _turns(one),
            ),
            one.fact.path,
            one.fact.line,
        )
        for one in answer.turns
    )
    number = len(rows)
    lead = "One fact alone would worsen the verdict" if number == 1 else (
        f"{capital(number_word(number))} facts would each worsen the verdict alone"
    )  # fmt: skip
    said = f"{lead} by a turn for the worse, all else the same."
    return Section("watch", title, (said,), (Table("", ("Fact", "Now", "If it becomes"), rows),))


def _turns(turn: Turn) -> str:
    """Return what each worse value brings, values that bring the same together."""
    groups = groupby(turn.turns, key=lambda one: one[1])
    return "; ".join(f"{listed([one for one, _ in same])} → {verdict}" for verdict, same in groups)


def tell_basis(answer: Basis, shown: str, watched: frozenset[str] = frozenset()) -> Section:
    """Return which facts force the verdict, or what would break a go that is `shown`.

    `watched` are facts that the reader knows already to worsen the verdict.
    """
    title = "What it rests on"
    if shown == BEST == answer.verdict:
        return _breakers(answer, title, watched)
    if answer.forced is Proof.OPEN:
        why = f": {answer.why_open}" if answer.why_open else ""
        return Section("basis", title, (f"What {answer.verdict} rests on was {NOT_PROVED}{why}.",))
    counted_in = answer.verdict if answer.verdict in (BEST, WORST) else f"{answer.verdict} or worse"
    if answer.forced is Proof.NO:
        said = f"The known facts alone do not force {counted_in}"
        if answer.otherwise is not None:
            said += f": answers to open questions can still bring {answer.otherwise.verdict}"
        return Section("basis", title, (f"{said}.",))
    if not answer.grounds:
        return Section("basis", title, (f"Every project gets {counted_in} here (proved).",))
    number = len(answer.grounds)
    these = "This one fact forces" if number == 1 else f"These {number_word(number)} facts force"
    said = f"{these} {counted_in}, whatever all other facts are (proved)."
    if answer.smallest is Proof.YES:
        said += " No smaller set of facts does." if number > 1 else ""
    elif answer.minimal:
        said += " None of them can be left out; another set may be smaller."
    else:
        said += f" That none of them can be left out was {NOT_PROVED}."
    rows = tuple(
        Row(
            (
                one.fact.label,
                one.fact.shown,
                f"{one.without.verdict} can come about" if one.without else NOT_PROVED,
            ),
            one.fact.path,
            one.fact.line,
        )
        for one in answer.grounds
    )
    return Section("basis", title, (said,), (Table("", ("Fact", "Stated", "Without it"), rows),))


def says_no_more(answer: Basis, shown: str) -> bool:
    """Whether a basis only says that nothing is forced, as the verdicts still possible do."""
    return answer.forced is Proof.NO and shown != BEST


def _breakers(answer: Basis, title: str, watched: frozenset[str]) -> Section:
    """Return which single known facts break a go, those that are watched left out."""
    after = () if answer.all_breakers else (f"Whether others do was {NOT_PROVED}.",)
    if not answer.breakers:
        none = "No single known fact breaks it when it changes alone."
        left = f"Whether a single known fact breaks it was {NOT_PROVED}."
        return Section("basis", title, (none if answer.all_breakers else left,))
    rows = tuple(
        Row((value.label, value.before, f"{value.shown} → {verdict}"), value.path)
        for value, verdict in answer.breakers
        if value.path not in watched
    )
    if not rows:
        said = "A go rests on all that is known. The facts to watch are those that break it alone."
        return Section("basis", title, (said, *after))
    many = "One known fact breaks" if len(rows) == 1 else "Each of these known facts breaks"
    said = f"{many} {answer.verdict} when it alone changes so."
    if watched:
        said = f"Beside the facts to watch: {said[:1].lower()}{said[1:]}"
    table = Table("", ("Fact", "Now", "If it were"), rows, after)
    return Section("basis", title, (said,), (table,))


def tell_tipping(answer: TippingPoints) -> Section | None:
    """Return where numbers tip the verdict; nothing when the project states no number."""
    tables = []
    for one in answer.tipping:
        placed = any(stretch.here for stretch in one.stretches)
        rows = []
        for stretch in one.stretches:
            verdict = "breaks a constraint" if stretch.breaks else stretch.verdict
            here = ("← now" if stretch.here else "",) if placed else ()
            rows.append(Row((stretch.shown, verdict, *here)))
        heads = ("Where it stands", "Verdict", *(("",) if placed else ()))
        now = f", now {one.fact.shown or 'open'}"
        after = () if one.exact else ("Not exact: a tipping point may be missing.",)
        tables.append(Table(f"{capital(one.fact.label)}{now}", heads, tuple(rows), after))
    after = ()
    if answer.steady:
        names = among([one.label for one in answer.steady], FEW)
        lead = "No other number tips it alone" if tables else "No number tips the verdict alone"
        after = (f"{lead}: {names}.",)
    if not tables and not after:
        return None
    return Section("tipping", "Tipping points", (), tuple(tables), after)


def tell_evidence(answer: Evidenced) -> Section:
    """Return how the verdict looks on evidence alone, and which claims carry it."""
    title = "Claimed and evidenced"
    if not answer.weak:
        return Section("evidence", title, ("Every stated fact is measured or documented.",))
    many = counted(len(answer.weak), "fact")
    verb = "is" if len(answer.weak) == 1 else "are"
    if answer.claimed == answer.evidenced and not answer.carriers:
        them = "it" if len(answer.weak) == 1 else "them"
        said = f"{capital(many)} {verb} neither measured nor documented."
        said += f" Without {them} the verdict is still {answer.claimed}."
    else:
        said = f"As claimed: {answer.claimed}. With all that is neither measured nor documented"
        said += f" taken as unknown ({many}): {answer.evidenced}."
    told = [said]
    if len(answer.could_be) > 1:
        told.append(f"The evidence alone leaves {listed(answer.could_be)} possible.")
    if answer.not_refuted:
        told.append(f"Whether it leaves {listed(answer.not_refuted)} was {NOT_PROVED}.")
    after = () if answer.proved else (f"Whether more do was {NOT_PROVED}.",)
    if not answer.carriers:
        return Section("evidence", title, (*told, *after))
    return Section("evidence", title, tuple(told), (_carriers(answer, after),))


def _carriers(answer: Evidenced, after: tuple[str, ...]) -> Table:
    """Return the claims that carry the verdict, each alone or all of them together."""
    number = len(answer.carriers)
    if answer.together:
        then = next(verdict for _, _, verdict in answer.carriers)
        title = "No single claim carries the verdict; together these do. "
        title += f"Were all {number_word(number)} unknown, it would be {then}:"
        rows = [
            Row((fact.label, fact.shown, grade), fact.path, fact.line)
            for fact, grade, _ in answer.carriers
        ]
        return Table(title, ("Fact", "Stated", "Grade"), tuple(rows), after)
    each = "this one" if number == 1 else f"each of these {number_word(number)}"
    rows = [
        Row((fact.label, fact.shown, grade, verdict), fact.path, fact.line)
        for fact, grade, verdict in answer.carriers
    ]
    heads = ("Fact", "Stated", "Grade", "Unknown, it is")
    return Table(f"Taken as unknown alone, {each} changes it:", heads, tuple(rows), after)
