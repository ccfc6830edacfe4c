"""The assessment: what the rulebook says of one project, as plain frozen data."""

from __future__ import annotations

from vetter.base.problems import Location
from vetter.base.records import NamedTuple
from vetter.engine.results import Run
from vetter.facts.states import Project
from vetter.rulebook.rulebook import Rulebook
from vetter.waivers.model import Waiver

UNDECIDED = "undecided"
VERDICT_ORDER = ("go", "go with conditions", UNDECIDED, "no-go")
"""Verdicts from the best to the gravest, as rankings and `--fail-on` compare them."""


class Premise(NamedTuple):
    """A condition as it stands for a project, with its parts.

    `outcome` is true, false, stuck (the fact does not apply) or open. `words` reads the sentence
    aloud, `shown` is the fact's value, `distance` how far a number is from the one it is compared
    with. `rules` are the rules that concluded a derived fact or were counted. `lines` are those of
    the file on which all facts of the sentence stand, a computed fact by what it is made of.
    """

    kind: str
    outcome: str
    words: str
    fact: str = ""
    shown: str = ""
    location: Location | None = None
    distance: str = ""
    rules: tuple[str, ...] = ()
    parts: tuple[Premise, ...] = ()
    lines: tuple[int, ...] = ()


class Softened(NamedTuple):
    """A softening that took effect: the severity it leads to, and why."""

    to: str
    because: str


class FindingResult(NamedTuple):
    """A concern or strength of this project.

    `severity` stands after softening, `stated` is what the rule says before. A firing that is not
    `firm` could be withdrawn, or its severity changed, by answers to `waits_for`. `proof` is the
    rule's condition with what each part came to; `facts` are the base facts that it rests on.
    `unstated` are the open facts, of several that the condition names, for whose want it holds.
    `fills_in` says whether `because` shows values of this project.
    """

    rule_id: str
    title: str
    severity: str
    stated: str
    softened: tuple[Softened, ...]
    cause: str
    because: str
    advice: str
    who: str
    cites: tuple[str, ...]
    house: str
    firm: bool
    could_be: tuple[str, ...]
    waits_for: tuple[str, ...]
    facts: tuple[str, ...]
    proof: Premise
    location: Location
    unstated: tuple[str, ...] = ()
    fills_in: bool = False


class RequirementResult(NamedTuple):
    """Something that must be done before or beside the project, by whom and when."""

    rule_id: str
    text: str
    who: str
    by: str
    firm: bool


class StepResult(NamedTuple):
    """A step of the pilot plan."""

    rule_id: str
    text: str
    stage: str
    who: str


class Because(NamedTuple):
    """Why a derived fact has its level: the rule that concluded it and what it says."""

    rule_id: str
    text: str
    facts: tuple[str, ...]


class Level(NamedTuple):
    """How a derived fact stands; `could_be` lists other levels that answers could bring."""

    path: str
    title: str
    level: str
    rank: int
    could_be: tuple[str, ...]
    because: tuple[Because, ...]


class Gap(NamedTuple):
    """A rule that does not fire but still could, and the open facts that would decide it."""

    rule_id: str
    title: str
    would_state: tuple[str, ...]
    waits_for: tuple[str, ...]


class OpenFact(NamedTuple):
    """An open fact: documented as unknown, known in part, or never answered.

    `rules` are those that an answer could make fire, fall or weigh less, the gravest first.
    """

    path: str
    label: str
    question: str
    status: str
    shown: str
    answered_by: str
    location: Location | None
    rules: tuple[str, ...]


class Reason(NamedTuple):
    """A verdict rule that fired: what it says, and the findings that it rests on."""

    rule_id: str
    verdict: str
    because: str
    firm: bool
    findings: tuple[str, ...]


class Verdict(NamedTuple):
    """The verdict, why, and whether answers can still change it.

    `level` is shown; `standing` is what the verdict rules say, which differs only while the level
    is undecided. `settled` is true when no answer can change the verdict; it is proved, not
    guessed, and false only says that no proof was found. `reachable` are the levels that answers
    could bring at most. `could_change` are the rules through which they could do so, the gravest
    first: firings that are not firm, and pending rules.
    """

    level: str
    standing: str
    settled: bool
    reasons: tuple[Reason, ...]
    reachable: tuple[str, ...]
    undecided_by: tuple[str, ...]
    undecided_facts: tuple[str, ...]
    could_change: tuple[str, ...]


class ReasonFact(NamedTuple):
    """A base fact that a rule of the reasoning rests on: its value, and its line or 0."""

    path: str
    label: str
    shown: str
    line: int


class ReasonNode(NamedTuple):
    """A node of the reasoning: a rule with the facts it rests on, a derived fact, or the verdict.

    `kind` is rule, level or verdict; `severity` is that of a rule's finding, empty for a rule that
    states none.
    """

    id: str
    kind: str
    text: str
    severity: str = ""
    facts: tuple[ReasonFact, ...] = ()


class Reasoning(NamedTuple):
    """The graph behind the verdict: nodes, and edges from what supports to what is supported."""

    nodes: tuple[ReasonNode, ...]
    edges: tuple[tuple[str, str], ...]


class DraftResult(NamedTuple):
    """What a draft would say if it were in force; it is never counted.

    `severity` is that of its finding, empty for a draft that states none.
    """

    rule_id: str
    title: str
    severity: str
    because: str
    firm: bool


class WaivedFinding(NamedTuple):
    """A concern that is shown and not counted, and the waiver that covers it."""

    finding: FindingResult
    waiver: Waiver


class Lapsed(NamedTuple):
    """A waiver of a concern of this project that does not stand, and why."""

    waiver: Waiver
    why: str


class Waived(NamedTuple):
    """What a file of waivers does to an assessment; `without` is the one that counts everything."""

    path: str
    sha256: str
    findings: tuple[WaivedFinding, ...]
    lapsed: tuple[Lapsed, ...]
    without: Assessment


class Assessment(NamedTuple):
    """Everything that is said of a project; the memo, JSON and explanations are made of it."""

    project: Project
    rulebook: Rulebook
    run: Run
    verdict: Verdict
    findings: tuple[FindingResult, ...]
    requirements: tuple[RequirementResult, ...]
    steps: tuple[StepResult, ...]
    levels: tuple[Level, ...]
    gaps: tuple[Gap, ...]
    unknowns: tuple[OpenFact, ...]
    reasoning: Reasoning
    as_of: str
    version: str
    drafts: tuple[DraftResult, ...] = ()
    waived: Waived | None = None
    """None unless waivers were given that name a concern of this project."""

    @property
    def unwaived(self) -> Assessment:
        """The assessment that counts every finding: this one where nothing is waived."""
        return self.waived.without if self.waived else self

    def finding(self, rule_id: str) -> FindingResult | None:
        """Return the first finding of a rule."""
        return next((one for one in self.findings if one.rule_id == rule_id), None)

    def of_severity(self, severity: str) -> tuple[FindingResult, ...]:
        """Return the findings that stand at a severity, or the strengths."""
        return tuple(one for one in self.findings if one.severity == severity)
