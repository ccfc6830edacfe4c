"""Every bad fact file: exit code 3, one clear message with its place, and nothing else anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.badinput.command import vetter
from tests.badinput.odd_files import CASES
from tests.badinput.tables import PACK, Case, fact_cases, is_plain, lines_of, shown
from vetter.base.characters import UNSAFE

ALL = [*fact_cases(), *CASES]


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(ALL) >= 200
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_bad_fact_file_is_refused(case: Case, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_bytes(case.data)
    done = vetter(tmp_path, "vet", "facts.yaml", "--rulebook", str(PACK), "-o", "md=memo.md")
    assert done.code == 3
    assert done.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["facts.yaml"]
    text = case.data.decode("utf-8", "replace").removeprefix("\ufeff")
    if is_plain(text, case.place):
        assert done.err.startswith(shown("facts.yaml", text, case.place, case))
    else:
        _check_odd(case, text, done.err)


def _check_odd(case: Case, text: str, said: str) -> None:
    """Check a message whose excerpt is cut, or spells characters out."""
    head, excerpt, caret, help, *_ = said.split("\n")
    assert head == f"facts.yaml:{case.place}: error[{case.code}]: {case.message}"
    assert help == f"  help: {case.help}"
    number, column = map(int, case.place.split(":"))
    assert excerpt.startswith(f"  {number} | ")
    assert len(excerpt) <= 120
    assert not UNSAFE.search(excerpt)
    assert re.fullmatch(r" +\| +\^", f"{caret}") or caret.endswith("| ^")
    char = lines_of(text)[number - 1][column - 1 : column]
    under = excerpt[caret.index("^") :]
    if char.isascii() and char.isprintable():
        assert under.startswith(char)


def test_an_excerpt_is_cut_around_its_place_and_spells_out_what_does_not_print(
    tmp_path: Path,
) -> None:
    text = f"plan:\n  owners: {{by: '{'a' * 80}\u200b', valeu: 3, note: {'b' * 80}}}\n"
    (tmp_path / "facts.yaml").write_text(text, "utf-8")
    done = vetter(tmp_path, "vet", "facts.yaml", "--rulebook", str(PACK))
    before, behind = "a" * 44 + "\\u200b', ", "valeu: 3, note: " + "b" * 32
    assert done.err == (
        "facts.yaml:2:101: error[unknown-key]: the answer to `plan.owners` has no part `valeu`\n"
        f"  2 | …{before}{behind}…\n"
        f"    | {' ' * (1 + len(before))}^\n"
        "  help: Did you mean `value`?\n"
    )


def test_a_wide_character_moves_the_caret_by_two(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("plan: {owners: {by: 中文, valeu: 3}}\n", "utf-8")
    done = vetter(tmp_path, "vet", "facts.yaml", "--rulebook", str(PACK))
    assert done.err.split("\n")[1:3] == [
        "  1 | plan: {owners: {by: 中文, valeu: 3}}",
        "    | " + " " * 26 + "^",
    ]


SEVERAL = """\
plan:
  owners: none
  owners: 3
  hoirzon: 3 months
  people: 1,5
labels: 7
goal:
  forms: [classify, clasify]
quality: {target: 99}
"""


def test_all_problems_are_told_at_once_in_the_order_of_their_places(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(SEVERAL, "utf-8")
    done = vetter(tmp_path, "vet", "facts.yaml", "--rulebook", str(PACK))
    assert re.findall(r"^facts\.yaml:(\d+:\d+): (\w+)\[([a-z-]+)\]", done.err, re.MULTILINE) == [
        ("2:11", "error", "wrong-type"),
        ("3:3", "error", "duplicate"),
        ("4:3", "error", "unknown-fact"),
        ("5:11", "error", "decimal-comma"),
        ("6:9", "error", "not-a-mapping"),
        ("8:21", "error", "unknown-choice"),
        ("9:19", "warning", "no-metric"),
    ]
    assert done.err.endswith("6 errors.\n")


def test_a_file_in_which_all_is_wrong_is_not_read_to_its_end(tmp_path: Path) -> None:
    text = "".join(f"fact_{number}: 3\n" for number in range(30_000))
    (tmp_path / "facts.yaml").write_text(text, "utf-8")
    done = vetter(tmp_path, "vet", "facts.yaml", "--rulebook", str(PACK))
    assert done.code == 3
    assert done.err.count("error[unknown-fact]") == 100
    assert done.err.endswith(
        "facts.yaml: error[too-many]: more than 99 problems; reading ended there\n"
        "  help: Mend the first ones: the others often go with them.\n"
        "101 errors.\n"
    )


WARNED = """\
labels:
  origin: automatic
  needed: 3
quality:
  target: 99%
"""


def test_what_is_only_odd_is_a_warning_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(WARNED, "utf-8")
    done = vetter(tmp_path, "vet", "facts.yaml", "--rulebook", str(PACK), "--fail-on", "never")
    assert done.code == 0
    assert done.err == (
        "facts.yaml:3:11: warning[not-applicable]: "
        "`labels.needed` does not apply here, so its answer is not used\n"
        "  3 |   needed: 3\n"
        "    |           ^\n"
        "  help: It hangs on other answers: `labels.origin` is automatic.\n"
        "facts.yaml:5:11: warning[no-metric]: "
        "`quality.target` cannot be read before `quality.metric` is stated\n"
        "  5 |   target: 99%\n"
        "    |           ^\n"
        "  help: State `quality.metric`; until then this answer counts as open.\n"
    )
