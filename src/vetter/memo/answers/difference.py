"""The difference that settings make, in words."""

from __future__ import annotations

from vetter.base.wording import among, sentence
from vetter.memo.answers.parts import MOST_NAMES, Row, Section, Table
from vetter.whatif.results import Difference, FindingChange

NOT_APPLICABLE, UNANSWERED = "not applicable", "unanswered"


def difference_section(differs: Difference) -> Section:
    """Return what is said of a changed copy: its verdict, and what else is new or gone."""
    if differs.before == differs.after:
        said = f"The verdict stays {differs.after}."
    else:
        said = f"The verdict was {differs.before} and becomes {differs.after}."
    reasons = " ".join(sentence(one) for one in differs.because)
    said = f"{said} {reasons}".strip()
    tables = [_facts(differs), _findings(differs), _conditions(differs), _levels(differs)]
    kept = tuple(one for one in tables if one.rows or one.after)
    after = () if kept[1:] else ("No finding, condition or level changes.",)
    return Section("difference", "What changes", (said,), kept, after)


def _facts(differs: Difference) -> Table:
    """Tell what was set, and what follows: facts that apply now, or no longer, and computed."""
    rows = []
    applies, ceases = [], []
    for one in differs.facts:
        if not one.asked and one.after == NOT_APPLICABLE:
            ceases.append(one.label)
        elif not one.asked and (one.before, one.after) == (NOT_APPLICABLE, UNANSWERED):
            applies.append(one.label)
        else:
            same = " (as before)" if one.before == one.after else ""
            rows.append(Row((one.label, one.before, f"→ {one.after}{same}"), one.path))
    after = []
    if applies:
        after.append(f"Now to be answered: {among(applies, MOST_NAMES)}.")
    if ceases:
        after.append(f"No longer asked: {among(ceases, MOST_NAMES)}.")
    return Table("Facts", ("Fact", "Before", "After"), tuple(rows), tuple(after))


def _findings(differs: Difference) -> Table:
    rows = tuple(Row((_kind(one), one.title)) for one in differs.findings)
    return Table("Findings", ("", "Finding"), rows)


def _kind(one: FindingChange) -> str:
    if not one.before:
        return f"new, {one.after}"
    if not one.after:
        return f"gone, was {one.before}"
    return f"{one.before} → {one.after}"


def _conditions(differs: Difference) -> Table:
    rows = tuple(
        Row(("new" if one.new else "no longer asked", sentence(one.text), one.who))
        for one in differs.conditions
    )
    return Table("Conditions", ("", "Condition", "Who"), rows)


def _levels(differs: Difference) -> Table:
    rows = tuple(Row((one.title, one.before, f"→ {one.after}")) for one in differs.levels)
    return Table("Levels", ("Level", "Before", "After"), rows)
