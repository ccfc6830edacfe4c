"""Fact files read quickly, many after one another, where nothing in them needs a word.

What an answer comes to is worked out once and kept: equal answers in equal circumstances share one
state. It is worked out by the same code as for a single file, so that there is one meaning of an
answer. A file with anything to report is left to that code from the start.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.problems import Problem, TooManyProblems
from vetter.base.sources import Source
from vetter.base.yaml_home import IN_LIST, IN_MAPPING, Outline, outline
from vetter.facts.answers import UNKNOWN, Answer, AnswerReader
from vetter.facts.factfile import broken_constraints
from vetter.facts.settle import Settler
from vetter.facts.states import NO_EVIDENCE, FactState, Project
from vetter.language.conditions import facts_of
from vetter.language.domains import exactly
from vetter.language.types import TEXT
from vetter.rulebook.reader import Reader
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import Constraint, FactSpec

KEPT = 200_000
"""How many states are kept at most before all are forgotten."""
TOLD = frozenset({"source", "by", "note"})
"""Parts of an answer that say where it comes from, and change nothing else."""
STATED = "stated"
"""What stands for any text: no rule tells one from another."""
_NOWHERE = Source("", "")


class _Step(NamedTuple):
    """How one fact is settled: the facts it hangs on, and what was found so far."""

    spec: FactSpec
    hangs_on: tuple[str, ...]
    found: dict[object, FactState | None]


class _Check(NamedTuple):
    """A constraint, the facts it looks at, and for which of their states it is bound to break."""

    constraint: Constraint
    facts: tuple[str, ...]
    found: dict[object, bool]


class QuickReader:
    """Reads fact files of one rulebook.

    The states of its projects have no places and no evidence, and their texts, the name left out,
    are all alike. Projects of one `generation` share states.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Begin with nothing kept."""
        self.rulebook = rulebook
        self._problems: list[Problem] = []
        self._answers = AnswerReader(_NOWHERE, rulebook.vocabulary, self._problems)
        facts = rulebook.vocabulary.facts
        self._steps = [
            _Step(facts[path], _hangs_on(facts[path]), {}) for path in rulebook.fact_order
        ]
        self._checks = [
            _Check(one, tuple(dict.fromkeys(facts_of(one.never))), {})
            for one in rulebook.constraints
        ]
        self._kept = 0
        self.generation = 0

    def read(self, source: Source) -> Project | None:
        """Return the project of a source, None if there is anything to report about it."""
        root = outline(source.text)
        said: dict[str, Outline] = {}
        if root is None or root[:1] != (IN_MAPPING,) or not self._collect(root, "", said):
            return None
        if self._kept > KEPT:
            self._forget()
        states: dict[str, FactState] = {}
        for step in self._steps:
            spec = step.spec
            key = _signature(said.get(spec.path), spec)
            if step.hangs_on:
                key = (key, *[id(states[path]) for path in step.hangs_on])
            try:
                state = step.found[key]
            except KeyError:
                state = self._settle(step, said, states)
                step.found[key] = state
                self._kept += 1
            if state is None:
                return None
            states[spec.path] = state
        if any(self._breaks(check, states) for check in self._checks):
            return None
        in_order = {path: states[path] for path in self.rulebook.vocabulary.facts}
        named_by = self.rulebook.pack.named_by
        name = _name(said, named_by)
        if name:
            in_order[named_by] = in_order[named_by]._replace(
                value=name, domain=exactly(name), shown=name
            )
        digest = hashlib.sha256(source.text.encode("utf-8")).hexdigest()
        return Project(source.path, in_order, digest, named_by=named_by)

    def _collect(self, node: Outline, prefix: str, said: dict[str, Outline]) -> bool:
        """Gather what is said of each fact; return whether every name is one and stands once."""
        facts, groups = self.rulebook.vocabulary.facts, self._answers.prefixes
        names = set()
        for at in range(1, len(node), 2):
            key, value = node[at], node[at + 1]
            key = _name_of(key)
            path = f"{prefix}{key}"
            if path in facts:
                if path in said:
                    return False
                said[path] = value
            elif path in groups and key not in names:
                if type(value) is tuple and value[0] == IN_MAPPING:
                    if not self._collect(value, f"{path}.", said):
                        return False
                elif value:
                    return False
            else:
                return False
            names.add(key)
        return len(node) > 1

    def _settle(
        self, step: _Step, said: dict[str, Outline], states: dict[str, FactState]
    ) -> FactState | None:
        """Return the state of a fact, None if there is anything to report about its answer."""
        path = step.spec.path
        answers: dict[str, Answer] = {}
        self._problems.clear()
        try:
            if path in said:
                if step.spec.computed is not None:
                    return None
                answer = self._answers.answer(path, _node(said[path]))
                if answer is not None:
                    answers[path] = answer
            settler = Settler(self.rulebook, answers, Reader(_NOWHERE, self._problems))
            settler.states = states
            state = settler.state(step.spec)
        except TooManyProblems:
            return None
        if self._problems or settler.warnings:
            return None
        if step.spec.type.kind == TEXT and state.value is not None:
            state = state._replace(value=STATED, shown=STATED)
        return state._replace(location=None, evidence=NO_EVIDENCE)

    def _breaks(self, check: _Check, states: dict[str, FactState]) -> bool:
        key = tuple([id(states[path]) for path in check.facts])
        found = check.found.get(key)
        if found is None:
            found = bool(broken_constraints(states, [check.constraint], _NOWHERE))
            check.found[key] = found
            self._kept += 1
        return found

    def _forget(self) -> None:
        """Let go of all that was kept, so that a long backlog takes no more room than a short."""
        for step in self._steps:
            step.found.clear()
        for check in self._checks:
            check.found.clear()
        self._kept = 0
        self.generation += 1


def _hangs_on(spec: FactSpec) -> tuple[str, ...]:
    """Return the facts that the state of a fact hangs on, beside its answer."""
    found = dict.fromkeys(facts_of(spec.applies_when))
    if spec.type.metric_of:
        found[spec.type.metric_of] = None
    if spec.computed is not None:
        found.update(dict.fromkeys(spec.computed.inputs))
    return tuple(found)


def _signature(said: Outline | None, spec: FactSpec) -> object:
    """Return what of an answer decides its state: not where it comes from, nor which text it is."""
    if said is None:
        return None
    if type(said) is tuple:
        if said[0] == IN_MAPPING:
            return tuple(
                STATED if at and not at % 2 and _name_of(said[at - 1]) in TOLD and _is_text(part)
                else part
                for at, part in enumerate(said)
            )  # fmt: skip
        if spec.type.kind == TEXT and said[0] != IN_LIST and said[1].strip():
            return (STATED,)
        return said
    assert type(said) is str
    # What a plain text of few letters says may be that the fact is open.
    return (STATED,) if spec.type.kind == TEXT and len(said.strip()) > len(UNKNOWN) else said


def _name_of(key: Outline) -> str:
    return key if type(key) is str else str(key[1])


def _is_text(part: Outline) -> bool:
    """Whether a part of an answer is a text that says something."""
    text = part if type(part) is str else part[1] if part[0] not in (IN_LIST, IN_MAPPING) else ""
    return bool(str(text).strip())


def _node(said: Outline) -> Node:
    """Return an outline as nodes without places."""
    if type(said) is str:
        return Scalar(said)
    if said[0] == IN_LIST:
        return Sequence([_node(part) for part in said[1:]])
    if said[0] == IN_MAPPING:
        keys = [Scalar(_name_of(key)) for key in said[1::2]]
        return Mapping(list(zip(keys, (_node(part) for part in said[2::2]), strict=True)))
    return Scalar(said[1], style=said[0])


def _name(said: dict[str, Outline], path: str) -> str:
    """Return the text that names a project."""
    answer = said.get(path, "")
    if type(answer) is tuple and answer[0] == IN_MAPPING:
        parts = dict(zip(map(_name_of, answer[1::2]), answer[2::2], strict=True))
        answer = parts.get("value", "")
    return _name_of(answer).strip() if answer and answer[0] not in (IN_LIST, IN_MAPPING) else ""
