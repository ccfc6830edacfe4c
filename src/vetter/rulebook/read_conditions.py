"""Condition blocks: `all`, `any` and `none` with sentences under them."""

from __future__ import annotations

import re

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node, Scalar, Sequence
from vetter.base.suggest import did_you_mean
from vetter.language.conditions import Condition, Group, Test
from vetter.language.phrases import GROUPED
from vetter.language.sentences import BadSentence
from vetter.rulebook.reader import Reader
from vetter.rulebook.typing import resolve
from vetter.rulebook.vocabulary import Vocabulary

GROUPS = ("all", "any", "none")
QUOTED = 200
_SHOWN = "Write `all:`, `any:` or `none:` and the sentences below it, one `- …` a line."


class ConditionReader:
    """Reads the conditions of one source against a vocabulary."""

    def __init__(
        self,
        reader: Reader,
        vocabulary: Vocabulary,
        base_only: str = "",
        known: dict[str, Test] | None = None,
    ) -> None:
        """Read with `reader`; see `resolve` for `base_only`.

        `known` holds the sentences that readers with the same vocabulary and `base_only` have
        resolved before: most of a rulebook's come several times.
        """
        self.reader, self.vocabulary, self.base_only = reader, vocabulary, base_only
        self.known = {} if known is None else known

    def read(self, node: Node | None, what: str) -> Condition | None:
        """Return the condition of a block, or None after reporting what is wrong with it."""
        if node is None:
            return None
        if type(node) is Mapping and len(node.pairs) == 1 and node.pairs[0][0].text in GROUPS:
            return self._group(node.pairs[0][0], node.pairs[0][1])
        self._refuse(node, what)
        return None

    def _group(self, key: Scalar, value: Node) -> Condition | None:
        if type(value) is Sequence and value.flow and len(value.items) > 1:
            self.reader.report(
                value, "flow-list", f"the list under `{key.text}` stands in brackets", _SHOWN
            )
            return None
        if type(value) is not Sequence:
            self.reader.report(value, "not-a-list", f"no list stands under `{key.text}`", _SHOWN)
            return None
        if not value.items:
            self.reader.report(value, "empty-list", f"nothing stands under `{key.text}`", _SHOWN)
            return None
        parts = [self._part(item) for item in value.items]
        whole = tuple(part for part in parts if part is not None)
        if len(whole) < len(parts):
            return None
        return Group(key.text, whole, self.reader.place(key))

    def _part(self, node: Node) -> Condition | None:
        if type(node) is Scalar:
            return self._sentence(node)
        if type(node) is Mapping and len(node.pairs) == 1:
            key, value = node.pairs[0]
            if key.text in GROUPS:
                return self._group(key, value)
        self._refuse(node, "a condition")
        return None

    def _sentence(self, node: Scalar) -> Condition | None:
        report = self.reader.report
        if node.style in ("|", ">"):
            report(
                node, "block-sign", f"the sentence begins with `{node.style}`",
                "Write it behind the dash; it begins with a fact: `- some.fact > $name`.",
            )  # fmt: skip
            return None
        if not node.plain:
            help = f"Write {quote(f'- {node.text}', QUOTED)}."
            report(node, "quotes", "the sentence stands in quotes", help)
            return None
        if not node.text.strip():
            report(
                node, "empty-sentence", "the sentence is empty", "Write `- fact operator value`."
            )
            return None
        source = self.reader.source
        behind = source.line(node.end_line)[node.end_column - 1 :] if "#" in source.text else ""
        if behind.lstrip().startswith("#") and re.match(r"\s+#\S", behind):
            report(
                node, "comment", f"{quote(behind)} is a remark and not part of the sentence",
                "Leave the # away, or put a space behind it when it is a remark.",
            )  # fmt: skip
            return None
        place = self.reader.place(node)
        same = self.known.get(node.text)
        if same is not None:
            return Test(same.fact, same.operator, same.operands, same.sentence, place)
        try:
            test = resolve(node.text, self.vocabulary, place, self.base_only)
        except BadSentence as error:
            report(node, error.code, str(error), error.help, error.words)
            return None
        self.known[node.text] = test
        return test

    def _colon(self, key: Scalar, value: Node) -> None:
        word = key.text
        report = self.reader.report
        if word.casefold() in GROUPED:
            help = f"Write `{GROUPED[word.casefold()]}:`."
            report(key, "unknown-group", f"{quote(f'{word}:')} groups nothing here", help)
        elif " " not in word and not _is_operand(value):
            help = did_you_mean(word, GROUPS, _SHOWN)
            report(key, "unknown-group", f"{quote(f'{word}:')} groups nothing here", help)
        else:
            help = f"Leave it away: {quote(f'- {self._joined(word, value)}', QUOTED)}."
            report(key, "colon", f"a colon stands after {quote(word)}", help)

    def _joined(self, word: str, value: Node) -> str:
        """Return the sentence that was meant by a word, a colon and what follows."""
        items = value.items if type(value) is Sequence else [value]
        words = ", ".join(item.text for item in items if type(item) is Scalar)
        if self.vocabulary.type_of(word) is None:
            return f"{word} {words}".strip()
        return f"{word} {'is one of' if type(value) is Sequence else 'is'} {words}".strip()

    def _refuse(self, node: Node, what: str) -> None:
        if type(node) is Sequence:
            self.reader.report(node, "bare-list", f"{what} is a bare list", _SHOWN)
        elif type(node) is Mapping and len(node.pairs) != 1:
            self.reader.report(
                node,
                "several-groups",
                f"{what} has {len(node.pairs)} parts",
                "Put them under one `all:`, `any:` or `none:`.",
            )
        elif type(node) is Mapping and node.flow:
            help = "Write the sentence without brackets: `- fact operator value`."
            self.reader.report(node, "brackets", f"{what} stands in brackets", help)
        elif type(node) is Mapping:
            self._colon(*node.pairs[0])
        elif type(node) is Scalar and not node.text.strip():
            self.reader.report(node, "empty-text", f"{what} is empty", _SHOWN)
        else:
            self.reader.report(node, "bare-sentence", f"{what} is a bare sentence", _SHOWN)


def _is_operand(value: Node) -> bool:
    """Return whether a node can be what a fact is compared with: a word, or a list in brackets."""
    if type(value) is Scalar:
        return bool(value.text.strip())
    return type(value) is Sequence and value.flow
