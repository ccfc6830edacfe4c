"""Write reports/samples/ anew from examples/; `--check` only compares. Run by `make samples`."""

from __future__ import annotations

import argparse
import contextlib
import sys
from datetime import date
from pathlib import Path

import vetter
from vetter.base.layout import unpainted
from vetter.memo.render import ENDINGS, render_memo

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "reports" / "samples"
AS_OF = date(2026, 11, 23)
"""The date that all samples bear, so that they change only with rulebook and program."""

COLUMNS = 100
WITH_DATA = (
    "cat-door", "churn-everything", "demand-forecast", "monday-morning", "one-sentence",
    "support-ticket-dispatcher",
)  # fmt: skip
"""The examples whose whole assessment is kept as data, one of each kind, for its sheer size."""

NAMES = {"md": "memo", "text": "summary", "json": "data"}
README = """\
# Sample memos

Made by `make samples` from the fact files in [examples](../../examples), all as of {day}: the
memo (`.md`), the summary for a terminal (`.txt`) and, for one of each kind, the whole assessment as
data (`.json`). A test holds them to what the program says, byte for byte. Do not edit them.

| Project | Verdict | Memo | Terminal | Data |
| --- | --- | --- | --- | --- |
{rows}
"""


def samples() -> dict[Path, str]:
    """Return the text of every sample memo, and of the page that lists them, by its path."""
    engine = vetter.load()
    found = {}
    rows = []
    for facts in sorted((ROOT / "examples").glob("*.yaml")):
        with contextlib.chdir(ROOT):
            assessment = engine.vet(facts.relative_to(ROOT).as_posix(), AS_OF)
        links = {}
        for form, ending in ENDINGS.items():
            if form == "json" and facts.stem not in WITH_DATA:
                continue
            text = unpainted(render_memo(assessment, form, COLUMNS))
            found[SAMPLES / f"{facts.stem}{ending}"] = text
            links[form] = f"[{NAMES[form]}]({facts.stem}{ending})"
        told = " | ".join(links.get(form, "") for form in NAMES)
        rows.append(f"| {assessment.project.name} | {assessment.verdict.level} | {told} |")
    found[SAMPLES / "README.md"] = README.format(day=AS_OF.isoformat(), rows="\n".join(rows))
    return found


def main() -> int:
    """Write the samples, or with `--check` name those that differ; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check = parser.parse_args().check
    wanted = samples()
    stale = sorted(set(SAMPLES.glob("*.*")) - set(wanted))
    changed = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path in [*changed, *stale]:
        sys.stdout.write(f"{'differs' if path in wanted else 'stale'}: {path.relative_to(ROOT)}\n")
    if check:
        return 1 if changed or stale else 0
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for path in changed:
        path.write_text(wanted[path], "utf-8")
    for path in stale:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
