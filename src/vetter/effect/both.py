"""Two rulebooks as one formula over the same facts.

What both rulebooks know of a project is one variable, so a way in which all holds is one project
and what each rulebook makes of it. Rules that do not differ are the same terms twice, and cost
nothing. A fact that only one rulebook knows can be anything; so can, on either side by itself, one
that the two take for different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vetter.effect.causes import Causes
from vetter.effect.differing import unit_tables
from vetter.language.types import CHOICE, CHOICES, LEVEL, MEASURED, METRIC
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.rules import Rule
from vetter.rulebook.vocabulary import VERDICTS, FactSpec
from vetter.solver.formula import Formula
from vetter.solver.values import Several
from vetter.solver.z3_home import Logic, Term

WORSE, BETTER = "worse", "better"


class _Side(Formula):
    """The formula of one rulebook, in which some facts have variables of its own."""

    def __init__(self, rulebook: Rulebook, logic: Logic, name: str, apart: frozenset[str]) -> None:
        self._name, self._apart = name, apart
        super().__init__(rulebook, logic)

    def _declare(self, path: str) -> None:
        self.logic.prefix = f"{self._name} " if path in self._apart else ""
        super()._declare(path)
        self.logic.prefix = ""


class Both:
    """Two rulebooks in one formula. Raises `BeyondSolver`.

    `roots` are the rules that differ, themselves or in what they read. `one_sided` are the facts
    that only one rulebook knows, `apart` those that mean different things. `left_out` says in
    words which projects are not looked at, since one of the rulebooks refuses them.
    """

    def __init__(self, old: Rulebook, new: Rulebook, causes: Causes) -> None:
        """Make the formula."""
        self.logic = Logic()
        self.apart = _apart(old, new)
        self.old = _Side(old, self.logic, "old", self.apart)
        self.new = _Side(new, self.logic, "new", self.apart)
        self.sides = (self.old, self.new)
        facts = old.vocabulary.facts, new.vocabulary.facts
        self.one_sided = tuple(
            path for path in dict.fromkeys((*facts[0], *facts[1]))
            if (path in facts[0]) != (path in facts[1])
        )  # fmt: skip
        self.roots = causes.rules
        self.always: list[Term] = [*self.old.always, *self.new.always, *self._known_to_both()]
        self.left_out = tuple(_left_out(old, new))
        self._differs = {one: self._acts_differ(one) for one in self.roots}

    def differs(self, rule_id: str) -> Term:
        """Return that a rule does something else under the two rulebooks."""
        return self._differs[rule_id]

    def turn(self, direction: str, gravest: bool = False) -> Term:
        """Return that the verdict of the new rulebook is worse, or better, than the old one's.

        With `gravest` the worse of the two verdicts must be the worst that there is.
        """
        one, other = self.sides if direction == WORSE else (self.new, self.old)
        last = len(VERDICTS) - 1
        if gravest:
            return self.logic.every(
                [self.logic.no(one.verdict(VERDICTS[last])), other.verdict(VERDICTS[last])]
            )
        return self.logic.some(
            [
                self.logic.every([one.verdict(VERDICTS[at]), other.verdict_from(VERDICTS[at + 1])])
                for at in range(last)
            ]
        )

    def only(self, rules: Iterable[str]) -> Term:
        """Return that these rules do something else, and no other rule that differs."""
        wanted = set(rules)
        return self.logic.every(
            [
                self._differs[one] if one in wanted else self.logic.no(self._differs[one])
                for one in self.roots
            ]
        )

    def _known_to_both(self) -> Iterator[Term]:
        """Yield that nothing is chosen of several choices which one rulebook lacks."""
        for path, variable in self.old.variables.items():
            other = self.new.variables.get(path)
            if isinstance(variable, Several) and isinstance(other, Several):
                for name in sorted({*variable.each} ^ {*other.each}):
                    each = variable.each if name in variable.each else other.each
                    yield self.logic.no(each[name])

    def _acts_differ(self, rule_id: str) -> Term:
        logic = self.logic
        rules = [side.rulebook.rule(rule_id) for side in self.sides]
        fires = [side.fires.get(rule_id, False) for side in self.sides]
        old, new = rules
        if old is None or new is None or _entries(old) != _entries(new):
            return logic.some(fires)
        differ = [logic.no(logic.alike(*fires))]
        for place in range(len(old.findings)):
            stands = [side.severities[rule_id, place] for side in self.sides]
            alike = [
                logic.alike(stands[0].get(one, False), stands[1].get(one, False))
                for one in dict.fromkeys((*stands[0], *stands[1]))
            ]
            differ.append(logic.every([*fires, logic.no(logic.every(alike))]))
        return logic.some(differ)


def _entries(rule: Rule) -> tuple[object, ...]:
    """Return what a firing of a rule does beside the severities of its findings."""
    levels = tuple((one.fact, one.level) for one in rule.conclusions)
    return levels, tuple(one.cause for one in rule.findings)


def acts_differ(rules: tuple[Rule | None, Rule | None], acts: tuple[object, object]) -> bool:
    """Return whether a rule did something else; `acts` are its severities, None if it is silent."""
    old, new = rules
    if old is None or new is None or _entries(old) != _entries(new):
        return acts != (None, None)
    return acts[0] != acts[1]


def _apart(old: Rulebook, new: Rulebook) -> frozenset[str]:
    """Return the facts that two rulebooks know but take for different things."""
    metrics = old.vocabulary.measures.metrics, new.vocabulary.measures.metrics
    same_metrics = all(
        metrics[0][name][:3] == metrics[1][name][:3] for name in metrics[0] if name in metrics[1]
    )
    units = unit_tables(old.vocabulary.measures), unit_tables(new.vocabulary.measures)
    found: set[str] = set()
    for path in new.fact_order:
        one, other = old.vocabulary.facts.get(path), new.vocabulary.facts[path]
        if one is None:
            continue
        hangs = other.computed.inputs if other.computed else ()
        if (
            _kind(one) != _kind(other)
            or one.computed != other.computed
            or (other.type.kind in MEASURED and not same_metrics)
            or units[0].get(other.type.kind) != units[1].get(other.type.kind)
            or any(each in found for each in hangs)
        ):
            found.add(path)
    return frozenset(found)


def _kind(spec: FactSpec) -> tuple[object, ...]:
    kind = spec.type
    levels = kind.names if kind.kind == LEVEL else ()
    return kind.kind, kind.metric_of, levels


def _left_out(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """Yield in words which projects one of two rulebooks refuses."""
    for path, spec in new.vocabulary.facts.items():
        before = old.vocabulary.facts.get(path)
        if before is None or before.type.kind != spec.type.kind:
            continue
        if spec.type.kind in (CHOICE, CHOICES):
            for name in sorted({*before.type.names} ^ {*spec.type.names}):
                side = "new" if name in spec.type.names else "old"
                yield f"with `{path}: {name}`, which only the {side} rulebook knows"
        if (before.type.low, before.type.high) != (spec.type.low, spec.type.high):
            yield f"with a `{path}` that only one of the rulebooks allows"
    named = old.vocabulary.measures.metrics, new.vocabulary.measures.metrics
    if any(spec.type.kind == METRIC for spec in new.vocabulary.facts.values()):
        for name in sorted({*named[0]} ^ {*named[1]}):
            yield f"measured by `{name}`, which only one of the rulebooks knows"
    olds = {one.id: one for one in old.constraints}
    news = {one.id: one for one in new.constraints}
    for name in sorted({*olds} ^ {*news}):
        side = "new" if name in news else "old"
        yield f"that only the {side} rulebook refuses, by the constraint `{name}`"
