"""What differs between two rulebooks, in words: for the pages of both answers."""

from __future__ import annotations

from collections.abc import Iterable

from vetter.base.suggest import listed
from vetter.base.wording import counted
from vetter.effect.page import Item
from vetter.effect.results import CHANGED, GONE, NEW, Differing
from vetter.effect.results import Part as DifferingPart

LONGEST = 100
"""A part with more characters than this is told by what it gains and loses."""
SHORT = 40
"""Values of a part that are longer than this are told in one place only."""
MOST = 6
"""How many causes of one change are named."""
_JOINTS = (" and ", " or ", " nor ", "; ", ", ")


def count_words(found: Iterable[Differing]) -> str:
    """Return what differs, counted: `26 rules (22 new, 4 changed), one threshold (changed)`."""
    kinds: dict[str, dict[str, int]] = {}
    for one in found:
        counts = kinds.setdefault(one.kind, {})
        counts[one.how] = counts.get(one.how, 0) + 1
    said = []
    for kind, counts in kinds.items():
        how = [
            f"{counts[one]} {one}" if len(counts) > 1 else one
            for one in (NEW, GONE, CHANGED)
            if one in counts
        ]
        said.append(f"{counted(sum(counts.values()), kind)} ({', '.join(how)})")
    return listed(said, 12, "and") or "nothing"


def differing_item(one: Differing) -> Item:
    """Return a thing that differs with its parts, each with who made the difference."""
    title = f": {one.title}" if one.title else ""
    below = tuple(Item(part_words(part)) for part in one.parts)
    by = f" ({one.pack}, {one.location})" if one.pack and one.how != CHANGED else ""
    by = by or (f" ({one.location})" if one.how != CHANGED else "")
    return Item(f"{one.kind} `{one.name}`{title}{by}", one.how, "who", below)


def part_words(part: DifferingPart) -> str:
    """Return a part that differs in a sentence: `value: 99% → 98% (health, file:3:1: reason)`."""
    because = f": {part.because}" if part.because else ""
    by = ", ".join(one for one in (part.pack, str(part.location)) if one)
    return f"{part.name}: {turn_words(part.before, part.after)} ({by}{because})"


def turn_words(before: str, after: str) -> str:
    """Return how a part was and is; of long ones only what is new and what is gone."""
    if not before:
        return f"added {after}"
    if not after:
        return f"{before} → none"
    if len(before) + len(after) <= LONGEST:
        return f"{before} → {after}"
    for joint in _JOINTS:
        olds, news = before.split(joint), after.split(joint)
        gone = [one for one in olds if one not in news]
        new = [one for one in news if one not in olds]
        if len(olds) > 1 and len(gone) + len(new) < (len(olds) + len(news)) / 2:
            said = [f"added {listed(new, 12, 'and')}"] if new else []
            said += [f"gone {listed(gone, 12, 'and')}"] if gone else []
            return "; ".join(said) or "in another order"
    return f"{before} → {after}"


def cause_words(one: Differing) -> str:
    """Return in a few words what makes something change; the whole is told elsewhere."""
    name, by = f"{one.kind} `{one.name}`", f" ({one.pack})" if one.pack else ""
    if one.how != CHANGED:
        return f"{name} is {one.how}{by}"
    said = []
    for part in one.parts:
        turn = f" {part.before} → {part.after}" if _short(part) else ""
        said.append(f"{part.name}{turn}")
    packs = dict.fromkeys(part.pack for part in one.parts if part.pack)
    by = f" ({', '.join(packs)})" if packs else ""
    return f"{name}: {', '.join(said)}{by}"


def _short(part: DifferingPart) -> bool:
    return bool(part.before and part.after) and len(part.before) + len(part.after) <= SHORT


def causes_words(causes: Iterable[Differing]) -> str:
    """Return why something changes, in a sentence."""
    found = [cause_words(one) for one in causes]
    if not found:
        return "It follows from other words or lists of the rulebook."
    more = f"; and {len(found) - MOST} more" if len(found) > MOST else ""
    return f"Because: {'; '.join(found[:MOST])}{more}."
