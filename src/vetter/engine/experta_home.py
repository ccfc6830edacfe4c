"""The one home of experta: the import that works, the exact strategy, the shape of facts.

experta 1.9.4 pins frozendict 1.2, which cannot be imported on Python 3.10 and newer (experta issue
34); it installs a handler on the root logger when it is imported; and its stock agenda forgets to
remove activations whose conditions no longer hold, so that rules fire which should not. All three
are mended here, and nowhere else.
"""

from __future__ import annotations

import collections
import collections.abc
import logging
from collections import Counter
from operator import attrgetter
from typing import Any


def _import_frozendict() -> None:
    """Import frozendict, 1.2 or newer, leaving `collections` as it was."""
    alias_missing = not hasattr(collections, "Mapping")
    if alias_missing:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import frozendict  # noqa: F401
    finally:
        if alias_missing:
            del collections.Mapping  # type: ignore[attr-defined]


_handlers = list(logging.root.handlers)
_import_frozendict()

import experta  # noqa: E402
from experta.abstract import Strategy as _Strategy  # noqa: E402
from experta.matchers import ReteMatcher as _ReteMatcher  # noqa: E402
from experta.matchers.rete.check import SameContextCheck  # noqa: E402
from experta.matchers.rete.nodes import (  # noqa: E402
    ConflictSetNode,
    FeatureTesterNode,
    OrdinaryMatchNode,
)
from experta.matchers.rete.utils import generate_checks  # noqa: E402

for _handler in [one for one in logging.root.handlers if one not in _handlers]:
    logging.root.removeHandler(_handler)
    _handler.close()

KnowledgeEngine: Any = experta.KnowledgeEngine
StockStrategy: Any = KnowledgeEngine.__strategy__
Fact: Any = experta.Fact
Rule: Any = experta.Rule
Predicate: Any = experta.P
Not: Any = experta.NOT


class Project(Fact):  # type: ignore[misc]
    """Every fact of the vocabulary under its path, and the whole view under `view`."""


class Readings(Fact):  # type: ignore[misc]
    """The readings of derived facts as they stand before a stratum, under `view`."""


class Concluded(Fact):  # type: ignore[misc]
    """That a rule has fired."""


class ExactStrategy(_Strategy):  # type: ignore[misc]
    """An agenda that drops stale activations exactly, and orders the rest totally.

    The order is salience, then the rule's ordinal (earlier first), then the ids of the facts.
    """

    def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:
        if removed:
            stale = {self._identity(activation) for activation in removed}
            agenda.activations = [
                activation
                for activation in agenda.activations
                if self._identity(activation) not in stale
            ]
        if added:
            for activation in added:
                activation.key = self._key(activation)
            agenda.activations.extend(added)
            agenda.activations.sort(key=attrgetter("key"))

    @staticmethod
    def _identity(activation: Any) -> tuple[int, frozenset[int], frozenset[Any]]:
        ids = frozenset(fact["__factid__"] for fact in activation.facts)
        context = frozenset((name, id(value)) for name, value in activation.context.items())
        return id(activation.rule), ids, context

    @staticmethod
    def _key(activation: Any) -> tuple[int, int, list[int]]:
        ordinal = getattr(activation.rule, "ordinal", 0)
        ids = sorted((fact["__factid__"] for fact in activation.facts), reverse=True)
        return activation.rule.salience, -ordinal, ids


class _Holder(ConflictSetNode):  # type: ignore[misc]
    """The node that holds a rule's activations; it says when there are new ones."""

    def __init__(self, rule: Any, news: dict[_Holder, None]) -> None:
        super().__init__(rule)
        self._news = news

    def _activate(self, token: Any) -> None:
        super()._activate(token)
        self._news[self] = None


