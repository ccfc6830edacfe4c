"""What the effect of a change comes to, as plain frozen data."""

from __future__ import annotations

from typing import NamedTuple

from vetter.base.problems import Location, Problem
from vetter.language.writing import Written
from vetter.solver.results import Proof

NEW, GONE, CHANGED = "new", "gone", "changed"
VERDICT, FINDINGS, CONDITIONS = "verdict", "findings", "conditions"
"""What of a project changes, the gravest first; each takes in those behind it."""


class Part(NamedTuple):
    """A part of a rule, threshold or fact that two rulebooks have differently.

    `before` and `after` are in the words of the files, empty where a part is missing. `pack` is the
    pack that made the difference and `because` its reason, empty where it gives none. `location` is
    where the difference was made. `decides` says whether it can change what a rule does; else it
    changes words alone.
    """

    name: str
    before: str
    after: str
    pack: str
    because: str
    location: Location
    decides: bool = True


class Differing(NamedTuple):
    """A thing that two rulebooks have differently, or that only one of them has.

    `kind` is `rule`, `threshold`, `fact`, `derived fact`, `constraint`, `metric`, `unit`, or what
    an item of a list is called. `how` is new, gone or changed; only what has changed has `parts`.
    """

    kind: str
    name: str
    title: str
    how: str
    pack: str
    location: Location
    parts: tuple[Part, ...] = ()


class Edition(NamedTuple):
    """One of the two rulebooks: what it was called, and its packs with a hash in a few words."""

    asked: str
    packs: str


class FindingEffect(NamedTuple):
    """A finding that is new or gone, stands at another severity, or is worded otherwise.

    `before` and `after` are severities, or `strength`; empty where there is no such finding.
    `causes` are what differs between the rulebooks and made it so.
    """

    rule: str
    title: str
    before: str
    after: str
    causes: tuple[Differing, ...]


class ConditionEffect(NamedTuple):
    """A condition that is asked for newly (`new`), or no longer."""

    rule: str
    text: str
    who: str
    new: bool
    causes: tuple[Differing, ...]


class ProjectEffect(NamedTuple):
    """A project of which the two rulebooks say different things.

    `before` and `after` are the verdicts shown, `because` what the rules say for the second one.
    `causes` are what made the verdict another, empty where it is the same. `waits_for` are the
    facts whose answers the second rulebook waits for, where it shows undecided.
    """

    path: str
    name: str
    before: str
    after: str
    because: tuple[str, ...]
    causes: tuple[Differing, ...]
    findings: tuple[FindingEffect, ...]
    conditions: tuple[ConditionEffect, ...]
    waits_for: tuple[str, ...] = ()

    @property
    def changes(self) -> str:
        """What of it changes, the gravest: `verdict`, `findings` or `conditions`."""
        if self.before != self.after:
            return VERDICT
        return FINDINGS if self.findings else CONDITIONS


class Unvetted(NamedTuple):
    """A fact file that is not valid under both rulebooks.

    `under` are those that refuse it: `before`, `after` or both. `problems` are those of the first.
    """

    path: str
    under: tuple[str, ...]
    problems: tuple[Problem, ...]


class Impact(NamedTuple):
    """What becomes of stored projects when one rulebook takes the place of another.

    `vetted` is how many projects both rulebooks vetted. Projects that nothing changes for are not
    listed. The gravest come first.
    """

    before: Edition
    after: Edition
    differing: tuple[Differing, ...]
    vetted: int
    projects: tuple[ProjectEffect, ...]
    unvetted: tuple[Unvetted, ...]

    def of(self, changes: str) -> tuple[ProjectEffect, ...]:
        """Return the projects of which nothing graver changes than this."""
        return tuple(one for one in self.projects if one.changes == changes)


class Stated(NamedTuple):
    """A fact that a small project states; `only` names the one rulebook that knows it so."""

    path: str
    label: str
    written: Written
    only: str = ""


class Whole(NamedTuple):
    """A complete project, as each of two rulebooks reads it, and what each says of it."""

    old: dict[str, Written]
    new: dict[str, Written]
    verdicts: tuple[str, str]


class Smallest(NamedTuple):
    """A project whose verdict changes, with as few facts as can be.

    `before` and `after` are the verdicts as far as these facts go: what the verdict rules say while
    all else is unanswered. If `minimal`, none of the facts can be left out: else the verdicts would
    be the same, or another rule would differ. `shown` are the verdicts of the two memos, which also
    say when an open question decides. `whole` is the complete project that it was found in.
    """

    before: str
    after: str
    facts: tuple[Stated, ...]
    minimal: bool
    shown: tuple[str, str]
    whole: Whole


class Behind(NamedTuple):
    """Whether a difference changes the verdict on some project by itself.

    `rules` are the rules that do something else there, and all other rules that differ do the same
    under both rulebooks. `differing` is what makes them different. `worse` and `better` say whether
    some project's verdict gets worse, or better; `projects` shows one for each. Where that was not
    proved `why_open` says why.
    """

    rules: tuple[str, ...]
    titles: tuple[str, ...]
    differing: tuple[Differing, ...]
    worse: Proof
    better: Proof
    projects: tuple[Smallest, ...] = ()
    why_open: str = ""


class Comparison(NamedTuple):
    """What differs between two rulebooks, and whether any project's verdict does.

    `changes` is `Proof.NO` when it is proved that no complete project changes verdict. `groups` are
    the rules behind, each alone, then rules that change a verdict only together; `quiet` are rules
    that differ and change none, proved, when no other rule does something else. `traced` says
    whether it is proved that every change of a verdict involves one of the groups. `one_sided` are
    facts that only one rulebook knows, `apart` those that the two take for different things; both
    can be anything. `left_out` says which projects were not compared, for one rulebook refuses
    them. `unheard` are rules that differ and ask whether something is unknown, which of a complete
    project nothing is.
    """

    old: Edition
    new: Edition
    differing: tuple[Differing, ...]
    changes: Proof
    groups: tuple[Behind, ...] = ()
    quiet: tuple[str, ...] = ()
    traced: bool = True
    one_sided: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    why_open: str = ""
