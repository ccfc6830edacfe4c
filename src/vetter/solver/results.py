"""What the solver answers, as plain frozen data; the forward engine has replayed each witness."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from vetter.language.domains import Domain
from vetter.language.types import Value
from vetter.language.writing import Written


class Witness(NamedTuple):
    """A complete project, and the verdict that the forward engine gives it.

    `facts` are all that apply but the computed ones, in the order of the vocabulary, each as a
    fact file states it. `answered` are the paths of those that the question had left open.
    """

    verdict: str
    facts: tuple[tuple[str, str | tuple[str, ...]], ...]
    answered: tuple[str, ...]

    def mapping(self) -> dict[str, Written]:
        """Return the facts as `vetter.vet` reads them."""
        return {
            path: value if isinstance(value, str) else list(value) for path, value in self.facts
        }


class Proof(Enum):
    """Whether something was shown, its opposite was, or neither in the time given."""

    YES = "proved"
    NO = "refuted"
    OPEN = "not proved"


class VerdictReach(NamedTuple):
    """Whether some completion gives a verdict; its witness, or why nothing is proved."""

    verdict: str
    reachable: Proof
    witness: Witness | None = None
    why_open: str = ""


class Reachable(NamedTuple):
    """The verdicts from the best to the gravest, each reachable or not.

    When none is reachable the facts contradict one another: the project has no completion.
    """

    verdicts: tuple[VerdictReach, ...]

    def of(self, verdict: str) -> VerdictReach:
        """Return what is known of one verdict."""
        return next(one for one in self.verdicts if one.verdict == verdict)

    @property
    def proved(self) -> tuple[str, ...]:
        """The verdicts that were proved reachable."""
        return tuple(one.verdict for one in self.verdicts if one.reachable is Proof.YES)

    @property
    def possible(self) -> tuple[str, ...]:
        """The verdicts that were not proved unreachable."""
        return tuple(one.verdict for one in self.verdicts if one.reachable is not Proof.NO)


class Settled(NamedTuple):
    """Whether all completions give the verdict that stands now.

    `always` is the one verdict that all completions give, which may be another one; it is empty
    while there are several, or while that is not proved. `otherwise` is a completion with another
    verdict than the standing one.
    """

    standing: str
    settled: Proof
    always: str = ""
    otherwise: Witness | None = None


class Support(NamedTuple):
    """A fact that a verdict rests on, and what can happen without it.

    `without` is a complete project that keeps the other supports and has another verdict; None when
    it was not shown in time that there is one.
    """

    path: str
    shown: str
    without: Witness | None


class RestsOn(NamedTuple):
    """Facts that force a verdict, whatever all others are.

    `forced` says whether the facts of the project force it at all; if not, `otherwise` is a
    completion with another verdict. `minimal` is true when no support can be left out, each shown
    by its `without`. `smallest` says whether it was proved that no fewer facts force it.
    """

    verdict: str
    forced: Proof
    supports: tuple[Support, ...] = ()
    minimal: bool = False
    otherwise: Witness | None = None
    smallest: Proof = Proof.OPEN

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the supports, in the order of the vocabulary."""
        return tuple(one.path for one in self.supports)


class Needed(NamedTuple):
    """Answers of a witness that bring its verdict alone, whatever the other open facts are.

    `minimal` says that none of them can be left out. Where nothing was shown in time they are all.
    """

    paths: tuple[str, ...]
    minimal: bool


class Plan(NamedTuple):
    """Changes that force a verdict, each fact with what it becomes.

    `moved` have a value now, `decided` are open now, `needs` are open and must be found out to lie
    within what stands beside them; none of the needs can be left out if `needs_minimal`. `cost`
    adds up the weights of what is moved and decided; `minimal` says whether it was proved that no
    other plan costs less, those shown before left out. `witness` is a complete project that follows
    the plan.
    """

    moved: tuple[tuple[str, Value], ...]
    decided: tuple[tuple[str, Value], ...]
    needs: tuple[tuple[str, Domain], ...]
    cost: int
    minimal: bool
    needs_minimal: bool
    witness: Witness


class Plans(NamedTuple):
    """The cheapest plans for a verdict or a better one, none with all the changes of another.

    When there is none, `core` are facts that exclude the verdict whatever is changed and found out;
    it is empty when no project can have the verdict at all.
    """

    possible: Proof
    plans: tuple[Plan, ...] = ()
    core: tuple[str, ...] = ()
    core_minimal: bool = False
    why_open: str = ""
