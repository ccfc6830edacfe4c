"""Entries of many projects at once, by the columns back-end and without explanations."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.columns.partial import SHOWN_VERDICTS, Partial, Said
from vetter.facts.states import Project
from vetter.ranking.entries import GRAVE, Entry
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import COUNTED, SEVERITIES


class Columnist:
    """A rulebook compiled to place projects by the derived facts at `paths`."""

    def __init__(self, rulebook: Rulebook, paths: Sequence[str]) -> None:
        """Compile `rulebook`."""
        self._rulebook, self._paths = rulebook, paths
        self._partial = Partial(rulebook)
        facts = rulebook.vocabulary.facts.values()
        self._answerable = [spec.path for spec in facts if spec.computed is None]

    def entries(self, projects: Sequence[Project]) -> list[Entry]:
        """Return the entry of each project; none says why it stands so."""
        found: list[Entry] = []
        for said in self._partial.vet([one.states for one in projects]):
            found.extend(self._entries(projects[len(found) : len(found) + said.size], said))
        return found

    def _entries(self, projects: Sequence[Project], said: Said) -> list[Entry]:
        verdicts = [SHOWN_VERDICTS[place] for place in said.shown.tolist()]
        ranks = {path: said.standing(path).tolist() for path in self._paths}
        could_be = {path: self._could_be(path, said) for path in self._paths}
        counts = [said.standing(f"findings.{one}").tolist() for one in reversed(SEVERITIES)]
        concerns = list(zip(*counts, strict=True))
        causes = self._causes(said)
        return [
            Entry(
                one.name,
                one.path,
                one.sha256,
                verdicts[row],
                {path: ranks[path][row] for path in self._paths},
                {path: could_be[path][row] for path in self._paths},
                concerns[row],
                tuple(dict.fromkeys(causes[row])),
                sum(one.states[path].status.is_open for path in self._answerable),
            )
            for row, one in enumerate(projects)
        ]

    def _could_be(self, path: str, said: Said) -> list[tuple[int, ...]]:
        """Return for each project the ranks beside the standing one that answers could bring."""
        standing, sure = said.standing(path), said.sure(path)
        found: list[list[int]] = [[] for _ in range(said.size)]
        for rank, possible in enumerate(said.possible(path)):
            could = ((sure == rank) | (possible & (sure < rank))) & (standing != rank)
            for row in could.nonzero()[0].tolist():
                found[row].append(rank)
        return [tuple(ranks) for ranks in found]

    def _causes(self, said: Said) -> list[list[str]]:
        """Return for each project the causes of its grave concerns, the gravest first."""
        found: list[list[str]] = [[] for _ in range(said.size)]
        for severity in GRAVE:
            at = COUNTED.index(severity)
            rows: dict[str, set[int]] = {cause: set() for cause in self._rulebook.vocabulary.causes}
            for rule in self._rulebook.rules:
                for place, finding in enumerate(rule.findings):
                    stands = said.fired(rule.id) & (said.severity(rule.id, place) == at)
                    rows[finding.cause].update(stands.nonzero()[0].tolist())
            for cause, members in rows.items():
                for row in members:
                    found[row].append(cause)
        return found
