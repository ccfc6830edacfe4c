"""Files are written all or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vetter.base.problems import InvalidInput
from vetter.base.writing import write_files


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8") if path.is_file() else ""
        for path in folder.rglob("*")
    }


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    write_files({str(tmp_path / "a/b/one.md"): "eins\n", str(tmp_path / "two.md"): "zwei é\n"})
    assert tree(tmp_path) == {"a": "", "a/b": "", "a/b/one.md": "eins\n", "two.md": "zwei é\n"}


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "memo.md"
    path.write_text("old")
    path.chmod(0o640)
    write_files({str(path): "new"})
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["memo.md"]


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_files({str(tmp_path / "memo.md"): "new"})
    finally:
        os.umask(mask)
    assert (tmp_path / "memo.md").stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link.md").symlink_to("there/memo.md")
    write_files({str(tmp_path / "link.md"): "text"})
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "there/memo.md").read_text() == "text"


@pytest.mark.parametrize("bad", ["folder", "pipe", "file/below", "x" * 300, "a\0b"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_when_one_cannot_be_written_all_stays_as_it_was(
    bad: str, place: int, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.rglob("*"))
    names = ["file", "new/folder/file"]
    names.insert(place, bad)
    with pytest.raises(InvalidInput) as refused:
        write_files({str(tmp_path / name): "new" for name in names})
    (problem,) = refused.value.problems
    assert problem.code == "unwritable"
    assert problem.location.path == str(tmp_path / bad)
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "file").read_text() == "old"


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_when_one_cannot_be_moved_the_others_are_moved_back(
    failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "c"):
        (tmp_path / name).write_text(f"old {name}")
    before = tree(tmp_path)
    moved = []
    replace = Path.replace

    def sometimes(self: Path, target: Path) -> Path:
        if not self.name.endswith("-kept"):
            moved.append(target)
            if len(moved) > failing:
                raise PermissionError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", sometimes)
    with pytest.raises(InvalidInput) as refused:
        write_files({str(tmp_path / name): "new" for name in ("a", "new/b", "c")})
    assert "operation not permitted" in str(refused.value)
    assert tree(tmp_path) == before


def test_an_interruption_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("old")

    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files({str(tmp_path / "a"): "new", str(tmp_path / "b/c"): "new"})
    assert tree(tmp_path) == {"a": "old"}
