"""Fact files: read, matched to the vocabulary, settled, and held against the constraints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from typing import Any

from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.problems import InvalidFactFile, Location, Problem, TooManyProblems, in_order
from vetter.base.sources import FACT_FILE, Source, Unreadable, read_source
from vetter.facts.answers import AnswerReader, Changes
from vetter.facts.meaning import ONLY_TRUE, View, outcomes
from vetter.facts.settle import Settler
from vetter.facts.states import FactState, Project
from vetter.language.conditions import facts_of
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import Constraint


def read_fact_file(path: str) -> Source:
    """Return the text of a fact file (`-`: standard input). Raises `InvalidFactFile`."""
    try:
        return read_source(path)
    except Unreadable as error:
        raise InvalidFactFile([error.problem]) from None


def read_project(path: str, rulebook: Rulebook) -> Project:
    """Read a fact file (`-`: standard input). Raises `InvalidFactFile` with all that is wrong."""
    return project_of(read_fact_file(path), rulebook)


def project_of(source: Source, rulebook: Rulebook, changes: Changes | None = None) -> Project:
    """Return the project that a source states, or a changed copy. Raises `InvalidFactFile`."""
    problems: list[Problem] = changes.problems if changes else []
    digest = hashlib.sha256(source.text.encode("utf-8")).hexdigest()
    try:
        root = Reader(source, problems).top(FACT_FILE.if_empty)
        return _project(source, root, rulebook, problems, digest, changes)
    except TooManyProblems:
        raise InvalidFactFile(problems) from None


def project_of_mapping(
    facts: AnyMapping[str, Any],
    rulebook: Rulebook,
    name: str = "facts",
    changes: Changes | None = None,
) -> Project:
    """Return the project that a mapping of Python values states, nested or by dotted path.

    Raises `InvalidFactFile`; problems then name the path of the fact and no line.
    """
    from vetter.facts.given import GivenReader

    problems: list[Problem] = changes.problems if changes else []
    try:
        root = GivenReader(name, problems).read(facts)
        if problems:
            raise InvalidFactFile(problems)
        digest = hashlib.sha256(repr(_canonical(root)).encode()).hexdigest()
        return _project(Source(name, ""), root, rulebook, problems, digest, changes)
    except TooManyProblems:
        raise InvalidFactFile(problems) from None


def _project(
    source: Source,
    root: Node | None,
    rulebook: Rulebook,
    problems: list[Problem],
    digest: str,
    changes: Changes | None,
) -> Project:
    answers = AnswerReader(source, rulebook.vocabulary, problems).read(root)
    readers: dict[str, Reader] = {}
    if changes is not None:
        answers, readers = {**answers, **changes.answers}, changes.readers
    settler = Settler(rulebook, answers, Reader(source, problems), readers=readers)
    states = settler.settle()
    if not problems:
        problems.extend(broken_constraints(states, rulebook.constraints, source))
    if problems:
        raise InvalidFactFile([*problems, *settler.warnings])
    named_by = rulebook.pack.named_by
    return Project(source.path, states, digest, in_order(settler.warnings), named_by)


def broken_constraints(
    states: AnyMapping[str, FactState], constraints: Iterable[Constraint], source: Source
) -> list[Problem]:
    """Return a problem for each of the constraints that the facts are bound to break."""
    problems = []
    for constraint in constraints:
        if outcomes(constraint.never, View(states, {})) != ONLY_TRUE:
            continue
        involved = list(dict.fromkeys(facts_of(constraint.never)))
        placed = [states[path] for path in involved if states[path].location is not None]
        places = [state.location for state in placed if state.location is not None]
        elsewhere = [one for one in places if one.path != source.path]
        place = (elsewhere or places or [Location(source.path)])[-1]
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


def _canonical(node: Node | None) -> Any:
    """Return facts as plain data that is the same in whatever order they are given."""
    if isinstance(node, Mapping):
        pairs = [(key.text, _canonical(value)) for key, value in node.pairs]
        return sorted(pairs, key=lambda pair: pair[0])
    if isinstance(node, Sequence):
        return [_canonical(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else None
