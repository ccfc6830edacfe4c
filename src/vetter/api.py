"""The library: `vetter.vet`, `vetter.what_if` and `vetter.load`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from vetter.assessment.assess import assess
from vetter.assessment.model import Assessment
from vetter.base.characters import quote
from vetter.base.problems import InvalidInput, Location, Problem
from vetter.base.suggest import did_you_mean, listed
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of, project_of_mapping, read_fact_file
from vetter.rulebook.rulebook import Folder, Rulebook, load_rulebook
from vetter.version import VERSION

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
    """A rulebook ready to vet any number of projects."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Make an engine of a rulebook; its network is built when the first project comes."""
        self.rulebook = rulebook
        self._forward = Forward(rulebook)
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
        return assess(self._forward, project, as_of_date(today), VERSION)

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
        return self._asker.ask(assessment, ANSWERS if only is None else only, progress)

    def ask_what_can_be(
        self,
        assessment: Assessment,
        progress: Callable[[str], None] = _nothing,
        seconds: float = QUESTION_SECONDS,
    ) -> tuple[WhatIf | None, str]:
        """Return the answers that a memo can tell, and in a sentence why others are left out."""
        from vetter.whatif.limits import WITHOUT_SOLVER, BeyondProof

        try:
            return self.ask(assessment, seconds=seconds, progress=progress), ""
        except BeyondProof as error:
            some = self.ask(assessment, WITHOUT_SOLVER, seconds, progress)
            return some, f"What needs a proof is left out: {_said(error)}"
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


def load(rulebook: Folder | None = None, packs: Sequence[Folder] = ()) -> Engine:
    """Return an engine for the rulebook in a folder, the built-in one by default.

    `packs` are folders of packs laid over it, the lowest first. Raises `InvalidPack` with
    everything that is wrong with them.
    """
    return Engine(load_rulebook(rulebook, packs))


@cache
def _built_in() -> Engine:
    return load()


def vet(
    facts: str | os.PathLike[str] | Mapping[str, Any],
    *,
    rulebook: Folder | None = None,
    packs: Sequence[Folder] = (),
    today: date | None = None,
) -> Assessment:
    """Vet a proposed project and return its assessment.

    `facts` is the path of a YAML fact file, or a mapping of facts, nested or by dotted path.
    `rulebook` is the folder of a pack, the built-in one by default; `packs` are folders of packs
    laid over it. Raises `InvalidFactFile` and `InvalidPack`, whose `problems` say what is wrong,
    where, and what to do.
    """
    engine = _built_in() if rulebook is None and not packs else load(rulebook, packs)
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
