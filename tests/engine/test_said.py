"""Memos and explanations say something of every case, and JSON keeps to its schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from tests.engine.held import ByReference, assessed, tries
from tests.generators.cases import cases
from vetter.explain.project import Explainer
from vetter.memo.render import FORMATS, render_memo

SCHEMA = Path(__file__).parents[2] / "reports/schema/assessment.schema.json"


@cache
def validator():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def says_something(case):
    book = case.rulebook
    for file in case.files:
        assessment = assessed(ByReference(book), file.project)
        explainer = Explainer(assessment)
        said = [explainer.verdict()]
        said += [explainer.rule(rule) for rule in book.rules]
        said += [
            explainer.fact(path) for path in (*book.vocabulary.facts, *book.vocabulary.derived)
        ]
        memos = {form: render_memo(assessment, form) for form in FORMATS}
        assert set(memos) == {"text", "md", "json"}
        for text in (*said, *memos.values()):
            assert text.strip()
            assert text.endswith("\n")
        assert assessment.verdict.level.upper() in said[0]
        document = json.loads(memos["json"])
        assert not list(validator().iter_errors(document)), file.text
        assert document["verdict"]["level"] == assessment.verdict.level


@tries(5)
@given(case=cases(files=4))
def test_memos_and_explanations(case):
    says_something(case)


@pytest.mark.nightly
@tries(45)
@given(case=cases(files=5))
def test_memos_and_explanations_on_many_cases(case):
    says_something(case)
