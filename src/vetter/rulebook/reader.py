"""Reading nodes strictly: what is unknown, missing, doubled or mistyped is reported at once."""

from __future__ import annotations

from collections.abc import Iterable

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node, Scalar, Sequence, kind_of
from vetter.base.problems import Location, Problem, add
from vetter.base.sources import Source
from vetter.base.suggest import did_you_mean, listed
from vetter.base.yaml_home import compose


class Reader:
    """Reads one source and collects what is wrong with it."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        """Read `source`, adding to `problems`."""
        self.source, self.problems = source, problems

    def top(self, if_empty: str = "Fill it, or remove it.") -> Node | None:
        """Return the top node of the source, or None after reporting why there is none."""
        composed = compose(self.source)
        for problem in composed.problems:
            add(self.problems, problem)
        root = composed.root
        if composed.problems:
            return root
        if root is None:
            add(self.problems, self._empty("the file holds only remarks", if_empty))
        elif type(root) is Scalar and root.plain and not root.text:
            add(self.problems, self._empty("the file holds no words", if_empty))
            return None
        return root

    def _empty(self, message: str, help: str) -> Problem:
        return Problem("empty", message, Location(self.source.path), help)

    def place(self, node: Node) -> Location:
        """Return where a node stands."""
        return Location(self.source.path, node.line, node.column)

    def report(self, node: Node, code: str, message: str, help: str = "", words: str = "") -> None:
        """Add a problem at a node, or where `words` stand in it."""
        line, column = node.line, node.column
        if words and type(node) is Scalar:
            end = (node.end_line, node.end_column)
            line, column = self.source.place_of(words, (line, column), end)
        add(self.problems, self.source.problem(code, message, line, column, help))

    def pairs(self, node: Node | None, what: str) -> list[tuple[Scalar, Node]]:
        """Return the pairs of a mapping whose names are the author's, each name once."""
        if node is None:
            return []
        if type(node) is not Mapping:
            self._not_a_mapping(node, what)
            return []
        found: dict[str, tuple[Scalar, Node]] = {}
        for key, value in node.pairs:
            name = key.text
            if name in found:
                self.report_twice(key, found[name][0], what)
            elif not name.strip():
                help = "Write a name before the colon."
                self.report(key, "empty-name", f"a name in {what} is empty", help)
            elif name != " ".join(name.split()):
                message = f"{quote(name)} in {what} has spaces around it or several inside"
                self.report(key, "space-in-name", message, f"Write {quote(name)} without them.")
            else:
                found[name] = (key, value)
        return list(found.values())

    def mapping(
        self,
        node: Node | None,
        what: str,
        allowed: Iterable[str] | None = None,
        required: Iterable[str] = (),
        at: Node | None = None,
    ) -> dict[str, Node] | None:
        """Return the pairs of a mapping by name, reporting all that is doubled, unknown or missing.

        What is missing is reported at `at`, such as the name that the mapping stands under.
        """
        if node is None:
            return None
        if type(node) is not Mapping:
            self._not_a_mapping(node, what)
            return None
        found = {key.text: value for key, value in node.pairs}
        if len(found) < len(node.pairs) or (
            allowed is not None and not all(name in allowed for name in found)
        ):
            found = self._fitting(node, what, allowed)
        for name in required:
            if name not in found:
                help = f"Add a line `{name}: …`."
                self.report(at or node, "missing-key", f"{what} lacks `{name}`", help)
        return found

    def _fitting(self, node: Mapping, what: str, allowed: Iterable[str] | None) -> dict[str, Node]:
        """Return the pairs of a mapping after reporting those that are doubled or unknown."""
        found: dict[str, Node] = {}
        for key, value in node.pairs:
            name = key.text
            if name in found:
                first = next(other for other, _ in node.pairs if other.text == name)
                self.report_twice(key, first, what)
            elif allowed is not None and name not in allowed:
                self._unknown_key(key, what, tuple(allowed))
            else:
                found[name] = value
        return found

    def report_twice(self, key: Scalar, first: Scalar, what: str, name: str = "") -> None:
        """Report a name that stood before; `name` is the whole of it where the key is a part."""
        where = f", first in line {first.line}" if first.line else ""
        message = f"{quote(name or key.text)} stands twice in {what}{where}"
        self.report(key, "duplicate", message, "Keep one of the two.")

    def _unknown_key(self, key: Scalar, what: str, names: tuple[str, ...]) -> None:
        help = did_you_mean(key.text, names, f"Known here: {listed(names, 20, 'and')}.")
        self.report(key, "unknown-key", f"{what} has no part {quote(key.text)}", help)

    def _not_a_mapping(self, node: Node, what: str) -> None:
        help = "Write `name: value` lines below it."
        self.report(node, "not-a-mapping", f"{what} is {kind_of(node)}", help)

    def items(self, node: Node | None, what: str) -> list[Node]:
        """Return the items of a list, or nothing after reporting that there is no list."""
        if node is None:
            return []
        if type(node) is not Sequence:
            help = "Write a list, one `- …` a line."
            self.report(node, "not-a-list", f"{what} is {kind_of(node)}", help)
            return []
        if not node.items:
            help = "Add an item, or remove the line."
            self.report(node, "empty-list", f"{what} is empty", help)
        return node.items

    def text(self, node: Node | None, what: str) -> str:
        """Return a scalar's text, or nothing after reporting that there is none."""
        if node is None:
            return ""
        if type(node) is not Scalar:
            self.report(node, "not-text", f"{what} is {kind_of(node)}", "Write a text here.")
            return ""
        text = node.text.strip()
        if not text:
            help = "Write something, or remove the line."
            self.report(node, "empty-text", f"{what} is empty", help)
        return text

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(self.text(item, f"an item of {what}") for item in self.items(node, what))

    def one_of(
        self, node: Node | None, what: str, names: Iterable[str], code: str = "unknown-name"
    ) -> str:
        """Return a text that is one of `names`, or nothing after reporting."""
        word = self.text(node, what)
        if node is None or not word:
            return ""
        pool = tuple(names)
        if word in pool:
            return word
        others = f"Write one of: {listed(pool, 30)}." if pool else "There is none: remove the line."
        if len(pool) == 1:
            others = f"Write `{pool[0]}`."
        help = did_you_mean(word, pool, others)
        self.report(node, code, f"{quote(word)} is no {what}", help)
        return ""

    def yes(self, node: Node | None, what: str) -> bool:
        """Return whether a line says yes; without the line it is no."""
        return self.one_of(node, f"answer to `{what}`", ("yes", "no")) == "yes"
