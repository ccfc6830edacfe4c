"""Small rulebooks for tests of effects: one at the bottom, and packs that change it."""

from __future__ import annotations

import subprocess
from itertools import product
from pathlib import Path

from tests.badinput.tables import pack_texts
from tests.badinput.test_packs import write
from vetter.effect.sides import Side
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of

NO_GO = """\
id: blocked
title: A blocker stops it
house: nobody starts what cannot work
when:
  all:
    - findings.blocker >= $one_finding
then:
  - verdict: no-go
    because: a blocker stands
examples:
  - fires: {findings.blocker: 1}
  - silent: {findings.blocker: 0}
"""
FEW_PEOPLE = """\
id: few-people
title: Few people work on it
house: one person falls ill
when:
  all:
    - plan.people < $long_team
then:
  - concern: medium
    cause: team
    because: Only {{ plan.people }} work on it.
    advice: Find one more.
    who: sponsor
examples:
  - fires: {plan.people: 1}
    as: medium
  - silent: {plan.people: 2}
"""
THRESHOLD = """\
  long_team:
    value: 2
    type: number
    unit: FTE
    meaning: the fewest people that a project can count on
    house: a guess
  nobody:
    value: 0
    type: number
    unit: FTE
    meaning: no people at all
    house: a guess
"""
OVER = 'name: over\nversion: "1"\ntitle: Over\nneeds: [small]\n'
HORIZONS = ("0 months", "1 month", "2 months", "3 months", "4 months", "12 months")
NEEDED = (0, 499, 500, 501, 999, 1000, 1001, 1999, 2000, 2001, 1000000)
PEOPLE = ("0", "1", "2", "3")
REST = {
    "project.name": "A", "goal.forms": ["classify"], "quality.metric": "accuracy",
    "quality.target": "90%", "quality.lowest": "80%", "labels.price_each": "1 EUR",
    "labels.time_each": "1 person-hour", "labels.rarest": "10%", "plan.owners": "1",
    "plan.access": "agreed", "team.second_round": "no", "team.budget": "1 EUR",
    "team.roles": ["science"], "team.notes": "none",
}  # fmt: skip


def texts(**changed: str) -> dict[str, str]:
    """Return the files of the small rulebook; `changed` are whole files by name of a rule."""
    found = dict(pack_texts())
    found["rules/blocked.yaml"] = NO_GO
    found["rules/few-people.yaml"] = FEW_PEOPLE
    found["knowledge/thresholds.yaml"] += THRESHOLD
    found.update({f"rules/{name.replace('_', '-')}.yaml": text for name, text in changed.items()})
    return found


def side(bottom: dict[str, str], *above: dict[str, str], asked: str = "side") -> Side:
    """Return a rulebook of files, with packs over it."""
    packs = [pack_of_texts(bottom, "small")]
    for place, one in enumerate(above):
        named = {"pack.yaml": OVER.replace("over", f"over{place or ''}"), **one}
        packs.append(pack_of_texts(named, f"over{place or ''}"))
    return Side(asked, tuple(packs), rulebook_of(*packs))


def changing(text: str) -> dict[str, str]:
    """Return a pack that changes what is below."""
    return {"changes.yaml": text}


def every_project() -> list[dict[str, object]]:
    """Return complete projects in all ways that a rule of the small rulebook could tell apart."""
    found: list[dict[str, object]] = []
    for horizon, people, solved in product(HORIZONS, PEOPLE, ("yes", "no")):
        given = {
            **REST, "plan.horizon": horizon, "plan.people": people, "plan.solved": solved,
        }  # fmt: skip
        found.append({**given, "labels.origin": "automatic"})
        found.append({**given, "labels.origin": "from records"})
        found += [{**given, "labels.origin": "manual", "labels.needed": str(one)} for one in NEEDED]
    return found


def git(folder: Path, *words: str) -> None:
    """Run git in a folder, with a name for whoever commits."""
    who = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True)


def committed(folder: Path, *versions: dict[str, str]) -> None:
    """Make a repository whose history is these versions, each a commit, the last one on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init")
    for texts_now in versions:
        write(folder, texts_now)
        git(folder, "add", "-A")
        git(folder, "commit", "-m", "next")
