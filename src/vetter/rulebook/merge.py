"""Merging: what the packs of a stack change in those below them, each change with its reason.

Packs add by having files of their own. What lies below is changed in `changes.yaml` alone, so that
one file says all of it. Changes are applied to what was read, in the order of the packs; each is
kept beside what it changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from typing import TypeVar

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node, Scalar
from vetter.base.problems import Problem
from vetter.base.suggest import did_you_mean
from vetter.language.conditions import Condition, Group
from vetter.language.types import CHOICE, CHOICES, Measures
from vetter.rulebook.info import PackInfo
from vetter.rulebook.pack import CHANGES_FILE, Stack
from vetter.rulebook.read_changeable import KEY, read_changeable
from vetter.rulebook.read_names import read_names
from vetter.rulebook.read_rules import RuleReader
from vetter.rulebook.read_thresholds import read_threshold_value
from vetter.rulebook.reader import Reader
from vetter.rulebook.rules import Example, Finding, Rule
from vetter.rulebook.vocabulary import (
    SEVERITIES,
    Effort,
    FactSpec,
    PartChange,
    Threshold,
    Vocabulary,
)

BECAUSE = "because"
_KINDS = ("facts", "thresholds", "rules")
PARTS = {
    "facts": ("add choices", KEY, BECAUSE),
    "thresholds": ("value", BECAUSE),
    "rules": ("off", "severity", "advice", "unless", "softened", "examples", BECAUSE),
}
Changed = TypeVar("Changed", FactSpec, Threshold, Rule)


class _Wanted:
    """What one pack wants changed of one thing: the parts of it, and where they stand."""

    def __init__(
        self, pack: str, reader: Reader, name: Scalar, parts: dict[str, Node], because: str
    ) -> None:
        self.pack, self.reader, self.name, self.parts = pack, reader, name, parts
        self.because = because

    def change(self, part: str, before: str, after: str) -> PartChange:
        """Return the record of a change."""
        place = self.reader.place(self.parts[part])
        return PartChange(self.pack, part, before, after, self.because, place)

    def refuse(self, code: str, message: str, help: str, part: str = "") -> None:
        """Report what is wrong with the change, at one of its parts or at its name."""
        self.reader.report(self.parts.get(part, self.name), code, message, help)


class Changes:
    """The changes of all packs of a stack, applied to what was read of it.

    `off` are the ids of the rules that were switched off.
    """

    def __init__(self, stack: Stack, infos: Sequence[PackInfo], problems: list[Problem]) -> None:
        """Read the changes of every pack; what is wrong is added to `problems`."""
        self.off: set[str] = set()
        self._packs = {
            source.path: info.name
            for pack, info in zip(stack.packs, infos, strict=True)
            for source in pack.files.values()
        }
        self._order = [info.name for info in infos]
        self._wanted: dict[str, list[_Wanted]] = {kind: [] for kind in _KINDS}
        for place, (pack, info) in enumerate(zip(stack.packs, infos, strict=True)):
            source = pack.files.get(CHANGES_FILE)
            if source is None:
                continue
            reader = Reader(source, problems)
            if not place:
                message = "nothing lies below this pack that it could change"
                reader.report(Scalar("", 1, 1), "nothing-below", message, "Edit its own files.")
                continue
            self._read(reader, info.name)

    def _read(self, reader: Reader, pack: str) -> None:
        top = reader.mapping(reader.top(), CHANGES_FILE, _KINDS) or {}
        for kind in _KINDS:
            for name, node in reader.pairs(top.get(kind), f"`{kind}`"):
                what = f"the change of {quote(name.text)}"
                parts = reader.mapping(node, what, PARTS[kind], (BECAUSE,), name)
                if parts is None:
                    continue
                because = reader.text(parts.get(BECAUSE), BECAUSE)
                if list(parts) == [BECAUSE] and type(node) is Mapping and len(node.pairs) == 1:
                    parts_named = ", ".join(f"`{part}`" for part in PARTS[kind][:-1])
                    help = f"Say what becomes different: {parts_named}."
                    reader.report(name, "no-change", f"{what} changes nothing", help)
                    continue
                self._wanted[kind].append(_Wanted(pack, reader, name, parts, because))

    def _placed(self, things: AnyMapping[str, Changed]) -> dict[str, Changed]:
        """Return things that know the pack they come from."""
        packs = self._packs
        return {
            name: one._replace(pack=packs.get(one.location.path, ""))
            for name, one in things.items()
        }

    def _applied(
        self,
        kind: str,
        what: str,
        things: AnyMapping[str, Changed],
        change: Callable[[Changed, _Wanted], Changed],
    ) -> dict[str, Changed]:
        found = self._placed(things)
        for wanted in self._wanted[kind]:
            one = found.get(wanted.name.text)
            if one is None or not self._is_below(one.pack, wanted):
                names = [
                    name for name, other in found.items() if self._is_below(other.pack, wanted)
                ]
                hint = did_you_mean(wanted.name.text, names, "Name what a pack below this one has.")
                message = f"no pack below has the {what} {quote(wanted.name.text)}"
                wanted.refuse("nothing-to-change", message, hint)
            elif getattr(one, "locked", False):
                message = f"the {what} {quote(wanted.name.text)} is locked by {quote(one.pack)}"
                wanted.refuse("locked", message, "Ask whoever keeps that pack.")
            else:
                found[wanted.name.text] = change(one, wanted)
        return found

    def _is_below(self, pack: str, wanted: _Wanted) -> bool:
        order = self._order
        return pack in order and order.index(pack) < order.index(wanted.pack)

    # --- facts --------------------------------------------------------------------------------

    def of_facts(
        self, facts: AnyMapping[str, FactSpec], efforts: AnyMapping[str, Effort]
    ) -> dict[str, FactSpec]:
        """Return the facts with what packs above theirs change of them."""

        def change(spec: FactSpec, wanted: _Wanted) -> FactSpec:
            made: list[PartChange] = []
            if "add choices" in wanted.parts:
                spec, added = _with_choices(spec, wanted)
                made += added
            if KEY in wanted.parts:
                node, computed = wanted.parts[KEY], spec.computed is not None
                new = read_changeable(wanted.reader, node, spec.path, spec.type, computed, efforts)
                before = spec.changeable.effort if spec.changeable else "no"
                made.append(wanted.change(KEY, before, new.effort if new else "no"))
                spec = spec._replace(changeable=new)
            return spec._replace(changes=(*spec.changes, *made))

        return self._applied("facts", "fact", facts, change)

    # --- thresholds ---------------------------------------------------------------------------

    def of_thresholds(
        self, thresholds: AnyMapping[str, Threshold], measures: Measures
    ) -> dict[str, Threshold]:
        """Return the thresholds with the values that packs above theirs give them."""

        def change(one: Threshold, wanted: _Wanted) -> Threshold:
            node = wanted.parts["value"]
            what = f"the threshold {quote(one.name)}"
            valued = read_threshold_value(wanted.reader, node, one.type, what, measures)
            if valued is None:
                return one
            written = wanted.reader.text(node, "value")
            made = wanted.change("value", one.written, written)
            return one._replace(
                type=valued[0], value=valued[1], written=written, changes=(*one.changes, made)
            )

        return self._applied("thresholds", "threshold", thresholds, change)

    # --- rules --------------------------------------------------------------------------------

    def of_rules(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> list[Rule]:
        """Return the rules with what packs above theirs change of them."""

        def change(rule: Rule, wanted: _Wanted) -> Rule:
            read = RuleReader(wanted.reader.source, vocabulary, wanted.reader.problems, {})
            made: list[PartChange] = []
            if wanted.reader.yes(wanted.parts.get("off"), "off"):
                self.off.add(rule.id)
                made.append(wanted.change("off", "in force", "off"))
            for part, apply in _OF_RULES.items():
                if part in wanted.parts:
                    rule, records = apply(rule, wanted, read)
                    made += records
            return rule._replace(changes=(*rule.changes, *made))

        by_id = {rule.id: rule for rule in rules}
        return list(self._applied("rules", "rule", by_id, change).values())


def _with_choices(spec: FactSpec, wanted: _Wanted) -> tuple[FactSpec, list[PartChange]]:
    part = "add choices"
    if spec.type.kind not in (CHOICE, CHOICES):
        message = f"`{spec.path}` is of the type {spec.type.kind}, which has no choices"
        wanted.refuse("no-choices", message, "A fact's type is never changed.", part)
        return spec, []
    names = read_names(wanted.reader, wanted.parts[part], "add choices")
    taken = {name.casefold() for name in spec.type.names}
    for name, _ in names:
        if name.casefold() in taken:
            message = f"`{spec.path}` has the choice {quote(name)} already"
            wanted.refuse("taken", message, "Choose another name.", part)
    names = tuple((name, said) for name, said in names if name.casefold() not in taken)
    new = tuple(name for name, _ in names)
    changed = spec._replace(
        type=spec.type._replace(names=(*spec.type.names, *new)), choices=(*spec.choices, *names)
    )
    return changed, [wanted.change(part, "", ", ".join(new))]


def _concern(rule: Rule, wanted: _Wanted, part: str) -> Finding | None:
    """Return the one concern of a rule, None after reporting that there are none or several."""
    concerns = [one for one in rule.findings if one.severity in SEVERITIES]
    if len(concerns) == 1:
        return concerns[0]
    count = "no concern" if not concerns else "several concerns"
    message = f"`{rule.id}` states {count}, so its {part} cannot be changed"
    help = "Switch it off, and write a rule of your own in its place."
    wanted.refuse("one-concern", message, help, part)
    return None


def _with_concern(rule: Rule, old: Finding, new: Finding) -> Rule:
    return rule._replace(then=tuple(new if one is old else one for one in rule.then))


_Applied = tuple[Rule, list[PartChange]]


def _severity(rule: Rule, wanted: _Wanted, read: RuleReader) -> _Applied:
    concern = _concern(rule, wanted, "severity")
    node = wanted.parts["severity"]
    severity = wanted.reader.one_of(node, "severity", reversed(SEVERITIES))
    if concern is None or not severity:
        return rule, []
    if severity == concern.severity:
        message = f"the severity of `{rule.id}` is {severity} already"
        wanted.refuse("no-change", message, "Remove the line.", "severity")
    for soft in concern.softened:
        if SEVERITIES.index(soft.to) >= SEVERITIES.index(severity):
            message = f"`{rule.id}` is softened to {soft.to}, which is no milder than {severity}"
            help = "Name a graver severity, or switch the rule off and write one of your own."
            wanted.refuse("not-milder", message, help, "severity")
            return rule, []
    changed = _with_concern(rule, concern, concern._replace(severity=severity))
    return changed, [wanted.change("severity", concern.severity, severity)]


def _advice(rule: Rule, wanted: _Wanted, read: RuleReader) -> _Applied:
    concern = _concern(rule, wanted, "advice")
    text = read.text(wanted.parts["advice"], "advice")
    if concern is None or text is None:
        return rule, []
    before = concern.advice.source if concern.advice else ""
    changed = _with_concern(rule, concern, concern._replace(advice=text))
    return changed, [wanted.change("advice", before, text.source)]


def _unless(rule: Rule, wanted: _Wanted, read: RuleReader) -> _Applied:
    condition = read.conditions.read(wanted.parts["unless"], "`unless`")
    if condition is None:
        return rule, []
    place = wanted.reader.place(wanted.parts["unless"])
    joined = condition
    if rule.unless is not None:
        joined = Group("any", (*_each(rule.unless), *_each(condition)), place)
    return rule._replace(unless=joined), [wanted.change("unless", "", "one exception more")]


def _each(condition: Condition) -> tuple[Condition, ...]:
    """Return conditions of which one has to hold for the whole to hold."""
    if isinstance(condition, Group) and condition.kind == "any":
        return condition.parts
    return (condition,)


def _softened(rule: Rule, wanted: _Wanted, read: RuleReader) -> _Applied:
    concern = _concern(rule, wanted, "softened")
    items = wanted.reader.items(wanted.parts["softened"], "`softened`")
    severity = concern.severity if concern else ""
    found = [soft for item in items if (soft := read.softening(item, severity)) is not None]
    if concern is None or not found:
        return rule, []
    changed = concern._replace(softened=(*concern.softened, *found))
    said = ", ".join(soft.to for soft in found)
    return _with_concern(rule, concern, changed), [wanted.change("softened", "", f"to {said}")]


def _examples(rule: Rule, wanted: _Wanted, read: RuleReader) -> _Applied:
    items = wanted.reader.items(wanted.parts["examples"], "`examples`")
    found: list[Example] = [one for item in items if (one := read.example(item)) is not None]
    return rule._replace(examples=(*rule.examples, *found)), []


_OF_RULES: dict[str, Callable[[Rule, _Wanted, RuleReader], _Applied]] = {
    "severity": _severity,
    "advice": _advice,
    "unless": _unless,
    "softened": _softened,
    "examples": _examples,
}


def in_words(changes: Sequence[PartChange]) -> Iterator[str]:
    """Yield each change as a sentence: what became of what, by which pack, and why."""
    for one in changes:
        turned = f"{one.before} → {one.after}" if one.before else f"added {one.after}"
        yield f"{one.part}: {turned} ({one.pack}: {one.because})"
