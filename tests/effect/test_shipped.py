"""The shipped rulebook with the pack for health care over it, and small changes of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.badinput.test_packs import write
from tests.effect.test_compare import held_up
from tests.packs import ROOT
from vetter.effect.compare import compare
from vetter.effect.corpus import fact_files
from vetter.effect.impact import impact
from vetter.effect.results import Impact
from vetter.effect.sides import Side, read_current, read_side
from vetter.engine.forward import Forward
from vetter.facts.factfile import read_project
from vetter.rulebook.vocabulary import VERDICT
from vetter.solver.results import Proof

HEALTH = str(ROOT / "examples/packs/health")
PACK = 'name: over\nversion: "1"\ntitle: Over\n'


@cache
def sides() -> tuple[Side, Side]:
    current = read_current()
    return current, read_side(HEALTH, current)


@cache
def health() -> Impact:
    return impact(*sides(), fact_files([str(ROOT / "examples")]))


def test_projects_of_the_pack_are_refused_without_it_and_the_others_compared() -> None:
    refused = {Path(one.path).name: one.under for one in health().unvetted}
    assert set(refused.values()) == {("before",)}
    own = {path.name for path in Path(HEALTH, "projects").glob("*.yaml")}
    assert set(refused) <= own
    assert health().vetted == len(list((ROOT / "examples").glob("*.yaml"))) + len(
        own - set(refused)
    )


def test_a_project_is_listed_exactly_if_its_findings_or_verdict_differ() -> None:
    listed = {one.path for one in health().projects}
    engines = [Forward(one.rulebook) for one in sides()]
    for file in fact_files([str(path) for path in sorted((ROOT / "examples").glob("*.yaml"))]):
        runs = [one.run(read_project(file, one.rulebook).states) for one in engines]
        said = [
            (run.readings[VERDICT].standing, {
                (one.rule_id, tuple(each.standing for each in one.severities))
                for one in run.states.values()
                if one.status.fires
            })
            for run in runs
        ]  # fmt: skip
        if said[0] != said[1]:
            assert file in listed, file


def test_every_change_has_a_cause_that_the_pack_made() -> None:
    own = {"rule", "threshold"}
    assert health().projects
    for one in health().projects:
        assert bool(one.causes) == (one.before != one.after), one.path
        causes = [*one.causes, *(each for finding in one.findings for each in finding.causes)]
        assert causes
        assert {each.kind for each in causes} <= own
        for each in causes:
            packs = {part.pack for part in each.parts} or {each.pack}
            assert packs == {"health"}, each.name


def test_a_finding_that_the_pack_makes_graver_brings_a_no_go() -> None:
    casting = str(ROOT / "examples/casting-defects-one-fact-better.yaml")
    (one,) = [one for one in health().projects if one.path == casting]
    assert (one.before, one.after) == ("go with conditions", "no-go")
    assert [each.name for each in one.causes] == ["experts-uninvolved"]
    assert [part.name for part in one.causes[0].parts] == ["severity"]


SMALL = {
    "severity": ("rules: {thin-team: {severity: high, because: b}}", Proof.YES),
    "advice": ("rules: {thin-team: {advice: Wait., because: b}}", Proof.NO),
    "threshold": ("thresholds: {full_time_person: {value: 2, because: b}}", None),
}


@pytest.mark.parametrize("name", SMALL)
def test_a_small_change_of_the_shipped_rulebook(name: str, tmp_path: Path) -> None:
    text, expected = SMALL[name]
    write(tmp_path / "over", {"pack.yaml": PACK, "changes.yaml": text})
    old = sides()[0]
    new = read_side(str(tmp_path / "over"), old)
    found = compare(old, new, 120)
    assert found.traced
    assert found.changes is not Proof.OPEN
    assert expected in (None, found.changes)
    held_up(found, old, new)


@pytest.mark.nightly
def test_every_verdict_that_the_pack_changes_is_traced() -> None:
    found = compare(*sides(), 120)
    assert (found.changes, found.traced) == (Proof.YES, True)
    alone = {one.rules[0] for one in found.groups if len(one.rules) == 1}
    assert {"permission-refused", "experts-uninvolved"} <= alone
    assert not alone & set(found.quiet)
    held_up(found, *sides())
