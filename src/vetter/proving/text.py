"""What was proved of a rulebook, for people."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.base.layout import paint, wrap
from vetter.base.suggest import listed
from vetter.proving.results import KINDS, Count, Fault, Report


def report_text(report: Report, columns: int) -> str:
    """Return the faults that stand, what was accepted, and what was proved."""
    lines: list[str] = []
    for fault in (*report.standing, *report.needless):
        lines += [*_fault(fault, columns), ""]
    lines += [line for count in report.counts if (line := _count(count, report, columns))]
    open_ones = [(one.kind, name) for one in report.counts for name in one.open]
    if open_ones:
        lines.append("")
        names = listed([f"`{name}` ({kind})" for kind, name in open_ones], 6, "and")
        lines.append(
            wrap(f"Not proved in the time given: {names}. Give more with --timeout.", columns, 0)
        )
    faults = len(report.standing) + len(report.needless)
    if any(one.because for one in report.faults):
        lines += ["", wrap("Why some may stand is written in knowledge/claims.yaml.", columns, 0)]
    lines.append("")
    lines.append(
        paint("Nothing to mend.", "strength")
        if not faults
        else paint(f"{faults} {'fault' if faults == 1 else 'faults'} to mend.", "high")
    )
    return "\n".join(lines) + "\n"


def _fault(fault: Fault, columns: int) -> Iterator[str]:
    place = f"{fault.location.path}:{fault.location.line}"
    yield f"{paint(fault.about, 'title')}  {paint(place, 'dim')}"
    yield f"  {wrap(f'{fault.message[:1].upper()}{fault.message[1:]}.', columns, 2)}"
    before: dict[str, str | tuple[str, ...]] = {}
    for number, project in enumerate(fault.projects):
        said = [
            f"{path}: {_written(value)}" for path, value in project if before.get(path) != value
        ]
        lead = "With one change: " if number else "A project that shows it: "
        yield f"  {wrap(lead + '; '.join(said) + '.', columns, 4)}"
        before = dict(project)
    yield f"  {paint('Cure', 'strength')}  {wrap(fault.help, columns, 8)}"


def _written(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else f"[{', '.join(value)}]"


def _count(count: Count, report: Report, columns: int) -> str:
    if not count.sound and not count.faults and not count.open:
        return ""
    accepted = sum(one.kind == count.kind and bool(one.because) for one in report.faults)
    standing = count.faults - accepted
    parts = [f"{count.sound:,} {KINDS[count.kind]}"]
    if standing:
        parts.append(f"{standing} at fault")
    if accepted:
        parts.append(f"{accepted} that may stand")
    if count.open:
        parts.append(f"{len(count.open)} not proved")
    mark = paint("✗", "high") if standing else paint("✓", "strength")
    return f"{mark} {wrap('; '.join(parts) + '.', columns, 2)}"
