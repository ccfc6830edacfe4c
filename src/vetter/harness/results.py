"""What a test of rules finds, as data."""

from __future__ import annotations

from vetter.base.problems import Location, Problem
from vetter.base.records import NamedTuple


class Row(NamedTuple):
    """A sentence of a rule on an example: in which part, its value there, and how it ends.

    `part` is `when`, `unless` or `softened`; `ends` is true, false, stuck or open.
    """

    part: str
    sentence: str
    value: str
    ends: str


class Failure(NamedTuple):
    """An example that does not hold: what was expected and what came, and why, by sentences.

    `problems` are those of its facts, where it could not be run.
    """

    location: Location
    expected: str
    got: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


class Proposal(NamedTuple):
    """An example to paste: a line of YAML, and the severity that it should name, if any.

    With `beside` the example stands there already, at this line, and lacks its `as` only.
    """

    expects: str
    facts: str
    severity: str = ""
    beside: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as they stand in a rule file."""
        first = f"- {self.expects}: {self.facts}"
        return (first, f"  as: {self.severity}") if self.severity else (first,)


class Gap(NamedTuple):
    """What no example of a rule shows, in words, and one that would."""

    kind: str
    words: str
    proposal: Proposal | None


class Survivor(NamedTuple):
    """A mutant that no example notices, in words, and an example that would."""

    kind: str
    words: str
    location: Location
    proposal: Proposal | None


class Tested(NamedTuple):
    """A rule after its test. `points` is the number of things to show, of which `gaps` lack."""

    rule: str
    path: str
    examples: int
    failures: tuple[Failure, ...]
    points: int
    gaps: tuple[Gap, ...]
    mutants: int = 0
    equivalent: int = 0
    survivors: tuple[Survivor, ...] = ()


class Results(NamedTuple):
    """The test of all rules. `unproved` says why no mutant could be shown to be equivalent."""

    names: str
    rules: tuple[Tested, ...]
    mutated: bool
    unproved: str = ""

    @property
    def examples(self) -> int:
        """The number of examples."""
        return sum(rule.examples for rule in self.rules)

    @property
    def failures(self) -> int:
        """The number of examples that do not hold."""
        return sum(len(rule.failures) for rule in self.rules)

    @property
    def points(self) -> int:
        """The number of things that examples are to show."""
        return sum(rule.points for rule in self.rules)

    @property
    def shown(self) -> int:
        """The number of those that they show."""
        return self.points - sum(len(rule.gaps) for rule in self.rules)

    @property
    def mutants(self) -> int:
        """The number of mutants that differ from their rule."""
        return sum(rule.mutants - rule.equivalent for rule in self.rules)

    @property
    def equivalent(self) -> int:
        """The number of mutants left out, for nothing tells them from their rule."""
        return sum(rule.equivalent for rule in self.rules)

    @property
    def killed(self) -> int:
        """The number of mutants that some example notices."""
        return self.mutants - sum(len(rule.survivors) for rule in self.rules)

    @property
    def score(self) -> int:
        """The percentage of mutants killed, in tenths of a percent, rounded down."""
        return 1000 * self.killed // self.mutants if self.mutants else 1000
