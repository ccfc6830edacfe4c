"""Packs over others: what they add, what they change, and what that does to a project."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.held import ByReference, assessed, tries
from tests.generators.cases import Case, cases
from tests.packs import rule, vetted
from tests.rulebook.layers import FACTS, bottom, changed, finding, found, laid, pack
from vetter.base.problems import InvalidFactFile, InvalidPack
from vetter.base.sources import Source
from vetter.engine.examples import check_examples
from vetter.engine.forward import Forward
from vetter.engine.reference import decide
from vetter.facts.factfile import project_of
from vetter.memo.document import as_document
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import Rulebook, rulebook_of

# --- adding ---------------------------------------------------------------------------------------


@cache
def plain() -> Rulebook:
    """Return the rulebook without any pack over it."""
    return rulebook_of(bottom())


WARD = """
    group: ward
    title: Ward
    facts:
      beds: {type: integer, unit: beds, range: [1, 100], question: "How many?", answered by: nurse}
    """
NURSE = {"knowledge/roles.yaml": "roles:\n  nurse: looks after patients\n"}
ADDED: dict[str, tuple[dict[str, str], Callable[[Rulebook], Any]]] = {
    "a group with a fact": (
        {"knowledge/facts/ward.yaml": WARD, **NURSE},
        lambda book: (book.vocabulary.groups["ward"].title, "ward.beds" in book.vocabulary.facts),
    ),
    "a fact of a group below": (
        {
            "knowledge/facts/team.yaml": """
            group: team
            facts:
              nurses: {type: boolean, question: "Are there nurses?"}
            """
        },
        lambda book: (book.vocabulary.groups["team"].title, book.vocabulary.facts["team.nurses"]),
    ),
    "a threshold": (
        {
            "knowledge/thresholds.yaml": """
            thresholds:
              few_beds: {value: 3, type: integer, unit: beds, meaning: few, house: a guess}
            """
        },
        lambda book: book.vocabulary.thresholds["few_beds"].value == 3,
    ),
    "a constraint": (
        {
            "knowledge/constraints.yaml": """
            constraints:
              no-exact:
                never: {all: [goal.closeness is exact]}
                because: nothing is
            """
        },
        lambda book: "no-exact" in [one.id for one in book.constraints],
    ),
    "a cause": (
        {"knowledge/causes.yaml": "causes: {safety: {title: Safety}}"},
        lambda book: book.vocabulary.causes["safety"].get("title"),
    ),
    "a role": (NURSE, lambda book: book.vocabulary.roles["nurse"].get("does")),
    "a stage": (
        {"knowledge/stages.yaml": "stages: {approval: Get it approved}"},
        lambda book: list(book.vocabulary.stages)[-1] == "approval",
    ),
    "a figure": (
        {"knowledge/figures.yaml": "figures: {one: {says: some, source: a book}}"},
        lambda book: book.vocabulary.figures["one"].get("says"),
    ),
    "a heuristic": (
        {"knowledge/chapter.yaml": 'heuristics: {x-1: {section: "9", says: Look twice.}}'},
        lambda book: book.vocabulary.heuristics["x-1"].get("says"),
    ),
    "a derived fact": (
        {
            "knowledge/derived.yaml": """
            derived:
              ward.risk: {title: risk, meaning: how much, levels: [low, high]}
            """
        },
        lambda book: book.vocabulary.derived["ward.risk"].type.names == ("low", "high"),
    ),
    "an effort": (
        {"knowledge/efforts.yaml": "efforts: {never: {weight: 500, meaning: not in our time}}"},
        lambda book: book.vocabulary.efforts["never"].weight == 500,
    ),
    "a metric": (
        {
            "knowledge/metrics.yaml": """
            metrics:
              sensitivity at rest: {better: higher, scale: proportion, meaning: a share}
            """
        },
        lambda book: "sensitivity at rest" in book.vocabulary.measures.metrics,
    ),
    "a unit": (
        {"knowledge/units.yaml": "units: {duration: {shifts: {factor: 8, one: shift}}}"},
        lambda book: book.vocabulary.measures.units["duration"]["shifts"].factor == 8,
    ),
    "a rule": (
        rule(
            "no-closeness",
            "Nobody said how close",
            """
            when: {all: [goal.closeness is unknown]}
            then: [{condition: Say it., who: sponsor}]
            """,
            "  - fires: {}\n  - silent: {goal.closeness: exact}",
        ),
        lambda book: book.rule("no-closeness"),
    ),
}


@pytest.mark.parametrize("what", ADDED)
def test_a_pack_adds(what: str) -> None:
    files, has = ADDED[what]
    with pytest.raises((KeyError, AssertionError)):
        assert has(plain())
    book = laid(files)
    assert has(book)
    assert len(book.rules) == len(plain().rules) + sum(name.startswith("rules/") for name in files)
    for fact in plain().vocabulary.facts.values():
        assert book.vocabulary.facts[fact.path]._replace(pack="") == fact._replace(pack="")


def test_what_a_pack_adds_is_used_by_its_rules_and_checked_in_fact_files() -> None:
    book = laid(
        {
            "knowledge/facts/ward.yaml": WARD,
            **NURSE,
            **ADDED["a threshold"][0],
            **ADDED["a cause"][0],
            **rule(
                "few-beds",
                "Fewer than {{ $few_beds }}",
                """
            when: {all: [ward.beds < $few_beds]}
            then:
              - concern: high
                cause: safety
                because: "{{ ward.beds }} are soon full."
                advice: Add one.
                who: nurse
            """,
                "  - fires: {ward.beds: 2}\n  - silent: {ward.beds: 3}",
            ),
        }
    )
    assessment = vetted(book, "project: {name: A}\nward: {beds: 2}\n")
    assert assessment.verdict.level == "go with conditions"
    one = finding(assessment, "few-beds")
    assert one is not None
    assert one.title == "Fewer than 3 beds"
    assert one.because == "2 beds are soon full."
    with pytest.raises(InvalidFactFile, match="out-of-range"):
        vetted(book, "ward: {beds: 0}\n")
    with pytest.raises(InvalidFactFile, match="unknown-fact"):
        vetted(plain(), "ward: {beds: 2}\n")


def test_a_constraint_that_a_pack_adds_is_held_against_fact_files() -> None:
    assert vetted(plain(), FACTS).verdict.level == "go"
    with pytest.raises(InvalidFactFile, match="nothing is"):
        vetted(laid(ADDED["a constraint"][0]), FACTS)


def test_the_examples_of_each_pack_are_run_on_what_its_author_saw() -> None:
    over = pack("over", {"changes.yaml": "rules: {few-people: {off: yes, because: no}}\n"})
    strict = pack(
        "over",
        {
            "changes.yaml": """
        thresholds: {full_time_person: {value: 2, because: two are needed}}
        rules:
          few-people:
            severity: high
            because: it weighs more here
            examples: [{fires: {team.full_time: 1.5}, as: high}, {silent: {team.full_time: 2}}]
        """,
        },
    )
    wrong = pack(
        "over",
        {
            "changes.yaml": """
        rules:
          few-people:
            severity: high
            because: it weighs more here
            examples: [{fires: {team.full_time: 1.5}, as: high}]
        """,
        },
    )
    for one in (over, strict):
        assert check_examples([bottom(), one], rulebook_of(bottom(), one)) == []
    (problem,) = check_examples([bottom(), wrong], rulebook_of(bottom(), wrong))
    assert problem.location.path == "over/changes.yaml"


# --- changing -------------------------------------------------------------------------------------


def test_without_a_change_the_rule_speaks_as_written() -> None:
    one = found(plain())
    assert one is not None
    assert (one.severity, one.advice) == ("medium", "Find somebody.")


@pytest.mark.parametrize(
    ("severity", "verdict"),
    [("low", "go"), ("high", "go with conditions"), ("blocker", "no-go")],
)
def test_a_changed_severity_changes_the_verdict(severity: str, verdict: str) -> None:
    book = changed(f"rules: {{few-people: {{severity: {severity}, because: we say so}}}}")
    assessment = vetted(book, FACTS)
    one = finding(assessment)
    assert one is not None
    assert (one.severity, assessment.verdict.level) == (severity, verdict)
    assert vetted(plain(), FACTS).verdict.level == "go"


def test_a_changed_advice_is_given() -> None:
    one = found(changed("rules: {few-people: {advice: Ask a nurse., because: they know}}"))
    assert one is not None
    assert (one.severity, one.advice) == ("medium", "Ask a nurse.")


def test_an_exception_that_a_pack_adds_holds_the_rule_back() -> None:
    text = "rules: {few-people: {unless: {any: [goal.closeness is exact]}, because: no harm}}"
    assert found(changed(text)) is None
    assert found(changed(text), FACTS.replace("exact", "stand-in")) is not None
    open_one = found(changed(text), "team: {full_time: 0.5}\n")
    assert open_one is not None
    assert not open_one.firm


@pytest.mark.parametrize("kind", ["any", "all", "none"])
def test_exceptions_of_several_packs_hold_one_by_one(kind: str) -> None:
    first = """
        rules:
          few-people:
            unless:
              all:
                - goal.closeness is exact
                - organisation.support is full
            because: no harm
        """
    second = f"""
        rules:
          few-people:
            unless:
              {kind}:
                - team.hiring is yes
                - plan.pilot is slice
            because: help comes
        """
    book = laid(pack("one", {"changes.yaml": first}), pack("two", {"changes.yaml": second}))
    for exact in (True, False):
        for hiring in (True, False):
            for slice in (True, False):
                facts = f"""
                    team: {{full_time: 0.5, hiring: {"yes" if hiring else "no"}}}
                    goal: {{closeness: {"exact" if exact else "stand-in"}}}
                    organisation: {{support: full}}
                    plan: {{pilot: {"slice" if slice else "without pilot"}}}
                    """
                several = {"any": any, "all": all, "none": lambda them: not any(them)}[kind]
                held = exact or several([hiring, slice])
                assert (found(book, facts) is None) == held, facts


def test_a_softening_that_a_pack_adds_lowers_the_concern() -> None:
    book = changed("""
        rules:
          few-people:
            softened: [{when: {any: [goal.closeness is exact]}, to: low, because: it is clear}]
            because: clear aims take fewer people
        """)
    one = found(book)
    assert one is not None
    assert one.severity == "low"
    assert [soft.because for soft in one.softened] == ["it is clear"]
    harder = found(book, FACTS.replace("exact", "stand-in"))
    assert harder is not None
    assert harder.severity == "medium"


def test_a_rule_that_is_switched_off_does_not_speak() -> None:
    book = changed("rules: {few-people: {off: yes, because: our people do more}}")
    assert found(book) is None
    assert [one.id for one in book.off] == ["few-people"]
    assert book.rule("few-people") is None
    assert "few-people" in [one.id for one in book.every_rule]


def test_a_changed_threshold_moves_the_boundary() -> None:
    book = changed("thresholds: {full_time_person: {value: 2, because: two are needed}}")
    for people, now, before in (("2", False, False), ("1.9", True, False), ("0.9", True, True)):
        facts = f"team: {{full_time: {people}}}\n"
        assert (found(book, facts) is not None, found(plain(), facts) is not None) == (now, before)
    one = found(book)
    assert one is not None
    assert one.title == "Fewer than 2 FTE"


def test_a_choice_that_a_pack_adds_can_be_stated() -> None:
    facts = "goal: {closeness: nearly}\n"
    book = changed("facts: {goal.closeness: {add choices: {nearly: quite}, because: we say so}}")
    assert vetted(book, facts).project.states["goal.closeness"].value == "nearly"
    with pytest.raises(InvalidFactFile, match="unknown-choice"):
        vetted(plain(), facts)


def test_what_can_be_changed_can_be_changed() -> None:
    spec = plain().vocabulary.facts["plan.horizon"]
    assert spec.changeable is not None
    text = "facts: {plan.horizon: {changeable: no, because: the date is fixed by law}}"
    fixed = changed(text).vocabulary.facts["plan.horizon"]
    assert fixed.changeable is None
    assert [(one.part, one.before, one.after) for one in fixed.changes] == [
        ("changeable", spec.changeable.effort, "no")
    ]


def test_each_change_is_kept_with_its_pack_its_reason_and_its_place() -> None:
    book = changed("""\
        thresholds:
          full_time_person: {value: 2, because: two are needed}
        rules:
          few-people:
            severity: high
            advice: Ask.
            because: it weighs more here
        """)
    threshold = book.vocabulary.thresholds["full_time_person"]
    (made,) = threshold.changes
    assert (made.pack, made.part, made.before, made.after) == ("over", "value", "1", "2")
    assert (made.because, made.location.path, made.location.line) == (
        "two are needed", "over/changes.yaml", 2,
    )  # fmt: skip
    few = book.rule("few-people")
    assert few is not None
    assert (few.pack, threshold.pack) == ("chapter", "chapter")
    assert [(one.part, one.before, one.after, one.location.line) for one in few.changes] == [
        ("severity", "medium", "high", 5),
        ("advice", "Find somebody.", "Ask.", 6),
    ]
    untouched = [one for one in book.rules if one.changes and one.id != "few-people"]
    assert untouched == []


# --- order and locks ------------------------------------------------------------------------------


def test_the_pack_that_lies_higher_has_the_last_word() -> None:
    two = pack("two", {"changes.yaml": "thresholds: {full_time_person: {value: 2, because: a}}"})
    three = pack(
        "three", {"changes.yaml": "thresholds: {full_time_person: {value: 3, because: b}}"}
    )
    for order, value in (((two, three), 3), ((three, two), 2)):
        book = laid(*order)
        one = book.vocabulary.thresholds["full_time_person"]
        assert one.value == value
        assert [change.pack for change in one.changes] == [info.name for info in book.packs[1:]]
        assert one.changes[1].before == one.changes[0].after


def test_a_pack_changes_what_one_between_has_added() -> None:
    middle = pack("middle", ADDED["a threshold"][0])
    text = "thresholds: {few_beds: {value: 5, because: more beds here}}"
    top = pack("top", {"changes.yaml": text}, needs="middle")
    book = laid(middle, top)
    assert book.vocabulary.thresholds["few_beds"].value == 5
    assert book.vocabulary.thresholds["few_beds"].pack == "middle"
    with pytest.raises(InvalidPack, match="lies above this pack"):
        laid(top, middle)


def test_the_reason_is_asked_for() -> None:
    with pytest.raises(InvalidPack, match="because"):
        changed("rules: {few-people: {severity: high}}")


LOCKED = rule(
    "no-closeness",
    "Nobody said how close",
    """
    locked: yes
    when: {all: [goal.closeness is unknown]}
    then: [{concern: blocker, cause: goal, because: So., advice: Say it., who: sponsor}]
    """,
    "  - fires: {}\n  - silent: {goal.closeness: exact}",
)


@pytest.mark.parametrize(
    "change",
    [
        "rules: {no-closeness: {off: yes, because: x}}",
        "rules: {no-closeness: {severity: low, because: x}}",
        "rules: {no-closeness: {unless: {any: [plan.pilot is slice]}, because: x}}",
        "thresholds: {few_beds: {value: 9, because: x}}",
    ],
)
def test_what_is_locked_is_changed_by_nobody_above(change: str) -> None:
    threshold = ADDED["a threshold"][0]["knowledge/thresholds.yaml"]
    held = {"knowledge/thresholds.yaml": threshold.replace("few,", "few, locked: yes,")}
    top = pack("top", {"changes.yaml": change})
    with pytest.raises(InvalidPack, match="is locked by `middle`"):
        laid(pack("middle", {**held, **LOCKED}), top)
    text = LOCKED["rules/house/no-closeness.yaml"].replace("locked: yes\n", "")
    laid(pack("middle", {**ADDED["a threshold"][0], "rules/house/no-closeness.yaml": text}), top)


# --- drafts and rules that were given up ----------------------------------------------------------


@tries(15)
@given(case=cases(files=2), data=st.data())
def test_a_draft_changes_nothing_but_its_own_report(case: Case, data: st.DataObject) -> None:
    rules = sorted(name for name in case.texts if name.startswith("rules/"))
    name = data.draw(st.sampled_from(rules))
    without = {path: text for path, text in case.texts.items() if path != name}
    drafted = rulebook_of(pack_of_texts({**without, name: f"{case.texts[name]}status: draft\n"}))
    removed = rulebook_of(pack_of_texts(without))
    given_up = {**without, name: f"{case.texts[name]}status: deprecated\n"}
    deprecated = rulebook_of(pack_of_texts(given_up))
    assert [one.id for one in drafted.drafts] == [name[len("rules/") : -len(".yaml")]]
    for file in case.files:
        seen = {}
        for what, book in (("draft", drafted), ("removed", removed), ("given up", deprecated)):
            project = project_of(Source("facts.yaml", file.text), book)
            seen[what] = assessed(ByReference(book), project)
        plainly = seen["removed"]
        for one in (seen["draft"], seen["given up"]):
            assert one.verdict == plainly.verdict
            assert one.findings == plainly.findings
            assert one.levels == plainly.levels
            assert one.run == plainly.run
            assert one.gaps == plainly.gaps
            assert one.requirements == plainly.requirements
            assert one.steps == plainly.steps
        assert plainly.drafts == seen["given up"].drafts == ()
        (draft,) = drafted.drafts
        would = decide(draft, plainly.project.states, plainly.run.readings)
        assert [one.rule_id for one in seen["draft"].drafts] == [draft.id] * would.status.fires


DRAFT = {name: text.replace("locked: yes", "status: draft") for name, text in LOCKED.items()}


def test_a_draft_is_reported_apart_and_never_counted() -> None:
    book = laid(DRAFT)
    assessment = vetted(book, "project: {name: A}\n")
    (one,) = assessment.drafts
    assert (one.rule_id, one.severity) == ("no-closeness", "blocker")
    assert assessment.verdict.level == "go"
    assert finding(assessment, "no-closeness") is None
    document = as_document(assessment)
    assert document["counts"]["blocker"] == 0
    assert [draft["rule"] for draft in document["drafts"]] == ["no-closeness"]
    assert vetted(laid(LOCKED), "project: {name: A}\n").verdict.level == "no-go"
    assert vetted(book, FACTS).drafts == ()


def test_both_engines_leave_drafts_alone() -> None:
    book = laid(DRAFT)
    project = vetted(book, FACTS).project
    assert Forward(book).run(project.states).states == ByReference(book).run(project.states).states


def test_a_document_names_all_packs_with_their_hashes() -> None:
    one = pack("one", ADDED["a cause"][0])
    book = laid(one)
    named = as_document(vetted(book, FACTS))["packs"]
    assert [(each["name"], each["version"]) for each in named] == [("chapter", "1.0"), ("one", "1")]
    assert [each["sha256"] for each in named] == [bottom().sha256, one.sha256]
    other = pack("one", {"knowledge/causes.yaml": "causes: {safety: {title: Harm}}"})
    assert as_document(vetted(laid(other), FACTS))["packs"][1]["sha256"] != one.sha256
