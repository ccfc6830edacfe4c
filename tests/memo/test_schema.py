"""The published schema: every document fits it, and it has nothing that no document has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource

from tests.generators.cases import draw_texts
from tests.generators.pick import Pick
from tests.generators.projects import draw_fact_file
from tests.memo.hand import FULL
from tests.packs import EXAMPLES, ROOT, book_of, built_in, example, rule, vetted
from vetter.api import Engine, load
from vetter.assessment.assess import assess
from vetter.assessment.model import Assessment
from vetter.base.sources import Source
from vetter.engine.forward import Forward
from vetter.facts.factfile import project_of, project_of_mapping
from vetter.memo.document import as_document
from vetter.memo.render import render_memo
from vetter.rulebook.pack import pack_of_texts
from vetter.rulebook.rulebook import rulebook_of
from vetter.waivers.read import waivers_of

SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "reports" / "schema" / "assessment.schema.json").read_text("utf-8")
)
ANSWERS: dict[str, Any] = json.loads(
    (ROOT / "reports" / "schema" / "whatif.schema.json").read_text("utf-8")
)
CHECKER = jsonschema.Draft202012Validator(
    SCHEMA,
    format_checker=jsonschema.FormatChecker(),
    registry=Registry().with_resource(ANSWERS["$id"], Resource.from_contents(ANSWERS)),
)
"""The schema of what-if answers stands beside that of the assessment, which refers to it."""

ODD = {
    "one fact": "project: {name: x}",
    "nothing fits": "goal: {forms: [none fits]}",
    "a fact that does not apply": "goal: {forms: [alert]}\nclasses: {number: 12}",
    "evidence of every kind": """
        quality:
          metric: accuracy
          target: {value: 99.5%, grade: guess, source: a, by: b, date: 2026-01-02, note: c}
          lowest_acceptable: {one of: [80%, 85%]}
          expected: {unknown: true, between: [70%, 90%]}
          human_level: unknown
        classes: {balance: balanced}
        plan: {pilot: fewer classes, pilot_classes: 12}
        """,
    "a blocker": "data: {serving: impossible}",
}
SOFTENED = rule(
    "two-ends",
    "Softened and open at once",
    """
    when:
      all:
        - data.owners is known
    then:
      - concern: high
        cause: silos
        because: text
        advice: text
        who: sponsor
        softened:
          - when: {all: [data.access is open]}
            to: medium
            because: they have not refused
          - when: {all: [team.experience is whole cycle]}
            to: low
            because: the team has done it
      - step: Take one owner's data only.
        stage: scope
        who: data lead
    """,
    """
    - fires: {data.owners: 2}
    - silent: {data.access: open}
    """,
)


def documents() -> list[dict[str, Any]]:
    """Return documents of all examples and of a few odd projects, as JSON gives them back."""
    book = built_in().rulebook
    made = [example(name) for name in EXAMPLES]
    made += [vetted(book, facts) for facts in ODD.values()]
    made.append(vetted(book_of(SOFTENED), "data: {owners: 3, access: open}"))
    # A project of the pack that comes as an example, for that has a draft.
    with_pack = load(packs=[ROOT / "examples/packs/health"])
    made.append(with_pack.vet(str(ROOT / "examples/packs/health/projects/sepsis-warning.yaml")))
    made.append(built_in().vet({"goal.forms": ["classify"], "quality.metric": "recall"}))
    told = [json.loads(render_memo(one, "json")) for one in made]
    answered = render_memo(
        example(EXAMPLES[0]), "json", whatif=FULL, left_out="What needs a proof."
    )
    return [*told, json.loads(answered)]


def waived() -> list[dict[str, Any]]:
    """Return documents in which concerns are waived, and in which waivers have lapsed."""
    created, expires = date(2026, 11, 23), date(2027, 5, 22)
    said = {"reason": "a pilot runs", "owner": "A. Person", "approved by": "The board"}
    engine, found = built_in(), []
    for name in ("document-topics", "churn-everything", "one-sentence"):
        file = str(ROOT / "examples" / f"{name}.yaml")
        concerns = [one for one in engine.vet(file).findings if one.severity != "strength"]
        rich = [one for one in concerns if one.softened or one.house]
        for rule_id in dict.fromkeys(one.rule_id for one in (*concerns[:2], *rich[:4])):
            text = engine.draft_waiver(file, rule_id, said, created, expires)
            waivers = waivers_of(Source("waivers.yaml", text), engine.rulebook)
            waiving = Engine(engine.rulebook, waivers)
            found += [as_document(waiving.vet(file, day)) for day in (created, date(2028, 1, 1))]
    return found


DOCUMENTS = [*documents(), *waived()]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one["fact_file"]["path"]))
def test_a_document_fits_the_schema(document: dict[str, Any]) -> None:
    CHECKER.validate(document)


def _objects(schema: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema of an object with where it stands."""
    if schema.get("type") == "object":
        yield path, schema
    for name, part in schema.get("properties", {}).items():
        yield from _objects(part, f"{path}.{name}")
    for key, mark in (("items", "[]"), ("additionalProperties", "{}")):
        if isinstance(schema.get(key), dict):
            yield from _objects(schema[key], path + mark)


