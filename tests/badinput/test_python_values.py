"""Facts given as Python values: what they mean, and the odd ones refused with a message."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import vetter
from tests.badinput.tables import PACK, pack_texts
from vetter.base.problems import InvalidFactFile, InvalidPack
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import Project, Status
from vetter.rulebook import pack as packs
from vetter.rulebook.pack import read_pack
from vetter.rulebook.rulebook import load_rulebook

BOOK = load_rulebook(PACK)


def project(facts: Mapping[Any, Any]) -> Project:
    return project_of_mapping(facts, BOOK)


class Kind(enum.StrEnum):
    MANUAL = "manual"


class Word(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise AssertionError("a text is taken as it is")


MEANINGS: list[tuple[str, Any, object]] = [
    ("plan.owners", 3, 3),
    ("plan.owners", 3.0, 3),
    ("plan.owners", "3 owners", 3),
    ("plan.owners", Decimal("3.0"), 3),
    ("plan.owners", Fraction(6, 2), 3),
    ("plan.people", 0.1, Fraction(1, 10)),
    ("plan.people", Fraction(1, 4), Fraction(1, 4)),
    ("plan.people", 1e-7, Fraction(1, 10**7)),
    ("labels.rarest", Decimal("1E-2"), Fraction(1, 100)),
    ("plan.solved", True, True),
    ("plan.solved", "no", False),
    ("goal.forms", ["classify"], frozenset({"classify"})),
    ("goal.forms", ("classify", "quantify"), frozenset({"classify", "quantify"})),
    ("goal.forms", {"quantify", "classify"}, frozenset({"classify", "quantify"})),
    ("goal.forms", frozenset({"classify"}), frozenset({"classify"})),
    ("goal.forms", [], frozenset()),
    ("labels.origin", Kind.MANUAL, "manual"),
    ("labels.origin", Word("manual"), "manual"),
    ("project.name", "two\nlines", "two\nlines"),
    ("project.name", "  spaces ", "spaces"),
]


@pytest.mark.parametrize(("path", "value", "meaning"), MEANINGS)
def test_a_value_is_read_as_in_a_file(path: str, value: object, meaning: object) -> None:
    for facts in ({path: value}, {path.split(".", maxsplit=1)[0]: {path.split(".")[1]: value}}):
        assert project(facts).states[path].value == meaning


def test_none_is_no_answer_and_unknown_is_one() -> None:
    states = project({"plan.owners": None, "plan.people": "unknown", "plan.solved": {}}).states
    assert states["plan.owners"].status is Status.UNANSWERED
    assert states["plan.people"].status is Status.UNKNOWN
    assert states["plan.solved"].status is Status.UNANSWERED


def test_evidence_may_hold_a_date() -> None:
    states = project({"plan.owners": {"value": 3, "date": date(2026, 10, 2), "by": "me"}}).states
    assert states["plan.owners"].evidence.date == "2026-10-02"


def test_the_hash_is_the_same_in_whatever_order_facts_are_given() -> None:
    one = project({"plan.owners": 3, "goal.forms": {"classify", "quantify"}})
    other = project({"goal.forms": ["classify", "quantify"], "plan.owners": "3"})
    assert one.sha256 == other.sha256


class Odd:
    def __str__(self) -> str:
        raise RuntimeError("not to be asked")

    __repr__ = __str__


def _held_by_itself() -> dict[str, object]:
    facts: dict[str, object] = {}
    facts["plan"] = facts
    return facts


def _list_held_by_itself() -> dict[str, object]:
    items: list[object] = []
    items.append(items)
    return {"goal.forms": items}


def _many_times_over() -> dict[str, object]:
    facts: dict[str, object] = {"x": 1}
    for _ in range(39):
        facts = {"a": facts, "b": facts}
    return facts


def _lists_many_times_over() -> dict[str, object]:
    items: list[object] = []
    for _ in range(39):
        items = [items, items]
    return {"goal.forms": items}


HELP = "Give a text, a number, True or False, a date, None, a list or a mapping."
TOO_LARGE = ("too-large", "the facts are larger than 1,000,000 characters")
TOO_DEEP = ("too-deep", "lists and mappings nest more than 40 deep")
ODD = [
    ({"plan.owners": float("nan")}, "not-finite", "`nan` is not a number (plan.owners)"),
    ({"plan.owners": float("-inf")}, "not-finite", "`-inf` is not a number (plan.owners)"),
    ({"plan.owners": Decimal("sNaN")}, "not-finite", "`sNaN` is not a number (plan.owners)"),
    ({"plan.owners": Decimal("-Infinity")}, "not-finite",
     "`-Infinity` is not a number (plan.owners)"),
    ({"plan.owners": 10**5_000}, "overlong",
     "`1e4983` has more digits than are read (plan.owners)"),
    ({"plan.owners": 1e300}, "overlong", "`1e+300` has more digits than are read (plan.owners)"),
    ({"plan.people": Fraction(1, 3)}, "wrong-type",
     "`1/3` is not a number of FTE (plan.people)"),
    ({"plan.owners": True}, "wrong-type",
     "`yes` is not a whole number of owners (plan.owners)"),
    ({"plan.solved": 1}, "wrong-type", "`1` is not yes or no (plan.solved)"),
    ({"plan.owners": "~"}, "null", "`~` is no answer"),
    ({"plan.owners": 3j}, "python-value", "`plan.owners` is of type `complex`"),
    ({"project.name": b"x"}, "python-value", "`project.name` is of type `bytes`"),
    ({"project": {"name": Odd()}}, "python-value",
     f"`project.name` is of type `{__name__}.Odd`"),
    ({"goal.forms": (name for name in ["classify"])}, "python-value",
     "`goal.forms` is of type `generator`"),
    ({"goal.forms": ["classify", Odd]}, "python-value", "`goal.forms.…` is of type `type`"),
    ({"labels.origin": enum.Enum("Origin", "MANUAL")}, "python-value",
     "`labels.origin` is of type `enum.EnumType`"),
    ({1: "x"}, "python-value", "a name in the facts is of type `int`"),
    ({"plan": {None: "x"}}, "python-value", "a name in `plan` is of type `NoneType`"),
    ({"plan.owners": {"value": 3, "date": datetime(2026, 1, 1)}}, "bad-date",
     "`2026-01-01T00:00:00` is no date"),
    ({"project.name": "a\ud800b"}, "control",
     "half of a character (U+D800) stands in `project.name`"),
    ({"project.name": "a\0b"}, "control",
     "a control character (U+0000, NUL) stands in `project.name`"),
    ({"project.name": "a\x1b[31mb"}, "control",
     "a control character (U+001B, escape) stands in `project.name`"),
    ({"project.name": "a\u202eb"}, "control",
     "a character that turns the direction of writing (U+202E) stands in `project.name`"),
    ({"plan.owners": {"value": 3, "by": "a\u2028b"}}, "control",
     "a control character (U+2028, line separator) stands in `plan.owners.by`"),
    ({"a\x07": 3}, "control", "a control character (U+0007, bell) stands in the facts"),
    ({"project.name": "x" * 1_000_001}, *TOO_LARGE),
    ({"x" * 1_000_001: 3}, *TOO_LARGE),
    ({"plan.owners": "x" * 10_000}, "wrong-type",
     f"`{'x' * 60}…` is not a whole number of owners (plan.owners)"),
    (_many_times_over(), *TOO_LARGE),
    (_lists_many_times_over(), *TOO_LARGE),
    (_held_by_itself(), *TOO_DEEP),
    (_list_held_by_itself(), *TOO_DEEP),
    ({}, "empty", "the file states no fact"),
    ({"plan ": {"owners": 3}}, "space-in-name",
     "`plan` in the file has spaces around it or several inside"),
    ({"plan.owners": 3, "plan": {"owners": 4}}, "duplicate",
     "`plan.owners` stands twice in the file"),
    ({"goal.forms": ["classify"] * 101}, "long-list",
     "the list of `goal.forms` holds more than 100 values"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "code", "message"), ODD, ids=[f"{number}-{odd[1]}" for number, odd in enumerate(ODD)]
)
def test_an_odd_value_is_refused(facts: dict[str, object], code: str, message: str) -> None:
    with pytest.raises(InvalidFactFile) as refused:
        vetter.vet(facts, rulebook=PACK)
    problem = refused.value.problems[0]
    assert (problem.code, problem.message) == (code, message)
    assert str(problem.location) == "facts"
    assert problem.help
    if code == "python-value" and "name in" not in message:
        assert problem.help == HELP
    str(refused.value).encode("utf-8")


def test_two_thousand_unknown_names_end_the_reading() -> None:
    with pytest.raises(InvalidFactFile) as refused:
        project({f"name{number}": 1 for number in range(2_000)})
    assert len(refused.value.problems) == 101
    assert refused.value.problems[-1].code == "too-many"


@pytest.mark.parametrize("kind", [str, Path, lambda path: str(path).encode()])
def test_a_path_may_be_given_as_text_path_or_bytes(kind: Any, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("project:\n  name: Atlas\n")
    assert vetter.vet(kind(path), rulebook=PACK).project.path == str(path)


def test_a_pack_of_too_many_files_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "FILE_LIMIT", len(pack_texts()) - 1)
    with pytest.raises(InvalidPack) as refused:
        read_pack(PACK)
    (problem,) = refused.value.problems
    assert problem.code == "too-many-files"
