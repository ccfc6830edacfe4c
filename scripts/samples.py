"""Regenerate reports/samples/ from examples/; `--check` only compares. Run by `make samples`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import vetter
from vetter.base.layout import unpainted
from vetter.memo.render import ENDINGS, render_memo

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 23)
"""The date that all samples bear, so that they change only with rulebook and program."""

COLUMNS = 100


def samples() -> dict[Path, str]:
    """Return the text of every sample memo by its path."""
    engine = vetter.load(ROOT)
    found = {}
    for facts in sorted((ROOT / "examples").glob("*.yaml")):
        assessment = engine.vet(facts.relative_to(ROOT), AS_OF)
        for form, ending in ENDINGS.items():
            text = unpainted(render_memo(assessment, form, COLUMNS))
            found[ROOT / "reports" / "samples" / f"{facts.stem}{ending}"] = text
    return found


def main() -> int:
    """Write the samples, or with `--check` name those that differ; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check = parser.parse_args().check
    wanted = samples()
    folder = ROOT / "reports" / "samples"
    stale = sorted(set(folder.glob("*.*")) - set(wanted) - {folder / "README.md"})
    changed = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path in [*changed, *stale]:
        sys.stdout.write(f"{'differs' if path in wanted else 'stale'}: {path.relative_to(ROOT)}\n")
    if check:
        return 1 if changed or stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for path in changed:
        path.write_text(wanted[path], "utf-8")
    for path in stale:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
