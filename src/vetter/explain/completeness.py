"""How complete a fact file is: what is answered, what is open, and who can answer."""

from __future__ import annotations

from typing import Any

from vetter.assessment.essentials import essential_facts
from vetter.base.layout import apart, paint, wrap
from vetter.base.problems import Problem
from vetter.base.records import NamedTuple
from vetter.base.wording import capital, counted, number_word
from vetter.facts.states import FactState, Project, Status
from vetter.rulebook.rulebook import Rulebook
from vetter.rulebook.vocabulary import PILOT

SCHEMA = "vetter-check-1"


class Completeness(NamedTuple):
    """What a fact file answers and leaves open; no verdict.

    `essential` are the open facts that every project must state. `by_role` has all open facts by
    who can answer, the roles in the order of the rulebook and the pilot last; essential ones stand
    first in their role.
    """

    project: Project
    asked: int
    answered: int
    in_part: int
    not_applicable: int
    essential: tuple[FactState, ...]
    by_role: tuple[tuple[str, tuple[FactState, ...]], ...]

    @property
    def open(self) -> int:
        """How many questions are open, those answered in part among them."""
        return sum(len(states) for _, states in self.by_role)


def completeness(project: Project, rulebook: Rulebook) -> Completeness:
    """Return how complete a project's facts are."""
    states = [state for state in project.states.values() if state.spec.computed is None]
    order = {path: place for place, path in enumerate(rulebook.vocabulary.facts)}
    opened = [state for state in project.open_facts() if not _waits(state)]
    opened.sort(key=lambda state: order[state.path])
    must = set(essential_facts(rulebook))
    first = [state for state in opened if state.path in must]
    rest = [state for state in opened if state.path not in must]
    roles = dict.fromkeys([*rulebook.vocabulary.roles, "", PILOT])
    by_role = [
        (role, tuple(state for state in (*first, *rest) if state.spec.answered_by == role))
        for role in roles
    ]
    return Completeness(
        project,
        len(states),
        sum(state.known or _waits(state) for state in states),
        sum(state.status is Status.PARTLY for state in states),
        sum(state.status is Status.NOT_APPLICABLE for state in states),
        tuple(first),
        tuple((role, found) for role, found in by_role if found),
    )


def _waits(state: FactState) -> bool:
    """Return whether a fact is answered, though it is open whether it applies."""
    return state.status is Status.UNANSWERED and state.domain is not None


def check_text(found: Completeness, columns: int) -> str:
    """Return completeness for a terminal, still with marks of paint."""
    project = found.project
    lines = [str(paint(project.path, "title"))]
    if project.name != project.path:
        lines.append(f"  {wrap(paint(project.name, 'bold'), columns, 2)}")
    lines.append(f"  {wrap(_counts(found), columns, 2)}")
    if found.essential:
        lines += ["", str(paint("Needed first: every project must state this", "bold"))]
        lines += [_line(state, columns, _ask(state.spec.answered_by)) for state in found.essential]
    for role, states in found.by_role:
        lines += ["", f"{paint(_who(role), 'who')} ({counted(len(states), 'question')})"]
        lines += [_line(state, columns) for state in states]
    return "\n".join([*lines, "", str(wrap(_last(found), columns))]) + "\n"


def _counts(found: Completeness) -> str:
    asked, answered, left = found.asked, found.answered, found.open
    verb = "is" if answered == 1 else "are"
    said = f"{number_word(answered)} of {counted(asked, 'question')} {verb} answered"
    said += f"; {number_word(left)} {'is' if left == 1 else 'are'} open"
    if found.in_part:
        verb = "is" if found.in_part == 1 else "are"
        said += f", of which {number_word(found.in_part)} {verb} answered in part"
    if found.not_applicable:
        verb = "does" if found.not_applicable == 1 else "do"
        said += f"; {number_word(found.not_applicable)} {verb} not apply"
    return capital(f"{said}.")


def _who(role: str) -> str:
    return "Only a pilot can tell" if role == PILOT else capital(role) or "Anybody"


def _ask(role: str) -> str:
    if role == PILOT:
        return " (only a pilot can tell)"
    return f" (ask the {role})" if role else ""


def _line(state: FactState, columns: int, behind: str = "") -> str:
    noted = {
        Status.PARTLY: f" (so far {state.shown})",
        Status.UNKNOWN: " (said to be unknown)",
    }.get(state.status, "")
    if not noted and state.may_not_apply:
        noted = " (may not apply)"
    path = paint(state.path, "dim")
    return f"  {apart(f'{state.spec.question}{noted}{behind}', path, columns, 2)}"


def _last(found: Completeness) -> str:
    if not found.answered and not found.in_part and found.essential:
        return "Nothing is wrong, but nothing is answered yet: begin with what is needed first."
    if not found.open:
        return "Nothing is wrong, and nothing is open."
    if not found.answered and not found.in_part:
        return "Nothing is wrong, but nothing is answered yet: begin with any question."
    return "Nothing is wrong with what is stated."


def check_document(found: Completeness) -> dict[str, Any]:
    """Return completeness as plain lists and mappings."""
    must = {state.path for state in found.essential}
    return {
        **_head(found.project.path, True),
        "project": {"name": found.project.name},
        "counts": {
            "asked": found.asked,
            "answered": found.answered,
            "in_part": found.in_part,
            "open": found.open,
            "not_applicable": found.not_applicable,
        },
        "problems": [_problem(one) for one in found.project.warnings],
        "open": [
            {
                "path": state.path,
                "question": state.spec.question,
                "answered_by": role,
                "status": state.status.value,
                "so_far": state.shown if state.status is Status.PARTLY else "",
                "may_not_apply": state.may_not_apply,
                "essential": state.path in must,
                "line": state.location.line if state.location else 0,
            }
            for role, states in found.by_role
            for state in states
        ],
    }


def invalid_document(path: str, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Return what is wrong with a fact file that cannot be taken, in the same shape."""
    return {
        **_head(path, False),
        "project": None,
        "counts": None,
        "problems": [_problem(one) for one in problems],
        "open": [],
    }


def _head(path: str, valid: bool) -> dict[str, Any]:
    return {"schema": SCHEMA, "path": path, "valid": valid}


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": "warning" if one.warning else "error",
        "message": one.message,
        "line": one.location.line,
        "column": one.location.column,
        "help": one.help,
    }
