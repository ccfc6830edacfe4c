"""Did you mean: the nearest name, and silence where none is near."""

from __future__ import annotations

import time

import pytest

from vetter.base.suggest import did_you_mean, listed, nearest

NAMES = ["quality.target", "quality.metric", "data.owners", "labels.needed", "F1", "accuracy"]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("quality.taget", "quality.target"),
        ("Quality.Target", "quality.target"),
        ("QUALITY.METRICS", "quality.metric"),
        ("owners", "data.owners"),
        ("data.owner", "data.owners"),
        ("f1", "F1"),
        ("acuracy", "accuracy"),
        ("weather", None),
        ("", None),
        ("x" * 101, None),
    ],
)
def test_the_nearest_name(word: str, name: str | None) -> None:
    assert nearest(word, NAMES) == name
    assert nearest(word, reversed(NAMES)) == name
    help = did_you_mean(word, NAMES, "Otherwise.")
    assert help == (f"Did you mean `{name}`?" if name else "Otherwise.")


def test_a_last_word_that_two_names_share_decides_nothing() -> None:
    assert nearest("name", ["project.name", "somebody.elses.name"]) is None


def test_of_names_that_differ_in_case_only_the_same_one_is_named_every_time() -> None:
    assert nearest("ab", ["AB", "aB", "Ab"]) == nearest("ab", ["Ab", "aB", "AB"])


def test_looking_among_a_thousand_names_is_quick() -> None:
    names = [f"group{number // 10}.fact{number}" for number in range(1_000)]
    start = time.perf_counter()
    for number in range(10):
        nearest(f"group.fakt{number}", names)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("names", "prose"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        (["a", "b", "c", "d"], "a, b, c (1 more)"),
    ],
)
def test_names_as_prose(names: list[str], prose: str) -> None:
    assert listed(names, limit=3) == prose
