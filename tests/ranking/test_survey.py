"""A survey finds of a backlog what assessing each project finds, in one process or several."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from tests.fuzz.mutate import mutated
from tests.generators.cases import cases
from tests.packs import EXAMPLES, ROOT, built_in, example
from vetter.assessment.assess import assess
from vetter.base.sources import Source
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of
from vetter.ranking import survey as module
from vetter.ranking.by_columns import Columnist
from vetter.ranking.entries import entry_of
from vetter.ranking.plan import read_plan
from vetter.ranking.survey import Surveyor, survey
from vetter.rulebook.vocabulary import VERDICT

PATHS = read_plan(built_in().rulebook.vocabulary).paths
FILES = [str(path) for path in sorted(ROOT.glob("examples/*.yaml"))]


def unexplained(entry):
    return entry._replace(explained=None)


def test_columns_place_the_examples_as_assessments_do():
    assessed = [example(name) for name in EXAMPLES]
    placed = Columnist(built_in().rulebook, PATHS).entries([one.project for one in assessed])
    assert placed == [unexplained(entry_of(one, PATHS)) for one in assessed]


@settings(max_examples=60)
@given(cases(files=3))
def test_columns_place_any_project_as_an_assessment_does(case):
    derived = case.rulebook.vocabulary.derived
    paths = tuple(path for path, spec in derived.items() if not spec.counter and path != VERDICT)
    forward = Forward(case.rulebook)
    projects = [project_of(Source("x", file.text), case.rulebook) for file in case.files]
    placed = Columnist(case.rulebook, paths).entries(projects)
    assessed = [entry_of(assess(forward, one, "", ""), paths) for one in projects]
    assert placed == [unexplained(one) for one in assessed]


def test_a_survey_is_the_same_quick_or_explained(monkeypatch):
    quick = Surveyor(built_in().rulebook, explained=False).survey(FILES)
    explained = Surveyor(built_in().rulebook, explained=True).survey(FILES)
    assert all(one.explained is not None for one in explained.entries)
    assert quick.entries == tuple(map(unexplained, explained.entries))
    monkeypatch.setattr(module.columns, "installed", lambda: False)
    without = Surveyor(built_in().rulebook, explained=False).survey(FILES)
    assert tuple(map(unexplained, without.entries)) == quick.entries


@pytest.mark.parametrize("explained", [False, True])
def test_several_processes_find_what_one_finds(explained, tmp_path, monkeypatch):
    random, data = Random(3), [path.read_bytes() for path in sorted(ROOT.glob("examples/*.yaml"))]
    for number in range(24):
        text = data[number] if number % 2 else mutated(data[number], random, data)
        (tmp_path / f"{number:02}.yaml").write_bytes(text)
    files = [*map(str, sorted(tmp_path.iterdir())), str(tmp_path / "missing.yaml")]
    monkeypatch.setattr(module, "CHUNK", 7)
    monkeypatch.setattr(module, "FEW", 7)
    told = []
    rulebook = built_in().rulebook
    several = survey(rulebook, (None, ()), files, explained, jobs=2, progress=told.append)
    one = survey(rulebook, (None, ()), files, explained, jobs=1)
    assert several == one
    assert sum(told) == len(files) == len(one.entries) + len(one.unread)
    assert one.entries
    assert [path for path, _ in one.unread][-1:] == [files[-1]]
