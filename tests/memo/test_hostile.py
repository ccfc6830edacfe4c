"""A hostile fact file: whatever its texts hold, they are shown and mean nothing to anybody."""

from __future__ import annotations

import json
import re

import pytest

from tests.memo.page import Page, labels_of, page_of, visible
from tests.packs import EXAMPLES, ROOT, book_of, built_in, flow, rule, vetted
from vetter.assessment.model import Assessment
from vetter.base.layout import unpainted
from vetter.facts.states import GRADES
from vetter.language.types import TEXT
from vetter.memo.render import render_memo

HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:1'>x</a>",
    "closing tags": "</td></tr></table><!-- open",
    "entities": "&lt;b&gt; &#60;b&#62; &amp;amp;",
    "markdown": "# head **bold** _it_ `code` ~~gone~~ [x](http://evil.example) ![i](http://e.x/i.png)",
    "a list": "1. first",
    "a rule": "--- ",
    "a table": "a | b | c",
    "a fence": "``` mermaid",
    "a footnote": "[^1] [ref]: http://evil.example",
    "jinja": "{{ 7 * 7 }} {% for x in y %} {# gone #} {{ config.__class__ }}",
    "mermaid": 'x"] --> n1; click n1 "http://evil.example"; %%{init: {"theme": "dark"}}%% end',
    "formula": "$$\\frac{1}{0}$$ $a$",
    "mentions": "@octocat see #12 and GH-12 :+1: octo/cat#3",
    "addresses": "http://evil.example https://evil.example www.evil.example mailto:a@b.c a@b.c",
    "backslashes": "\\ \\\\ \\| \\` ends with \\",
    "quotes": "\"double\" 'single' `back`",
    "letters": "ÄÖÜ 日本語 Ελλάδα 👩\u200d💻 ½ × → e\u0301",
}
HARMLESS = "harmless words"


def _facts(text: str) -> str:
    """Return a fact file in which every text is `text`, names, notes and sources too."""
    book = built_in().rulebook
    lines = []
    for path, spec in book.vocabulary.facts.items():
        if spec.type.kind == TEXT:
            lines.append(
                f"{path}: {{value: {flow(text)}, source: {flow(text)}, grade: {GRADES[0]}}}"
            )
    said = flow(text)
    lines += [
        f"quality.metric: {{value: accuracy, source: {said}, by: {said}, note: {said}}}",
        "quality.target: 99.5%",
        "classes.balance: balanced",
        "goal.forms: [classify, automate]",
        "classes.outside_inputs: yes",
        "classes.other: no",
        f"data.access: {{unknown: true, source: {said}, note: {said}}}",
        "data.owners: 3",
        "plan.time_log: no",
        "comparable.known: yes",
        "comparable.quality: 99.6%",
        "plan.pilot: slice",
    ]
    return "\n".join(lines)


def _memo(text: str) -> Assessment:
    return vetted(built_in().rulebook, _facts(text))


def _page(text: str) -> Page:
    return page_of(render_memo(_memo(text), "md"))


PLAIN = _page(HARMLESS)


def test_the_file_puts_its_texts_in_many_places() -> None:
    assert PLAIN.text.count(HARMLESS) > 12


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_markdown_shows_it_and_has_no_tag_link_or_picture_of_it(text: str) -> None:
    page = _page(text)
    assert page.tags == PLAIN.tags
    assert page.links == PLAIN.links
    assert page.anchors == PLAIN.anchors
    # A text may begin a sentence, and then gets a capital.
    said = visible(" ".join(text.split())).casefold()
    assert page.text.casefold().count(said) == PLAIN.text.casefold().count(HARMLESS)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_json_gives_it_back(text: str) -> None:
    document = json.loads(render_memo(_memo(text), "json"))
    said = text.strip()
    assert document["project"]["name"] == said
    assert document["facts"]["goal.input"]["source"] == said


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_terminal_shows_it(text: str) -> None:
    shown = unpainted(render_memo(_memo(text), "text", 100))
    assert " ".join(text.split()) in " ".join(shown.split())
    assert (
        re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]", shown)
        is None
    )


NAMED = rule(
    "named",
    "'{{ project.name }} has {{ data.owners }}'",
    """
    when:
      all:
        - project.name is known
        - data.owners is known
    then:
      - concern: high
        cause: silos
        because: '{{ project.name }}'
        advice: Ask "{{ project.name }}"
        who: sponsor
    """,
    """
    - fires: {project.name: x, data.owners: 2}
    - silent: {}
    """,
)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_label_of_the_graph_shows_it_in_its_quotes(text: str) -> None:
    assessment = vetted(book_of(NAMED), f"project.name: {flow(text)}\ndata.owners: 2")
    labels = labels_of(page_of(render_memo(assessment, "md")).code)
    said = " ".join(text.split())
    shown = f"{said[:59]}…" if len(said) > 60 else said
    (label,) = [label for label in labels if label.startswith(f"{said} has 2 owners")]
    assert f"<br>project name: {shown}" in label


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "a\x07", "a\x9b31m", "\u202egnissim", "a\u2066b", "\ufeffa", "a\x00b"]
)
def test_what_steers_a_terminal_is_refused_before_it_gets_anywhere(text: str) -> None:
    from vetter.base.problems import InvalidFactFile
    from vetter.base.sources import Unreadable

    with pytest.raises((InvalidFactFile, Unreadable)) as caught:
        built_in().vet({"project.name": text})
    assert "\x1b" not in str(caught.value)


def test_the_examples_are_not_hostile() -> None:
    # Else the tests above could not tell a memo's own markup from a text's.
    for name in EXAMPLES:
        facts = (ROOT / "examples" / f"{name}.yaml").read_text("utf-8")
        assert "<" not in facts
