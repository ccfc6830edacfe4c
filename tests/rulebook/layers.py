"""Packs laid over the built-in vocabulary with one rule of the test's own, and vetted."""

from __future__ import annotations

import textwrap

from tests.packs import knowledge, rule, vetted
from vetter.assessment.model import Assessment, FindingResult
from vetter.rulebook.pack import Pack, pack_of_texts
from vetter.rulebook.rulebook import Rulebook, rulebook_of

FEW = rule(
    "few-people",
    "Fewer than {{ $full_time_person }}",
    """
    when: {all: [team.full_time < $full_time_person]}
    then:
      - concern: medium
        cause: team
        because: So few see little.
        advice: Find somebody.
        who: sponsor
    """,
    """
      - fires: {team.full_time: 0.5}
      - silent: {team.full_time: 1}
    """,
)
FACTS = "project: {name: A}\nteam: {full_time: 0.5}\ngoal: {closeness: exact}\n"


def pack(name: str, files: dict[str, str], needs: str = "") -> Pack:
    """Return a pack that is laid over others."""
    head = f'name: {name}\nversion: "1"\ntitle: {name}\n' + (f"needs: [{needs}]\n" if needs else "")
    texts = {path: textwrap.dedent(text) for path, text in files.items()}
    return pack_of_texts({"pack.yaml": head, **texts}, name)


def bottom() -> Pack:
    """Return the built-in vocabulary with the rule that packs change."""
    return pack_of_texts({**knowledge(), **FEW})


def laid(*packs: dict[str, str] | Pack) -> Rulebook:
    """Return the rulebook with packs over it; files alone become the pack `over`."""
    above = [one if isinstance(one, Pack) else pack("over", one) for one in packs]
    return rulebook_of(bottom(), *above)


def changed(text: str) -> Rulebook:
    """Return the rulebook with a pack over it that has this `changes.yaml`."""
    return laid({"changes.yaml": text})


def finding(assessment: Assessment, rule_id: str = "few-people") -> FindingResult | None:
    """Return what a rule found, None where it found nothing."""
    return next((one for one in assessment.findings if one.rule_id == rule_id), None)


def found(book: Rulebook, facts: str = FACTS) -> FindingResult | None:
    """Return what the rule `few-people` finds."""
    return finding(vetted(book, facts))
