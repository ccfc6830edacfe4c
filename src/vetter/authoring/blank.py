"""A fact file to fill in: every question as a remark over an empty answer, group by group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from vetter.assessment.words import test_words
from vetter.base.escape import clean
from vetter.base.layout import wrap
from vetter.base.suggest import listed
from vetter.facts.factfile import project_of_mapping
from vetter.facts.states import FactState, Status
from vetter.language.conditions import Condition, Group, Test, facts_of
from vetter.language.numbers import format_number
from vetter.language.types import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    DURATION,
    INTEGER,
    LEVEL,
    METRIC,
    MONEY,
    NUMBER,
    PERSON_TIME,
    PROPORTION,
    QUALITY,
    FactType,
    Measures,
)
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import FactSpec, Vocabulary

WIDTH = 100
NAMES_WIDTH = 32
"""Names of choices are lined up to this width; a longer one pushes its meaning aside."""

_HEAD = (
    "A fact file: what is known of one project.",
    "Write behind the colons what you know and leave the rest empty: nobody has to answer "
    "everything. `unknown` says that somebody asked and nobody knows.",
    "An answer can carry its evidence, and can be known in part,",
    "  such as {value: 95%, grade: measured, source: where it stands, by: who, date: 2026-10-02}",
    "  or {between: [least, most]}, or {one of: [a, b]}.",
    "Grades are measured, documented, expert and guess. A text with a colon or a # in it needs "
    'quotes: "so: here".',
    "`vetter check FILE` says what is open and who can answer; `vetter vet FILE` vets the project.",
)


def form_fact(rulebook: Rulebook) -> FactSpec | None:
    """Return the fact that says what form a project has, None where there is none.

    It is the list of choices on which the most other facts hang, the first of several.
    """
    facts = rulebook.vocabulary.facts
    hang = [set(facts_of(spec.applies_when)) for spec in facts.values()]
    forms = [spec for spec in facts.values() if spec.type.kind == CHOICES]
    counts = {spec.path: sum(spec.path in one for one in hang) for spec in forms}
    found = max(forms, key=lambda spec: counts[spec.path], default=None)
    return found if found is not None and counts[found.path] else None


def blank_fact_file(rulebook: Rulebook, forms: Sequence[str] = ()) -> str:
    """Return the text of a fact file to fill in, ending with a line end.

    With `forms`, names of what a project can do, it states them and leaves out all that does not
    apply to such a project. Raises `InvalidFactFile` when there are no such forms, or when they
    exclude one another.
    """
    form = form_fact(rulebook) if forms else None
    given = {} if form is None else {form.path: list(forms)}
    states = project_of_mapping(given, rulebook).states if given else {}
    specs = [
        spec
        for spec in rulebook.vocabulary.facts.values()
        if spec.computed is None and _may_apply(states.get(spec.path))
    ]
    groups: dict[str, list[FactSpec]] = {}
    for spec in specs:
        groups.setdefault(spec.path.partition(".")[0], []).append(spec)
    lines = [line for said in _HEAD for line in _remark(said, 0)]
    for name, members in groups.items():
        group = rulebook.vocabulary.groups.get(name)
        lines += ["", *_rule(group.title if group else name), f"{name}:"]
        for spec in members:
            filled = f" [{', '.join(forms)}]" if spec.path in given else ""
            lines += _question(spec, rulebook.vocabulary, given, states.get(spec.path), filled)
    return "\n".join(lines) + "\n"


def _may_apply(state: FactState | None) -> bool:
    return state is None or state.status is not Status.NOT_APPLICABLE


def _rule(title: str) -> list[str]:
    """Return a line that opens a group, as wide as the file."""
    head = f"# --- {clean(title)} "
    return [head + "-" * max(3, WIDTH - len(head))]


def _remark(text: str, indent: int, hang: int = 0) -> list[str]:
    """Return a text as remarks; a line that begins with spaces is left as it is laid out."""
    lead = " " * indent + "# "
    said = text if text.startswith(" ") else str(wrap(clean(text), WIDTH - len(lead), hang))
    return [f"{lead}{line}".rstrip() for line in said.split("\n")]


def _question(
    spec: FactSpec,
    vocabulary: Vocabulary,
    given: Collection[str],
    state: FactState | None,
    filled: str,
) -> list[str]:
    key = spec.path.partition(".")[2]
    lines = ["", *_remark(spec.question, 2)]
    if spec.help:
        lines += _remark(spec.help, 2)
    decided = state is not None and not state.may_not_apply
    if spec.applies_when is not None and not decided:
        lines += _remark(_applies(spec.applies_when, vocabulary), 2)
    asked = f"Ask the {spec.answered_by}." if spec.answered_by and not spec.by_pilot else ""
    if spec.by_pilot:
        asked = "Only a pilot can tell."
    expected = expected_words(spec.type, vocabulary.measures)
    lines += _remark(f"Answer: {expected}. {asked}".rstrip(), 2)
    lines += _choices(list(_names(spec, vocabulary.measures)))
    return [*lines, f"  {key}:{filled}"]


def _choices(names: list[tuple[str, str]]) -> list[str]:
    """Return names with their meanings lined up behind them."""
    room = min(NAMES_WIDTH, max((len(name) for name, _ in names), default=0)) + 2
    lines = []
    for name, meaning in names:
        first = max(room, len(name) + 2)
        said = str(wrap(meaning, WIDTH - 6, room, first)).replace("\n", "\n  #   ")
        lines.append(f"  #   {name:<{first}}{said}".rstrip())
    return lines


def _names(spec: FactSpec, measures: Measures) -> Iterator[tuple[str, str]]:
    """Yield the names that a fact can take, each with what it means."""
    if spec.type.kind == METRIC:
        for name, metric in measures.metrics.items():
            yield name, metric.meaning
        return
    yield from spec.choices


def expected_words(kind: FactType, measures: Measures) -> str:
    """Return in words what an answer of a type looks like, with its unit and its range."""
    several = "one or more of these, as a list"
    fixed = {
        BOOLEAN: "yes or no",
        CHOICE: "one of these",
        CHOICES: f"{several}: [{', '.join(kind.names[:2])}]",
        LEVEL: "one of these, the lowest first",
        METRIC: "one of these",
        PROPORTION: "a share such as 95%",
        MONEY: f"an amount such as 1000 {measures.currency}",
        QUALITY: f"a figure in the measure of {kind.metric_of}, such as 95% where that is a share",
    }
    if kind.kind in fixed:
        return fixed[kind.kind]
    if kind.kind in (DURATION, PERSON_TIME):
        units = [*measures.units[kind.kind]]
        what = "time on the calendar" if kind.kind == DURATION else "time of people's work"
        return f"{what}, a number with {listed(units, len(units))}"
    if kind.kind in (INTEGER, NUMBER):
        what = "a whole number" if kind.kind == INTEGER else "a number"
        unit = f" of {kind.unit}" if kind.unit else ""
        if kind.low is None or kind.high is None:
            return f"{what}{unit}"
        return f"{what}{unit}, from {format_number(kind.low)} to {format_number(kind.high)}"
    return "in your own words"


def _applies(condition: Condition, vocabulary: Vocabulary) -> str:
    """Return in a sentence when a question is asked at all."""
    if isinstance(condition, Group) and condition.kind == "none":
        return f"Not if {_words(condition._replace(kind='any'), vocabulary)}."
    return f"Only if {_words(condition, vocabulary)}."


def _words(condition: Condition, vocabulary: Vocabulary) -> str:
    """Return a condition in words, facts by the names that the file gives them."""
    if isinstance(condition, Test):
        label = vocabulary.label(condition.fact)
        return condition.fact + test_words(condition, vocabulary).removeprefix(label)
    joiner = ", and " if condition.kind == "all" else ", or "
    parts = [_words(part, vocabulary) for part in condition.parts]
    return f"{'none of these: ' if condition.kind == 'none' else ''}{joiner.join(parts)}"
