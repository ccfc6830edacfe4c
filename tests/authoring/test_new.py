"""`vetter rules new`: what it writes passes at once, and nothing is written before all is right."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, process
from tests.packs import built_in
from vetter.authoring.cases import Cases
from vetter.authoring.draft import Draft
from vetter.authoring.rule_text import rule_text
from vetter.base.sources import Source
from vetter.rulebook.read_rules import RuleReader

TITLE = "One experiment takes more than {{ $long_experiment }}"
OPTIONS = {
    "--title": TITLE,
    "--when": "difficulty.experiment_time > $long_experiment",
    "--unless": "team.experience is whole cycle",
    "--concern": "medium",
    "--cause": "complexity",
    "--because": "One experiment takes {{ difficulty.experiment_time }}. That is long.",
    "--advice": "Find a smaller experiment that tells as much.",
    "--who": "ML engineer",
    "--house": "a team that waits long for every result loses its thread",
}
FIGURE = ("--threshold", "long_experiment", "1 week", "the time above which it is long")
ANSWERS = """\
One experiment takes very long

difficulty.experiment_time > 1 weak
difficulty.experiment_time > 1 week
long_experiment
the time of one experiment above which a team loses its thread
seen in four projects

team.experiance is whole cycle
team.experience is whole cycle

grave
medium
complexity
One experiment takes {{ plan.horizon }}.
One experiment takes {{ difficulty.experiment_time }}.
Find a smaller experiment.
ML enginer
ML engineer
a team that waits loses its thread
"""
WRITTEN = ["house/pack.yaml", "house/knowledge/thresholds.yaml", "house/rules/slow.yaml"]


def words(**changed: str) -> list[str]:
    options = {**OPTIONS, **{f"--{name}": text for name, text in changed.items()}}
    return [word for pair in options.items() for word in pair if pair[1]]


def new(folder: Path, *more: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return process("rules", "new", *more, "--pack", "house", cwd=folder, stdin=stdin)


def test_a_rule_from_options_is_checked_and_changes_a_memo(tmp_path: Path) -> None:
    done = new(tmp_path, "slow", *FIGURE, *words())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == WRITTEN
    checked = process("rules", "check", "house", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    text = (tmp_path / "house/rules/slow.yaml").read_text("utf-8")
    for where in ("just below", "exactly at", "just above"):
        assert f"{where} $long_experiment" in text
    assert "- fires: {difficulty.experiment_time: 8 days, team" in text
    assert "- silent: {difficulty.experiment_time: 6 days, team" in text
    assert "- silent: {difficulty.experiment_time: 1 week, team" in text
    assert "- pending: {" in text
    example = (ROOT / "examples/support-ticket-dispatcher.yaml").read_text("utf-8")
    slow = example.replace("experiment_time: 2 hours", "experiment_time: 10 days")
    assert slow != example
    (tmp_path / "slow.yaml").write_text(slow, "utf-8")
    memos = [
        process("vet", "slow.yaml", "--format", "md", "--fail-on", "never", *pack, cwd=tmp_path)
        for pack in ([], ["--pack", "house"])
    ]
    assert ["That is long." in memo.stdout for memo in memos] == [False, True]


def test_a_second_rule_goes_into_the_same_pack(tmp_path: Path) -> None:
    assert new(tmp_path, "slow", *FIGURE, *words()).returncode == 0
    done = new(tmp_path, "slower", *words())
    assert (done.returncode, done.stdout.split()) == (0, ["house/rules/slower.yaml"])
    figure = ("--threshold", "long_wait", "5 months", "the wait that is too long")
    asked = {"when": "plan.horizon > $long_wait", "title": "Long", "because": "It is long."}
    done = new(tmp_path, "slowest", *figure, *words(**asked))
    assert (done.returncode, done.stderr) == (0, "")
    assert process("rules", "check", "house", cwd=tmp_path).returncode == 0


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    assert new(tmp_path, "slow", *FIGURE, *words()).returncode == 0
    before = (tmp_path / "house/rules/slow.yaml").read_bytes()
    done = new(tmp_path, "slow", *words(title="Another"))
    assert done.returncode == 2
    assert "the id `slow` is taken by house/rules/slow.yaml" in done.stderr
    assert (tmp_path / "house/rules/slow.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("part", "answer", "said"),
    [
        ("when", "difficulty.experiment_time > 1 week", "error[literal-number]"),
        ("when", "difficulty.experiment_time longer $x", "error[no-operator]"),
        ("unless", "team.experiance is whole cycle", "Did you mean `team.experience`?"),
        ("concern", "grave", "`grave` is no severity"),
        ("cause", "complex", "Did you mean `complexity`?"),
        ("because", "It takes 3 weeks", "error[number-in-text]"),
        ("because", "It takes {{ plan.horizon }}", "error[may-be-open]"),
        ("title", "More than {{ $nothing }}", "error[unknown-threshold]"),
        ("who", "ML enginer", "Did you mean `ML engineer`?"),
    ],
)
def test_a_wrong_option_is_told_as_the_checker_would(
    tmp_path: Path, part: str, answer: str, said: str
) -> None:
    figure = () if part == "when" else FIGURE
    title = {"title": "Long"} if part == "when" else {}
    done = new(tmp_path, "slow", *figure, *words(**{**title, part: answer}))
    assert done.returncode == 2
    assert f"--{part}" in done.stderr
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_all_wrong_options_are_told_at_once(tmp_path: Path) -> None:
    done = new(tmp_path, "Slow!", *FIGURE, *words(cause="none", who="nobody"))
    assert done.returncode == 2
    assert "3 errors" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_sentences_that_exclude_each_other_make_no_rule(tmp_path: Path) -> None:
    more = ("--when", "team.experience is courses only", "--when", "team.experience is whole cycle")
    done = new(tmp_path, "slow", *FIGURE, *more, *words(unless=""))
    assert done.returncode == 2
    assert "no project was found on which the rule fires" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_answers_can_be_piped_and_wrong_ones_are_asked_again(tmp_path: Path) -> None:
    done = new(tmp_path, stdin=ANSWERS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "house/rules/experiment-takes-very-long.yaml"
    for said in (
        "Did you mean `team.experience`?",
        "`grave` is no severity",
        "Did you mean `ML engineer`?",
        "which may be open when the rule fires",
    ):
        assert said in done.stderr
    assert process("rules", "check", "house", cwd=tmp_path).returncode == 0


def test_answers_that_end_too_early_leave_nothing(tmp_path: Path) -> None:
    done = new(tmp_path, stdin="One experiment takes long\n")
    assert done.returncode == 2
    assert "the answers end before `id`" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_pack_it_says_what_to_do(tmp_path: Path) -> None:
    done = process("rules", "new", "slow", cwd=tmp_path)
    assert done.returncode == 2
    assert "--pack my-pack" in done.stderr


class Typist:
    """Someone at a terminal of their own."""

    def __init__(self, folder: Path) -> None:
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background ignores it
            command = [sys.executable, "-m", "vetter", "rules", "new", "--pack", "house"]
            os.execv(sys.executable, command)
        self.seen = ""

    def _more(self) -> bool:
        """Read what is on the screen; False when the program has ended."""
        ready, _, _ = select.select([self.screen], [], [], 60)
        assert ready, f"nothing more is said after: {self.seen[-400:]}"
        try:
            found = os.read(self.screen, 4096)
        except OSError:
            return False
        self.seen += found.decode()
        return bool(found)

    def until(self, words: str) -> None:
        while words not in self.seen and self._more():
            pass
        assert words in self.seen, self.seen

    def type(self, text: str) -> None:
        os.write(self.screen, text.encode())

    def end(self) -> int:
        while self._more():
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.screen)
        return os.waitstatus_to_exitcode(status)


def test_at_a_terminal(tmp_path: Path) -> None:
    typist = Typist(tmp_path)
    typist.until("What is seen")
    typist.type(ANSWERS)
    typist.until("experiment-takes-very-long.yaml")
    assert typist.end() == 0
    assert process("rules", "check", "house", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("stop", ["\x03", signal.SIGINT], ids=["Ctrl-C", "signal"])
def test_stopping_leaves_nothing_behind(tmp_path: Path, stop: str | signal.Signals) -> None:
    typist = Typist(tmp_path)
    typist.until("What is seen")
    typist.type("One experiment takes very long\n\ndifficulty.experiment_time > 1 week\n")
    typist.until("A name for the number")
    typist.type("long_experiment\nthe time above which it is long\nso seen\n\n\n")
    typist.until("How grave is it?")
    if isinstance(stop, str):
        typist.type(stop)
    else:
        os.kill(typist.pid, stop)
    assert typist.end() == 130
    assert list(tmp_path.iterdir()) == []


def test_examples_are_found_for_the_shipped_rules() -> None:
    book = built_in().rulebook
    some = book.rules[::9]
    for rule in some:
        cases = Cases(rule, book).find()
        assert {"fires", "silent"} <= {case.expects for case in cases}, rule.id


def test_odd_words_come_out_as_they_went_in() -> None:
    draft = Draft(
        "odd", "Yes", ("labels.origin is manual",), (), "high", "cost",
        "- a list: of # things, 'quoted' \"twice\" & more, " + "long " * 40,
        "no", "sponsor", "'tis: so", (),
    )  # fmt: skip
    text = rule_text(draft, []) + "  - fires: {}\n  - silent: {}\n"
    problems: list[object] = []
    vocabulary = built_in().rulebook.vocabulary
    rule = RuleReader(Source("odd.yaml", text), vocabulary, problems, {}).read()  # type: ignore[arg-type]
    assert problems == []
    assert rule is not None
    finding = rule.findings[0]
    assert finding.because.source == " ".join(draft.because.split())
    assert (rule.title.source, rule.house) == (draft.title, draft.house)
    assert finding.advice is not None
    assert finding.advice.source == draft.advice
