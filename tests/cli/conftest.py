"""Fixtures for tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import ROOT, Call, caller


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every test begins in the project, without settings of whoever runs it."""
    monkeypatch.chdir(ROOT)
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "COLUMNS", "VETTER_PACKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-settings"))


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `vetter` with arguments, in this process."""
    return caller(monkeypatch)
