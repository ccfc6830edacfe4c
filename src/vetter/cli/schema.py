"""`vetter schema`: JSON Schemas with which an editor completes and checks while one types."""

from __future__ import annotations

import click

from vetter.cli.common import Layers, load_rulebook, reported, rulebook_option
from vetter.cli.usage import Wrong

KINDS = ("rule", "knowledge", "pack", "changes")


@click.command(short_help="Print a JSON Schema for editors.")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--file", metavar="NAME", help="Which file of knowledge, such as facts.")
@rulebook_option
def schema(kind: str, file: str | None, rulebook: Layers) -> None:
    """Print the JSON Schema of rule, knowledge, pack or changes files.

    An editor that knows it completes and checks such a file while you type. It is made from the
    rulebook and its packs: print it anew when they gain facts, thresholds or names.
    """
    import json

    from vetter.authoring.schema_knowledge import knowledge_files, knowledge_schema
    from vetter.authoring.schema_pack import changes_schema, pack_schema
    from vetter.authoring.schema_rule import rule_schema
    from vetter.base.suggest import did_you_mean, listed
    from vetter.cli.screen import show

    known = knowledge_files()
    if kind == "knowledge" and file not in known:
        others = f"Write one of: {listed(known, 20)}."
        if file is None:
            raise Wrong("--file is missing: each file of knowledge has a schema of its own", others)
        raise Wrong(f"there is no file of knowledge `{file}`", did_you_mean(file, known, others))
    if kind != "knowledge" and file is not None:
        raise Wrong("--file names a file of knowledge", "Write `vetter schema knowledge --file …`.")
    with reported():
        book = load_rulebook(rulebook)
    made = {"rule": rule_schema, "pack": pack_schema, "changes": changes_schema}
    found = knowledge_schema(book, file or "") if kind == "knowledge" else made[kind](book)
    show(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
