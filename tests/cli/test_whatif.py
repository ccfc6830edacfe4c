"""`vetter whatif`: changed copies, what is refused, formats, files, progress, interruption."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import MONDAY, ROOT, SPEECH, TICKETS, Call, Terminal, process
from tests.memo.hand import FULL
from tests.packs import book_of
from vetter.api import Engine, load
from vetter.base.problems import InvalidInput
from vetter.cli.main import main
from vetter.whatif.changed import InvalidSetting
from vetter.whatif.limits import Contradiction
from vetter.whatif.results import ANSWERS, WhatIf

TARGET = "quality.target=97%"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Answer every question by hand, and return what was asked."""
    found: list[tuple[Any, ...]] = []

    def ask(
        self: Engine, assessment: Any, only: Any = None, seconds: float = 10.0, progress: Any = None
    ) -> WhatIf:
        names = ANSWERS if only is None else only
        found.append((assessment, tuple(names), seconds))
        for name in names:
            progress(name)
        kept = {name: None for name in ANSWERS if name not in names}
        return FULL._replace(difference=None, **kept)

    monkeypatch.setattr(Engine, "ask", ask)
    return found


# --- a changed copy -----------------------------------------------------------------------------


def test_set_alone_shows_the_difference_and_asks_nothing(call: Call, asked: list[Any]) -> None:
    said = call("whatif", TICKETS, "--set", TARGET, "--set", "data.owners=5")
    assert said.code == 0
    assert said.err == ""
    assert asked == []
    assert "What changes\n  The verdict stays go with conditions." in said.out
    assert re.search(r"^    target +90% +→ 97%$", said.out, re.MULTILINE)
    assert re.search(r"^    number of data owners +\S.* → 5 owners$", said.out, re.MULTILINE)
    assert "new, medium" in said.out
    assert "What to watch" not in said.out


def test_a_set_fact_changes_the_verdict_and_what_it_hangs_on(call: Call) -> None:
    said = call("whatif", TICKETS, "--set", "data.serving=impossible")
    assert said.out.splitlines()[1].startswith("NO-GO: ")
    assert "The verdict was go with conditions and becomes no-go." in said.out
    assert "new, blocker" in said.out


def test_the_answers_are_about_the_changed_copy(call: Call, asked: list[Any]) -> None:
    said = call("whatif", TICKETS, "--set", TARGET, "--only", "watch", "--only", "basis")
    ((assessment, names, seconds),) = asked
    assert names == ("watch", "basis")
    assert seconds == 10.0
    assert assessment.project.states["quality.target"].shown == "97%"
    assert "What changes" in said.out
    assert "What to watch" in said.out


def test_a_set_fact_bears_no_line_of_the_file(call: Call) -> None:
    from vetter.api import load

    assessment, _ = load().vet_changed(str(ROOT / TICKETS), ["quality.target=97%"])
    place = assessment.project.states["quality.target"].location
    assert place is not None
    assert (place.path, place.line) == ("--set 1", 0)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("95%", "95%"),
        ("  95 % ", "95%"),
        ("unknown", "unknown"),
        ("", "unanswered"),
        ("between 90% and 96%", "between 90% and 96%"),
        ("between: [90%, 96%]", "between 90% and 96%"),
        ("one of 90%, 96%", "90% or 96%"),
        ("{unknown: true, between: [90%, 96%]}", "between 90% and 96%"),
        ("{value: 96%, grade: measured, source: a test}", "96%"),
    ],
)
def test_a_value_stands_as_in_a_fact_file(call: Call, value: str, shown: str) -> None:
    said = call("whatif", TICKETS, "--set", f"quality.target={value}", "-f", "json")
    assert said.err == ""
    (change,) = [
        one
        for one in json.loads(said.out)["answers"]["difference"]["facts"]
        if one["path"] == "quality.target"
    ]
    assert (change["before"], change["after"], change["asked"]) == ("90%", shown, True)


