"""Tables hold the scenarios of a space, all of them, in order, however they are cut into chunks."""

from __future__ import annotations

import numpy as np
import pytest

from tests.scenarios.drawn import drawn, drawn_numbers
from vetter.columns.columns import Columns
from vetter.columns.table import CountedTables, NotComplete, table_of_projects, tables_of_space
from vetter.rulebook.vocabulary import VERDICTS
from vetter.scenarios import blocks as blocks_module
from vetter.scenarios.space import Space, domains_of


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    """Give up counting a block early, for the tests want small spaces."""
    monkeypatch.setattr(blocks_module, "ROWS_LIMIT", 3_000)


def spaces(seeds, most):
    for draw in (drawn, drawn_numbers):
        for seed in seeds:
            case = draw(seed)
            space = Space(case.rulebook, domains_of(case.files[0].project.states))
            if space.count is not None and 0 < space.count <= most:
                yield case, space


def test_tables_have_the_scenarios_of_the_space_in_order():
    tried = 0
    for case, space in spaces(range(60), 2_000):
        expected = list(space.scenarios())
        assert len(expected) == space.count
        assert len({tuple(sorted(one.items())) for one in expected}) == space.count
        for size in (1, case.random.randint(2, 50), 65_536):
            tables = list(tables_of_space(space, size))
            assert [table.places(at) for table in tables for at in range(table.size)] == expected
        tried += 1
    assert tried >= 20


def test_a_table_from_anywhere_in_a_vast_space():
    for case, space in spaces(range(40), 10**30):
        tables = CountedTables(space)
        start = case.random.randrange(space.count)
        size = min(7, space.count - start)
        table = tables.table(start, size)
        alone = [tables.table(start + at, 1).places(0) for at in range(size)]
        assert [table.places(at) for at in range(size)] == alone


def test_a_space_too_large_to_be_counted_is_walked_through(monkeypatch):
    case, space = next(pair for pair in spaces(range(60), 2_000) if pair[1].count > 40)
    expected = list(space.scenarios())
    monkeypatch.setattr(blocks_module, "ROWS_LIMIT", 3)
    again = Space(case.rulebook, domains_of(case.files[0].project.states))
    assert again.count is None
    tables = list(tables_of_space(again, 16))
    assert [table.places(at) for table in tables for at in range(table.size)] == expected
    with pytest.raises(ValueError, match="too large"):
        CountedTables(again)


def test_a_sweep_counts_every_scenario_once():
    for case, space in spaces(range(30), 1_000):
        found = np.zeros(len(VERDICTS), dtype=int)
        for findings in Columns(case.rulebook).sweep(space, 100):
            found += np.bincount(findings.verdict, minlength=len(VERDICTS))
        assert found.sum() == space.count


def test_an_open_project_is_refused_by_name():
    case = next(case for case in map(drawn, range(60)) if case.files[0].project.open_facts())
    states = case.files[0].project.states
    with pytest.raises(NotComplete) as refused:
        table_of_projects(case.rulebook, [states])
    assert states[refused.value.path].status.is_open
    assert refused.value.path in str(refused.value)


def test_a_table_of_another_shape_is_refused():
    (_, one), (case, other) = list(spaces(range(30), 500))[:2]
    program = Columns(case.rulebook)._of(CountedTables(other).shape).program
    with pytest.raises(ValueError, match="another shape"):
        program.run(CountedTables(one).table(0, 1))
