"""Makes a rulebook of any size from the shipped one: a copy with rules cloned or left out.

A clone is the file of a shipped rule with another id and nothing else changed, so a rulebook of
1,000 rules has the same mix of conditions, texts, strata and examples as the shipped one.

    python benchmarks/generate.py 150 FOLDER
"""

from __future__ import annotations

import argparse
import re
import shutil
from itertools import count, cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("rules", "knowledge", "reports/templates", "reports/schema")
ID = re.compile(r"^id:[ \t]*(\S+)[ \t]*$", re.MULTILINE)


def generate(size: int, folder: Path, pack: Path = ROOT) -> int:
    """Copy a pack to a folder, and clone or drop rules until there are `size` of them.

    Rules are cloned in turn, and dropped at even distances, so that the mix stays. Returns `size`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(pack / "pack.yaml", folder)
    for room in ROOMS:
        if (pack / room).is_dir():
            shutil.copytree(pack / room, folder / room)
    shipped = sorted((folder / "rules").rglob("*.yaml"))
    kept = {shipped[place * len(shipped) // size] for place in range(min(size, len(shipped)))}
    for dropped in set(shipped) - kept if size < len(shipped) else ():
        dropped.unlink()
    numbers = count(len(shipped) + 1)
    for original in cycle(shipped):
        if (number := next(numbers)) > size:
            break
        clone(original, number)
    return size


def clone(original: Path, number: int) -> None:
    """Write one rule once more beside itself, under an id of its own."""
    new = f"{original.stem}-{number}"
    text, found = ID.subn(f"id: {new}", original.read_text(encoding="utf-8"))
    if found != 1:
        message = f"{original.name}: expected one line with its id, found {found}"
        raise ValueError(message)
    (original.parent / f"{new}.yaml").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", type=int, help="how many rules the pack shall have")
    parser.add_argument("folder", type=Path, help="where to write it")
    arguments = parser.parse_args()
    print(generate(arguments.size, arguments.folder), "rules")


if __name__ == "__main__":
    main()
