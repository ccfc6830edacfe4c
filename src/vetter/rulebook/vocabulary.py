"""The vocabulary: every fact a project can have, and the closed lists that rules draw on."""

from __future__ import annotations

from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.language.conditions import Condition
from vetter.language.texts import Text
from vetter.language.types import INTEGER, LEVEL, FactType, Measures, Value

PILOT = "pilot"
VERDICT = "verdict"
GO, CONDITIONAL, NO_GO = "go", "go with conditions", "no-go"
VERDICTS = (GO, CONDITIONAL, NO_GO)
SEVERITIES = ("low", "medium", "high", "blocker")
"""Severities of a concern, from the mildest; their places in this list are their ranks."""
STRENGTH = "strength"
COUNTED = (*SEVERITIES, STRENGTH)
FIGURES = "figures."
"""What stands before the name of a figure in a text."""


class Computation(NamedTuple):
    """How a computed fact comes from others: a named function of the program and its inputs."""

    function: str
    inputs: tuple[str, ...]


class Effort(NamedTuple):
    """What it takes to change a fact: a name, its weight against the others, and what it means."""

    name: str
    weight: int
    meaning: str
    location: Location


class Changeable(NamedTuple):
    """How a fact can be changed: the name of the effort, and whereto.

    `only` is empty, or a direction: `higher` or `lower` of what has an order (a quality in its
    metric), `more` or `fewer` of several choices. `to` are the values that a boolean or a choice
    can be brought to, or the names that several choices can gain; None is any.
    """

    effort: str
    only: str = ""
    to: tuple[Value, ...] | None = None


class PartChange(NamedTuple):
    """What a pack changed of something below it: which part, from what to what, and why.

    `before` and `after` are in the words of the files; `before` is empty for what was added.
    """

    pack: str
    part: str
    before: str
    after: str
    because: str
    location: Location


class FactSpec(NamedTuple):
    """A base fact: what it means, who can answer it, when it applies, how it can be changed.

    `changeable` is None for what nobody can change.
    """

    path: str
    type: FactType
    question: str
    location: Location
    help: str = ""
    answered_by: str = ""
    better: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    applies_when: Condition | None = None
    computed: Computation | None = None
    name: str = ""
    changeable: Changeable | None = None
    pack: str = ""
    changes: tuple[PartChange, ...] = ()

    @property
    def by_pilot(self) -> bool:
        """Whether only a pilot can answer."""
        return self.answered_by == PILOT


class DerivedSpec(NamedTuple):
    """A fact that rules conclude: ordered levels, the first of which stands if no rule speaks."""

    path: str
    type: FactType
    title: str
    meaning: str
    location: Location
    counter: tuple[str, bool] | None = None
    """For a counter: the severity it counts, and whether it counts causes and not findings."""


class Threshold(NamedTuple):
    """A named figure: value, unit, meaning and where it comes from.

    A `locked` one is changed by no pack above its own.
    """

    name: str
    type: FactType
    value: Value
    written: str
    meaning: str
    source: str
    house: str
    location: Location
    locked: bool = False
    pack: str = ""
    changes: tuple[PartChange, ...] = ()


class Group(NamedTuple):
    """Facts that belong together for a proposer."""

    name: str
    title: str
    order: int


class Constraint(NamedTuple):
    """What no project can be: a condition that must never be true, and why."""

    id: str
    never: Condition
    because: Text
    location: Location


class Entry(NamedTuple):
    """An entry of a closed list (cause, role, stage, heuristic, figure) with its columns."""

    name: str
    columns: tuple[tuple[str, str], ...]
    location: Location

    def get(self, column: str) -> str:
        """Return a column of the entry, empty where it has none."""
        return dict(self.columns).get(column, "")


class Vocabulary(NamedTuple):
    """All facts by path, in the order a proposer meets them, and the lists beside them."""

    measures: Measures
    groups: dict[str, Group]
    facts: dict[str, FactSpec]
    derived: dict[str, DerivedSpec]
    thresholds: dict[str, Threshold]
    causes: dict[str, Entry]
    roles: dict[str, Entry]
    stages: dict[str, Entry]
    heuristics: dict[str, Entry]
    figures: dict[str, Entry]
    efforts: dict[str, Effort]

    def figure(self, path: str) -> Entry | None:
        """Return the figure that a text names as `figures.NAME`, or None."""
        return self.figures.get(path.removeprefix(FIGURES)) if path.startswith(FIGURES) else None

    def type_of(self, path: str) -> FactType | None:
        """Return the type of a base or derived fact, or None for a path that is neither."""
        spec = self.facts.get(path) or self.derived.get(path)
        return spec.type if spec else None

    def label(self, path: str) -> str:
        """Return the words for a fact: its name, a derived fact's title, else its path in words."""
        derived = self.derived.get(path)
        if derived:
            return derived.title
        spec = self.facts.get(path)
        return (spec.name if spec else "") or path.replace("_", " ").replace(".", " ")


def program_facts() -> dict[str, DerivedSpec]:
    """Return the derived facts that every rulebook has: the verdict, and counters of findings."""
    here = Location("the program")
    verdict = DerivedSpec(
        VERDICT,
        FactType(LEVEL, names=VERDICTS),
        "Verdict",
        "what the rulebook says of the project",
        here,
    )
    specs = {VERDICT: verdict}
    for severity in COUNTED:
        title = "strengths" if severity == STRENGTH else f"{severity} concerns"
        for causes in (False, True):
            path = f"findings.{'causes_with_' if causes else ''}{severity}"
            specs[path] = DerivedSpec(
                path,
                FactType(INTEGER, unit="causes" if causes else "findings"),
                f"causes with {title}" if causes else f"number of {title}",
                "counted by the program",
                here,
                (severity, causes),
            )
    return specs
