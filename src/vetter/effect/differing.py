"""What two rulebooks have differently: rules, thresholds, facts, lists, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from vetter.assessment.words import plain_text
from vetter.base.problems import Location
from vetter.effect.results import CHANGED, GONE, NEW, Differing, Part
from vetter.effect.words import (
    applies_words,
    choices_words,
    computed_words,
    condition_key,
    condition_words,
    type_words,
)
from vetter.language.conditions import Condition
from vetter.language.texts import Text
from vetter.language.types import CHOICE, CHOICES, MONEY, Measures
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Conclusion, Finding, Requirement, Rule, Step
from vetter.rulebook.vocabulary import (
    Constraint,
    DerivedSpec,
    Entry,
    FactSpec,
    PartChange,
    Threshold,
    Vocabulary,
)

IN_FORCE, OFF = "in force", "off"
EXCEPTION, SOFTENING, SEVERITY, ADVICE = "exception", "softening", "severity", "advice"
_SET_BY = {
    EXCEPTION: "unless", SOFTENING: "softened", "choices": "add choices", "status": "off",
}  # fmt: skip
"""What a part is called in `changes.yaml`, where that is another name."""


class _Said(NamedTuple):
    """A part of a thing: what is compared, and how it is told."""

    key: Any
    words: str
    decides: bool = True


_Parts = Mapping[str, _Said]
_Thing = TypeVar("_Thing")


def differing(before: Rulebook, after: Rulebook) -> tuple[Differing, ...]:
    """Return everything that differs, rules first, each kind in the order of names.

    Examples are left out, and so is everything that only says where a thing stands.
    """
    was, now = before.vocabulary, after.vocabulary
    found = [
        *_rules(before, after),
        *_things("threshold", was.thresholds, now.thresholds, _threshold_parts),
        *_things("fact", was.facts, now.facts, _fact_parts),
        *_things("derived fact", was.derived, now.derived, _derived_parts),
        *_constraints(before, after),
        *_metrics(was, now),
        *_units(was, now),
    ]
    for kind, olds, news in (
        ("cause", was.causes, now.causes),
        ("role", was.roles, now.roles),
        ("stage", was.stages, now.stages),
        ("heuristic", was.heuristics, now.heuristics),
        ("figure", was.figures, now.figures),
    ):
        found += _things(kind, olds, news, _entry_parts)
    return tuple(found)


def _things(
    kind: str,
    olds: Mapping[str, _Thing],
    news: Mapping[str, _Thing],
    parts: Callable[[_Thing], _Parts],
) -> Iterator[Differing]:
    for name in sorted({*olds, *news}):
        old, new = olds.get(name), news.get(name)
        one: Any = new if new is not None else old
        pack, place = getattr(one, "pack", ""), one.location
        title = getattr(one, "meaning", "") or getattr(one, "name", "") or ""
        title = "" if title == name else title
        if old is None or new is None:
            yield Differing(kind, name, title, NEW if old is None else GONE, pack, place)
            continue
        found = tuple(_differing_parts(parts(old), parts(new), old, new))
        if found:
            yield Differing(kind, name, title, CHANGED, pack, place, found)


def _differing_parts(was: _Parts, now: _Parts, old: Any, new: Any) -> Iterator[Part]:
    nothing = _Said(None, "")
    for name in dict.fromkeys((*was, *now)):
        before, after = was.get(name, nothing), now.get(name, nothing)
        if before.key == after.key:
            continue
        pack, because, place = _made_by(name, old, new)
        decides = before.decides and after.decides
        yield Part(name, before.words, after.words, pack, because, place, decides)


def _made_by(name: str, old: Any, new: Any) -> tuple[str, str, Location]:
    """Return which pack changed a part, its reason, and where; else whose files differ."""
    kept: Sequence[PartChange] = getattr(old, "changes", ())
    mine: Sequence[PartChange] = getattr(new, "changes", ())
    part = _SET_BY.get(name, name)
    for changes, others in ((mine, kept), (kept, mine)):
        others_said = [one[:5] for one in others]
        for one in reversed(changes):
            if one.part == part and one[:5] not in others_said:
                gone = changes is kept
                because = "this change is no longer there" if gone else one.because
                return one.pack, because, one.location
    return getattr(new, "pack", ""), "", new.location


# --- rules ------------------------------------------------------------------------------------


def statuses(book: Rulebook) -> dict[str, str]:
    """Return what each rule of a rulebook is: in force, off, a draft, deprecated."""
    found = {rule.id: IN_FORCE for rule in book.rules}
    found.update({rule.id: rule.status for rule in (*book.drafts, *book.deprecated)})
    found.update({rule.id: OFF for rule in book.off})
    return found


def _rules(before: Rulebook, after: Rulebook) -> Iterator[Differing]:
    olds = {rule.id: rule for rule in before.every_rule}
    news = {rule.id: rule for rule in after.every_rule}
    was, now = statuses(before), statuses(after)
    for rule_id in sorted({*olds, *news}):
        old, new = olds.get(rule_id), news.get(rule_id)
        one = new or old
        assert one is not None
        title = plain_text(one.title, (after if new else before).vocabulary)
        if old is None or new is None:
            how = NEW if old is None else GONE
            yield Differing("rule", rule_id, title, how, one.pack, one.location)
            continue
        old_parts = {"status": _Said(was[rule_id], was[rule_id]), **_rule_parts(old)}
        new_parts = {"status": _Said(now[rule_id], now[rule_id]), **_rule_parts(new)}
        found = tuple(_differing_parts(old_parts, new_parts, old, new))
        if found:
            yield Differing("rule", rule_id, title, CHANGED, new.pack, new.location, found)


def _rule_parts(rule: Rule) -> _Parts:
    parts = {
        "title": _words(rule.title),
        "condition": _condition(rule.when),
        EXCEPTION: _condition(rule.unless),
        "source": _Said(
            (rule.cites, rule.house), ", ".join(one for one in (*rule.cites, rule.house) if one),
            decides=False,
        ),
        "replaced by": _Said(rule.replaced_by, rule.replaced_by, decides=False),
        "locked": _Said(rule.locked, "yes" if rule.locked else "no", decides=False),
    }  # fmt: skip
    seen: dict[str, int] = {}
    for entry in rule.then:
        for name, said in _entry_said(entry):
            seen[name] = seen.get(name, 0) + 1
            parts[name if seen[name] == 1 else f"{name} {seen[name]}"] = said
    return parts


def _entry_said(entry: Finding | Conclusion | Requirement | Step) -> Iterator[tuple[str, _Said]]:
    if isinstance(entry, Finding):
        yield SEVERITY, _Said(entry.severity, entry.severity)
        softened = [(condition_key(one.when), one.to) for one in entry.softened]
        said = "; ".join(f"{one.to} if {condition_words(one.when)}" for one in entry.softened)
        yield SOFTENING, _Said(softened or None, said)
        yield "cause", _Said(entry.cause, entry.cause)
        yield "reason", _words(entry.because)
        yield ADVICE, _words(entry.advice)
        yield "who", _Said(entry.who, entry.who, decides=False)
    elif isinstance(entry, Conclusion):
        yield f"level of `{entry.fact}`", _Said(entry.level, f"step {entry.level}")
        yield f"reason for `{entry.fact}`", _words(entry.because)
    elif isinstance(entry, Requirement):
        by = entry.by.source if entry.by else ""
        said = f"{entry.text.source} ({entry.who}{', ' if by else ''}{by})"
        yield "what it asks for", _Said((entry.text.source, entry.who, by), said)
    else:
        said = f"{entry.text.source} ({entry.stage}, {entry.who})"
        yield "step of the pilot", _Said((entry.text.source, entry.stage, entry.who), said, False)


def _words(text: Text | None) -> _Said:
    source = text.source if text is not None else ""
    return _Said(source or None, " ".join(source.split()), decides=False)


def _condition(condition: Condition | None) -> _Said:
    return _Said(condition_key(condition), condition_words(condition))


# --- knowledge --------------------------------------------------------------------------------


def _threshold_parts(one: Threshold) -> _Parts:
    return {
        "value": _Said((one.value, one.type), one.written),
        "meaning": _Said(one.meaning, one.meaning, decides=False),
        "source": _Said((one.source, one.house), one.source or one.house, decides=False),
        "locked": _Said(one.locked, "yes" if one.locked else "no", decides=False),
    }


def _fact_parts(one: FactSpec) -> _Parts:
    named = one.type.kind in (CHOICE, CHOICES)
    return {
        "type": _Said(one.type._replace(names=()) if named else one.type, type_words(one.type)),
        "choices": _Said(one.type.names if named else None, choices_words(one)),
        "applies when": _Said(condition_key(one.applies_when), applies_words(one)),
        "computed": _Said(one.computed, computed_words(one)),
        "answered by": _Said(one.answered_by, one.answered_by),
        "better": _Said(one.better, one.better, decides=False),
        "changeable": _Said(
            one.changeable, one.changeable.effort if one.changeable else "no", decides=False
        ),
        "question": _Said(one.question, one.question, decides=False),
        "help": _Said(one.help, one.help, decides=False),
        "name": _Said(one.name, one.name, decides=False),
    }


def _derived_parts(one: DerivedSpec) -> _Parts:
    return {
        "levels": _Said(one.type, ", ".join(one.type.names)),
        "title": _Said(one.title, one.title, decides=False),
        "meaning": _Said(one.meaning, one.meaning, decides=False),
    }


def _constraints(before: Rulebook, after: Rulebook) -> Iterator[Differing]:
    def parts(one: Constraint) -> _Parts:
        return {"never": _condition(one.never), "because": _words(one.because)}

    olds = {one.id: one for one in before.constraints}
    yield from _things("constraint", olds, {one.id: one for one in after.constraints}, parts)


def _metrics(was: Vocabulary, now: Vocabulary) -> Iterator[Differing]:
    olds, news = was.measures.metrics, now.measures.metrics
    for name in sorted({*olds, *news}):
        old, new = olds.get(name), news.get(name)
        one = new or old
        assert one is not None
        place = Location("knowledge/metrics.yaml")
        if old is None or new is None:
            how = NEW if old is None else GONE
            yield Differing("metric", name, one.meaning, how, "", place)
        elif old[:3] != new[:3]:
            said = [f"{one.scale}, {_better(one.higher_is_better)} is better" for one in (old, new)]
            part = Part("meaning", said[0], said[1], "", "", place)
            yield Differing("metric", name, new.meaning, CHANGED, "", place, (part,))


def _units(was: Vocabulary, now: Vocabulary) -> Iterator[Differing]:
    """Yield the types of amounts whose units are worth something else; money by its currency."""
    place = Location("knowledge/units.yaml")
    olds, news = unit_tables(was.measures), unit_tables(now.measures)
    for kind in sorted({*olds, *news}):
        old, new = olds.get(kind, {}), news.get(kind, {})
        if old != new:
            said = [", ".join(f"{name} = {one[name]}" for name in one) for one in (old, new)]
            part = Part("units", said[0], said[1], "", "", place)
            yield Differing("unit", kind, "", CHANGED, "", place, (part,))


def unit_tables(measures: Measures) -> dict[str, dict[str, Any]]:
    """Return for each type of amounts what its units are worth."""
    found: dict[str, dict[str, Any]] = {
        kind: {unit.name: unit.factor for unit in units.values()}
        for kind, units in measures.units.items()
    }
    return {**found, MONEY: {measures.currency: 1}}


def _better(higher: bool) -> str:
    return "higher" if higher else "lower"


def _entry_parts(one: Entry) -> _Parts:
    return {name: _Said(text, text, decides=False) for name, text in one.columns}
