"""What is said of a verdict that no verdict rule speaks for; its words are the pack's."""

from __future__ import annotations

from functools import cache

from vetter.assessment.model import Assessment
from vetter.base.wording import counted, sentence
from vetter.rulebook.templates import read_template
from vetter.rulebook.vocabulary import SEVERITIES

WORDS = "reports/templates/words.yaml"
_KEYS = (
    "silent", "no grave concern", "essentials", "nothing essential open", "watched",
    "no verdict rule",
)  # fmt: skip
GRAVE = ("blocker", "high")


@cache
def _words() -> dict[str, str]:
    """Return the words of the program's templates. Raises `InvalidPack`."""
    return read_template(
        WORDS,
        _KEYS,
        lambda reader, parts: {key: reader.text(parts.get(key), f"`{key}`") for key in _KEYS},
    )


def silent_words() -> str:
    """Return the phrase for a project of which the rulebook states no concern."""
    return _words()["silent"]


def essentials_path() -> str:
    """Return the derived fact that says whether something essential is open."""
    return _words()["essentials"]


def stance(assessment: Assessment) -> str:
    """Return what stands and what does not where no verdict rule speaks; empty where one does."""
    verdict, words = assessment.verdict, _words()
    if any(reason.verdict == verdict.standing for reason in verdict.reasons):
        return ""
    counts = {severity: len(assessment.of_severity(severity)) for severity in SEVERITIES}
    if any(counts[severity] for severity in GRAVE):
        return sentence(words["no verdict rule"])
    said = words["no grave concern"] if any(counts.values()) else words["silent"]
    essentials = assessment.run.readings.get(essentials_path())
    if essentials is not None and not essentials.standing:
        said += f", and {words['nothing essential open']}"
    said = sentence(said)
    if counts["medium"]:
        verb = "remains" if counts["medium"] == 1 else "remain"
        said += f" {sentence(counted(counts['medium'], 'medium concern'))[:-1]} {verb} "
        said += f"{words['watched']}."
    return said