@pytest.mark.parametrize("value", ["classify, alert", "[classify, alert]", " alert ,classify"])
def test_a_list_is_written_with_commas(call: Call, value: str) -> None:
    said = call("whatif", TICKETS, "--set", f"goal.forms={value}")
    assert said.err == ""
    assert "→ alert and classify" in said.out


def test_a_text_is_taken_as_it_stands(call: Call) -> None:
    said = call("whatif", TICKETS, "--set", "goal.output=between a = b, and {c}")
    assert said.err == ""
    assert "→ between a = b, and {c}" in said.out
    assert "No finding, condition or level changes." in said.out


def test_standard_input_is_read_once(call: Call) -> None:
    text = (ROOT / TICKETS).read_text("utf-8")
    said = call("whatif", "-", "--set", TARGET, stdin=text)
    assert said.code == 0
    assert "→ 97%" in said.out


# --- what is refused ----------------------------------------------------------------------------

REFUSED = {
    "data.owner=3": (
        "1:1: error[unknown-fact]: there is no fact `data.owner`", "Did you mean `data.owners`?",
    ),
    "data.owners": (
        "1:1: error[no-setting]: `data.owners` sets no fact to a value",
        "Write a fact, an equals sign and a value: `FACT=VALUE`.",
    ),
    "data.owners: 3": (
        "1:1: error[no-setting]: `data.owners: 3` sets no fact to a value",
        "Write `data.owners=3`.",
    ),
    "=3": (
        "1:1: error[no-setting]: `=3` sets no fact to a value",
        "Write a fact, an equals sign and a value: `FACT=VALUE`.",
    ),
    "data.owners=many": ("1:13: error[wrong-type]: ", ""),
    "data.owners=1,5": ("1:13: error[decimal-comma]: ", ""),
    "quality.target=97": ("1:16: error[bare-proportion]: ", ""),
    "labels.origin=by hands": ("1:15: error[unknown-choice]: ", ""),
    "goal.forms=classify, clasify": (
        "1:22: error[unknown-choice]: `clasify` is no choice here (goal.forms)",
        "Did you mean `classify`?",
    ),
    "goal.forms=classify,, alert": ("1:21: error[empty-text]: ", ""),
    "goal.forms=classify, classify": ("1:22: error[listed-twice]: ", ""),
    "goal.forms=[classify, alert": ("1:12: error[yaml-bracket]: ", ""),
    "quality.target={value: 97%, grde: guess}": (
        "1:29: error[unknown-key]: the answer to `quality.target` has no part `grde`",
        "Did you mean `grade`?",
    ),
    "quality.target=between 97% and 91%": ("1:16: error[ends-swapped]: ", ""),
    "quality.target=between 97% and 97%": ("1:16: error[bad-between]: ", ""),
    "quality.target=between: [97%]": ("1:25: error[bad-between]: ", ""),
    "quality.target=one of 97%": ("1:16: error[bad-one-of]: ", ""),
    "labels.origin=between manual and automatic": ("1:15: error[bad-between]: ", ""),
    "quality.target=70%": (
        "error[constraint]: the facts contradict one another: ",
        "Correct one of: quality.lowest_acceptable = 75%, quality.target = 70%.",
    ),
    "labels.needed=5": (
        "1:15: error[not-applicable]: `labels.needed` does not apply here, so its answer is not "
        "used",
        "It hangs on other answers: `labels.origin` is from records.",
    ),
    "labels.effort=3 person-days": (
        "1:1: error[computed-fact]: `labels.effort` is computed and cannot be answered",
        "State `labels.needed` and `labels.time_each`.",
    ),
    "cost.data=low": ("1:1: error[derived-fact]: `cost.data` cannot be answered", ""),
    "quality=97%": ("1:9: error[not-a-mapping]: `quality` is a group of facts, not a fact", ""),
    "quality.target=null": ("1:16: error[null]: `null` is no answer", ""),
    "data.owners=3\x1b[31m": ("1:14: error[control]: ", ""),
}  # fmt: skip
"""Settings of the ticket dispatcher, and what is said of each: place, code, message, help."""


