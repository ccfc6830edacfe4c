"""A waiver as it stands in a file: the exact inverse of reading one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from vetter.facts.states import FactState, Status
from vetter.language.domains import Interval, Options
from vetter.language.types import Measures, Value
from vetter.language.writing import Written, write_value
from vetter.waivers.read import GRANTED, KEYS

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _%.()/-]*[A-Za-z0-9%)]|[A-Za-z0-9]")


def draft(texts: Mapping[str, str], granted: Mapping[str, FactState], measures: Measures) -> str:
    """Return an item of the list of waivers; `texts` are its parts by key, without the facts."""
    lines = [f"    {key}: {_scalar(texts[key])}" for key in KEYS if key != GRANTED]
    lines[0] = f"  - {lines[0].lstrip()}"
    lines.append(f"    {GRANTED}:")
    lines += [f"      {path}: {_answer(state, measures)}" for path, state in granted.items()]
    return "\n".join(lines) + "\n"


def waivable(state: FactState) -> bool:
    """Whether a waiver can name a fact as it stands: one that does not apply is not stated."""
    return state.status is not Status.NOT_APPLICABLE


def _answer(state: FactState, measures: Measures) -> str:
    if state.known and state.value is not None:
        return _written(_text(state, state.value, measures))
    if type(state.domain) is Options:
        ordered = sorted(state.domain.values, key=lambda one: (str(type(one)), one))
        return f"{{one of: {_written([_one(state, value, measures) for value in ordered])}}}"
    if type(state.domain) is Interval:
        ends = [state.domain.low, state.domain.high]
        falling = state.metric is not None and not state.metric.higher_is_better
        texts = [_one(state, end, measures) for end in ends]
        return f"{{between: {_written(texts[::-1] if falling else texts)}}}"
    return Status.UNKNOWN.value


def _text(state: FactState, value: Value, measures: Measures) -> Written:
    written = write_value(value, state.spec.type, measures, state.metric)
    assert written is not None, "what was read from decimals can be written as one"
    return written


def _one(state: FactState, value: Value, measures: Measures) -> str:
    written = _text(state, value, measures)
    assert isinstance(written, str)
    return written


def _written(written: Written) -> str:
    if isinstance(written, str):
        return _scalar(written)
    return f"[{', '.join(_scalar(one) for one in written)}]"


def _scalar(text: str) -> str:
    """Return a text as YAML holds it on one line, in quotes unless it is plain words."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
