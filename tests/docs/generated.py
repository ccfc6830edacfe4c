"""Generated sections: tables and help texts that the documents take from the program itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import click
from click.testing import CliRunner

from tests.docs.pages import ROOT
from vetter.base.problems import Problem
from vetter.base.sources import Source
from vetter.cli.main import main
from vetter.language.operators import OPERATORS, Operator
from vetter.language.types import KINDS, NUMERIC, FactType
from vetter.rulebook.pack import Pack, read_pack
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook, rulebook_of
from vetter.rulebook.typing import operators_for

EXAMPLES = {
    "is": "labels.origin is manual",
    "is not": "difficulty.library is not ready",
    "is one of": "data.serving is one of too slow, lower quality",
    "is not one of": "labels.origin is not one of automatic, from records",
    ">": "labels.effort > $long_labelling",
    ">=": "quality.target >= quality.human_level",
    "<": "team.full_time < $full_time_person",
    "<=": "data.owners <= $few_owners",
    "between": "quality.target between $hard_accuracy and $near_perfect",
    "has": "goal.forms has classify",
    "lacks": "goal.forms lacks classify",
    "has any of": "goal.forms has any of classify, alert",
    "is known": "quality.target is known",
    "is unknown": "goal.output is unknown",
    "is not known": "goal.output is not known",
}
"""A sentence for each operator, in the order in which people meet them."""

TYPES = {
    "boolean": ("yes or no", "`yes`, `no`, `true`, `false`"),
    "choice": ("one name of a list", "`manual`"),
    "choices": ("several names of a list", "`[classify, automate]`"),
    "level": ("one name of an ordered list, the lowest first", "`lukewarm`"),
    "metric": ("the name of a measure of quality", "`word error rate`"),
    "integer": ("a whole number", "`12000`"),
    "number": ("a number", "`1.5`"),
    "proportion": ("a share of a whole", "`44%`, `0.44`"),
    "duration": ("calendar time", "`3 months`"),
    "person-time": ("work of people", "`30 person-seconds`"),
    "money": ("an amount in the rulebook's currency", "`60000 EUR`"),
    "margin": ("how much better one quality is than another", "computed only"),
    "quality": (
        "a figure in the project's own metric",
        "`92%`, or `12000` where the metric is no share",
    ),
    "text": ("free text: shown, never reasoned on", "`Sort the archive`"),
}
"""What each type of fact holds, and how a fact file writes it."""

MISTAKES = (
    "data.owners > 3",
    "data.owners is greater than $few_owners",
    "data.owners>$few_owners",
    "> $few_owners",
    "labels.origin is manual or automatic",
    "labels.origin is one of: manual, automatic",
    "labels.origin is one of manual and automatic",
    "labels.origin: manual",
    '"labels.origin is manual"',
    "labels.orign is manual",
    "labels.origin is by hand",
    "goal.forms is classify",
    "data.owners > $near_perfect",
    "labels.needed > 12,000",
    "labels.origin is manual #by hand",
    "project.name is Atlas",
    "cost.data is unknown",
    "verdict is no-go",
)
"""Sentences that people write, each with one mistake."""


@cache
def pack() -> Pack:
    """Return the built-in pack."""
    return read_pack(ROOT)


@cache
def rulebook() -> Rulebook:
    """Return the built-in rulebook."""
    return rulebook_of(pack())


def section(name: str) -> str:
    """Return what stands in a generated section; `rule` is followed by a rule's id."""
    first, _, rest = name.partition(" ")
    return rule_file(rest) if first == "rule" else SECTIONS[name]()


def rule_file(rule_id: str) -> str:
    """Return the file of a rule of the built-in rulebook."""
    rule = rulebook().rule(rule_id)
    assert rule is not None, f"there is no rule {rule_id}"
    name = "rules/" + rule.location.path.partition("/rules/")[2]
    return f"```yaml\n{pack().files[name].text.rstrip()}\n```\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return _row(*head) + _row(*("---" for _ in head)) + "".join(_row(*row) for row in rows)


def fits(operator: Operator) -> str:
    """Return the types that an operator can test, all kinds of numbers as one."""
    if operator.kinds == set(KINDS):
        return "every type"
    named = [kind for kind in TYPES if kind in operator.kinds - NUMERIC]
    return ", ".join([*named, "numbers"] if operator.kinds >= NUMERIC else named)


def operators() -> str:
    """Return the table of operators."""
    rows = [
        (f"`{sign}`", OPERATORS[sign].meaning, fits(OPERATORS[sign]), f"`{EXAMPLES[sign]}`")
        for sign in EXAMPLES
    ]
    return _table(("Operator", "True when", "Fits", "Example"), rows)


def types() -> str:
    """Return the table of types, with the operators that fit each but those on knowledge."""
    rows = []
    for kind, (holds, written) in TYPES.items():
        fitting = [sign for sign in EXAMPLES if sign in operators_for(FactType(kind))]
        values = [f"`{sign}`" for sign in fitting if not sign.endswith("known")]
        rows.append((kind, holds, written, " ".join(values) or "none"))
    return _table(("Type", "Holds", "In a fact file", "Operators"), rows)


def mistakes() -> str:
    """Return the table of mistakes with what the program says to each."""
    rows = []
    for sentence in MISTAKES:
        problem = problem_of(sentence)
        rows.append((f"`{sentence}`", f"{problem.message}. {problem.help}"))
    return _table(("Written", "What the program says"), rows)


def problem_of(sentence: str) -> Problem:
    """Return the one problem of a sentence in a condition."""
    problems: list[Problem] = []
    reader = Reader(Source("rule.yaml", f"all:\n  - {sentence}\n"), problems)
    ConditionReader(reader, rulebook().vocabulary).read(reader.top(), "`when`")
    (problem,) = problems
    return problem


def commands() -> str:
    """Return the help text of every command."""
    return "\n".join(
        f"## {path}\n\n```text\n{help_of(path).rstrip()}\n```\n" for path, _ in walk(main, "vetter")
    )


def help_of(path: str) -> str:
    """Return what a command says to `--help`."""
    arguments = path.split()[1:]
    wide = {"COLUMNS": "80"}
    done = CliRunner(env=wide).invoke(main, [*arguments, "--help"], prog_name="vetter")
    return done.output


def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it, a group before what is in it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from walk(below, f"{path} {name}")


SECTIONS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "operators": operators,
    "types": types,
    "mistakes": mistakes,
}
