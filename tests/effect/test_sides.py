"""The words for rulebooks: folders, revisions of git, and the messages for what is neither."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import vetter
from tests.badinput.command import vetter as command
from tests.badinput.test_packs import write
from tests.effect.room import OVER, changing, committed, git, texts
from tests.effect.test_impact import BASE
from vetter.base.problems import InvalidInput
from vetter.effect.corpus import fact_files
from vetter.effect.sides import in_order, read_current, read_side

BLOCKER = "rules: {few-people: {severity: blocker, because: it stopped us}}"


def history(folder: Path) -> Path:
    """Make a repository in which one threshold was raised, and then one rule made graver."""
    first = texts()
    second = dict(first)
    path = "knowledge/thresholds.yaml"
    second[path] = first[path].replace("value: 1000\n", "value: 2000\n")
    third = dict(second)
    third["rules/few-people.yaml"] = first["rules/few-people.yaml"].replace("medium", "high")
    versions = [
        {f"book/{name}": text for name, text in one.items()} for one in (first, second, third)
    ]
    committed(folder, *versions)
    return folder


def test_a_revision_lies_before_what_is_set(tmp_path: Path) -> None:
    book = history(tmp_path) / "book"
    before, after = in_order("HEAD~2", read_current(book))
    assert (before.asked, after.asked) == ("HEAD~2", "current")
    assert before.rulebook.vocabulary.thresholds["many_labels"].value == 1000
    assert after.rulebook.vocabulary.thresholds["many_labels"].value == 2000
    assert before.rulebook.rule("few-people").findings[0].severity == "medium"


def test_a_revision_has_the_hash_of_what_it_holds(tmp_path: Path) -> None:
    book = history(tmp_path) / "book"
    current = read_current(book)
    assert read_side("HEAD", current).packs[0].sha256 == current.packs[0].sha256
    assert read_side("HEAD~1", current).packs[0].sha256 != current.packs[0].sha256


def test_what_is_not_committed_counts_as_the_present(tmp_path: Path) -> None:
    book = history(tmp_path) / "book"
    rule = book / "rules/few-people.yaml"
    rule.write_text(rule.read_text("utf-8").replace("high", "low"), "utf-8")
    before, after = in_order("HEAD", read_current(book))
    found = [one.rulebook.rule("few-people").findings[0].severity for one in (before, after)]
    assert found == ["high", "low"]


def test_files_that_no_pack_holds_are_passed_over(tmp_path: Path) -> None:
    book = history(tmp_path) / "book"
    write(book, {"README.md": "#", "rules/.hidden.yaml": "no", "reports/x.yaml": "no"})
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "more")
    assert (
        read_side("HEAD", read_current(book)).packs[0].sha256 == read_current(book).packs[0].sha256
    )


def test_a_pack_is_taken_from_the_revision_too_and_is_not_there_before(tmp_path: Path) -> None:
    over = {"pack.yaml": OVER, **changing(BLOCKER)}
    bottom = {f"book/{name}": text for name, text in texts().items()}
    milder = {**over, "changes.yaml": BLOCKER.replace("blocker", "high")}
    committed(
        tmp_path,
        bottom,
        {f"over/{name}": text for name, text in milder.items()},
        {f"over/{name}": text for name, text in over.items()},
    )
    current = read_current(tmp_path / "book", [tmp_path / "over"])
    severities = [
        read_side(one, current).rulebook.rule("few-people").findings[0].severity
        for one in ("HEAD", "HEAD~1", "HEAD~2")
    ]
    assert severities == ["blocker", "high", "medium"]


def test_a_pack_that_no_repository_holds_stays_as_it_is(tmp_path: Path) -> None:
    book = history(tmp_path / "a") / "book"
    write(tmp_path / "over", {"pack.yaml": OVER, **changing(BLOCKER)})
    then = read_side("HEAD~2", read_current(book, [tmp_path / "over"]))
    assert then.rulebook.rule("few-people").findings[0].severity == "blocker"
    assert then.rulebook.vocabulary.thresholds["many_labels"].value == 1000


def test_a_folder_is_laid_over_or_takes_the_place_of_the_bottom(tmp_path: Path) -> None:
    write(tmp_path / "over", {"pack.yaml": OVER, **changing(BLOCKER)})
    write(tmp_path / "book", texts())
    write(tmp_path / "other", {**texts(), "pack.yaml": texts()["pack.yaml"].replace("1.0", "2.0")})
    current = read_current(tmp_path / "book")
    before, after = in_order(str(tmp_path / "over"), current)
    assert before is current
    assert [one.name for one in after.rulebook.packs] == ["small", "over"]
    other = read_side(str(tmp_path / "other"), current)
    assert [one.version for one in other.rulebook.packs] == ["2.0"]
    assert read_side("current", current) is current


BAD = [
    ("no-such", "no-revision", "`no-such` is neither a folder nor a revision"),
    ("HEAD~9", "no-revision", "`HEAD~9` is neither a folder nor a revision"),
    ("--help", "no-revision", "`--help` is neither a folder nor a revision"),
    ("-", "no-revision", "`-` is neither a folder nor a revision"),
    ("", "no-revision", "`` is neither a folder nor a revision"),
    ("HEAD:book", "no-revision", "`HEAD:book` is neither a folder nor a revision"),
    ("HEAD; touch x", "no-revision", "`HEAD; touch x` is neither a folder nor a revision"),
    ("$(touch x)", "no-revision", "`$(touch x)` is neither a folder nor a revision"),
    ("empty", "no-pack", "there is no pack.yaml in this folder"),
]


@pytest.mark.parametrize(("word", "code", "message"), BAD)
def test_a_word_that_is_no_rulebook_is_refused(
    word: str, code: str, message: str, tmp_path: Path
) -> None:
    history(tmp_path)
    (tmp_path / "empty").mkdir()
    write(tmp_path / "facts", {"a.yaml": "project: {name: A}\n"})
    done = command(
        tmp_path, "rules", "impact", f"--against={word}", "--corpus", "facts", "--rulebook", "book"
    )
    assert (done.code, done.out) == (2, "")
    assert f"error[{code}]: {message}" in done.err
    assert "  help: " in done.err
    assert not (tmp_path / "x").exists()
    done = command(tmp_path, "rules", "diff", "--rulebook", "book", "--", word, "current")
    assert (done.code, done.out) == (2, "")
    assert f"error[{code}]: {message}" in done.err


def test_a_revision_without_a_repository(tmp_path: Path) -> None:
    write(tmp_path / "book", texts())
    with pytest.raises(InvalidInput) as refused:
        read_side("HEAD", read_current(tmp_path / "book"))
    (problem,) = refused.value.problems
    assert problem.code == "no-repository"
    assert "No pack that is set lies in a git repository" in problem.help


def test_a_revision_that_did_not_hold_the_rulebook_yet(tmp_path: Path) -> None:
    committed(tmp_path, {"README": "x"}, {f"book/{name}": text for name, text in texts().items()})
    with pytest.raises(InvalidInput) as refused:
        read_side("HEAD~1", read_current(tmp_path / "book"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.location.path) == ("no-pack-then", "HEAD~1")


def test_without_git_a_revision_is_refused_and_a_folder_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = history(tmp_path) / "book"
    write(tmp_path / "over", {"pack.yaml": OVER, **changing(BLOCKER)})
    current = read_current(book)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InvalidInput) as refused:
        read_side("HEAD", current)
    (problem,) = refused.value.problems
    assert problem.code == "no-git"
    assert len(read_side(str(tmp_path / "over"), current).packs) == 2


def test_links_in_a_revision_are_refused(tmp_path: Path) -> None:
    book = history(tmp_path) / "book"
    (book / "rules/link.yaml").symlink_to("few-people.yaml")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "link")
    (book / "rules/link.yaml").unlink()
    with pytest.raises(InvalidInput) as refused:
        read_side("HEAD", read_current(book))
    assert [one.code for one in refused.value.problems] == ["link"]


def test_a_fault_in_an_old_rulebook_names_the_revision(tmp_path: Path) -> None:
    book = history(tmp_path) / "book"
    rule = book / "rules/few-people.yaml"
    good = rule.read_text("utf-8")
    rule.write_text(good.replace("when:", "whenn:"), "utf-8")
    git(tmp_path, "commit", "-am", "broken")
    rule.write_text(good, "utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_side("HEAD", read_current(book))
    assert refused.value.problems[0].location.path == "HEAD:book/rules/few-people.yaml"


# --- the corpus -------------------------------------------------------------------------------


def test_a_corpus_is_looked_through_to_the_bottom_but_for_packs(tmp_path: Path) -> None:
    names = (
        "a.yaml", "b.yml", "c.txt", ".d.yaml", "deep/er/e.yaml", ".git/f.yaml", "vetter.yaml",
        "pack/pack.yaml", "pack/changes.yaml", "pack/rules/g.yaml", "pack/knowledge/h.yaml",
        "pack/reports/i.yaml", "pack/projects/j.yaml", "rules/k.yaml",
    )  # fmt: skip
    write(tmp_path, dict.fromkeys(names, "x\n"))
    found = [os.path.relpath(one, tmp_path) for one in fact_files([str(tmp_path)])]
    assert found == ["a.yaml", "b.yml", "deep/er/e.yaml", "pack/projects/j.yaml", "rules/k.yaml"]


@pytest.mark.parametrize(("place", "code"), [("nowhere", "no-file"), ("empty", "no-facts")])
def test_a_corpus_that_is_none(place: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput) as refused:
        fact_files([str(tmp_path / place)])
    assert [one.code for one in refused.value.problems] == [code]


# --- commands and library ---------------------------------------------------------------------


def room(folder: Path) -> Path:
    """Make a folder with a repository, a pack, and two fact files of which one is none."""
    history(folder)
    write(folder / "over", {"pack.yaml": OVER, **changing(BLOCKER)})
    facts = "".join(f"{path}: {value}\n" for path, value in BASE.items())
    few = facts.replace("plan.people: 3", "plan.people: 1")
    write(folder / "facts", {"a.yaml": facts, "b.yaml": few, "no.yaml": "what: is this\n"})
    return folder


OPTIONS = ("--corpus", "facts", "--rulebook", "book")
EXITS = [
    (("--against", "over"), 0),
    (("--against", "over", "--fail-on", "verdict"), 1),
    (("--against", "over", "--fail-on", "findings"), 1),
    (("--against", "over", "--fail-on", "any"), 1),
    (("--against", "HEAD", "--fail-on", "any"), 0),
    (("--against", "advice", "--fail-on", "verdict"), 0),
    (("--against", "advice", "--fail-on", "findings"), 1),
]


@pytest.mark.parametrize(("options", "code"), EXITS)
def test_the_exit_code_says_what_was_asked_to_fail(
    options: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    room(tmp_path)
    advice = "rules: {few-people: {advice: Find two., because: b}}"
    write(tmp_path / "advice", {"pack.yaml": OVER, "changes.yaml": advice})
    done = command(tmp_path, "rules", "impact", *options, *OPTIONS)
    assert done.code == code, done.err
    assert "facts/no.yaml" in done.out
    assert "refused before and after" in done.out


def test_impact_tells_the_reason_that_a_pack_gives(tmp_path: Path) -> None:
    done = command(room(tmp_path), "rules", "impact", "--against", "over", *OPTIONS)
    said = " ".join(done.out.split())
    assert "Of two projects one changes verdict (go with conditions → no-go: 1)." in said
    assert "rule `few-people`: severity high → blocker (over)" in said
    assert "(over, over/changes.yaml:1:32: it stopped us)" in said


def test_impact_of_a_revision_names_the_file(tmp_path: Path) -> None:
    done = command(room(tmp_path), "rules", "impact", "--against", "HEAD~2", *OPTIONS)
    said = " ".join(done.out.split())
    assert "threshold `many_labels`: value 1000 → 2000 (small)" in said
    assert "book/knowledge/thresholds.yaml:" in said


def test_pages_are_written_where_asked_and_never_over_a_fact_file(tmp_path: Path) -> None:
    room(tmp_path)
    asked = ("rules", "impact", "--against", "over", *OPTIONS)
    done = command(tmp_path, *asked, "-f", "md", "-o", "out/page.md")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "out/page.md").read_text("utf-8").startswith("# What changes for two")
    before = (tmp_path / "facts/a.yaml").read_text("utf-8")
    done = command(tmp_path, *asked, "-o", "facts/a.yaml")
    assert done.code == 2
    assert "would be written over the fact file" in done.err
    assert (tmp_path / "facts/a.yaml").read_text("utf-8") == before


def test_diff_on_the_command_line(tmp_path: Path) -> None:
    room(tmp_path)
    done = command(tmp_path, "rules", "diff", "current", "over", "--rulebook", "book")
    assert done.code == 0, done.err
    said = " ".join(done.out.split())
    assert "Some projects change verdict: one rule changes verdicts alone." in said
    assert "plan.people: " in said
    done = command(tmp_path, "rules", "diff", "HEAD", "current", "--rulebook", "book")
    assert "The two say the same, word for word. No project at all changes verdict (proved)." in (
        " ".join(done.out.split())
    )


def test_the_library_takes_paths_and_mappings(tmp_path: Path) -> None:
    room(tmp_path)
    found = vetter.rules_impact(
        tmp_path / "over",
        [str(tmp_path / "facts/b.yaml"), BASE],
        rulebook=tmp_path / "book",
    )
    turns = [(one.before, one.after) for one in found.projects]
    assert turns == [("go with conditions", "no-go")]
    compared = vetter.rules_diff("current", tmp_path / "over", rulebook=tmp_path / "book")
    assert [one.rules for one in compared.groups] == [("few-people",)]


def test_what_a_hook_of_another_repository_sets_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = history(tmp_path / "a") / "book"
    committed(tmp_path / "b", {"README": "x"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "b/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "b/.git/index"))
    then = read_side("HEAD~2", read_current(book))
    assert then.rulebook.vocabulary.thresholds["many_labels"].value == 1000
