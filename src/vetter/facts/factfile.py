"""Fact files: read, matched to the vocabulary, settled, and held against the constraints."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as AnyMapping
from typing import Any

from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.problems import InvalidFactFile, Location, Problem, TooManyProblems
from vetter.base.sources import FACT_FILE, Source, Unreadable, read_source
from vetter.facts.answers import AnswerReader
from vetter.facts.meaning import ONLY_TRUE, View, outcomes
from vetter.facts.settle import Settler
from vetter.facts.states import FactState, Project
from vetter.language.conditions import facts_of
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook


def read_project(path: str, rulebook: Rulebook) -> Project:
    """Read a fact file (`-`: standard input). Raises `InvalidFactFile` with all that is wrong."""
    try:
        source = read_source(path)
    except Unreadable as error:
        raise InvalidFactFile([error.problem]) from None
    return project_of(source, rulebook)


def project_of(source: Source, rulebook: Rulebook) -> Project:
    """Return the project that a source states. Raises `InvalidFactFile`."""
    problems: list[Problem] = []
    digest = hashlib.sha256(source.text.encode("utf-8")).hexdigest()
    try:
        root = Reader(source, problems).top(FACT_FILE.if_empty)
        return _project(source, root, rulebook, problems, digest)
    except TooManyProblems:
        raise InvalidFactFile(problems) from None


def project_of_mapping(
    facts: AnyMapping[str, Any], rulebook: Rulebook, name: str = "facts"
) -> Project:
    """Return the project that a mapping of Python values states, nested or by dotted path.

    Raises `InvalidFactFile`; problems then name the path of the fact and no line.
    """
    source = Source(name, "")
    root = _node(facts)
    digest = hashlib.sha256(repr(_canonical(root)).encode()).hexdigest()
    problems: list[Problem] = []
    try:
        return _project(source, root, rulebook, problems, digest)
    except TooManyProblems:
        raise InvalidFactFile(problems) from None


def settle_nodes(
    root: Mapping, source: Source, rulebook: Rulebook, problems: list[Problem]
) -> dict[str, FactState]:
    """Return the states of the facts in a rule's example: those it gives are taken to apply."""
    answers = AnswerReader(source, rulebook.vocabulary, problems).read(root) if root.pairs else {}
    return Settler(rulebook, answers, Reader(source, problems), assume_given=True).settle()


def _project(
    source: Source, root: Node | None, rulebook: Rulebook, problems: list[Problem], digest: str
) -> Project:
    answers = AnswerReader(source, rulebook.vocabulary, problems).read(root)
    settler = Settler(rulebook, answers, Reader(source, problems))
    states = settler.settle()
    if not problems:
        problems.extend(broken_constraints(states, rulebook, source))
    if problems:
        raise InvalidFactFile([*problems, *settler.warnings])
    named_by = rulebook.pack.named_by
    return Project(source.path, states, digest, tuple(settler.warnings), named_by)


def broken_constraints(
    states: dict[str, FactState], rulebook: Rulebook, source: Source
) -> list[Problem]:
    """Return a problem for each constraint that the facts are bound to break."""
    problems = []
    for constraint in rulebook.constraints:
        if outcomes(constraint.never, View(states, {})) != ONLY_TRUE:
            continue
        involved = list(dict.fromkeys(facts_of(constraint.never)))
        placed = [states[path] for path in involved if states[path].location is not None]
        place = placed[-1].location if placed else Location(source.path)
        assert place is not None
        said = ", ".join(f"{state.path} = {state.shown}" for state in placed)
        because = constraint.because.source
        problems.append(
            Problem(
                "constraint",
                f"the facts contradict one another: {because}",
                place,
                f"Correct one of: {said}. (constraint `{constraint.id}`)",
                source.line(place.line),
            )
        )
    return problems


def _node(value: Any) -> Node:
    if isinstance(value, AnyMapping):
        return Mapping([(Scalar(str(key), 0, 0), _node(part)) for key, part in value.items()], 0, 0)
    if isinstance(value, (list, tuple)):
        return Sequence([_node(part) for part in value], 0, 0)
    if isinstance(value, (set, frozenset)):
        return Sequence([_node(part) for part in sorted(value, key=str)], 0, 0)
    if value is None:
        return Scalar("", 0, 0)
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", 0, 0)
    return Scalar(str(value), 0, 0)


def _canonical(node: Node) -> Any:
    if isinstance(node, Mapping):
        return sorted((key.text, _canonical(value)) for key, value in node.pairs)
    if isinstance(node, Sequence):
        return [_canonical(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text
