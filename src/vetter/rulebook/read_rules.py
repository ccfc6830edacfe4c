"""Rule files: one rule each, read into the form that all back-ends share."""

from __future__ import annotations

import re

from vetter.base.characters import quote
from vetter.base.nodes import Mapping, Node
from vetter.base.problems import Problem
from vetter.base.sources import Source
from vetter.base.suggest import did_you_mean
from vetter.language.conditions import Test
from vetter.language.sentences import BadSentence, parse_sentence
from vetter.language.texts import BadText, Text, parse_text
from vetter.rulebook.read_conditions import ConditionReader
from vetter.rulebook.reader import Reader
from vetter.rulebook.rules import (
    ACTIVE,
    DEPRECATED,
    STATUSES,
    Conclusion,
    Example,
    Finding,
    Outcome,
    Requirement,
    Rule,
    Softening,
    Step,
)
from vetter.rulebook.vocabulary import CONDITIONAL, NO_GO, SEVERITIES, VERDICT, Vocabulary

RULE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REPLACED_BY = "replaced by"
PARTS = (
    "id", "title", "cites", "house", "status", REPLACED_BY, "locked", "when", "unless", "then",
    "examples",
)  # fmt: skip
ENTRIES = {
    "concern": ("concern", "cause", "because", "advice", "who", "softened"),
    "strength": ("strength", "cause", "because"),
    "conclude": ("conclude", "because"),
    "condition": ("condition", "who", "by"),
    "step": ("step", "stage", "who"),
    "verdict": ("verdict", "because"),
}
_OPTIONAL = {
    "concern": ("softened",),
    "conclude": ("because",),
    "condition": ("by",),
    "step": ("who",),
}
REQUIRED = {
    kind: tuple(part for part in parts if part not in _OPTIONAL.get(kind, ()))
    for kind, parts in ENTRIES.items()
}
EXPECTATIONS = ("fires", "silent", "pending")
EXAMPLE = (*EXPECTATIONS, "as", "why")


