"""Faults seeded into a small rulebook are found, shown by projects, and gone without them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.effect.room import FEW_PEOPLE, THRESHOLD, every_project, side, texts
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of_mapping
from vetter.proving.prove import prove
from vetter.proving.results import Fault, Report
from vetter.rulebook.rulebook import Rulebook, load_rulebook
from vetter.rulebook.vocabulary import VERDICT, VERDICTS

FEW = "    - plan.people < $long_team\n"
MORE = "    - plan.people > $long_team\n"
LONG = "    - plan.horizon > $long_wait\n"
SOFTENED = """\
    who: sponsor
    softened:
      - when:
          any:
            - plan.people {} $long_team
        to: low
        because: so
"""
FACTS = "knowledge/facts/plan.yaml"
PEOPLE_BETTER = {
    FACTS: texts()[FACTS].replace(
        "question: How many work on it?", "question: How many work on it?\n    better: higher"
    )
}


def rule(name: str, when: str, then: str = "", more: str = "") -> str:
    """Return the file of a rule whose examples nobody runs here."""
    said = then or "  - concern: low\n    cause: team\n    because: So it is.\n    advice: Wait.\n"
    return (
        f"id: {name}\ntitle: A rule\nhouse: for a test\nwhen:\n  all:\n{when}{more}then:\n{said}"
        f"{'' if then else '    who: sponsor' + chr(10)}"
        "examples:\n  - fires: {plan.people: 1}\n  - silent: {plan.people: 2}\n"
    )


def book_of(files: dict[str, str]) -> Rulebook:
    return side({**texts(), **files}).rulebook


def proved(files: dict[str, str]) -> Report:
    return prove(Forward(book_of(files)))


def of(report: Report, kind: str) -> dict[str, Fault]:
    return {fault.about: fault for fault in report.faults if fault.kind == kind}


def standing(book: Rulebook, facts: object) -> str:
    project = project_of_mapping(dict(facts), book)  # type: ignore[call-overload]
    return VERDICTS[Forward(book).run(project.states).readings[VERDICT].standing]


SEEDED = {
    "two parts exclude one another": (
        "never-fires", "odd",
        {"rules/odd.yaml": rule("odd", MORE + "    - plan.people < $nobody\n")},
    ),
    "a constraint excludes it": (
        "never-fires", "odd",
        {
            "rules/odd.yaml": rule("odd", "    - quality.metric is accuracy\n"
                                   "    - quality.lowest > quality.target\n"),
        },
    ),
    "its exception always holds": (
        "never-fires", "odd",
        {
            "rules/odd.yaml": rule("odd", "    - plan.people < $long_team\n",
                                   more="unless:\n  any:\n    - plan.people <= $long_team\n"),
        },
    ),
    "its exception never holds": (
        "exception", "odd",
        {
            "rules/odd.yaml": rule("odd", "    - plan.people < $long_team\n",
                                   more="unless:\n  any:\n    - plan.people > $long_team\n"),
        },
    ),
    "a softening always holds": (
        "exception", "few-people",
        {
            "rules/few-people.yaml": FEW_PEOPLE.replace(
                "    who: sponsor\n", SOFTENED.format("<=")),
        },
    ),
    "a softening never holds": (
        "exception", "few-people",
        {
            "rules/few-people.yaml": FEW_PEOPLE.replace(
                "    who: sponsor\n", SOFTENED.format(">")),
        },
    ),
    "another says as much": (
        "subsumed", "odd",
        {"rules/odd.yaml": rule("odd", FEW + "    - plan.solved is no\n")},
    ),
    "another concludes as much": (
        "subsumed", "odd",
        {
            "rules/odd.yaml": rule("odd", LONG + "    - plan.solved is no\n",
                                   "  - conclude: cost.late is yes\n    because: so it is\n"),
        },
    ),
    "opposites": (
        "opposites", "odd",
        {
            "knowledge/claims.yaml": "opposites:\n  odd:\n    never:\n      all:\n"
            "        - cost.late is yes\n        - cost.data is high\n    because: so it is\n",
        },
    ),
    "thresholds out of order": (
        "order", "long_team",
        {"knowledge/claims.yaml": "order:\n  people: [long_team, nobody]\n"},
    ),
    "a better answer worsens": (
        "worsens", "plan.people",
        {
            **PEOPLE_BETTER,
            "rules/odd.yaml": rule("odd", MORE).replace("low", "blocker"),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_fault_is_found_and_no_other_of_its_kind(name: str) -> None:
    kind, about, files = SEEDED[name]
    without = {path: text for path, text in files.items() if "odd" not in text}
    before = of(proved({**without, **(PEOPLE_BETTER if kind == "worsens" else {})}), kind)
    found = of(proved(files), kind)
    assert set(found) - set(before) <= {about}
    assert about in found
    if "odd" in "".join(files.values()):
        assert about not in before


def test_a_needless_rule_is_told_by_whom() -> None:
    found = of(proved(SEEDED["another says as much"][2]), "subsumed")["odd"]
    assert "`few-people` says at least as much" in found.message
    assert [path for path, _ in found.projects[0]] == ["plan.people", "plan.solved"]
    found = of(proved(SEEDED["another concludes as much"][2]), "subsumed")["odd"]
    assert "`late` says at least as much" in found.message


ECHO = """\
id: echo
title: A high concern stops it
house: for a test
when:
  all:
    - findings.high >= $one_finding
