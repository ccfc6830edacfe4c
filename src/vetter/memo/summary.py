"""The summary for a terminal: verdict last, one block a finding, laid out in columns.

It is plain layout of the document, written without a template so that a verdict on a terminal need
not wait for Jinja2 to load.
"""

from __future__ import annotations

from itertools import groupby

from vetter.assessment.editions import edition
from vetter.assessment.stance import silent_words
from vetter.base.characters import width
from vetter.base.escape import Safe, terminal
from vetter.base.layout import apart, fits_apart, paint, wrap
from vetter.base.suggest import listed
from vetter.base.wording import among, capital, counted, number_word, sentence
from vetter.memo.blocks import INDENT, ending, finding_lines, height, tallied
from vetter.memo.findings import Document
from vetter.memo.plan import MemoPlan

TOLD = 3
"""How many conditions are told one by one; more are counted by role."""

PAGE = 40
"""Lines of a whole summary on a terminal of the usual width, as long as findings can be shortened.
"""

STDIN = "standard input"
"""What a document calls the file that was read from there; nobody can read it twice."""


def summary(document: Document, plan: MemoPlan, columns: int) -> str:
    """Return the summary of a document, with marks of paint; the last line is the verdict."""
    head, conditions = _head(document, plan, columns), _conditions(document, columns)
    rest = ["", *conditions, ""] if conditions else [""]
    rest += [*_levels(document, plan, columns), *_open(document, columns)]
    rest += [
        *_drafts(document, columns),
        *_waived(document, columns),
        *_hint(document, columns),
        "",
        *_why(document, columns),
        _verdict(document, columns),
    ]
    found = finding_lines(document["findings"], columns, PAGE - height([*head, *rest]))
    if not found:
        found = ["  No finding: the rulebook has nothing to say of these facts."]
    return "\n".join([*head, *found, *rest]) + "\n"


def _head(document: Document, plan: MemoPlan, columns: int) -> list[str]:
    said = f"{edition(document['packs'])} · {document['as_of']}"
    name, path = document["project"]["name"], document["fact_file"]["path"]
    file, right = paint(path, "title"), paint(said, "dim")
    both = Safe(f"{file}  {terminal(name)}")
    if name == path:
        lines = [str(apart(file, right, columns))]
    elif fits_apart(both, right, columns):
        lines = [str(apart(both, right, columns))]
    else:
        lines = [str(apart(file, right, columns)), str(wrap(name, columns))]
    purpose = document["facts"].get(plan.purpose, {}).get("value", "")
    if purpose:
        lines.append(f"  {wrap(purpose, columns, INDENT)}")
    return [*lines, ""]


def _conditions(document: Document, columns: int) -> list[str]:
    """Return what must be done: each condition, or how many each role has where they are many."""
    conditions = document["conditions"]
    if len(conditions) > TOLD:
        roles = tallied(one["who"] for one in conditions)
        said = f"{capital(counted(len(conditions), 'condition'))}: {roles}."
        return [f"  {wrap(said, columns, INDENT)}"]
    lines = []
    for one in conditions:
        who = paint(Safe(terminal(f"→ {one['who']}{', ' if one['by'] else ''}{one['by']}")), "who")
        said = terminal(f"[ ] {sentence(one['text'])}")
        lines.append(f"  {ending(said, [who], columns, INDENT + 4, INDENT)}")
    return lines


def _levels(document: Document, plan: MemoPlan, columns: int) -> list[str]:
    lines = []
    for path in plan.levels:
        level = document["levels"].get(path)
        if level is None:
            continue
        why = f" ({level['because'][0]['text']})" if level["because"] else ""
        other = f"; could become {listed(level['could_be'])}" if level["could_be"] else ""
        said = f"{capital(level['title'])} {level['level']}{why}{other}"
        lines.append(f"  {wrap(said, columns, INDENT)}")
    return lines


