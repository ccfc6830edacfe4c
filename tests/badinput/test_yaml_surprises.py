"""What other YAML programs turn into something else is read as the text that stands there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.badinput.tables import PACK
from vetter.base.problems import InvalidFactFile
from vetter.base.sources import Source
from vetter.facts.factfile import project_of
from vetter.facts.states import Status
from vetter.rulebook.rulebook import load_rulebook

BOOK = load_rulebook(PACK)
UNKNOWN, UNANSWERED = Status.UNKNOWN, Status.UNANSWERED
METRIC = {"quality.target": "quality.metric: accuracy\n"}

READS: list[tuple[str, str, object]] = [
    # a text stays the text, whatever it looks like
    *(
        ("project.name", text, text)
        for text in (
            "no",
            "on",
            "off",
            "y",
            "Yes",
            "TRUE",
            "012",
            "0x1F",
            "0o17",
            "0b1",
            "1:30",
            "190:20:30",
            "1e3",
            "1E+3",
            ".5",
            "+1",
            "1_000",
            "685_230.15",
            ".nan",
            ".inf",
            "-.INF",
            "2026-11-23",
            "2001-12-14t21:59:43.10-05:00",
            "=",
            "<<",
            "NaN",
            "1.0",
            "-0",
            "0.1",
            "9999999999999999999",
            "x#y",
            "a:b",
            "a & b",
            "a * b",
            "50% off",
            "C:\\dir",
            "it's",
            "-1 and more",
        )
    ),
    ("project.name", "'~'", "~"),
    ("project.name", "'null'", "null"),
    ("project.name", "'unknown'", "unknown"),
    ("project.name", "''", UNANSWERED),
    ("project.name", "", UNANSWERED),
    ("project.name", "x # a remark", "x"),
    ("project.name", "'# no remark'", "# no remark"),
    ("project.name", ">\n  two\n  lines", "two lines"),
    ("project.name", "unknown", UNKNOWN),
    ("project.name", "Unknown", UNKNOWN),
    # yes and no where they are asked for, and nothing else
    *(("plan.solved", text, True) for text in ("yes", "Yes", "YES", "true", "True", "'yes'")),
    *(("plan.solved", text, False) for text in ("no", "No", "false", "FALSE", "'false'")),
    *(("plan.solved", text, "wrong-type") for text in ("on", "off", "y", "n", "1", "0", "nein")),
    ("plan.solved", "unknown", UNKNOWN),
    ("plan.solved", "", UNANSWERED),
    ("plan.solved", "~", "null"),
    ("plan.solved", "null", "null"),
    ("plan.solved", "Null", "null"),
    # whole numbers, exactly
    ("plan.owners", "012", 12),
    ("plan.owners", "+12", 12),
    ("plan.owners", "1e1", 10),
    ("plan.owners", "1E1", 10),
    ("plan.owners", "12.", 12),
    ("plan.owners", "12.0", 12),
    ("plan.owners", "120e-1", 12),
    ("plan.owners", "'12'", 12),
    ("plan.owners", "12 owners", 12),
    ("plan.owners", "1 owner", 1),
    ("plan.owners", "|\n  12", 12),
    ("plan.owners", "0x1F", "wrong-type"),
    ("plan.owners", "0o17", "wrong-type"),
    ("plan.owners", "1:30", "wrong-type"),
    ("plan.owners", "1_0", "wrong-type"),
    ("plan.owners", "1_000", "thousands"),
    ("plan.owners", "2026-11-23", "wrong-type"),
    ("plan.owners", "=", "wrong-type"),
    ("plan.owners", "<<", "wrong-type"),
    ("plan.owners", ".inf", "not-finite"),
    ("plan.owners", ".NaN", "not-finite"),
    ("plan.owners", "yes", "wrong-type"),
    ("plan.owners", "~", "null"),
    ("plan.owners", "-1", "out-of-range"),
    # numbers
    ("plan.people", ".5", Fraction(1, 2)),
    ("plan.people", "+.5e1", 5),
    ("plan.people", "0.1", Fraction(1, 10)),
    ("plan.people", "1e-3", Fraction(1, 1000)),
    ("plan.people", "-0", 0),
    ("plan.people", "00.50", Fraction(1, 2)),
    ("plan.people", "1.5 FTE", Fraction(3, 2)),
    ("plan.people", "1,5", "decimal-comma"),
    ("plan.people", "1/2", "wrong-type"),
    ("plan.people", "½", "wrong-type"),
    ("plan.people", "\uff11", "wrong-type"),  # a one as wide as a Chinese character
    # shares
    ("labels.rarest", "44%", Fraction(44, 100)),
    ("labels.rarest", "44 %", Fraction(44, 100)),
    ("labels.rarest", "0.1%", Fraction(1, 1000)),
    ("labels.rarest", "1e-1%", Fraction(1, 1000)),
    ("labels.rarest", ".44", Fraction(44, 100)),
    ("labels.rarest", "0%", 0),
    ("labels.rarest", "100%", 1),
    ("labels.rarest", "1", "bare-proportion"),
    ("labels.rarest", "0", "bare-proportion"),
    ("labels.rarest", "1.0", "bare-proportion"),
    ("labels.rarest", "44", "bare-proportion"),
    ("quality.target", "99.5%", Fraction(995, 1000)),
    ("quality.target", "0.995", Fraction(995, 1000)),
    ("quality.target", "99.5", "bare-proportion"),
    # times and money
    ("plan.horizon", "3 months", 3 * 730),
    ("plan.horizon", "3months", 3 * 730),
    ("plan.horizon", "1 Month", 730),
    ("plan.horizon", "2 d", 48),
    ("plan.horizon", "1e1 hours", 10),
    ("plan.horizon", "0 days", 0),
    ("plan.horizon", "1:30", "wrong-type"),
    ("plan.horizon", "2026-11-23", "wrong-type"),
    ("plan.horizon", "1:30 hours", "wrong-type"),
    ("labels.time_each", "2 hours of work", 2),
    ("labels.price_each", "0.05 EUR", Fraction(5, 100)),
    ("labels.price_each", "1e3 eur", 1000),
    ("labels.price_each", "012 EUR", 12),
    ("labels.price_each", "12", "wrong-unit"),
    ("labels.price_each", "12 €", "wrong-unit"),
    # names
    ("labels.origin", "Manual", "manual"),
    ("labels.origin", "FROM   RECORDS", "from records"),
    ("labels.origin", "'manual'", "manual"),
    ("labels.origin", "no", "unknown-choice"),
    ("plan.access", "open", 1),
    ("plan.access", "1", "unknown-choice"),
    ("goal.forms", "classify", frozenset({"classify"})),
    ("goal.forms", "[classify, quantify]", frozenset({"classify", "quantify"})),
    ("goal.forms", "[]", frozenset()),
    ("goal.forms", "~", "null"),
    ("quality.metric", "Word Error Rate", "word error rate"),
]


@pytest.mark.parametrize(("path", "written", "meaning"), READS)
def test_a_scalar_is_read_as(path: str, written: str, meaning: object) -> None:
    found = read(path, f"{METRIC.get(path, '')}{path}: {written}\n")
    assert found == meaning
    assert type(found) is not float
    assert isinstance(found, bool) == isinstance(meaning, bool)


def read(path: str, text: str) -> object:
    """Return the value of a fact, its status if it has none, or the codes of the problems."""
    try:
        state = project_of(Source("facts.yaml", text), BOOK).states[path]
    except InvalidFactFile as refused:
        return ", ".join(problem.code for problem in refused.problems)
    return state.value if state.status is Status.KNOWN else state.status


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(end: str, mark: str) -> None:
    from vetter.base.sources import decode

    lines = ["# remark", "plan:", "  owners: 3", "  people: 2", ""]
    source = decode((mark + end.join(lines)).encode(), "facts.yaml")
    states = project_of(source, BOOK).states
    assert (states["plan.owners"].value, states["plan.people"].value) == (3, 2)
    place = states["plan.people"].location
    assert place is not None
    assert (place.line, place.column) == (4, 11)