then:
  - concern: blocker
    cause: team
    because: So it is.
    advice: Wait.
    who: sponsor
examples:
  - fires: {findings.high: 1}
  - silent: {findings.high: 0}
"""


def test_a_rule_on_which_another_leans_is_not_needless() -> None:
    files = {
        "rules/few-people.yaml": FEW_PEOPLE.replace("medium", "high"),
        "rules/echo.yaml": ECHO,
    }
    assert "few-people" not in of(proved(files), "subsumed")


def test_a_rule_that_counts_is_not_needless() -> None:
    twice = texts()["rules/verdict.yaml"].replace("findings.high >=", "findings.high >")
    twin = FEW_PEOPLE.replace("few-people", "odd").replace("medium", "high")
    files = {
        "rules/few-people.yaml": FEW_PEOPLE.replace("medium", "high"),
        "rules/odd.yaml": twin,
        "rules/verdict.yaml": twice,
    }
    assert not {"few-people", "odd"} & set(of(proved(files), "subsumed"))
    alone = {path: text for path, text in files.items() if path != "rules/verdict.yaml"}
    assert {"few-people", "odd"} <= set(of(proved(alone), "subsumed"))


def test_a_fact_that_only_an_unread_fact_is_made_of_is_unused() -> None:
    labels = texts()["knowledge/facts/labels.yaml"].replace(
        "of: [labels.needed, labels.price_each]", "of: [labels.rarest, labels.price_each]"
    )
    assert {"labels.cost", "labels.price_each"} <= set(of(proved({}), "unused"))
    assert "labels.needed" not in of(proved({"knowledge/facts/labels.yaml": labels}), "unused")


def test_an_idle_softening_is_shown_by_a_project() -> None:
    (fault,) = of(proved(SEEDED["a softening always holds"][2]), "exception").values()
    assert [path for path, _ in fault.projects[0]] == ["plan.people"]


def test_opposites_are_shown_by_the_smallest_project() -> None:
    (fault,) = of(proved(SEEDED["opposites"][2]), "opposites").values()
    (project,) = fault.projects
    assert {path for path, _ in project} == {"labels.origin", "labels.needed", "plan.horizon"}


def test_a_pair_of_projects_shows_what_worsens() -> None:
    files = SEEDED["a better answer worsens"][2]
    book = book_of(files)
    (fault,) = of(proved(files), "worsens").values()
    before, after = (dict(one) for one in fault.projects)
    assert {path for path in {*before, *after} if before.get(path) != after.get(path)} == {
        "plan.people"
    }
    assert float(str(before["plan.people"]).split()[0]) < float(
        str(after["plan.people"]).split()[0]
    )
    verdicts = [VERDICTS.index(standing(book, one)) for one in (before, after)]
    assert verdicts[0] < verdicts[1]


@pytest.mark.parametrize("name", SEEDED)
def test_rules_that_can_fire_are_those_that_some_project_fires(name: str) -> None:
    """Every project that a rule of the small rulebook could tell from another is tried."""
    files = SEEDED[name][2]
    book = book_of(files)
    forward = Forward(book)
    projects = [project_of_mapping(one, book).states for one in every_project()]
    fired = {one for states in projects for one in forward.run(states).fired}
    never = set(of(prove(forward), "never-fires"))
    assert {rule.id for rule in book.rules} - fired == never


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("severity", ["low", "high", "blocker"])
def test_what_worsens_is_what_some_pair_of_projects_shows(better: str, severity: str) -> None:
    files = {
        path: text.replace("better: higher", f"better: {better}")
        for path, text in PEOPLE_BETTER.items()
    }
    files["rules/few-people.yaml"] = FEW_PEOPLE.replace("medium", severity)
    book = book_of(files)
    forward = Forward(book)
    verdicts: dict[str, dict[float, int]] = {}
    for one in every_project():
        rest = str({path: value for path, value in one.items() if path != "plan.people"})
        run = forward.run(project_of_mapping(one, book).states)
        people = float(str(one["plan.people"]))
        verdicts.setdefault(rest, {})[people] = run.readings[VERDICT].standing
    worsened = False
    for by_people in verdicts.values():
        in_order = [by_people[one] for one in sorted(by_people, reverse=better == "lower")]
        worsened = worsened or any(one < other for one, other in pairwise(in_order))
    assert ("plan.people" in of(prove(forward), "worsens")) == worsened
    assert worsened == (better == "lower" and severity != "low")


def test_facts_that_nothing_reads_and_choices_that_nothing_tells() -> None:
    report = proved({})
    unused = set(of(report, "unused"))
    assert "plan.owners" in unused
    assert not unused & {"labels.origin", "labels.needed", "quality.metric", "project.name"}
    alike = of(report, "alike")
    assert "`automatic`, `from records`" in alike["labels.origin"].message
    assert "`manual`" not in alike["labels.origin"].message
    assert "plan.solved" not in alike


def test_a_fault_with_a_reason_may_stand_and_a_reason_without_a_fault_may_not() -> None:
    _, about, files = SEEDED["two parts exclude one another"]
    claims = (
        "accepted:\n  this:\n    fault: never-fires\n    about: {}\n    because: it is a test\n"
    )
    accepted = proved({**files, "knowledge/claims.yaml": claims.format(about)})
    assert of(accepted, "never-fires")[about].because == "it is a test"
    assert about not in {fault.about for fault in accepted.standing}
    assert not accepted.needless
    needless = proved({**files, "knowledge/claims.yaml": claims.format("late")})
    assert [fault.about for fault in needless.needless] == ["late"]
    assert about in {fault.about for fault in needless.standing}


def test_a_threshold_in_order_is_none_out_of_order() -> None:
    report = proved({"knowledge/claims.yaml": "order:\n  people: [nobody, long_team]\n"})
    assert not of(report, "order")
    assert THRESHOLD.count("value:") == 2


@pytest.mark.slow
def test_the_shipped_rulebook_passes() -> None:
    report = prove(Forward(load_rulebook()))
    assert not report.standing
    assert not report.needless
    assert not [name for count in report.counts for name in count.open]
    assert all(fault.projects for fault in report.faults if fault.kind in ("opposites", "worsens"))
