"""Every bad rule, knowledge or pack file: exit code 2 and one clear message with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.badinput.command import vetter
from tests.badinput.tables import PackCase, is_plain, lines_of, pack_cases, pack_texts, shown
from vetter.base.problems import InvalidPack
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of

ALL = pack_cases()


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_the_small_pack_itself_is_sound(tmp_path: Path) -> None:
    write(tmp_path / "pack", pack_texts())
    done = vetter(tmp_path, "rules", "check", "pack")
    assert (done.code, done.err) == (0, "")


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(ALL) >= 200
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_bad_pack_is_refused(case: PackCase, tmp_path: Path) -> None:
    texts = case.texts()
    write(tmp_path / "pack", texts)
    done = vetter(tmp_path, "rules", "check", "pack")
    assert done.code == 2
    assert done.out == ""
    file, _, place = case.place.partition(":")
    text = texts.get(file, "")
    if is_plain(text, place):
        assert done.err.startswith(shown(f"pack/{file}", text, place, case))
    else:
        assert done.err.startswith(
            f"pack/{case.place}: error[{case.code}]: {case.message}\n  {place.partition(':')[0]} | "
        )
        assert f"  help: {case.help}\n" in done.err
    assert max(map(len, done.err.split("\n"))) < 400


def test_a_control_character_in_a_rule_is_spelled_out(tmp_path: Path) -> None:
    texts = {**pack_texts(), "rules/late.yaml": "id: late\ntitle: a\x1b[31mb\n"}
    write(tmp_path / "pack", texts)
    done = vetter(tmp_path, "rules", "check", "pack")
    assert done.code == 2
    assert done.err == (
        "pack/rules/late.yaml:2:9: error[control]: "
        "a control character (U+001B, escape) stands in the text\n"
        "  2 | title: a\\x1b[31mb\n"
        "    |         ^\n"
        "  help: Remove the character; it does not show, but it is there.\n"
    )


def test_vet_and_explain_refuse_a_bad_rulebook_with_2_and_not_with_3(tmp_path: Path) -> None:
    write(tmp_path / "pack", {**pack_texts(), "rules/late.yaml": ""})
    (tmp_path / "facts.yaml").write_text("", "utf-8")
    for command in ("vet", "explain"):
        done = vetter(tmp_path, command, "facts.yaml", "--rulebook", "pack")
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("pack/rules/late.yaml: error[empty]: the file is empty\n")


def codes(texts: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidPack) as refused:
        rulebook_of(pack_of_texts(texts))
    return [(problem.location.path, problem.code) for problem in refused.value.problems]


def changed(**files: tuple[str, str]) -> dict[str, str]:
    """The small pack with words replaced; a file is named by its last part."""
    texts = pack_texts()
    for stem, (old, new) in files.items():
        name = next(name for name in texts if name.endswith(f"{stem.replace('_', '-')}.yaml"))
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new, 1)
    return texts


def test_faults_of_several_files_are_told_at_once() -> None:
    texts = changed(
        late=("plan.horizon >", "plan.horizon>"),
        many_labels=("cause: cost", "cause: costs"),
        verdict=("who: sponsor", "who: nobody"),
    )
    assert codes(texts) == [
        ("rules/late.yaml", "operator"),
        ("rules/many-labels.yaml", "unknown-cause"),
        ("rules/verdict.yaml", "unknown-role"),
    ]


def test_a_fault_of_the_vocabulary_hides_no_other_fault_and_brings_no_new_ones() -> None:
    texts = changed(
        plan=("type: duration", "type: durations"),  # now rules know no plan.horizon
        late=("title: It takes long\n", ""),
        many_labels=("- labels.origin is manual", "- labels.origin is manual or automatic"),
        thresholds=("    meaning: the number of findings that counts\n", ""),
    )
    assert codes(texts) == [
        ("knowledge/facts/plan.yaml", "unknown-name"),
        ("knowledge/thresholds.yaml", "missing-key"),
        ("rules/late.yaml", "missing-key"),
        ("rules/many-labels.yaml", "is-a-or-b"),
    ]


@pytest.mark.parametrize(
    "name",
    ["units", "metrics", "causes", "roles", "stages", "chapter", "derived", "thresholds"],
)
def test_a_list_that_cannot_be_read_brings_one_message_only(name: str) -> None:
    texts = {**pack_texts(), f"knowledge/{name}.yaml": "nothing\n"}
    assert codes(texts) == [(f"knowledge/{name}.yaml", "not-a-mapping")]


@pytest.mark.parametrize("name", ["labels", "plan", "quality", "goal", "project"])
def test_a_file_of_facts_that_cannot_be_read_brings_one_message_only(name: str) -> None:
    texts = {**pack_texts(), f"knowledge/facts/{name}.yaml": "a: b: c\n"}
    assert codes(texts) == [(f"knowledge/facts/{name}.yaml", "yaml-colon")]


def test_texts_that_are_no_pack_at_all() -> None:
    assert codes({}) == sorted(
        (name, "missing-file")
        for name in (
            "pack.yaml", "knowledge/facts/", "knowledge/derived.yaml", "knowledge/metrics.yaml",
            "knowledge/thresholds.yaml", "knowledge/units.yaml", "knowledge/causes.yaml",
            "knowledge/roles.yaml", "knowledge/stages.yaml", "knowledge/chapter.yaml",
            "knowledge/figures.yaml",
        )
    )  # fmt: skip


def test_unreadable_texts_are_told_at_once() -> None:
    texts = {**pack_texts(), "rules/a.yaml": "", "rules/b.yaml": "x\ud800"}
    assert codes(texts) == [("rules/a.yaml", "empty"), ("rules/b.yaml", "encoding")]


def chain(length: int) -> str:
    """Facts that each apply only when the one before says so."""
    facts = "".join(
        f"  f{number}:\n    type: boolean\n    question: And?\n"
        + (f"    applies when:\n      any:\n        - a.f{number - 1} is yes\n" if number else "")
        for number in range(length)
    )
    return f"group: a\ntitle: A\nfacts:\n{facts}"


def test_facts_may_hang_on_one_another_over_a_thousand_steps() -> None:
    book = rulebook_of(pack_of_texts({**pack_texts(), "knowledge/facts/a.yaml": chain(2_000)}))
    order = [path for path in book.fact_order if path.startswith("a.")]
    assert order == [f"a.f{number}" for number in range(2_000)]


def test_rules_may_wait_for_one_another_over_a_thousand_steps() -> None:
    texts = pack_texts()
    length = 1_200
    texts["knowledge/derived.yaml"] += "".join(
        f"  step.n{number}: {{title: step, levels: [no, yes]}}\n" for number in range(length)
    )
    for number in range(1, length):
        texts[f"rules/steps/r{number}.yaml"] = (
            f"id: r{number}\ntitle: Next\nhouse: a long chain\nwhen:\n  all:\n"
            f"    - step.n{number - 1} is yes\nthen:\n  - conclude: step.n{number} is yes\n"
            f"examples:\n  - fires: {{step.n{number - 1}: yes}}\n"
            f"  - silent: {{step.n{number - 1}: no}}\n"
        )
    book = rulebook_of(pack_of_texts(texts))
    assert [book.strata[f"r{number}"] for number in (1, 2, length - 1)] == [1, 2, length - 1]


def test_the_lines_of_problems_found_between_files_are_shown() -> None:
    when = "    - plan.horizon > $long_wait\n"
    texts = changed(late=(when, f"{when}    - cost.late is no\n"))
    with pytest.raises(InvalidPack) as refused:
        rulebook_of(pack_of_texts(texts))
    (problem,) = refused.value.problems
    assert problem.excerpt == lines_of(texts["rules/late.yaml"])[0] == "id: late"
    assert re.search(r"^  1 \| id: late\n    \| \^$", problem.render(), re.MULTILINE)
