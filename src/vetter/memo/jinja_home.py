"""The one home of Jinja2: memo templates, in which every value is escaped unless marked safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
)

from vetter.assessment.words import severity_words
from vetter.base.escape import Safe, markdown, mermaid
from vetter.base.problems import InvalidPack, Location, Problem
from vetter.base.suggest import listed
from vetter.base.wording import among, capital, number_word, sentence
from vetter.memo.blocks import tallied
from vetter.memo.bounds import BoundedEnvironment, bounded
from vetter.memo.findings import Document
from vetter.rulebook.pack import built_in_root

TEMPLATES = "reports/templates"


BUILT_IN = "vetter"
"""What stands before the name of a template of the program, for those of packs that build on it."""


def render(
    template: str,
    document: Document,
    escape: Callable[[str], Safe],
    packs: Sequence[str] = (),
) -> str:
    """Render a template with a document; `packs` are folders of packs, the lowest first.

    The highest pack that has the template counts, else the program's own is taken. Raises
    `InvalidPack` when the template itself is at fault.
    """
    own = FileSystemLoader(Path(built_in_root()) / TEMPLATES)
    above = [FileSystemLoader(f"{folder}/{TEMPLATES}") for folder in reversed(packs)]
    loader = ChoiceLoader([*above, own, PrefixLoader({BUILT_IN: own})])
    return _rendered(_environment(escape, loader), template, document, packs)


def render_pages(
    folder: Path, pages: Iterable[tuple[str, Document]], escape: Callable[[str], Safe]
) -> Iterator[str]:
    """Yield each page, made by a template in a folder of the program; no pack's is looked for.

    Templates are compiled once, and each page has the bounds of a template for itself.
    """
    environment = _environment(escape, FileSystemLoader(folder))
    for template, document in pages:
        environment.renew()
        yield _rendered(environment, template, document)


def _rendered(
    environment: BoundedEnvironment,
    template: str,
    document: Document,
    packs: Sequence[str] = (),
) -> str:
    place = Location(f"{TEMPLATES}/{template}")
    try:
        found = environment.get_template(template)
        place = Location(_shown(found.filename or "", packs) or place.path)
        return bounded(found.generate(document))
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 0
        path = _shown(getattr(error, "filename", None) or "", packs)
        place = Location(path or place.path)
        reason = error.message or type(error).__name__
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        line, reason = 0, str(error).partition("\n")[0] or type(error).__name__
    message = f"the memo template cannot be rendered: {reason}"
    problem = Problem("template", message, place._replace(line=line), "Correct the template.")
    raise InvalidPack([problem])


def _shown(path: str, packs: Sequence[str]) -> str:
    """Return the path of a template of a pack as people know it, empty for the program's own."""
    return path if any(path.startswith(f"{folder}/") for folder in packs) else ""


def _environment(escape: Callable[[str], Safe], loader: BaseLoader) -> BoundedEnvironment:
    return BoundedEnvironment(
        {
            "mermaid": mermaid,
            "cell": lambda value: Safe(escape(str(value)) or "–"),
            "sentence": sentence,
            "capital": capital,
            "keep": Safe,
            "mark": Safe,
            "number": number_word,
            "named": severity_words,
            "grouped": grouped,
            "among": among,
            "either": listed,
            "tallied": tallied,
        },
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=partial(_escaped, escape),
    )


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


def markdown_memo(document: Document, parts: Document, packs: Sequence[str] = ()) -> str:
    """Return the memo as Markdown; `parts` are those that what-if answers give it."""
    return render("memo.md.j2", {**document, **parts}, markdown, packs)
