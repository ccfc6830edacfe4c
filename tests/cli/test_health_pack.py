"""The pack for health care, over the built-in rulebook, through every command that reads rules."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

import vetter
from tests.cli.desk import ROOT, Call
from tests.packs import DAY, built_in
from vetter.api import Engine
from vetter.rulebook.rules import Finding

HEALTH = "examples/packs/health"
OVER = ("--pack", HEALTH)
PROJECTS = f"{HEALTH}/projects"
SEPSIS = f"{PROJECTS}/sepsis-warning.yaml"
VERDICTS = {
    "chest-pictures-first": "go",
    "sepsis-warning": "go with conditions",
    "fracture-second-look": "undecided",
    "insulin-doses": "no-go",
}
SCHEMAS = ROOT / "reports" / "schema"
ANSWERS: dict[str, Any] = json.loads((SCHEMAS / "whatif.schema.json").read_text("utf-8"))


@cache
def engine() -> Engine:
    """Return the engine of the rulebook with the pack over it."""
    return vetter.load(packs=[str(ROOT / HEALTH)])


def checked(name: str, text: str) -> Any:
    """Return a document that fits its published schema."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    known = Registry().with_resource(ANSWERS["$id"], Resource.from_contents(ANSWERS))
    document = json.loads(text)
    jsonschema.Draft202012Validator(schema, registry=known).validate(document)
    return document


def editions(document: Any) -> list[tuple[str, str]]:
    """Return names and versions of the packs that a document names, after a look at the hashes."""
    hashes = [one["sha256"] for one in document["packs"]]
    assert hashes == [one.sha256 for one in engine().rulebook.packs]
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)
    return [(one["name"], one["version"]) for one in document["packs"]]


BOTH = [("chapter", "1.0"), ("health", "1.0")]


def test_the_pack_is_what_it_says(call: Call) -> None:
    said = call("rules", "check", HEALTH)
    assert (said.code, said.err) == (0, "")
    book = engine().rulebook
    own = [rule for rule in book.rules if rule.pack == "health"]
    assert len(own) >= 10
    blockers = [
        rule
        for rule in own
        for entry in rule.then
        if isinstance(entry, Finding) and entry.severity == "blocker"
    ]
    assert [(rule.id, rule.locked) for rule in blockers] == [("permission-refused", True)]
    assert [rule.id for rule in book.drafts] == ["grounds-hidden"]
    assert [(rule.id, rule.replaced_by) for rule in book.deprecated] == [
        ("validation-on-own-records", "validation-at-one-site")
    ]
    changed = {rule.id for rule in (*book.rules, *book.off) if rule.changes}
    assert len(changed) >= 2
    assert all(rule.house or rule.cites for rule in own)


@pytest.mark.parametrize("name", VERDICTS)
def test_its_projects_show_every_verdict(call: Call, name: str) -> None:
    said = call("vet", f"{PROJECTS}/{name}.yaml", "-f", "json", "--no-whatif", *OVER)
    document = checked("assessment", said.out)
    assert document["verdict"]["level"] == VERDICTS[name]
    assert editions(document) == BOTH
    assert said.err == ""


def test_every_rule_of_the_pack_speaks_in_a_project_or_has_its_examples() -> None:
    fired: set[str] = set()
    for name in VERDICTS:
        assessment = engine().vet(str(ROOT / PROJECTS / f"{name}.yaml"), DAY)
        fired |= set(assessment.run.fired)
    own = {rule.id for rule in engine().rulebook.rules if rule.pack == "health"}
    assert len(own & fired) >= 15, sorted(own - fired)


def test_a_memo_names_all_packs_and_ends_with_the_clinical_sign_off(call: Call) -> None:
    memo = call("vet", SEPSIS, "-f", "md", "--no-whatif", *OVER).out
    for one in engine().rulebook.packs:
        assert f"{one.name} {one.version}" in memo
        assert one.sha256[:12] in memo
    _, found, sign_off = memo.partition("\n## Clinical sign-off\n")
    assert found
    assert "| Clinical validation | own records |" in sign_off
    assert "The approval of the device is not in the plan" in sign_off
    assert "## Clinical sign-off" not in call("vet", "examples/cat-door.yaml", "-f", "md").out


def test_the_draft_is_told_apart_in_every_format(call: Call) -> None:
    document = json.loads(call("vet", SEPSIS, "-f", "json", "--no-whatif", *OVER).out)
    assert [one["rule"] for one in document["drafts"]] == ["grounds-hidden"]
    assert "grounds-hidden" not in [one["rule"] for one in document["findings"]]
    for form in ("text", "md"):
        assert "grounds-hidden" in call("vet", SEPSIS, "-f", form, "--no-whatif", *OVER).out


