"""Every bad pack that is laid over another: exit code 2 and one clear message with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.badinput.command import vetter
from tests.badinput.tables import pack_texts
from tests.badinput.test_packs import write

HERE = Path(__file__).parent
BARE = {"pack.yaml": 'name: over\nversion: "1"\ntitle: Over\n'}
MIDDLE = {"pack.yaml": 'name: middle\nversion: "1"\ntitle: Between\n'}


@dataclass(frozen=True)
class StackCase:
    """Files of a pack, and of one between it and the bottom, and what must be said of them."""

    name: str
    place: str
    code: str
    message: str
    help: str
    files: dict[str, str] = field(hash=False)


def stack_cases() -> list[StackCase]:
    """Return the cases of `stacks.txt`."""
    found = []
    text = (HERE / "stacks.txt").read_text("utf-8")
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        body, head, answer = re.split(r"^--- (.*)\n", rest, maxsplit=1, flags=re.MULTILINE)
        files = dict(part.split("\n", 1) for part in re.split(r"^@ ", body, flags=re.MULTILINE)[1:])
        place, _, code = head.partition(" ")
        message, help = answer.rstrip("\n").split("\n")
        found.append(StackCase(name, place, code, message, help, files))
    return found


def lay(folder: Path, over: dict[str, str], middle: dict[str, str] | None = None) -> list[str]:
    """Write packs over the small one and return the options that lay them."""
    write(folder / "bottom", pack_texts())
    write(folder / "over", {**BARE, **over})
    options = ["--rulebook", "bottom"]
    if middle:
        write(folder / "middle", {**MIDDLE, **middle})
        options += ["--pack", "middle"]
    return [*options, "--pack", "over"]


@pytest.mark.parametrize("case", stack_cases(), ids=lambda case: case.name)
def test_a_bad_pack_over_another_is_refused(case: StackCase, tmp_path: Path) -> None:
    over = {name: text for name, text in case.files.items() if not name.startswith("bottom/")}
    middle = {
        name.removeprefix("bottom/"): text
        for name, text in case.files.items()
        if name.startswith("bottom/")
    }
    done = vetter(tmp_path, "rules", "check", *lay(tmp_path, over, middle))
    assert done.out == ""
    said = done.err.split("\n")
    assert f"over/{case.place}: error[{case.code}]: {case.message}" in said, done.err
    assert f"  help: {case.help}" in said, done.err
    assert done.code == 2
    assert not any(line.endswith(("errors.",)) for line in said), done.err


def test_packs_that_need_one_another_are_a_circle(tmp_path: Path) -> None:
    middle = {"pack.yaml": 'name: middle\nversion: "1"\ntitle: Between\nneeds: [over]\n'}
    over = {"pack.yaml": 'name: over\nversion: "1"\ntitle: Over\nneeds: [middle]\n'}
    done = vetter(tmp_path, "rules", "check", *lay(tmp_path, over, middle))
    assert done.code == 2
    assert "middle/pack.yaml:4:9: error[needs]: `middle` and `over` each need the other" in done.err


def test_a_pack_that_lies_too_low(tmp_path: Path) -> None:
    middle = {"pack.yaml": 'name: middle\nversion: "1"\ntitle: Between\nneeds: [over]\n'}
    done = vetter(tmp_path, "rules", "check", *lay(tmp_path, {}, middle))
    assert "error[needs]: `over` lies above this pack, which needs it below\n" in done.err
    assert "help: Lay it first.\n" in done.err


def test_the_bottom_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "bottom", {**pack_texts(), "changes.yaml": "rules: {}\n"})
    done = vetter(tmp_path, "rules", "check", "--rulebook", "bottom")
    assert done.code == 2
    assert "error[nothing-below]: nothing lies below this pack that it could change" in done.err


def test_links_out_of_a_pack_are_refused(tmp_path: Path) -> None:
    options = lay(tmp_path, {"rules/.keep": ""})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/other.yaml").write_text("id: other\n", "utf-8")
    (tmp_path / "over/rules/other.yaml").symlink_to(tmp_path / "elsewhere/other.yaml")
    (tmp_path / "over/rules/more").symlink_to(tmp_path / "elsewhere")
    done = vetter(tmp_path, "rules", "check", *options)
    assert done.code == 2
    assert "over/rules/other.yaml: error[link]: this is a link out of the pack\n" in done.err
    assert "over/rules/more: error[link]: this is a link to a folder\n" in done.err


def test_more_rules_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vetter.rulebook.rulebook.RULE_LIMIT", 2)
    done = vetter(tmp_path, "rules", "check", *lay(tmp_path, {}))
    assert done.code == 2
    assert "over: error[too-many-rules]: there are 3 rules, and 2 are the most\n" in done.err


TEMPLATES = [
    ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__'"),
    ("{{ 'x' * 1000000000 }}", "`*` joins no texts"),
    ("{{ 9 ** 99999 }}", "`**` joins no texts"),
    ("{{ range(10) }}", "'range' is undefined"),
    ("{{ 'a'.ljust(1000000000) }}", "access to attribute 'ljust'"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "maximum recursion depth"),
    ("{% include '../../pack.yaml' %}", "../../pack.yaml"),
    ("{% include 'memo.md.j2' %}", "maximum recursion depth"),
    ("{{ nothing.at.all }}", "'nothing' is undefined"),
    ("{{ project.name", "unexpected end of template"),
    (
        "{% set n = namespace(s='xx') %}{% for a in facts %}{% for b in facts %}"
        "{% set n.s = n.s ~ n.s %}{% endfor %}{% endfor %}",
        "it makes a text of more than 1,000,000 characters",
    ),
    (
        "".join(f"{{% for {a} in counts %}}" for a in "abcdefghijklmnop") + "{% endfor %}" * 16,
        "its loops take more than 2,000,000 turns",
    ),
]


@pytest.mark.parametrize(("template", "message"), TEMPLATES)
def test_a_template_that_reaches_too_far(template: str, message: str, tmp_path: Path) -> None:
    options = lay(tmp_path, {"reports/templates/memo.md.j2": template})
    (tmp_path / "facts.yaml").write_text("project: {name: A}\n", "utf-8")
    done = vetter(tmp_path, "vet", "facts.yaml", "-f", "md", "--no-whatif", *options)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("over/reports/templates/memo.md.j2")
    assert f"error[template]: the memo template cannot be rendered: {message}" in done.err


def test_a_template_of_a_pack_builds_on_the_programs_own(tmp_path: Path) -> None:
    template = '{% include "vetter/memo.md.j2" %}\nSeen by the board: {{ project.name }}\n'
    options = lay(tmp_path, {"reports/templates/memo.md.j2": template})
    (tmp_path / "facts.yaml").write_text("project: {name: <A>}\n", "utf-8")
    done = vetter(tmp_path, "vet", "facts.yaml", "-f", "md", "--no-whatif", *options)
    assert done.code == 0
    assert "## Signatures" in done.out
    assert done.out.endswith("Seen by the board: &lt;A&gt;\n")