@pytest.mark.parametrize("setting", list(REFUSED))
def test_a_bad_setting_is_told_with_its_place(call: Call, setting: str) -> None:
    said = call("whatif", TICKETS, "--set", setting)
    head, help = REFUSED[setting]
    assert said.code == 2
    assert said.out == ""
    assert re.match(r"--set 1:( ?)", said.err)
    assert said.err.removeprefix("--set 1:").lstrip().startswith(head), said.err
    assert f"  help: {help}" in said.err
    if re.match(r"1:\d+: ", head) and setting.isprintable():
        column = int(head.split(":")[1])
        lines = said.err.split("\n")
        assert lines[1] == f"  1 | {setting}"
        assert lines[2] == f"    | {' ' * (column - 1)}^"


def test_all_bad_settings_are_told_at_once(call: Call) -> None:
    said = call("whatif", TICKETS, "--set", "data.owner=3", "--set", "data.owners=x")
    assert re.findall(r"^--set (\d):1:(\d+): error\[([a-z-]+)\]", said.err, re.MULTILINE) == [
        ("1", "1", "unknown-fact"), ("2", "13", "wrong-type"),
    ]  # fmt: skip
    assert said.err.endswith("2 errors.\n")


def test_a_fact_is_set_once(call: Call) -> None:
    said = call("whatif", TICKETS, "--set", TARGET, "--set", "quality.target=98%")
    assert said.code == 2
    assert said.err.startswith(
        "--set 2:1:1: error[duplicate]: `quality.target` is set twice, first in --set 1\n"
    )


def test_an_answer_of_the_file_that_no_longer_fits_is_blamed_on_what_was_set(call: Call) -> None:
    said = call("whatif", TICKETS, "--set", "quality.metric=word error rate")
    assert said.code == 2
    assert said.err.startswith(f"{TICKETS}:22:11: error[constraint]: with what is set, the facts")


def test_a_bad_fact_file_is_told_before_what_is_set(call: Call, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("quality: {metric: accuracy, target: {between: [96%, 90%]}}\n")
    for arguments in ([], ["--set", "data.owner=3"]):
        said = call("whatif", str(broken), *arguments)
        assert said.code == 3
        assert said.out == ""
        assert said.err.startswith(f"{broken}:1:47: error[ends-swapped]")


@pytest.mark.parametrize(
    "value", ["0", "-1", "nan", "inf", "1e3", "ten", "", "86401", "9" * 30, "1_0", "0.0", "٣"]
)
def test_a_timeout_of_nonsense_is_refused(call: Call, value: str) -> None:
    said = call("whatif", TICKETS, f"--timeout={value}")
    assert said.code == 2
    assert said.out == ""
    assert f"`{value}` is not a number of seconds above 0 and up to 86,400" in said.err


@pytest.mark.parametrize(("value", "seconds"), [("0.5", 0.5), ("86400", 86400.0), ("3", 3.0)])
def test_a_timeout_reaches_the_questions(
    call: Call, asked: list[Any], value: str, seconds: float
) -> None:
    assert call("whatif", TICKETS, "--timeout", value).code == 0
    assert asked[0][2] == seconds


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "verdict"], "`verdict` is not one of"),
        (["--fact", "quality.tagret"], "there is no fact `quality.tagret`"),
        (["--fact", "quality.tagret"], "Did you mean `quality.target`?"),
        (["--fact", "labels.effort"], "`labels.effort` is computed, so nobody can move it"),
        (["--fact", "labels.origin"], "`labels.origin` is no number"),
        (["--fact", "quality.target", "--only", "watch"], "--fact asks for tipping points"),
        (["-f", "html"], "--format"),
        (["-o", TICKETS], "the answers would be written over the fact file"),
        (["another.yaml"], "unexpected extra argument"),
        (["--today", "soon"], "`soon` is not a date"),
        (["--rulebook", "nowhere"], "error[no-pack]"),
    ],
)
def test_wrong_usage_is_told(call: Call, arguments: list[str], said: str) -> None:
    told = call("whatif", TICKETS, *arguments)
    assert told.code == 2
    assert told.out == ""
    assert said in told.err
    assert (ROOT / TICKETS).read_text("utf-8").startswith(("#", "project"))