class _Check(FeatureTesterNode):  # type: ignore[misc]
    """A node that asks one thing of a fact and binds nothing: what passes goes on as it came.

    The stock node copies each token before it looks at the fact. Here the nodes that change a
    token, those at the end of a pattern and those that join two, are the ones that copy it.
    """

    def activate(self, token: Any) -> None:
        """Pass a token to the children if its fact holds."""
        (fact,) = token.data
        if self.matcher(fact):
            for child in self.children:
                child.callback(token)


class PreparedMatcher(_ReteMatcher):  # type: ignore[misc]
    """experta's Rete for rules that are conjunctions of positive patterns already.

    The stock matcher brings every rule into disjunctive normal form, wires it through a dispatch
    table that it makes anew for each rule, looks through lists for the nodes that it made before,
    and asks every rule for news after every firing. Rules of the one shape that is made here need
    none of it, and the network is wired in a tenth of the time.
    """

    def build_network(self) -> None:
        """Build the network of the engine's prepared rules."""
        rules: tuple[Any, ...] = self.engine.prepared_rules
        ends = self._alpha([pattern for rule in rules for pattern in rule])
        self._news: dict[_Holder, None] = {}
        self._remembering: list[Any] = []
        for rule in rules:
            node = ends[id(rule[0])]
            for pattern in rule[1:]:
                joined = OrdinaryMatchNode(SameContextCheck())
                node.add_child(joined, joined.activate_left)
                ends[id(pattern)].add_child(joined, joined.activate_right)
                self._remembering.append(joined)
                node = joined
            last = _Holder(rule, self._news)
            node.add_child(last, last.activate)
            self._remembering.append(last)

    def reset(self) -> None:
        """Have the nodes forget the facts of the run before; those that only check hold none."""
        for node in self._remembering:
            node._reset()

    def _alpha(self, patterns: list[Any]) -> dict[int, Any]:
        """Wire the checks of each pattern, shared ones once; return where each pattern ends.

        A pattern's type is checked first, then what most patterns ask, so that most is shared.
        """
        checks = {id(pattern): tuple(generate_checks(pattern)) for pattern in patterns}
        asked = Counter(id(check) for found in checks.values() for check in found[1:-1])
        nodes: dict[tuple[int, int], Any] = {}
        ends: dict[int, Any] = {}
        for pattern, (kind, *features, capture) in checks.items():
            features.sort(key=lambda check: -asked[id(check)])
            node = self.root_node
            for check in (kind, *features, capture):
                key = (id(node), id(check))
                if key not in nodes:
                    nodes[key] = (FeatureTesterNode if check is capture else _Check)(check)
                    node.add_child(nodes[key], nodes[key].activate)
                node = nodes[key]
            ends[pattern] = node
        return ends

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        """Pass facts through the network; return the activations that came and went."""
        for fact in deleting or ():
            self.root_node.remove(fact)
        for fact in adding or ():
            self.root_node.add(fact)
        added: list[Any] = []
        removed: list[Any] = []
        for holder in self._news:
            came, went = holder.get_activations()
            added.extend(came)
            removed.extend(went)
        self._news.clear()
        return added, removed


def make_rule(patterns: list[Any], action: Any, salience: int, ordinal: int) -> Any:
    """Return an experta rule; `action` is given the engine and nothing that patterns bind."""
    # Set here is what decorating the action would set after it had looked at its signature.
    rule = Rule(*patterns, salience=salience)
    rule._wrapped, rule._wrapped_args = action, {"engine"}
    rule.__name__, rule.ordinal = action.__name__, ordinal
    action.ordinal = ordinal  # which a copy of the rule, as the stock matcher makes it, takes over
    return rule


def make_engine(rules: dict[str, Any], prepared: bool = True) -> Any:
    """Return a fresh engine with these rules and the exact strategy."""
    body: dict[str, Any] = {"__strategy__": ExactStrategy}
    if prepared:
        # Not as attributes of their own: experta would bind them to the engine at every reset.
        body |= {"__matcher__": PreparedMatcher, "prepared_rules": tuple(rules.values())}
    else:
        body |= rules
    return type("Vetter", (KnowledgeEngine,), body)()