def _open(document: Document, columns: int) -> list[str]:
    unknowns = document["unknowns"]
    if not unknowns:
        return []
    many, waited = len(unknowns), [one for one in unknowns if one["rules"]]
    pilot = sum(one["part"] == "pilot" for one in unknowns)
    said = f"Open: {counted(many, 'question')}"
    if not waited:
        said += f", and nothing depends on {'it' if many == 1 else 'them'}"
    else:
        number = "each" if len(waited) == many > 1 else number_word(len(waited))
        first = among([one["label"] for one in waited[:3]], 3)
        said += f"; {number} could change a finding"
        said += f"{', first of all' if len(waited) > 3 else ':'} {first}"
    if pilot:
        said += f"; only a pilot can answer {number_word(pilot)}"
    return [f"  {wrap(f'{said}.', columns, INDENT)}"]


def _drafts(document: Document, columns: int) -> list[str]:
    """Return which drafts would speak, if any."""
    titles = [f"{one['title']} ({one['rule']})" for one in document["drafts"]]
    if not titles:
        return []
    said = f"{capital(counted(len(titles), 'draft'))} would speak, not counted: {among(titles, 3)}."
    return [f"  {wrap(said, columns, INDENT)}"]


def _waived(document: Document, columns: int) -> list[str]:
    """Return what is waived, what lapsed, and both verdicts."""
    said = document.get("waivers", {}).get("says", ())
    return [f"  {wrap(one, columns, INDENT + 2)}" for one in said]


def _why(document: Document, columns: int) -> list[str]:
    """Return what the verdict rules say, and whether answers can still change the verdict."""
    verdict = document["verdict"]
    reasons = [one for one in verdict["reasons"] if one["verdict"] == verdict["standing"]]
    said = []
    if verdict["level"] == "undecided":
        said.append(f"What could stop the project: {_asked(verdict['undecided']['facts'])}.")
    said += [sentence(one["because"]) for one in reasons]
    said += [verdict["stance"]] if verdict["stance"] else []
    if verdict["settled"]:
        said.append("No answer to an open question can change the verdict.")
    elif verdict["level"] != "undecided":
        others = [level for level in verdict["reachable"] if level != verdict["level"]]
        said.append(f"Answers could still bring {listed(others)}.")
    return [f"  {wrap(' '.join(said), columns, INDENT)}"]


def _asked(facts: list[Document]) -> str:
    """Return open facts by the role that can answer: `ambition and support (ask the sponsor)`."""
    roles = list(dict.fromkeys(one["answered_by"] for one in facts))
    ordered = sorted(facts, key=lambda one: roles.index(one["answered_by"]))
    told = []
    for who, group in groupby(ordered, key=lambda one: str(one["answered_by"])):
        labels = among([one["label"] for one in group], 12)
        told.append(f"{labels} (ask the {who})" if who else labels)
    return "; ".join(told)


def _hint(document: Document, columns: int) -> list[str]:
    path = document["fact_file"]["path"]
    if path == STDIN:
        return []
    import shlex

    name = shlex.quote(path)
    said = f"Why: vetter explain {name} · the whole memo: --format md"
    return [f"  {paint(wrap(said, columns, INDENT), 'dim')}"]


def _verdict(document: Document, columns: int) -> Safe:
    """Return the last line: the verdict with what stands behind it in numbers, on one line."""
    verdict, counts = document["verdict"], document["counts"]
    level = verdict["level"]
    if level == "undecided":
        parts = [f"{counted(len(verdict['undecided']['facts']), 'open question')} could stop it"]
    else:
        grave = [name for name in counts if counts[name] and name != "strength"]
        parts = [
            listed(
                [_concerns(counts[name], name, name == grave[-1]) for name in grave], joiner="and"
            )
        ]
        parts = parts if grave else [silent_words()]
    if document["conditions"]:
        parts.append(counted(len(document["conditions"]), "condition"))
    said = f"{level.upper()}: {'; '.join(parts)}."
    while parts and width(said) > columns:
        parts.pop()
        said = f"{level.upper()}{': ' if parts else ''}{'; '.join(parts)}."
    return paint(said, level)


def _concerns(number: int, severity: str, last: bool) -> str:
    if severity == "blocker":
        return counted(number, "blocker")
    return counted(number, f"{severity} concern") if last else f"{number_word(number)} {severity}"
