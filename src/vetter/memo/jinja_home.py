"""The one home of Jinja2: memo templates, in which every value is escaped unless marked safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vetter.assessment.words import severity_words
from vetter.base.escape import Safe, markdown, mermaid
from vetter.base.problems import InvalidPack, Location, Problem
from vetter.base.suggest import listed
from vetter.base.wording import among, capital, number_word, sentence
from vetter.memo.blocks import tallied
from vetter.memo.findings import Document
from vetter.rulebook.pack import built_in_root

TEMPLATES = "reports/templates"


def render(template: str, document: Document, escape: Callable[[str], Safe]) -> str:
    """Render a template of the pack with a document.

    Raises `InvalidPack` when the template itself is at fault.
    """
    environment = _environment(escape)
    try:
        return environment.get_template(template).render(document)
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 0
        place = Location(f"{TEMPLATES}/{template}", line)
        message = f"the memo template cannot be rendered: {error.message or type(error).__name__}"
        raise InvalidPack([Problem("template", message, place, "Correct the template.")]) from None


def _environment(escape: Callable[[str], Safe]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(Path(built_in_root()) / TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=partial(_escaped, escape),
    )
    environment.filters.update(
        mermaid=mermaid,
        cell=lambda value: Safe(escape(str(value)) or "–"),
        sentence=sentence,
        capital=capital,
        keep=Safe,
        mark=Safe,
        number=number_word,
        named=severity_words,
        grouped=grouped,
        among=among,
        either=listed,
        tallied=tallied,
    )
    return environment


def grouped(items: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """Return items by what they have in common, the groups in the order of their first items."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(item[attribute], []).append(item)
    return list(groups.items())


def _escaped(escape: Callable[[str], Safe], value: Any) -> Any:
    """Return a value for output: safe text and numbers as they are, all else escaped."""
    if isinstance(value, Safe):
        return value
    if isinstance(value, int):
        return str(value)
    return escape(str(value))


def markdown_memo(document: Document, parts: Document) -> str:
    """Return the memo as Markdown; `parts` are those that what-if answers give it."""
    return render("memo.md.j2", {**document, **parts}, markdown)