# --- what is asked, and where it goes -----------------------------------------------------------


def test_all_answers_are_given_unless_some_are_named(call: Call, asked: list[Any]) -> None:
    call("whatif", TICKETS)
    call("whatif", TICKETS, "--only", "tipping", "--only", "verdicts")
    call("whatif", TICKETS, "--fact", "quality.target")
    assert [names for _, names, _ in asked] == [ANSWERS, ("verdicts", "tipping"), ("tipping",)]


def test_tipping_points_of_named_facts_only(call: Call, asked: list[Any]) -> None:
    said = call("whatif", TICKETS, "--fact", "quality.target", "--fact", "data.owners")
    assert "Target, now 90%" in said.out
    assert "No other number tips it alone: number of data owners." in said.out
    assert "cost of one wrong prediction" not in said.out


def test_warnings_of_the_file_are_told_on_standard_error(call: Call, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("goal: {forms: [alert]}\nclasses: {number: 12}\n")
    said = call("whatif", str(facts), "--set", "data.owners=3")
    assert said.err == ""
    assert said.code == 0


def test_answers_go_to_a_file_whole(call: Call, asked: list[Any], tmp_path: Path) -> None:
    target = tmp_path / "deep" / "answers.md"
    said = call("whatif", TICKETS, "-f", "md", "-o", str(target))
    assert (said.code, said.out, said.err) == (0, "", "")
    assert target.read_text("utf-8").startswith("# What if: Support ticket dispatcher\n")
    call("whatif", TICKETS, "-o", str(target))
    assert "\x1b" not in target.read_text("utf-8")
    assert [path.name for path in target.parent.iterdir()] == ["answers.md"]


def test_the_same_question_gives_the_same_bytes(call: Call) -> None:
    command = ["whatif", TICKETS, "--set", TARGET, "--today", "2026-11-23"]
    for form in ("text", "md", "json"):
        one = process(*command, "-f", form, PYTHONHASHSEED="1")
        other = process(*command, "-f", form, PYTHONHASHSEED="2")
        assert one.stdout == other.stdout
        assert one.stderr == other.stderr == ""


def test_progress_is_for_terminals_and_is_wiped_away(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    err = Terminal()
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    main.main(["whatif", TICKETS], prog_name="vetter", standalone_mode=False)
    said = err.getvalue()
    assert said.count("Looking: ") == len(ANSWERS)
    assert said.endswith("\r\x1b[K")
    assert "\n" not in said


def test_no_terminal_no_progress(call: Call, asked: list[Any]) -> None:
    assert call("whatif", TICKETS).err == ""


HARD = """
import sys
import time
from vetter.api import Engine
from vetter.cli.main import run
from vetter.solver.z3_home import Logic, Store

def ask(self, assessment, only, seconds, progress):
    logic = Logic()
    cubes = [logic.product([number] * 3) for number in (logic.number(n, True) for n in "abc")]
    sought = logic.total(cubes)
    store = Store(logic)
    store.state(sought == 114, cubes[0] > 1000)  # nobody knows whether there are such numbers
    print("asking", file=sys.stderr, flush=True)
    store.ask([], seconds)
    raise AssertionError("the question was not interrupted")

Engine.ask = ask
sys.argv = ["vetter", "whatif", *sys.argv[1:]]
run()
"""
"""A program whose question takes z3 for ever."""


def test_control_c_stops_a_proof_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    target = tmp_path / "answers.md"
    target.write_text("as it was", "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", HARD, TICKETS, "-o", str(target), "--timeout", "60"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        assert running.stderr.readline() == "asking\n"
        time.sleep(0.5)
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert time.monotonic() - begun < 5
    assert running.returncode == 130
    assert (out, err.strip()) == ("", "")
    assert target.read_text("utf-8") == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["answers.md"]


# --- the memos of vet ---------------------------------------------------------------------------


def test_memos_as_markdown_and_json_tell_the_answers_found_once(
    call: Call, asked: list[Any], tmp_path: Path
) -> None:
    target = tmp_path / "memo.json"
    said = call("vet", TICKETS, "-f", "md", "-o", f"json={target}")
    assert said.code == 0
    assert [names for _, names, _ in asked] == [ANSWERS]
    assert "## What would change the verdict" in said.out
    document = json.loads(target.read_text("utf-8"))
    assert document["whatif"]["watch"]["tried"] == FULL.watch.tried  # type: ignore[union-attr]
    assert document["whatif_left_out"] == ""


def test_no_whatif_leaves_them_out_without_a_word(call: Call, asked: list[Any]) -> None:
    said = call("vet", TICKETS, "-f", "md", "--no-whatif")
    assert "## What could change the verdict" in said.out
    assert "left out" not in said.out
    document = json.loads(call("vet", TICKETS, "-f", "json", "--no-whatif").out)
    assert (document["whatif"], document["whatif_left_out"]) == (None, "")
    assert asked == []


def test_the_text_asks_nothing(call: Call, asked: list[Any]) -> None:
    assert call("vet", TICKETS).code == 0
    assert asked == []


def test_a_real_memo_tells_real_answers(call: Call) -> None:
    said = call("vet", SPEECH, "-f", "md")
    assert "*Settled: no answer to an open question can change go (proved).*" in said.out
    assert "### What to watch" in said.out
    assert "### What it rests on" in said.out
    assert "No answer to any open question" not in said.out


# --- without the libraries, without the solver --------------------------------------------------


def test_without_the_libraries_the_way_out_is_told(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for gone, said in (
        (("z3",), "z3 is not installed"), (("numpy", "z3"), "numpy and z3 are not installed"),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            for name in gone:
                patch.setitem(sys.modules, name, None)
            told = call("whatif", TICKETS)
            assert told.code == 2
            assert told.out == ""
            assert f"error[no-library]: {said}, which what-if answers need" in told.err
            assert 'pip install "vetter[whatif]"' in told.err
            assert call("whatif", TICKETS, "--set", TARGET).code == 0
            memo = call("vet", TICKETS, "-f", "md")
            assert memo.code == 0
            assert memo.err == ""
            line = f"What would change the verdict is left out: {said}, which what-if answers need."
            assert line in memo.out
            document = json.loads(call("vet", TICKETS, "-f", "json").out)
            assert document["whatif"] is None
            assert said in document["whatif_left_out"]


def test_vetting_as_text_loads_none_of_it() -> None:
    code = (
        "import sys\n"
        "from vetter.cli.main import main\n"
        f"main.main(['vet', {TICKETS!r}], standalone_mode=False)\n"
        "heavy = ('numpy', 'z3', 'jinja2', 'vetter.whatif', 'vetter.solver', 'vetter.columns',"
        " 'vetter.scenarios', 'vetter.memo.answers')\n"
        "print(sorted(name for name in sys.modules if name.startswith(heavy)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_changed_copy_needs_neither_solver_nor_columns() -> None:
    code = (
        "import sys\n"
        "from vetter.cli.main import main\n"
        f"main.main(['whatif', {TICKETS!r}, '--set', {TARGET!r}], standalone_mode=False)\n"
        "print(sorted(name for name in sys.modules if name in ('numpy', 'z3')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"


# --- what has no answer -------------------------------------------------------------------------

LINKED = """
constraints:
  open-means-several:
    never:
      all:
        - data.access is open
        - data.owners < $several_owners
    because: what is open has several owners
  poor-means-one:
    never:
      all:
        - data.quality is poor
        - data.owners >= $several_owners
    because: what is poor has one owner
"""
"""Constraints that can be kept one by one, and not together where data is open and poor."""


def test_facts_that_no_complete_project_fits_are_named_together(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "data:\n  owners: {unknown: true, between: [1, 9]}\n  access: open\n  quality: poor\n"
    )
    engine = Engine(book_of(knowledge__constraints=LINKED))
    with pytest.raises(Contradiction) as raised:
        engine.what_if(str(facts), only=["verdicts"])
    (problem,) = raised.value.problems
    assert raised.value.exit_code == 3
    assert problem.code == "no-completion"
    assert problem.message == (
        "no complete project fits what is stated together: data.access = open and "
        "data.quality = poor"
    )
    assert (problem.location.path, problem.location.line) == (str(facts), 4)
    answers, left_out = engine.ask_what_can_be(engine.vet(str(facts)))
    assert answers is None
    assert problem.message in left_out
    good = tmp_path / "good.yaml"
    good.write_text("data: {owners: {unknown: true, between: [1, 9]}, access: open}\n")
    assert engine.what_if(str(good), only=["verdicts"]).verdicts is not None


def _beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the solver know nothing of one operator."""
    from vetter.solver import limits

    monkeypatch.setattr(limits, "EXPRESSED", limits.EXPRESSED - {"between"})


def test_a_rulebook_beyond_the_solver_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    _beyond(monkeypatch)
    said = call("whatif", TICKETS)
    assert said.code == 2
    assert said.out == ""
    assert re.search(
        r"error\[beyond-solver\]: nothing can be proved: the rule `\S+` uses", said.err
    )
    assert "`--only watch --only tipping`, and `--set`" in said.err
    for arguments in (["--only", "watch", "--only", "tipping"], ["--set", TARGET]):
        assert call("whatif", TICKETS, *arguments).code == 0
    memo = call("vet", TICKETS, "-f", "md")
    assert memo.code == 0
    assert "### What to watch" in memo.out
    assert "### What it rests on" not in memo.out
    assert "What needs a proof is left out: nothing can be proved: the rule" in memo.out


def test_what_cannot_be_exact_is_named(call: Call) -> None:
    for file, paths in ((MONDAY, ["labels.cost", "labels.effort"]), (TICKETS, [])):
        said = call("whatif", file, "--only", "verdicts", "-f", "json")
        named = [one["path"] for one in json.loads(said.out)["answers"]["not_exact"]]
        assert named[:2] == paths
        assert call("whatif", file, "--only", "watch").out.count("Not exact") == 0


def test_a_question_without_time_says_not_proved(call: Call) -> None:
    said = call("whatif", MONDAY, "--only", "change", "--timeout", "0.001")
    assert said.code == 0
    assert "not proved in the time given" in said.out


def test_a_timeout_ends_what_takes_long(call: Call) -> None:
    begun = time.monotonic()
    call("whatif", MONDAY, "--only", "change", "--timeout", "1")
    assert time.monotonic() - begun < 10  # without it twice as long, reading and loading included


def test_an_unknown_answer_is_told_to_programs() -> None:
    with pytest.raises(InvalidInput) as raised:
        load().what_if(TICKETS, only=["verdict"])
    (problem,) = raised.value.problems
    assert problem.code == "unknown-answer"
    assert problem.help == "Did you mean `verdicts`?"


def test_the_library_sets_python_values() -> None:
    engine = load()
    answers = engine.what_if(
        TICKETS,
        set={
            "quality": {"target": Fraction(97, 100)},
            "goal.forms": ["classify"],
            "data.owners": None,
        },
    )
    assert answers.verdicts is None
    assert answers.difference is not None
    asked = {one.path: one.after for one in answers.difference.facts if one.asked}
    assert asked == {"quality.target": "97%", "goal.forms": "classify", "data.owners": "unanswered"}
    with pytest.raises(InvalidSetting) as raised:
        engine.what_if(TICKETS, set={"data.owner": 3})
    assert str(raised.value).startswith("set: error[unknown-fact]: there is no fact `data.owner`")
