"""What-if answers made by hand: one of every kind, so that all words and layouts are seen."""

from __future__ import annotations

from vetter.solver.results import Proof, Witness
from vetter.whatif.results import (
    Basis,
    Change,
    Difference,
    DutyChange,
    Evidenced,
    Fact,
    FactChange,
    FindingChange,
    Ground,
    LevelChange,
    Move,
    Outcome,
    Plan,
    Stretch,
    Tipping,
    TippingPoints,
    Turn,
    Unknown,
    Unknowns,
    Value,
    Verdicts,
    Watch,
    Way,
    WhatIf,
)

YES, NO, OPEN = Proof.YES, Proof.NO, Proof.OPEN
GO, CONDITIONS, NO_GO, UNDECIDED = "go", "go with conditions", "no-go", "undecided"

TARGET = Fact("quality.target", "target", "90%", 22)
OWNERS = Fact("data.owners", "number of data owners", "3 owners", 39)
PILOT = Fact("plan.pilot_solved", "success of the pilot", "", 0)
COST = Fact("impact.error_cost", "cost of one wrong prediction", "serious", 54)


def value(path: str, label: str, before: str, shown: str, written: str | list[str]) -> Value:
    return Value(path, label, before, shown, written)


SOLVED = value("plan.pilot_solved", "success of the pilot", "", "yes", "yes")
FLOOR = value("quality.lowest_acceptable", "lowest acceptable quality", "75%", "70%", "70%")
TASKS = value("goal.forms", "list of tasks", "classify", "none fits", ["none fits"])


def witness(verdict: str) -> Witness:
    facts = (
        ("goal.forms", ("classify", "automate")),
        ("quality.target", "90%"),
        ("plan.pilot_solved", "yes"),
    )
    return Witness(verdict, facts, ("goal.forms", "plan.pilot_solved"))


VERDICTS = Verdicts(
    CONDITIONS,
    NO,
    "",
    (
        Way(GO, YES, (SOLVED, FLOOR), True, witness(GO)),
        Way(CONDITIONS, YES, (SOLVED,) * 6, False, witness(CONDITIONS)),
        Way(NO_GO, OPEN, why_open="the time did not suffice"),
    ),
)
CHANGE = (
    Change(
        CONDITIONS,
        YES,
        (
            Plan(CONDITIONS, (Move(FLOOR, "easily", False),), (SOLVED,), 1, True, witness(GO)),
            Plan(
                GO,
                (Move(SOLVED, "with effort", True), Move(TASKS, "hardly", False)),
                (),
                3,
                False,
                witness(GO),
            ),
            Plan(CONDITIONS, (), (FLOOR,), 0, True, witness(GO), False, (PILOT,)),
        ),
    ),
    Change(GO, NO, core=(TARGET, OWNERS), core_minimal=False),
    Change(GO, OPEN, why_open="the time did not suffice"),
)
WATCH = Watch(
    CONDITIONS,
    (Turn(COST, (("high", NO_GO), ("unbounded", NO_GO))), Turn(OWNERS, (("4", UNDECIDED),))),
    23,
)
BASIS = Basis(CONDITIONS, YES, (Ground(TARGET, witness(GO)), Ground(OWNERS, None)), False, OPEN)
BREAKERS = Basis(GO, NO, breakers=((TASKS, NO_GO),), otherwise=witness(NO_GO), all_breakers=False)
TIPPING = TippingPoints(
    (
        Tipping(
            TARGET,
            True,
            (
                Stretch("", False, "75%", False, "below 75%", "", True, False),
                Stretch(
                    "75%", True, "95%", False, "75% or more, but below 95%", CONDITIONS, False, True
                ),
                Stretch("95%", True, "", False, "95% or more", NO_GO, False, False),
            ),
        ),
        Tipping(
            PILOT, False, (Stretch("", False, "", False, "anywhere", UNDECIDED, False, False),)
        ),
    ),
    (OWNERS, COST),
)
UNKNOWNS = Unknowns(
    (GO, CONDITIONS, NO_GO),
    (
        Unknown(
            PILOT, "Did the pilot reach its target?", "pilot", "alone",
            (Outcome("yes", (GO,), True), Outcome("no", (CONDITIONS, NO_GO), True)),
        ),
        Unknown(
            Fact("quality.expected", "expected quality", "", 0), "What quality is expected?",
            "data lead", "with others",
            (Outcome("92% or more", (GO, CONDITIONS), True), Outcome("below 92%", (), False)),
        ),
        Unknown(
            Fact("plan.pilot_effort", "work on the pilot", "", 0), "How much work?", "",
            "not proved", (),
        ),
        Unknown(
            Fact("data.features", "number of features", "", 0), "How many features?", "data lead",
            "irrelevant", (Outcome("any answer", (GO, CONDITIONS, NO_GO), True),),
        ),
    ),
    "quality.expected",
    "no answer settles the verdict alone; its answers leave 1 to 2 of 3 verdicts",
)  # fmt: skip
EVIDENCE = Evidenced(
    CONDITIONS, UNDECIDED, (TARGET, OWNERS), ((TARGET, "claimed", UNDECIDED),), False, (GO, NO_GO),
    (CONDITIONS,), False,
)  # fmt: skip
DIFFERENCE = Difference(
    CONDITIONS,
    NO_GO,
    ("a blocker stands",),
    (
        FactChange("quality.target", "target", "90%", "99%", True),
        FactChange("data.owners", "number of data owners", "3 owners", "3 owners", True),
        FactChange("classes.number", "number of classes", "not applicable", "unanswered", False),
        FactChange("plan.pilot", "kind of pilot", "slice", "not applicable", False),
        FactChange("labels.effort", "labelling effort", "3 days", "5 days", False),
    ),
    (
        FindingChange("accuracy-above-99", "Above 99%", "", "blocker"),
        FindingChange("missing-other", "No Other class", "high", "medium"),
        FindingChange("impact-high", "High impact", "strength", ""),
    ),
    (
        DutyChange("plan-on-unknowns", "Go through the list", "data lead", True),
        DutyChange("essentials-open", "State the goal", "product owner", False),
    ),
    (LevelChange("cost.overall", "cost", "low", "high"),),
)

FULL = WhatIf(
    CONDITIONS, VERDICTS, CHANGE, WATCH, BASIS, TIPPING, UNKNOWNS, EVIDENCE,
    (("labels.effort", "two open facts are multiplied"),), DIFFERENCE,
)  # fmt: skip
"""One of nearly everything."""

SETTLED = Verdicts(
    NO_GO,
    YES,
    NO_GO,
    (Way(GO, NO), Way(CONDITIONS, NO), Way(NO_GO, YES, (), True, witness(NO_GO))),
)
QUIET = WhatIf(
    NO_GO,
    SETTLED,
    (),
    Watch(NO_GO, (), 4),
    Basis(NO_GO, YES, (Ground(TARGET, witness(GO)),), True, YES),
    TippingPoints((), ()),
    Unknowns((NO_GO,), (), "", "no answer can change the verdict"),
    Evidenced(NO_GO, NO_GO, (), (), False, (NO_GO,)),
)  # fmt: skip
"""Answers with nothing to say."""
