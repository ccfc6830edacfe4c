"""Every bad file of waivers: exit code 2 and one clear message with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.badinput.command import vetter
from tests.badinput.tables import Case, shown, waiver_cases

GOOD = {
    "rule": "attainability-not-shown",
    "project": "Topics",
    "reason": "a pilot runs",
    "owner": "A. Person",
    "approved by": "The board",
    "created": "2026-11-23",
    "expires": "2027-05-22",
    "granted for": "{quality.metric: accuracy, quality.target: 92%}",
}


def waiver(**changed: str) -> str:
    """Return an item of the list, some parts changed."""
    lines = [f"    {key}: {text}" for key, text in {**GOOD, **changed}.items()]
    lines[0] = f"  - {lines[0].lstrip()}"
    return "".join(f"{line}\n" for line in lines)


def text_of(case: Case) -> str:
    """Return the file of a case; one that begins with @ changes a part of a good one."""
    given = str(case.given)
    if not given.startswith("@"):
        return given
    key, _, text = given[1:].strip().partition(": ")
    return f"waivers:\n{waiver(**{key: text})}"


def said_of(folder: Path, text: str, *options: str) -> tuple[int, str]:
    (folder / "waivers.yaml").write_text(text, "utf-8")
    done = vetter(folder, "waiver", "check", "--waivers", "waivers.yaml", *options)
    return done.code, done.err


@pytest.mark.parametrize("case", waiver_cases(), ids=lambda case: case.name)
def test_a_bad_file_of_waivers_is_refused(case: Case, tmp_path: Path) -> None:
    text = text_of(case)
    code, err = said_of(tmp_path, text)
    assert err.startswith(shown("waivers.yaml", text, case.place, case)), err
    assert code == 2


def test_a_good_one_is_not(tmp_path: Path) -> None:
    assert said_of(tmp_path, f"waivers:\n{waiver()}") == (0, "")


def test_the_same_waiver_twice(tmp_path: Path) -> None:
    code, err = said_of(tmp_path, f"waivers:\n{waiver()}{waiver()}")
    assert "waivers.yaml:10:5: error[waived-twice]: `attainability-not-shown` is waived" in err
    assert code == 2


def test_a_locked_rule_cannot_be_waived(tmp_path: Path) -> None:
    pack = Path(__file__).resolve().parents[2] / "examples/packs/health"
    text = f"waivers:\n{waiver(rule='permission-refused')}"
    code, err = said_of(tmp_path, text, "--pack", str(pack))
    assert "waivers.yaml:2:11: error[locked]: the rule `permission-refused` is locked by" in err
    assert code == 2


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    _, err = said_of(tmp_path, f"waivers:\n{waiver(rule='x', created='y', owner='')}")
    assert "3 errors." in err


def test_what_states_no_concern_cannot_be_waived(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("project: {name: A}\n", "utf-8")
    options = ("--reason", "a", "--owner", "b", "--approved-by", "c")
    done = vetter(tmp_path, "waiver", "new", "facts.yaml", "accuracy-above-99", *options)
    assert "error[nothing-to-waive]" in done.err
    assert done.code == 2
