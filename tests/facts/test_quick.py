"""Reading quickly: what is read is what the careful reading gives, and all else is left to it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from tests.badinput.tables import fact_cases
from tests.fuzz.mutate import mutated
from tests.generators.cases import cases
from tests.packs import ROOT, built_in
from vetter.base.problems import InvalidFactFile
from vetter.base.sources import FACT_FILE, Source, Unreadable, decode
from vetter.facts import quick
from vetter.facts.factfile import project_of
from vetter.facts.quick import QuickReader
from vetter.language.types import TEXT

FILES = {path.name: path.read_bytes() for path in sorted(ROOT.glob("examples/*.yaml"))}


def careful(source, rulebook):
    """Return the project of a source, None if there is anything to report about it."""
    try:
        project = project_of(source, rulebook)
    except InvalidFactFile:
        return None
    return None if project.warnings else project


def held(state):
    """Return what of a state does not hang on where it stands."""
    text = state.spec.type.kind == TEXT and state.value is not None
    return (
        state.status,
        None if text else (state.value, state.domain, state.shown),
        (state.may_not_apply, state.shut, state.metric, state.metrics),
    )


def same(found, project):
    assert list(found.states) == list(project.states)
    for path, state in project.states.items():
        assert held(found.states[path]) == held(state), path
    assert (found.path, found.name, found.sha256) == (project.path, project.name, project.sha256)


def test_examples_are_read_quickly_and_alike():
    reader = QuickReader(built_in().rulebook)
    for name, data in FILES.items():
        source = decode(data, name)
        project = careful(source, built_in().rulebook)
        found = reader.read(source)
        assert (found is None) == (project is None), name
        if found is not None:
            same(found, project)


def test_equal_answers_share_a_state_until_all_are_forgotten(monkeypatch):
    reader = QuickReader(built_in().rulebook)
    source = decode(FILES["cat-door.yaml"], "cat-door.yaml")
    first, second = reader.read(source), reader.read(source)
    assert reader.generation == 0
    shared = [path for path, state in first.states.items() if second.states[path] is state]
    assert shared == [path for path in first.states if path != first.named_by]
    monkeypatch.setattr(quick, "KEPT", 0)
    third = reader.read(source)
    assert reader.generation == 1
    assert not any(third.states[path] is state for path, state in first.states.items())
    assert {path: held(state) for path, state in third.states.items()} == {
        path: held(state) for path, state in first.states.items()
    }


@pytest.mark.parametrize("case", fact_cases(), ids=lambda case: case.name)
def test_nothing_bad_is_read_quickly(case):
    rulebook = built_in().rulebook
    try:
        source = decode(case.data, "bad.yaml")
    except Unreadable:
        return
    if careful(source, rulebook) is None:
        assert QuickReader(rulebook).read(source) is None


def test_damaged_files_are_read_as_carefully():
    rulebook, reader, random = built_in().rulebook, QuickReader(built_in().rulebook), Random(11)
    read = left = 0
    for name in [*sorted(FILES)] * 12:
        data = mutated(FILES[name], random, list(FILES.values()))
        try:
            source = decode(data, name, FACT_FILE)
        except Unreadable:
            continue
        found, project = reader.read(source), careful(source, rulebook)
        if project is None:
            assert found is None, source.text
            left += 1
        elif found is not None:
            same(found, project)
            read += 1
    assert read > 100
    assert left > 100


@settings(max_examples=60)
@given(cases(files=4))
def test_any_file_of_any_rulebook_is_read_alike(case):
    reader = QuickReader(case.rulebook)
    for file in (*case.files, *case.files):
        source = Source("facts.yaml", file.text)
        found, project = reader.read(source), careful(source, case.rulebook)
        if project is None:
            assert found is None
        elif found is not None:
            same(found, project)
