"""`vetter rules graph`: what feeds what, as DOT or Mermaid."""

from __future__ import annotations

import click

from vetter.cli.common import (
    Layers,
    complete_facts,
    complete_rules,
    load_rulebook,
    no_such,
    reported,
    rulebook_option,
)
from vetter.cli.usage import Wrong


@click.command("graph", short_help="Print what feeds what, as DOT or Mermaid.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["dot", "mermaid"]),
    default="dot",
    metavar="FORMAT",
    help="dot for Graphviz, which is the default, or mermaid for Markdown.",
)
@click.option(
    "--rule",
    "rule_id",
    metavar="RULE-ID",
    shell_complete=complete_rules,
    help="Only this rule, with what feeds it and what it feeds.",
)
@click.option(
    "--fact",
    metavar="PATH",
    shell_complete=complete_facts,
    help="Only this fact, with the rules that read it and what these feed.",
)
@click.option(
    "--conclusion",
    metavar="NAME",
    shell_complete=complete_facts,
    help="Only this conclusion, such as verdict, with what feeds it and what it feeds.",
)
@click.option("-o", "--output", metavar="FILE", help="Write into this file.")
@rulebook_option
def graph_rules(
    form: str,
    rule_id: str | None,
    fact: str | None,
    conclusion: str | None,
    output: str | None,
    rulebook: Layers,
) -> None:
    """Print the graph of conclusions: facts feed rules, rules conclude, and other rules read that.

    It ends in the verdict. Without --rule, --fact or --conclusion it is the whole rulebook.
    """
    from vetter.base.writing import write_files
    from vetter.cli.screen import show
    from vetter.reference.graph import around_fact, around_rule, whole_graph
    from vetter.reference.graph_text import graph_text

    if sum(one is not None for one in (rule_id, fact, conclusion)) > 1:
        raise Wrong("only one of --rule, --fact and --conclusion can be shown", "Name one.")
    with reported():
        book = load_rulebook(rulebook)
    vocabulary = book.vocabulary
    if rule_id is not None:
        rules = {rule.id: rule for rule in book.every_rule}
        if rule_id not in rules:
            raise no_such("rule", rule_id, list(rules), "`vetter rules list` shows all.")
        graph = around_rule(book, rules[rule_id])
    elif fact is not None:
        if fact not in vocabulary.facts:
            raise no_such("fact", fact, list(vocabulary.facts), "`vetter facts` shows all.")
        graph = around_fact(book, fact)
    elif conclusion is not None:
        if conclusion not in vocabulary.derived:
            known = list(vocabulary.derived)
            raise no_such("conclusion", conclusion, known, "`vetter facts` shows all.")
        graph = around_fact(book, conclusion)
    else:
        graph = whole_graph(book)
    text = graph_text(graph, form)
    if output is None:
        show(text)
        return
    with reported():
        write_files({output: text})