def _all_objects() -> list[tuple[str, dict[str, Any]]]:
    found = list(_objects(SCHEMA, "$"))
    for name, part in SCHEMA["$defs"].items():
        found += _objects(part, f"${name}")
    return found


@pytest.mark.parametrize(
    ("path", "schema"), _all_objects(), ids=lambda one: one if isinstance(one, str) else ""
)
def test_an_object_is_closed_and_every_key_is_described(path: str, schema: dict[str, Any]) -> None:
    assert "additionalProperties" in schema
    properties = schema.get("properties", {})
    if schema["additionalProperties"] is False:
        always = [name for name in properties if (path, name) != ("$", "waivers")]
        assert always == schema["required"], "every key is always there, in this order"
    for name, part in properties.items():
        assert part.get("description"), name


def _seen(schema: dict[str, Any], value: Any, path: str, found: set[str]) -> None:
    """Note which parts of the schema a document fills, empty texts and lists not counted."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        _seen(SCHEMA["$defs"][name], value, f"${name}", found)
        return
    if value in ("", [], {}, None):
        return
    found.add(path)
    if "anyOf" in schema:
        return  # the answers of what-if, whose own schema has tests of its own
    if isinstance(value, dict):
        for name, part in value.items():
            below = schema.get("properties", {}).get(name, schema["additionalProperties"])
            mark = f".{name}" if name in schema.get("properties", {}) else "{}"
            _seen(below, part, path + mark, found)
    elif isinstance(value, list) and "items" in schema:
        for part in value:
            _seen(schema["items"], part, f"{path}[]", found)


def test_the_schema_has_no_key_that_no_document_fills() -> None:
    found: set[str] = set()
    for document in DOCUMENTS:
        _seen(SCHEMA, document, "$", found)
    wanted = {
        f"{path}.{name}"
        for path, schema in _all_objects()
        for name, part in schema.get("properties", {}).items()
        if "$ref" not in part
    }
    assert wanted - found == set()


def test_every_word_of_a_closed_list_can_come() -> None:
    said = json.dumps(DOCUMENTS)
    for word in ("go", "go with conditions", "undecided", "no-go", "partly known", "none"):
        assert f'"{word}"' in said, word


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_any_rulebook_gives_a_memo_in_every_format(seed: int) -> None:
    pick = Pick.from_random(Random(seed))
    book = rulebook_of(pack_of_texts(draw_texts(pick)))
    project = project_of(Source("facts.yaml", draw_fact_file(pick, book).text), book)
    assessment = assess(Forward(book), project, "2026-11-23", "0.0.0")
    CHECKER.validate(json.loads(render_memo(assessment, "json")))
    assert render_memo(assessment, "md").startswith("# ")
    last = render_memo(assessment, "text").rstrip("\n").rpartition("\n")[2]
    assert assessment.verdict.level.upper() in last


def test_json_gives_back_the_texts_as_they_were_stated() -> None:
    raw = '<b>*x*</b> {{ 7 * 7 }} | `y` "z" \\ &amp; ÄÖ 日本 👩\u200d💻'
    facts: dict[str, Any] = {"project.name": raw, "goal.input": raw}
    document = json.loads(render_memo(built_in().vet(facts), "json"))
    assert document["project"]["name"] == raw
    assert document["facts"]["goal.input"]["value"] == raw


def test_a_mapping_is_vetted_like_a_file() -> None:
    engine: Engine = built_in()
    assert isinstance(engine.vet({"project.name": "x"}), Assessment)
    assert project_of_mapping({"project": {"name": "x"}}, engine.rulebook).name == "x"
    assert as_document(engine.vet({"project.name": "x"}))["fact_file"]["path"] == "facts"
