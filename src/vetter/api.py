"""The library: `vetter.vet`, `vetter.what_if` and `vetter.load`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from vetter.assessment.model import Assessment
from vetter.assessment.waived import Assessor, Judged
from vetter.assessment.waived_words import COUNTS_ALL
from vetter.base.characters import quote
from vetter.base.problems import InvalidInput, Location, Problem
from vetter.base.suggest import did_you_mean, listed
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of, project_of_mapping, read_fact_file
from vetter.rulebook.rulebook import Folder, Rulebook, load_rulebook
from vetter.version import VERSION
from vetter.waivers.model import WAIVER_DAYS, Waivers

if TYPE_CHECKING:
    from vetter.base.sources import Source
    from vetter.effect.results import Comparison, Impact
    from vetter.facts.states import Project
    from vetter.ranking.entries import Entry
    from vetter.whatif.ask import Asker
    from vetter.whatif.results import Difference, WhatIf

EPOCH = "SOURCE_DATE_EPOCH"
QUESTION_SECONDS = 10.0
"""How long a question of `whatif` may take before it is left open, unless told otherwise."""

__all__ = [
    "Assessment", "Engine", "as_of_date", "load", "rules_diff", "rules_impact", "vet", "what_if",
]  # fmt: skip

Facts = str | os.PathLike[str] | Mapping[str, Any]
"""Facts as they are given: the path of a fact file (`-`: standard input), or a mapping."""


def _nothing(name: str) -> None:
    """Tell nobody."""


def _nothing_done(done: int) -> None:
    """Tell nobody."""


class Engine:
    """A rulebook ready to vet any number of projects, with the waivers that were agreed."""

    def __init__(self, rulebook: Rulebook, waivers: Waivers | None = None) -> None:
        """Make an engine of a rulebook; its network is built when the first project comes.

        `waivers` must have been read for this rulebook.
        """
        self.rulebook, self.waivers = rulebook, waivers
        self._forward = Forward(rulebook)
        self._assessor = Assessor(self._forward, waivers)
        self._asker: Asker | None = None

    def vet(self, facts: Facts, today: date | None = None) -> Assessment:
        """Vet a fact file by path (`-`: standard input), or a mapping of facts.

        `today` is the date that the assessment bears. Raises `InvalidFactFile`.
        """
        return self._assess(self._project(_stated(facts)), today)

    def _project(self, stated: Source | Mapping[str, Any]) -> Project:
        if isinstance(stated, Mapping):
            return project_of_mapping(stated, self.rulebook)
        return project_of(stated, self.rulebook)

    def _assess(self, project: Project, today: date | None) -> Assessment:
        return self._assessor.assess(project, as_of_date(today), VERSION)

    def judge_waivers(
        self, facts: Facts, today: date | None = None
    ) -> tuple[Assessment, list[Judged]]:
        """Vet a project counting everything, and say of each waiver that names it how it stands.

        Raises `InvalidFactFile`.
        """
        project = self._project(_stated(facts))
        everything = self._assessor.assess(project, as_of_date(today), VERSION).unwaived
        return everything, self._assessor.judge(everything)

    def draft_waiver(
        self,
        facts: Facts,
        rule: str,
        said: Mapping[str, str],
        created: date,
        expires: date,
        path: str | None = None,
        days: int = WAIVER_DAYS,
    ) -> str:
        """Return the text of a file of waivers with one more, for what a rule finds in a project.

        `said` holds `reason`, `owner` and `approved by`. The facts that the finding rests on are
        taken from the project as they stand. What stands in the file at `path`, if there is one, is
        kept. Raises `InvalidFactFile`, and `InvalidInput` when there is nothing to waive, or the
        file with the new waiver is faulty.
        """
        from vetter.assessment.waived import draft_waiver

        everything, _ = self.judge_waivers(facts, created)
        parts = {**said, "created": created.isoformat(), "expires": expires.isoformat()}
        return draft_waiver(everything, rule, parts, path, days)

    def vet_changed(
        self,
        facts: Facts,
        set: Mapping[str, Any] | Sequence[str],
        today: date | None = None,
    ) -> tuple[Assessment, Difference]:
        """Vet a changed copy of a project; return its assessment and what differs.

        `set` maps paths of facts to values as a mapping of facts holds them, or lists texts of the
        form `fact=value`. Raises `InvalidFactFile`, and `InvalidInput` for a bad setting.
        """
        from vetter.whatif.changed import changed_project
        from vetter.whatif.difference import difference

        stated = _stated(facts)
        before = self._assess(self._project(stated), today)
        project, asked = changed_project(stated, set, self.rulebook)
        after = self._assess(project, today)
        return after, difference(before, after, asked)

    def ask(
        self,
        assessment: Assessment,
        only: Collection[str] | None = None,
        seconds: float = QUESTION_SECONDS,
        progress: Callable[[str], None] = _nothing,
    ) -> WhatIf:
        """Answer what would change the verdict of an assessment of this engine.

        The answers count every finding: they are about other values of facts, and a waiver is
        granted for those that stand. Where some are waived see `assessment.unwaived`.

        `only` names the answers wanted, all by default. Raises `InvalidInput` when optional
        libraries are not installed, when the rulebook says what no proof can be made of, and when
        no complete project fits the facts.
        """
        from vetter.whatif.limits import check_libraries

        check_libraries()
        from vetter.whatif.ask import Asker
        from vetter.whatif.results import ANSWERS

        if self._asker is None or self._asker.seconds != seconds:
            self._asker = Asker(self._forward, seconds)
        wanted = ANSWERS if only is None else only
        return self._asker.ask(assessment.unwaived, wanted, progress)

    def ask_what_can_be(
        self,
        assessment: Assessment,
        progress: Callable[[str], None] = _nothing,
        seconds: float = QUESTION_SECONDS,
    ) -> tuple[WhatIf | None, str]:
        """Return the answers that a memo can tell, and in a sentence why others are left out."""
        from vetter.whatif.limits import WITHOUT_SOLVER, BeyondProof

        waived = bool(assessment.waived and assessment.waived.findings)
        note = f"{COUNTS_ALL} Counted so the verdict is {assessment.unwaived.verdict.level}."
        said = [note] if waived else []
        try:
            return self.ask(assessment, seconds=seconds, progress=progress), " ".join(said)
        except BeyondProof as error:
            some = self.ask(assessment, WITHOUT_SOLVER, seconds, progress)
            return some, " ".join([*said, f"What needs a proof is left out: {_said(error)}"])
        except InvalidInput as error:
            return None, f"What would change the verdict is left out: {_said(error)}"

    def what_if(
        self,
        facts: Facts,
        *,
        only: Collection[str] | None = None,
        set: Mapping[str, Any] | Sequence[str] = (),
        seconds: float = QUESTION_SECONDS,
        today: date | None = None,
        progress: Callable[[str], None] = _nothing,
    ) -> WhatIf:
        """Answer what would change the verdict on a project; see `vetter.what_if`."""
        from vetter.whatif.results import ANSWERS, WhatIf

        unknown = [name for name in only or () if name not in ANSWERS]
        if unknown:
            message = f"there is no answer {quote(unknown[0])}"
            help = did_you_mean(unknown[0], ANSWERS, f"Answers: {listed(ANSWERS, joiner='and')}.")
            raise InvalidInput([Problem("unknown-answer", message, Location("only"), help)])
        if not set:
            return self.ask(self.vet(facts, today), only, seconds, progress)
        assessment, differs = self.vet_changed(facts, set, today)
        if not only:
            return WhatIf(assessment.verdict.level, difference=differs)
        answers = self.ask(assessment, only, seconds, progress)
        return answers._replace(difference=differs)

    def rank(
        self,
        assessments: Sequence[Assessment],
        unread: Sequence[tuple[str, tuple[Problem, ...]]] = (),
        today: date | None = None,
    ) -> dict[str, Any]:
        """Rank assessments of this engine and return the ranking as a document.

        `unread` are the files that could not be vetted, each with its problems. The document's
        shape is published as `reports/schema/ranking.schema.json`. Raises `InvalidPack`.
        """
        from vetter.ranking.entries import entry_of
        from vetter.ranking.plan import read_plan

        paths = read_plan(self.rulebook.vocabulary).paths
        return self.ranking([entry_of(one, paths) for one in assessments], unread, today)

    def ranking(
        self,
        entries: Sequence[Entry],
        unread: Sequence[tuple[str, tuple[Problem, ...]]] = (),
        today: date | None = None,
    ) -> dict[str, Any]:
        """Rank entries of projects, as a survey of many fact files gives them; see `rank`."""
        from vetter.ranking.compare import compare
        from vetter.ranking.plan import read_plan

        plan = read_plan(self.rulebook.vocabulary)
        return compare(entries, unread, self.rulebook, plan, as_of_date(today), VERSION)


def load(
    rulebook: Folder | None = None,
    packs: Sequence[Folder] = (),
    *,
    waivers: str | os.PathLike[str] | None = None,
    waiver_days: int = WAIVER_DAYS,
) -> Engine:
    """Return an engine for the rulebook in a folder, the built-in one by default.

    `packs` are folders of packs laid over it, the lowest first. `waivers` is a file of waivers, of
    which none may run for more than `waiver_days`. Raises `InvalidPack` and `InvalidInput` with
    everything that is wrong with them.
    """
    book = load_rulebook(rulebook, packs)
    if waivers is None:
        return Engine(book)
    from vetter.waivers.read import read_waivers

    return Engine(book, read_waivers(os.fsdecode(waivers), book, waiver_days))


@cache
def _built_in() -> Engine:
    return load()


def vet(
    facts: str | os.PathLike[str] | Mapping[str, Any],
    *,
    rulebook: Folder | None = None,
    packs: Sequence[Folder] = (),
    waivers: str | os.PathLike[str] | None = None,
    today: date | None = None,
) -> Assessment:
    """Vet a proposed project and return its assessment.

    `facts` is the path of a YAML fact file, or a mapping of facts, nested or by dotted path.
    `rulebook` is the folder of a pack, the built-in one by default; `packs` are folders of packs
    laid over it. `waivers` is a file of waivers: what it covers on the day of `today` is not
    counted. Raises `InvalidFactFile` and `InvalidPack`, and `InvalidInput` for the waivers, whose
    `problems` say what is wrong, where, and what to do.
    """
    plain = rulebook is None and not packs and waivers is None
    engine = _built_in() if plain else load(rulebook, packs, waivers=waivers)
    return engine.vet(facts, today)


def what_if(
    facts: Facts,
    *,
    only: Collection[str] | None = None,
    set: Mapping[str, Any] | Sequence[str] = (),
    seconds: float = QUESTION_SECONDS,
    rulebook: Folder | None = None,
    packs: Sequence[Folder] = (),
    today: date | None = None,
    progress: Callable[[str], None] = _nothing,
) -> WhatIf:
    """Answer what would change the verdict on a proposed project.

    `only` names the answers wanted (`verdicts`, `change`, `watch`, `basis`, `tipping`, `unknowns`,
    `evidence`), all by default. `set` maps facts to values, or lists texts of
    the form `fact=value`: then the answers are about the changed copy, and `difference` says what
    differs; without `only` that is all. A question that takes more than `seconds` is left open, and
    its answer says so. `progress` is told the name of each answer as it begins.

    Raises `InvalidFactFile` and `InvalidPack` as `vet` does, and `InvalidInput` for a bad setting,
    for facts that no complete project fits, and when the optional libraries are not installed
    (`pip install "vetter[whatif]"`).
    """
    engine = _built_in() if rulebook is None and not packs else load(rulebook, packs)
    return engine.what_if(
        facts, only=only, set=set, seconds=seconds, today=today, progress=progress
    )


def rules_impact(
    against: str | os.PathLike[str],
    corpus: Iterable[Facts],
    *,
    rulebook: Folder | None = None,
    packs: Sequence[Folder] = (),
    progress: Callable[[int], None] = _nothing_done,
) -> Impact:
    """Vet stored projects under two rulebooks, and return whose answers change, and why.

    One is that of `rulebook` and `packs`; the other is `against`: the folder of a pack to lay over
    it or of another rulebook, or a git revision of the repository that holds it, which comes
    before it. `corpus` holds paths of fact files and mappings of facts; what one of the rulebooks
    refuses is told in `unvetted`. Raises `InvalidPack`, and `InvalidInput` for a word that is
    neither folder nor revision.
    """
    from vetter.effect.impact import impact
    from vetter.effect.sides import in_order, read_current

    before, after = in_order(os.fsdecode(against), read_current(rulebook, packs))
    return impact(before, after, corpus, progress)


def rules_diff(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    *,
    rulebook: Folder | None = None,
    packs: Sequence[Folder] = (),
    seconds: float = QUESTION_SECONDS,
    progress: Callable[[str], None] = _nothing,
) -> Comparison:
    """Return what differs between two rulebooks, and which verdicts on any project that changes.

    `old` and `new` are each `current` (the rulebook of `rulebook` and `packs`), the folder of a
    pack to lay over it or of another rulebook, or a git revision of the repository that holds it.
    A question that takes more than `seconds` is left open, and the answer says so. Raises
    `InvalidPack`, and `InvalidInput` for a word that is none of these, when the optional library
    for proofs is not installed, and when a rulebook says what no proof can be made of.
    """
    from vetter.whatif.limits import check_libraries

    check_libraries(("z3",), "proofs")
    from vetter.effect.compare import compare
    from vetter.effect.sides import read_current, read_side

    current = read_current(rulebook, packs)
    olds, news = (read_side(os.fsdecode(one), current) for one in (old, new))
    return compare(olds, news, seconds, progress)


def _said(error: InvalidInput) -> str:
    first = error.problems[0]
    return f"{first.message}. {first.help}"


def _stated(facts: Facts) -> Source | Mapping[str, Any]:
    """Return facts once read, for standard input can be read only once."""
    return facts if isinstance(facts, Mapping) else read_fact_file(os.fsdecode(facts))


def as_of_date(today: date | None = None) -> str:
    """Return the date to print: the one given, else SOURCE_DATE_EPOCH's, else today's.

    Raises `InvalidInput` when SOURCE_DATE_EPOCH is set to what is no number of seconds.
    """
    if today is not None:
        return today.isoformat()
    epoch = os.environ.get(EPOCH, "")
    if not epoch:
        return date.today().isoformat()
    try:
        if not (epoch.isascii() and epoch.isdigit()):
            raise ValueError
        return datetime.fromtimestamp(int(epoch), tz=UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        message = f"{quote(epoch)} is not a number of seconds since 1970"
        help = f"Correct {EPOCH}, or take it out of the environment."
        raise InvalidInput([Problem("bad-date", message, Location(EPOCH), help)]) from None
