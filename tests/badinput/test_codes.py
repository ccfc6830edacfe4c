"""No code of a problem is without a case that shows what people then read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.badinput.odd_files import CASES
from tests.badinput.tables import Case, PackCase, fact_cases, pack_cases, waiver_cases
from tests.badinput.test_stacks import StackCase, stack_cases

ROOT = Path(__file__).resolve().parents[2]
_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
MAKERS = {
    "Problem": 0, "problem": 0, "BadSentence": 0, "BadText": 0, "BadValue": 0, "_unreadable": 0,
    "_Answer": 0, "refuse": 0, "report": 1, "_Refused": 1, "one_of": 3,
}  # fmt: skip
"""What makes a problem, and at which place it is given the code."""

PACKAGES = ("base", "language", "facts", "rulebook", "engine", "waivers")
ELSEWHERE = {
    "no-metric": "test_fact_files.py",
    "not-applicable": "test_fact_files.py",
    "too-many": "test_fact_files.py",
    "not-a-file": "test_paths.py",
    "missing": "test_paths.py",
    "unreadable": "test_paths.py",
    "unwritable": "test_paths.py",
    "no-pack": "test_paths.py",
    "file-ending": "test_paths.py",
    "python-value": "test_python_values.py",
    "too-many-files": "test_python_values.py",
    "waived-twice": "test_waivers.py",
    "nothing-below": "test_stacks.py",
    "link": "test_stacks.py",
    "too-many-rules": "test_stacks.py",
}
"""Codes of what cannot stand in a table of files, and the test that shows them."""


def codes_of(path: Path) -> Iterator[str]:
    """Yield the codes that a module gives to problems."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = 0 if name == "_report" and "given" in path.name else MAKERS.get(name, 1)
            if name in MAKERS or name == "_report":
                yield from _code(node.args[at] if at < len(node.args) else None)
        elif isinstance(node, ast.FunctionDef):
            spread = zip(reversed(node.args.args), reversed(node.args.defaults), strict=False)
            for argument, default in spread:
                if argument.arg == "code":
                    yield from _code(default)
        elif isinstance(node, (ast.Return, ast.AnnAssign)):
            yield from _of_tuple(node.value)
        elif isinstance(node, ast.Dict):
            for value in node.values:
                yield from _of_tuple(value)


def _of_tuple(node: ast.expr | None) -> Iterator[str]:
    """Yield the code of a tuple of code, message and help."""
    if isinstance(node, ast.Tuple) and len(node.elts) in (3, 4):
        message = node.elts[1]
        prose = isinstance(message, (ast.Name, ast.JoinedStr)) or (
            isinstance(message, ast.Constant) and " " in str(message.value)
        )
        if prose:
            yield from _code(node.elts[0])


def _code(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _CODE.fullmatch(node.value):
            yield node.value
    elif isinstance(node, ast.Name) and node.id == "TOO_MANY":
        yield "too-many"


def all_codes() -> dict[str, str]:
    """Return every code of the program with a module that gives it."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / "src/vetter" / package).glob("*.py")):
            found.update(dict.fromkeys(codes_of(path), path.name))
    return found


def every_case() -> list[Case | PackCase | StackCase]:
    """Return the cases of all tables."""
    return [*fact_cases(), *CASES, *pack_cases(), *stack_cases(), *waiver_cases()]


def test_the_codes_are_found() -> None:
    found = all_codes()
    known = {"yaml-tab", "literal-number", "may-be-open", "unknown-name", "unknown-cause"}
    known |= {"too-deep", "bare-proportion", "ends-swapped", "yaml-quote", "tag", "circle"}
    assert known <= set(found)
    assert len(found) > 100


def test_every_code_has_a_case() -> None:
    shown = {case.code for case in every_case()}
    lacking = {code: module for code, module in all_codes().items() if code not in shown}
    assert sorted(set(lacking) - set(ELSEWHERE)) == []


def test_what_is_shown_elsewhere_is_shown_there() -> None:
    for code, test in ELSEWHERE.items():
        assert code in (Path(__file__).parent / test).read_text("utf-8"), code


def test_every_case_has_a_code_of_the_program() -> None:
    shown = {case.code for case in every_case()}
    assert sorted(shown - set(all_codes())) == []