def test_what_the_pack_changes_shows_in_a_project_without_its_facts(call: Call) -> None:
    facts = """
        quality: {metric: accuracy, target: 98.5%, holdout: no}
        classes: {balance: balanced}
        goal: {forms: [classify]}
        team: {domain_experts: uninvolved}
        organisation: {leaders_technical: yes}
        """
    seen = {}
    for which, options in (("with", OVER), ("without", ())):
        said = call("vet", "-", "-f", "json", "--no-whatif", *options, stdin=facts)
        findings = json.loads(said.out)["findings"]
        seen[which] = {one["rule"]: one["severity"] for one in findings}
    changed = ("accuracy-above-99", "no-holdout", "experts-uninvolved", "leaders-technical")
    assert [seen["without"].get(one) for one in changed] == [None, "medium", "medium", "strength"]
    assert [seen["with"].get(one) for one in changed] == ["high", "high", "high", None]


def test_a_backlog_is_ranked_with_the_pack(call: Call) -> None:
    said = call("rank", PROJECTS, "-f", "json", "-j", "1", *OVER)
    document = checked("ranking", said.out)
    assert editions(document) == BOTH
    for one in VERDICTS:
        assert one in said.out
    table = call("rank", PROJECTS, "-j", "1", *OVER).out
    assert "chapter 1.0 + health 1.0" in table


def test_rules_and_facts_of_the_pack_are_explained(call: Call) -> None:
    said = call("explain", SEPSIS, "approval-unplanned", *OVER).out
    assert said.startswith("Fires (firm): The approval of the device is not in the plan")
    assert f"{HEALTH}/rules/approval-unplanned.yaml" in said
    assert call("explain", SEPSIS, "approval-unplanned").code == 2
    sheet = call("facts", "show", "clinical.approval_time", *OVER).out
    assert "How long will it take until the device may be used?" in sheet
    assert "approval-outlasts-plan" in sheet
    choices = call("facts", "show", "goal.user_benefit", *OVER).out
    assert "patient health" in choices
    assert "patient health" not in call("facts", "show", "goal.user_benefit").out


def test_a_changed_copy_is_vetted_with_the_pack(call: Call) -> None:
    said = call(
        "whatif", SEPSIS, "--set", "clinical.route_planned=yes",
        "--set", "clinical.approval_time=11 months", "-f", "json", *OVER,
    )  # fmt: skip
    document = checked("whatif", said.out)
    assert editions(document) == BOTH
    difference = document["answers"]["difference"]
    assert (difference["before"], difference["after"]) == ("go with conditions", "go")
    refused = call("whatif", SEPSIS, "--set", "clinical.route_planned=yes")
    assert refused.code != 0


def test_the_list_of_rules_holds_those_of_all_packs(call: Call) -> None:
    out = call("rules", "list", *OVER).out
    kinds = dict(re.findall(r"^  (\S+) +(\w+(?: up)?) ", out, re.MULTILINE))
    assert kinds["permission-refused"] == "blocker"
    assert kinds["grounds-hidden"] == "draft"
    assert kinds["validation-on-own-records"] == "given up"
    assert kinds["leaders-technical"] == "off"
    assert kinds["experts-uninvolved"] == "high"
    assert set(kinds) == {rule.id for rule in engine().rulebook.every_rule}
    assert {rule.id for rule in built_in().rulebook.rules} < set(kinds)


def test_a_sheet_says_which_pack_set_each_part(call: Call) -> None:
    said = " ".join(call("rules", "show", "experts-uninvolved", *OVER).out.split())
    assert "the rule: chapter (rules/chapter/2.4.2/experts-uninvolved.yaml)" in said
    assert "severity: medium → high (health: without clinicians nobody" in said
    locked = call("rules", "show", "permission-refused", *OVER).out
    assert f"the rule: health ({HEALTH}/rules/permission-refused.yaml, locked)" in locked
    drafted = call("rules", "show", "grounds-hidden", *OVER).out
    assert "A draft: what it says is reported apart, and never counted." in drafted


def test_nobody_above_changes_the_locked_blocker(call: Call, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text('name: ward\nversion: "1"\ntitle: Ward\n', "utf-8")
    change = "rules: {permission-refused: {off: yes, because: we know better}}\n"
    (tmp_path / "changes.yaml").write_text(change, "utf-8")
    said = call("vet", SEPSIS, *OVER, "--pack", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert "error[locked]: the rule `permission-refused` is locked by `health`" in said.err


def test_its_examples_show_everything_and_notice_every_mutant(call: Call) -> None:
    said = call("rules", "test", HEALTH)
    assert said.code == 0
    shown, noticed = re.findall(r"(\d+) of (\d+) (?:points are shown|are noticed)", said.out)
    assert shown[0] == shown[1]
    assert noticed[0] == noticed[1]
