"""A project settled anew after a change is what its changed fact file would be."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.generators.completions import _admissible
from tests.generators.projects import read
from tests.packs import built_in, example
from tests.scenarios.drawn import drawn
from tests.whatif.retold import retold, used
from vetter.base.problems import InvalidFactFile
from vetter.columns.states import state_key
from vetter.facts.resettle import Resettler
from vetter.facts.states import Project, Status
from vetter.language.types import CHOICES, METRIC, TEXT
from vetter.language.values import parse_value


def assert_same(variant, project):
    for path, state in project.states.items():
        here = variant.states[path]
        assert state_key(here) == state_key(state), path
        assert here.status is state.status or Status.UNKNOWN in (here.status, state.status)


def held_to_retelling(case, tried):
    for one in case.files:
        file = used(one, case.rulebook)
        settler = Resettler(case.rulebook, file.project)
        measures = case.rulebook.vocabulary.measures
        assert settler.changed({}).states == file.project.states
        for path, state in file.project.states.items():
            kind = state.spec.type
            if state.spec.computed or kind.kind in (CHOICES, METRIC, TEXT):
                continue
            if state.status is Status.NOT_APPLICABLE or (kind.metric_of and state.metric is None):
                continue
            for text in _admissible(state._replace(domain=None), case.rulebook, None)[:3]:
                value = parse_value(text, kind, measures, state.metric)
                variant = settler.changed({path: value})
                told = retold(file, path, value, case.rulebook)
                assert settler.breaks(variant) == (not isinstance(told, Project))
                tried.update(changed=1, broken=not isinstance(told, Project))
                if isinstance(told, Project):
                    assert_same(variant, told)


def held_to_silence(case, tried):
    for one in case.files:
        file = used(one, case.rulebook)
        settler = Resettler(case.rulebook, file.project)
        for path in file.answers:
            rest = {name: said for name, said in file.answers.items() if name != path}
            if file.project.states[path].spec.type.kind == METRIC:
                continue  # what is said of its qualities is not used without it
            variant = settler.changed({path: None})
            try:
                told = read(rest, case.rulebook).project
            except InvalidFactFile:
                assert settler.breaks(variant)
                continue
            assert_same(variant, told)
            tried.update(opened=1)


def test_a_changed_fact_settles_as_in_a_changed_file():
    tried = Counter()
    for seed in range(120):
        case = drawn(seed)
        held_to_retelling(case, tried)
        held_to_silence(case, tried)
    assert tried["changed"] >= 500
    assert tried["broken"] >= 20
    assert tried["opened"] >= 150


def test_a_computed_fact_cannot_be_changed():
    computed = next(p for p, one in built_in().rulebook.vocabulary.facts.items() if one.computed)
    settler = Resettler(built_in().rulebook, example("letter-sorting").project)
    with pytest.raises(ValueError, match=f"`{computed}` is computed"):
        settler.changed({computed: 1})
