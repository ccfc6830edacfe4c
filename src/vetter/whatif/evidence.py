"""Answer 7: the verdict as claimed, and as evidenced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vetter.assessment.verdict import verdict_shown
from vetter.facts.resettle import Resettler
from vetter.facts.states import FactState, Project
from vetter.rulebook.vocabulary import VERDICT, VERDICTS
from vetter.solver.questions import Deadline, says_something
from vetter.whatif.case import Case
from vetter.whatif.heard import facts_heard
from vetter.whatif.results import Evidenced
from vetter.whatif.variants import NotConfirmed

EVIDENCE = frozenset({"measured", "documented"})
"""The grades of answers that more than a person's word stands behind."""


def evidence(case: Case) -> Evidenced:
    """Return how the verdict stands without the answers that only a person's word stands behind.

    All of it is one question.
    """
    deadline = Deadline(case.seconds)
    without = _Without(case)
    weak = [path for path, state in case.project.states.items() if _is_weak(state)]
    bare = without.copy(weak)
    run = case.forward.run(bare.states)
    evidenced = verdict_shown(case.rulebook, bare, run)
    sound = run.readings[VERDICT].sound
    among = [VERDICTS[rank] for rank in sound.values if isinstance(rank, int)]
    reach = facts_heard(case.rulebook)
    heard = [path for path in weak if path in reach]
    found, proved = _alone(case.shown, without, heard, deadline)
    together = proved and not found and evidenced != case.shown
    if together:
        group, proved = _group(case.shown, without, heard, deadline)
        found = dict.fromkeys(group, without.verdict(group))
    could_be = case.solver.reachable(bare, among, deadline)
    states = case.project.states
    return Evidenced(
        case.shown,
        evidenced,
        tuple(case.fact(path) for path in heard),
        tuple((case.fact(path), states[path].evidence.grade, found[path]) for path in found),
        together,
        could_be.proved,
        tuple(verdict for verdict in could_be.possible if verdict not in could_be.proved),
        proved,
    )


def _is_weak(state: FactState) -> bool:
    """Whether an answer is used, is more than a text, and has no evidence behind it."""
    return says_something(state) and state.evidence.grade not in EVIDENCE


class _Without:
    """The project with some answers unknown, which breaks no constraint for want of them."""

    def __init__(self, case: Case) -> None:
        """Take answers of the project of `case` as unknown."""
        self.case = case
        self._settler = Resettler(case.rulebook, case.project, case.quick.columns.hanging)

    def copy(self, paths: Iterable[str]) -> Project:
        """Return the project with these facts unknown."""
        return self._settler.changed(dict.fromkeys(paths))

    def verdict(self, paths: Iterable[str]) -> str:
        """Return the verdict shown with these facts unknown, by the forward engine."""
        return self.case.verdict_of(self.copy(paths))

    def each(self, paths: Sequence[str]) -> list[str]:
        """Return the verdict shown with each of these facts unknown alone, run all at once."""
        return self.case.quick.verdicts(self.case.project, [self.copy([path]) for path in paths])


def _alone(
    shown: str, without: _Without, weak: Sequence[str], deadline: Deadline
) -> tuple[dict[str, str], bool]:
    """Return the facts without each of which another verdict is shown, and whether all were tried.

    Each comes with that verdict. Raises `NotConfirmed` when the forward engine gives another one.
    """
    found: dict[str, str] = {}
    for path, verdict in zip(weak, without.each(weak), strict=True):
        if verdict == shown:
            continue
        if deadline.left <= 0:
            return found, False
        found[path] = without.verdict([path])
        if found[path] != verdict:
            raise NotConfirmed(
                f"without `{path}` the forward engine gives {found[path]}, columns {verdict}"
            )
    return found, True


def _group(
    shown: str, without: _Without, weak: Sequence[str], deadline: Deadline
) -> tuple[list[str], bool]:
    """Return facts without which together another verdict is shown, and whether none is to spare.

    More facts unknown do not always move a verdict further, so it is tried again until nothing more
    can be left out. Many are tried at once first.
    """
    kept, size = list(weak), len(weak)
    while size:
        start, fewer = 0, False
        while start < len(kept):
            if deadline.left <= 0:
                return kept, False
            rest = kept[:start] + kept[start + size :]
            if without.verdict(rest) != shown:
                kept, fewer = rest, True
            else:
                start += size
        if not (fewer and size == 1):
            size //= 2
    return kept, True