class RuleReader:
    """Reads one rule file."""

    def __init__(
        self,
        source: Source,
        vocabulary: Vocabulary,
        problems: list[Problem],
        known: dict[str, Test],
    ) -> None:
        """Read `source` against `vocabulary`; see `ConditionReader` for `known`."""
        self.reader = Reader(source, problems)
        self.vocabulary = vocabulary
        self.conditions = ConditionReader(self.reader, vocabulary, known=known)

    def read(self) -> Rule | None:
        """Return the rule, or None when something essential is missing (and reported)."""
        reader = self.reader
        before = len(reader.problems)
        top = reader.top()
        parts = reader.mapping(top, "the rule", PARTS, ("id", "title", "when", "then", "examples"))
        if parts is None or top is None:
            return None
        rule_id = self._id(parts.get("id"))
        cites, house = self._origin(top, parts)
        when = self.conditions.read(parts.get("when"), "`when`")
        unless = self.conditions.read(parts.get("unless"), "`unless`")
        title = self.text(parts.get("title"), "title")
        then = tuple(self._entry(node) for node in reader.items(parts.get("then"), "`then`"))
        examples = tuple(
            self.example(node) for node in reader.items(parts.get("examples"), "`examples`")
        )
        status, replaced_by = self._status(parts)
        locked = reader.yes(parts.get("locked"), "locked")
        if len(reader.problems) > before or when is None or title is None:
            return None
        return Rule(
            rule_id,
            title,
            cites,
            house,
            when,
            unless,
            tuple(entry for entry in then if entry is not None),
            tuple(example for example in examples if example is not None),
            reader.place(top),
            status,
            replaced_by,
            locked,
        )

    def _status(self, parts: dict[str, Node]) -> tuple[str, str]:
        status = self.reader.one_of(parts.get("status"), "status of a rule", STATUSES) or ACTIVE
        replaced_by = self.reader.text(parts.get(REPLACED_BY), REPLACED_BY)
        if REPLACED_BY in parts and status != DEPRECATED:
            message = f"the rule is {status}, and yet it is said what replaces it"
            help = "Write `status: deprecated`, or remove the line."
            self.reader.report(parts[REPLACED_BY], "not-deprecated", message, help)
        return status, replaced_by

    def _id(self, node: Node | None) -> str:
        rule_id = self.reader.text(node, "id")
        name = self.reader.source.path.rpartition("/")[2].removesuffix(".yaml")
        if node is None or not rule_id:
            return rule_id
        if not RULE_ID.fullmatch(rule_id):
            self.reader.report(
                node,
                "bad-id",
                f"{quote(rule_id)} cannot be an id",
                "Write small letters, digits and hyphens.",
            )
        elif rule_id != name:
            self.reader.report(
                node, "id-and-file", f"the id is {quote(rule_id)}, but the file is `{name}.yaml`",
                f"Write `id: {name}`, or rename the file.",
            )  # fmt: skip
        return rule_id

    def _origin(self, top: Node, parts: dict[str, Node]) -> tuple[tuple[str, ...], str]:
        known = self.vocabulary.heuristics
        cites: tuple[str, ...] = ()
        if "cites" in parts:
            for item in self.reader.items(parts["cites"], "`cites`"):
                name = self.reader.text(item, "a citation")
                if name and name not in known:
                    help = did_you_mean(name, known, "Heuristics live in knowledge/chapter.yaml.")
                    self.reader.report(
                        item, "unknown-heuristic", f"there is no heuristic {quote(name)}", help
                    )
                cites = (*cites, name)
        house = self.reader.text(parts.get("house"), "house")
        if "cites" not in parts and "house" not in parts:
            self.reader.report(
                top, "uncited", "the rule cites nothing",
                "Add `cites: [a heuristic's id]`, or `house:` with the house's reason.",
            )  # fmt: skip
        return cites, house

    def text(self, node: Node | None, what: str) -> Text | None:
        """Return a text with its substitutions, or None after reporting what is wrong with it."""
        if node is None:
            return None
        text = self.reader.text(node, what)
        if not text:
            return None
        try:
            return parse_text(text, self.reader.place(node))
        except BadText as error:
            self.reader.report(node, error.code, f"{error} ({what})", error.help, error.words)
            return None

    def _entry(self, node: Node) -> Outcome | None:
        pairs = self.reader.mapping(node, "an entry of `then`")
        if pairs is None:
            return None
        kinds = [kind for kind in ENTRIES if kind in pairs]
        if len(kinds) != 1:
            self.reader.report(
                node, "entry-kind", "an entry of `then` states one thing",
                f"Begin it with one of: {', '.join(f'`- {kind}:`' for kind in ENTRIES)}.",
            )  # fmt: skip
            return None
        kind = kinds[0]
        parts = self.reader.mapping(node, f"the {kind}", ENTRIES[kind], REQUIRED[kind])
        assert parts is not None
        return getattr(self, f"_{kind}")(node, parts)  # type: ignore[no-any-return]

    def _concern(self, node: Node, parts: dict[str, Node]) -> Outcome | None:
        severity = self.reader.one_of(parts.get("concern"), "severity", reversed(SEVERITIES))
        softened = [
            self.softening(item, severity)
            for item in self.reader.items(parts.get("softened"), "`softened`")
        ]
        return self._finding(
            node, parts, severity, tuple(soft for soft in softened if soft is not None)
        )

    def _strength(self, node: Node, parts: dict[str, Node]) -> Outcome | None:
        self.reader.one_of(parts.get("strength"), "way to state a strength", ("yes",))
        return self._finding(node, parts, "strength", ())

    def _finding(
        self, node: Node, parts: dict[str, Node], severity: str, softened: tuple[Softening, ...]
    ) -> Finding | None:
        because = self.text(parts.get("because"), "because")
        advice = self.text(parts.get("advice"), "advice")
        causes = self.vocabulary.causes
        cause = self.reader.one_of(parts.get("cause"), "cause", causes, "unknown-cause")
        who = self._who(parts)
        if because is None or not severity:
            return None
        return Finding(severity, cause, because, advice, who, softened, self.reader.place(node))

    def softening(self, node: Node, severity: str) -> Softening | None:
        """Return what lowers a concern of some severity, or None after reporting."""
        parts = self.reader.mapping(
            node, "an item of `softened`", ("when", "to", "because"), ("when", "to", "because")
        )
        if parts is None:
            return None
        when = self.conditions.read(parts.get("when"), "`when` of `softened`")
        milder = SEVERITIES[: SEVERITIES.index(severity)] if severity else SEVERITIES
        to = self.reader.one_of(
            parts.get("to"), f"severity milder than {severity or 'it'}", reversed(milder)
        )
        because = self.text(parts.get("because"), "because")
        if when is None or because is None or not to:
            return None
        return Softening(when, to, because, self.reader.place(node))

    def _conclude(self, node: Node, parts: dict[str, Node]) -> Outcome | None:
        sentence = self.reader.text(parts.get("conclude"), "conclude")
        target = parts.get("conclude", node)
        if not sentence:
            return None
        try:
            read = parse_sentence(sentence)
        except BadSentence as error:
            self.reader.report(target, error.code, str(error), error.help, error.words)
            return None
        spec = self.vocabulary.derived.get(read.fact)
        known = [
            path for path, derived in self.vocabulary.derived.items() if derived.counter is None
        ]
        if spec is None or spec.counter or read.fact == VERDICT:
            help = did_you_mean(read.fact, known, "Derived facts live in knowledge/derived.yaml.")
            if read.fact == VERDICT:
                help = "Write an entry `- verdict: no-go` instead."
            self.reader.report(
                target, "unknown-derived", f"{quote(read.fact)} is nothing to conclude", help
            )
            return None
        level = read.operands[0] if read.operator.sign == "is" and read.operands else ""
        if level not in spec.type.names[1:]:
            help = f"Write `{read.fact} is` and one of: {', '.join(spec.type.names[1:])}."
            if level == spec.type.names[0]:
                help = f"`{level}` stands anyway if no rule speaks. {help}"
            self.reader.report(target, "bad-level", f"{quote(sentence)} concludes no level", help)
            return None
        because = self.text(parts.get("because"), "because")
        return Conclusion(read.fact, spec.type.rank(level), because, self.reader.place(node))

    def _condition(self, node: Node, parts: dict[str, Node]) -> Outcome | None:
        text = self.text(parts.get("condition"), "condition")
        by = self.text(parts.get("by"), "by")
        who = self._who(parts)
        return None if text is None else Requirement(text, who, by, self.reader.place(node))

    def _step(self, node: Node, parts: dict[str, Node]) -> Outcome | None:
        text = self.text(parts.get("step"), "step")
        stages = self.vocabulary.stages
        stage = self.reader.one_of(parts.get("stage"), "stage", stages, "unknown-stage")
        who = self._who(parts)
        return None if text is None else Step(text, stage, who, self.reader.place(node))

    def _verdict(self, node: Node, parts: dict[str, Node]) -> Outcome | None:
        level = self.reader.one_of(parts.get("verdict"), "verdict to set", (CONDITIONAL, NO_GO))
        because = self.text(parts.get("because"), "because")
        if not level:
            return None
        rank = self.vocabulary.derived[VERDICT].type.rank(level)
        return Conclusion(VERDICT, rank, because, self.reader.place(node))

    def _who(self, parts: dict[str, Node]) -> str:
        return self.reader.one_of(parts.get("who"), "role", self.vocabulary.roles, "unknown-role")

    def example(self, node: Node) -> Example | None:
        """Return an example of the rule, or None after reporting what is wrong with it."""
        what = "an example"
        parts = self.reader.mapping(node, what, EXAMPLE)
        if parts is None:
            return None
        kinds = [kind for kind in EXPECTATIONS if kind in parts]
        if len(kinds) != 1:
            self.reader.report(
                node, "example-kind", "an example expects one thing",
                "Begin it with `- fires:`, `- silent:` or `- pending:` and its facts.",
            )  # fmt: skip
            return None
        facts = parts[kinds[0]]
        if self.reader.mapping(facts, f"`{kinds[0]}`") is None:
            return None
        assert type(facts) is Mapping
        softened_to = self.reader.one_of(parts.get("as"), "severity", reversed(SEVERITIES))
        if "as" in parts and kinds[0] != "fires":
            self.reader.report(
                parts["as"], "example-as", "`as` stands in an example that does not fire",
                "Remove the line: it says how grave the concern is when the rule fires.",
            )  # fmt: skip
        why = self.reader.text(parts.get("why"), "why")
        return Example(kinds[0], facts, softened_to, why, self.reader.place(node))
