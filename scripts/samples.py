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
    "support-ticket-dispatcher", "sepsis-warning",
)  # fmt: skip
"""The examples whose whole assessment is kept as data, one of each kind, for its sheer size."""

PACKS = ("examples/packs/health",)
"""Packs that have projects of their own, which are vetted with the pack over the rulebook."""

NAMES = {"md": "memo", "text": "summary", "json": "data"}
README = """\
# Sample memos

Made by `make samples` from the fact files in [examples](../../examples) and of packs there, all as of {day}: the
memo (`.md`), the summary for a terminal (`.txt`) and, for one of each kind, the whole assessment as
data (`.json`). A test holds them to what the program says, byte for byte. Do not edit them.

| Project | Verdict | Memo | Terminal | Data |
| --- | --- | --- | --- | --- |
{rows}

With the pack for [health care](../../examples/packs/health) over the rulebook:

| Project | Verdict | Memo | Terminal | Data |
| --- | --- | --- | --- | --- |
{with_pack}
"""


def samples() -> dict[Path, str]:
    """Return the text of every sample memo, and of the page that lists them, by its path."""
    found: dict[Path, str] = {}
    with contextlib.chdir(ROOT):
        rows = _memos(found, "examples", SAMPLES)
        with_pack = [
            row for name in PACKS for row in _memos(found, f"{name}/projects", SAMPLES, name)
        ]
    found[SAMPLES / "README.md"] = README.format(
        day=AS_OF.isoformat(), rows="\n".join(rows), with_pack="\n".join(with_pack)
    )
    return found


def _memos(found: dict[Path, str], folder: str, home: Path, pack: str = "") -> list[str]:
    """Add the memos of all fact files in a folder; return the rows that list them.

    Those with a pack laid over the rulebook stand in a folder of its name.
    """
    engine = vetter.load(packs=[pack] if pack else [])
    below = f"{Path(pack).name}/" if pack else ""
    rows = []
    for facts in sorted(Path(folder).glob("*.yaml")):
        assessment = engine.vet(facts.as_posix(), AS_OF)
        links = {}
        for form, ending in ENDINGS.items():
            if form == "json" and facts.stem not in WITH_DATA:
                continue
            text = unpainted(render_memo(assessment, form, COLUMNS))
            found[home / f"{below}{facts.stem}{ending}"] = text
            links[form] = f"[{NAMES[form]}]({below}{facts.stem}{ending})"
        told = " | ".join(links.get(form, "") for form in NAMES)
        rows.append(f"| {assessment.project.name} | {assessment.verdict.level} | {told} |")
    return rows


def main() -> int:
    """Write the samples, or with `--check` name those that differ; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check = parser.parse_args().check
    wanted = samples()
    stale = sorted(set(SAMPLES.rglob("*.*")) - set(wanted))
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
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    for path in stale:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
