"""Published figures stand in texts with their years, and nothing else is made of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import vetter
from tests.docs.pages import ROOT
from vetter.base.problems import InvalidPack
from vetter.rulebook.vocabulary import FIGURES

ENGINE = vetter.load()
MEMO = {"failure_rate"}
"""Figures that the memo shows by itself."""


@pytest.mark.parametrize(
    ("facts", "rule", "share"),
    [
        ({"makers": "data scientists"}, "scientists-label", "76%"),
        ({"tools": "built by scientists"}, "scientists-build-tools", "63%"),
    ],
)
def test_a_text_shows_a_figure_with_its_year(facts: dict[str, str], rule: str, share: str) -> None:
    found = ENGINE.vet({"labels": {"origin": "manual", **facts}}).findings
    because = next(one.because for one in found if one.rule_id == rule)
    assert share in because
    assert "(2019)" in because


def test_every_figure_has_a_year_and_is_shown() -> None:
    vocabulary = ENGINE.rulebook.vocabulary
    named = {
        slot.name.removeprefix(FIGURES)
        for rule in ENGINE.rulebook.rules
        for finding in rule.findings
        for slot in finding.because.slots
        if slot.name.startswith(FIGURES)
    }
    assert named | MEMO == set(vocabulary.figures)
    assert all(one.get("year") for one in vocabulary.figures.values())


def test_a_figure_that_does_not_exist_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    for name in ("knowledge", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pack.yaml", tmp_path)
    rule = tmp_path / "rules/chapter/2.5.4/scientists-label.yaml"
    rule.write_text(rule.read_text("utf-8").replace("teams_that_label", "teams_who_label"), "utf-8")
    with pytest.raises(InvalidPack) as caught:
        vetter.load(tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "unknown-figure"
    assert "figures.teams_that_label" in problem.help
