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


SECONDS = 300.0
"""How long a question may take here: answers must not hang on how busy a machine is."""


@cache
def _engine() -> vetter.Engine:
    return vetter.load()


def assessed(facts: Path) -> vetter.Assessment:
    """Return the assessment of an example."""
    with contextlib.chdir(ROOT):
        return _engine().vet(facts.relative_to(ROOT).as_posix(), AS_OF)


def samples_of(facts: Path) -> dict[Path, str]:
    """Return the text of every sample memo of an example by its path."""
    assessment = assessed(facts)
    answers = _engine().ask_what_can_be(assessment, seconds=SECONDS)
    return {
        SAMPLES / f"{facts.stem}{ENDINGS[form]}": unpainted(
            render_memo(assessment, form, COLUMNS, *answers)
        )
        for form in _forms(facts)
    }


def _forms(facts: Path) -> list[str]:
    return [form for form in ENDINGS if form != "json" or facts.stem in WITH_DATA]


def page() -> str:
    """Return the page that lists the samples."""
    rows = []
    for facts in EXAMPLES:
        assessment = assessed(facts)
        links = {form: f"[{NAMES[form]}]({facts.stem}{ENDINGS[form]})" for form in _forms(facts)}
        told = " | ".join(links.get(form, "") for form in NAMES)
        rows.append(f"| {assessment.project.name} | {assessment.verdict.level} | {told} |")
    return README.format(day=AS_OF.isoformat(), rows="\n".join(rows))


def samples() -> dict[Path, str]:
    """Return the text of every sample memo, and of the page that lists them, by its path."""
    with ProcessPoolExecutor() as pool:
        found = {
            path: text for some in pool.map(samples_of, EXAMPLES) for path, text in some.items()
        }
    return {**found, SAMPLES / "README.md": page()}


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
