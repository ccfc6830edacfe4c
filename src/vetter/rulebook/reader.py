"""Reading nodes strictly: unknown, missing, doubled and mistyped parts are reported, all at once."""

from __future__ import annotations

from collections.abc import Iterable

from vetter.base.problems import Location, Problem
from vetter.base.sources import Source
from vetter.base.suggest import did_you_mean, listed
from vetter.base.yaml_home import Mapping, Node, Scalar, Sequence, compose


class Reader:
    """Reads one source and collects what is wrong with it."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        """Read `source`, adding to `problems`."""
        self.source, self.problems = source, problems

    def top(self) -> Node | None:
        """Return the top node of the source, or None after reporting why there is none."""
        composed = compose(self.source)
        self.problems.extend(composed.problems)
        if composed.root is None and not composed.problems:
            self.problems.append(
                self.source.problem("empty", "the file holds no YAML", 1, 1, "Remove it or fill it.")
            )
        return composed.root

    def place(self, node: Node) -> Location:
        """Return where a node stands."""
        return Location(self.source.path, node.line, node.column)

    def report(self, node: Node, code: str, message: str, help: str = "", offset: int = 0) -> None:
        """Add a problem at a node, `offset` characters into it."""
        self.problems.append(
            self.source.problem(code, message, node.line, node.column + offset, help)
        )

    def mapping(
        self,
        node: Node | None,
        what: str,
        allowed: Iterable[str] | None = None,
        required: Iterable[str] = (),
    ) -> dict[str, Node] | None:
        """Return the pairs of a mapping by name, reporting all that is doubled, unknown or missing."""
        if node is None:
            return None
        if type(node) is not Mapping:
            self.report(
                node, "not-a-mapping", f"{what} is {kind_of(node)}", "Write `name: value` lines here."
            )
            return None
        names = None if allowed is None else tuple(allowed)
        found: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.text in found:
                self.report(
                    key, "duplicate", f"`{key.text}` stands twice in {what}", "Keep one of the two."
                )
            elif names is not None and key.text not in names:
                help = did_you_mean(key.text, names, f"Known here: {listed(names, 20, 'and')}.")
                self.report(key, "unknown-key", f"{what} has no part `{key.text}`", help)
            else:
                found[key.text] = value
        missing = [name for name in required if name not in found]
        for name in missing:
            self.report(node, "missing-key", f"{what} lacks `{name}`", f"Add a line `{name}: …`.")
        return found

    def items(self, node: Node | None, what: str) -> list[Node]:
        """Return the items of a list, or nothing after reporting that there is no list."""
        if node is None:
            return []
        if type(node) is not Sequence:
            self.report(
                node, "not-a-list", f"{what} is {kind_of(node)}", "Write a list, one `- …` a line."
            )
            return []
        if not node.items:
            self.report(node, "empty-list", f"{what} is empty", "Add an item or remove the line.")
        return node.items

    def text(self, node: Node | None, what: str) -> str:
        """Return a scalar's text, or nothing after reporting that there is none."""
        if node is None:
            return ""
        if type(node) is not Scalar:
            self.report(node, "not-text", f"{what} is {kind_of(node)}", "Write a text here.")
            return ""
        if not node.text.strip():
            self.report(node, "empty-text", f"{what} is empty", "Write something, or remove the line.")
        return node.text.strip()

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(self.text(item, f"an item of {what}") for item in self.items(node, what))

    def one_of(self, node: Node | None, what: str, names: Iterable[str]) -> str:
        """Return a text that is one of `names`, or nothing after reporting."""
        word = self.text(node, what)
        pool = tuple(names)
        if node is not None and word and word not in pool:
            help = did_you_mean(word, pool, f"Write one of: {listed(pool, 30)}.")
            self.report(node, "unknown-name", f"`{word}` is no {what}", help)
            return ""
        return word


def kind_of(node: Node) -> str:
    """Return what a node is, in words."""
    if type(node) is Mapping:
        return "a mapping"
    return "a list" if type(node) is Sequence else "a text"
