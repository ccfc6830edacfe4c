"""Links between documents lead somewhere, and no page names a place on anybody's machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, name_of, prose

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_MACHINE = re.compile(r"(?<![\w.~])/(?:home|root|work|tmp|usr|opt|var|Users)/|[A-Z]:\\")


def anchor(heading: str) -> str:
    """Return the anchor that GitHub makes of a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def _anchors(page: Path) -> set[str]:
    return {anchor(one) for one in _HEADING.findall(prose(page.read_text("utf-8")))}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose(page.read_text("utf-8"))):
        target, _, place = link.partition("#")
        if "://" in target:
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), link
        if place:
            assert place in _anchors(path), link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_place_on_a_machine(page: Path) -> None:
    found = _MACHINE.search(page.read_text("utf-8"))
    assert found is None, found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_begins_with_its_one_title(page: Path) -> None:
    text = prose(page.read_text("utf-8"))
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
