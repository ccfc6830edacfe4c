"""The fuzz target itself: the same seed gives the same files, and a fault is caught and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import drive
from tests.fuzz.__main__ import run
from tests.fuzz.drive import Target, Wrong, check_problem, check_shown, random_of
from vetter.base.problems import Location, Problem
from vetter.base.sources import Source


@pytest.fixture(scope="module")
def target() -> Target:
    return Target()


def test_the_same_seed_gives_the_same_cases(target: Target) -> None:
    for throw in (target.facts, target.rules):
        one = [throw(random_of(7, "x", case)) for case in range(5)]
        other = [throw(random_of(7, "x", case)) for case in range(5)]
        assert one == other
        assert one != [throw(random_of(8, "x", case)) for case in range(5)]


def test_the_files_as_they_are_pass(target: Target) -> None:
    for name, data in target.examples.items():
        assert target.try_facts(name, data) == "valid"
    assert target.try_rules({}) == "valid"


@pytest.mark.parametrize("kind", ["facts", "rules"])
def test_a_fault_is_caught_and_its_file_kept(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(drive, "check_problem", broken)
    monkeypatch.setattr(drive, "check_memos", broken)
    monkeypatch.setattr("tests.fuzz.__main__.MOST", 1)
    # The target itself is not to fail before the first case.
    monkeypatch.setattr(Target, "_tags", lambda self: frozenset())
    tally = run(kind, seconds=60, seed=7, keep=str(tmp_path), first=0)
    (failure,) = tally.failures
    assert failure.startswith(f"FAILED {kind}, seed 7, case {tally.cases - 1}\n")
    assert "ValueError: a fault" in failure
    (folder,) = tmp_path.iterdir()
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert kept
    assert all(str(path) in failure for path in kept)


SOURCE = {"x": Source("x", "one\n")}
GOOD = Problem("some-code", "a message", Location("x", 1, 2), "help", "one")


@pytest.mark.parametrize(
    "change",
    [
        {"code": ""}, {"code": "Some Code"}, {"message": " "}, {"location": Location("x", 3, 1)},
        {"location": Location("x", 1, 9)}, {"location": Location("y", 1, 1)}, {"excerpt": "two"},
        {"message": "x" * 2_000},
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_problem_is_told_from_a_good_one(change: dict[str, object]) -> None:
    check_problem(GOOD, SOURCE)
    with pytest.raises(Wrong):
        check_problem(GOOD._replace(**change), SOURCE)  # type: ignore[arg-type]


@pytest.mark.parametrize("char", ["\x1b", "\u202e", "\u2028", "\x00", "\r", "\ue000"])
def test_what_steers_a_screen_is_seen(char: str) -> None:
    check_shown("some text\n")
    with pytest.raises(Wrong):
        check_shown(f"some {char} text\n")
