"""Waivers: what they cover, when they lapse, and that every command says the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from tests.cli.desk import ROOT, Call, caller
from vetter.api import Engine, load
from vetter.memo.document import as_document

TOPICS = "examples/document-topics.yaml"
RULE = "attainability-not-shown"
CREATED, EXPIRES = date(2026, 11, 23), date(2027, 5, 22)
SAID = {"reason": "a pilot: it runs", "owner": "A. Person", "approved by": "The board"}


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("VETTER_PACKS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-settings"))
    return caller(monkeypatch)


@pytest.fixture
def waived(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, Engine]:
    """A file with a waiver for the one high concern of an example, and an engine with it."""
    monkeypatch.chdir(ROOT)
    path = tmp_path / "waivers.yaml"
    path.write_text(load().draft_waiver(TOPICS, RULE, SAID, CREATED, EXPIRES), "utf-8")
    return path, load(waivers=path)


def test_a_waived_finding_is_shown_and_not_counted(waived: tuple[Path, Engine]) -> None:
    engine = waived[1]
    found = engine.vet(TOPICS, CREATED)
    assert found.waived is not None
    assert [one.waiver.rule for one in found.waived.findings] == [RULE]
    assert found.verdict.level == "go"
    assert found.unwaived.verdict.level == "go with conditions"
    assert as_document(found.unwaived) == as_document(load().vet(TOPICS, CREATED))
    assert found.finding(RULE) is None
    assert len(found.findings) == len(found.unwaived.findings) - 1


def test_it_stands_on_its_last_day_and_not_after(waived: tuple[Path, Engine]) -> None:
    engine = waived[1]
    assert engine.vet(TOPICS, EXPIRES).verdict.level == "go"
    for day in (date(2027, 5, 23), date(2026, 11, 22)):
        found = engine.vet(TOPICS, day)
        assert found.verdict.level == "go with conditions"
        assert found.waived is not None
        assert [one.waiver.rule for one in found.waived.lapsed] == [RULE]


@pytest.mark.parametrize("setting", ["quality.target=93%", "quality.lowest_acceptable=84%"])
def test_it_lapses_when_a_value_changes(waived: tuple[Path, Engine], setting: str) -> None:
    after, _ = waived[1].vet_changed(TOPICS, [setting], CREATED)
    assert after.waived is not None
    assert after.waived.findings == ()
    assert setting.partition("=")[0] in after.waived.lapsed[0].why
    assert after.verdict.level == after.unwaived.verdict.level


def test_another_answer_leaves_it_alone(waived: tuple[Path, Engine]) -> None:
    after, difference = waived[1].vet_changed(TOPICS, ["project.name=Other topics"], CREATED)
    assert after.waived is None, "it names another project"
    assert (difference.before, difference.after) == ("go", "go with conditions")
    after, _ = waived[1].vet_changed(TOPICS, ["data.quality=good"], CREATED)
    assert after.waived is not None
    assert after.waived.findings


def test_it_does_not_stand_on_what_it_was_not_granted_for(
    waived: tuple[Path, Engine],
) -> None:
    path, _ = waived
    text = path.read_text("utf-8").replace("      quality.lowest_acceptable: 85%\n", "")
    path.write_text(text, "utf-8")
    found = load(waivers=path).vet(TOPICS, CREATED)
    assert found.waived is not None
    assert "quality.lowest_acceptable" in found.waived.lapsed[0].why
    assert found.verdict.level == "go with conditions"


def test_every_command_says_the_same(waived: tuple[Path, Engine], call: Call) -> None:
    options = ("--waivers", str(waived[0]), "--today", "2026-11-23")
    both = "With waivers the verdict is go; without them it would be go with conditions."
    shown = " ".join(call("vet", TOPICS, *options).out.split())
    assert both in shown
    assert "GO: " in shown
    explained = call("explain", TOPICS, *options).out
    assert explained.startswith("GO: ")
    assert both in " ".join(explained.split())
    one = " ".join(call("explain", TOPICS, RULE, *options).out.split())
    assert "THEN a high concern" in one
    assert "Waived until 2027-05-22, not counted" in one
    for form in ("text", "json"):
        ranked = call("rank", TOPICS, "-f", form, *options).out
        assert "1 go" in ranked
        assert "without" in ranked
    changed = call("whatif", TOPICS, "--set", "quality.target=93%", *options).out
    assert "go with conditions" in changed
    asked = " ".join(call("whatif", TOPICS, "--only", "tipping", *options).out.split())
    assert "counts waived findings too" in asked
    assert "GO WITH CONDITIONS" in asked
    page = call("whatif", TOPICS, "--only", "tipping", "-f", "md", *options).out
    assert "counts waived findings too" in page
    memo = call("vet", TOPICS, "-f", "md", "--no-whatif", *options).out
    assert "Without waivers it would be **go with conditions**" in memo
    assert "## Waived, not counted" in memo
    plain = call("vet", TOPICS, "--today", "2026-11-23").out
    assert call("vet", TOPICS, *options[2:], "--no-waivers").out == plain


@pytest.mark.parametrize("day", [CREATED, date(2028, 1, 1)])
def test_the_documents_fit_their_schemas(
    waived: tuple[Path, Engine], call: Call, day: date
) -> None:
    options = ("--waivers", str(waived[0]), "--today", day.isoformat(), "-f", "json")
    for name, command in (
        ("assessment", ("vet", TOPICS, "--no-whatif")),
        ("ranking", ("rank", TOPICS)),
        ("whatif", ("whatif", TOPICS, "--only", "tipping")),
    ):
        schema = json.loads((ROOT / f"reports/schema/{name}.schema.json").read_text("utf-8"))
        jsonschema.validate(json.loads(call(*command, *options).out), schema)


def test_nothing_is_said_where_no_waiver_applies(waived: tuple[Path, Engine]) -> None:
    document = as_document(waived[1].vet("examples/cat-door.yaml", CREATED))
    assert "waivers" not in document


def test_what_is_drafted_stands(waived: tuple[Path, Engine], call: Call) -> None:
    """For every concern of several examples: the waiver that is written stands, and covers it."""
    engine = waived[1]
    for name in ("document-topics", "churn-everything", "one-sentence", "hr-screening"):
        file, path = f"examples/{name}.yaml", waived[0].with_name(f"{name}.yaml")
        rules = {
            one.rule_id for one in engine.vet(file).unwaived.findings if one.severity != "strength"
        }
        for rule in sorted(rules):
            kept = str(path) if path.exists() else None
            text = engine.draft_waiver(file, rule, SAID, CREATED, EXPIRES, kept)
            path.write_text(text, "utf-8")
        found = load(waivers=path).vet(file, CREATED)
        assert found.waived is not None
        assert found.waived.lapsed == ()
        assert {one.waiver.rule for one in found.waived.findings} == rules
        assert all(one.severity == "strength" for one in found.findings)
        assert (
            call("waiver", "check", file, "--waivers", str(path), "--today", "2026-11-23").code == 0
        )


def test_the_working_folder_names_the_file_and_the_limit(
    waived: tuple[Path, Engine], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = waived[0].parent
    (folder / "topics.yaml").write_text((ROOT / TOPICS).read_text("utf-8"), "utf-8")
    monkeypatch.chdir(folder)
    (folder / "vetter.yaml").write_text("waivers: waivers.yaml\n", "utf-8")
    assert (
        call("vet", "topics.yaml", "--today", "2026-11-23").out.splitlines()[-1].startswith("GO:")
    )
    assert call("waiver", "check", "topics.yaml", "--today", "2028-01-01").code == 1
    (folder / "vetter.yaml").write_text("waivers: waivers.yaml\nwaiver days: 30\n", "utf-8")
    said = call("vet", "topics.yaml")
    assert said.code == 2
    assert "error[runs-too-long]" in said.err
    (folder / "vetter.yaml").write_text("waiver days: many\n", "utf-8")
    assert "vetter.yaml:1:14: error[bad-days]" in call("vet", "topics.yaml").err
