"""Write reports/samples/ anew from examples/; `--check` only compares. Run by `make samples`."""

from __future__ import annotations

import argparse
import contextlib
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path

import vetter
from vetter.base.layout import unpainted
from vetter.memo.render import ENDINGS, render_memo

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "reports" / "samples"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
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

PROJECTS = sorted(path for pack in PACKS for path in (ROOT / pack).glob("projects/*.yaml"))

NAMES = {"md": "memo", "text": "summary", "json": "data"}
README = """\
# Sample memos

Made by `make samples` from the fact files in [examples](../../examples) and of packs there, all as
of {day}: the memo (`.md`), the summary for a terminal (`.txt`) and, for one of each kind, the whole
assessment as data (`.json`). A test holds them to what the program says, byte for byte. Do not edit
them.

| Project | Verdict | Memo | Terminal | Data |
| --- | --- | --- | --- | --- |
{rows}

With the pack for [health care](../../examples/packs/health) over the rulebook:

| Project | Verdict | Memo | Terminal | Data |
| --- | --- | --- | --- | --- |
{with_pack}
"""


SECONDS = 300.0
"""How long a question may take here: answers must not hang on how busy a machine is."""


def pack_of(facts: Path) -> str:
    """Return the folder of the pack that a fact file belongs to, empty for the plain examples."""
    return next((pack for pack in PACKS if facts.is_relative_to(ROOT / pack)), "")


def home_of(facts: Path) -> Path:
    """Return the folder of the samples of a fact file."""
    return SAMPLES / Path(pack_of(facts)).name


@cache
def _engine(pack: str) -> vetter.Engine:
    return vetter.load(packs=[pack] if pack else [])


def assessed(facts: Path) -> vetter.Assessment:
    """Return the assessment of a fact file."""
    with contextlib.chdir(ROOT):
        return _engine(pack_of(facts)).vet(facts.relative_to(ROOT).as_posix(), AS_OF)


def samples_of(facts: Path) -> dict[Path, str]:
    """Return the text of every sample memo of a fact file by its path."""
    assessment = assessed(facts)
    with contextlib.chdir(ROOT):
        answers = _engine(pack_of(facts)).ask_what_can_be(assessment, seconds=SECONDS)
        return {
            home_of(facts) / f"{facts.stem}{ENDINGS[form]}": unpainted(
                render_memo(assessment, form, COLUMNS, *answers)
            )
            for form in forms_of(facts)
        }


def forms_of(facts: Path) -> list[str]:
    """Return the formats that samples of a fact file are kept in."""
    return [form for form in ENDINGS if form != "json" or facts.stem in WITH_DATA]


def page() -> str:
    """Return the page that lists the samples."""
    rows: dict[bool, list[str]] = {False: [], True: []}
    for facts in (*EXAMPLES, *PROJECTS):
        assessment, home = assessed(facts), home_of(facts).relative_to(SAMPLES)
        links = {
            form: f"[{NAMES[form]}]({(home / facts.stem).as_posix()}{ENDINGS[form]})"
            for form in forms_of(facts)
        }
        told = " | ".join(links.get(form, "") for form in NAMES)
        row = f"| {assessment.project.name} | {assessment.verdict.level} | {told} |"
        rows[bool(pack_of(facts))].append(row)
    return README.format(
        day=AS_OF.isoformat(), rows="\n".join(rows[False]), with_pack="\n".join(rows[True])
    )


def samples() -> dict[Path, str]:
    """Return the text of every sample memo, and of the page that lists them, by its path."""
    found: dict[Path, str] = {}
    with ProcessPoolExecutor() as pool:
        for some in pool.map(samples_of, (*EXAMPLES, *PROJECTS)):
            found |= some
    return {**found, SAMPLES / "README.md": page()}


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
