"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from vetter.base.problems import InvalidInput, Location, Problem


def write_files(texts: dict[str, str]) -> None:
    """Write each text to its path, making the folder; a file is replaced only once it is whole.

    All texts are first written beside their targets, then moved into place, so that a full disk or
    a missing right leaves every old file as it was. Raises `InvalidInput`.
    """
    staged: list[tuple[Path, Path]] = []
    target = Path()
    try:
        for path, text in texts.items():
            target = Path(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(21, "it is a folder")
            staged.append((_stage(target.parent, text), target))
        for staged_path, target in staged:
            staged_path.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        problem = Problem(
            "unwritable",
            f"the memo cannot be written: {reason}",
            Location(str(target)),
            "Name another place; what stood there before is unchanged.",
        )
        raise InvalidInput([problem]) from None
    finally:
        for staged_path, _ in staged:
            staged_path.unlink(missing_ok=True)


def _stage(folder: Path, text: str) -> Path:
    """Write a text to a new file in a folder; nothing stays behind if that fails."""
    handle, name = tempfile.mkstemp(prefix=".vetter-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
            os.fsync(stream.fileno())
        path.chmod(0o666 & ~_umask())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
