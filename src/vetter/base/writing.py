"""Writing files whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from vetter.base.problems import InvalidInput, Location, Problem


def write_files(texts: dict[str, str]) -> None:
    """Write each text to its path, making the folder; a file is replaced only once it is whole.

    All texts are first written beside their targets, then moved into place; when a later one cannot
    be moved, the earlier ones are moved back. So a full disk or a missing right leaves everything
    as it was. Only files are replaced: a folder, pipe or device is refused, and a symbolic link is
    followed. Raises `InvalidInput`.
    """
    writing = _Writing()
    name = ""
    try:
        for name, text in texts.items():
            writing.stage(name, text)
        for name in texts:
            writing.move(name)
        writing.done = True
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem(
            "unwritable",
            f"the memo cannot be written: {reason[:1].lower()}{reason[1:]}",
            Location(name.encode("utf-8", "backslashreplace").decode("utf-8")),
            "Name another place; what stood there before is unchanged.",
        )
        raise InvalidInput([problem]) from None
    finally:
        writing.clean()


class _Writing:
    """What has been made and moved so far, so that it can be undone."""

    def __init__(self) -> None:
        self.done = False
        self._staged: dict[str, tuple[Path, Path]] = {}
        self._kept: list[tuple[Path, Path]] = []
        self._new: list[Path] = []
        self._folders: list[Path] = []
        self._scraps: list[Path] = []

    def stage(self, name: str, text: str) -> None:
        """Write a text to a new file beside its target."""
        target = Path(os.path.realpath(name))
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        if target.exists() and not target.is_file():
            raise OSError(22, "it is a pipe or a device, not a file")
        self._make_folder(target.parent)
        handle, made = tempfile.mkstemp(prefix=".vetter-", dir=target.parent)
        staged = Path(made)
        self._scraps.append(staged)
        self._staged[name] = (staged, target)
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
            os.fsync(stream.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        staged.chmod(mode)

    def _make_folder(self, folder: Path) -> None:
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(20, "its folder is a file")
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir()
            self._folders.append(folder)

    def move(self, name: str) -> None:
        """Put a staged file in the place of its target, keeping what stood there."""
        staged, target = self._staged[name]
        if target.exists():
            kept = staged.with_name(f"{staged.name}-kept")
            self._scraps.append(kept)
            shutil.copy2(target, kept)
            self._kept.append((kept, target))
        else:
            self._new.append(target)
        staged.replace(target)

    def clean(self) -> None:
        """Remove what was only in passing, and undo everything unless all is done."""
        if not self.done:
            for kept, target in self._kept:
                kept.replace(target)
            for target in self._new:
                target.unlink(missing_ok=True)
        for scrap in self._scraps:
            scrap.unlink(missing_ok=True)
        if not self.done:
            for folder in reversed(self._folders):
                folder.rmdir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
